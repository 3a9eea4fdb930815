"""The way Tab goes: as the layouts read, whenever a control was made."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QStackedWidget,
    QTextEdit,
    QWidget,
)

from consult_app.ui.widgets.popover import Popover

_WHOLE = (QLineEdit, QComboBox, QPlainTextEdit, QTextEdit, QAbstractItemView)


def tab_stops(root: QWidget) -> list[QWidget]:
    """What Tab reaches inside ``root``, in the order of its layouts; children outside a layout come last."""
    return list(_walk(root))


def neighbor(stops: list[QWidget], current: QWidget | None, *, forward: bool) -> QWidget | None:
    """The stop after or before ``current``, round and round; the first or last where it is none of them."""
    if not stops:
        return None
    for at, stop in enumerate(stops):
        if current is not None and (stop is current or stop.isAncestorOf(current)):
            return stops[(at + (1 if forward else -1)) % len(stops)]
    return stops[0 if forward else -1]


def move_focus(window: QWidget, forward: bool) -> bool:
    """Give the focus to the next or previous stop of the window; inside a popover it stays there."""
    found: object = window.focusWidget()
    focused = found if isinstance(found, QWidget) else None
    root, above = window, focused
    while above is not None and above is not window:
        if isinstance(above, Popover):
            root = above
        above = above.parentWidget()
    wanted = neighbor(tab_stops(root), focused, forward=forward)
    if wanted is not None:
        wanted.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    return wanted is not None


def _walk(widget: QWidget) -> Iterator[QWidget]:
    if widget.isHidden() or not widget.isEnabled():
        return
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
        yield widget
    if isinstance(widget, _WHOLE):
        return
    for child in _children(widget):
        yield from _walk(child)


def _children(widget: QWidget) -> Iterator[QWidget]:
    if isinstance(widget, QScrollArea):
        inside = [widget.widget()]
    elif isinstance(widget, QStackedWidget):
        inside = [widget.currentWidget()]
    else:
        layout = widget.layout()
        inside = list(_laid_out(layout)) if layout is not None else []
        placed = set(inside)
        loose = (child for child in widget.children() if isinstance(child, QWidget) and not child.isWindow())
        inside += [child for child in loose if child not in placed]
    yield from (child for child in inside if isinstance(child, QWidget))


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    for index in range(layout.count()):
        item = layout.itemAt(index)
        if item is None:
            continue
        inner, widget = item.layout(), item.widget()
        if inner is not None:
            yield from _laid_out(inner)
        elif isinstance(widget, QWidget):
            yield widget
