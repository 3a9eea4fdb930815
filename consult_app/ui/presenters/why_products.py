"""Why a product is paused and resumed when it is."""

import re
from collections.abc import Iterator
from typing import Final

from consult_app.application.proposal_words import pause_words
from consult_app.domain.answers import AskDecision, CategoryDecision, ProductAnswer, ResumeDecision
from consult_app.domain.products import categories_of, needs_last_use
from consult_app.domain.protocol import Category
from consult_app.domain.schedule import day_words, short_day_words
from consult_app.ui.presenters.products_memory import unknown_words
from consult_app.ui.presenters.why_parts import (
    WhyContext,
    WhyView,
    basis_part,
    inside,
    parts_of,
    sources_part,
    text_part,
)
from consult_app.ui.presenters.words import STEP_NAMES, step_of

_PRODUCT: Final = re.compile(r"^products\[(\d+)\]$")
_LONGEST: Final = "Several categories: the longest of each window counts."
_CHECK_LABEL: Final = "Formulas change. Check the current label."


def present_why_product(context: WhyContext, key: str) -> WhyView | None:
    """The popover of a product on the list; ``None`` for another key or a product that is gone."""
    match = _PRODUCT.match(key)
    products = context.state.answers.products or ()
    if match is None or int(match[1]) >= len(products):
        return None
    index = int(match[1])
    product, plan = products[index], context.state.proposal.products[index]
    categories = categories_of(context.protocol, product)
    return WhyView(
        key=key,
        title=f"Why: {product.name}",
        parts=parts_of(
            text_part("Rule", plan.reason, _LONGEST if len(categories) > 1 else ""),
            text_part(
                "Worked out",
                f"For treatment on {short_day_words(context.state.proposal.treatment_day)}.",
                pause_words(plan),
            ),
            text_part("Answer behind it", _answer(product), *_recognised(context, product)),
            text_part("Not known yet", *_unknown(context, product, categories)),
            *(
                basis_part(context, f"category.{each.id}", each.basis, about=f"the window for {inside(each.name)}")
                for each in categories
            ),
            text_part("Range seen, default chosen", *(f"{each.name}: {each.range_seen}" for each in categories)),
            text_part("Before 48 hours", *(each.early_ok for each in categories)),
            sources_part(context.protocol, plan.sources),
        ),
        footing=context.footing,
        path=f"{key}.name",
    )


def _answer(product: ProductAnswer) -> str:
    last = f", last used {day_words(product.last_used)}" if product.last_used is not None else ""
    return f"{STEP_NAMES[step_of('products')]}: {product.name}{last}."


def _recognised(context: WhyContext, product: ProductAnswer) -> Iterator[str]:
    """What was made of the name, and what the provider decided."""
    decision, match = product.decision, product.match
    if isinstance(decision, CategoryDecision):
        yield "The category was set by the provider."
    elif match.how == "clinic":
        yield f"Recognized as {match.matched}, from your clinic’s products."
    elif match.matched:
        yield f"Recognized as {match.matched}, by {match.how}."
    if isinstance(decision, ResumeDecision):
        yield "The day it starts again was set by the provider."
    if isinstance(decision, AskDecision):
        yield "The provider asks the patient to check first."
    row = next(
        (each for each in context.protocol.catalogue if match.matched in (each.name, f"{each.brand} {each.name}")), None
    )
    if row is not None and match.how != "clinic":
        made = f"Listed with {', '.join(row.ingredients)}. " if row.ingredients else ""
        yield f"{made}{_CHECK_LABEL}"
        if row.note:
            yield row.note


def _unknown(context: WhyContext, product: ProductAnswer, categories: tuple[Category, ...]) -> Iterator[str]:
    unknown = unknown_words(product, context.protocol)
    if unknown:
        yield unknown
    elif not categories:
        yield "What it is. It is not in the product list."
    if product.last_used is None and needs_last_use(context.protocol, product):
        yield "When it was last used."
    if context.state.answers.treatment_at is None and any(each.resume_hours for each in categories):
        yield "The time of treatment, from which its hours count."
