"""What the products step says about the clinic's own products: how one was found, and the offer to keep another."""

from dataclasses import dataclass
from datetime import tzinfo

from consult_app.application.own_products import (
    OwnProduct,
    OwnProductForm,
    OwnProducts,
    replaced_rows,
)
from consult_app.domain.answers import CategoryDecision, ProductAnswer
from consult_app.domain.products import unknown_categories
from consult_app.domain.protocol import Protocol
from consult_app.domain.schedule import day_words
from consult_app.ui.presenters.words import provider_words

OWN = "Your clinic’s product"


@dataclass(frozen=True, slots=True)
class MemoryView:
    """The line under a product. ``button`` is empty when there is nothing to do, ``spoken`` its accessible name."""

    words: str
    button: str = ""
    spoken: str = ""


def how_words(product: ProductAnswer, own: OwnProducts, protocol: Protocol) -> str:
    """How the product got its categories."""
    if isinstance(product.decision, CategoryDecision):
        return "Set by provider"
    if product.match.how != "clinic":
        return "Detected" if product.match.categories else "Not in the product list"
    kept = own.find(product.match.matched or "")
    return f"{OWN}, in place of the list’s" if kept is not None and replaced_rows(protocol, kept) else OWN


def unknown_words(product: ProductAnswer, protocol: Protocol) -> str:
    """Which categories this version of the protocol does not have, and whose they are; empty when it has them all."""
    unknown = unknown_categories(protocol, product)
    if not unknown:
        return ""
    whose = "Your clinic’s list gives it" if product.match.how == "clinic" else "It was given"
    return f"{whose} {', '.join(unknown)}, which protocol {protocol.version} does not have."


def memory_view(product: ProductAnswer, own: OwnProducts, protocol: Protocol, *, zone: tzinfo) -> MemoryView | None:
    """The offer to keep a product nobody recognised, or who kept it; ``None`` when there is nothing to say."""
    decision = product.decision
    if not isinstance(decision, CategoryDecision) or product.match.categories:
        return None
    kept = own.find(product.name)
    if kept is not None:
        return MemoryView(f"In your clinic’s products. {kept_words(kept, zone)}")
    name = protocol.categories[decision.category].name
    return MemoryView(
        f"Not in the product list. Next time it can be found as {name}.",
        "Remember for this clinic",
        f"Remember {product.name} for this clinic as {name}",
    )


def kept_words(product: OwnProduct, zone: tzinfo) -> str:
    """``Mai Tran, RN, Tue, May 12, 2026``."""
    return f"{provider_words(product.by)}, {day_words(product.at.astimezone(zone).date())}"


def memory_form(product: ProductAnswer) -> OwnProductForm:
    """The product with the provider's category, to be kept."""
    decision = product.decision
    categories = (decision.category,) if isinstance(decision, CategoryDecision) else ()
    return OwnProductForm(name=product.name, categories=categories)
