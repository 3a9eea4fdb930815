"""The tables of a sheet: products, and the next visits."""

from typing import Final

from consult_app.application.handout_document import (
    CellState,
    ProductCell,
    ProductTable,
    Sheet,
    Visit,
    VisitKind,
    VisitTable,
)
from consult_app.handout.blocks import Block, Columns, Drawn, Framed, Marked, Paint, RowTable, TextBlock, stacked
from consult_app.handout.call_box import write_in_line
from consult_app.handout.pages import FlowItem
from consult_app.handout.signs import CIRCLE_CHECK, OCTAGON_BAR, TRIANGLE, sign
from consult_app.handout.structure import Node
from consult_app.handout.tagging import TaggedCanvas
from consult_app.handout.theme import WHITE, Color, Style
from consult_app.handout.typesetter import Typesetter

HEAD_RULE: Final = 1.4
ROW_RULE: Final = 0.8
_CELL_SIGNS: Final = {
    CellState.STOP: OCTAGON_BAR,
    CellState.OK: CIRCLE_CHECK,
    CellState.ASK: TRIANGLE,
}
_COLUMNS: Final = {Sheet.AFTER: (0.38, 0.31, 0.31), Sheet.BEFORE: (0.36, 0.29, 0.35)}
_ROW_PADDING: Final = {Sheet.AFTER: 5.4, Sheet.BEFORE: 4.2}
_BREAKABLE_LINES: Final = 12
_ROWS_WITH_HEADS: Final = 3


def section_style(sheet: Sheet, setter: Typesetter) -> Style:
    """Headings of sections stand smaller on the sheet that is one page."""
    return setter.type.section if sheet is Sheet.AFTER else setter.type.heading


def heading_item(
    heading: str, sheet: Sheet, setter: Typesetter, parent: Node, *, least: float, most: float
) -> FlowItem:
    style = section_style(sheet, setter)
    text = setter.text(heading, style=style, width=setter.theme.paper.column, node=parent.child("H2"))
    return FlowItem(text, least=least, most=most, with_next=True)


def rule_under(setter: Typesetter, color: Color, weight: float) -> Paint:
    width = setter.theme.paper.column

    def paint(canvas: TaggedCanvas, x: float, y: float, height: float) -> None:
        canvas.line(x, y + height, x + width, y + height, color=color, weight=weight)

    return paint


def product_items(table: ProductTable, sheet: Sheet, setter: Typesetter, parent: Node) -> list[FlowItem]:
    """Heading, table and closing line; without rows the table is left out.

    Names head their rows from three products on. In a shorter table the column heads say enough, and more heads than
    data would be read out as noise.
    """
    unit, theme = setter.type.unit, setter.theme
    items = [heading_item(table.heading, sheet, setter, parent, least=8, most=20)]
    if table.rows:
        node = parent.child("Table")
        shares = _COLUMNS[sheet]
        widths = [share * theme.paper.column for share in shares]
        starts = [0.0, widths[0], widths[0] + widths[1]]
        padding = _ROW_PADDING[sheet] * unit * setter.type.gap
        under_row = rule_under(setter, theme.line, ROW_RULE)

        def head(row_node: Node | None) -> Block:
            style = setter.type.small.strong()
            cells = [
                setter.text(
                    words,
                    style=style,
                    width=width - 8,
                    node=row_node.child("TH", scope="Column") if row_node else None,
                )
                for words, width in zip(table.columns, widths, strict=True)
            ]
            return Framed(
                Columns(tuple(zip(starts, cells, strict=True))),
                rule_under(setter, theme.text, HEAD_RULE),
                top=2 * unit,
                bottom=4.5 * unit,
            )

        first_head = head(node.child("TR"))
        rows: list[Block] = []
        rows_have_heads = len(table.rows) >= _ROWS_WITH_HEADS
        for row in table.rows:
            row_node = node.child("TR")
            name_cell = row_node.child("TH", scope="Row") if rows_have_heads else row_node.child("TD")
            name = stacked(
                [setter.strong(row.name, width=widths[0] - 12, node=name_cell.child("P"))]
                + ([setter.small(row.detail, width=widths[0] - 12, node=name_cell.child("P"))] if row.detail else [])
            )
            cells = [
                _cell(cell, width - (10 if index == 0 else 0), setter, row_node.child("TD"))
                for index, (cell, width) in enumerate(zip((row.first, row.second), widths[1:], strict=True))
            ]
            columns = Columns(tuple(zip(starts, (name, *cells), strict=True)))
            rows.append(Framed(columns, under_row, top=padding, bottom=padding))
        breakable = _BREAKABLE_LINES * setter.type.body.leading
        whole = RowTable(first_head, head(None), tuple(rows), breakable)
        if first_head.height > breakable:
            whole = RowTable(None, None, (first_head, *rows), breakable)
        items.append(FlowItem(whole, least=1, most=4))
    if table.closing:
        closing = setter.body(table.closing, width=theme.paper.column, node=parent.child("P"))
        items.append(FlowItem(closing, least=5, most=10))
    return items


def _cell(cell: ProductCell, width: float, setter: Typesetter, node: Node) -> Block:
    unit, line = setter.type.unit, setter.type.body.leading
    shape = _CELL_SIGNS.get(cell.state)
    indent = 19 * unit if shape else 0.0
    main, *others = cell.lines or ("",)
    first: Block
    if cell.state is CellState.WRITE_IN:
        first = write_in_line(main, width - 14, setter, node.child("P"))
    elif shape:
        first = setter.strong(main, width=width - indent, node=node.child("P"))
    else:
        first = setter.body(main, width=width - indent, node=node.child("P"))
    small = [setter.small(words, width=width - indent, node=node.child("P")) for words in others]
    text = stacked([first, *small])
    if not shape:
        return text
    mark = sign(shape, size=14 * unit, color=setter.theme.text)
    return Marked(text, mark, sign_x=6.6 * unit, sign_y=line / 2, indent=indent)


def visit_items(table: VisitTable, sheet: Sheet, setter: Typesetter, parent: Node) -> list[FlowItem]:
    """Heading, one row a visit and the closing line; nothing at all without either."""
    if not table.rows and not table.closing:
        return []
    items = [heading_item(table.heading, sheet, setter, parent, least=12, most=26)]
    if table.rows:
        items.append(_visit_rows(table, setter, parent))
    if table.closing:
        closing = setter.body(table.closing, width=setter.theme.paper.column, node=parent.child("P"))
        items.append(FlowItem(closing, least=3, most=6))
    return items


def _visit_rows(table: VisitTable, setter: Typesetter, parent: Node) -> FlowItem:
    unit, theme = setter.type.unit, setter.theme
    node = parent.child("Table")
    dates = max(setter.width_of(visit.date, setter.type.body.strong()) for visit in table.rows)
    date_x = 42 * unit
    text_x = min(max(0.365 * theme.paper.column, date_x + dates + 16), 0.6 * theme.paper.column)
    under_row = rule_under(setter, theme.line, ROW_RULE)
    rows: list[Block] = []
    for visit in table.rows:
        row_node = node.child("TR")
        badge = _badge(visit, row_node.child("TD"), setter)
        date = setter.strong(visit.date, width=text_x - date_x - 12, node=row_node.child("TH", scope="Row").child("P"))
        text = setter.body(visit.text, width=theme.paper.column - text_x, node=row_node.child("TD").child("P"))
        columns = Columns(((0.0, badge), (date_x, date), (text_x, text)), middle=True)
        rows.append(Framed(columns, under_row, top=5 * unit, bottom=5 * unit, least=36 * unit, centred=True))
    whole = RowTable(_top_rule(setter), _top_rule(setter), tuple(rows), _BREAKABLE_LINES * setter.type.body.leading)
    return FlowItem(whole, least=3, most=6, together=True)


def _top_rule(setter: Typesetter) -> Block:
    nothing = TextBlock((), setter.type.body, setter.theme.text, None)
    return Framed(nothing, rule_under(setter, setter.theme.text, HEAD_RULE), top=1)


def _badge(visit: Visit, cell: Node, setter: Typesetter) -> Drawn:
    """The visit's mark in a filled circle or an outlined square; a figure, as it stands for words."""
    unit, theme = setter.type.unit, setter.theme
    style = setter.fitted(visit.mark, setter.type.body.strong(), 18 * unit)
    size, weight = 23.0 * unit, 1.9 * unit
    figure = cell.child("Figure", alt=visit.mark_alt or visit.mark)
    round_mark = visit.kind is VisitKind.SESSION
    left = (size - setter.width_of(visit.mark, style)) / 2

    def paint(canvas: TaggedCanvas, x: float, y: float) -> None:
        canvas.place(figure, x, y, size, size)
        with canvas.content(figure):
            if round_mark:
                canvas.circle(x + size / 2, y + size / 2, size / 2, fill=theme.accent)
            else:
                canvas.box(
                    x + weight / 2,
                    y + weight / 2,
                    size - weight,
                    size - weight,
                    radius=4.5 * unit,
                    stroke=theme.accent,
                    weight=weight,
                )
            canvas.text(
                visit.mark,
                x=x + left,
                baseline=y + size / 2 + style.size * 0.33,
                face=style.face,
                size=style.size,
                color=WHITE if round_mark else theme.accent,
            )

    return Drawn(size, paint)
