"""Domain objects as JSON that reads back equal, for drafts and for plans that must stay readable for years.

The text is UTF-8 with its format kept as an integer beside it. Reading is strict: an unknown key, a missing answer
without a default or a value of another type makes the snapshot unreadable; nothing is guessed. Dates stay dates and
date-times stay date-times. A product's decision carries the tag ``kind``.
"""

import json
from typing import Any, Final, Generic, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError, from_json, to_json

from consult_app.domain.answers import Answers
from consult_app.domain.clinic import Clinic
from consult_app.domain.patient import Allergies
from consult_app.domain.plan import DraftPlan, FinalPlan, LineEdit
from consult_app.domain.proposal import Proposal

SNAPSHOT_FORMAT: Final = 1

T = TypeVar("T")

_DECISION_KEYS: Final = {"category": {"category"}, "resume": {"resume_at"}, "ask": set[str]()}
_STRICT: Final = ConfigDict(
    extra="forbid", strict=True, hide_input_in_errors=True, ser_json_bytes="base64", val_json_bytes="base64"
)


class SnapshotUnreadable(Exception):
    """A snapshot is not what this program wrote. Says why without quoting what it holds."""


class SnapshotOf(Generic[T]):
    """Writes and reads one type of domain object."""

    def __init__(self, adapter: TypeAdapter[tuple[T]]) -> None:
        self._adapter = adapter

    def write(self, value: T) -> bytes:
        """UTF-8 JSON. Half of a surrogate pair, which no encoding can carry, becomes a question mark."""
        (payload,) = self._adapter.dump_python((value,), mode="json")
        for decision in _decisions(payload):
            decision["kind"] = next(kind for kind, keys in _DECISION_KEYS.items() if keys == set(decision))
        try:
            return to_json(payload)
        except PydanticSerializationError:
            return json.dumps(payload, ensure_ascii=False).encode("utf-8", "replace")

    def read(self, snapshot_format: int, body: bytes) -> T:
        """The object as it was. Raises ``SnapshotUnreadable``."""
        if snapshot_format != SNAPSHOT_FORMAT:
            raise SnapshotUnreadable(f"format {snapshot_format} is not known")
        try:
            return self._validated(body)
        except ValidationError as error:
            reason = f"{error.error_count()} values do not fit"
        except (ValueError, RecursionError) as error:
            reason = f"not a snapshot ({type(error).__name__})"
        # Raised outside the handler: the first error may quote what it read.
        raise SnapshotUnreadable(reason)

    def _validated(self, body: bytes) -> T:
        payload = from_json(body)
        for decision in _decisions(payload):
            if _DECISION_KEYS.get(str(decision.pop("kind", ""))) != set(decision):
                raise ValueError("a decision of no known kind")
        (value,) = self._adapter.validate_json(to_json([payload]))
        return value


def _decisions(payload: object) -> list[dict[str, Any]]:
    """Every product decision below ``payload``, which may be anything that was stored."""
    answers = payload.get("answers", payload) if isinstance(payload, dict) else None
    products = answers.get("products") if isinstance(answers, dict) else None
    if not isinstance(products, list):
        return []
    decisions = (product.get("decision") for product in products if isinstance(product, dict))
    return [decision for decision in decisions if isinstance(decision, dict)]


ANSWERS: Final = SnapshotOf(TypeAdapter(tuple[Answers], config=_STRICT))
DRAFT: Final = SnapshotOf(TypeAdapter(tuple[DraftPlan], config=_STRICT))
PROPOSAL: Final = SnapshotOf(TypeAdapter(tuple[Proposal], config=_STRICT))
PLAN: Final = SnapshotOf(TypeAdapter(tuple[FinalPlan], config=_STRICT))
CLINIC: Final = SnapshotOf(TypeAdapter(tuple[Clinic], config=_STRICT))
ALLERGIES: Final = SnapshotOf(TypeAdapter(tuple[Allergies], config=_STRICT))
LINE_EDITS: Final = SnapshotOf(TypeAdapter(tuple[tuple[LineEdit, ...]], config=_STRICT))
