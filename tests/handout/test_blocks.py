import pytest

from consult_app.application.handout_document import plain
from consult_app.handout.blocks import Columns, Drawn, Framed, Marked, RowTable, Stack, TextBlock, stacked
from consult_app.handout.lines import break_lines
from consult_app.handout.pages import AT_BOTTOM, FlowItem, new_page, paginate
from consult_app.handout.qr import qr_modules
from consult_app.handout.theme import Style

STYLE = Style(10, 12)


def text(lines):
    words = "\n".join(f"line {number}" for number in range(lines))
    return TextBlock(break_lines(plain(words), style=STYLE, width=200), STYLE, (0, 0, 0), None)


def box(height):
    return Drawn(height, lambda canvas, x, y: None)


def nothing(canvas, x, y, height):
    pass


def words(block):
    """All lines a block holds, in order."""
    if isinstance(block, TextBlock):
        return [piece.text.strip() for line in block.lines for piece in line]
    if isinstance(block, Marked | Framed):
        return words(block.block)
    if isinstance(block, Stack | Columns):
        return [line for _, part in block.parts for line in words(part)]
    if isinstance(block, RowTable):
        return [line for row in block.rows for line in words(row)]
    return []


BLOCKS = {
    "text": text(9),
    "stack": stacked([text(3), text(4), text(2)], gap=5),
    "marked": Marked(text(9), None, sign_x=0, sign_y=0, indent=10),
    "frame": Framed(text(9), nothing, top=6, bottom=8),
    "table": RowTable(None, None, tuple(text(3) for _ in range(3)), breakable=200),
    "table of high rows": RowTable(text(1), text(1), (text(9),), breakable=20),
}


@pytest.mark.parametrize("name", BLOCKS)
@pytest.mark.parametrize("room", range(0, 160, 7))
def test_a_cut_loses_nothing_and_its_first_part_fits(name, room):
    block = BLOCKS[name]
    first, rest = block.split(room)
    assert [line for part in (first, rest) if part for line in words(part)] == words(block)
    if first is not None:
        assert first.height <= room + 0.01
    if block.height <= room:
        assert (first, rest) == (block, None)


def test_columns_are_cut_side_by_side_or_not_at_all():
    block = Columns(((0, text(2)), (50, text(6))))
    first, rest = block.split(40)
    assert [len(words(part)) for part in (first, rest)] == [5, 3]
    assert block.split(11) == (None, block)


def test_a_heading_in_a_stack_is_not_left_alone_unless_it_cannot_be_moved():
    assert stacked([text(1), text(5)], head=1).split(14)[0] is None
    first, rest = stacked([text(20), text(5)], head=1).split(100)
    assert len(words(first)) == 8
    assert len(words(rest)) == 17


def test_a_frame_whose_padding_alone_does_not_fit_gives_it_up():
    first, rest = Framed(text(3), nothing, bottom=30).split(40)
    assert rest is None
    assert first.height == 40


def test_rows_stay_whole_and_the_head_is_repeated():
    table = RowTable(text(1), text(1), (text(3), text(3)), breakable=200)
    first, rest = table.split(70)
    assert (len(first.rows), len(rest.rows)) == (1, 1)
    assert rest.head is table.repeated_head


def heights(pages):
    return [[(round(y), round(block.height)) for y, block in page] for page in pages]


def test_pages_fill_from_the_top_and_spare_height_goes_to_the_gaps():
    items = [FlowItem(box(100)), FlowItem(box(100), least=10, most=30)]
    assert heights(paginate(items, first_room=215, later_room=300)) == [[(0, 100), (115, 100)]]
    assert heights(paginate(items, first_room=400, later_room=300)) == [[(0, 100), (130, 100)]]


def test_a_block_held_at_the_bottom_ends_with_the_page():
    items = [FlowItem(box(50)), FlowItem(box(20), least=5, most=AT_BOTTOM)]
    assert heights(paginate(items, first_room=200, later_room=200)) == [[(0, 50), (180, 20)]]


def test_a_box_moves_to_the_next_page_and_a_text_is_cut():
    assert heights(paginate([FlowItem(box(80)), FlowItem(box(80), together=True)], first_room=100, later_room=100)) == [
        [(0, 80)],
        [(0, 80)],
    ]
    assert heights(paginate([FlowItem(box(80)), FlowItem(text(5))], first_room=104, later_room=104)) == [
        [(0, 80), (80, 24)],
        [(0, 36)],
    ]


def test_a_heading_goes_with_what_it_heads():
    items = [FlowItem(box(80)), FlowItem(text(1), with_next=True), FlowItem(box(30), together=True)]
    assert heights(paginate(items, first_room=110, later_room=110)) == [[(0, 80)], [(0, 12), (12, 30)]]


def test_a_new_page_begins_where_asked_but_never_an_empty_one():
    assert len(paginate([FlowItem(box(10)), *new_page([FlowItem(box(10))])], first_room=99, later_room=99)) == 2
    assert len(paginate(new_page([FlowItem(box(10))]), first_room=99, later_room=99)) == 1
    assert new_page([]) == []


def test_a_block_higher_than_any_page_is_still_placed():
    assert heights(paginate([FlowItem(box(10)), FlowItem(box(500))], first_room=100, later_room=100)) == [
        [(0, 10)],
        [(0, 500)],
    ]


def test_nothing_to_place_is_one_empty_page():
    assert paginate([], first_room=100, later_room=100) == ((),)


def test_a_code_is_as_wide_as_its_version_and_dark_in_its_corner():
    side, modules = qr_modules("tel:+15135550142")
    assert side == 25
    assert modules.startswith("0 24 7 1 re")


@pytest.mark.parametrize("payload", ["", "x" * 5000])
def test_what_no_code_can_hold_gives_none(payload):
    assert qr_modules(payload) is None
