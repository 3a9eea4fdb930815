"""Identifiers that say nothing about whom they stand for."""

from collections.abc import Callable
from uuid import uuid4

NewId = Callable[[], str]
RandomBytes = Callable[[int], bytes]


def random_id() -> str:
    """32 hexadecimal digits, never given twice."""
    return uuid4().hex
