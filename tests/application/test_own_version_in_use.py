"""A clinic's own version from the copy to the plan: made, edited, checked, shown, switched on, started with."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from consult_app.application.finishing import finish
from consult_app.application.governance import confirm, standing
from consult_app.application.services import Backstage, Services
from consult_app.application.versions import switch_on
from consult_app.bootstrap import open_backstage, values_to_confirm
from consult_app.domain.answers import Choices
from consult_app.domain.plan import DraftId
from consult_app.domain.proposal import ProtocolRef, propose
from consult_app.storage.database import writing
from consult_app.storage.tables import SwitchedOnRow
from consult_app.system.paths import Paths
from tests.fakes.clock import FixedClock
from tests.fakes.jobs import InstantJobs
from tests.fakes.services import CLINIC, DANA, MARISOL, NOW, filled, new_draft

OWN = "1.0.0-clinic.1"
PAUSE, TRIP = "category.retinoid_rx", "planning.after_trip_days"


class Clinic:
    """The clinic's folder, opened again and again as the program would."""

    def __init__(self, folder: Path) -> None:
        self.paths = Paths(folder)
        self._open: list[Backstage] = []

    def start(self) -> Services:
        self.close()
        backstage = open_backstage(self.paths, InstantJobs(), InstantJobs(), clock=FixedClock(NOW))
        self._open.append(backstage)
        return backstage.build(CLINIC)

    def close(self) -> None:
        while self._open:
            self._open.pop().close()

    @property
    def folder(self) -> Path:
        return self.paths.protocols_dir / "microneedling" / OWN


@pytest.fixture
def clinic(tmp_path):
    made = Clinic(tmp_path / "clinic")
    yield made
    made.close()


def make_own(services: Services) -> Path:
    return Path(services.versions.make_own(services.in_use.copy).place)


def use(services: Services, version: str) -> None:
    checked = services.versions.check(version)
    shown = services.versions.compare(services.protocol, checked.protocol)
    line = switch_on(checked, in_use=services.protocol, shown=shown, by=DANA, at=NOW)
    services.clinics.switch_on(line, checked.copy)


def edit(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")


def longer_trip(folder: Path) -> None:
    for was in ("after_trip_days = { value = 14", 'event = "trip_before_session", days = 14'):
        edit(folder, "protocol.toml", was, was.replace("14", "21"))


def notices(services: Services) -> list[str]:
    return [notice.line for notice in services.in_use.notices]


def test_what_is_switched_on_counts_from_the_next_start_and_switching_back_works_the_same_way(clinic):
    first = clinic.start()
    longer_trip(make_own(first))
    use(first, OWN)
    assert first.protocol.version == "1.0.0"
    second = clinic.start()
    assert (second.protocol.version, second.protocol.planning.after_trip_days) == (OWN, 21)
    assert notices(second) == []
    use(second, "1.0.0")
    third = clinic.start()
    assert (third.protocol.version, third.protocol.planning.after_trip_days) == ("1.0.0", 14)
    assert [line.version for line in third.clinics.switched_on()] == [OWN, "1.0.0"]


def test_every_shipped_example_is_compared_and_a_plain_copy_changes_none_of_them(clinic):
    services = clinic.start()
    make_own(services)
    changes = services.versions.compare(services.protocol, services.versions.check(OWN).protocol)
    assert changes.rules == ()
    examples = Path("resources/examples").glob("*.json")
    assert [change.name for change in changes.examples] == sorted(
        path.stem.replace("_", " ").capitalize() for path in examples
    )
    assert all(not change.sentences for change in changes.examples)


def test_an_edited_value_tells_what_it_changes_for_the_examples(clinic):
    services = clinic.start()
    folder = make_own(services)
    was = 'name = "Prescription retinoid"\npause_days = 5'
    edit(folder, "products.toml", was, was.replace("5", "7"))
    changes = services.versions.compare(services.protocol, services.versions.check(OWN).protocol)
    assert [change.sentence for change in changes.rules] == [
        "Prescription retinoid: pause before treatment 7 days instead of 5 days."
    ]
    told = {change.name: change.sentences for change in changes.examples if change.sentences}
    assert told
    assert any("instead of" in line or line.startswith("New: ") for lines in told.values() for line in lines)


def test_an_example_the_new_version_cannot_read_says_why(clinic):
    services = clinic.start()
    make_own(services)
    protocol = services.versions.check(OWN).protocol
    fewer = {key: question for key, question in protocol.questions.items() if key != "filler"}
    changes = services.versions.compare(services.protocol, replace(protocol, questions=fewer))
    assert any("cannot be read: health.filler" in line for each in changes.examples for line in each.sentences)


@pytest.mark.parametrize("damage", ["edited", "faulty", "gone"])
def test_whatever_happens_to_the_folder_later_the_version_as_switched_on_counts_and_it_is_said(clinic, damage):
    services = clinic.start()
    folder = make_own(services)
    longer_trip(folder)
    use(services, OWN)
    kept = clinic.start().protocol.sha256
    if damage == "edited":
        edit(folder, "wording.en.toml", "Tonight", "This evening")
    elif damage == "faulty":
        edit(folder, "protocol.toml", "value = 21", "value = 22")
    else:
        shutil.rmtree(folder)
    after = clinic.start()
    assert (after.protocol.version, after.protocol.sha256) == (OWN, kept)
    assert notices(after)[0].startswith(OWN)
    use(after, "1.0.0")
    assert notices(clinic.start()) == []


def test_a_damaged_copy_lets_the_released_version_count_and_says_so(clinic):
    services = clinic.start()
    make_own(services)
    use(services, OWN)
    good = services.clinics.switched_on()[0]
    with writing(services.clinics._engine) as session:
        session.add(
            SwitchedOnRow(
                protocol_id=good.protocol_id,
                version="1.0.0-clinic.2",
                sha256="d" * 64,
                by_name=DANA.name,
                by_credentials=DANA.credentials,
                at=NOW,
                body=b"PK",
            )
        )
    after = clinic.start()
    assert after.protocol.version == OWN
    assert notices(after) == ["1.0.0-clinic.2/copy in the clinic file: the copy that was kept is damaged"]


def test_confirmations_hold_for_the_values_that_stay_and_are_asked_again_for_those_that_changed(clinic):
    services = clinic.start()
    values = {value.key: value for value in values_to_confirm(services.protocol)}
    for key in (PAUSE, TRIP):
        services.clinics.confirm_value(confirm(values[key], protocol=services.protocol, by=DANA, at=NOW))
    longer_trip(make_own(services))
    use(services, OWN)
    after = clinic.start()
    assert after.confirmed.keys == {PAUSE}
    use(after, "1.0.0")
    back = clinic.start()
    held = standing(values_to_confirm(back.protocol), back.clinics.confirmations(), protocol=back.protocol)
    assert set(held) == {PAUSE, TRIP}


def test_a_finished_plan_keeps_the_version_it_was_made_with_and_an_open_draft_takes_the_new_one(clinic):
    services = clinic.start()
    patient = services.patients.add(MARISOL)
    answers = filled()
    proposal = propose(services.protocol, CLINIC, answers, answers.consultation_date)
    chosen = replace(answers, choices=Choices(option=proposal.options[0].id))
    draft = services.consultations.save_draft(replace(new_draft(chosen), patient_id=patient.id))
    plan = finish(
        protocol=services.protocol,
        clinic=CLINIC,
        draft=draft,
        provider=DANA,
        now=NOW,
        today=answers.consultation_date,
        plan_id="plan-1",
    )
    kept = services.consultations.finish(plan, draft_id=draft.id)
    services.consultations.save_draft(replace(new_draft(answers), id=DraftId("draft-2")))
    longer_trip(make_own(services))
    use(services, OWN)
    after = clinic.start()
    assert after.consultations.plan(kept.id) == kept
    assert kept.proposal.protocol.version == "1.0.0"
    (open_draft,) = after.consultations.drafts()
    again = propose(after.protocol, CLINIC, open_draft.answers, answers.consultation_date)
    assert again.protocol.version == OWN


def ref(protocol):
    return ProtocolRef(protocol.id, protocol.version, protocol.sha256)


def test_every_version_a_plan_can_have_been_made_with_is_found_by_its_fingerprint(clinic):
    first = clinic.start()
    longer_trip(make_own(first))
    use(first, OWN)
    second = clinic.start()
    edit(clinic.folder, "wording.en.toml", "Tonight", "This evening")
    use(second, "1.0.0")
    third = clinic.start()
    assert third.protocol_of(ref(third.protocol)) is third.protocol
    assert third.protocol_of(ref(second.protocol)) == second.protocol
    assert second.protocol_of(ref(first.protocol)) == first.protocol
    for lost in (ProtocolRef("microneedling", "1.0.0", "e" * 64), ProtocolRef("microneedling", "9.0.0", "e" * 64)):
        assert third.protocol_of(lost) is None
