"""The three stores in memory, kept to the same contract as the clinic file (tests/contracts)."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import count

from consult_app.application.access import Role, usual_role
from consult_app.application.accounts import ProviderAccount, refuse_losing_last_admin, refuse_wrong_role
from consult_app.application.errors import Refused
from consult_app.application.governance import Confirmation
from consult_app.application.own_products import OwnProduct
from consult_app.application.ports import (
    Clock,
    PatientMatch,
    PlanFilter,
    PlannedVisit,
    PlanRow,
)
from consult_app.application.versions import ProtocolCopy, SwitchedOn
from consult_app.domain.answers import Provider
from consult_app.domain.clinic import Clinic
from consult_app.domain.marks import MarkState, SessionMark
from consult_app.domain.patient import Patient, PatientDetails, PatientId
from consult_app.domain.plan import Addendum, DraftId, DraftPlan, FinalPlan, IssuedHandout, LineEdit, PlanId
from consult_app.storage.folding import (
    birth_dates,
    digits,
    fold,
    fold_chart,
    given_first,
    phone_query,
    surname_first,
)

NewId = Callable[[], str]


def counted_ids() -> NewId:
    """``id-1``, ``id-2`` and so on."""
    numbers = count(1)
    return lambda: f"id-{next(numbers)}"


def _aware(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError("an instant to store must carry its offset")
    return moment


class MemoryPatientStore:
    """``visits`` tells a patient's latest consultation date; the clinic in memory fills it in."""

    def __init__(self, clock: Clock, ids: NewId) -> None:
        self._clock = clock
        self._ids = ids
        self.kept: dict[PatientId, Patient] = {}
        self.visits: Callable[[PatientId], date | None] = lambda _: None

    def add(self, details: PatientDetails) -> Patient:
        patient = Patient(id=PatientId(self._ids()), details=details, added_at=_aware(self._clock.now()))
        self.kept[patient.id] = patient
        return patient

    def get(self, patient_id: PatientId) -> Patient:
        return self.kept[patient_id]

    def update(self, patient_id: PatientId, details: PatientDetails) -> Patient:
        self.kept[patient_id] = replace(self.kept[patient_id], details=details)
        return self.kept[patient_id]

    def search(self, text: str, *, limit: int = 20) -> tuple[PatientMatch, ...]:
        found: dict[PatientId, Patient] = {}
        for wanted, order in _searches(text):
            for patient in sorted(self.kept.values(), key=lambda each: (order(each.details), each.id)):
                if wanted(patient.details):
                    found.setdefault(patient.id, patient)
        return tuple(self._match(patient) for patient in list(found.values())[:limit])

    def same_person(self, family_name: str, given_name: str, birth_date: date) -> tuple[PatientMatch, ...]:
        wanted = (surname_first(family_name, given_name), birth_date)
        return tuple(
            self._match(patient)
            for patient in self.kept.values()
            if (_norm(patient.details), patient.details.birth_date) == wanted
        )

    def running(self, patient_id: PatientId) -> int:
        return list(self.kept).index(patient_id) + 1

    def _match(self, patient: Patient) -> PatientMatch:
        norms = [_norm(each.details) for each in self.kept.values()]
        return PatientMatch(
            patient=patient,
            last_visit=self.visits(patient.id),
            same_name=norms.count(_norm(patient.details)) > 1,
        )


Condition = Callable[[PatientDetails], bool]
Order = Callable[[PatientDetails], str]


def _norm(details: PatientDetails) -> str:
    return surname_first(details.family_name, details.given_name)


def _chart(details: PatientDetails) -> str:
    return fold_chart(details.chart)


def _given(details: PatientDetails) -> str:
    return given_first(details.family_name, details.given_name)


def _has_words(details: PatientDetails, words: list[str]) -> bool:
    text = f" {_norm(details)} {fold(details.preferred_name)}"
    return all(f" {word}" in text for word in words)


def _searches(text: str) -> Iterator[tuple[Condition, Order]]:
    words, chart, phone, days = fold(text).split(), fold_chart(text), phone_query(text), birth_dates(text)
    if words and not any(letter.isdigit() for letter in chart):
        yield lambda each: _norm(each).startswith(words[0]) and _has_words(each, words[1:]), _norm
        yield lambda each: _given(each).startswith(words[0]) and _has_words(each, words[1:]), _norm
    if chart:
        yield lambda each: _chart(each).startswith(chart), _chart
    if phone:
        yield lambda each: digits(each.phone).endswith(phone), _norm
    if days:
        yield lambda each: each.birth_date in days, _norm
    if words:
        yield lambda each: _has_words(each, words), _norm
    if phone:
        yield lambda each: phone in digits(each.phone), _norm
    if digits(text) and chart:
        yield lambda each: chart in _chart(each), _chart


class MemoryConsultationStore:
    def __init__(self, clock: Clock, ids: NewId, patients: MemoryPatientStore) -> None:
        self._clock = clock
        self._ids = ids
        self._patients = patients
        self._drafts: dict[DraftId, DraftPlan] = {}
        self._plans: dict[PlanId, FinalPlan] = {}
        self._handouts: list[IssuedHandout] = []
        self._addenda: list[Addendum] = []
        self._line_edits: dict[PlanId, tuple[LineEdit, ...]] = {}
        self._marks: list[SessionMark] = []
        patients.visits = self._last_visit

    def save_draft(self, draft: DraftPlan) -> DraftPlan:
        _aware(draft.started_at)
        if draft.patient_id is not None:
            self._patients.get(draft.patient_id)
        before = self._drafts.get(draft.id)
        last = max(draft.version, before.version if before is not None else 0)
        saved = replace(draft, version=last + 1, saved_at=_aware(self._clock.now()))
        self._drafts[draft.id] = saved
        return saved

    def drafts(self) -> tuple[DraftPlan, ...]:
        by_id = sorted(self._drafts.values(), key=lambda draft: draft.id)
        return tuple(sorted(by_id, key=_saved_at, reverse=True))

    def draft(self, draft_id: DraftId) -> DraftPlan:
        return self._drafts[draft_id]

    def drop_draft(self, draft_id: DraftId) -> None:
        self._drafts.pop(draft_id, None)

    def finish(self, plan: FinalPlan, *, draft_id: DraftId) -> FinalPlan:
        _aware(plan.entered_at)
        patient = self._patients.get(plan.patient_id)
        if plan.id in self._plans:
            raise Refused("This plan is already finished.")
        if plan.follows is not None:
            self.plan(plan.follows)
        kept = replace(plan, number=plan.number or self._next_number(patient))
        if kept.number in self._numbers():
            raise Refused(f"The plan number {kept.number} is already given.")
        self._plans[kept.id] = kept
        self.drop_draft(draft_id)
        return kept

    def plan(self, plan_id: PlanId) -> FinalPlan:
        return self._plans[plan_id]

    def plans(self, which: PlanFilter, *, limit: int = 200, offset: int = 0) -> tuple[PlanRow, ...]:
        newest = reversed(self._plans.values())
        ordered = sorted(newest, key=lambda plan: plan.consultation_date, reverse=True)
        rows = [self._row(plan) for plan in ordered if self._is_wanted(plan, which)]
        return tuple(rows[offset : offset + limit])

    def count_plans(self, which: PlanFilter) -> int:
        return sum(self._is_wanted(plan, which) for plan in self._plans.values())

    def planned_on(self, day: date) -> tuple[PlannedVisit, ...]:
        latest = {
            plan.patient_id: plan for plan in sorted(self._plans.values(), key=lambda plan: plan.consultation_date)
        }
        visits = [
            PlannedVisit(
                plan_id=plan.id,
                patient_id=plan.patient_id,
                family_name=row.family_name,
                given_name=row.given_name,
                number=number,
                maintenance=maintenance,
                concerns=row.concerns,
            )
            for plan in latest.values()
            if plan.consultation_date < day and plan.treated
            for row in [self._row(plan)]
            for planned, number, maintenance in [
                *((session.on, session.number, False) for session in plan.proposal.sessions),
                *((visit.on, place, True) for place, visit in enumerate(plan.proposal.maintenance, start=1)),
            ]
            if self._stands_on(plan, maintenance, number, planned) == day
        ]
        return tuple(sorted(visits, key=lambda visit: surname_first(visit.family_name, visit.given_name)))

    def following(self, plan_id: PlanId) -> tuple[PlanId, ...]:
        self.plan(plan_id)
        found = {plan_id}
        for plan in self._plans.values():
            if plan.follows in found:
                found.add(plan.id)
        return tuple(each for each in self._plans if each in found - {plan_id})

    def mark_sessions(self, marks: tuple[SessionMark, ...]) -> None:
        for mark in marks:
            _aware(mark.at)
            self.plan(mark.plan_id)
        self._marks += marks

    def session_marks(self, plan_id: PlanId) -> tuple[SessionMark, ...]:
        self.plan(plan_id)
        return tuple(mark for mark in self._marks if mark.plan_id == plan_id)

    def keep_handout(self, handout: IssuedHandout) -> IssuedHandout:
        sha256 = hashlib.sha256(handout.pdf).hexdigest()
        if handout.sha256 not in ("", sha256):
            raise Refused("The sheet was not kept: its bytes are not the ones that were issued.")
        at = _aware(handout.at or self._clock.now())
        kept = replace(handout, id=handout.id or self._ids(), sha256=sha256, at=at)
        self.plan(kept.plan_id)
        self._handouts.append(kept)
        return kept

    def handouts(self, plan_id: PlanId) -> tuple[IssuedHandout, ...]:
        self.plan(plan_id)
        return tuple(each for each in reversed(self._handouts) if each.plan_id == plan_id)

    def keep_line_edits(self, plan_id: PlanId, edits: tuple[LineEdit, ...]) -> None:
        self.plan(plan_id)
        for edit in edits:
            _aware(edit.at)
        self._line_edits[plan_id] = edits

    def line_edits(self, plan_id: PlanId) -> tuple[LineEdit, ...]:
        self.plan(plan_id)
        return self._line_edits.get(plan_id, ())

    def add_addendum(self, addendum: Addendum) -> None:
        _aware(addendum.at)
        self.plan(addendum.plan_id)
        self._addenda.append(addendum)

    def addenda(self, plan_id: PlanId) -> tuple[Addendum, ...]:
        self.plan(plan_id)
        return tuple(each for each in self._addenda if each.plan_id == plan_id)

    def _stands_on(self, plan: FinalPlan, maintenance: bool, number: int, planned: date) -> date | None:
        marks = [
            mark for mark in self.session_marks(plan.id) if (mark.maintenance, mark.number) == (maintenance, number)
        ]
        if not marks:
            return planned
        return None if marks[-1].state is MarkState.DONE else marks[-1].day

    def _numbers(self) -> set[str]:
        return {plan.number for plan in self._plans.values()}

    def _next_number(self, patient: Patient) -> str:
        prefix = " ".join(patient.details.chart.split()) or f"P-{self._patients.running(patient.id):05d}"
        kept = sum(plan.patient_id == patient.id for plan in self._plans.values())
        return next(number for running in count(kept + 1) if (number := f"{prefix}-{running}") not in self._numbers())

    def _last_visit(self, patient_id: PatientId) -> date | None:
        days = (plan.consultation_date for plan in self._plans.values() if plan.patient_id == patient_id)
        return max(days, default=None)

    def _is_wanted(self, plan: FinalPlan, which: PlanFilter) -> bool:
        text = which.text.strip()
        details = self._patients.get(plan.patient_id).details
        return (
            (
                not text
                or any(wanted(details) for wanted, _ in _searches(text))
                or (bool(fold_chart(text)) and fold_chart(plan.number).startswith(fold_chart(text)))
            )
            and which.patient_id in (None, plan.patient_id)
            and which.provider in ("", plan.signed_by.name)
            and (not which.concern or which.concern in _concerns(plan))
            and which.verdict in (None, plan.proposal.verdict)
            and (which.since is None or plan.consultation_date >= which.since)
            and (which.until is None or plan.consultation_date <= which.until)
        )

    def _row(self, plan: FinalPlan) -> PlanRow:
        details = self._patients.get(plan.patient_id).details
        return PlanRow(
            id=plan.id,
            number=plan.number,
            patient_id=plan.patient_id,
            family_name=details.family_name,
            given_name=details.given_name,
            birth_date=details.birth_date,
            consultation_date=plan.consultation_date,
            provider=plan.signed_by.name,
            credentials=plan.signed_by.credentials,
            verdict=plan.proposal.verdict,
            earliest=plan.proposal.earliest,
            treated=plan.treated,
            concerns=_concerns(plan),
            departures=sum(finding.is_about_plan for finding in plan.proposal.findings),
            handouts=tuple(handout.sheet for handout in self.handouts(plan.id)),
        )


def _saved_at(draft: DraftPlan) -> datetime:
    assert draft.saved_at is not None
    return draft.saved_at


def _concerns(plan: FinalPlan) -> tuple[str, ...]:
    return tuple(dict.fromkeys(answer.concern.value for answer in plan.answers.concerns))


class MemoryClinicStore:
    def __init__(self, ids: NewId) -> None:
        self._ids = ids
        self._clinic: Clinic | None = None
        self._providers: list[ProviderAccount] = []
        self._settings: dict[str, str] = {}
        self._confirmations: list[Confirmation] = []
        self._switched_on: list[SwitchedOn] = []
        self._copies: dict[str, ProtocolCopy] = {}
        self._own_products: list[OwnProduct] = []

    def clinic(self) -> Clinic | None:
        return self._clinic

    def save_clinic(self, clinic: Clinic) -> None:
        self._clinic = clinic

    def providers(self) -> tuple[ProviderAccount, ...]:
        return tuple(self._providers)

    def add_provider(self, name: str, credentials: str, *, role: Role | None = None) -> ProviderAccount:
        role = role or usual_role(Provider(name, credentials))
        account = ProviderAccount(id=self._ids(), name=name, credentials=credentials, role=role)
        refuse_wrong_role(account)
        self._providers.append(account)
        return account

    def change_provider(self, account: ProviderAccount) -> None:
        refuse_wrong_role(account)
        refuse_losing_last_admin(self._providers, account)
        places = {each.id: place for place, each in enumerate(self._providers)}
        self._providers[places[account.id]] = account

    def setting(self, key: str) -> str | None:
        return self._settings.get(key)

    def save_setting(self, key: str, value: str) -> None:
        self._settings[key] = value

    def confirm_value(self, confirmation: Confirmation) -> None:
        _aware(confirmation.at)
        self._confirmations.append(confirmation)

    def confirmations(self) -> tuple[Confirmation, ...]:
        return tuple(self._confirmations)

    def switch_on(self, line: SwitchedOn, copy: ProtocolCopy) -> None:
        _aware(line.at)
        self._copies[line.sha256] = copy
        self._switched_on.append(line)

    def switched_on(self) -> tuple[SwitchedOn, ...]:
        return tuple(self._switched_on)

    def protocol_copy(self, sha256: str) -> ProtocolCopy | None:
        return self._copies.get(sha256)

    def keep_products(self, *lines: OwnProduct) -> None:
        for line in lines:
            _aware(line.at)
        self._own_products.extend(lines)

    def own_products(self) -> tuple[OwnProduct, ...]:
        return tuple(self._own_products)


@dataclass(frozen=True)
class MemoryClinic:
    """The same three stores as ``ClinicFile``, gone when the test is over."""

    clock: Clock
    ids: NewId = field(default_factory=counted_ids)
    patients: MemoryPatientStore = field(init=False)
    consultations: MemoryConsultationStore = field(init=False)
    clinics: MemoryClinicStore = field(init=False)

    def __post_init__(self) -> None:
        patients = MemoryPatientStore(self.clock, self.ids)
        object.__setattr__(self, "patients", patients)
        object.__setattr__(self, "consultations", MemoryConsultationStore(self.clock, self.ids, patients))
        object.__setattr__(self, "clinics", MemoryClinicStore(self.ids))
