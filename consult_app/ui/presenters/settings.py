"""The list at the left of settings: its pages, and what on each needs attention."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

from consult_app.application.errors import EnvironmentFailed, Refused

Attention = Literal["", "missing", "open", "unsaved"]


class SettingsPage(StrEnum):
    CLINIC = "clinic"
    PROTOCOL = "protocol"
    PRODUCTS = "products"
    DISPLAY = "display"


PAGE_NAMES: Final[dict[SettingsPage, str]] = {
    SettingsPage.CLINIC: "Clinic",
    SettingsPage.PROTOCOL: "Protocol",
    SettingsPage.PRODUCTS: "Products",
    SettingsPage.DISPLAY: "Display",
}


@dataclass(frozen=True, slots=True)
class PageMark:
    """What a page's entry says beside its name; ``words`` are empty when nothing needs attention."""

    attention: Attention = ""
    words: str = ""


def clinic_mark(*, missing: int, unsaved: int) -> PageMark:
    """Typed and not saved comes before what the sheets would lack."""
    if unsaved:
        return PageMark("unsaved", "Not saved")
    return PageMark("missing", f"{missing} missing") if missing else PageMark()


def protocol_mark(*, still_open: int, notices: int = 0) -> PageMark:
    """A version that is not as it was switched on comes before values nobody confirmed."""
    if notices:
        return PageMark("missing", "Changed")
    return PageMark("open", f"{still_open} open") if still_open else PageMark()


def not_kept(error: Exception) -> tuple[str, str]:
    """What happened when something could not be saved, and what to do."""
    if isinstance(error, EnvironmentFailed):
        return error.what, error.advice
    if isinstance(error, Refused):
        return error.summary, " ".join(error.missing)
    return "It could not be saved.", "Try again. What was saved before is kept."
