"""A clinic's first day: from the empty folder to a sheet in the patient's hand, and the same sheet after a restart."""

import hashlib
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pypdfium2
from PySide6.QtCore import Qt

from consult_app.application.ports import PlanFilter
from consult_app.domain.answers import Area, Severity
from consult_app.domain.findings import Verdict
from consult_app.storage.clinic_file import open_clinic_file
from consult_app.system.paths import Paths
from tests.journeys.provider import ALT, CTRL, SHIFT

Key = Qt.Key
MOST_KEYS = 250
"""What the whole first day may cost at the keyboard, names and products typed included."""


def text_of(pdf: bytes) -> str:
    """What the pages say, each run of spaces and line ends as one space."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = []
        for page in document:
            text = page.get_textpage()
            pages.append(text.get_text_range())
            text.close()
            page.close()
        return " ".join(" ".join(pages).split())
    finally:
        document.close()


def kept(clinic):
    """The one finished plan of the clinic file and its sheets, the newest first, read as another program would."""
    file = open_clinic_file(Paths(clinic.folder).database, clock=clinic.clock)
    try:
        (row,) = file.consultations.plans(PlanFilter())
        assert file.consultations.drafts() == ()
        return file.consultations.plan(row.id), file.consultations.handouts(row.id)
    finally:
        file.close()


def check_given(clinic, saved: Path, says: list[str]):
    """Printer, file and clinic file have the same bytes, and these say what they should."""
    plan, sheets = kept(clinic)
    (printed, printer, copies, paper) = clinic.printer.sent[-1]
    assert (printer, copies, paper) == ("Front desk", 1, "letter")
    assert saved.read_bytes() == printed
    assert {sheet.how for sheet in sheets} == {"printed", "saved"}
    for sheet in sheets:
        assert sheet.pdf == printed
        assert sheet.sha256 == hashlib.sha256(printed).hexdigest()
    said = text_of(printed)
    for words in [*says, plan.number, "Sample Aesthetics", "513-555-0142"]:
        assert words in said
    assert "Draft" not in said
    return plan, printed


# --- by keyboard


def set_up_by_keyboard(provider):
    provider.type("Sample Aesthetics")
    provider.press(Key.Key_Tab)
    provider.type("Cincinnati, OH")
    provider.press(Key.Key_Tab)
    provider.type("513-555-0142")
    provider.next_step("first_provider_name")
    provider.type("Dana Keller")
    provider.next_step("home_search")


def answer_patient_by_keyboard(provider):
    provider.type("Marisol Ortega")
    provider.wait(lambda: provider.sees("match_new"), "the row for a new patient")
    provider.press(Key.Key_Return)
    provider.wait(lambda: provider.focus == "patient_family_name", "the Patient step")
    assert provider.text("patient_family_name") == "Ortega"
    assert provider.text("patient_given_name") == "Marisol"
    provider.tab_to("patient_birth_date")
    provider.type("3/4/84")
    provider.tab_to("patient_allergies_not_recorded")
    while provider.focus != "patient_allergies_known":
        provider.press(Key.Key_Left)
    provider.press(Key.Key_Tab)
    assert provider.focus == "patient_add_allergy"
    provider.type("Neomycin (rash)")
    provider.press(Key.Key_Return)


def answer_concerns_by_keyboard(provider):
    provider.press(Key.Key_Space)
    provider.tab_to("concerns_area_forehead")
    provider.press(Key.Key_Down, times=4)
    assert provider.focus == "concerns_area_right_cheek"
    provider.type("2")
    provider.press(Key.Key_Down)
    provider.type("3")
    assert {given.areas: given.severity for given in provider.answers.concerns} == {
        (Area.RIGHT_CHEEK,): Severity.MODERATE,
        (Area.LEFT_CHEEK,): Severity.MARKED,
    }


def answer_skin_by_keyboard(provider):
    provider.press(Key.Key_Right)
    provider.tab_to("skin_tan_none")
    provider.press(Key.Key_Space)
    provider.tab_to("skin_self_tanner_yes")
    provider.type("n")
    provider.tab_to("skin_no_more_dates")
    provider.press(Key.Key_Space)
    provider.press(Key.Key_P, ALT)
    assert provider.focus == "skin_treatment_day"
    provider.type("today")
    provider.press(Key.Key_Tab)
    provider.type("11:15 am")
    provider.press(Key.Key_Tab)
    assert provider.answers.treatment_at == datetime(2026, 5, 12, 11, 15)


def answer_health_by_keyboard(provider):
    """No to every question; each N goes on to the next one, the self-tanner of the step before too."""
    assert provider.text("health_answered") == "1 of 36 answered"
    provider.type("n" * 36)
    assert provider.text("health_answered") == "36 of 36 answered"


def add_products_by_keyboard(provider):
    provider.type("Retinol serum")
    provider.press(Key.Key_Return)
    provider.wait(lambda: provider.focus == "products_0_last_used", "the editor of the product")
    provider.type("5/1")
    provider.press(Key.Key_Return)
    provider.press(Key.Key_Escape)
    provider.press(Key.Key_A, ALT)
    provider.wait(lambda: provider.focus == "products_name", "the field for the next product")
    provider.type("Gentle cream cleanser")
    provider.press(Key.Key_Return)


def choose_and_sign_by_keyboard(provider):
    provider.tab_to("plan_choose_1")
    provider.type("1")
    provider.wait(lambda: provider.sees("plan_sign"), "the lines of the plan")
    provider.press(Key.Key_S, ALT)
    provider.wait(lambda: provider.session.finished is not None, "the signature")


def give_by_keyboard(provider):
    """Print, then save under the name that is offered."""
    provider.wait(lambda: provider.find("handout_print").isEnabled(), "the pages")
    provider.press(Key.Key_P, CTRL)
    provider.wait(lambda: provider.text("handout_status").startswith("Sent to Front desk"), "the printer")
    provider.press(Key.Key_S, CTRL | SHIFT)
    provider.wait(lambda: provider.focus == "fileNameEdit", "the place to save")
    provider.press(Key.Key_Return)
    provider.wait(lambda: provider.text("handout_status").startswith("Saved as"), "the file")
    provider.take_back_focus()


def test_by_keyboard_alone(open_desk, clinic, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    saved = tmp_path / "After microneedling.pdf"
    provider = open_desk()
    set_up_by_keyboard(provider)
    answer_patient_by_keyboard(provider)
    provider.next_step("concerns_acne_scars")
    answer_concerns_by_keyboard(provider)
    provider.next_step("skin_type_I")
    answer_skin_by_keyboard(provider)
    provider.next_step("health_pregnant_or_nursing_yes")
    answer_health_by_keyboard(provider)
    provider.next_step("products_name")
    assert provider.verdict.startswith("Not decided yet")
    add_products_by_keyboard(provider)
    assert provider.verdict.startswith("Ready to treat today")
    provider.press(Key.Key_N, ALT)
    provider.wait(lambda: provider.sees("plan_choose_1"), "the options")
    choose_and_sign_by_keyboard(provider)
    clinic.clock.go_on(timedelta(minutes=77))
    provider.press(Key.Key_N, ALT)
    give_by_keyboard(provider)
    provider.next_step("home_search")
    provider.close()
    with capsys.disabled():
        sys.stdout.write(f"\nkeys from the empty clinic to the sheet, printed and saved: {provider.keys}\n")
    assert provider.keys <= MOST_KEYS

    plan, printed = check_given(
        clinic,
        saved,
        ["Marisol Ortega", "Treated Tue, May 12, 2026, 12:05 PM", "Thursday, May 14, at 12:05 PM", "Retinol serum"],
    )
    assert plan.consultation_date == date(2026, 5, 12)
    assert plan.entered_at == datetime(2026, 5, 12, 14, 48, tzinfo=UTC)
    assert plan.proposal.verdict is Verdict.READY
    assert plan.treated

    clinic.clock.go_on(timedelta(days=3))
    again = open_desk()
    again.press(Key.Key_H, CTRL)
    again.wait(lambda: again.sees("past_patient_name"), "Past plans")
    assert again.text("past_patient_name").startswith("ORTEGA")
    again.wait(lambda: again.find("past_print").isEnabled(), "the sheet to print again")
    again.press(Key.Key_P, CTRL)
    again.wait(lambda: len(clinic.printer.sent) > 1, "the printer")
    assert clinic.printer.sent[-1][0] == printed
    again.close()


# --- by mouse


def type_into(provider, name, words):
    provider.click(name)
    provider.type(words)


def set_up_by_mouse(provider):
    type_into(provider, "first_clinic_name", "Sample Aesthetics")
    type_into(provider, "first_clinic_place", "Cincinnati, OH")
    type_into(provider, "first_clinic_phone", "513-555-0142")
    provider.choose("first_zone", "Eastern time (New York)")
    provider.click("first_next")
    type_into(provider, "first_provider_name", "Dana Keller")
    provider.choose("first_credentials", "PA")
    provider.click("first_finish")
    provider.wait(lambda: provider.sees("home_new"), "Home")


def answer_patient_by_mouse(provider):
    provider.click("home_new")
    provider.wait(lambda: provider.sees("patient_family_name"), "the Patient step")
    type_into(provider, "patient_family_name", "Okafor")
    type_into(provider, "patient_given_name", "Ines")
    type_into(provider, "patient_birth_date", "11/22/1979")
    provider.click("patient_allergies_none_known")


def answer_concerns_by_mouse(provider):
    provider.click("concerns_fine_lines")
    for area in ("forehead", "around_eyes", "neck"):
        provider.click(f"concerns_area_{area}")
        provider.click(f"concerns_severity_{area}_mild")


def answer_skin_by_mouse(provider):
    provider.click("skin_type_III")
    provider.click("skin_tan_none")
    provider.click("skin_self_tanner_no")
    provider.click("skin_no_more_dates")
    provider.click("Choose planned treatment")
    provider.wait(lambda: provider.sees("Friday, May 29, 2026"), "the month")
    provider.click("Friday, May 29, 2026")
    type_into(provider, "skin_treatment_time", "10:30")
    provider.click("skin_tan_none")
    assert provider.answers.treatment_at == datetime(2026, 5, 29, 10, 30)


def answer_health_by_mouse(provider):
    """Group by group: all no, and yes, each one was read out."""
    groups = [name for name in provider.names("health_") if name.endswith("_all_no")]
    assert len(groups) > 2
    for group in groups:
        provider.click(group)
        provider.click(group.replace("_all_no", "_confirm"))
    assert provider.text("health_answered") == "36 of 36 answered"


def test_by_mouse_wherever_there_is_nothing_to_type(open_desk, clinic, tmp_path):
    saved = tmp_path / "before.pdf"
    provider = open_desk()
    set_up_by_mouse(provider)
    answer_patient_by_mouse(provider)
    provider.click("footer_next")
    answer_concerns_by_mouse(provider)
    provider.click("footer_next")
    answer_skin_by_mouse(provider)
    provider.click("footer_next")
    answer_health_by_mouse(provider)
    provider.click("footer_next")
    provider.click("products_uses_none")
    provider.click("footer_next")
    provider.wait(lambda: provider.sees("plan_choose_1"), "the options")
    assert provider.verdict.startswith("Ready for Fri, May 29")
    provider.click("plan_choose_1")
    provider.click("plan_sign")
    provider.wait(lambda: provider.session.finished is not None, "the signature")
    provider.click("footer_next")
    provider.wait(lambda: provider.find("handout_print").isEnabled(), "the pages")
    provider.click("handout_print")
    provider.wait(lambda: provider.text("handout_status").startswith("Sent to Front desk"), "the printer")
    provider.click("handout_save")
    provider.wait(lambda: provider.focus == "fileNameEdit", "the place to save")
    provider.type(str(saved))
    provider.click("Save")
    provider.wait(lambda: provider.text("handout_status").startswith("Saved as"), "the file")
    provider.click("footer_next")
    provider.wait(lambda: provider.sees("home_new"), "Home")
    provider.close()

    _, printed = check_given(clinic, saved, ["Ines Okafor", "May 29", "10:30 AM"])

    again = open_desk()
    again.click("place_past_plans")
    again.wait(lambda: again.sees("past_patient_name"), "Past plans")
    assert again.text("past_patient_name").startswith("OKAFOR")
    again.wait(lambda: again.find("past_print").isEnabled(), "the sheet to print again")
    again.click("past_print")
    again.wait(lambda: len(clinic.printer.sent) > 1, "the printer")
    assert clinic.printer.sent[-1][0] == printed
    again.close()
