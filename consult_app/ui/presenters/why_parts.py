"""The parts a Why popover is made of, whatever it is about."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import Final, Literal

from consult_app.application.consultation import ConsultationState
from consult_app.application.governance import Confirmation
from consult_app.application.source_words import UNCONFIRMED, basis_in_words, sources_in_words
from consult_app.domain.plan import Step
from consult_app.domain.protocol import Basis, Protocol
from consult_app.ui.presenters.rail import missing_on
from consult_app.ui.presenters.words import STEP_NAMES, count_words

Asks = Literal["nothing", "override", "decision"]

SOURCES_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class WhyPart:
    """A small label and the lines under it. ``mark`` stands below as the dashed mark of an unconfirmed default.

    With ``shown`` so many lines stand at first and the rest on demand; 0 shows all.
    """

    label: str
    lines: tuple[str, ...]
    mark: str = ""
    shown: int = 0

    @property
    def words(self) -> str:
        """The part as text."""
        return "\n".join((*self.lines, *((self.mark,) if self.mark else ())))


@dataclass(frozen=True, slots=True)
class WhyView:
    """What the popover says. ``path`` is the answer to go to, ``rule`` the rule a choice is about, both may be empty.

    ``asks`` says what may be recorded, ``refusal`` why this provider may not, ``recorded`` that something stands.
    """

    key: str
    title: str
    parts: tuple[WhyPart, ...]
    footing: str
    path: str = ""
    rule: str = ""
    asks: Asks = "nothing"
    refusal: str = ""
    recorded: bool = False

    def says(self, label: str) -> str:
        """What stands under a label, each line on its own; empty without such a part."""
        return "\n".join(part.words for part in self.parts if part.label == label)

    @property
    def text(self) -> str:
        """All of it, to be copied."""
        parts = (f"{part.label}\n{part.words}" if part.label else part.words for part in self.parts)
        return "\n\n".join((self.title, *parts, self.footing))


@dataclass(frozen=True, slots=True)
class WhyContext:
    """What every popover is worked out from; ``confirmed`` are the clinic's confirmations by key of the value."""

    protocol: Protocol
    state: ConsultationState
    zone: tzinfo
    confirmed: Mapping[str, Confirmation]

    @property
    def footing(self) -> str:
        """The protocol's name and version."""
        return f"{self.protocol.title} protocol {self.protocol.version}"


def option_key(option_id: str) -> str:
    """The key of an option's popover."""
    return f"option.{option_id}"


def product_key(index: int) -> str:
    """The key of a product's popover."""
    return f"products[{index}]"


def inside(name: str) -> str:
    """A name as it stands inside a sentence: ``exfoliating acid (AHA)``."""
    return name[:1].lower() + name[1:]


def parts_of(*parts: WhyPart | None) -> tuple[WhyPart, ...]:
    """Those parts that say something."""
    return tuple(part for part in parts if part is not None and (part.lines or part.mark))


def text_part(label: str, *lines: str) -> WhyPart | None:
    """A label with its lines; ``None`` when there is nothing to say."""
    said = tuple(line for line in lines if line)
    return WhyPart(label, said) if said else None


def sources_part(protocol: Protocol, ids: Iterable[str]) -> WhyPart | None:
    """Every source with its date, the clinic's own first, the first few shown at once."""
    lines = sources_in_words(protocol, ids)
    return WhyPart("Source" if len(lines) == 1 else "Sources", lines, shown=SOURCES_SHOWN) if lines else None


def basis_part(context: WhyContext, key: str, basis: Basis, *, about: str = "") -> WhyPart:
    """Whose value it is; ``about`` names the value where there are several."""
    words = basis_in_words(basis, context.confirmed.get(key), context.zone)
    label = f"Basis of {about}" if about else "Basis"
    return WhyPart(label, (), mark=words) if words == UNCONFIRMED else WhyPart(label, (words,))


def missing_part(context: WhyContext, *own: str) -> WhyPart | None:
    """What is not known: ``own`` first, then how many answers each step still lacks."""
    return text_part("Not known yet", *own, *_still_missing(context.state))


def _still_missing(state: ConsultationState) -> Iterator[str]:
    for step in Step:
        missing = missing_on(state, step)
        if missing:
            yield f"{STEP_NAMES[step]}: {count_words(len(missing), 'answer')} missing."
