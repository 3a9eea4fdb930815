"""The lines of a face seen from the front, and the areas on it, drawn on a sheet of ``SHEET`` px.

Our own drawing. "Right" and "left" are the patient's own, so the right cheek lies at the left of the picture.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QPainterPath, QTransform

SHEET: Final = QSizeF(304, 416)
_MIRROR: Final = QTransform(-1, 0, 0, 1, SHEET.width(), 0)


@dataclass(frozen=True, slots=True)
class FaceShape:
    """An area's edge, and the places of its ticks, ``tick`` px wide: one for each part of it."""

    edge: QPainterPath
    ticks: tuple[QPointF, ...]
    tick: float = 22


@dataclass(frozen=True, slots=True)
class Face:
    """``areas`` by name in reading order; ``outline`` and ``features`` are the lines that are always drawn."""

    outline: QPainterPath
    features: QPainterPath
    pupils: QPainterPath
    areas: Mapping[str, FaceShape]


def draw_face() -> Face:
    """A new face; the paths are the caller's to keep."""
    cheek = _right_cheek()
    return Face(
        outline=_outline(),
        features=_features(),
        pupils=_both(_ellipse(98, 190, 4.5, 4.5)),
        areas={
            "forehead": FaceShape(_forehead(), (QPointF(152, 104),)),
            "between_brows": FaceShape(_between_brows(), (QPointF(152, 154),)),
            "around_eyes": FaceShape(_both(_ellipse(98, 190, 37, 28)), (QPointF(71, 202), QPointF(233, 202)), 18),
            "nose": FaceShape(_nose(), (QPointF(152, 226),)),
            "right_cheek": FaceShape(cheek, (QPointF(87, 262),)),
            "left_cheek": FaceShape(_MIRROR.map(cheek), (QPointF(217, 262),)),
            "upper_lip": FaceShape(_upper_lip(), (QPointF(152, 286),), 14),
            "chin_jaw": FaceShape(_chin(), (QPointF(152, 353),)),
            "neck": FaceShape(_neck(), (QPointF(152, 401),), 18),
        },
    )


def _outline() -> QPainterPath:
    head = _from(152, 41)
    head.cubicTo(218, 41, 254, 88, 254, 158)
    head.cubicTo(254, 214, 246, 282, 222, 324)
    head.cubicTo(202, 358, 178, 386, 152, 386)
    head.cubicTo(126, 386, 102, 358, 82, 324)
    head.cubicTo(58, 282, 50, 214, 50, 158)
    head.cubicTo(50, 88, 86, 41, 152, 41)
    ear = _from(51, 196)
    ear.cubicTo(34, 182, 28, 204, 37, 230)
    ear.cubicTo(42, 248, 48, 252, 55, 247)
    head.addPath(_both(ear))
    return head


def _features() -> QPainterPath:
    brow = _from(77, 164)
    brow.cubicTo(88, 155, 108, 154, 120, 161)
    eye = _from(79, 190)
    eye.cubicTo(89, 179, 107, 179, 117, 190)
    eye.cubicTo(107, 200, 89, 200, 79, 190)
    lines = _both(brow)
    lines.addPath(_both(eye))
    tip = _from(136, 250)
    tip.cubicTo(142, 254, 146, 261, 152, 260)
    tip.cubicTo(158, 261, 162, 254, 168, 250)
    lines.addPath(tip)
    mouth = _from(122, 304)
    mouth.cubicTo(133, 297, 142, 292, 152, 297)
    mouth.cubicTo(162, 292, 171, 297, 182, 304)
    mouth.cubicTo(172, 319, 132, 319, 122, 304)
    mouth.cubicTo(140, 309, 164, 309, 182, 304)
    lines.addPath(mouth)
    return lines


def _forehead() -> QPainterPath:
    path = _from(64, 137)
    path.cubicTo(70, 100, 106, 81, 152, 81)
    path.cubicTo(198, 81, 234, 100, 240, 137)
    path.cubicTo(212, 126, 182, 127, 152, 127)
    path.cubicTo(122, 127, 92, 126, 64, 137)
    path.closeSubpath()
    return path


def _between_brows() -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(QRectF(137, 133, 30, 42), 8, 8)
    return path


def _nose() -> QPainterPath:
    path = _from(142, 180)
    path.cubicTo(140, 206, 132, 226, 123, 246)
    path.cubicTo(112, 264, 128, 276, 152, 279)
    path.cubicTo(176, 276, 192, 264, 181, 246)
    path.cubicTo(172, 226, 164, 206, 162, 180)
    path.closeSubpath()
    return path


def _right_cheek() -> QPainterPath:
    path = _from(63, 231)
    path.cubicTo(80, 226, 100, 230, 117, 237)
    path.cubicTo(116, 262, 98, 284, 90, 323)
    path.cubicTo(74, 298, 65, 266, 63, 231)
    path.closeSubpath()
    return path


def _upper_lip() -> QPainterPath:
    path = _from(117, 295)
    path.cubicTo(122, 278, 182, 278, 187, 295)
    path.cubicTo(174, 293, 162, 288, 152, 293)
    path.cubicTo(142, 288, 130, 293, 117, 295)
    path.closeSubpath()
    return path


def _chin() -> QPainterPath:
    path = _from(98, 327)
    path.cubicTo(126, 338, 178, 338, 206, 327)
    path.cubicTo(198, 358, 172, 379, 152, 379)
    path.cubicTo(132, 379, 106, 358, 98, 327)
    path.closeSubpath()
    return path


def _neck() -> QPainterPath:
    path = _from(109, 367)
    path.cubicTo(122, 381, 138, 391, 152, 391)
    path.cubicTo(166, 391, 182, 381, 195, 367)
    path.lineTo(195, 396)
    path.cubicTo(206, 405, 224, 410, 240, 411)
    path.lineTo(64, 411)
    path.cubicTo(80, 410, 98, 405, 109, 396)
    path.closeSubpath()
    return path


def _from(x: float, y: float) -> QPainterPath:
    return QPainterPath(QPointF(x, y))


def _ellipse(x: float, y: float, wide: float, high: float) -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QPointF(x, y), wide, high)
    return path


def _both(half: QPainterPath) -> QPainterPath:
    """The path and its mirror image."""
    path = QPainterPath(half)
    path.addPath(_MIRROR.map(half))
    return path
