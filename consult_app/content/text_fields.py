"""Named fields in braces inside protocol text."""

from string import Formatter


def fields_of(text: str) -> frozenset[str]:
    """Names of the fields. Raises ``ValueError`` with the reason for anything but plain ``{name}``."""
    names: set[str] = set()
    try:
        pieces = list(Formatter().parse(text))
    except ValueError:
        raise ValueError("a brace is not closed or not opened") from None
    for _, name, form, conversion in pieces:
        if name is None:
            continue
        if form or conversion or not name.isidentifier():
            raise ValueError(f"{{{name}}} is not a plain named field")
        names.add(name)
    return frozenset(names)


def field_fault(text: str, allowed: frozenset[str], *, all_needed: bool = False) -> str:
    """The reason why the text's fields do not do, empty when they do."""
    try:
        found = fields_of(text)
    except ValueError as error:
        return str(error)
    unknown = sorted(found - allowed)
    if unknown:
        return f"nobody fills the field {{{unknown[0]}}} here"
    lacking = sorted(allowed - found)
    if all_needed and lacking:
        return f"the field {{{lacking[0]}}} is missing"
    return ""
