"""Light or dark and the text size, kept for the next start."""

from collections.abc import Callable
from typing import Final

from consult_app.domain.clinic import Brand
from consult_app.ui.theme.theme import TEXT_SCALES, Theme

LOOK: Final = "look"
TEXT_SIZE: Final = "text_size"
"""Names of the settings kept."""


class Looks:
    """Changes the theme; ``keep`` stores a setting by its name."""

    def __init__(self, theme: Theme, *, keep: Callable[[str, str], None]) -> None:
        self._theme = theme
        self._keep = keep

    def wear(self, brand: Brand) -> None:
        """The clinic's own colors; the program's usual ones stay exactly as they were drawn."""
        usual = Brand()
        own = (brand.ink, brand.accent) != (usual.ink, usual.accent)
        self._theme.set_brand(ink=brand.ink if own else None, accent=brand.accent if own else None)

    def set_dark(self, dark: bool) -> None:
        """Use dark or light colors from now on."""
        self._theme.set_dark(dark)
        self._keep(LOOK, "dark" if dark else "light")

    def toggle_dark(self) -> None:
        """The other colors."""
        self.set_dark(not self._theme.dark)

    def set_text_scale(self, scale: float) -> None:
        """Use a text size from now on."""
        self._theme.set_text_scale(scale)
        self._keep(TEXT_SIZE, str(scale))

    def size_by(self, steps: int) -> None:
        """Larger or smaller by so many sizes; the ends stay."""
        at = TEXT_SCALES.index(self._theme.text_scale) + steps
        if 0 <= at < len(TEXT_SCALES):
            self.set_text_scale(TEXT_SCALES[at])


def apply_kept(theme: Theme, *, look: str | None, text_size: str | None) -> None:
    """Dress the window as it was left; what cannot be read is passed over."""
    if look in ("dark", "light"):
        theme.set_dark(look == "dark")
    for scale in TEXT_SCALES:
        if text_size == str(scale):
            theme.set_text_scale(scale)
