"""How many sessions the chosen plan has and how far apart: what may be chosen, and the edit it makes."""

from dataclasses import dataclass
from typing import Final

from consult_app.application.consultation import ConsultationState
from consult_app.application.edits import ChooseOption
from consult_app.domain.planning import option_id
from consult_app.domain.protocol import Protocol

_MOST_WEEKS: Final = 12


@dataclass(frozen=True, slots=True)
class PaceView:
    """``weeks`` is empty where the number of sessions a year sets the spacing."""

    course: str
    count: int
    interval: int
    counts: tuple[int, ...]
    weeks: tuple[int, ...]


def present_pace(protocol: Protocol, state: ConsultationState) -> PaceView | None:
    """The pace of the chosen option; ``None`` without one. A closer pace is a departure, made date by date."""
    chosen = state.proposal.chosen
    if chosen is None:
        return None
    course = protocol.courses[chosen.course]
    fewest = max(course.minimum, len(state.answers.series_done) + 1)
    most_weeks = max(_MOST_WEEKS, chosen.interval_weeks)
    return PaceView(
        course=course.id,
        count=chosen.count,
        interval=chosen.interval_weeks,
        counts=tuple(range(min(fewest, chosen.count), course.maximum + 1)),
        weeks=() if course.per_year else tuple(range(course.interval_weeks, most_weeks + 1)),
    )


def change_pace(protocol: Protocol, course: str, *, count: int, weeks: int) -> ChooseOption:
    """The option of that pace, dated by the protocol; dates of one's own are let go, and undo brings them back."""
    return ChooseOption(option_id(protocol.courses[course], count, weeks))
