"""The words of the patient step."""

from dataclasses import replace
from datetime import date

from consult_app.application.accounts import ProviderAccount
from consult_app.application.ports import PatientMatch
from consult_app.application.session import ConsultationSession
from consult_app.domain.answers import Answers, Provider
from consult_app.domain.patient import Allergies, AllergyState, Patient, PatientDetails, PatientId
from consult_app.ui.presenters.patient import (
    PatientView,
    birth_date_problem,
    different_person_words,
    patient_gaps,
    person_asked,
    present_patient,
    with_allergy,
    with_allergy_state,
    without_allergy,
)
from tests.fakes.services import DANA, MARISOL, NOW, session

TODAY = date(2026, 5, 12)
ON_FILE = PatientMatch(Patient(PatientId("patient-7"), MARISOL, NOW), date(2026, 2, 3))


def shown(opened: ConsultationSession, on_file: tuple[PatientMatch, ...] = ()) -> PatientView:
    accounts = (ProviderAccount("1", "Dana Keller", "NP"), ProviderAccount("2", "Mai Tran", "RN"))
    return present_patient(opened.state, today=TODAY, at_desk=DANA, providers=accounts, on_file=on_file)


def test_a_new_patient_lacks_names_birth_date_and_allergies_in_that_order() -> None:
    assert [gap.words for gap in shown(session()).gaps] == [
        "Enter the family name.",
        "Enter the given name.",
        "Enter the birth date.",
        "Ask about allergies and choose one of the four answers.",
    ]


def test_the_age_counts_to_today() -> None:
    born = replace(MARISOL, birth_date=date(1984, 5, 13))
    assert shown(session(Answers(patient=born))).age == "41 y"
    assert shown(session(Answers(patient=replace(born, birth_date=date(1984, 5, 12))))).age == "42 y"
    assert shown(session()).age == ""


def test_known_allergies_without_a_name_are_a_gap() -> None:
    details = with_allergy_state(replace(MARISOL, allergies=Allergies()), AllergyState.KNOWN)
    assert [gap.words for gap in shown(session(Answers(patient=details))).gaps] == [
        "Add the known allergy, or choose another answer."
    ]


def test_unavailable_allergies_are_an_answer() -> None:
    details = with_allergy_state(MARISOL, AllergyState.UNAVAILABLE)
    assert details.allergies == Allergies(AllergyState.UNAVAILABLE)
    assert shown(session(Answers(patient=details))).gaps == ()


def test_an_allergy_is_listed_once_and_can_be_taken_off() -> None:
    details = with_allergy(with_allergy(PatientDetails(), "  Latex   (rash) "), "latex (RASH)")
    assert details.allergies == Allergies(AllergyState.KNOWN, ("Latex (rash)",))
    assert without_allergy(details, "Latex (rash)").allergies == Allergies(AllergyState.KNOWN)


def test_a_record_with_the_same_name_and_birth_date_is_shown_and_is_a_gap() -> None:
    view = shown(session(Answers(patient=MARISOL)), (ON_FILE,))
    assert view.duplicate is not None
    assert view.duplicate.title == "ORTEGA-WHITFIELD, Marisol, born Mar 4, 1984, is already on file"
    assert view.duplicate.text == ("Same name and birth date. Chart A-20418, phone ends 0187, last visit Feb 3, 2026.")
    assert [gap.path for gap in view.gaps] == ["patient.duplicate"]


def test_the_patients_own_record_is_no_duplicate() -> None:
    opened = session(Answers(patient=MARISOL), patient_id=PatientId("patient-7"))
    assert shown(opened, (ON_FILE,)).duplicate is None
    assert patient_gaps(opened.state, (ON_FILE,)) == ()


def test_a_confirmed_different_person_is_no_duplicate_and_stays_visible() -> None:
    who = different_person_words(DANA, "Tue, May 12, 10:48 AM")
    view = shown(session(Answers(patient=MARISOL), different_person=who), (ON_FILE,))
    assert view.duplicate is None
    assert view.confirmed_different == "Not the person on file: Dana Keller, NP, Tue, May 12, 10:48 AM"


def test_several_records_are_counted() -> None:
    other = PatientMatch(Patient(PatientId("patient-8"), replace(MARISOL, chart="", phone=""), NOW), None)
    view = shown(session(Answers(patient=MARISOL)), (other, ON_FILE))
    assert view.duplicate is not None
    assert view.duplicate.text == "Same name and birth date. No visit yet. 2 records match."


def test_nobody_is_looked_for_until_both_names_and_the_birth_date_are_there() -> None:
    assert person_asked(MARISOL) is not None
    assert person_asked(replace(MARISOL, given_name=" ")) is None
    assert person_asked(replace(MARISOL, birth_date=None)) is None


def test_a_birth_date_after_today_or_too_long_ago_is_refused_with_words() -> None:
    assert birth_date_problem(date(2026, 5, 12), TODAY) is None
    assert birth_date_problem(date(2026, 5, 13), TODAY) == (
        "The birth date lies after today, May 12, 2026. Enter the date on the ID."
    )
    assert birth_date_problem(date(1899, 1, 1), TODAY) is not None


def test_the_provider_is_the_one_at_the_desk_until_another_is_chosen() -> None:
    view = shown(session(Answers()))
    assert [choice.text for choice in view.providers] == ["Dana Keller, NP", "Mai Tran, RN"]
    assert view.provider == view.providers[0].key
    chosen = shown(session(Answers(provider=Provider("Mai Tran", "RN"))))
    assert chosen.provider == view.providers[1].key


def test_a_provider_who_has_left_stays_on_the_plan() -> None:
    view = shown(session(Answers(provider=Provider("Ada Moss", "PA"))))
    assert view.providers[0].text == "Ada Moss, PA"
