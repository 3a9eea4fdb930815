"""When each product is put aside and taken up again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from consult_app.domain.answers import (
    AskDecision,
    CategoryDecision,
    ProductAnswer,
    ResumeDecision,
)
from consult_app.domain.findings import Finding
from consult_app.domain.protocol import (
    Category,
    Effect,
    ProductCondition,
    ProductEvent,
    Protocol,
    Rule,
)
from consult_app.domain.schedule import after_elapsed, day_words, start_of
from consult_app.domain.wording import fill


@dataclass(frozen=True, slots=True)
class ProductPlan:
    """When one product is put aside and taken up again, worked out for day D.

    ``pause_from`` is the first day without it, ``None`` when it has no pause. ``resume_at`` is a local date-time when
    the window is hours, a date when it is days, ``None`` when undecided, to be asked, or not computable yet.
    ``window_ends`` is the window's own end, also when the provider decided another date.
    """

    name: str
    matched: str | None
    how: str
    categories: tuple[str, ...]
    decided: bool
    ask: bool
    pause_days: int | None
    pause_from: date | None
    resume_at: date | datetime | None
    window_ends: date | datetime | None
    reason: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TreatmentTime:
    """Day D and, when it is known, the local end of treatment the hours are counted from."""

    day: date
    ended: datetime | None
    zone: ZoneInfo

    @property
    def end_day(self) -> date:
        """The day calendar windows count from: day D, or the later day on which treatment really ended."""
        return self.day if self.ended is None else max(self.day, self.ended.date())

    def after_hours(self, hours: int) -> datetime | None:
        return None if self.ended is None else after_elapsed(self.ended, hours, self.zone)

    def hours_at_the_latest(self, hours: int) -> datetime:
        """When ``hours`` have passed, taking the end of day D where the time is not known."""
        known = self.after_hours(hours)
        if known is not None:
            return known
        return datetime.combine(self.day + timedelta(days=1), time.min) + timedelta(hours=hours)


def categories_of(protocol: Protocol, product: ProductAnswer) -> tuple[Category, ...]:
    """The categories that count: the provider's, else what the catalogue recognised."""
    return tuple(
        protocol.categories[category] for category in _category_ids(product) if category in protocol.categories
    )


def unknown_categories(protocol: Protocol, product: ProductAnswer) -> tuple[str, ...]:
    """Ids of the product's categories that this protocol does not have: another version, or a clinic's own list, did.

    A window worked out without them could be too short, so such a product counts as undecided.
    """
    return tuple(category for category in _category_ids(product) if category not in protocol.categories)


def needs_decision(protocol: Protocol, product: ProductAnswer) -> bool:
    """A product without a category, or with one that is unknown or that only the provider can date, is undecided."""
    if isinstance(product.decision, AskDecision | ResumeDecision):
        return False
    categories = categories_of(protocol, product)
    if not categories or unknown_categories(protocol, product):
        return True
    return any(category.resume_by_provider for category in categories)


def needs_last_use(protocol: Protocol, product: ProductAnswer) -> bool:
    categories = categories_of(protocol, product)
    if any(category.answers_question for category in categories):
        return True
    if isinstance(product.decision, AskDecision | ResumeDecision):
        return False
    return any(category.pause_days for category in categories)


def plan_product(protocol: Protocol, product: ProductAnswer, treatment: TreatmentTime) -> ProductPlan:
    categories = categories_of(protocol, product)
    decided = not needs_decision(protocol, product)
    pause = protocol.longest_pause if unknown_categories(protocol, product) else _pause_days(protocol, categories)
    window_ends = _window_end(categories, treatment)
    if isinstance(product.decision, ResumeDecision):
        resume_at: date | datetime | None = product.decision.resume_at
    elif not decided or isinstance(product.decision, AskDecision):
        resume_at = None
    else:
        resume_at = window_ends
    return ProductPlan(
        name=product.name,
        matched=product.match.matched,
        how="provider" if isinstance(product.decision, CategoryDecision) else product.match.how,
        categories=tuple(category.id for category in categories),
        decided=decided,
        ask=isinstance(product.decision, AskDecision),
        pause_days=pause,
        pause_from=treatment.day - timedelta(days=pause) if pause else None,
        resume_at=resume_at,
        window_ends=window_ends,
        reason=_reason(protocol, product, categories, pause),
        sources=tuple(dict.fromkeys(source for category in categories for source in category.sources)),
    )


def product_findings(
    protocol: Protocol,
    products: Iterable[ProductAnswer],
    plans: Iterable[ProductPlan],
    treatment: TreatmentTime,
) -> tuple[Finding, ...]:
    """Products used too recently before day D, and decisions that end too early after it."""
    recent = _rule_for(protocol, ProductEvent.USED_TOO_RECENTLY)
    early = _rule_for(protocol, ProductEvent.RESUMES_EARLY)
    found: list[Finding] = []
    for index, (product, plan) in enumerate(zip(products, plans, strict=True)):
        last_used = _used_in_pause(product, plan)
        if recent is not None and last_used is not None:
            found.append(_too_recent(recent, index, plan, last_used))
        resumes = product.decision.resume_at if isinstance(product.decision, ResumeDecision) else None
        if early is not None and resumes is not None and _is_early(protocol, resumes, plan, treatment):
            found.append(_early(early, index, plan, resumes))
    return tuple(found)


def window_words(category: Category) -> str:
    """``Prescription retinoid: 5 days before, 7 days after``."""
    if category.resume_by_provider:
        after = "the provider sets the date after"
    elif category.resume_hours is not None:
        after = f"{category.resume_hours} hours after"
    else:
        after = f"{category.resume_days} days after"
    before = f"{category.pause_days} days before, " if category.pause_days else ""
    return f"{category.name}: {before}{after}"


def _category_ids(product: ProductAnswer) -> tuple[str, ...]:
    if isinstance(product.decision, CategoryDecision):
        return (product.decision.category,)
    return product.match.categories


def _used_in_pause(product: ProductAnswer, plan: ProductPlan) -> date | None:
    """The last use when it falls on a pause day or later."""
    if not plan.categories or plan.pause_from is None or product.last_used is None:
        return None
    return product.last_used if product.last_used >= plan.pause_from else None


def _too_recent(rule: Rule, index: int, plan: ProductPlan, last_used: date) -> Finding:
    pause = plan.pause_days or 0
    until = last_used + timedelta(days=pause + 1)
    fields = {"last": day_words(last_used), "days": str(pause), "until": day_words(until)}
    return Finding(
        rule=rule.id,
        effect=Effect.DEFER,
        subject=rule.subject,
        text=fill(rule.cases[0].text, product=plan.name, **fields),
        because={f"products[{index}].name": plan.name, f"products[{index}].last_used": last_used.isoformat()},
        sources=tuple(dict.fromkeys(rule.sources + plan.sources)),
        basis=rule.basis,
        overridable=True,
        until=until,
    )


def _is_early(protocol: Protocol, resumes: date | datetime, plan: ProductPlan, treatment: TreatmentTime) -> bool:
    from_then = start_of(resumes)
    if from_then < treatment.hours_at_the_latest(protocol.aftercare.protected_hours):
        return True
    return plan.window_ends is not None and from_then < start_of(plan.window_ends)


def _early(rule: Rule, index: int, plan: ProductPlan, resumes: date | datetime) -> Finding:
    return Finding(
        rule=rule.id,
        effect=Effect.REVIEW,
        subject=rule.subject,
        text=fill(rule.cases[0].text, product=plan.name),
        because={
            f"products[{index}].name": plan.name,
            f"products[{index}].decision.resume_at": resumes.isoformat(),
        },
        sources=rule.sources,
        basis=rule.basis,
        overridable=True,
    )


def _rule_for(protocol: Protocol, event: ProductEvent) -> Rule | None:
    condition = ProductCondition(event)
    return next(
        (rule for rule in protocol.rules.values() if any(condition in case.when for case in rule.cases)),
        None,
    )


def _pause_days(protocol: Protocol, categories: tuple[Category, ...]) -> int | None:
    if not categories:
        return protocol.longest_pause
    pauses = [category.pause_days for category in categories if category.pause_days is not None]
    return max(pauses) if pauses else None


def _window_end(categories: tuple[Category, ...], treatment: TreatmentTime) -> date | datetime | None:
    """The longest of the categories' windows; ``None`` without one, or when it hangs on an unknown time."""
    days = [category.resume_days for category in categories if category.resume_days is not None]
    hours = [category.resume_hours for category in categories if category.resume_hours is not None]
    by_days = treatment.end_day + timedelta(days=max(days)) if days else None
    if not hours:
        return by_days
    if by_days is not None and start_of(by_days) >= treatment.hours_at_the_latest(max(hours)):
        return by_days
    return treatment.after_hours(max(hours))


def _reason(protocol: Protocol, product: ProductAnswer, categories: tuple[Category, ...], pause: int | None) -> str:
    if isinstance(product.decision, AskDecision):
        return "The patient asks before using it again."
    unknown = unknown_categories(protocol, product)
    if unknown:
        return (
            f"Protocol {protocol.version} has no category {', '.join(unknown)}. "
            f"Counts as stopped for the longest pause, {pause} days, until decided."
        )
    if not categories:
        return f"Not in the product list. Counts as stopped for the longest pause, {pause} days, until decided."
    return "; ".join(window_words(category) for category in categories) + "."
