"""The stores in memory, as small as tests of the window need them."""

from dataclasses import dataclass, field, replace

from consult_app.application.ports import Clock, PatientMatch, PlanFilter, PlanRow, ProviderAccount
from consult_app.domain.clinic import Clinic
from consult_app.domain.patient import Patient, PatientDetails, PatientId
from consult_app.domain.plan import Addendum, DraftId, DraftPlan, FinalPlan, IssuedHandout, PlanId


@dataclass(slots=True)
class MemoryPatients:
    clock: Clock
    kept: dict[PatientId, Patient] = field(default_factory=dict)

    def add(self, details: PatientDetails) -> Patient:
        patient = Patient(PatientId(f"patient-{len(self.kept) + 1}"), details, self.clock.now())
        self.kept[patient.id] = patient
        return patient

    def get(self, patient_id: PatientId) -> Patient:
        return self.kept[patient_id]

    def update(self, patient_id: PatientId, details: PatientDetails) -> Patient:
        self.kept[patient_id] = replace(self.kept[patient_id], details=details)
        return self.kept[patient_id]

    def search(self, text: str, *, limit: int = 20) -> tuple[PatientMatch, ...]:
        wanted = text.casefold().strip()
        found = [p for p in self.kept.values() if wanted and wanted in _searched(p.details)]
        names = [(p.details.family_name, p.details.given_name) for p in found]
        return tuple(
            PatientMatch(p, None, same_name=names.count((p.details.family_name, p.details.given_name)) > 1)
            for p in found[:limit]
        )

    def same_person(self, family_name: str, given_name: str, birth_date: object) -> tuple[PatientMatch, ...]:
        return tuple(
            PatientMatch(p, None)
            for p in self.kept.values()
            if (p.details.family_name, p.details.given_name, p.details.birth_date)
            == (family_name, given_name, birth_date)
        )


def _searched(details: PatientDetails) -> str:
    return (
        f"{details.family_name} {details.given_name} {details.family_name} {details.phone} {details.chart}".casefold()
    )


@dataclass(slots=True)
class MemoryConsultations:
    clock: Clock
    problem: Exception | None = None
    kept: dict[DraftId, DraftPlan] = field(default_factory=dict)
    finished: dict[PlanId, FinalPlan] = field(default_factory=dict)
    issued: list[IssuedHandout] = field(default_factory=list)
    written: list[Addendum] = field(default_factory=list)
    rows: tuple[PlanRow, ...] = ()

    def save_draft(self, draft: DraftPlan) -> DraftPlan:
        if self.problem is not None:
            raise self.problem
        version = self.kept[draft.id].version + 1 if draft.id in self.kept else 1
        self.kept[draft.id] = replace(draft, saved_at=self.clock.now(), version=version)
        return self.kept[draft.id]

    def drafts(self) -> tuple[DraftPlan, ...]:
        return tuple(sorted(self.kept.values(), key=lambda d: d.saved_at or d.started_at, reverse=True))

    def draft(self, draft_id: DraftId) -> DraftPlan:
        return self.kept[draft_id]

    def drop_draft(self, draft_id: DraftId) -> None:
        self.kept.pop(draft_id, None)

    def finish(self, plan: FinalPlan, *, draft_id: DraftId) -> FinalPlan:
        if self.problem is not None:
            raise self.problem
        plan = replace(plan, number=plan.number or f"P-{len(self.finished) + 1:04}")
        self.finished[plan.id] = plan
        self.drop_draft(draft_id)
        return plan

    def plan(self, plan_id: PlanId) -> FinalPlan:
        return self.finished[plan_id]

    def plans(self, which: PlanFilter, *, limit: int = 200, offset: int = 0) -> tuple[PlanRow, ...]:
        wanted = [row for row in self.rows if which.patient_id in (None, row.patient_id)]
        return tuple(wanted[offset : offset + limit])

    def count_plans(self, which: PlanFilter) -> int:
        return len(self.plans(which))

    def keep_handout(self, handout: IssuedHandout) -> IssuedHandout:
        self.issued.append(handout)
        return handout

    def handouts(self, plan_id: PlanId) -> tuple[IssuedHandout, ...]:
        return tuple(sheet for sheet in reversed(self.issued) if sheet.plan_id == plan_id)

    def add_addendum(self, addendum: Addendum) -> None:
        self.written.append(addendum)

    def addenda(self, plan_id: PlanId) -> tuple[Addendum, ...]:
        return tuple(each for each in self.written if each.plan_id == plan_id)


@dataclass(slots=True)
class MemoryClinics:
    kept: Clinic | None = None
    people: list[ProviderAccount] = field(default_factory=list)
    settings: dict[str, str] = field(default_factory=dict)

    def clinic(self) -> Clinic | None:
        return self.kept

    def save_clinic(self, clinic: Clinic) -> None:
        self.kept = clinic

    def providers(self) -> tuple[ProviderAccount, ...]:
        return tuple(self.people)

    def add_provider(self, name: str, credentials: str) -> ProviderAccount:
        account = ProviderAccount(f"provider-{len(self.people) + 1}", name, credentials)
        self.people.append(account)
        return account

    def setting(self, key: str) -> str | None:
        return self.settings.get(key)

    def save_setting(self, key: str, value: str) -> None:
        self.settings[key] = value
