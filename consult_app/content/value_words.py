"""A protocol's other numbers in plain words: windows, steps, lines of a sheet, and what a value rests on."""

from collections.abc import Mapping

from consult_app.application.rule_words import count, plain
from consult_app.domain.protocol import Basis, Category, TimelineStep

BASES: Mapping[Basis, str] = {
    Basis.CLINIC: "clinic's own article",
    Basis.LABEL: "device labeling",
    Basis.LITERATURE: "literature",
    Basis.PRACTICE: "seen at several clinics",
    Basis.JUDGEMENT: "our judgement",
}
_PLACES: Mapping[str, str] = {
    "before.avoid": "before, avoid",
    "before.check": "before, checklist",
    "before.call": "before, when to call",
    "before.note": "before, note",
    "ok": "fine to do",
    "call": "when to call",
    "step": "timeline",
    "use": "way of use",
    "category": "product",
}


def pause_words(category: Category) -> str:
    if category.pause_days is None:
        return "as its health question says"
    return count(category.pause_days, "day") if category.pause_days else "none"


def resume_words(category: Category) -> str:
    if category.resume_by_provider:
        return "when the provider dates it"
    if category.resume_hours is not None:
        return count(category.resume_hours, "hour")
    return count(category.resume_days or 0, "day")


def step_words(step: TimelineStep) -> str:
    """When a timeline step is, counted from the end of treatment."""
    unit, first, last = "hour", step.from_hours, step.to_hours
    if first is None:
        unit, first, last = "day", step.from_day or 0, step.to_day
    if last is None:
        return f"from {count(first, unit)} after"
    return f"{count(first, unit)} after" if last == first else f"{first} to {count(last, unit)} after"


def line_words(line: str) -> str:
    """Where on a sheet a line stands and what it is about: ``ok.hat`` is ``fine to do, hat``."""
    place = next((key for key in _PLACES if line.startswith(f"{key}.")), line.partition(".")[0])
    about = line.removeprefix(place).lstrip(".").replace(".", ", ")
    undated = about.endswith("_undated")
    words = plain(about.removesuffix("_undated")) + (", without a date" if undated else "")
    return f"{_PLACES.get(place, plain(place))}, {words}" if words else plain(place)
