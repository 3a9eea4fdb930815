"""Settings > Products: the clinic's own products, each with its windows, who kept it, and what is to be mended."""

from dataclasses import dataclass
from datetime import tzinfo

from consult_app.application.own_products import OwnProduct, missing_categories, replaced_rows
from consult_app.domain.product_names import shown_name
from consult_app.domain.products import window_words
from consult_app.domain.protocol import Protocol
from consult_app.ui.presenters.products_memory import kept_words
from consult_app.ui.presenters.settings import PageMark
from consult_app.ui.presenters.words import join_words

EMPTY = "No products yet. Add those you sell or often meet that the product list does not know."
LEAD = (
    "Your clinic’s own products, looked for together with the product list. "
    "One with the name of a listed product counts in its place. Plans and drafts keep what they were made with."
)


@dataclass(frozen=True, slots=True)
class OwnProductView:
    """``windows`` are its categories with their times, ``problem`` says what keeps it from being decided."""

    key: str
    name: str
    also: str
    windows: tuple[str, ...]
    note: str
    replaces: str
    problem: str
    who: str


@dataclass(frozen=True, slots=True)
class CategoryOption:
    """A category to choose; ``spoken`` is its accessible name, with its times."""

    key: str
    text: str
    spoken: str


def present_own_products(
    held: tuple[OwnProduct, ...], protocol: Protocol, *, zone: tzinfo
) -> tuple[OwnProductView, ...]:
    """The list by name."""
    return tuple(_view(product, protocol, zone) for product in sorted(held, key=lambda each: each.name.casefold()))


def category_options(protocol: Protocol) -> tuple[CategoryOption, ...]:
    """The protocol's categories in its order."""
    return tuple(
        CategoryOption(category.id, category.name, window_words(category)) for category in protocol.categories.values()
    )


def products_mark(held: tuple[OwnProduct, ...], protocol: Protocol, *, unsaved: bool) -> PageMark:
    """Typed and not saved comes before products with a category this protocol lacks."""
    if unsaved:
        return PageMark("unsaved", "Not saved")
    broken = sum(bool(missing_categories(product, protocol)) for product in held)
    return PageMark("missing", f"{broken} to change") if broken else PageMark()


def _view(product: OwnProduct, protocol: Protocol, zone: tzinfo) -> OwnProductView:
    missing = missing_categories(product, protocol)
    replaced = tuple(shown_name(row) for row in replaced_rows(protocol, product))
    return OwnProductView(
        key=product.key,
        name=product.name,
        also=f"Also: {', '.join(product.aliases)}" if product.aliases else "",
        windows=tuple(
            window_words(protocol.categories[category])
            for category in product.categories
            if category in protocol.categories
        ),
        note=product.note,
        replaces=f"Counts in place of {join_words(replaced)} of the product list." if replaced else "",
        problem=_problem(missing, protocol),
        who=f"Kept by {kept_words(product, zone)}",
    )


def _problem(missing: tuple[str, ...], protocol: Protocol) -> str:
    if not missing:
        return ""
    return (
        f"Protocol {protocol.version} has no category {join_words(missing)}. "
        "Until you change it, whoever uses it has to be decided on each time."
    )
