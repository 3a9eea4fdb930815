from dataclasses import replace
from datetime import date

import pytest

from consult_app.domain.patient import Allergies, AllergyState, PatientDetails
from consult_app.ui.presenters.banner import present_allergies, present_banner
from tests.fakes.services import MARISOL

TODAY = date(2026, 5, 12)


def banner(details=MARISOL, *, on_file=True, last_visit=None, visits_known=True):
    return present_banner(details, today=TODAY, on_file=on_file, last_visit=last_visit, visits_known=visits_known)


def test_the_family_name_stands_in_capitals_with_age_chart_and_last_visit():
    view = banner(last_visit=date(2026, 2, 3))
    assert (view.family, view.given, view.under) == ("ORTEGA-WHITFIELD", "Marisol", "Preferred name Mari")
    assert (view.born, view.last_visit, view.chart) == ("Mar 4, 1984 (42 y)", "Feb 3, 2026", "A-20418")


def test_nothing_typed_yet_is_a_new_patient():
    view = banner(PatientDetails(), on_file=False)
    assert (view.family, view.given, view.under, view.born) == ("New patient", "", "", "Not entered")


def test_the_name_fills_in_while_it_is_typed():
    view = banner(PatientDetails(given_name="Carmen"), on_file=False)
    assert (view.family, view.given, view.under) == ("", "Carmen", "New patient")


def test_a_last_visit_that_was_not_looked_up_is_not_claimed():
    assert banner(visits_known=False).last_visit == ""
    assert banner().last_visit == "None yet"


ALLERGIES = {
    AllergyState.NOT_RECORDED: ("not_recorded", "Allergies", "Allergies not recorded"),
    AllergyState.NONE_KNOWN: ("none", "Allergies", "No known allergies"),
    AllergyState.UNAVAILABLE: ("unavailable", "Allergies", "Allergies unavailable"),
}


@pytest.mark.parametrize(("state", "words"), ALLERGIES.items())
def test_the_states_without_a_list_have_their_own_words(state, words):
    view = present_allergies(Allergies(state))
    assert (view.kind, view.label, view.value) == words


@pytest.mark.parametrize(
    ("items", "value"),
    [
        ((), "Not listed yet"),
        (("Neomycin",), "Neomycin"),
        (("Neomycin", "latex"), "Neomycin, latex"),
        (("Neomycin", "latex", "nickel", "EMLA", "iodine"), "Neomycin, latex +3"),
    ],
)
def test_more_than_two_allergies_are_counted(items, value):
    view = present_allergies(Allergies(AllergyState.KNOWN, items))
    assert (view.label, view.value, view.items) == ("Known allergies", value, items)


def test_no_state_is_taken_for_another():
    shown = {
        present_banner(
            replace(MARISOL, allergies=Allergies(state)), today=TODAY, on_file=True, last_visit=None
        ).allergies.value
        for state in AllergyState
    }
    assert len(shown) == len(AllergyState)
