"""The lines of a sheet beside its pages, each to be put in other words for this patient."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from consult_app.ui.presenters.handout_words import FIXED, NOTE_LABEL, WordsLine, WordsSection, WordsView
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import Size, TokenName
from consult_app.ui.widgets.buttons import LinkButton, SecondaryButton
from consult_app.ui.widgets.field import NoteField
from consult_app.ui.widgets.painting import TextBlock, draw_box, draw_icon
from consult_app.ui.widgets.pressable import Pressable
from consult_app.ui.widgets.text import Text

_PAD = 10
_LOW = 300
"""Height in px below which the list needs all the room there is."""


class HandoutWords(QWidget):
    """One line at a time is open.

    ``typed`` gives a line's key and what stands in its field now, ``clinic_words_asked`` the key; ``closed`` ends it.
    """

    typed = Signal(str, str)
    clinic_words_asked = Signal(str)
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._sections: tuple[tuple[str, tuple[str, ...]], ...] = ()
        self.rows: dict[str, WordsRow] = {}
        self.summary = Text(theme, "", role="dense", color="text2")
        self.summary.setObjectName("handout_words_summary")
        self.done = SecondaryButton(theme, "Done with &words", icon="check", compact=True)
        self.done.setObjectName("handout_words_done")
        self.done.clicked.connect(self.closed)
        inside = QWidget()
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        self._column = column = QVBoxLayout(inside)
        column.setContentsMargins(8, 4, 8, 8)
        column.setSpacing(8)
        column.addLayout(self._list)
        column.addWidget(Text(theme, FIXED, role="meta", color="text2"))
        column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.viewport().setAutoFillBackground(False)
        self._scroll.setWidget(inside)
        inside.setAutoFillBackground(False)
        self._head = QWidget()
        head = QVBoxLayout(self._head)
        head.setContentsMargins(8, 0, 8, 0)
        head.setSpacing(4)
        head.addWidget(Text(theme, "Words for this patient", role="section"))
        head.addWidget(self.summary)
        foot = QVBoxLayout()
        foot.setContentsMargins(8, 0, 8, 8)
        foot.addWidget(self.done)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        outer.addWidget(self._head)
        outer.addWidget(self._scroll, 1)
        outer.addLayout(foot)

    def show_view(self, view: WordsView) -> None:
        """Show the lines; rows that stay keep their focus and cursor."""
        self.summary.setText(view.summary)
        sections = tuple((section.title, tuple(line.key for line in section.lines)) for section in view.sections)
        if sections != self._sections:
            self._sections = sections
            self._build(view.sections)
        for section in view.sections:
            for line in section.lines:
                self.rows[line.key].show_line(line)
        self._reveal_open()

    def set_error(self, key: str, words: str) -> None:
        """Say why a line cannot stand as typed; empty takes it away."""
        if key in self.rows:
            self.rows[key].set_error(words)

    def focus_first(self) -> None:
        """Give the focus to the open line, else to the first."""
        row = self._open_row() or next(iter(self.rows.values()), None)
        if row is not None:
            (row.field.editor if row.is_open else row.line).setFocus(Qt.FocusReason.OtherFocusReason)

    def close_line(self) -> bool:
        """Close the line that is open; ``False`` when none is."""
        row = self._open_row()
        if row is not None:
            row.close_editor()
        return row is not None

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif not self.close_line():
            self.closed.emit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._head.setVisible(event.size().height() >= _LOW)
        self._reveal_open()

    def _reveal_open(self) -> None:
        """Bring the line that is being worded into sight, with what is said about it where that fits."""
        row = self._open_row()
        if row is not None:
            self._column.activate()
            self._scroll.ensureWidgetVisible(row.back, 0, 16)
            self._scroll.ensureWidgetVisible(row.field, 0, 4)

    def _open_row(self) -> "WordsRow | None":
        return next((row for row in self.rows.values() if row.is_open), None)

    def _build(self, sections: tuple[WordsSection, ...]) -> None:
        while (item := self._list.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.rows = {}
        for section in sections:
            self._list.addWidget(Text(self._theme, section.title, role="label"))
            for line in section.lines:
                row = WordsRow(self._theme, line)
                row.opened.connect(self._opened)
                row.typed.connect(self.typed)
                row.clinic_words_asked.connect(self.clinic_words_asked)
                self._list.addWidget(row)
                self.rows[line.key] = row

    def _opened(self, key: str) -> None:
        for other, row in self.rows.items():
            if other != key:
                row.close_editor(keep_focus=False)
        self._reveal_open()


class WordsRow(QWidget):
    """One line: pressed, it opens its field; open, it shows what the clinic would say and the way back to that."""

    opened = Signal(str)
    typed = Signal(str, str)
    clinic_words_asked = Signal(str)

    def __init__(self, theme: Theme, line: WordsLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = line.key
        self._shown = line
        self._error = ""
        name = line.key.replace(".", "_")
        self.line = _LineButton(theme)
        self.line.setObjectName(f"handout_line_{name}")
        self.line.clicked.connect(self.open_editor)
        self.field = NoteField(theme, NOTE_LABEL if line.is_note else "Words on the sheet")
        self.field.editor.setObjectName(f"handout_words_{name}")
        self.field.text_edited.connect(lambda text: self.typed.emit(self._key, text))
        self._clinic = Text(theme, "", role="meta", color="text2")
        self.back = LinkButton(theme, "Take the note off" if line.is_note else "Use the clinic's words")
        self.back.setObjectName(f"handout_clinic_words_{name}")
        self.back.clicked.connect(lambda: self.clinic_words_asked.emit(self._key))
        self.editing = QWidget()
        under = QVBoxLayout(self.editing)
        under.setContentsMargins(0, 0, 0, 8)
        under.setSpacing(4)
        for widget in (self.field, self._clinic, self.back):
            under.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.line)
        column.addWidget(self.editing)
        self.editing.hide()

    @property
    def is_open(self) -> bool:
        return not self.editing.isHidden()

    def show_line(self, line: WordsLine) -> None:
        """Show the line as it stands; what is being typed and cannot stand yet is left alone."""
        self._shown = line
        self.line.show_words(line.shown, line.changed)
        if not self._error:
            self._fill()
        self._clinic.setText(f"The clinic's words: {line.clinic_text}")
        self._clinic.setVisible(bool(line.changed) and not line.is_note)
        self.back.setEnabled(bool(line.changed))
        self._show_under()

    def set_error(self, words: str) -> None:
        """Say why the words typed cannot stand; empty takes it away, the words with it once the line is shown anew."""
        self._error = words
        self._show_under()

    def open_editor(self) -> None:
        """Show the field in place of the line and give it the focus."""
        self.line.hide()
        self.editing.show()
        self.field.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.editor.selectAll()
        self.opened.emit(self._key)

    def close_editor(self, *, keep_focus: bool = True) -> None:
        """Show the line again; words that could not stand are let go."""
        if not self.is_open:
            return
        self.editing.hide()
        self.line.show()
        self.set_error("")
        self._fill()
        if keep_focus:
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self) -> None:
        """The words that stand on the sheet; spaces alone are no difference while one types."""
        if self.field.text.split() != self._shown.text.split():
            self.field.set_text(self._shown.text)
            self.field.editor.moveCursor(QTextCursor.MoveOperation.End)

    def _show_under(self) -> None:
        self.field.set_error(self._error or None)
        self.field.set_hint(self._shown.hint)


class _LineButton(Pressable):
    """A line of the sheet as a button; a changed one has the pen and who changed it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.words = ""
        self.changed = ""
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_words(self, words: str, changed: str) -> None:
        if (words, changed) == (self.words, self.changed):
            return
        self.words, self.changed = words, changed
        self.setAccessibleName(f"Change: {words}")
        self.setAccessibleDescription(changed)
        self.remeasure()

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(200))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(120, self._theme.px(Size.TARGET))

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        room = max(width - self._left() - _PAD, 1)
        height = self._block().height(room) + (self._under().height(room) if self.changed else 0)
        return max(self._theme.px(Size.TARGET), height + 2 * _PAD)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        fill: TokenName = "accent_tint" if self.isDown() else "surface2" if self.hovered else "surface"
        edge: TokenName = "accent" if self.changed else "line"
        draw_box(painter, self.rect(), fill=theme.color(fill), edge=theme.color(edge))
        left = self._left()
        room = QRect(left, _PAD, self.width() - left - _PAD, self.height() - 2 * _PAD)
        block = self._block()
        if not self.changed:
            block.draw(painter, room, theme.color("text"), middle=True)
            return
        draw_icon(painter, theme, "pen", color="accent", rect=QRect(_PAD, _PAD, Size.ICON_SMALL, Size.ICON_SMALL))
        block.draw(painter, room, theme.color("text"))
        self._under().draw(painter, room.adjusted(0, block.height(room.width()), 0, 0), theme.color("text2"))

    def _left(self) -> int:
        return _PAD + (Size.ICON_SMALL + 8 if self.changed else 0)

    def _block(self) -> TextBlock:
        return TextBlock(self._theme, self.words.replace("&", "&&"), role="dense")

    def _under(self) -> TextBlock:
        return TextBlock(self._theme, self.changed.replace("&", "&&"), role="meta")
