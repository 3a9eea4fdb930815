import pytest

from consult_app.application.handout_document import CallBox, Link, Run, plain
from consult_app.handout.fonts import Face, printable_code_points, text_width
from consult_app.handout.lines import break_lines, line_width
from consult_app.handout.text import MISSING_GLYPH, TextCleaner
from consult_app.handout.theme import Style

STYLE = Style(12, 17)


@pytest.fixture
def cleaner():
    return TextCleaner(printable_code_points())


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("plain", "plain"),
        ("a\x00b\x1bc\x7fd\x9fe", "abcde"),
        ("a\u202eb\u2066c\u200fd", "abcd"),
        ("a\ud800b", "ab"),
        ("a\u200bb\u00adc\ufeffd", "abcd"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("one\ttwo\u2009three\u3000four", "one two three four"),
        ("10:30\u202fAM\u00a0today", "10:30\u202fAM\u00a0today"),
        ("non\u2011breaking", "non-breaking"),
        ("Nguye\u0302\u0303n", "Nguyễn"),
        ("<b & </para>", "<b & </para>"),
        ("", ""),
    ],
)
def test_text_is_cleaned_in_one_place(cleaner, typed, printed):
    assert cleaner.clean(typed) == printed
    assert cleaner.missing == ()


def test_a_character_without_a_glyph_prints_a_square_and_is_named_once(cleaner):
    assert cleaner.clean("Ana 😀 山 😀") == "Ana □ □ □"
    assert cleaner.missing == ("😀", "山")


def test_the_square_itself_can_be_printed(cleaner):
    assert ord(MISSING_GLYPH) in printable_code_points()
    assert cleaner.clean("□") == "□"
    assert cleaner.missing == ()
    assert text_width("□", face=Face.REGULAR, size=10) > 2


def test_a_document_is_cleaned_through_and_through_but_addresses_are_left(cleaner):
    box = CallBox("Ca\x00ll", ("a\x01", "b"), None, "A\u202e", Link("5\x005", "tel:\x01"), "")
    clean = cleaner.clean_all(box)
    assert clean == CallBox("Call", ("a", "b"), None, "A", Link("55", "tel:\x01"), "")


def lines_of(words, width, style=STYLE):
    runs = plain(words) if isinstance(words, str) else words
    return ["".join(piece.text for piece in line) for line in break_lines(runs, style=style, width=width)]


def test_lines_break_at_spaces_and_keep_the_space():
    assert lines_of("one two three", 45) == ["one two ", "three"]


def test_a_name_breaks_after_its_hyphen_but_a_phone_number_does_not():
    width = text_width("Ortega-Whit", face=Face.REGULAR, size=12)
    assert lines_of("Ortega-Whitfield", width) == ["Ortega-", "Whitfield"]
    assert lines_of("x 513-555-0142", text_width("513-555-0142", face=Face.REGULAR, size=12) + 2) == [
        "x ",
        "513-555-0142",
    ]


def test_a_no_break_space_does_not_break():
    assert lines_of("at 10:30\u00a0AM", 45) == ["at ", "10:30\u00a0AM"]


def test_a_word_wider_than_the_line_breaks_between_letters():
    lines = lines_of("w" * 5000, 100)
    assert "".join(lines) == "w" * 5000
    assert all(text_width(line, face=Face.REGULAR, size=12) <= 100 for line in lines)


def test_a_line_narrower_than_a_letter_still_takes_one():
    assert lines_of("abc", 1) == ["a", "b", "c"]


def test_line_ends_in_a_text_are_kept_but_never_more_than_one_empty_line():
    assert lines_of("one\ntwo\n\n\n\nthree", 200) == ["one ", "two ", "", "three"]


def test_bold_runs_join_the_words_around_them():
    runs = (Run("until "), Run("Sunday", bold=True), Run("."), Run(" Then"))
    lines = break_lines(runs, style=STYLE, width=400)
    assert [(piece.text, piece.face) for piece in lines[0]] == [
        ("until ", Face.REGULAR),
        ("Sunday", Face.SEMIBOLD),
        (". Then", Face.REGULAR),
    ]
    assert line_width(lines[0]) == pytest.approx(
        text_width("until . Then", face=Face.REGULAR, size=12) + text_width("Sunday", face=Face.SEMIBOLD, size=12)
    )


def test_a_word_of_two_weights_is_not_parted():
    runs = (Run("one two"), Run("three", bold=True))
    width = text_width("one two thr", face=Face.REGULAR, size=12)
    assert ["".join(p.text for p in line) for line in break_lines(runs, style=STYLE, width=width)] == [
        "one ",
        "twothree",
    ]


def test_no_text_has_no_lines():
    assert lines_of("", 100) == []
    assert lines_of("   ", 100) in ([], ["   "])
