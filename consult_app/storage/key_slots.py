"""The key slots: the clinic's secret key, wrapped once for each provider's password and once for the recovery code.

A password goes through Argon2id (RFC 9106) to a key, which wraps the secret by AES-256-GCM. Whose slot it is and how
its key is derived are authenticated with it, so neither can be changed unnoticed.
"""

import json
from dataclasses import dataclass, replace
from typing import Final

from argon2.low_level import Type, hash_secret_raw
from argon2.profiles import RFC_9106_LOW_MEMORY
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import ConfigDict, TypeAdapter, ValidationError

from consult_app.application.errors import EnvironmentFailed
from consult_app.application.vault import KEY_BYTES, MARK_BYTES, RECOVERY, KeyHolder
from consult_app.storage.identifiers import RandomBytes

FORMAT: Final = "consult-keys/1"
SALT_BYTES: Final = 16
NONCE_BYTES: Final = 12

_MOST_MEMORY: Final = 1 << 21  # 2 GiB: a changed file must not make the computer stand still
_MOST_PASSES: Final = 64
_MOST_LANES: Final = 64


@dataclass(frozen=True, slots=True)
class Argon2Cost:
    """What one try of a password costs: memory in KiB, passes over it, lanes."""

    memory_kib: int
    passes: int
    lanes: int

    def covers(self, least: "Argon2Cost") -> bool:
        return (
            least.memory_kib <= self.memory_kib <= _MOST_MEMORY
            and least.passes <= self.passes <= _MOST_PASSES
            and 1 <= self.lanes <= _MOST_LANES
        )


RECOMMENDED: Final = Argon2Cost(
    memory_kib=RFC_9106_LOW_MEMORY.memory_cost,
    passes=RFC_9106_LOW_MEMORY.time_cost,
    lanes=RFC_9106_LOW_MEMORY.parallelism,
)


@dataclass(frozen=True, slots=True)
class Slot:
    """``holder`` is a provider's id, or ``RECOVERY``; name and credentials are what the lock screen shows."""

    holder: str
    cost: Argon2Cost
    salt: bytes
    nonce: bytes
    wrapped: bytes
    name: str = ""
    credentials: str = ""


@dataclass(frozen=True, slots=True)
class KeySlots:
    """Everything in the file of the keys; frozen, a change makes the next."""

    mark: bytes
    clinic: str
    slots: tuple[Slot, ...]
    format: str = FORMAT

    def slot(self, holder: str) -> Slot | None:
        return next((slot for slot in self.slots if slot.holder == holder), None)

    @property
    def holders(self) -> tuple[KeyHolder, ...]:
        return tuple(
            KeyHolder(slot.holder, slot.name, slot.credentials) for slot in self.slots if slot.holder != RECOVERY
        )

    def with_slot(self, slot: Slot) -> "KeySlots":
        """The holder's slot in place of the one there was; a new holder comes last."""
        known = self.slot(slot.holder) is not None
        slots = tuple(slot if each.holder == slot.holder else each for each in self.slots)
        return replace(self, slots=slots if known else (*slots, slot))

    def without(self, holder: str) -> "KeySlots":
        return replace(self, slots=tuple(slot for slot in self.slots if slot.holder != holder))


def wrap(
    secret: bytes, *, holder: KeyHolder, phrase: bytes, mark: bytes, cost: Argon2Cost, random: RandomBytes
) -> Slot:
    """A new slot for ``holder`` that ``phrase`` opens."""
    salt, nonce = random(SALT_BYTES), random(NONCE_BYTES)
    wrapped = AESGCM(_derived(phrase, salt, cost)).encrypt(nonce, secret, _bound(holder.provider_id, mark, salt, cost))
    return Slot(holder.provider_id, cost, salt, nonce, wrapped, name=holder.name, credentials=holder.credentials)


def unwrap(slot: Slot, *, phrase: bytes, mark: bytes) -> bytes | None:
    """The secret; ``None`` when the phrase is not the slot's, or the slot was changed."""
    try:
        secret = AESGCM(_derived(phrase, slot.salt, slot.cost)).decrypt(
            slot.nonce, slot.wrapped, _bound(slot.holder, mark, slot.salt, slot.cost)
        )
    except InvalidTag:
        return None
    return secret if len(secret) == KEY_BYTES else None


def write_slots(slots: KeySlots) -> bytes:
    """UTF-8 JSON, one object."""
    return _ADAPTER.dump_json((slots,))[1:-1]


def read_slots(data: bytes, *, least: Argon2Cost) -> KeySlots:
    """Raises ``EnvironmentFailed`` for what is no file of keys, and for slots cheaper to try than ``least``."""
    try:
        (slots,) = _ADAPTER.validate_json(b"[" + data + b"]")
    except ValidationError:
        raise unreadable() from None
    if slots.format != FORMAT:
        raise EnvironmentFailed(
            "The clinic's keys were written by a newer version of the program.", "Install the newer version."
        )
    sizes = {(len(slot.salt), len(slot.nonce)) for slot in slots.slots}
    if len(slots.mark) != MARK_BYTES or sizes - {(SALT_BYTES, NONCE_BYTES)}:
        raise unreadable()
    if not all(slot.cost.covers(least) for slot in slots.slots):
        raise EnvironmentFailed(
            "The file of the clinic's keys was changed: it asks for weaker or impossible protection.",
            "Restore the keys from the last backup.",
        )
    return slots


def unreadable() -> EnvironmentFailed:
    return EnvironmentFailed(
        "The file of the clinic's keys is damaged.", "Put back the keys from the last backup. Nothing was changed."
    )


def _derived(phrase: bytes, salt: bytes, cost: Argon2Cost) -> bytes:
    return hash_secret_raw(
        phrase,
        salt,
        time_cost=cost.passes,
        memory_cost=cost.memory_kib,
        parallelism=cost.lanes,
        hash_len=KEY_BYTES,
        type=Type.ID,
    )


def _bound(holder: str, mark: bytes, salt: bytes, cost: Argon2Cost) -> bytes:
    """What is authenticated with the wrapped key, in one unambiguous form."""
    said = [FORMAT, holder, mark.hex(), "argon2id", 19, salt.hex(), cost.memory_kib, cost.passes, cost.lanes]
    return json.dumps(said, separators=(",", ":")).encode()


_STRICT: Final = ConfigDict(
    extra="forbid", strict=True, hide_input_in_errors=True, ser_json_bytes="base64", val_json_bytes="base64"
)
_ADAPTER: Final = TypeAdapter(tuple[KeySlots], config=_STRICT)
