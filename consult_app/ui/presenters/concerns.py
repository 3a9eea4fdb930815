"""What the concerns step shows."""

from dataclasses import dataclass
from typing import Final

from consult_app.application.consultation import ConsultationState
from consult_app.application.copying import unconfirmed
from consult_app.application.edits import areas_of
from consult_app.domain.answers import Answers, Area, Concern, Severity
from consult_app.ui.presenters.words import AREA_NAMES, CONCERN_NAMES, Gap, join_words

CHIPS: Final = (
    (Concern.ACNE_SCARS, "&Acne scars"),
    (Concern.SCARS, "&Scars"),
    (Concern.TEXTURE, "&Texture"),
    (Concern.PORE_SIZE, "&Pore size"),
    (Concern.FINE_LINES, "&Fine lines"),
    (Concern.WRINKLES, "&Wrinkles"),
    (Concern.GENERAL_AGING, "&General aging"),
    (Concern.OTHER, "Ot&her"),
)
AREA_ORDER: Final = (
    Area.FOREHEAD,
    Area.BETWEEN_BROWS,
    Area.AROUND_EYES,
    Area.NOSE,
    Area.RIGHT_CHEEK,
    Area.LEFT_CHEEK,
    Area.UPPER_LIP,
    Area.CHIN_JAW,
    Area.NECK,
)
SEVERITIES: Final = (
    (Severity.MILD, "Mild", "1"),
    (Severity.MODERATE, "Moderate", "2"),
    (Severity.MARKED, "Marked", "3"),
)
SEVERITY_OF_DIGIT: Final = {digit: severity for severity, _, digit in SEVERITIES}


@dataclass(frozen=True, slots=True)
class AreaView:
    area: Area
    name: str
    on: bool
    severity: Severity | None
    error: str
    copied: bool = False

    @property
    def spoken(self) -> str:
        """The area and what is marked there, for screen readers."""
        if not self.on:
            return f"{self.name}, not selected"
        words = next((words for severity, words, _ in SEVERITIES if severity is self.severity), "severity not set")
        return f"{self.name}, selected, {words.lower()}{', copied' if self.copied else ''}"


@dataclass(frozen=True, slots=True)
class ConcernsView:
    """``marking`` is the concern whose areas are listed, ``None`` while none is chosen."""

    chosen: tuple[Concern, ...]
    marking: Concern | None
    where: str
    areas: tuple[AreaView, ...]
    count: str
    asks_note: bool
    note: str
    words: str
    gaps: tuple[Gap, ...]


def present_concerns(state: ConsultationState, marking: Concern | None) -> ConcernsView:
    """``marking`` is the concern the provider wants to mark; another is taken when it is not chosen."""
    answers = state.answers
    chosen = tuple(dict.fromkeys(answer.concern for answer in answers.concerns))
    shown = marking if marking in chosen else next(iter(chosen), None)
    marked = {} if shown is None else areas_of(answers.concerns, shown)
    waiting = unconfirmed(state.draft)
    areas = tuple(
        AreaView(
            area=area,
            name=AREA_NAMES[area],
            on=area in marked,
            severity=marked.get(area),
            error="" if shown is None or area not in marked or marked[area] is not None else _severity_words(area),
            copied=shown is not None and f"concerns.{shown.value}.{area.value}" in waiting,
        )
        for area in AREA_ORDER
    )
    return ConcernsView(
        chosen=chosen,
        marking=shown,
        where="Where?" if shown is None or len(chosen) > 1 else f"Where? {CONCERN_NAMES[shown]}",
        areas=areas,
        count=f"{len(marked)} of {len(AREA_ORDER)} areas selected",
        asks_note=Concern.OTHER in chosen,
        note=next((answer.note for answer in answers.concerns if answer.concern is Concern.OTHER), ""),
        words=answers.words,
        gaps=concern_gaps(answers),
    )


def concern_gaps(answers: Answers) -> tuple[Gap, ...]:
    """What the step lacks, one line for each concern and kind."""
    if not answers.concerns:
        return (Gap("concerns", "Choose at least one concern."),)
    gaps: dict[str, Gap] = {}
    for index, answer in enumerate(answers.concerns):
        name = "the other concern" if answer.concern is Concern.OTHER else CONCERN_NAMES[answer.concern].lower()
        if answer.concern is Concern.OTHER and not answer.note.strip():
            gaps.setdefault("note", Gap(f"concerns[{index}].note", "Say in words what the other concern is."))
        if not answer.areas:
            path = f"concerns[{index}].areas"
            gaps[path] = Gap(path, f"Mark at least one area for {name}.")
        elif answer.severity is None:
            path = f"concerns[{index}].severity"
            where = join_words(tuple(AREA_NAMES[area].lower() for area in AREA_ORDER if area in answer.areas))
            gaps[path] = Gap(path, f"Set the severity of {name}: {where}.")
    return tuple(gaps.values())


def concern_of(answers: Answers, path: str) -> tuple[Concern, Area | None] | None:
    """The concern an answer path speaks of, and the area its control stands at; ``None`` for other paths."""
    head, _, field = path.partition("].")
    number = head.removeprefix("concerns[")
    if head == number or not number.rstrip("]").isdecimal():
        return None
    index = int(number.rstrip("]"))
    if index >= len(answers.concerns):
        return None
    answer = answers.concerns[index]
    area = next((area for area in AREA_ORDER if area in answer.areas), None)
    return answer.concern, area if field in ("severity", "areas") else None


def _severity_words(area: Area) -> str:
    return f"Set the severity for {AREA_NAMES[area].lower()}."
