"""What a screen reader is told a part is, where Qt does not know: a part that paints itself is no label to Qt.

A widget says it by a class attribute, such as ``spoken_role: Final = "group"``.
"""

from functools import cache
from typing import Final, Literal

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QScrollArea, QWidget

SpokenRole = Literal["group", "text", "picture", "pane"]

_ROLES: Final = {
    "group": QAccessible.Role.Grouping,
    "text": QAccessible.Role.StaticText,
    "picture": QAccessible.Role.Graphic,
    "pane": QAccessible.Role.Pane,
}


@cache
def tell_roles() -> None:
    """Let the widgets' own roles be heard; once in a process."""
    QAccessible.installFactory(_interface)


def _interface(_kind: str, part: QObject) -> QAccessibleInterface | None:
    role = _ROLES.get(getattr(part, "spoken_role", "pane" if isinstance(part, QScrollArea) else ""))
    return QAccessibleWidget(part, role, "") if role is not None and isinstance(part, QWidget) else None
