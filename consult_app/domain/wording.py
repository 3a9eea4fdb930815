"""Filling named fields into a protocol's provider text."""


class _Fields(dict[str, str]):
    """Named fields; one that is not given stays empty rather than breaking a screen."""

    def __missing__(self, key: str) -> str:
        return ""


def fill(text: str, **fields: str) -> str:
    """``text`` with ``{name}`` replaced; protocol check refuses text that names a field nobody fills."""
    return text.format_map(_Fields(fields))
