"""The list at the left of settings: its pages, and what on each needs attention."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

from consult_app.application.errors import EnvironmentFailed, InputFaulty, Refused

Attention = Literal["", "missing", "open", "unsaved"]


class SettingsPage(StrEnum):
    CLINIC = "clinic"
    BRAND = "brand"
    PROTOCOL = "protocol"
    PRODUCTS = "products"
    DISPLAY = "display"


PAGE_NAMES: Final[dict[SettingsPage, str]] = {
    SettingsPage.CLINIC: "Clinic",
    SettingsPage.BRAND: "Brand",
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


def brand_mark(*, unsaved: int) -> PageMark:
    return PageMark("unsaved", "Not saved") if unsaved else PageMark()


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


def not_read(error: Exception) -> tuple[str, str]:
    """Why a chosen file could not be used, and what to do."""
    if isinstance(error, InputFaulty):
        return "The file cannot be used.", " ".join(fault.line for fault in error.faults[:3])
    if isinstance(error, EnvironmentFailed | Refused):
        return not_kept(error)
    return "The file cannot be read.", "Choose another file."
