import pytest

from consult_app.application.handout_document import Run, Sheet
from consult_app.application.ports import SheetLook
from consult_app.domain.clinic import Brand
from consult_app.handout.held import held_together
from consult_app.handout.lines import break_lines, line_width
from consult_app.handout.renderer import ReportlabRenderer
from consult_app.handout.theme import Style
from tests.handout.consulted import CLINICS, consulted
from tests.handout.reading import page_texts

STYLE = Style(12, 17)
DATES = [
    "Fri, May 15",
    "Fri, May 15, 2026",
    "Friday, May 15, 2026",
    "Wednesday, September 30",
    "10:30 AM",
    "6 pm",
    "vie. 8 de mayo",
    "vie. 8 de mayo de 2026",
    "miércoles 30 de septiembre de 2026",
    "8 de mayo",
    "sábado 2 de enero",
    "6 p. m.",
    "10:30 a. m.",
    "10:30\u00a0a.\u00a0m.",
]


def lines_of(*runs, width):
    return [
        "".join(piece.text for piece in line).replace("\u00a0", " ")
        for line in break_lines(runs, style=STYLE, width=width)
    ]


@pytest.mark.parametrize("date", DATES)
def test_no_line_end_parts_a_date(date):
    for width in range(220, 420, 3):
        lines = lines_of(Run("Please do not use this before "), Run(date, bold=True), Run(" or so."), width=width)
        assert any(date.replace("\u00a0", " ") in line for line in lines), (width, lines)


@pytest.mark.parametrize("text", ["May I use 2 pads", "8 de cada 10", "mar de fondo", "1 in 15, 2026"])
def test_other_words_may_be_parted(text):
    assert held_together(text) == text


def test_a_date_and_its_time_may_be_parted_at_the_comma():
    assert held_together("Fri, May 15, 10:30 AM") == "Fri,\u00a0May\u00a015, 10:30\u00a0AM"


def test_a_date_wider_than_its_column_is_parted_between_words_and_not_inside_one():
    assert lines_of(Run("hasta miércoles 30 de septiembre de 2026"), width=90) == [
        "hasta miércoles ",
        "30 de septiembre ",
        "de 2026",
    ]


def test_a_wide_date_of_two_weights_keeps_both():
    lines = break_lines((Run("miércoles\u00a030\u00a0"), Run("de\u00a0septiembre", bold=True)), style=STYLE, width=75)
    assert ["".join(piece.text for piece in line) for line in lines] == ["miércoles 30 ", "de septiembre"]
    assert all(line_width(line) <= 75 for line in lines)


@pytest.mark.parametrize("at", CLINICS)
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("sheet", Sheet)
def test_no_line_of_a_sheet_begins_with_the_rest_of_a_date(sheet, language, at):
    for look in (SheetLook("letter", large_print=False), SheetLook("a4", large_print=True)):
        pdf = ReportlabRenderer().render(consulted(sheet, language, at=at), brand=Brand(), look=look).pdf
        lines = [line.strip() for text in page_texts(pdf) for line in text.splitlines()]
        rests = ("de mayo", "de junio", "de julio", "de 2026", "2026", "AM", "PM", "a. m.", "p. m.", "m.", "May ")
        assert not [line for line in lines if line.startswith(rests)]
