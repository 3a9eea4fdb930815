"""The Handout step, used as a provider uses it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.policy import SMTP

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QFileDialog, QLabel, QLineEdit, QWidget
from shiboken6 import isValid

from consult_app.application.edits import ChooseOption
from consult_app.application.errors import EnvironmentFailed
from consult_app.domain.answers import ProductAnswer, ProductMatch, Use
from consult_app.domain.plan import Step
from consult_app.ui.screens.steps.contract import FillsSheet, Finishes, StepScreen
from consult_app.ui.screens.steps.handout import HandoutStep
from consult_app.ui.screens.steps.handout_desk import HandoutDesk
from consult_app.ui.screens.steps.handout_output import ask_place
from consult_app.ui.theme.theme import Theme
from tests.fakes.jobs import ManualJobs
from tests.fakes.services import CLINIC, DANA, filled, services, session

TEN = datetime(2026, 5, 12, 10, 0)
TRETINOIN = ProductAnswer(
    "Tretinoin cream 0.05%",
    Use.NIGHTLY,
    date(2026, 5, 2),
    match=ProductMatch("tretinoin", "ingredient", ("retinoid_rx",)),
)


@pytest.fixture
def at_desk():
    def opened(*, signed=True, services_with=None, **changes):
        at = services(**(services_with or {}))
        answers = filled(**{"treatment_at": TEN, **changes})
        patient = at.patients.add(answers.patient)
        desk = session(answers, on=at, step=Step.HANDOUT, patient_id=patient.id, visited=tuple(Step))
        if desk.state.proposal.options:
            desk.dispatch(ChooseOption(desk.state.proposal.options[0].id))
        if signed:
            desk.sign(done=lambda _plan: None, failed=lambda error: pytest.fail(str(error)))
            at.jobs.run()
        return desk

    return opened


@pytest.fixture
def open_step(qtbot, at_desk):
    def opened(**changes):
        desk = at_desk(**changes)
        step = HandoutStep(desk, Theme())
        desk.listen(step.render)
        qtbot.addWidget(step)
        step.resize(792, 800)
        step.show()
        desk.services.jobs.run()
        return step, desk

    return opened


def button(step, name):
    found = [each for each in step.findChildren(QAbstractButton, name) if each.isVisibleTo(step)]
    assert len(found) == 1, name
    return found[0]


def click(qtbot, step, name):
    qtbot.mouseClick(button(step, name), Qt.MouseButton.LeftButton)


def status(step):
    return step.findChild(QLabel, "handout_status").text()


def kept(desk):
    return desk.services.consultations.handouts(desk.finished.id)


def documents(desk):
    return desk.services.renderer.documents


def test_the_step_keeps_the_contract(open_step):
    step, _ = open_step()
    assert isinstance(step, StepScreen)
    assert isinstance(step, FillsSheet)
    assert isinstance(step, Finishes)


def test_before_signing_it_is_a_draft_and_leads_to_what_is_missing(open_step, qtbot):
    step, desk = open_step(signed=False, products=None)
    assert documents(desk)[-1].draft_mark
    assert not button(step, "handout_print").isEnabled()
    links = step.desk._missing.links
    assert [link.text() for link in links] == ["The plan is not signed yet.", "Not answered: products."]
    with qtbot.waitSignal(step.go_asked) as asked:
        qtbot.mouseClick(links[1], Qt.MouseButton.LeftButton)
    assert asked.args == ["products"]


def test_an_unsigned_consultation_is_led_to_the_signature_instead_of_finishing(open_step, qtbot):
    step, desk = open_step(signed=False)
    assert [gap.path for gap in step.gaps(desk.state)] == ["plan.sign"]
    with qtbot.waitSignal(step.go_asked) as asked:
        step.finish()
    assert asked.args == ["plan.sign"]


def test_a_signed_consultation_finishes_once_everything_is_written(open_step, qtbot):
    step, desk = open_step()
    assert step.gaps(desk.state) == ()
    with qtbot.waitSignal(step.home_asked):
        step.finish()


def test_signing_turns_the_draft_into_the_sheet(open_step):
    step, desk = open_step(signed=False)
    desk.sign(done=lambda _plan: None, failed=lambda error: pytest.fail(str(error)))
    desk.services.jobs.run()
    assert documents(desk)[-1].draft_mark is None
    assert button(step, "handout_print").text() == "Print 2 pages"


def test_printing_keeps_exactly_the_bytes_that_are_sent(open_step, qtbot):
    step, desk = open_step()
    with qtbot.waitSignal(step.messages):
        click(qtbot, step, "handout_print")
        assert button(step, "handout_print").text() == "Sending..."
        desk.services.jobs.run()
    sent = desk.services.printer.sent
    assert [(printer, copies, paper) for _, printer, copies, paper in sent] == [("Front desk", 1, "letter")]
    assert [sheet.pdf for sheet in kept(desk)] == [sent[0][0]]
    assert (kept(desk)[0].how, kept(desk)[0].target, kept(desk)[0].by) == ("printed", "Front desk", DANA)
    assert status(step) == "Sent to Front desk, 10:48 AM"


def test_the_record_is_kept_before_anything_is_sent(open_step, qtbot, monkeypatch):
    step, desk = open_step()

    def full(handout):
        raise EnvironmentFailed("The disk is full.", "Make room.")

    monkeypatch.setattr(desk.services.consultations, "keep_handout", full)
    click(qtbot, step, "handout_print")
    desk.services.jobs.run()
    assert desk.services.printer.sent == []
    assert step.desk.output.failure.title.text() == "The disk is full."


def test_a_printer_that_fails_is_named_and_the_pdf_offered(open_step, qtbot):
    step, desk = open_step()
    places, written = [], []
    step.desk.counter.ask_place = lambda parent, name, chosen: (places.append(name), chosen("/tmp/sheet.pdf"))
    object.__setattr__(desk.services, "write_file", lambda path, data: written.append((path, data)))
    desk.services.printer.problem = EnvironmentFailed("Front desk is switched off.", "Switch it on.")
    click(qtbot, step, "handout_print")
    desk.services.jobs.run()
    assert step.desk.output.failure.title.text() == "Front desk is switched off."
    click(qtbot, step, "handout_print")
    desk.services.jobs.run()
    assert len(kept(desk)) == 1
    click(qtbot, step, "handout_save_instead")
    desk.services.jobs.run()
    assert places == ["After microneedling.pdf"]
    assert written[0][1] == kept(desk)[0].pdf
    assert [sheet.how for sheet in kept(desk)] == ["saved", "printed"]
    assert status(step) == "Saved as sheet.pdf, 10:48 AM"
    assert not step.desk.output.failure.isVisibleTo(step)


def test_nothing_is_saved_when_no_place_is_chosen(open_step, qtbot):
    step, desk = open_step()
    step.desk.counter.ask_place = lambda parent, name, chosen: None
    click(qtbot, step, "handout_save")
    desk.services.jobs.run()
    assert kept(desk) == ()
    assert status(step) == "Not printed yet"


def test_the_48_hours_count_from_now_unless_a_time_is_typed(open_step, qtbot):
    step, desk = open_step()
    end = step.findChild(QLineEdit, "handout_end")
    assert end.text() == "10:48 AM"
    desk.services.clock.go_on(timedelta(minutes=30))
    click(qtbot, step, "handout_print")
    desk.services.jobs.run()
    assert end.text() == "11:18 AM"
    assert "11:18 AM" in documents(desk)[-1].band.when
    end.setFocus()
    end.setText("11:05 AM")
    qtbot.keyClick(end, Qt.Key.Key_Return)
    desk.services.clock.go_on(timedelta(minutes=30))
    click(qtbot, step, "handout_print")
    desk.services.jobs.run()
    assert "11:05 AM" in documents(desk)[-1].band.when
    assert [sheet.sheet for sheet in kept(desk)] == ["after", "after"]
    assert desk.finished.answers.treated_at is None


def test_a_time_ahead_is_refused_in_words(open_step, qtbot):
    step, desk = open_step()
    end = step.findChild(QLineEdit, "handout_end")
    end.setFocus()
    end.setText("4:00 PM")
    qtbot.keyClick(end, Qt.Key.Key_Return)
    desk.services.jobs.run()
    assert end.accessibleDescription() == "This time has not come yet."
    assert not button(step, "handout_print").isEnabled()


def test_sheet_size_paper_and_letterhead_are_drawn_at_once(open_step, qtbot):
    step, desk = open_step()
    click(qtbot, step, "handout_sheet_before")
    click(qtbot, step, "handout_size_large")
    click(qtbot, step, "handout_paper_a4")
    click(qtbot, step, "handout_letterhead")
    desk.services.jobs.run()
    click(qtbot, step, "handout_print")
    desk.services.jobs.run()
    sheet = kept(desk)[0]
    assert (sheet.sheet, sheet.large_print, sheet.paper, sheet.letterhead) == ("before", True, "a4", False)
    assert desk.services.clinics.setting("print.paper") == "a4"


def test_only_the_latest_choice_is_drawn(open_step, qtbot):
    step, desk = open_step()
    before = len(documents(desk))
    for name in ("handout_sheet_before", "handout_sheet_after", "handout_paper_a4", "handout_size_large"):
        click(qtbot, step, name)
    desk.services.jobs.run()
    assert len(documents(desk)) == before + 2
    assert step.desk._drawer.current.order.wish.look.paper == "a4"


def test_pages_are_drawn_on_their_own_lane(qtbot, at_desk):
    lane = ManualJobs()
    desk = at_desk(services_with={"drawing": lane})
    step = HandoutStep(desk, Theme())
    qtbot.addWidget(step)
    step.show()
    desk.services.jobs.run()
    assert documents(desk) == []
    lane.run()
    assert len(documents(desk)) == 1


def test_a_language_without_wording_cannot_be_chosen(open_step, qtbot):
    english = services().protocol
    english = replace(english, wording={"en": english.wording["en"]})
    step, desk = open_step(services_with={"protocol": english})
    assert not button(step, "handout_language_es").isEnabled()
    assert "no Spanish wording" in step.findChild(QLabel, "handout_language_words").text()
    qtbot.keyClick(button(step, "handout_language_en"), Qt.Key.Key_Right)
    desk.services.jobs.run()
    assert step.desk.options.language.value == "en"


def test_printer_and_copies_are_remembered(open_step, qtbot, at_desk):
    step, desk = open_step()
    step.findChild(QComboBox, "handout_printer").set_value("Back office")
    step.findChild(QComboBox, "handout_copies").set_value("2")
    click(qtbot, step, "handout_print")
    desk.services.jobs.run()
    assert desk.services.printer.sent[0][1:3] == ("Back office", 2)
    again = HandoutDesk(desk.services, Theme(), DANA)
    qtbot.addWidget(again)
    desk.services.jobs.run()
    assert (again.output.printer.value, again.output.copies.value) == ("Back office", "2")


def test_without_a_printer_the_pdf_is_what_is_left(open_step, monkeypatch):
    monkeypatch.setattr("tests.fakes.services.FakePrinter.printers", lambda self: ())
    step, _ = open_step()
    assert not button(step, "handout_print").isEnabled()
    assert button(step, "handout_save").isEnabled()
    words = step.findChild(QLabel, "handout_printer_words").text()
    assert words == "No printer found. Save the PDF instead."


def test_missing_clinic_details_are_asked_about_once(open_step, qtbot):
    step, desk = open_step(services_with={"clinic": replace(CLINIC, phone="")})
    click(qtbot, step, "handout_print")
    desk.services.jobs.run()
    assert desk.services.printer.sent == []
    click(qtbot, step, "handout_details_go_on")
    desk.services.jobs.run()
    click(qtbot, step, "handout_print")
    desk.services.jobs.run()
    assert len(desk.services.printer.sent) == 2


def test_on_a_later_day_each_check_is_ticked_first_and_kept_with_the_plan(open_step, qtbot):
    step, desk = open_step(treatment_at=datetime(2026, 5, 15, 10, 0), products=(TRETINOIN,))
    desk.services.clock.at = datetime(2026, 5, 15, 14, 30, tzinfo=UTC)
    click(qtbot, step, "handout_sheet_after")
    desk.services.jobs.run()
    click(qtbot, step, "handout_print")
    desk.services.jobs.run()
    assert desk.services.printer.sent == []
    assert step.window().focusWidget().objectName() == "handout_check_0"
    for at in range(5):
        qtbot.keyClick(button(step, f"handout_check_{at}"), Qt.Key.Key_Space)
    for _ in range(2):
        click(qtbot, step, "handout_print")
        desk.services.jobs.run()
    assert [sheet.sheet for sheet in kept(desk)] == ["after", "after"]
    notes = desk.services.consultations.addenda(desk.finished.id)
    assert len(notes) == 1
    assert notes[0].text.startswith("Asked again on Fri, May 15, 2026")
    assert "Tretinoin cream 0.05%: last use Sat, May 2" in notes[0].text


def test_a_sheet_that_cannot_be_drawn_says_so(open_step, qtbot, monkeypatch):
    step, desk = open_step()

    def broken(self, document, *, brand, look):
        raise OSError("fonts")

    monkeypatch.setattr("tests.fakes.services.FakeRenderer.render", broken)
    click(qtbot, step, "handout_paper_a4")
    desk.services.jobs.run()
    assert step.desk.output.failure.title.text() == "The sheet could not be made."


def test_keys_print_save_turn_and_zoom(open_step, qtbot):
    step, desk = open_step()
    with qtbot.waitActive(step):
        step.activateWindow()
    step.focus_first()
    control = Qt.KeyboardModifier.ControlModifier

    def press(key, held=Qt.KeyboardModifier.NoModifier):
        qtbot.keyClick(step.window().focusWidget(), key, held)

    assert step.window().focusWidget().objectName() == "handout_print"
    press(Qt.Key.Key_PageDown)
    assert step.desk.pages.page == 1
    press(Qt.Key.Key_PageUp)
    assert step.desk.pages.page == 0
    press(Qt.Key.Key_Equal, control)
    assert step.desk.pages.zoom > 0
    press(Qt.Key.Key_0, control)
    assert step.desk.pages.zoom == 0
    press(Qt.Key.Key_P, control)
    desk.services.jobs.run()
    assert len(desk.services.printer.sent) == 1


def test_every_control_has_a_name_and_letters_do_not_clash(open_step):
    step, _ = open_step()
    shown = [each for each in step.findChildren(QAbstractButton) if each.isVisibleTo(step)]
    assert all(each.accessibleName() or each.text() for each in shown)
    labels = [each for each in step.findChildren(QLabel) if each.buddy() is not None and each.isVisibleTo(step)]
    letters = [each.shortcut().toString() for each in shown if not each.shortcut().isEmpty()]
    letters += [f"Alt+{each.text()[each.text().index('&') + 1].upper()}" for each in labels if "&" in each.text()]
    assert sorted(letters) == ["Alt+E", "Alt+G", "Alt+L", "Alt+P", "Alt+S", "Alt+T", "Alt+W"]


def test_a_sheet_on_its_way_arrives_although_the_page_is_gone(qtbot, at_desk):
    lane = ManualJobs()
    desk = at_desk(services_with={"drawing": lane})
    step = HandoutStep(desk, Theme())
    step.resize(792, 800)
    step.show()
    desk.services.jobs.run()
    lane.run()
    click(qtbot, step, "handout_print")
    step.close()
    step.deleteLater()
    QCoreApplication.sendPostedEvents(step, QEvent.Type.DeferredDelete)
    assert not isValid(step)
    desk.services.jobs.run()
    lane.run()
    assert len(desk.services.printer.sent) == 1
    assert len(kept(desk)) == 1


def test_the_email_file_is_written_kept_and_opened_but_never_sent(open_step, qtbot):
    step, desk = open_step()
    places, written, opened = [], {}, []
    step.desk.counter.ask_place = lambda parent, name, chosen: (places.append(name), chosen("/tmp/Dana's.eml"))
    object.__setattr__(desk.services, "write_file", written.__setitem__)
    object.__setattr__(desk.services, "open_file", opened.append)
    click(qtbot, step, "handout_email")
    desk.services.jobs.run()
    message = message_from_bytes(written["/tmp/Dana's.eml"], policy=SMTP)
    assert message["X-Unsent"] == "1"
    assert [part.get_content() for part in message.iter_attachments()] == [kept(desk)[0].pdf]
    assert places == ["After microneedling.eml"]
    assert opened == ["/tmp/Dana's.eml"]
    assert [sheet.how for sheet in kept(desk)] == ["email file"]
    assert status(step) == "Dana's.eml opened in the mail program, 10:48 AM"


def test_an_email_file_nothing_opens_is_told_and_is_kept_once(open_step, qtbot):
    step, desk = open_step()

    def nothing(path):
        raise EnvironmentFailed("The file is written, but no program opened it.", "Open it from its folder.")

    step.desk.counter.ask_place = lambda parent, name, chosen: chosen("/tmp/sheet.eml")
    object.__setattr__(desk.services, "open_file", nothing)
    for _ in range(2):
        click(qtbot, step, "handout_email")
        desk.services.jobs.run()
        assert step.desk.output.failure.title.text() == "The file is written, but no program opened it."
    assert len(kept(desk)) == 1
    assert button(step, "handout_save_instead").isVisibleTo(step)


def test_the_focus_goes_to_print_once_the_printers_are_known(qtbot, at_desk):
    desk = at_desk()
    step = HandoutStep(desk, Theme())
    qtbot.addWidget(step)
    step.show()
    step.focus_first()
    assert step.window().focusWidget().objectName().startswith("handout_sheet_")
    desk.services.jobs.run()
    assert step.window().focusWidget().objectName() == "handout_print"


def test_a_focus_that_went_elsewhere_meanwhile_stays_there(qtbot, at_desk):
    desk = at_desk()
    step = HandoutStep(desk, Theme())
    qtbot.addWidget(step)
    step.show()
    step.focus_first()
    button(step, "handout_letterhead").setFocus()
    desk.services.jobs.run()
    assert step.window().focusWidget().objectName() == "handout_letterhead"


def test_small_pages_turn_the_sheet(open_step, qtbot):
    step, _ = open_step()
    step.resize(900, 800)
    names = [button(step, f"page_thumb_{number}").accessibleName() for number in (1, 2)]
    assert names == ["Page 1 of 2", "Page 2 of 2"]
    click(qtbot, step, "page_thumb_2")
    assert step.desk.pages.page == 1
    assert [button(step, f"page_thumb_{number}").isChecked() for number in (1, 2)] == [False, True]
    step.resize(620, 800)
    assert not step.desk.pages.thumbs.isVisibleTo(step)
    assert step.desk.pages.count.isVisibleTo(step)


@pytest.mark.parametrize(("name", "title"), [("x.pdf", "Save PDF"), ("x.eml", "Save the email file")])
def test_the_place_asked_for_fits_the_kind_of_file(qtbot, name, title):
    parent, chosen = QWidget(), []
    qtbot.addWidget(parent)
    ask_place(parent, name, chosen.append)
    (dialog,) = parent.findChildren(QFileDialog)
    assert dialog.windowTitle() == title
    assert dialog.defaultSuffix() == name[2:]
    dialog.reject()
    assert chosen == []
