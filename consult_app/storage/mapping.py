"""Rows to domain objects and back. Rows are built here only, from validated domain objects."""

import hashlib
from dataclasses import replace
from datetime import datetime
from typing import Final

from consult_app.application.errors import EnvironmentFailed
from consult_app.application.governance import Confirmation
from consult_app.application.own_products import OwnProduct
from consult_app.domain.answers import Provider
from consult_app.domain.patient import Patient, PatientDetails, PatientId
from consult_app.domain.plan import Addendum, DraftId, DraftPlan, FinalPlan, IssuedHandout, LineEdit, PlanId
from consult_app.storage.folding import digits, fold, fold_chart, given_first, surname_first
from consult_app.storage.snapshots import ALLERGIES, DRAFT, LINE_EDITS, PLAN, SNAPSHOT_FORMAT, SnapshotUnreadable
from consult_app.storage.tables import (
    AddendumRow,
    ConfirmationRow,
    DraftRow,
    HandoutRow,
    OwnProductRow,
    PatientRow,
    PlanRow,
    SessionRow,
    SheetWordsRow,
)

DAMAGED_ADVICE: Final = "Restore the last backup, or ask whoever looks after this computer. Nothing was changed."


def aware(moment: datetime) -> datetime:
    """``moment`` itself. Raises ``ValueError`` when it has no offset: stored instants are never guessed."""
    if moment.utcoffset() is None:
        raise ValueError("an instant to store must carry its offset")
    return moment


def storable(text: str) -> str:
    """``text`` as the file can hold it: half of a surrogate pair becomes a question mark."""
    return text.encode("utf-8", "replace").decode("utf-8")


def patient_row(patient_id: str, details: PatientDetails, *, running: int, added_at: datetime) -> PatientRow:
    """A row with every folded column worked out from ``details``."""
    family_name, given_name = storable(details.family_name), storable(details.given_name)
    preferred_name, phone, chart = storable(details.preferred_name), storable(details.phone), storable(details.chart)
    norm = surname_first(family_name, given_name)
    return PatientRow(
        id=patient_id,
        running=running,
        family_name=family_name,
        given_name=given_name,
        preferred_name=preferred_name,
        birth_date=details.birth_date,
        phone=phone,
        chart=chart,
        language=storable(details.language),
        allergies=ALLERGIES.write(details.allergies),
        snapshot_format=SNAPSHOT_FORMAT,
        added_at=aware(added_at),
        norm=norm,
        norm_given=given_first(family_name, given_name),
        words=f" {norm} {fold(preferred_name)}",
        phone_back=digits(phone)[::-1],
        chart_norm=fold_chart(chart),
    )


def patient_of(row: PatientRow) -> Patient:
    """Raises ``EnvironmentFailed`` when the allergies cannot be read: they must never look empty."""
    try:
        allergies = ALLERGIES.read(row.snapshot_format, row.allergies)
    except SnapshotUnreadable as error:
        raise EnvironmentFailed("A patient's allergies cannot be read.", DAMAGED_ADVICE) from error
    return Patient(
        id=PatientId(row.id),
        details=PatientDetails(
            family_name=row.family_name,
            given_name=row.given_name,
            preferred_name=row.preferred_name,
            birth_date=row.birth_date,
            phone=row.phone,
            chart=row.chart,
            language=row.language,
            allergies=allergies,
        ),
        added_at=row.added_at,
    )


def draft_values(draft: DraftPlan, *, saved_at: datetime) -> dict[str, object]:
    """The columns of the draft's next version."""
    aware(draft.started_at)
    return {
        "id": draft.id,
        "patient_id": draft.patient_id,
        "version": draft.version + 1,
        "saved_at": aware(saved_at),
        "step": draft.step.value,
        "snapshot_format": SNAPSHOT_FORMAT,
        "body": DRAFT.write(replace(draft, version=0, saved_at=None)),
    }


def draft_of(row: DraftRow) -> DraftPlan:
    """Raises ``SnapshotUnreadable``."""
    draft = DRAFT.read(row.snapshot_format, row.body)
    if draft.id != row.id:
        raise SnapshotUnreadable("it belongs to another draft")
    return replace(draft, id=DraftId(row.id), version=row.version, saved_at=row.saved_at)


def plan_row(plan: FinalPlan) -> PlanRow:
    proposal = plan.proposal
    concerns = dict.fromkeys(answer.concern.value for answer in plan.answers.concerns)
    body = PLAN.write(plan)
    return PlanRow(
        id=plan.id,
        number=storable(plan.number),
        number_norm=fold_chart(plan.number),
        patient_id=plan.patient_id,
        follows=plan.follows,
        consultation_date=plan.consultation_date,
        entered_at=aware(plan.entered_at),
        signed_by=storable(plan.signed_by.name),
        credentials=storable(plan.signed_by.credentials),
        protocol_id=proposal.protocol.id,
        protocol_version=proposal.protocol.version,
        protocol_sha256=proposal.protocol.sha256,
        verdict=proposal.verdict.value,
        earliest=proposal.earliest,
        treated=plan.treated,
        concerns=f" {' '.join(concerns)} ",
        departures=sum(finding.is_about_plan for finding in proposal.findings),
        snapshot_format=SNAPSHOT_FORMAT,
        sha256=hashlib.sha256(body).hexdigest(),
        body=body,
    )


def session_rows(plan: FinalPlan) -> list[SessionRow]:
    series = [
        SessionRow(plan_id=plan.id, maintenance=False, number=session.number, day=session.on)
        for session in plan.proposal.sessions
    ]
    upkeep = [
        SessionRow(plan_id=plan.id, maintenance=True, number=number, day=visit.on)
        for number, visit in enumerate(plan.proposal.maintenance, start=1)
    ]
    return series + upkeep


def plan_of(row: PlanRow) -> FinalPlan:
    """Raises ``EnvironmentFailed`` naming the plan by its number only."""
    try:
        return PLAN.read(row.snapshot_format, row.body)
    except SnapshotUnreadable as error:
        raise EnvironmentFailed(f"Plan {row.number} cannot be read.", DAMAGED_ADVICE) from error


def handout_row(handout: IssuedHandout, *, at: datetime) -> HandoutRow:
    return HandoutRow(
        id=handout.id,
        plan_id=handout.plan_id,
        sheet=handout.sheet,
        language=handout.language,
        paper=handout.paper,
        large_print=handout.large_print,
        letterhead=handout.letterhead,
        pages=handout.pages,
        at=aware(at),
        by_name=None if handout.by is None else storable(handout.by.name),
        by_credentials=None if handout.by is None else storable(handout.by.credentials),
        how=handout.how,
        target=storable(handout.target),
        text=storable(handout.text),
        ended=None if handout.ended is None else handout.ended.isoformat(),
        snapshot_format=SNAPSHOT_FORMAT,
        edits=LINE_EDITS.write(handout.edits),
        sha256=handout.sha256,
        pdf=handout.pdf,
    )


def handout_of(row: HandoutRow) -> IssuedHandout:
    """Raises ``EnvironmentFailed`` without naming anybody."""
    try:
        edits = LINE_EDITS.read(row.snapshot_format, row.edits)
    except SnapshotUnreadable as error:
        raise EnvironmentFailed("A sheet that was given cannot be read.", DAMAGED_ADVICE) from error
    return IssuedHandout(
        id=row.id,
        plan_id=PlanId(row.plan_id),
        sheet=row.sheet,
        language=row.language,
        paper=row.paper,
        large_print=row.large_print,
        letterhead=row.letterhead,
        pages=row.pages,
        pdf=row.pdf,
        sha256=row.sha256,
        at=row.at,
        by=None if row.by_name is None else Provider(name=row.by_name, credentials=row.by_credentials or ""),
        how=row.how,
        target=row.target,
        text=row.text,
        ended=None if row.ended is None else datetime.fromisoformat(row.ended),
        edits=edits,
    )


def sheet_words_row(plan_id: PlanId, edits: tuple[LineEdit, ...]) -> SheetWordsRow:
    for edit in edits:
        aware(edit.at)
    return SheetWordsRow(plan_id=plan_id, snapshot_format=SNAPSHOT_FORMAT, body=LINE_EDITS.write(edits))


def line_edits_of(row: SheetWordsRow) -> tuple[LineEdit, ...]:
    """Raises ``EnvironmentFailed`` without naming anybody."""
    try:
        return LINE_EDITS.read(row.snapshot_format, row.body)
    except SnapshotUnreadable as error:
        raise EnvironmentFailed("The words changed for this patient cannot be read.", DAMAGED_ADVICE) from error


def addendum_row(addendum: Addendum) -> AddendumRow:
    return AddendumRow(
        plan_id=addendum.plan_id,
        by_name=storable(addendum.by.name),
        by_credentials=storable(addendum.by.credentials),
        at=aware(addendum.at),
        text=storable(addendum.text),
    )


def addendum_of(row: AddendumRow) -> Addendum:
    return Addendum(
        plan_id=PlanId(row.plan_id),
        by=Provider(name=row.by_name, credentials=row.by_credentials),
        at=row.at,
        text=row.text,
    )


def confirmation_row(confirmation: Confirmation) -> ConfirmationRow:
    return ConfirmationRow(
        protocol_id=confirmation.protocol_id,
        protocol_version=confirmation.protocol_version,
        value_key=confirmation.key,
        words=storable(confirmation.words),
        by_name=storable(confirmation.by.name),
        by_credentials=storable(confirmation.by.credentials),
        at=aware(confirmation.at),
        withdrawn=confirmation.withdrawn,
    )


def confirmation_of(row: ConfirmationRow) -> Confirmation:
    return Confirmation(
        key=row.value_key,
        words=row.words,
        protocol_id=row.protocol_id,
        protocol_version=row.protocol_version,
        by=Provider(name=row.by_name, credentials=row.by_credentials),
        at=row.at,
        withdrawn=row.withdrawn,
    )


def own_product_row(product: OwnProduct) -> OwnProductRow:
    return OwnProductRow(
        name=storable(product.name),
        aliases=storable("\n".join(product.aliases)),
        categories=storable("\n".join(product.categories)),
        note=storable(product.note),
        by_name=storable(product.by.name),
        by_credentials=storable(product.by.credentials),
        at=aware(product.at),
        withdrawn=product.withdrawn,
    )


def own_product_of(row: OwnProductRow) -> OwnProduct:
    return OwnProduct(
        name=row.name,
        categories=tuple(filter(None, row.categories.split("\n"))),
        by=Provider(name=row.by_name, credentials=row.by_credentials),
        at=row.at,
        aliases=tuple(filter(None, row.aliases.split("\n"))),
        note=row.note,
        withdrawn=row.withdrawn,
    )
