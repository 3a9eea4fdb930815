from datetime import date

import pytest

from consult_app.domain.patient import Allergies, AllergyState, PatientDetails, PatientId
from tests.storage.samples import DAY, NOW, details, plan


def found(store, text: str, **options) -> list[str]:
    return [match.patient.details.full_name for match in store.patients.search(text, **options)]


def test_a_patient_comes_back_as_added(store):
    added = store.patients.add(details(preferred_name="Nic", chart="A-20418", language="es"))
    assert added.added_at == NOW
    assert added.details == details(preferred_name="Nic", chart="A-20418", language="es")
    assert store.patients.get(added.id) == added


@pytest.mark.parametrize("state", AllergyState)
def test_the_four_states_of_allergies_are_never_mixed_up(store, state):
    allergies = Allergies(state, ("latex", "lidocaine") if state is AllergyState.KNOWN else ())
    added = store.patients.add(details(allergies=allergies))
    assert store.patients.get(added.id).details.allergies == allergies


def test_a_patient_of_whom_nothing_is_known_stays_so(store):
    added = store.patients.add(PatientDetails())
    assert store.patients.get(added.id).details == PatientDetails()


def test_an_unknown_patient_is_a_key_error(store):
    with pytest.raises(KeyError):
        store.patients.get(PatientId("nobody"))
    with pytest.raises(KeyError):
        store.patients.update(PatientId("nobody"), details())


def test_an_update_is_found_under_the_new_name_only(store):
    added = store.patients.add(details("Lindqvist", "Nicole", chart="A-1"))
    changed = store.patients.update(added.id, details("Østergaard", "Nicole", chart="B-2", phone="555-0177"))
    assert changed.id == added.id
    assert changed.added_at == added.added_at
    assert store.patients.get(added.id) == changed
    assert found(store, "oster") == found(store, "0177") == found(store, "b2") == ["Nicole Østergaard"]
    assert found(store, "lindq") == found(store, "0142") == found(store, "a-1") == []


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        (("Müller", "Zoë"), "muller zoe"),
        (("Łukasiewicz", "Bartłomiej"), "lukas"),
        (("Sørensen", "Đorđe"), "DORDE SOREN"),
        (("Weiß", "Ægir"), "weiss aegir"),
        (("Þórsdóttir", "Guðrún"), "gudrun thors"),
        (("Œdipe", "Işıl"), "isil oed"),
        (("O'Brien", "Siobhán"), "obrien"),
        (("O’Brien", "Siobhan"), "o'bri"),
        (("Smith-Jones", "Anna"), "smith jones"),
        (("Smith-Jones", "Anna"), "jones"),
        (("de la Cruz", "María José"), "cruz maria"),
        (("Lindqvist", "Nicole"), "Lindqvist, Nicole"),
        (("Nguyễn", "Thị"), "thi nguyen"),
        (("İnan", "Ali"), "inan"),
    ],
)
def test_a_name_is_found_without_its_marks_in_either_order(store, name, typed):
    store.patients.add(details("Zzyzx", "Quentin", phone="", birth_date=None))
    store.patients.add(details(*name, phone="", birth_date=None))
    assert found(store, typed) == [f"{name[1]} {name[0]}"]


def test_two_words_are_found_in_any_order_by_their_beginnings(store):
    store.patients.add(details("Lindqvist", "Nicole"))
    store.patients.add(details("Lindqvist", "Peter"))
    assert found(store, "nic lin") == found(store, "lin nic") == found(store, " LIN   NIC ") == ["Nicole Lindqvist"]
    assert found(store, "nic pet") == []


def test_the_preferred_name_is_found_too(store):
    store.patients.add(details("Lindqvist", "Nicole", preferred_name="Kiki"))
    assert found(store, "kiki") == found(store, "lind kik") == ["Nicole Lindqvist"]


def test_surnames_come_before_given_names_and_in_order(store):
    for family_name, given_name in (("Ames", "Marta"), ("Marsh", "Zoe"), ("Marsh", "Adam"), ("Bell", "Mark")):
        store.patients.add(details(family_name, given_name))
    assert found(store, "mar") == ["Adam Marsh", "Zoe Marsh", "Marta Ames", "Mark Bell"]
    assert found(store, "mar", limit=3) == ["Adam Marsh", "Zoe Marsh", "Marta Ames"]


@pytest.mark.parametrize("typed", ["0142", "555-0142", "(513) 555 0142", "+1 513 555 0142", "15135550142", "513555"])
def test_a_phone_is_found_by_its_end_or_a_part_however_it_is_typed(store, typed):
    store.patients.add(details("Zzyzx", "Quentin", phone="(513) 555-0199"))
    store.patients.add(details(phone="+1 (513) 555-0142" if typed == "513555" else "513.555.0142", birth_date=None))
    assert "Nicole Lindqvist" in found(store, typed)
    assert ("Quentin Zzyzx" in found(store, typed)) == (typed == "513555")


@pytest.mark.parametrize("typed", ["A-20418", "a20418", "A 204", "20418"])
def test_a_chart_number_is_found_however_it_is_typed(store, typed):
    store.patients.add(details("Zzyzx", "Quentin", chart="B-771", phone=""))
    store.patients.add(details(chart="A-20418", phone=""))
    assert found(store, typed) == ["Nicole Lindqvist"]


@pytest.mark.parametrize(
    "typed",
    [
        "1984-03-04",
        "3/4/1984",
        "03/04/84",
        "3-4-1984",
        "4.3.1984",
        "19840304",
        "03041984",
        "Mar 4, 1984",
        "march 4th 1984",
        "4 March 1984",
        "04-Mar-84",
    ],
)
def test_a_birth_date_is_found_in_every_usual_spelling(store, typed):
    store.patients.add(details("Zzyzx", "Quentin", birth_date=date(1984, 3, 5), phone=""))
    store.patients.add(details(birth_date=date(1984, 3, 4), phone=""))
    assert found(store, typed) == ["Nicole Lindqvist"]


@pytest.mark.parametrize("typed", ["", "  ", "-", "'", "%", "_", "' OR 1=1 --", "\x00", "13/45/1984", "qqq"])
def test_what_names_nobody_finds_nobody(store, typed):
    store.patients.add(details())
    assert found(store, typed) == []


def test_a_match_tells_namesakes_and_the_last_visit(store):
    nicole = store.patients.add(details())
    store.patients.add(details("LINDQVIST", "Nicolé", birth_date=date(1990, 1, 1)))
    store.patients.add(details("Lindgren", "Nicole"))
    store.consultations.finish(plan(nicole.id, "plan-1", consultation_date=DAY), draft_id="none")
    store.consultations.finish(plan(nicole.id, "plan-2", consultation_date=date(2026, 3, 1)), draft_id="none")
    told = {m.patient.details.full_name: (m.same_name, m.last_visit) for m in store.patients.search("lind")}
    assert told == {
        "Nicole Lindqvist": (True, DAY),
        "Nicolé LINDQVIST": (True, None),
        "Nicole Lindgren": (False, None),
    }


def test_the_same_person_is_told_by_folded_name_and_birth_date(store):
    nicole = store.patients.add(details())
    store.patients.add(details(birth_date=date(1984, 3, 5)))
    store.patients.add(details(birth_date=None))
    same = store.patients.same_person("lindqvist", "NICOLÉ", date(1984, 3, 4))
    assert [match.patient for match in same] == [nicole]
    assert store.patients.same_person("Lindqvist", "Nicola", date(1984, 3, 4)) == ()


def test_a_naive_clock_is_refused_and_nothing_is_kept(store, clock):
    clock.at = NOW.replace(tzinfo=None)
    with pytest.raises(ValueError, match="offset"):
        store.patients.add(details())
    assert found(store, "lind") == []
