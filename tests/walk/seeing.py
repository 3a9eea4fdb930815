"""What a careful look at a window finds: names, roles, sizes, letters used twice, words cut off, words hard to see."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QColor, QImage, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QLabel, QScrollArea, QWidget

from consult_app.ui.widgets.buttons import LEAST_INLINE, LinkButton
from consult_app.ui.widgets.pressable import RingTarget
from consult_app.ui.widgets.text import Text

LEAST_TARGET = 44
LEAST_CONTRAST = 4.5
_NO_ROLE = {QAccessible.Role.NoRole, QAccessible.Role.Client, QAccessible.Role.Border}


@dataclass(frozen=True, slots=True)
class Fault:
    """``what`` is wrong with the part called ``where``."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def name_of(part: QWidget) -> str:
    """Enough to find the part in the code."""
    words = getattr(part, "text", None)
    said = words() if callable(words) else ""
    return f"{type(part).__name__}[{part.objectName() or str(said)[:30]!r}]"


def shown(window: QWidget) -> list[QWidget]:
    """Every part a person can see."""
    return [part for part in window.findChildren(QWidget) if part.isVisible() and _room(part, window).isValid()]


def controls(window: QWidget) -> list[QWidget]:
    """Every visible part the keyboard can reach."""
    return [part for part in shown(window) if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.isEnabled()]


def unnamed(window: QWidget) -> Iterator[Fault]:
    """Controls a screen reader cannot tell."""
    for part in controls(window):
        spoken = QAccessible.queryAccessibleInterface(part)
        if not spoken.text(QAccessible.Text.Name):
            yield Fault(name_of(part), "has no accessible name")
        if spoken.role() in _NO_ROLE:
            yield Fault(name_of(part), f"has the role {spoken.role().name}")


def too_small(window: QWidget) -> Iterator[Fault]:
    """Controls a finger misses; words in a line of text may be smaller."""
    for part in controls(window):
        size = _target(part)
        least = LEAST_INLINE if isinstance(part, LinkButton) else LEAST_TARGET
        if min(size.width(), size.height()) < least:
            yield Fault(name_of(part), f"is {size.width()} x {size.height()} px")


def letters_used_twice(window: QWidget) -> Iterator[Fault]:
    """Alt letters that more than one visible part answers to."""
    used: Counter[str] = Counter()
    who: dict[str, list[str]] = {}
    for part in shown(window):
        for letter in _letters(part):
            used[letter] += 1
            who.setdefault(letter, []).append(name_of(part))
    for letter, times in used.items():
        if times > 1:
            yield Fault(letter, f"is answered by {', '.join(who[letter])}")


def cut_off(window: QWidget) -> Iterator[Fault]:
    """Words without the room they need, and parts that reach out of the window or the sheet they lie on."""
    for part in shown(window):
        if isinstance(part, Text) and part.text():
            need = part.heightForWidth(part.width()) if part.hasHeightForWidth() else part.sizeHint().height()
            if part.height() < need:
                yield Fault(name_of(part), f"is {part.height()} px high and needs {need}")
            if not part.hasHeightForWidth() and part.width() < part.sizeHint().width():
                yield Fault(name_of(part), f"is {part.width()} px wide and needs {part.sizeHint().width()}")
        elif isinstance(part, QAbstractButton) and part.text():
            least = part.minimumSizeHint()
            need_height = part.heightForWidth(part.width()) if part.hasHeightForWidth() else least.height()
            if part.width() < least.width() or part.height() < need_height:
                have = f"{part.width()} x {part.height()}"
                yield Fault(name_of(part), f"is {have} and needs {least.width()} x {need_height}")
        if isinstance(part, Text | QAbstractButton) and (out := _out_at_the_side(part, window)):
            yield Fault(name_of(part), f"reaches {out} px out of what it lies on")


def hard_to_see(window: QWidget, picture: QImage) -> Iterator[Fault]:
    """Words whose painted pixels do not stand out from what they stand on."""
    for part in shown(window):
        if isinstance(part, QLabel) and len(part.text()) > 1 and part.isEnabled():
            room = _room(part, window)
            if room.size() != part.size() or window.childAt(room.center()) is not part:
                continue
            best = _painted_contrast(picture, room)
            if best < LEAST_CONTRAST:
                yield Fault(name_of(part), f"stands out {best:.1f} : 1")


def contrast(one: QColor, other: QColor) -> float:
    """WCAG 2 contrast ratio of two colors."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: QColor) -> float:
    def linear(share: float) -> float:
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF())


def _painted_contrast(picture: QImage, room: QRect) -> float:
    cut = picture.copy(room).convertToFormat(QImage.Format.Format_RGB32)
    counted = Counter(memoryview(cut.constBits()).cast("I"))
    ground = QColor(counted.most_common(1)[0][0])
    return max(contrast(ground, QColor(pixel)) for pixel in counted)


def _target(part: QWidget) -> QSize:
    """What of it takes a press: its ring's area where it says so, else the frame it fills, else itself."""
    if isinstance(part, RingTarget):
        area = part.ring_area()
        return area.widget.size().expandedTo(part.size())
    parent = part.parentWidget()
    if parent is not None and not isinstance(part, QAbstractButton | QAbstractScrollArea):
        return part.size().expandedTo(parent.size()) if type(parent).__name__ in _FRAMES else part.size()
    return part.size()


_FRAMES = {"FieldFrame", "_Frame"}
"""Boxes drawn around a line of text; a press anywhere in them goes to the text."""


def _letters(part: QWidget) -> Iterator[str]:
    if isinstance(part, QAbstractButton) and part.isEnabled() and not part.shortcut().isEmpty():
        yield part.shortcut().toString()
    elif isinstance(part, QLabel) and part.buddy() is not None:
        letter = QKeySequence.mnemonic(part.text()).toString()
        if letter:
            yield letter


def _room(part: QWidget, window: QWidget) -> QRect:
    """Where of the window the part can be seen; invalid when nothing of it can."""
    place = QRect(part.mapTo(window, QPoint(0, 0)), part.size())
    above = part.parentWidget()
    while above is not None and above is not window:
        place &= QRect(above.mapTo(window, QPoint(0, 0)), above.size())
        above = above.parentWidget()
    return place & window.rect()


def _out_at_the_side(part: QWidget, window: QWidget) -> int:
    """Px at left or right that nobody can see; what scrolls sideways is not meant."""
    above = part.parentWidget()
    left, right = 0, part.width()
    while above is not None and above is not window:
        start = part.mapTo(above, QPoint(0, 0)).x()
        if start < left - 1 and start < 0:
            return -start
        if start + right > above.width() + 1:
            return start + right - above.width()
        if isinstance(above, QScrollArea) and above.horizontalScrollBar().maximum() > 0:
            return above.horizontalScrollBar().maximum()
        above = above.parentWidget()
    return 0
