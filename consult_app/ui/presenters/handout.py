"""What the Handout step says: which sheet may be given, what it lacks, and what became of it."""

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final, Literal

from consult_app.application.errors import EnvironmentFailed, Refused
from consult_app.application.handout_document import Sheet
from consult_app.application.handouts import SheetChoice, missing_from_clinic, sheet_refusals
from consult_app.application.ports import PrinterInfo, SheetLook
from consult_app.application.sheet_letters import unprintable
from consult_app.domain.answers import Answers
from consult_app.domain.clinic import Clinic
from consult_app.domain.plan import FinalPlan, LineEdit
from consult_app.domain.proposal import Proposal
from consult_app.domain.protocol import Protocol
from consult_app.domain.schedule import day_words, short_day_words
from consult_app.ui.presenters.handout_basis import SheetBasis, checks_again
from consult_app.ui.presenters.words import count_words

LANGUAGES: Final = (("en", "English"), ("es", "Spanish"))
SHEET_NAMES: Final = {Sheet.BEFORE: "Before your visit", Sheet.AFTER: "After microneedling"}
NOT_PRINTED: Final = "Not printed yet"
SIGN_FIRST: Final = "Sign the plan first. Until then this is a draft."
SIGN_PATH: Final = "plan.sign"
_VERDICT: Final = "The verdict is"
_ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_PATH: Final = re.compile(r" \(([a-z_]+[\w.\[\]]*)\)\.?$")

CalloutLook = Literal["amber", "stop"]


@dataclass(frozen=True, slots=True)
class SheetWish:
    """What is chosen on the right; ``ended`` is the local end of the treatment for the after sheet."""

    sheet: Sheet
    language: str = "en"
    look: SheetLook = field(default_factory=SheetLook)
    ended: datetime | None = None

    @property
    def choice(self) -> SheetChoice:
        return SheetChoice(self.sheet, self.language, self.look)


@dataclass(frozen=True, slots=True)
class Missing:
    """A line of what keeps the sheet from being given; ``path`` leads to the answer, empty for nowhere."""

    words: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class Warned:
    """A callout beside the preview."""

    look: CalloutLook
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class HandoutView:
    """``missing`` keeps the sheet from being given; ``asks_details`` is asked once before it goes out.

    ``checks`` must each be confirmed before an after sheet goes out on a later day than the signature.
    """

    lead: str
    signed: bool
    missing: tuple[Missing, ...]
    languages: tuple[tuple[str, str, str], ...]
    asks_end: bool
    end_hint: str
    end_error: str
    warnings: tuple[Warned, ...]
    asks_details: str
    checks: tuple[str, ...]

    @property
    def may_give(self) -> bool:
        return self.signed and not self.missing and not self.end_error


def present_handout(
    protocol: Protocol,
    clinic: Clinic,
    basis: SheetBasis,
    wish: SheetWish,
    *,
    plan: FinalPlan | None,
    now: datetime,
    missing_glyphs: tuple[str, ...] = (),
    edits: tuple[LineEdit, ...] = (),
) -> HandoutView:
    """``now`` is the clinic's wall time; ``plan`` the signed plan, ``None`` while there is none."""
    today = now.date()
    signed = plan is not None
    lines = present_missing(wish.sheet, basis.answers, basis.proposal)
    after = wish.sheet is Sheet.AFTER
    return HandoutView(
        lead="Check the page with the patient, then print." if signed else SIGN_FIRST,
        signed=signed,
        missing=lines if signed else (Missing("The plan is not signed yet.", SIGN_PATH), *lines),
        languages=tuple((key, name, _language_reason(protocol, key, name)) for key, name in LANGUAGES),
        asks_end=after and not basis.frozen,
        end_hint=_end_hint(wish.ended, today),
        end_error="This time has not come yet." if after and wish.ended is not None and wish.ended > now else "",
        warnings=(
            *_glyph_warnings(missing_glyphs, clinic, basis.answers, wish.language, edits),
            *_warnings(protocol, clinic, basis, wish),
        ),
        asks_details=_asks_details(clinic),
        checks=day_checks(basis.answers, basis.proposal) if checks_again(plan, clinic, wish.sheet, today) else (),
    )


def present_missing(sheet: Sheet, answers: Answers, proposal: Proposal) -> tuple[Missing, ...]:
    """Why a sheet may not be given, in words, each with the answer to go to."""
    lines = [_missing(line) for line in sheet_refusals(sheet, answers, proposal)]
    verdict = _verdict_path(proposal)
    return tuple(
        replace(line, path=verdict) if line.words.startswith(_VERDICT) and not line.path else line
        for line in lines
        if not (proposal.missing and line.words.startswith(_VERDICT))
    )


def day_checks(answers: Answers, proposal: Proposal) -> tuple[str, ...]:
    """What is asked again on the day of treatment, one line each."""
    paused = [
        f"{product.name}: {_since(product.last_used)}"
        for product, plan in zip(answers.products or (), proposal.products, strict=True)
        if plan.pause_days
    ]
    return (
        "No tan or sunburn today",
        "No open or irritated skin",
        "No skin infection or cold sore",
        "Not pregnant or nursing",
        f"Paused products not used: {'; '.join(paused)}" if paused else "No product used that had to pause",
    )


def checks_record(checks: tuple[str, ...], on: date) -> str:
    """The addendum that keeps what was asked again."""
    return f"Asked again on {day_words(on)}, before the sheet after treatment: {'. '.join(checks)}."


def print_words(pages: int) -> str:
    return f"Print {count_words(pages, 'page')}" if pages else "Print"


def printer_choices(printers: tuple[PrinterInfo, ...]) -> tuple[tuple[str, str], ...]:
    """Queue name and words of each printer; one with a problem says so."""
    return tuple((each.name, f"{each.name} (check it)" if each.problem else each.name) for each in printers)


def usual_printer(printers: tuple[PrinterInfo, ...], remembered: str | None) -> str:
    """The one used last where it is still there, else the system's own, else the first; empty for none."""
    names = [each.name for each in printers]
    if remembered in names:
        return str(remembered)
    return next((each.name for each in printers if each.is_default), names[0] if names else "")


def failure_words(error: Exception, *, printer: str = "") -> tuple[str, str]:
    """What happened and what to do."""
    if isinstance(error, EnvironmentFailed):
        return error.what, error.advice
    if isinstance(error, Refused):
        return error.summary, " ".join(error.missing)
    if printer:
        return f"The pages did not reach {printer}.", "Check the printer, or save the PDF."
    return "The sheet could not be made.", "Try again. The plan is kept."


def _verdict_path(proposal: Proposal) -> str:
    """The answer behind the verdict, empty when none is."""
    worst = sorted((f for f in proposal.findings if f.counts), key=lambda finding: finding.effect.rank)
    return next(iter(worst[0].because), "") if worst else ""


def _missing(line: str) -> Missing:
    found = _PATH.search(line)
    words = _ISO.sub(lambda iso: short_day_words(date.fromisoformat(iso[0])), line)
    if found is None:
        path = "treatment_at" if "treatment day" in line else ""
        return Missing(words, path)
    said = _PATH.sub("", words).rstrip(".") + "."
    path = found[1]
    return Missing(said, f"decision.{path}" if path.startswith("plan.") else path)


def _language_reason(protocol: Protocol, key: str, name: str) -> str:
    return "" if key in protocol.wording else f"The sheets have no {name} wording in protocol {protocol.version}."


def _end_hint(ended: datetime | None, today: date) -> str:
    if ended is None:
        return ""
    day = ended.date()
    return (
        "Today. The 48 hours count from here." if day == today else f"{day_words(day)}. The 48 hours count from here."
    )


def _glyph_warnings(
    glyphs: tuple[str, ...], clinic: Clinic, answers: Answers, language: str, edits: tuple[LineEdit, ...]
) -> tuple[Warned, ...]:
    """Every character that prints as a box, by where it was typed."""
    if not glyphs:
        return ()
    places: dict[str, list[str]] = {}
    for found in unprintable(glyphs, answers=answers, clinic=clinic, language=language, edits=edits):
        places.setdefault(found.where, []).append(found.character)
    told = (f"{' '.join(characters)}{f' (in {where})' if where else ''}" for where, characters in places.items())
    return (Warned("amber", f"The sheet cannot show: {', '.join(told)}", "It prints □ in its place."),)


def _warnings(protocol: Protocol, clinic: Clinic, basis: SheetBasis, wish: SheetWish) -> tuple[Warned, ...]:
    found: list[Warned] = []
    missing = missing_from_clinic(clinic)
    if missing:
        found.append(
            Warned("stop", f"No clinic {' and no clinic '.join(missing)}", "The sheet has a line to write it on.")
        )
    elif not clinic.after_hours_phone and not clinic.words_in(wish.language).after_hours:
        found.append(Warned("amber", "No after-hours phone number", "Call box shows the clinic line."))
    if basis.frozen:
        version = basis.proposal.protocol.version
        found.append(
            Warned(
                "amber",
                f"Made on protocol {version}, in use is {protocol.version}",
                "The sheet is printed from the plan as it was signed. Its hours count from the planned time.",
            )
        )
    return tuple(found)


def _asks_details(clinic: Clinic) -> str:
    missing = missing_from_clinic(clinic)
    return f"The clinic's {' and '.join(missing)} will be a line to write on." if missing else ""


def _since(last_used: date | None) -> str:
    return f"last use {short_day_words(last_used)}" if last_used is not None else "not used again"
