"""Rows of the findings list that no rule raised: what is undecided, what is clear, what suits a series."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from consult_app.application.consultation import ConsultationState
from consult_app.domain.answers import Tan
from consult_app.domain.plan import Step
from consult_app.domain.planning import courses_for
from consult_app.domain.products import categories_of
from consult_app.domain.protocol import Attribution, Course, Protocol
from consult_app.ui.presenters.rail import decisions_missing, missing_on
from consult_app.ui.presenters.words import CONCERN_NAMES, STEP_NAMES, join_words

TAN_CLEAR: Final = "clear.tan"
HEALTH_CLEAR: Final = "clear.health"
DUPLICATE: Final = "undecided.duplicate"
SERIES: Final = "suits.series"
"""Keys of the rows there is one of."""

_UNKNOWN: Final = "Until you decide, it counts as stopped for the longest pause. The plan cannot be finished."
_NO_DATE: Final = "The protocol leaves the day to the provider. The plan cannot be finished."


@dataclass(frozen=True, slots=True)
class Remark:
    """One row, and what its popover says: ``text``, the ``answer`` behind it and the ``path`` to go to.

    ``value`` is the key of the protocol's value that ``attribution`` is about.
    """

    key: str
    kind: Literal["decide", "ok"]
    subject: str
    reason: str
    text: str
    answer: str
    path: str
    attribution: Attribution | None = None
    value: str = ""


def remarks(protocol: Protocol, state: ConsultationState, *, checks: int = 0) -> tuple[Remark, ...]:
    """What is undecided first. ``checks`` are questions the Patient step asks before the patient is on file."""
    rows = (
        *((_duplicate(),) if checks else ()),
        *_products(protocol, state),
        *_clear(protocol, state),
    )
    return rows or ((*_series(protocol, state),) if not state.proposal.findings else ())


def _duplicate() -> Remark:
    return Remark(
        key=DUPLICATE,
        kind="decide",
        subject="possible duplicate",
        reason="A record with this name and birth date is on file.",
        text="Two records of one patient split the history. Open the record on file, or say that this is a different "
        "person. Until then nothing is added to the file and the plan cannot be signed.",
        answer=f"{STEP_NAMES[Step.PATIENT]}: family name, given name and birth date.",
        path="patient.duplicate",
    )


def _products(protocol: Protocol, state: ConsultationState) -> Iterator[Remark]:
    waiting = set(decisions_missing(state))
    for index, product in enumerate(state.answers.products or ()):
        path = f"products[{index}].decision"
        if path not in waiting:
            continue
        known = bool(categories_of(protocol, product))
        yield Remark(
            key=f"undecided.{path}",
            kind="decide",
            subject="product without a date" if known else "unknown product",
            reason=f"“{product.name}” needs a date from you." if known else f"“{product.name}” has no category.",
            text=_NO_DATE if known else f"“{product.name}” is not in the product list. {_UNKNOWN}",
            answer=f"{STEP_NAMES[Step.PRODUCTS]}: {product.name}.",
            path=path,
        )


def _clear(protocol: Protocol, state: ConsultationState) -> Iterator[Remark]:
    found = {path for finding in state.proposal.findings for path in finding.because}
    if state.answers.skin.tan is Tan.NONE and "skin.tan" not in found:
        yield Remark(
            key=TAN_CLEAR,
            kind="ok",
            subject="no tan",
            reason="No fresh tan, no sunburn today.",
            text="No fresh tan and no sunburn.",
            answer=f"{STEP_NAMES[Step.SKIN]}: tan today, none.",
            path="skin.tan",
        )
    asked = len(protocol.questions)
    if asked and not missing_on(state, Step.HEALTH) and not any(path.startswith("health.") for path in found):
        yield Remark(
            key=HEALTH_CLEAR,
            kind="ok",
            subject="health screen",
            reason=f"{asked} of {asked} answered, none stop treatment.",
            text="Every question was answered and no answer raised a finding.",
            answer=f"{STEP_NAMES[Step.HEALTH]}: {asked} answers.",
            path=f"health.{next(iter(protocol.questions))}",
        )


def _series(protocol: Protocol, state: ConsultationState) -> Iterator[Remark]:
    for course in courses_for(protocol, state.answers)[:1]:
        if course.per_year:
            return
        given = dict.fromkeys(answer.concern for answer in state.answers.concerns)
        suited = tuple(CONCERN_NAMES[concern] for concern in given if concern in course.concerns)
        names = join_words((suited[0], *(name.lower() for name in suited[1:])))
        value = f"course.{course.id}.sessions"
        respond = "respond" if len(suited) > 1 or suited[0].endswith("s") else "responds"
        yield Remark(
            key=SERIES,
            kind="ok",
            subject="suits a series",
            reason=f"{names} {respond} to {_range_words(course)} close together.",
            text=f"{names} {respond} to {_range_words(course)}, at least {course.interval_weeks} weeks apart.",
            answer=f"{STEP_NAMES[Step.CONCERNS]}: {names[0].lower()}{names[1:]}.",
            path="concerns",
            attribution=protocol.attributions.get(value),
            value=value,
        )


def _range_words(course: Course) -> str:
    if course.minimum == course.maximum:
        return f"{course.minimum} sessions"
    between = "or" if course.maximum - course.minimum == 1 else "to"
    return f"{course.minimum} {between} {course.maximum} sessions"
