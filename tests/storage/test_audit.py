"""The audit that the stores write, and what a check of the file finds when somebody changed it."""

import hashlib
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from consult_app.application.access import Role
from consult_app.application.audit import NOBODY, AuditEntry, AuditFilter, AuditLine, Event, Subject
from consult_app.application.errors import EnvironmentFailed, Refused
from consult_app.domain.answers import Choices, Override, Provider
from consult_app.storage.clinic_file import open_clinic_file
from consult_app.storage.database import connect, writing
from consult_app.storage.verifying import verify_file
from tests.contracts.test_clinic_store import CLINIC
from tests.fakes.vault import KEY
from tests.storage.samples import (
    NOW,
    addendum,
    answers,
    confirmation,
    details,
    draft,
    handout,
    mark,
    own_product,
    plan,
    protocol_copy,
    switched_on,
)

PLANTED = "Zarathustrova"
REASON = "The patient asked twice and was told the risk."


@pytest.fixture
def who():
    """Who is signed in; a list, so that a test can change it."""
    return ["dana"]


@pytest.fixture
def audited(path, clock, key, who):
    file = open_clinic_file(path, clock=clock, key=key, who=lambda: who[0])
    yield file
    file.close()


EVERYTHING = AuditFilter()


def told(file, which=EVERYTHING):
    """The audit, earliest first, as short tuples."""
    lines = reversed(file.audit.lines(which, limit=10_000))
    return [
        (line.entry.event.value, line.entry.subject.value, line.entry.subject_id, *line.entry.fields) for line in lines
    ]


def test_without_somebody_to_name_the_stores_write_no_audit(store):
    patient = store.patients.add(details())
    store.patients.get(patient.id)
    store.consultations.save_draft(draft())
    assert store.audit.count(AuditFilter()) == 0


def test_a_patient_is_created_viewed_and_edited_by_names_of_fields_only(audited):
    patient = audited.patients.add(details(PLANTED))
    audited.patients.get(patient.id)
    audited.patients.update(patient.id, details(PLANTED, "Zara", phone="555-0199"))
    audited.patients.update(patient.id, details(PLANTED, "Zara", phone="555-0199"))
    assert told(audited) == [
        ("created", "patient", patient.id),
        ("viewed", "patient", patient.id),
        ("edited", "patient", patient.id, "given_name", "phone"),
    ]


def test_a_view_is_told_once_until_something_else_is_done(audited, who):
    one, other = audited.patients.add(details()), audited.patients.add(details("Briain"))
    for patient in (one, one, other, one):
        audited.patients.get(patient.id)
    who[0] = "mai"
    audited.patients.get(one.id)
    views = audited.audit.lines(AuditFilter(events=(Event.VIEWED,)))
    assert [(line.by, line.entry.subject_id) for line in reversed(views)] == [
        ("dana", one.id),
        ("dana", other.id),
        ("dana", one.id),
        ("mai", one.id),
    ]


def test_a_draft_is_told_once_for_each_part_that_was_touched(audited):
    first = audited.consultations.save_draft(draft())
    words = replace(first, answers=replace(first.answers, words="a"))
    for text in ("a", "ab", "abc"):
        words = audited.consultations.save_draft(replace(words, answers=replace(words.answers, words=text)))
    audited.consultations.save_draft(replace(words, answers=replace(words.answers, no_more_dates=True)))
    patient = audited.patients.add(details())
    audited.consultations.save_draft(replace(words, patient_id=patient.id))
    audited.consultations.drop_draft(first.id)
    audited.consultations.drop_draft(first.id)
    assert [line for line in told(audited) if line[1] == "draft"] == [
        ("created", "draft", first.id),
        ("edited", "draft", first.id, "words"),
        ("edited", "draft", first.id, "no_more_dates"),
        ("edited", "draft", first.id, "patient_on_file"),
        ("removed", "draft", first.id),
    ]


def test_a_draft_that_is_opened_again_is_viewed_and_its_edits_told_anew(path, clock, key):
    file = open_clinic_file(path, clock=clock, key=key, who=lambda: "dana")
    kept = file.consultations.save_draft(draft())
    file.close()
    again = open_clinic_file(path, clock=clock, key=key, who=lambda: "mai")
    opened = again.consultations.draft(kept.id)
    again.consultations.save_draft(replace(opened, answers=replace(opened.answers, words="more")))
    assert told(again, AuditFilter(by="mai")) == [("viewed", "draft", kept.id), ("edited", "draft", kept.id, "words")]
    again.close()


def test_a_draft_saved_without_being_opened_here_is_an_edit(path, clock, key):
    file = open_clinic_file(path, clock=clock, key=key)
    kept = file.consultations.save_draft(draft())
    file.close()
    again = open_clinic_file(path, clock=clock, key=key, who=lambda: "mai")
    again.consultations.save_draft(kept)
    assert told(again) == [("edited", "draft", kept.id)]
    again.close()


def finished(file, **choices):
    patient = file.patients.add(details(PLANTED))
    given = answers(choices=Choices(**choices)) if choices else answers()
    return file.consultations.finish(plan(patient.id, answers=given), draft_id="none")


def test_a_finished_plan_is_told_with_its_digest_and_its_overrides(audited, path, key):
    kept = finished(audited, overrides=(Override("sun.fresh_tan", REASON, Provider("Dana Keller", "NP")),))
    audited.consultations.plan(kept.id)
    *_, done, overridden, viewed = reversed(audited.audit.lines(AuditFilter()))
    with closing(connect(str(path), key)) as connection:
        (body,) = connection.execute("SELECT body FROM plan").fetchone()
    assert done.entry == AuditEntry(Event.FINALISED, Subject.PLAN, kept.id, digest=hashlib.sha256(body).hexdigest())
    assert overridden.entry == AuditEntry(Event.OVERRODE, Subject.PLAN, kept.id, ("sun.fresh_tan",))
    assert viewed.entry == AuditEntry(Event.VIEWED, Subject.PLAN, kept.id)


def test_what_is_added_beside_a_plan_is_told(audited):
    kept = finished(audited)
    sheet = audited.consultations.keep_handout(handout(how="email file"))
    audited.consultations.mark_sessions((mark(), mark()))
    audited.consultations.keep_line_edits(kept.id, ())
    audited.consultations.add_addendum(addendum())
    assert told(audited)[-4:] == [
        ("issued", "handout", sheet.id, "after", "email_file"),
        ("edited", "plan", kept.id, "session"),
        ("edited", "plan", kept.id, "sheet_words"),
        ("edited", "plan", kept.id, "addendum"),
    ]


def test_settings_and_accounts_are_told(audited):
    clinics = audited.clinics
    clinics.save_clinic(CLINIC)
    clinics.save_clinic(replace(CLINIC, place="Dayton, OH"))
    dana = clinics.add_provider("Dana Keller", "NP", role=Role.ADMIN)
    mai = clinics.add_provider("Mai Tran", "RN")
    clinics.change_provider(replace(mai, active=False))
    clinics.save_setting("paper", "a4")
    clinics.confirm_value(confirmation())
    clinics.confirm_value(confirmation(withdrawn=True))
    clinics.switch_on(switched_on(), protocol_copy())
    clinics.keep_products(own_product())
    assert told(audited) == [
        ("settings", "clinic", "", "new"),
        ("settings", "clinic", "", "place"),
        ("accounts", "provider", dana.id, "new"),
        ("accounts", "provider", mai.id, "new"),
        ("accounts", "provider", mai.id, "active"),
        ("settings", "setting", "paper"),
        ("settings", "protocol", confirmation().key, "confirmed"),
        ("settings", "protocol", confirmation().key, "withdrawn"),
        ("settings", "protocol", switched_on().version, "switched_on"),
        ("settings", "product", ""),
    ]


def test_a_clinic_that_could_not_be_read_is_told_as_such(audited):
    audited.clinics.save_clinic(CLINIC)
    with writing(audited.engine) as session:
        session.connection().exec_driver_sql("UPDATE clinic SET body = x'00'")
    audited.clinics.save_clinic(CLINIC)
    assert told(audited)[-1] == ("settings", "clinic", "", "unreadable")


def test_what_was_refused_is_not_told(audited):
    kept = finished(audited)
    before = told(audited)
    with pytest.raises(Refused):
        audited.consultations.finish(plan(kept.patient_id), draft_id="none")
    assert told(audited) == before


def test_no_line_holds_a_patients_name(audited, path, key):
    finished(audited, overrides=(Override("sun.fresh_tan", REASON, Provider(PLANTED, "NP")),))
    audited.consultations.save_draft(draft(answers=answers(words=PLANTED, patient=details(PLANTED))))
    with closing(connect(str(path), key)) as connection:
        rows = connection.execute("SELECT * FROM audit").fetchall()
    assert rows
    assert PLANTED not in repr(rows)


def test_lines_are_filtered_and_come_latest_first(audited, clock, who):
    audited.audit.record(AuditEntry(Event.SIGNED_IN, Subject.PROVIDER, "dana"))
    audited.audit.record(
        AuditEntry(Event.SIGN_IN_FAILED, Subject.PROVIDER, "mai"), by=NOBODY, at=NOW - timedelta(days=1)
    )
    clock.go_on(timedelta(hours=1))
    audited.audit.record(AuditEntry(Event.EXPORTED, Subject.PLAN), AuditEntry(Event.BACKED_UP, Subject.BACKUP))
    numbers = lambda **which: [line.number for line in audited.audit.lines(AuditFilter(**which))]  # noqa: E731
    assert numbers() == [4, 3, 2, 1]
    assert numbers(by="dana") == [4, 3, 1]
    assert numbers(by=NOBODY) == [2]
    assert numbers(events=(Event.SIGNED_IN, Event.EXPORTED)) == [3, 1]
    assert numbers(subject=Subject.PROVIDER, subject_id="mai") == [2]
    assert numbers(since=NOW) == [4, 3, 1]
    assert numbers(until=NOW) == [2]
    assert audited.audit.count(AuditFilter(by="dana")) == 3
    assert audited.audit.lines(AuditFilter(), limit=1, offset=2) == (
        AuditLine(2, NOW - timedelta(days=1), NOBODY, AuditEntry(Event.SIGN_IN_FAILED, Subject.PROVIDER, "mai")),
    )


@contextmanager
def full_disk(file):
    with file.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")
    yield
    with file.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = OFF")


def test_a_full_disk_keeps_nobody_from_a_record_and_the_look_is_told_later(audited):
    patient = audited.patients.add(details())
    with full_disk(audited):
        assert audited.patients.get(patient.id) == patient
        with pytest.raises(EnvironmentFailed):
            audited.audit.record(AuditEntry(Event.EXPORTED, Subject.PLAN))
    audited.audit.record(AuditEntry(Event.LOCKED, Subject.PROVIDER, "dana"))
    assert [line[0] for line in told(audited)] == ["created", "viewed", "locked"]


def filled(path, clock, key):
    file = open_clinic_file(path, clock=clock, key=key, who=lambda: "dana")
    for n in range(3):
        kept = finished_as(file, n)
        file.consultations.keep_handout(handout(id=f"sheet-{n}", plan_id=kept.id))
    file.close()


def finished_as(file, n):
    patient = file.patients.add(details(given_name=f"Nicole{n}"))
    return file.consultations.finish(replace(plan(patient.id), id=f"plan-{n}", number=f"N-{n}"), draft_id="none")


def tamper(path, key, *statements):
    """Change the file as somebody with the key and a database tool would."""
    with closing(connect(str(path), key)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)


def test_a_file_as_it_was_written_is_whole(path, clock, key):
    filled(path, clock, key)
    verified = verify_file(path, key)
    assert verified.is_whole, verified.breaks
    assert (verified.patients, verified.plans, verified.handouts, verified.audit_lines) == (3, 3, 3, 9)


def test_an_empty_file_and_one_that_is_in_use_are_whole(path, clock, key):
    file = open_clinic_file(path, clock=clock, key=key, who=lambda: "dana")
    assert file.verifier.verify().is_whole
    finished_as(file, 1)
    with writing(file.engine):
        assert file.verifier.verify().plans == 1
    file.close()


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        (
            "UPDATE plan SET body = CAST(replace(body, 'answers', 'wrongs') AS BLOB) WHERE seq = 2",
            "plan, row 2: the plan is not the one",
        ),
        ("UPDATE plan SET sha256 = '00' WHERE seq = 3", "plan, row 3: the plan is not the one"),
        ("UPDATE handout SET pdf = x'2550' WHERE seq = 2", "handout, row 2: the sheet is not the one"),
        ("UPDATE audit SET by_id = 'mai' WHERE seq = 4", "audit, row 4: the line is not the one"),
        ("UPDATE audit SET at = '2020-01-01 00:00:00.000000' WHERE seq = 1", "audit, row 1: the line is not the one"),
        ("DELETE FROM audit WHERE seq = 5", "audit, row 6: lines before it are missing"),
        ("DELETE FROM audit WHERE seq > 7", "audit, row 8: lines at the end are missing"),
        ("DELETE FROM audit", "audit, row 1: lines at the end are missing"),
        ("DELETE FROM audit_head", "audit_head: the mark of the last line is missing"),
        ("UPDATE audit_head SET seq = 8", "audit_head: the mark of the last line is not the one"),
        ("UPDATE patient SET allergies = x'00' WHERE running = 2", "patient, row 2: it cannot be read"),
        ("UPDATE patient SET id = 'x' WHERE running = 3", "plan, row 3: refers to a row that is not there"),
        ("DROP TABLE handout", "handout: it cannot be read"),
    ],
)
def test_the_first_change_is_named_by_table_and_row(path, clock, key, statement, found):
    filled(path, clock, key)
    tamper(path, key, statement)
    lines = [each.line for each in verify_file(path, key).breaks]
    assert any(line.startswith(found) for line in lines), lines


@pytest.mark.parametrize(
    ("statements", "found"),
    [
        (["DELETE FROM handout WHERE id = 'sheet-1'"], "the handout it tells of is not there"),
        (
            ["DELETE FROM session", "DELETE FROM handout", "DELETE FROM plan WHERE id = 'plan-0'"],
            "the plan it tells of",
        ),
        (
            ["UPDATE handout SET pdf = x'00', sha256 = '" + hashlib.sha256(b"\0").hexdigest() + "' WHERE seq = 1"],
            "the handout it tells of is another",
        ),
    ],
)
def test_the_audit_misses_what_was_removed_or_exchanged_whole(path, clock, key, statements, found):
    filled(path, clock, key)
    tamper(path, key, *statements)
    assert any(found in each.what and each.table == "audit" for each in verify_file(path, key).breaks)


def test_lines_cannot_be_made_without_the_key(path, clock):
    filled(path, clock, KEY)
    tamper(
        path,
        KEY,
        "INSERT INTO audit SELECT 10, at, by_id, event, subject, subject_id, fields, '', mac FROM audit WHERE seq = 9",
    )
    assert [each.line for each in verify_file(path, KEY).breaks] == [
        "audit, row 10: the line is not the one that was written"
    ]


def test_a_broken_index_is_found(path, clock, key):
    filled(path, clock, key)
    tamper(
        path,
        key,
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_master SET rootpage = 2 WHERE name = 'ix_plan_signed_by'",
    )
    assert not verify_file(path, key).is_whole
