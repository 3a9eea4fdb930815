"""From a proposal to a printed sheet's content: which sheet may be given, and what it says."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import assert_never

from consult_app.application.errors import Refused
from consult_app.application.finishing import words_for_path
from consult_app.application.handout_document import HandoutDocument, Sheet
from consult_app.application.ports import DateWords, SheetLook
from consult_app.application.sheet_after import after_sheet
from consult_app.application.sheet_before import before_sheet
from consult_app.application.sheet_edits import SheetLine, edited_notes, edits_that_fit, reworded, sheet_lines
from consult_app.application.sheet_letters import name_refusals
from consult_app.application.sheet_words import SheetSetting
from consult_app.domain.answers import Answers
from consult_app.domain.clinic import Clinic
from consult_app.domain.findings import Verdict
from consult_app.domain.plan import LineEdit
from consult_app.domain.proposal import Proposal
from consult_app.domain.protocol import Protocol


@dataclass(frozen=True, slots=True)
class SheetChoice:
    """Which sheet, in which language (``en``, ``es``), in which look."""

    sheet: Sheet
    language: str = "en"
    look: SheetLook = field(default_factory=SheetLook)


def usual_sheet(answers: Answers, consulted: date) -> Sheet:
    """Before while the treatment lies after the consultation date, else after."""
    ahead = answers.treatment_at is None or answers.treatment_at.date() > consulted
    return Sheet.BEFORE if ahead and answers.treated_at is None else Sheet.AFTER


def sheet_refusals(sheet: Sheet, answers: Answers, proposal: Proposal) -> tuple[str, ...]:
    """Why this sheet may not be given yet, line by line; empty when it may."""
    lines = [f"Not answered: {words_for_path(path, answers)} ({path})." for path in proposal.missing]
    lines.extend(_verdict_lines(sheet, answers, proposal))
    lines.extend(name_refusals(answers))
    lines.extend(f"Decide or undo: {finding.subject} ({finding.rule})." for finding in proposal.undecided_plan)
    if sheet is Sheet.AFTER and answers.treatment_at is None:
        lines.append("The time of the treatment is missing (treatment_at).")
    return tuple(lines)


@dataclass(frozen=True, slots=True)
class WrittenSheet:
    """A sheet's content, and its ``lines`` that can be put in other words for one patient, as they are read."""

    document: HandoutDocument
    lines: tuple[SheetLine, ...]


def write_sheet(
    protocol: Protocol,
    clinic: Clinic,
    answers: Answers,
    proposal: Proposal,
    *,
    choice: SheetChoice,
    dates: DateWords,
    plan_number: str = "",
    draft: bool = False,
    reprinted_on: date | None = None,
    edits: tuple[LineEdit, ...] = (),
) -> WrittenSheet:
    """The sheet, with the lines of ``edits`` in the provider's own words.

    Raises ``Refused`` when the sheet may not be given (unless ``draft``), when the protocol has no words in the
    language, or when an after sheet has no treatment time to count from.
    """
    wording = protocol.wording.get(choice.language)
    if wording is None:
        raise Refused(
            "The sheets are not written in this language yet.", (f"Wording for {choice.language} is missing.",)
        )
    lines = sheet_refusals(choice.sheet, answers, proposal)
    if lines and not draft:
        raise Refused("The sheet cannot be given yet.", lines)
    own = edits_that_fit(wording, edits)
    setting = SheetSetting(
        protocol=protocol,
        clinic=clinic,
        answers=answers,
        proposal=proposal,
        wording=reworded(wording, own),
        dates=dates,
        plan_number=plan_number,
        draft=draft,
        reprinted_on=reprinted_on,
    )
    document = replace(_document(setting, choice.sheet), edited=edited_notes(setting.wording))
    return WrittenSheet(document, sheet_lines(protocol, wording, setting.said, own))


def build_sheet(
    protocol: Protocol,
    clinic: Clinic,
    answers: Answers,
    proposal: Proposal,
    *,
    choice: SheetChoice,
    dates: DateWords,
    plan_number: str = "",
    draft: bool = False,
    reprinted_on: date | None = None,
) -> HandoutDocument:
    """The sheet's content in the clinic's words. Raises ``Refused`` as ``write_sheet`` does."""
    return write_sheet(
        protocol,
        clinic,
        answers,
        proposal,
        choice=choice,
        dates=dates,
        plan_number=plan_number,
        draft=draft,
        reprinted_on=reprinted_on,
    ).document


def missing_from_clinic(clinic: Clinic) -> tuple[str, ...]:
    """What a sheet lacks of the clinic's own details; it shows a line to write on instead."""
    given = (("name", clinic.name), ("phone number", clinic.phone))
    return tuple(what for what, value in given if not value.strip())


def _document(setting: SheetSetting, sheet: Sheet) -> HandoutDocument:
    if sheet is Sheet.BEFORE:
        return before_sheet(setting)
    answers, proposal = setting.answers, setting.proposal
    ended = answers.treated_at or answers.treatment_at
    if ended is None or proposal.aftercare is None or proposal.timeline is None:
        raise Refused("The sheet cannot be given yet.", ("The time of the treatment is missing (treatment_at).",))
    return after_sheet(setting, ended, proposal.aftercare, proposal.timeline)


def _verdict_lines(sheet: Sheet, answers: Answers, proposal: Proposal) -> tuple[str, ...]:
    match proposal.verdict:
        case Verdict.READY:
            return ()
        case Verdict.NOT_DECIDED:
            return ("The verdict is: not decided yet.",)
        case Verdict.DO_NOT_TREAT:
            return ("The verdict is: do not treat.",)
        case Verdict.REVIEW:
            return () if sheet is Sheet.BEFORE else ("The verdict is: needs your decision.",)
        case Verdict.WAIT:
            fixed = answers.treatment_at is not None
            if sheet is Sheet.BEFORE and (proposal.earliest is None or not fixed):
                return ()
            if proposal.earliest is None:
                return ("The verdict is: wait, without a date.",)
            return (f"The treatment day is before {proposal.earliest.isoformat()}, the earliest day: move the visit.",)
        case _:
            assert_never(proposal.verdict)
