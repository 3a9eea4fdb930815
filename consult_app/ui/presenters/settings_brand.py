"""Settings > Brand: what is typed, what would be printed of it, what is wrong with it, what is not saved yet."""

from dataclasses import dataclass, fields, replace
from typing import Final, Literal

from consult_app.domain.clinic import Brand, Clinic, SheetWords
from consult_app.ui.presenters.words import Gap
from consult_app.ui.theme.brand_colors import dark_enough, near_status, on_white, read_color

LANGUAGES: Final = {"en": "English", "es": "Spanish"}
SAVED: Final = "Saved. On every sheet from now on."
SAVED_DARKER: Final = "Saved, with the darker color. On every sheet from now on."
COLORS: Final = {"ink": "band", "accent": "accent"}
_LONGEST_LINE: Final = 200
_LONGEST_TEXT: Final = 2000
_MEANINGS: Final = {"green": "Ready", "amber": "Wait", "red": "Do not treat"}
_NO_COLOR: Final = "Enter # and six digits or letters A to F, such as #0E6073."


@dataclass(frozen=True, slots=True)
class BrandForm:
    """The brand as typed; ``words`` are the clinic's own texts by language."""

    name: str
    ink: str
    accent: str
    letterhead: bool
    logo_svg: bytes | None
    logo_png: bytes | None
    words: tuple[tuple[str, SheetWords], ...]

    @property
    def has_logo(self) -> bool:
        return self.logo_svg is not None or self.logo_png is not None


@dataclass(frozen=True, slots=True)
class ColorView:
    """What stands under a color: its contrast, and what becomes of it in print. ``printed`` is empty for no color."""

    tone: Literal["ready", "wait", "stop"]
    line: str
    printed: str = ""
    adjusted: str = ""
    near: str = ""


def brand_form(clinic: Clinic) -> BrandForm:
    brand = clinic.brand
    words = tuple((language, clinic.words_in(language)) for language in LANGUAGES)
    return BrandForm(clinic.name, brand.ink, brand.accent, brand.letterhead, brand.logo_svg, brand.logo_png, words)


def branded(form: BrandForm, before: Clinic) -> Clinic:
    """The clinic with this brand, its colors dark enough to read; a color that is none stays as it was."""
    brand = Brand(
        ink=dark_enough(read_color(form.ink) or before.brand.ink),
        accent=dark_enough(read_color(form.accent) or before.brand.accent),
        logo_svg=form.logo_svg,
        logo_png=form.logo_png,
        letterhead=form.letterhead,
    )
    return replace(before, name=form.name, brand=brand, words=form.words)


def kept_up_brand(form: BrandForm, before: Clinic, now: Clinic) -> BrandForm:
    """The form after the clinic on file changed: what was typed stays, the rest follows the file."""
    return following(form, brand_form(before), brand_form(now))


def following(form: BrandForm, old: BrandForm, new: BrandForm) -> BrandForm:
    """The form with everything that still is as in ``old`` made as in ``new``."""
    follow = {
        each.name: getattr(new, each.name)
        for each in fields(BrandForm)
        if getattr(form, each.name) == getattr(old, each.name)
    }
    return replace(form, **follow)


def brand_changes(form: BrandForm, kept: Clinic) -> int:
    """How many things are not as they are kept; the texts count one by one, the logo once."""
    before = brand_form(kept)
    count: int = sum(getattr(form, name) != getattr(before, name) for name in ("name", "letterhead"))
    count += sum(_color(getattr(form, name)) != _color(getattr(before, name)) for name in COLORS)
    count += int((form.logo_svg, form.logo_png) != (before.logo_svg, before.logo_png))
    for (_, typed), (_, was) in zip(form.words, before.words, strict=True):
        count += sum(getattr(typed, each.name) != getattr(was, each.name) for each in fields(SheetWords))
    return count


def brand_gaps(form: BrandForm) -> tuple[Gap, ...]:
    """What has to be mended before it can be saved, in the order of the form; texts are named ``es.tagline``."""
    gaps = [Gap("name", _line(form.name, missing="Enter the clinic's name."))]
    gaps += [Gap(name, "" if read_color(getattr(form, name)) else _NO_COLOR) for name in COLORS]
    for language, words in form.words:
        gaps += [Gap(f"{language}.{name}", _line(getattr(words, name))) for name in ("tagline", "hours", "after_hours")]
        long = len(words.disclaimer) > _LONGEST_TEXT
        gaps.append(Gap(f"{language}.disclaimer", f"Use at most {_LONGEST_TEXT} characters." if long else ""))
    return tuple(gap for gap in gaps if gap.words)


def color_view(typed: str) -> ColorView:
    """What to say about a color as typed."""
    color = read_color(typed)
    if color is None:
        return ColorView("stop", _NO_COLOR)
    ratio, printed = on_white(color), dark_enough(color)
    near = near_status(color)
    said = f"Close to the {near} that means {_MEANINGS[near]}. On screen the two could be mistaken." if near else ""
    if printed == color:
        return ColorView("ready", f"{ratio:.1f} to 1 with white", printed, near=said)
    adjusted = f"Darkened to {on_white(printed):.1f} to 1 on white."
    # 4.46 would read as 4.5 and contradict what follows.
    shown = min(ratio, 4.4)
    return ColorView("wait", f"{shown:.1f} to 1 on white, needs 4.5", printed, adjusted, said)


def adjusted_colors(form: BrandForm) -> tuple[tuple[str, str, ColorView], ...]:
    """The colors that will not be printed as typed: (field, color as typed, view)."""
    views = ((name, getattr(form, name)) for name in COLORS)
    seen = ((name, read_color(typed) or "", color_view(typed)) for name, typed in views)
    return tuple(each for each in seen if each[2].adjusted)


def logo_words(form: BrandForm) -> str:
    if form.logo_svg is not None:
        return "A drawing (SVG). It is printed in place of the name."
    if form.logo_png is not None:
        return "A picture (PNG). It is printed in place of the name."
    return "No logo. The name is printed instead."


def _color(typed: str) -> str:
    return read_color(typed) or typed


def _line(text: str, *, missing: str = "") -> str:
    if not text.strip():
        return missing
    if len(text) > _LONGEST_LINE:
        return f"Use at most {_LONGEST_LINE} characters."
    return "" if text.isprintable() else "Type it on one line, without tabs."
