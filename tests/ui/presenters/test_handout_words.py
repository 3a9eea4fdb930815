from datetime import UTC, datetime

from consult_app.application.errors import Refused
from consult_app.application.ports import ReadingLevel
from consult_app.application.sheet_edits import NOTE, SheetLine
from consult_app.domain.answers import Provider
from consult_app.domain.plan import LineEdit
from consult_app.ui.presenters.handout_words import NOTE_LABEL, WordsView, present_words, refused_words

NOW = datetime(2026, 5, 12, 15, 0, tzinfo=UTC)


def level(language, text):
    return ReadingLevel("hard" not in text, f"{language} 9", "6")


def line(name, clinic="Clinic's", edit=None):
    made = LineEdit("en", name, edit, Provider("Dana Keller", "NP"), NOW) if edit is not None else None
    return SheetLine(name, "en", clinic, edit=made)


def test_lines_stand_under_where_they_are_on_the_sheet_the_note_first():
    names = ("after.lead", "remember.1", "step.tonight.text", "avoid.x", "ok.x", "call.x", "sun.line", NOTE)
    view = present_words(tuple(line(name) for name in names), level)
    assert [(section.title, tuple(each.key for each in section.lines)) for section in view.sections] == [
        ("Note", (NOTE,)),
        ("Under the title", ("after.lead",)),
        ("Remember", ("remember.1",)),
        ("Days after", ("step.tonight.text",)),
        ("Avoid", ("avoid.x",)),
        ("OK", ("ok.x",)),
        ("When to call", ("call.x",)),
        ("Sun", ("sun.line",)),
    ]
    assert (view.changed, view.summary) == ("", "Press a line to change it. All are the clinic's.")


def test_a_changed_line_says_by_whom_and_how_hard_it_is():
    view = present_words((line("ok.x", edit="A cap"), line("avoid.x", edit="hard words")), level)
    by_key = {each.key: each for section in view.sections for each in section.lines}
    assert (by_key["ok.x"].text, by_key["ok.x"].changed, by_key["ok.x"].hint) == (
        "A cap",
        "Changed by Dana Keller, NP",
        "",
    )
    assert by_key["ok.x"].clinic_text == "Clinic's"
    assert by_key["avoid.x"].hint == "Hard to read: en 9. Aim for 6: short words and sentences."
    assert view.summary == "2 lines changed for this patient."


def test_the_clinics_own_line_is_never_called_hard():
    (section,) = present_words((line("ok.x", clinic="hard words"),), level).sections
    assert section.lines[0].hint == ""


def test_an_empty_note_says_what_it_is_for():
    (section,) = present_words((line(NOTE, clinic=""),), level).sections
    assert (section.lines[0].shown, section.lines[0].is_note) == (NOTE_LABEL, True)
    assert present_words((), level) == WordsView()


def test_a_refused_line_says_what_stands_meanwhile():
    assert refused_words(Refused("Keep it.", ("It is dated.",))) == (
        "Keep it. It is dated. Until then the sheet keeps the words it had."
    )
