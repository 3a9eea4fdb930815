"""What a printed sheet says: content with no fonts, colours or coordinates.

Every text is plain text in the document's language, never markup; emphasis is carried by ``Run``. The renderer adds
no word of its own, so a sheet in another language is only another document. An empty tuple or ``None`` leaves the
part out.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one weight."""

    text: str
    bold: bool = False


RichText: TypeAlias = tuple[Run, ...]


def plain(text: str) -> RichText:
    """``text`` as rich text without emphasis; an empty text has no runs."""
    return (Run(text),) if text else ()


class Sheet(StrEnum):
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Link:
    """Printed ``text`` that opens ``uri`` (``tel:``, ``https:``) when the sheet is read on a screen."""

    text: str
    uri: str


@dataclass(frozen=True, slots=True)
class LabelledLink:
    """A line such as "Book a visit: atalo.example", its label first."""

    label: str
    link: Link


@dataclass(frozen=True, slots=True)
class Band:
    """The head of each page.

    ``when`` stands under the patient's name on page 1; ``running_head`` is the one line at the right of later pages,
    the patient's name and the day. ``logo_alt`` describes the clinic's logo, which stands in place of the name.
    """

    clinic_name: str
    place: str
    patient_name: str
    when: str
    running_head: str
    logo_alt: str = ""


@dataclass(frozen=True, slots=True)
class Remember:
    """The few things to remember, under the title; three are the rule."""

    heading: str
    items: tuple[RichText, ...]


@dataclass(frozen=True, slots=True)
class TimelineStep:
    """One dated step; ``inside_48h`` fills its dot: the skin is still protected then."""

    title: str
    when: str
    text: RichText
    inside_48h: bool


class PanelKind(StrEnum):
    """AVOID: dark head, crosses. OK: light head, ticks. CHECKLIST: light head, empty boxes to tick."""

    AVOID = "avoid"
    OK = "ok"
    CHECKLIST = "checklist"


@dataclass(frozen=True, slots=True)
class Panel:
    """A boxed list; panels stand two abreast in the order given."""

    kind: PanelKind
    heading: str
    subheading: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CallBox:
    """When and whom to call.

    Without ``phone`` the box has a line to write the number on, labelled ``phone_write_in``; no number is invented.
    Without ``clinic_name`` the line above the phone is a blank one to write on too. ``after_hours`` and ``hours`` are
    left out when ``None``.
    """

    heading: str
    signs: tuple[str, ...]
    emergency: str | None
    clinic_name: str
    phone: Link | None
    phone_write_in: str
    after_hours: str | None = None
    hours: str | None = None


class CellState(StrEnum):
    """STOP: octagon. OK: circle with tick. ASK: triangle. NONE: no sign. WRITE_IN: label and a line to write on."""

    STOP = "stop"
    OK = "ok"
    ASK = "ask"
    NONE = "none"
    WRITE_IN = "write_in"


@dataclass(frozen=True, slots=True)
class ProductCell:
    """``lines[0]`` is the main line, bold beside a sign; the others are small. The words say all that the sign says."""

    state: CellState
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProductRow:
    """``detail`` is the small line under the product's name, empty for none."""

    name: str
    detail: str
    first: ProductCell
    second: ProductCell


@dataclass(frozen=True, slots=True)
class ProductTable:
    """``columns`` heads the product, the first and the second cell; ``closing`` stands under the table."""

    heading: str
    columns: tuple[str, str, str]
    rows: tuple[ProductRow, ...]
    closing: RichText = ()


class VisitKind(StrEnum):
    """SESSION: filled circle. MAINTENANCE: outlined square."""

    SESSION = "session"
    MAINTENANCE = "maintenance"


@dataclass(frozen=True, slots=True)
class Visit:
    """A planned visit; ``mark`` is the sign's one or two characters ("2", "M"), ``mark_alt`` the same in words."""

    kind: VisitKind
    mark: str
    mark_alt: str
    date: str
    text: str


@dataclass(frozen=True, slots=True)
class VisitTable:
    """``closing`` stands under the table, or in its place when there is no visit yet."""

    heading: str
    rows: tuple[Visit, ...]
    closing: RichText = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with paragraphs, such as "What to expect"."""

    heading: str
    paragraphs: tuple[RichText, ...]


@dataclass(frozen=True, slots=True)
class EditedNotes:
    """What the provider changed for this patient, in words for the patient."""

    heading: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """``signer`` stands under the line to sign on (name bold, then the role), ``date_label`` under the date's line."""

    signer: RichText
    date_label: str


@dataclass(frozen=True, slots=True)
class QrCode:
    """``payload`` is a ``tel:`` or the clinic's page, never anything about a patient."""

    payload: str
    caption: str
    alt: str


@dataclass(frozen=True, slots=True)
class Footer:
    """``page_words`` holds ``{page}`` and ``{pages}``; ``middle`` is the clinic's phone, empty for none."""

    left: str
    middle: str
    page_words: str


@dataclass(frozen=True, slots=True)
class HandoutDocument:
    """One sheet for one patient.

    ``language`` is a BCP 47 tag (``en-US``). ``metadata_title`` names the file inside the PDF and must not name the
    patient. ``notes_heading`` heads lines to write on, where the last page has room to spare. ``draft_mark`` is printed
    across each page, ``reprint_mark`` in each footer.
    """

    sheet: Sheet
    language: str
    metadata_title: str
    title: str
    lead: RichText
    band: Band
    footer: Footer
    remember: Remember | None = None
    timeline: tuple[TimelineStep, ...] = ()
    panels: tuple[Panel, ...] = ()
    call_box: CallBox | None = None
    products: ProductTable | None = None
    visits: VisitTable | None = None
    expect: Section | None = None
    sun_line: RichText = ()
    edited: EditedNotes | None = None
    links: tuple[LabelledLink, ...] = ()
    notes_heading: str = ""
    signature: Signature | None = None
    qr: QrCode | None = None
    disclaimer: str = ""
    draft_mark: str | None = None
    reprint_mark: str | None = None
