"""Whatever a provider does at the desk, in whatever order: what must never be hidden, lost or signed.

A machine edits, copies, decides, overrides, undoes, saves, opens again and signs consultations of one clinic kept in
memory. Beside the desk it keeps its own list of answers for undo, and its own copy of every plan that was signed.
"""

from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from typing_extensions import override

from consult_app.application import edits
from consult_app.application.access import is_prescriber
from consult_app.application.consultation import ConfirmCopied
from consult_app.application.copy_to_new import copy_of
from consult_app.application.copying import COPIED, confirmed_answers, unconfirmed
from consult_app.application.errors import Refused
from consult_app.application.session import ConsultationSession
from consult_app.domain.answers import (
    Answers,
    Area,
    AskDecision,
    CategoryDecision,
    Concern,
    Decision,
    DecisionChoice,
    Fitzpatrick,
    HealthAnswer,
    ImportantDate,
    Override,
    PlannedSession,
    ProductAnswer,
    Provider,
    Reply,
    ResumeDecision,
    Severity,
    Tan,
    Trip,
)
from consult_app.domain.findings import Finding, Verdict
from consult_app.domain.patient import Allergies
from consult_app.domain.plan import DraftId, DraftPlan, FinalPlan, Step
from consult_app.domain.proposal import Proposal, propose
from consult_app.domain.protocol import Effect
from tests.builders import AESTHETICIAN, NURSE, REASON, product, tretinoin
from tests.fakes.jobs import ManualJobs
from tests.fakes.services import CLINIC, MARISOL, NOW, filled, protocol, services

TODAY = date(2026, 5, 12)
TOO_SHORT = "One letter missing."
PROCEED = DecisionChoice.PROCEED
SPACING = timedelta(days=28)
VISITS = tuple(datetime(2026, 5, day, 10, 30) for day in (12, 13, 22, 26))
CHILD = replace(MARISOL, birth_date=date(2010, 3, 4))
STOP_QUESTIONS = ("bleeding_disorder", "pregnant_or_nursing", "isotretinoin")
QUESTIONS = ("rosacea", "filler", "microneedling", "active_infection", "melasma")
RULES = (
    "label.bleeding_disorder",
    "history.rosacea",
    "recent.filler",
    "recent.microneedling",
    "skin.infection",
    "sun.fresh_tan",
    "product.used_too_recently",
    "product.resumes_early",
    "plan.too_close",
    "plan.outside_range",
)
PRODUCTS = (
    tretinoin(),
    tretinoin(date(2026, 5, 11)),
    product("Midnight Reset drops"),
    product("Growth serum", "growth_factors"),
    product("Gentle cleanser", "cleanser_gentle"),
    product("Midnight Reset drops", decision=ResumeDecision(date(2026, 5, 13))),
    product("Midnight Reset drops", decision=CategoryDecision("niacinamide")),
    product("Midnight Reset drops", decision=AskDecision()),
)

days_before = st.integers(1, 40).map(lambda offset: TODAY - timedelta(days=offset))
spring = st.integers(-40, 30).map(lambda offset: TODAY + timedelta(days=offset))
summer = st.integers(0, 150).map(lambda offset: TODAY + timedelta(days=offset))
reasons = st.sampled_from((REASON, REASON, TOO_SHORT))
replies = st.sampled_from((Reply.NO, Reply.UNSURE)).map(HealthAnswer) | st.builds(
    HealthAnswer, st.just(Reply.YES), last=st.none() | spring
)
gaps = st.sampled_from((28, 27, 27, 35, 7))
health_edits = st.builds(edits.AnswerHealth, st.sampled_from(QUESTIONS), replies)
own_sessions = st.lists(st.tuples(gaps, st.sampled_from((REASON, REASON, REASON, " "))), min_size=1, max_size=3)
told = st.one_of(
    st.sampled_from((MARISOL, CHILD, replace(MARISOL, allergies=Allergies()))).map(edits.SetPatient),
    st.sampled_from((None, *Tan)).map(edits.SetTan),
    spring.map(edits.SetTanSince),
    st.sampled_from((None, Fitzpatrick.II, Fitzpatrick.V)).map(edits.SetFitzpatrick),
    st.sampled_from((Concern.SCARS, Concern.WRINKLES, Concern.OTHER)).map(edits.ToggleConcern),
    st.builds(
        edits.SetArea,
        st.sampled_from((Concern.ACNE_SCARS, Concern.WRINKLES)),
        st.sampled_from((Area.NOSE, Area.NECK)),
        st.sampled_from((*Severity, None)),
    ),
    st.sampled_from((Area.NOSE, Area.LEFT_CHEEK)).map(lambda area: edits.ClearArea(Concern.ACNE_SCARS, area)),
    summer.map(lambda day: edits.SetDatesAhead((ImportantDate("wedding", day),), ())),
    summer.map(lambda day: edits.SetDatesAhead((), (Trip("lake", day, day + timedelta(days=5), sunny=True),))),
    st.none().map(lambda _: edits.SetDatesAhead((), (), no_more=True)),
    st.sampled_from((None, *VISITS)).map(edits.SetTreatmentAt),
    st.sampled_from((NURSE, AESTHETICIAN)).map(edits.SetProvider),
)


@dataclass(frozen=True)
class Care:
    """How a provider goes about signing. ``waits``: overrides no wait; ``decides``: with this reason; ``tidies``:
    takes back what cannot stand."""

    stop: str | None
    by: Provider | None
    waits: bool
    decides: str | None
    tidies: bool
    steps: list[tuple[int, str]] | None
    comes_back: bool


cares = st.builds(
    Care,
    stop=st.sampled_from((None, None, None, *STOP_QUESTIONS)),
    by=st.sampled_from((None, NURSE, AESTHETICIAN)),
    waits=st.booleans(),
    decides=st.sampled_from((REASON, REASON, REASON, TOO_SHORT, None)),
    tidies=st.booleans(),
    steps=st.none() | own_sessions,
    comes_back=st.booleans(),
)


def has_a_stop(answers: Answers) -> bool:
    """Read off the answers alone, without a rule of the program."""
    said = [answers.health[question].answer for question in STOP_QUESTIONS if question in answers.health]
    return Reply.YES in said or answers.patient == CHILD


def without_save(draft: DraftPlan) -> DraftPlan:
    """The draft but for what each save counts up."""
    return replace(draft, version=0, saved_at=None)


def is_settled(finding: Finding | None, answers: Answers) -> bool:
    """Whether a decision to go ahead or an override stands in the answers for it."""
    if finding is None:
        return False
    decided = {decision.rule for decision in answers.choices.decisions if decision.choice is PROCEED}
    return finding.rule in decided | {override.rule for override in answers.choices.overrides}


class Consultations(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.jobs = ManualJobs()
        self.services = services(jobs=self.jobs)
        self.patient_id = self.services.patients.add(MARISOL).id
        self.signed: dict[str, FinalPlan] = {}
        self.begun = 0

    @initialize(
        series=st.lists(days_before, max_size=2, unique=True),
        used=st.lists(st.sampled_from(PRODUCTS), max_size=2),
        copies=st.booleans(),
    )
    def begin(self, series: list[date], used: list[ProductAnswer], copies: bool = False) -> None:
        self.begin_with(filled(series_done=tuple(sorted(series)), products=tuple(used), provider=NURSE))
        if copies:
            self.answer_and_decide_all_that_is_open()
            self.sign(comes_back=False)
        if self.signed:
            self.copy_to_new(next(iter(self.signed.values())), tells=False)

    def begin_with(self, answers: Answers) -> None:
        self.begun += 1
        draft = DraftPlan(DraftId(f"draft-{self.begun}"), answers, NOW, patient_id=self.patient_id)
        self.open(self.services.consultations.save_draft(draft))

    @precondition(lambda self: bool(self.signed))
    @rule(which=st.integers(0, 5), tells=st.booleans())
    def copy_a_signed_plan_to_new(self, which: int, tells: bool) -> None:
        self.copy_to_new(list(self.signed.values())[which % len(self.signed)], tells=tells)

    def copy_to_new(self, plan: FinalPlan, *, tells: bool) -> None:
        draft = copy_of(self.services, NURSE, plan, self.services.patients.get(plan.patient_id))
        self.begun += 1
        self.services.consultations.drop_draft(self.session.state.draft.id)
        self.open(self.services.consultations.save_draft(replace(draft, id=DraftId(f"draft-{self.begun}"))))
        assert self.proposal.missing
        if tells:
            self.edit(edits.SetTan(Tan.NONE))
            self.edit(edits.UsesNoProducts())
            self.edit(edits.AnswerNoToBlanks(tuple(protocol().questions)))

    @rule(step=st.sampled_from((Step.CONCERNS, Step.SKIN, Step.PLAN)))
    def confirm_what_was_copied(self, step: Step) -> None:
        here, before = deepcopy(self.answers), self.session.state.draft.copied
        self.session.dispatch(ConfirmCopied(step))
        assert self.answers == here
        if self.session.state.draft.copied != before:
            self.past.append(here)
            self.future = []
            self.typing = False

    def open(self, draft: DraftPlan) -> None:
        self.session = ConsultationSession(
            services=self.services, draft=draft, provider=NURSE, saved=lambda status: None
        )
        self.past: list[Answers] = []
        self.future: list[Answers] = []
        self.typing = False

    @property
    def answers(self) -> Answers:
        return self.session.state.answers

    @property
    def proposal(self) -> Proposal:
        return self.session.state.proposal

    def edit(self, edit: edits.Edit, *, typing: bool = False) -> None:
        before, copied = self.answers, self.session.state.draft.copied
        self.session.dispatch(edit)
        if self.answers == before and self.session.state.draft.copied == copied:
            return
        if not (typing and self.typing):
            self.past.append(deepcopy(before))
        self.future = []
        self.typing = typing

    # What the provider is told.

    @rule(told=told)
    def tell(self, told: edits.Edit) -> None:
        self.edit(told)

    @rule(question=st.sampled_from(STOP_QUESTIONS), answer=st.sampled_from((None, Reply.NO, Reply.YES)))
    def answer_what_may_stop(self, question: str, answer: Reply | None) -> None:
        self.answer_a_question_that_may_stop(question, answer)

    def answer_a_question_that_may_stop(self, question: str, answer: Reply | None) -> None:
        current = True if question == "isotretinoin" and answer is Reply.YES else None
        self.edit(edits.AnswerHealth(question, None if answer is None else HealthAnswer(answer, current=current)))

    @rule(question=st.sampled_from(QUESTIONS), answer=replies)
    def answer_health(self, question: str, answer: HealthAnswer) -> None:
        self.edit(edits.AnswerHealth(question, answer))

    @rule(words=st.sampled_from(("I", "I want", "I want smooth skin")))
    def type_words(self, words: str) -> None:
        self.edit(edits.SetWords(words), typing=True)

    @rule(used=st.sampled_from(PRODUCTS), place=st.integers(0, 3), change=st.booleans())
    def list_a_product(self, used: ProductAnswer, place: int, change: bool) -> None:
        listed = self.answers.products or ()
        at = place < len(listed) and change
        self.edit(edits.ChangeProduct(place, used) if at else edits.AddProduct(used))

    @rule(place=st.integers(0, 3))
    def take_a_product_off(self, place: int) -> None:
        listed = self.answers.products or ()
        self.edit(edits.RemoveProduct(place) if place < len(listed) else edits.UsesNoProducts())

    # What the provider decides.

    @rule(which=st.integers(0, 2))
    def choose_an_option(self, which: int) -> None:
        options = self.proposal.options
        self.edit(edits.ChooseOption(options[which % len(options)].id if options else None))

    @rule(steps=own_sessions)
    def build_the_plan_by_hand(self, steps: list[tuple[int, str]]) -> None:
        self.set_own_sessions(steps)

    def set_own_sessions(self, steps: list[tuple[int, str]]) -> None:
        day, sessions = TODAY, []
        for gap, reason in steps:
            day += timedelta(days=gap)
            sessions.append(PlannedSession(day, reason))
        self.edit(edits.SetSessions(tuple(sessions)))

    @precondition(lambda self: self.proposal.chosen is not None)
    @rule(place=st.integers(0, 3), by=st.sampled_from((-7, -1, 0, 1, 7)), reason=st.sampled_from(("", REASON)))
    def move_a_session_of_the_option(self, place: int, by: int, reason: str) -> None:
        assert self.proposal.chosen is not None
        own = [PlannedSession(session.on) for session in self.proposal.chosen.sessions]
        if own:
            at = place % len(own)
            own[at] = PlannedSession(own[at].on + timedelta(days=by), reason)
        self.edit(edits.SetSessions(tuple(own)))

    @rule()
    def go_back_to_the_dates_of_the_option(self) -> None:
        self.edit(edits.SetSessions(None))

    @rule(
        which=st.integers(0, 5),
        rule=st.none() | st.sampled_from(RULES),
        choice=st.sampled_from((None, *DecisionChoice)),
        reason=reasons,
    )
    def decide_or_override(self, which: int, rule: str | None, choice: DecisionChoice | None, reason: str) -> None:
        raised = [finding.rule for finding in self.proposal.findings]
        rule = rule or (raised[which % len(raised)] if raised else RULES[which])
        by = self.answers.provider
        if choice is None:
            self.edit(edits.OverrideRule(Override(rule, reason, by, TODAY)))
        else:
            self.edit(edits.Decide(Decision(rule, choice, reason, by, TODAY)))

    @rule(rule=st.sampled_from(RULES))
    def take_back(self, rule: str) -> None:
        self.edit(edits.TakeBackChoice(rule))

    def take_back_what_cannot_stand(self) -> None:
        for choice in (*self.answers.choices.overrides, *self.answers.choices.decisions):
            if choice.reason != REASON or choice.rule == "label.bleeding_disorder":
                self.edit(edits.TakeBackChoice(choice.rule))

    def answer_and_decide_all_that_is_open(self, reason: str = REASON) -> None:
        """What a careful provider does before signing; a stop and an unknown date still stand."""
        self.edit(edits.AnswerNoToBlanks(tuple(protocol().questions)))
        for place, plan in enumerate(self.proposal.products):
            if not plan.decided:
                used = (self.answers.products or ())[place]
                self.edit(edits.ChangeProduct(place, replace(used, decision=AskDecision())))
        if self.proposal.options and self.proposal.chosen is None and self.answers.choices.sessions is None:
            self.edit(edits.ChooseOption(self.proposal.options[0].id))
        for finding in self.proposal.findings:
            if finding.effect is Effect.REVIEW and not finding.settled:
                self.edit(edits.Decide(Decision(finding.rule, PROCEED, reason, self.answers.provider, TODAY)))

    # Going about.

    @rule(step=st.sampled_from(Step))
    def go_to(self, step: Step) -> None:
        if step is not self.session.state.step:
            self.typing = False
        self.session.go_to(step)

    @rule()
    def undo(self) -> None:
        here = deepcopy(self.answers)
        self.session.undo()
        if not self.past:
            assert self.answers == here
            return
        self.future.append(here)
        self.typing = False
        assert self.answers == self.past.pop()

    @rule()
    def redo(self) -> None:
        here = deepcopy(self.answers)
        self.session.redo()
        if not self.future:
            assert self.answers == here
            return
        self.past.append(here)
        self.typing = False
        assert self.answers == self.future.pop()

    @rule()
    def undo_everything_and_redo_it(self) -> None:
        here, way = deepcopy(self.answers), len(self.past)
        for before in reversed(self.past):
            self.session.undo()
            assert self.answers == before
        for _ in range(way):
            self.session.redo()
        assert self.answers == here
        self.typing = self.typing and way == 0

    @rule()
    def time_passes(self) -> None:
        self.services.clock.go_on(timedelta(seconds=1))  # type: ignore[attr-defined]
        self.jobs.pass_time()

    @rule()
    def close_and_open_again(self) -> None:
        self.session.save_now()
        self.jobs.run()
        left = self.session.state
        self.open(self.services.consultations.draft(left.draft.id))
        assert without_save(self.session.state.draft) == without_save(left.draft)
        assert self.proposal == left.proposal

    @rule()
    def sign_as_it_is(self) -> None:
        self.sign(comes_back=True)

    def sign(self, *, comes_back: bool) -> None:
        draft, stopped = deepcopy(self.session.state.draft), has_a_stop(self.answers)
        done: list[FinalPlan] = []
        failed: list[Exception] = []
        refused: Refused | None = None
        try:
            self.session.sign(done=done.append, failed=failed.append)
        except Refused as said:
            refused = said
        if refused is not None:
            assert refused.missing
            assert not stopped, "a stop is closed as not treated, whatever else is open"
            assert self.answers == draft.answers
            return
        self.jobs.run()
        assert not failed
        plan = done[0]
        assert plan.answers == (confirmed_answers(draft) if stopped else draft.answers)
        assert stopped or not unconfirmed(draft), "finished with a copied answer nobody confirmed"
        assert plan.copied_from == (draft.copied.source if draft.copied is not None else None)
        assert plan.treated is not stopped
        if plan.treated:
            check_what_may_be_treated(plan)
        self.signed[plan.id] = deepcopy(plan)
        assert draft.id not in {each.id for each in self.services.consultations.drafts()}
        self.session.dispatch(edits.SetWords("after signing"))
        assert self.answers == draft.answers
        self.session.undo()
        assert self.answers == draft.answers
        self.jobs.pass_time()
        assert self.services.consultations.drafts() == ()
        done_so_far = sorted({*plan.answers.series_done, *(session.on for session in plan.proposal.sessions[:1])})
        before_today = tuple(day for day in done_so_far if day < TODAY)
        self.begin_with(filled(provider=NURSE, series_done=before_today) if comes_back else filled(provider=NURSE))

    @rule(care=cares)
    def sign_with_some_care(self, care: Care) -> None:
        if care.stop is not None:
            self.answer_a_question_that_may_stop(care.stop, Reply.YES)
        if care.by is not None:
            self.edit(edits.SetProvider(care.by))
        if not care.waits:
            for finding in self.proposal.findings:
                if finding.effect is Effect.DEFER:
                    self.edit(edits.OverrideRule(Override(finding.rule, REASON, self.answers.provider, TODAY)))
        if self.proposal.options:
            self.edit(edits.ChooseOption(self.proposal.options[0].id))
        if care.steps is not None:
            self.set_own_sessions(care.steps)
        if care.tidies:
            self.take_back_what_cannot_stand()
        if care.decides is not None:
            self.answer_and_decide_all_that_is_open(care.decides)
        self.sign(comes_back=care.comes_back)

    @override
    def teardown(self) -> None:
        """Every consultation is signed in the end where it may be, however it was come to."""
        if self.session.finished is None:
            self.take_back_what_cannot_stand()
            self.answer_and_decide_all_that_is_open()
            self.sign(comes_back=False)
            self.a_signed_plan_never_changes()

    # What holds after every step.

    @invariant()
    def a_stop_is_never_hidden(self) -> None:
        stops = [finding for finding in self.proposal.findings if finding.effect is Effect.STOP]
        assert (self.proposal.verdict is Verdict.DO_NOT_TREAT) is bool(stops)
        assert not any(finding.settled for finding in stops)
        assert bool(stops) is has_a_stop(self.answers)
        if stops:
            assert self.proposal.options == ()
            assert self.proposal.chosen is None

    @invariant()
    def what_is_shown_is_what_was_answered(self) -> None:
        plain = propose(protocol(), CLINIC, self.answers, TODAY)
        if not unconfirmed(self.session.state.draft):
            assert self.proposal == plain
        assert replace(self.proposal, verdict=plain.verdict, missing=plain.missing) == plain

    @invariant()
    def nothing_is_decided_on_copied_answers_nobody_confirmed(self) -> None:
        if unconfirmed(self.session.state.draft):
            assert self.proposal.verdict in (Verdict.NOT_DECIDED, Verdict.DO_NOT_TREAT)
            assert any(path.startswith(COPIED) for path in self.proposal.missing)

    @invariant()
    def what_counts_as_saved_can_be_read_back(self) -> None:
        if self.session.is_saved:
            kept = self.services.consultations.draft(self.session.state.draft.id)
            shown = self.session.state.draft
            assert without_save(kept) == without_save(shown)

    @invariant()
    def a_signed_plan_never_changes(self) -> None:
        for plan_id, plan in self.signed.items():
            assert self.services.consultations.plan(plan.id) == plan, plan_id
        numbers = [self.services.consultations.plan(plan.id).number for plan in self.signed.values()]
        assert len(set(numbers)) == len(numbers)


def check_what_may_be_treated(plan: FinalPlan) -> None:
    answers, made = plan.answers, plan.proposal
    raised = {finding.rule: finding for finding in made.findings}
    assert made.verdict in (Verdict.READY, Verdict.WAIT)
    assert made.missing == ()
    for choice in (*answers.choices.overrides, *answers.choices.decisions):
        assert len(choice.reason.strip()) >= 20

    assert all(used.decided for used in made.products)
    assert answers.products is not None
    for used in answers.products:
        assert used.decision is not None or (used.match.categories and "growth_factors" not in used.match.categories)

    days = sorted(session.on for session in made.sessions)
    if any(later - earlier < SPACING for earlier, later in pairwise(days)):
        assert is_settled(raised.get("plan.too_close"), answers)
    if answers.series_done and days and days[0] - max(answers.series_done) < SPACING:
        asked = [raised.get("plan.too_close"), raised.get("recent.microneedling")]
        assert any(is_settled(finding, answers) for finding in asked)

    if answers.choices.sessions is not None and made.chosen is not None:
        offered = [session.on for session in made.chosen.sessions]
        for place, session in enumerate(answers.choices.sessions):
            assert session.on in offered[place : place + 1] or session.reason.strip()

    for finding in made.findings:
        if finding.is_about_plan or (finding.effect is Effect.REVIEW):
            assert is_settled(finding, answers)
        if finding.overridden is not None or (finding.decision is not None and finding.prescriber_only):
            assert answers.provider is not None
            assert is_prescriber(answers.provider)


always_the_same = settings(deadline=None, derandomize=True, database=None)

TestConsultations = Consultations.TestCase
TestConsultations.settings = settings(always_the_same, max_examples=100, stateful_step_count=15)


@settings(always_the_same, max_examples=200)
@given(
    series=st.lists(days_before, max_size=2, unique=True),
    used=st.lists(st.sampled_from(PRODUCTS), max_size=2),
    told_first=st.lists(told | health_edits, max_size=3),
    care=cares,
    again=cares,
)
def test_however_little_care_is_taken_only_what_may_be_signed_is_signed(
    series: list[date], used: list[ProductAnswer], told_first: list[edits.Edit], care: Care, again: Care
) -> None:
    desk = Consultations()
    desk.begin(series, used)
    for edit in told_first:
        desk.edit(edit)
    for each in (care, again):
        desk.sign_with_some_care(each)
        desk.a_stop_is_never_hidden()
        desk.what_counts_as_saved_can_be_read_back()
        desk.a_signed_plan_never_changes()
