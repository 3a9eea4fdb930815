"""The clinic's own products: kept beside the released catalogue, line by line, never in its folder."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from consult_app.application.access import Act, may
from consult_app.application.errors import Refused
from consult_app.domain.answers import Provider
from consult_app.domain.product_names import typed_names, words_of
from consult_app.domain.protocol import CatalogueProduct, Protocol

LONGEST_NAME: Final = 120
MOST_ALIASES: Final = 20
LONGEST_NOTE: Final = 500


@dataclass(frozen=True, slots=True)
class OwnProduct:
    """One line of the record, never changed: a product as it was kept, by whom and when.

    ``categories`` are ids of protocol categories, ``note`` what speaks for them, such as the ingredients on the label.
    The latest line of a name counts; ``withdrawn`` takes the product off the list. It has no id: its name is its key.
    """

    name: str
    categories: tuple[str, ...]
    by: Provider
    at: datetime
    aliases: tuple[str, ...] = ()
    note: str = ""
    withdrawn: bool = False

    @property
    def key(self) -> str:
        """The name without case, accents and punctuation: by it two lines are about the same product."""
        return name_key(self.name)


@dataclass(frozen=True, slots=True)
class OwnProductForm:
    """An own product as typed; ``aliases`` are other names, parted by commas."""

    name: str = ""
    aliases: str = ""
    categories: tuple[str, ...] = ()
    note: str = ""


class OwnProducts:
    """The products on the clinic's list now, for everything that matches names or shows them.

    Filled before the desk opens, then changed where a line is kept, on the GUI thread only.
    """

    __slots__ = ("_held", "_lines")

    def __init__(self, lines: Iterable[OwnProduct] = ()) -> None:
        self._lines = tuple(lines)
        self._held = standing_products(self._lines)

    @property
    def held(self) -> tuple[OwnProduct, ...]:
        """The products that count, by name."""
        return self._held

    def find(self, name: str) -> OwnProduct | None:
        """The product of that name or other name, ``None`` when it is not on the list."""
        wanted = name_key(name)
        return next((product for product in self._held if wanted in _keys(product)), None)

    def keep(self, *lines: OwnProduct) -> None:
        """These lines were written after all that were there."""
        self._lines = (*self._lines, *lines)
        self._held = standing_products(self._lines)


def name_key(name: str) -> str:
    """The words of a name as it is matched."""
    return " ".join(words_of(name))


def standing_products(lines: Iterable[OwnProduct]) -> tuple[OwnProduct, ...]:
    """Of each name the latest line, without those that take their product off the list; by name."""
    latest = {line.key: line for line in lines}
    return tuple(latest[key] for key in sorted(latest) if not latest[key].withdrawn)


def problems(
    form: OwnProductForm, held: Iterable[OwnProduct], protocol: Protocol, *, changing: str = ""
) -> Mapping[str, str]:
    """What is wrong, by field of the form in its order; ``changing`` is the key of the product that is changed."""
    others = tuple(product for product in held if product.key != changing)
    found = {
        "name": _name_problem(clean_line(form.name), form.name, others),
        "aliases": _aliases_problem(form, others),
        "categories": _categories_problem(form.categories, protocol),
        "note": _note_problem(form.note),
    }
    return {field: words for field, words in found.items() if words}


def product_of(
    form: OwnProductForm,
    held: Iterable[OwnProduct],
    protocol: Protocol,
    *,
    by: Provider,
    at: datetime,
    changing: str = "",
) -> tuple[OwnProduct, ...]:
    """The lines to keep: the product, after a withdrawal of the one it is renamed from.

    Raises ``Refused`` naming what is wrong, or that nobody would be named.
    """
    _check(by)
    held = tuple(held)
    wrong = problems(form, held, protocol, changing=changing)
    if wrong:
        raise Refused("The product was not kept.", tuple(wrong.values()))
    made = OwnProduct(
        name=clean_line(form.name),
        categories=tuple(category for category in protocol.categories if category in form.categories),
        by=by,
        at=at,
        aliases=aliases_of(form),
        note=form.note.strip(),
    )
    before = next((product for product in held if product.key == changing), None)
    if before is None or before.key == made.key:
        return (made,)
    return (withdrawal(before, by=by, at=at), made)


def withdrawal(product: OwnProduct, *, by: Provider, at: datetime) -> OwnProduct:
    """The line that takes ``product`` off the list. Raises ``Refused`` when nobody would be named."""
    _check(by)
    return replace(product, by=by, at=at, withdrawn=True)


def restored(product: OwnProduct, *, by: Provider, at: datetime) -> OwnProduct:
    """The line that puts a withdrawn product back as it was. Raises ``Refused`` when nobody would be named."""
    _check(by)
    return replace(product, by=by, at=at, withdrawn=False)


def form_of(product: OwnProduct, protocol: Protocol) -> OwnProductForm:
    """The product to be changed; a category the protocol does not have is left out, see ``missing_categories``."""
    return OwnProductForm(
        name=product.name,
        aliases=", ".join(product.aliases),
        categories=tuple(category for category in product.categories if category in protocol.categories),
        note=product.note,
    )


def aliases_of(form: OwnProductForm) -> tuple[str, ...]:
    """The other names of the form: each once, without the name itself."""
    names: dict[str, str] = {}
    for alias in filter(str.strip, form.aliases.split(",")):
        names.setdefault(name_key(alias), clean_line(alias))
    names.pop(name_key(form.name), None)
    return tuple(names.values())


def missing_categories(product: OwnProduct, protocol: Protocol) -> tuple[str, ...]:
    """Ids of its categories that this version of the protocol does not have."""
    return tuple(category for category in product.categories if category not in protocol.categories)


def replaced_rows(protocol: Protocol, product: OwnProduct) -> tuple[CatalogueProduct, ...]:
    """Rows of the released catalogue that share a name with the product, which counts in their place."""
    names = {words_of(name) for name in (product.name, *product.aliases)}
    return tuple(row for row in protocol.catalogue if not names.isdisjoint(typed_names(row)))


def clean_line(text: str) -> str:
    """Without spaces around and more than one between; control characters stay, to be told of."""
    return " ".join(part for part in text.split(" ") if part)


def _check(by: Provider) -> None:
    if not may(by, Act.KEEP_PRODUCT):
        raise Refused(
            "Your clinic's products are kept with the name of the provider who added them: choose the provider."
        )


def _keys(product: OwnProduct) -> frozenset[str]:
    return frozenset(name_key(name) for name in (product.name, *product.aliases))


def _name_problem(name: str, typed: str, others: Iterable[OwnProduct]) -> str:
    if not name:
        return "Enter the product's name."
    return _line_problem(name, typed) or _taken(name, others)


def _line_problem(name: str, typed: str) -> str:
    if not typed.isprintable():
        return "Type it on one line, without tabs or other control characters."
    if len(name) > LONGEST_NAME:
        return f"Use at most {LONGEST_NAME} characters."
    return "" if words_of(name) else "Use letters a to z or digits, so that it can be found."


def _taken(name: str, others: Iterable[OwnProduct]) -> str:
    other = next((product for product in others if name_key(name) in _keys(product)), None)
    if other is None:
        return ""
    return f"“{other.name}” is in your list already. Change it there."


def _aliases_problem(form: OwnProductForm, others: tuple[OwnProduct, ...]) -> str:
    aliases = aliases_of(form)
    if len(aliases) > MOST_ALIASES:
        return f"Use at most {MOST_ALIASES} other names."
    if not form.aliases.isprintable():
        return "Type them on one line, without tabs or other control characters."
    for alias in aliases:
        words = _line_problem(alias, alias)
        if words:
            return f"“{alias[:30]}”: {words}"
        if _taken(alias, others):
            return f"“{alias}”: {_taken(alias, others)}"
    return ""


def _categories_problem(categories: tuple[str, ...], protocol: Protocol) -> str:
    if not categories:
        return "Choose at least one category."
    unknown = [category for category in categories if category not in protocol.categories]
    if unknown:
        return f"Protocol {protocol.version} has no category {', '.join(unknown)}. Choose another."
    return ""


def _note_problem(note: str) -> str:
    if len(note) > LONGEST_NOTE:
        return f"Use at most {LONGEST_NOTE} characters."
    plain = note.replace("\n", "")
    return "" if plain.isprintable() else "Type it without tabs or other control characters."
