import pytest

from consult_app.application.errors import EnvironmentFailed
from consult_app.domain.clinic import Clinic
from consult_app.storage.database import reading, writing
from tests.storage.samples import details, draft, handout, plan


def run(store, statement: str) -> None:
    with writing(store.engine) as session:
        session.connection().exec_driver_sql(statement)


def aside(store):
    with reading(store.engine) as session:
        query = "SELECT draft_id, version, body FROM draft_set_aside ORDER BY seq"
        return session.connection().exec_driver_sql(query).fetchall()


@pytest.mark.parametrize(
    "damage",
    [
        "body = x'00ff'",
        "body = x'5b5d'",
        "body = CAST('{}' AS BLOB)",
        "body = substr(body, 1, 200)",
        'body = CAST(replace(CAST(body AS TEXT), \'"words":""\', \'"words":7\') AS BLOB)',
        'body = CAST(replace(CAST(body AS TEXT), \'"kind":"ask"\', \'"kind":"guess"\') AS BLOB)',
        "body = CAST(replace(CAST(body AS TEXT), '\"draft-2\"', '\"draft-1\"') AS BLOB)",
        "snapshot_format = 99",
    ],
)
def test_a_draft_that_cannot_be_read_is_set_aside_and_keeps_no_other_from_opening(store, damage):
    good = store.consultations.save_draft(draft("draft-1"))
    store.consultations.save_draft(draft("draft-2"))
    run(store, f"UPDATE draft SET {damage} WHERE id = 'draft-2'")
    with reading(store.engine) as session:
        body = session.connection().exec_driver_sql("SELECT body FROM draft WHERE id = 'draft-2'").scalar_one()
    assert store.consultations.drafts() == (good,)
    assert aside(store) == [("draft-2", 1, body)]
    assert store.consultations.drafts() == (good,)
    assert store.consultations.set_aside() == 1


def test_opening_an_unreadable_draft_says_so_and_a_new_save_does_not_touch_what_lies_aside(store):
    store.consultations.save_draft(draft())
    run(store, "UPDATE draft SET body = x'00'")
    with pytest.raises(EnvironmentFailed, match="cannot be read") as failed:
        store.consultations.draft("draft-1")
    assert "nothing was deleted" in failed.value.advice
    saved = store.consultations.save_draft(draft())
    assert store.consultations.drafts() == (saved,)
    assert aside(store) == [("draft-1", 1, b"\x00")]


def test_a_draft_saved_anew_before_it_is_set_aside_stays(store):
    saved = store.consultations.save_draft(draft())
    store.consultations._set_aside(saved.id)
    store.consultations._set_aside("gone")
    assert store.consultations.drafts() == (saved,)
    assert aside(store) == []


def test_a_sheet_whose_bytes_changed_is_named_by_its_plan_number_only(store):
    patient = store.patients.add(details(chart="A-20418"))
    kept = store.consultations.finish(plan(patient.id), draft_id="none")
    store.consultations.keep_handout(handout())
    run(store, "DROP TRIGGER handout_no_update")
    run(store, "UPDATE handout SET pdf = x'25504446'")
    with pytest.raises(EnvironmentFailed, match="A sheet of plan A-20418-1 is not the one") as failed:
        store.consultations.handouts(kept.id)
    assert "Lindqvist" not in failed.value.what + failed.value.advice


def test_a_plan_that_cannot_be_read_is_named_by_its_number_and_still_listed(store):
    patient = store.patients.add(details(chart="A-20418"))
    kept = store.consultations.finish(plan(patient.id), draft_id="none")
    run(store, "DROP TRIGGER plan_no_update")
    run(store, "UPDATE plan SET body = x'7b7d'")
    with pytest.raises(EnvironmentFailed, match=r"Plan A-20418-1 cannot be read\."):
        store.consultations.plan(kept.id)


def test_allergies_that_cannot_be_read_never_look_empty(store):
    patient = store.patients.add(details())
    run(store, "UPDATE patient SET allergies = x'7b7d'")
    run(store, "UPDATE patient SET snapshot_format = 2")
    with pytest.raises(EnvironmentFailed, match="allergies"):
        store.patients.get(patient.id)


def test_clinic_settings_that_cannot_be_read_are_not_taken_for_a_first_run(store):
    store.clinics.save_clinic(Clinic(name="Riverside", place="Cincinnati, OH", zone="America/New_York"))
    run(store, "UPDATE clinic SET body = x'7b'")
    with pytest.raises(EnvironmentFailed, match="settings cannot be read"):
        store.clinics.clinic()


def test_half_a_surrogate_pair_is_saved_as_a_question_mark(store):
    added = store.patients.add(details("Lind\ud83d", "Nicole"))
    assert added.details.family_name == "Lind?"
    saved = store.consultations.save_draft(draft(answers=draft().answers, different_person="x\udc00"))
    assert store.consultations.draft(saved.id).different_person == "x?"


def test_changed_words_that_cannot_be_read_are_never_taken_for_the_clinics(store):
    patient = store.patients.add(details(chart="A-20418"))
    kept = store.consultations.finish(plan(patient.id), draft_id="none")
    store.consultations.keep_line_edits(kept.id, ())
    store.consultations.keep_handout(handout())
    run(store, "UPDATE sheet_words SET body = x'7b7d'")
    with pytest.raises(EnvironmentFailed, match="words changed for this patient cannot be read"):
        store.consultations.line_edits(kept.id)
    run(store, "DROP TRIGGER handout_no_update")
    run(store, "UPDATE handout SET edits = x'7b7d'")
    with pytest.raises(EnvironmentFailed, match="A sheet that was given cannot be read"):
        store.consultations.handouts(kept.id)
