"""What the Handout step says, and what a sheet is made from."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from consult_app.application.consultation import Desk, begin, reduce
from consult_app.application.edits import ChooseOption
from consult_app.application.errors import EnvironmentFailed, Refused
from consult_app.application.finishing import finish
from consult_app.application.handout_document import Sheet
from consult_app.application.ports import PrinterInfo
from consult_app.domain.answers import HealthAnswer, ProductAnswer, ProductMatch, Reply, Use
from consult_app.domain.findings import Verdict
from consult_app.domain.patient import PatientId
from consult_app.domain.plan import LineEdit
from consult_app.ui.presenters.handout import (
    SIGN_PATH,
    SheetWish,
    checks_record,
    day_checks,
    failure_words,
    present_handout,
    present_missing,
    print_words,
    printer_choices,
    usual_printer,
)
from consult_app.ui.presenters.handout_basis import (
    SheetBasis,
    checks_again,
    end_at,
    local_now,
    sheet_basis,
    usual_end,
)
from tests.fakes.services import CLINIC, DANA, NOW, filled, new_draft, protocol

TODAY = date(2026, 5, 12)
AT = datetime(2026, 5, 12, 10, 48)
DESK = Desk(protocol=protocol(), clinic=CLINIC, today=TODAY)
TRETINOIN = ProductAnswer(
    "Tretinoin cream 0.05%",
    Use.NIGHTLY,
    date(2026, 5, 9),
    match=ProductMatch("tretinoin", "ingredient", ("retinoid_rx",)),
)
FULL_CLINIC = replace(CLINIC, after_hours_phone="513-555-0143")


def opened(**changes):
    state = begin(DESK, new_draft(filled(**changes), patient_id=PatientId("patient-1")))
    return reduce(DESK, state, ChooseOption(state.proposal.options[0].id)) if state.proposal.options else state


def signed(at=NOW, **changes):
    return finish(
        protocol=protocol(),
        clinic=CLINIC,
        draft=opened(**changes).draft,
        provider=DANA,
        now=at,
        today=TODAY,
        plan_id="plan-1",
    )


def basis_of(plan, sheet=Sheet.AFTER, ended=AT, with_protocol=None):
    return sheet_basis(
        with_protocol or protocol(), CLINIC, answers=plan.answers, proposal=plan.proposal, sheet=sheet, ended=ended
    )


def shown(plan, *, sheet=Sheet.AFTER, ended=AT, clinic=FULL_CLINIC, now=AT, glyphs=(), basis=None):
    return present_handout(
        protocol(),
        clinic,
        basis or basis_of(plan, sheet, ended),
        SheetWish(sheet, ended=ended),
        plan=plan,
        now=now,
        missing_glyphs=glyphs,
    )


def test_before_signing_the_sheet_is_a_draft_and_says_what_is_missing():
    state = opened(products=None)
    basis = SheetBasis(state.answers, state.proposal)
    view = present_handout(protocol(), CLINIC, basis, SheetWish(Sheet.BEFORE), plan=None, now=AT)
    assert not view.may_give
    assert [(line.words, line.path) for line in view.missing] == [
        ("The plan is not signed yet.", SIGN_PATH),
        ("Not answered: products.", "products"),
    ]


def test_a_signed_plan_with_everything_may_be_given():
    view = shown(signed(treatment_at=datetime(2026, 5, 12, 10, 0)))
    assert view.may_give
    assert view.missing == ()
    assert view.warnings == ()
    assert view.checks == ()
    assert view.end_hint == "Today. The 48 hours count from here."


def test_the_after_sheet_counts_from_the_real_end():
    plan = signed(treatment_at=datetime(2026, 5, 12, 10, 0))
    basis = basis_of(plan, ended=datetime(2026, 5, 12, 11, 20))
    assert basis.proposal.aftercare.protected_until == datetime(2026, 5, 14, 11, 20)
    assert basis.answers.treated_at == datetime(2026, 5, 12, 11, 20)
    assert basis.proposal.sessions == plan.proposal.sessions
    assert plan.answers.treated_at is None


def test_a_plan_without_a_treatment_time_takes_the_real_end_as_its_day():
    plan = signed()
    basis = basis_of(plan)
    assert present_missing(Sheet.AFTER, basis.answers, basis.proposal) == ()
    assert basis.answers.treatment_at == AT


def test_a_later_treatment_is_judged_on_its_own_day_and_keeps_the_signed_sessions():
    plan = signed(treatment_at=datetime(2026, 5, 15, 10, 0), products=(TRETINOIN,))
    basis = basis_of(plan, ended=datetime(2026, 5, 13, 10, 0))
    assert basis.proposal.verdict is Verdict.WAIT
    assert basis.proposal.sessions == plan.proposal.sessions
    lines = present_missing(Sheet.AFTER, basis.answers, basis.proposal)
    assert [(line.words, line.path) for line in lines] == [
        ("The treatment day is before Fri, May 15, the earliest day: move the visit.", "treatment_at")
    ]


def test_a_plan_of_another_protocol_version_is_printed_as_it_was_signed():
    plan = signed(treatment_at=datetime(2026, 5, 12, 10, 0))
    other = replace(protocol(), sha256="other", version="1.1.0")
    basis = basis_of(plan, with_protocol=other)
    assert basis.frozen
    assert basis.proposal == plan.proposal
    view = present_handout(other, FULL_CLINIC, basis, SheetWish(Sheet.AFTER, ended=AT), plan=plan, now=AT)
    assert not view.asks_end
    assert view.warnings[0].title == "Made on protocol 1.0.0, in use is 1.1.0"


def test_the_before_sheet_is_the_plan_itself():
    plan = signed()
    assert basis_of(plan, Sheet.BEFORE) == SheetBasis(plan.answers, plan.proposal)


@pytest.mark.parametrize(
    ("planned", "end"),
    [
        (None, datetime(2026, 5, 12, 10, 48)),
        (datetime(2026, 5, 12, 9, 0), datetime(2026, 5, 12, 10, 48)),
        (datetime(2026, 5, 15, 9, 0), datetime(2026, 5, 12, 10, 48)),
        (datetime(2026, 5, 8, 9, 0), datetime(2026, 5, 8, 9, 0)),
    ],
)
def test_the_end_is_now_unless_the_day_is_gone_by(planned, end):
    assert usual_end(filled(treatment_at=planned), AT.replace(second=30)) == end
    assert local_now(CLINIC, NOW) == AT
    assert end_at(AT, time(9, 5)) == datetime(2026, 5, 12, 9, 5)


def test_a_time_ahead_is_no_end():
    view = shown(signed(), ended=AT + timedelta(minutes=5))
    assert view.end_error == "This time has not come yet."
    assert not view.may_give


def test_on_a_later_day_the_day_itself_is_asked_about():
    plan = signed(treatment_at=datetime(2026, 5, 15, 10, 0), products=(TRETINOIN,))
    friday = datetime(2026, 5, 15, 10, 30)
    view = shown(plan, ended=friday, now=friday)
    assert view.checks == (
        "No tan or sunburn today",
        "No open or irritated skin",
        "No skin infection or cold sore",
        "Not pregnant or nursing",
        "Paused products not used: Tretinoin cream 0.05%: last use Sat, May 9",
    )
    assert shown(plan, sheet=Sheet.BEFORE, now=friday).checks == ()
    assert checks_record(view.checks, friday.date()).startswith("Asked again on Fri, May 15, 2026, before the sheet")


def test_a_day_is_the_clinics_when_asking_again():
    late = signed(at=datetime(2026, 5, 13, 3, 0, tzinfo=UTC))
    assert not checks_again(late, CLINIC, Sheet.AFTER, TODAY)
    assert checks_again(late, CLINIC, Sheet.AFTER, date(2026, 5, 13))
    assert not checks_again(None, CLINIC, Sheet.AFTER, date(2026, 5, 13))


def test_without_paused_products_the_check_says_so():
    plan = signed()
    assert day_checks(plan.answers, plan.proposal)[-1] == "No product used that had to pause"


@pytest.mark.parametrize(
    ("clinic", "look", "title", "asks"),
    [
        (CLINIC, "amber", "No after-hours phone number", ""),
        (
            replace(CLINIC, phone=""),
            "stop",
            "No clinic phone number",
            "The clinic's phone number will be a line to write on.",
        ),
        (
            replace(CLINIC, phone="", name=""),
            "stop",
            "No clinic name and no clinic phone number",
            "The clinic's name and phone number will be a line to write on.",
        ),
    ],
)
def test_what_the_clinic_lacks_is_named(clinic, look, title, asks):
    view = shown(signed(), clinic=clinic)
    assert [(each.look, each.title) for each in view.warnings] == [(look, title)]
    assert view.asks_details == asks
    assert view.may_give


def test_characters_that_cannot_be_printed_are_named_by_the_place_they_were_typed_in():
    plan = signed(patient=replace(filled().patient, given_name="Mari🌻"))
    edits = (LineEdit("en", "edited.note", "Well done 🙂 ✨", DANA, NOW),)
    warned = present_handout(
        protocol(),
        FULL_CLINIC,
        basis_of(plan),
        SheetWish(Sheet.AFTER, ended=AT),
        plan=plan,
        now=AT,
        missing_glyphs=("🌻", "🙂", "✨", "◊"),
        edits=edits,
    ).warnings[0]
    assert warned.title == "The sheet cannot show: 🌻 (in the patient's name), 🙂 ✨ (in the note), ◊"
    assert warned.text == "It prints □ in its place."


def test_a_name_in_other_letters_leads_to_where_it_is_typed():
    view = shown(signed(patient=replace(filled().patient, family_name="山田")))
    assert not view.may_give
    assert [(line.words, line.path) for line in view.missing] == [
        (
            "The patient's family name is in letters the sheet cannot print: write it in Latin letters.",
            "patient.family_name",
        )
    ]


def test_a_language_without_wording_says_so():
    english = replace(protocol(), wording={"en": protocol().wording["en"]})
    plan = signed()
    view = present_handout(english, CLINIC, basis_of(plan), SheetWish(Sheet.AFTER, ended=AT), plan=plan, now=AT)
    assert view.languages == (
        ("en", "English", ""),
        ("es", "Spanish", "The sheets have no Spanish wording in protocol 1.0.0."),
    )


def test_an_open_decision_leads_to_its_finding():
    state = opened(health={**filled().health, "cold_sore_history": HealthAnswer(Reply.YES)})
    lines = present_missing(Sheet.AFTER, replace(state.answers, treatment_at=AT), state.proposal)
    assert [(line.words, line.path) for line in lines] == [
        ("The verdict is: needs your decision.", "health.cold_sore_history")
    ]


def test_printers_and_pages_in_words():
    printers = (PrinterInfo("Back office"), PrinterInfo("Front desk", is_default=True, problem="Paused"))
    assert printer_choices(printers) == (("Back office", "Back office"), ("Front desk", "Front desk (check it)"))
    assert usual_printer(printers, None) == "Front desk"
    assert usual_printer(printers, "Back office") == "Back office"
    assert usual_printer(printers, "Gone") == "Front desk"
    assert usual_printer((), "Gone") == ""
    assert (print_words(0), print_words(1), print_words(2)) == ("Print", "Print 1 page", "Print 2 pages")


def test_failures_say_what_happened_and_what_to_do():
    assert failure_words(EnvironmentFailed("Full.", "Make room.")) == ("Full.", "Make room.")
    assert failure_words(Refused("No.", ("a", "b"))) == ("No.", "a b")
    assert failure_words(OSError(), printer="Front desk")[0] == "The pages did not reach Front desk."
    assert failure_words(OSError())[0] == "The sheet could not be made."
