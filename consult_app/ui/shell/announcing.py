"""Saying something to screen readers; apart from the window, whose first paint cannot wait for Qt's accessibility."""

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget


def announce(window: QWidget, words: str) -> None:
    """Say ``words``, politely."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(window, words))
