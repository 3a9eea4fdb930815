"""Lines of a sheet in the provider's own words, for one patient."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from consult_app.application.errors import Refused
from consult_app.application.handout_document import Sheet
from consult_app.application.handouts import SheetChoice, WrittenSheet, build_sheet, write_sheet
from consult_app.application.sheet_edits import NOTE, PatientLines, SheetLine, words_for
from consult_app.domain.answers import Provider
from consult_app.domain.plan import LineEdit
from consult_app.domain.proposal import propose
from tests.fakes.services import CLINIC, EnglishDates, filled, protocol

DANA, PRIYA = Provider("Dana Keller", "NP"), Provider("Priya Shah", "MD")
NOW = datetime(2026, 5, 12, 15, 0, tzinfo=UTC)
TEN = datetime(2026, 5, 12, 10, 0)
UNTIL = "Thursday, May 14, at 10:00 AM"


def written(*edits, sheet=Sheet.AFTER, language="en", ended=TEN) -> WrittenSheet:
    answers = filled(treatment_at=TEN, treated_at=ended)
    proposal = propose(protocol(), CLINIC, answers, TEN.date())
    choice = SheetChoice(sheet, language)
    return write_sheet(
        protocol(), CLINIC, answers, proposal, choice=choice, dates=EnglishDates(), draft=True, edits=edits
    )


def line_of(sheet: WrittenSheet, name: str) -> SheetLine:
    return next(line for line in sheet.lines if line.id == name)


def put(name: str, typed: str, lines=None, **sheet) -> PatientLines:
    return (lines or PatientLines()).put(line_of(written(**sheet), name), typed, by=DANA, at=NOW)


def texts(document) -> str:
    return repr(document)


def test_a_changed_line_stands_in_its_place_and_says_who_changed_it():
    lines = put("avoid.picking", "Picking at your chin")
    sheet = written(*lines.edits)
    assert sheet.document.panels[0].items[-1] == "Picking at your chin"
    assert line_of(sheet, "avoid.picking").edit == LineEdit("en", "avoid.picking", "Picking at your chin", DANA, NOW)
    assert line_of(sheet, "avoid.picking").text == "Picking at your chin"
    assert line_of(sheet, "avoid.picking").clinic_text == "Picking or rubbing your skin"
    assert [line.id for line in sheet.lines if line.edit is not None] == ["avoid.picking"]


def test_without_edits_the_sheet_is_the_clinics():
    sheet = written()
    assert sheet.document.edited is None
    assert all(line.edit is None for line in sheet.lines)


def test_lines_come_as_they_are_read_with_the_note_at_the_end():
    names = [line.id for line in written().lines]
    assert names[:3] == ["after.lead", "remember.1", "remember.2"]
    assert names.index("remember.3") < names.index("step.first_hours.title") < names.index("avoid.picking")
    assert names[-1] == NOTE


@pytest.mark.parametrize("sheet", Sheet)
@pytest.mark.parametrize("language", ["en", "es"])
def test_dates_products_visits_and_the_clinics_own_words_are_not_offered(sheet, language):
    names = {line.id for line in written(sheet=sheet, language=language).lines} - {"products.none"}
    kinds = {name.partition(".")[0] for name in names}
    assert not kinds & {"products", "use", "category", "visits", "band", "footer", "signature", "qr", "meta", "alt"}
    assert not names & {"call.emergency", "call.after_hours", "call.write_in", "avoid.until", "call.heading"}
    assert not [name for name in names if name.startswith("step.") and name.endswith(".when")]


def test_a_date_in_a_line_stays_the_plans_own():
    lines = put("remember.1", f"No gym, no pool until {UNTIL}. {{Really}}.")
    assert lines.edits[0].words == "No gym, no pool until {until}. {{Really}}."
    later = written(*lines.edits, ended=TEN + timedelta(hours=2))
    assert line_of(later, "remember.1").text == "No gym, no pool until Thursday, May 14, at 12:00 PM. {Really}."
    bold = [run.text for run in later.document.remember.items[0] if run.bold]
    assert bold == ["Thursday, May 14, at 12:00 PM"]


def test_a_line_that_lost_its_date_or_number_is_refused_by_what_is_missing():
    with pytest.raises(Refused, match=f"Keep “{UNTIL}” in the line") as refused:
        put("remember.1", "No gym, no pool.")
    assert refused.value.missing == ("It comes from the plan and stays right.",)
    with pytest.raises(Refused, match="513-555-0142"):
        put("remember.3", "Call us at 513-555-0199.")


def test_a_date_may_stand_twice_and_two_alike_stay_two():
    assert put("remember.1", f"Until {UNTIL}, yes, {UNTIL}.").edits[0].words == "Until {until}, yes, {until}."
    line = SheetLine("x", "en", "{from} to {to}", (("from", "Monday"), ("to", "Monday")))
    assert words_for(line, "Monday, up to Monday") == "{from}, up to {to}"
    with pytest.raises(Refused, match="Keep “Monday”"):
        words_for(line, "Monday")


def test_spaces_and_line_ends_become_one_space():
    assert put("avoid.picking", "  Picking \n at it ").edits[0].words == "Picking at it"


@pytest.mark.parametrize(
    ("name", "typed", "summary"),
    [
        ("avoid.picking", "  ", "The line is empty."),
        ("avoid.picking", "x" * 301, "The line has 301 letters."),
        (NOTE, "x" * 1001, "The line has 1001 letters."),
    ],
)
def test_empty_and_endless_lines_are_refused(name, typed, summary):
    with pytest.raises(Refused) as refused:
        put(name, typed)
    assert refused.value.summary == summary
    assert refused.value.missing


def test_the_note_is_just_for_this_patient():
    lines = put(NOTE, "Bring your own hat.\nAnd water.")
    assert written(*lines.edits).document.edited.heading == "Just for you"
    assert written(*lines.edits).document.edited.notes == ("Bring your own hat.\nAnd water.",)
    assert put(NOTE, "", lines).edits == ()


def test_the_clinics_own_words_are_no_edit():
    lines = put("avoid.picking", "Picking at your chin")
    assert put("avoid.picking", "Picking or rubbing your skin", lines).edits == ()
    line = line_of(written(*lines.edits), "avoid.picking")
    assert lines.take_back(line).edits == ()
    assert lines.take_back(line).undo().edits == lines.edits


def test_typing_in_one_line_undoes_at_once_and_comes_back():
    lines = put("avoid.picking", "Pick")
    lines = put("avoid.picking", "Picking at it", lines)
    lines = put("ok.hat", "A cap", lines)
    assert [edit.words for edit in lines.edits] == ["Picking at it", "A cap"]
    back = lines.undo()
    assert [edit.words for edit in back.edits] == ["Picking at it"]
    assert back.undo().edits == ()
    assert back.undo().undo() == back.undo()
    assert back.redo().edits == lines.edits
    assert lines.redo() is lines


def test_the_same_words_again_keep_who_wrote_them():
    lines = put("ok.hat", "A cap")
    again = lines.put(line_of(written(), "ok.hat"), "A cap", by=PRIYA, at=NOW + timedelta(hours=1))
    assert again is lines
    assert PatientLines().take_back(line_of(written(), "ok.hat")) == PatientLines()


def test_an_edit_belongs_to_one_language():
    lines = put("ok.hat", "A cap")
    spanish = written(*lines.edits, language="es")
    assert line_of(spanish, "ok.hat").edit is None
    both = lines.put(line_of(spanish, "ok.hat"), "Una gorra", by=DANA, at=NOW)
    assert [(edit.language, edit.words) for edit in both.edits] == [("en", "A cap"), ("es", "Una gorra")]


def test_an_edit_whose_line_is_gone_or_takes_other_fields_now_is_left_out():
    edits = (
        LineEdit("en", "avoid.gone", "Words", DANA, NOW),
        LineEdit("en", "remember.1", "Words without the date", DANA, NOW),
        LineEdit("en", "ok.hat", "A cap until {until}", DANA, NOW),
    )
    assert written(*edits).document == written().document


def test_a_sheet_built_plainly_is_the_written_one_without_edits():
    answers = filled(treatment_at=TEN)
    proposal = propose(protocol(), CLINIC, answers, TEN.date())
    given = {"choice": SheetChoice(Sheet.AFTER), "dates": EnglishDates()}
    built = build_sheet(protocol(), CLINIC, answers, proposal, **given)
    assert built == write_sheet(protocol(), CLINIC, answers, proposal, **given).document


def test_undated_lines_can_be_changed_too():
    answers = replace(filled(), treatment_at=None)
    proposal = propose(protocol(), CLINIC, answers, TEN.date())
    sheet = write_sheet(
        protocol(), CLINIC, answers, proposal, choice=SheetChoice(Sheet.BEFORE), dates=EnglishDates(), draft=True
    )
    assert "before.avoid.peel_undated" in {line.id for line in sheet.lines}


def test_the_edits_lie_over_the_lines_of_their_own_language():
    lines = put("ok.hat", "A cap")
    now = {line.id: line.text for line in lines.over(written().lines)}
    assert (now["ok.hat"], now["avoid.picking"]) == ("A cap", "Picking or rubbing your skin")
    assert lines.over(written(*lines.edits).lines) == written(*lines.edits).lines
    assert PatientLines().over(written(*lines.edits).lines) == written().lines
    assert lines.over(written(language="es").lines) == written(language="es").lines
