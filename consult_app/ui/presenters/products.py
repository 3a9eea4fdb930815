"""What the products step shows."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

from consult_app.application.consultation import ConsultationState
from consult_app.application.own_products import OwnProducts
from consult_app.domain.answers import (
    Answers,
    AskDecision,
    CategoryDecision,
    ProductAnswer,
    ProductDecision,
    ProductMatch,
    Provider,
    ResumeDecision,
    Use,
)
from consult_app.domain.products import ProductPlan, categories_of, needs_decision, needs_last_use
from consult_app.domain.protocol import Category, Protocol
from consult_app.ui.presenters.health import FindingCard, finding_card
from consult_app.ui.presenters.products_memory import MemoryView, how_words, memory_view, unknown_words
from consult_app.ui.presenters.skin import near_day, past_day_problem
from consult_app.ui.presenters.words import Gap

USES: Final = (
    (Use.NIGHTLY, "Every night"),
    (Use.MORNINGS, "Every morning"),
    (Use.DAILY, "Every day"),
    (Use.TWICE_DAILY, "Twice a day"),
    (Use.WEEKLY, "Every week"),
    (Use.AS_NEEDED, "As needed"),
)
EMPTY: Final = "No products listed."
_USE_WORDS: Final = dict(USES)


@dataclass(frozen=True, slots=True)
class CategoryChoice:
    key: str
    text: str


@dataclass(frozen=True, slots=True)
class UndecidedView:
    """A product nobody has decided on. ``stop_until`` is offered for keeping it stopped."""

    index: int
    name: str
    title: str
    text: str
    stop_until: date
    stop_words: str
    category: str | None


@dataclass(frozen=True, slots=True)
class LastUseOffer:
    """A button that fills the latest last use that fits."""

    label: str
    day: date


@dataclass(frozen=True, slots=True)
class ProductRow:
    index: int
    name: str
    under_name: str
    last_use_missing: bool
    category: str
    how: str
    pause: str
    pause_under: str
    resume: str
    resume_under: str
    findings: tuple[FindingCard, ...]
    memory: MemoryView | None = None


@dataclass(frozen=True, slots=True)
class ProductsView:
    lead: str
    undecided: tuple[UndecidedView, ...]
    rows: tuple[ProductRow, ...]
    empty: str
    uses_none: bool
    categories: tuple[CategoryChoice, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class ProductEditorView:
    """What the editor of one row offers. ``category`` is the provider's own, empty while detected."""

    name: str
    use: str
    last_used: date | None
    offer: LastUseOffer | None
    detected: str
    category: str
    resume_at: date | None
    ask: bool


def present_products(
    state: ConsultationState,
    *,
    protocol: Protocol,
    provider: Provider,
    today: date,
    own: OwnProducts | None = None,
    zone: tzinfo = UTC,
) -> ProductsView:
    """``own`` are the products the clinic keeps, ``zone`` where it is."""
    kept = own if own is not None else OwnProducts()
    answers = state.answers
    products = answers.products or ()
    plans = state.proposal.products
    undecided: list[UndecidedView] = []
    rows: list[ProductRow] = []
    for index, (product, plan) in enumerate(zip(products, plans, strict=True)):
        if needs_decision(protocol, product):
            undecided.append(_undecided(index, product, state, protocol, today))
            continue
        cards = tuple(
            card
            for finding in state.proposal.findings
            if any(cause.startswith(f"products[{index}].") for cause in finding.because)
            and (card := finding_card(finding, provider, today)) is not None
        )
        row = _row(index, product, plan, protocol, today, cards)
        how = how_words(product, kept, protocol)
        rows.append(replace(row, how=how, memory=memory_view(product, kept, protocol, zone=zone)))
    return ProductsView(
        lead=_lead(state, today),
        undecided=tuple(undecided),
        rows=tuple(rows),
        empty="" if products else ("The patient uses none." if answers.products is not None else EMPTY),
        uses_none=answers.products == (),
        categories=tuple(CategoryChoice(category.id, category.name) for category in protocol.categories.values()),
        gaps=product_gaps(answers, protocol),
    )


def product_gaps(answers: Answers, protocol: Protocol) -> tuple[Gap, ...]:
    """What the step lacks: an answer at all, a decision, a last use."""
    if answers.products is None:
        return (Gap("products", "Add a product, or press “Patient uses none”."),)
    gaps: list[Gap] = []
    for index, product in enumerate(answers.products):
        if needs_decision(protocol, product):
            gaps.append(Gap(f"products[{index}].decision", f"Decide on “{product.name}”."))
        if product.last_used is None and needs_last_use(protocol, product):
            gaps.append(Gap(f"products[{index}].last_used", f"Enter when “{product.name}” was last used."))
    return tuple(gaps)


def present_editor(state: ConsultationState, index: int, *, protocol: Protocol, today: date) -> ProductEditorView:
    """Raises ``IndexError`` for a product that is not on the list."""
    product, plan = (state.answers.products or ())[index], state.proposal.products[index]
    known = protocol.categories
    names = [known[each].name if each in known else each for each in product.match.categories]
    decision = product.decision
    return ProductEditorView(
        name=product.name,
        use=product.use.value if product.use is not None else "",
        last_used=product.last_used,
        offer=last_use_offer(plan, today),
        detected=", ".join(names) or "Not in the product list",
        category=decision.category if isinstance(decision, CategoryDecision) else "",
        resume_at=_bare_day(decision.resume_at) if isinstance(decision, ResumeDecision) else None,
        ask=isinstance(decision, AskDecision),
    )


def last_use_offer(plan: ProductPlan, today: date) -> LastUseOffer | None:
    """The latest last use that needs no waiting, never after today; ``None`` for a product without a pause."""
    if plan.pause_from is None:
        return None
    latest = min(plan.pause_from - timedelta(days=1), today)
    days = (today - latest).days - 1
    if latest == today:
        return LastUseOffer("Used today", today)
    if days == 0:
        return LastUseOffer("Not today", latest)
    return LastUseOffer("Not in the last day" if days == 1 else f"Not in the last {days} days", latest)


def new_product(name: str, match: ProductMatch) -> ProductAnswer:
    """A product as it is put on the list, with what the catalogue made of its name."""
    return ProductAnswer(name=" ".join(name.split()), match=match)


def name_problem(name: str, answers: Answers) -> str | None:
    """Why this cannot be put on the list, ``None`` when it can."""
    clean = " ".join(name.split())
    if not clean:
        return "Enter the product’s name."
    if any(product.name.casefold() == clean.casefold() for product in answers.products or ()):
        return f"“{clean}” is on the list already. Edit its row."
    return None


def with_use(product: ProductAnswer, use: str) -> ProductAnswer:
    return replace(product, use=Use(use) if use else None)


def with_last_used(product: ProductAnswer, last: date | None) -> ProductAnswer:
    return replace(product, last_used=last)


def with_decision(product: ProductAnswer, decision: ProductDecision | None) -> ProductAnswer:
    return replace(product, decision=decision)


def with_category(product: ProductAnswer, category: str) -> ProductAnswer:
    """The provider's category, or with an empty one what the catalogue recognised."""
    return replace(product, decision=CategoryDecision(category) if category else None)


def with_resume(product: ProductAnswer, resume: date | None) -> ProductAnswer:
    """The provider's own date, or without one the window's."""
    return replace(product, decision=ResumeDecision(resume) if resume is not None else None)


def last_used_problem(last: date | None, today: date) -> str | None:
    return past_day_problem(last, today)


def resume_problem(resume: date | None, treatment_day: date, today: date) -> str | None:
    """Why a product cannot be kept stopped until this day, ``None`` when it can."""
    if resume is None:
        return "Enter the day from which it is OK again."
    if resume < treatment_day:
        return f"The day lies before the treatment on {near_day(treatment_day, today)}. Enter a later day."
    return None


def _lead(state: ConsultationState, today: date) -> str:
    at = state.answers.treatment_at
    when = near_day(state.proposal.treatment_day, today)
    if at is not None:
        return f"List what the patient puts on their face. Dates are worked out for {when}, {_clock(at.time())}."
    return f"List what the patient puts on their face. Dates are worked out for {when}; no visit is planned yet."


def _undecided(
    index: int, product: ProductAnswer, state: ConsultationState, protocol: Protocol, today: date
) -> UndecidedView:
    categories = categories_of(protocol, product)
    day = state.proposal.treatment_day
    days = [category.resume_days for category in protocol.categories.values() if category.resume_days is not None]
    until = day + timedelta(days=max(days, default=7))
    unknown = unknown_words(product, protocol)
    if unknown:
        title = f"“{product.name}” needs a category from you"
        text = f"{unknown} Until you decide, it counts as stopped for the longest pause. The plan cannot be finished."
    elif categories:
        title = f"“{product.name}” needs a date from you"
        names = ", ".join(category.name for category in categories)
        text = f"{names}: the protocol leaves the day to the provider. The plan cannot be finished."
    else:
        title = f"“{product.name}” is not in the product list"
        text = "Until you decide, it counts as stopped for the longest pause. The plan cannot be finished."
    return UndecidedView(
        index=index,
        name=product.name,
        title=title,
        text=text,
        stop_until=until,
        stop_words=f"Until {near_day(until, today)}",
        category=product.decision.category if isinstance(product.decision, CategoryDecision) else None,
    )


def _row(
    index: int,
    product: ProductAnswer,
    plan: ProductPlan,
    protocol: Protocol,
    today: date,
    cards: tuple[FindingCard, ...],
) -> ProductRow:
    categories = categories_of(protocol, product)
    missing = product.last_used is None and needs_last_use(protocol, product)
    pause, pause_under = _pause(plan, today)
    resume, resume_under = _resume(product, plan, categories, today)
    return ProductRow(
        index=index,
        name=product.name,
        under_name="Last use not asked" if missing else _use_words(product, today),
        last_use_missing=missing,
        category=_category_words(product, categories),
        how="",
        pause=pause,
        pause_under=pause_under,
        resume=resume,
        resume_under=resume_under,
        findings=cards,
    )


def _use_words(product: ProductAnswer, today: date) -> str:
    use = _USE_WORDS[product.use] if product.use is not None else ""
    if product.last_used is None:
        return use or "Use not asked"
    last = f"last used {near_day(product.last_used, today)}"
    return f"{use}, {last}" if use else last[0].upper() + last[1:]


def _category_words(product: ProductAnswer, categories: tuple[Category, ...]) -> str:
    if isinstance(product.decision, AskDecision) and not categories:
        return "Ask patient to check"
    return ", ".join(category.name for category in categories) or "No category"


def _pause(plan: ProductPlan, today: date) -> tuple[str, str]:
    if plan.pause_from is None or plan.pause_days is None:
        return "No pause", ""
    if plan.pause_from == today:
        return near_day(plan.pause_from, today), "Today"
    days = "Day before" if plan.pause_days == 1 else f"{plan.pause_days} days before"
    return near_day(plan.pause_from, today), days


def _resume(
    product: ProductAnswer, plan: ProductPlan, categories: tuple[Category, ...], today: date
) -> tuple[str, str]:
    if isinstance(product.decision, AskDecision):
        return "Ask first", "Prints as “do not use yet”"
    hours = max((category.resume_hours or 0 for category in categories), default=0)
    days = max((category.resume_days or 0 for category in categories), default=0)
    own = isinstance(product.decision, ResumeDecision)
    match plan.resume_at:
        case None:
            return f"{hours} h after", "Needs the treatment time"
        case datetime() as at:
            after = "set by provider" if own else f"{hours} h after"
            return near_day(at.date(), today), f"{_clock(at.time())}, {after}"
        case day:
            return near_day(day, today), "Set by provider" if own else f"{days} days after"


def _bare_day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _clock(at: time) -> str:
    """``10:30 AM``."""
    return f"{(at.hour - 1) % 12 + 1}:{at.minute:02} {'AM' if at.hour < 12 else 'PM'}"
