from consult_app.domain.patient import PatientDetails
from consult_app.domain.plan import Step
from consult_app.domain.protocol import Basis
from tests.builders import clinic, protocol


def test_a_patient_is_named_as_people_say_it() -> None:
    assert PatientDetails(family_name="Ortiz", given_name="Carmen").full_name == "Carmen Ortiz"
    assert PatientDetails(given_name="Carmen").full_name == "Carmen"


def test_steps_are_numbered_one_to_seven() -> None:
    assert [step.number for step in Step] == [1, 2, 3, 4, 5, 6, 7]


def test_practice_and_judgement_need_the_clinics_word() -> None:
    assert {basis.value for basis in Basis if basis.needs_confirmation} == {"practice", "judgement"}


def test_a_language_the_clinic_has_no_words_for_has_empty_ones() -> None:
    assert clinic().words_in("es").disclaimer == ""


def test_the_longest_pause_is_the_longest_of_all_categories() -> None:
    assert protocol().longest_pause == 7


def test_a_wording_line_is_filled_in() -> None:
    assert protocol().wording["en"].line("avoid.until", until="Sun, May 17") == "Until Sun, May 17"
