"""Line icons: our own SVG drawings, tinted with a color of the theme when first shown."""

from pathlib import Path
from typing import Final, Literal

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

IconName = Literal[
    "home",
    "list",
    "sliders",
    "lock",
    "chevron-left",
    "chevron-right",
    "chevron-down",
    "plus",
    "minus",
    "search",
    "close",
    "check",
    "check-circle",
    "check-circle-filled",
    "dotted-circle",
    "dashed-circle",
    "dot-circle",
    "triangle-alert",
    "clock",
    "octagon-bar",
    "pen",
    "calendar",
    "sun",
    "printer",
    "download",
    "mail",
    "star",
    "person",
    "question-circle",
    "dashed-question",
    "eye",
    "phone",
    "undo",
    "redo",
]


def _icon_directory() -> Path:
    package = Path(__file__).resolve().parents[2]
    packed = package / "resources" / "icons"
    return packed if packed.is_dir() else package.parent / "resources" / "icons"


class IconSet:
    """Reads, tints and remembers icons; each is drawn only when somebody asks for it."""

    def __init__(self, directory: Path | None = None) -> None:
        self._directory: Final = directory if directory is not None else _icon_directory()
        self._sources: dict[str, bytes] = {}
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}

    def source(self, name: IconName) -> bytes:
        """The drawing's SVG text, with `currentColor` where the tint goes.

        Raises:
            OSError: There is no such drawing.
        """
        if name not in self._sources:
            self._sources[name] = (self._directory / f"{name}.svg").read_bytes()
        return self._sources[name]

    def pixmap(self, name: IconName, *, color: str, size: int, ratio: float = 1.0) -> QPixmap:
        """The icon in `color` (`#RRGGBB`), `size` logical px square, sharp at device `ratio`."""
        key = (name, color, size, ratio)
        if key not in self._pixmaps:
            self._pixmaps[key] = self._draw(name, color=color, size=size, ratio=ratio)
        return self._pixmaps[key]

    def icon(self, name: IconName, *, color: str, size: int) -> QIcon:
        """The icon for a control that wants a QIcon, sharp at ratios 1 and 2."""
        icon = QIcon()
        for ratio in (1.0, 2.0):
            icon.addPixmap(self.pixmap(name, color=color, size=size, ratio=ratio))
        return icon

    def _draw(self, name: IconName, *, color: str, size: int, ratio: float) -> QPixmap:
        side = round(size * ratio)
        pixmap = QPixmap(QSize(side, side))
        pixmap.fill(Qt.GlobalColor.transparent)
        svg = self.source(name).replace(b"currentColor", color.encode("ascii"))
        painter = QPainter(pixmap)
        QSvgRenderer(QByteArray(svg)).render(painter, QRectF(0, 0, side, side))
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        return pixmap
