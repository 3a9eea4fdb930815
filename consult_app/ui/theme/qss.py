"""The style sheet for the controls Qt draws itself; the rest paint themselves from the tokens."""

from dataclasses import asdict
from string import Template
from typing import Final

from consult_app.ui.theme.tokens import Size, Tokens

_TEMPLATE: Final = Template("""
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox {
  background: $surface; color: $text; border: 1px solid $line_strong; border-radius: 8px;
  padding: 0 15px; selection-background-color: $accent; selection-color: $on_accent;
  placeholder-text-color: $text2;
}
QLineEdit, QComboBox { min-height: ${field}px; max-height: ${field}px; }
QPlainTextEdit, QTextEdit { padding: 9px 11px; }
QLineEdit:hover, QComboBox:hover, QPlainTextEdit:hover { border-color: $accent; }
QLineEdit[invalid="true"], QComboBox[invalid="true"], QPlainTextEdit[invalid="true"] {
  border: 2px solid $stop_ln; padding: 0 14px;
}
QLineEdit[invalid="true"], QComboBox[invalid="true"] { min-height: ${field_inner}px; max-height: ${field_inner}px; }
QLineEdit:disabled, QComboBox:disabled, QPlainTextEdit:disabled { color: $text2; border-style: dashed; }
QLineEdit[bare="true"] { border: none; background: transparent; padding: 0; }
QComboBox { padding-right: 40px; }
QComboBox::drop-down { border: none; width: 40px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView, QListView[popup="true"], QMenu {
  background: $surface; color: $text; border: 1px solid $line_strong; padding: 4px; outline: 0;
  selection-background-color: $accent_tint; selection-color: $text;
}
QComboBox QAbstractItemView::item, QListView[popup="true"]::item { min-height: ${target}px; padding: 0 12px; }
QMenu::item { min-height: ${menu}px; padding: 4px 24px 4px 16px; }
QMenu::item:selected { background: $accent_tint; }
QMenu::item:disabled { color: $text2; }
QToolTip { background: $surface; color: $text; border: 1px solid $line_strong; padding: 6px 8px; }
QTableView, QTreeView, QListView {
  background: $surface; color: $text; border: none; outline: 0; gridline-color: $line;
  selection-background-color: $accent_tint; selection-color: $text;
}
QHeaderView { background: $surface; border: none; }
QHeaderView::section {
  background: $surface; color: $text2; border: none; border-bottom: 1px solid $line_strong; padding: 8px 12px;
}
QScrollArea { border: none; background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $line_strong; border-radius: 4px; margin: 2px; }
QScrollBar::handle:hover { background: $text2; }
QScrollBar::handle:vertical { min-height: 48px; }
QScrollBar::handle:horizontal { min-width: 48px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
""")


def style_sheet(tokens: Tokens, *, scale: float) -> str:
    """The style sheet for `tokens` at text `scale`."""
    colors = {name: value for name, value in asdict(tokens).items() if isinstance(value, str)}
    return _TEMPLATE.substitute(
        colors,
        field=round(Size.FIELD * scale) - 2,
        field_inner=round(Size.FIELD * scale) - 4,
        target=Size.TARGET,
        menu=Size.TARGET - 8,
    )
