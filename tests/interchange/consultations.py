"""Consultation files to read in tests."""

import copy
import json
from datetime import date
from typing import Any

from consult_app.domain.answers import ProductMatch
from consult_app.interchange.consultation_file import Reading
from tests.builders import clinic, protocol

TODAY = date(2026, 5, 12)

FULL: dict[str, Any] = {
    "format": "consultation/1",
    "treatment": "microneedling",
    "consultation_date": "2026-05-12",
    "treatment_at": "2026-05-15T10:30",
    "patient": {
        "family_name": "Ortega-Whitfield",
        "given_name": "Marisol",
        "preferred_name": "Mari",
        "birth_date": "1984-03-04",
        "phone": "513-555-0187",
        "chart": "A-20418",
        "language": "en",
        "allergies": ["neomycin"],
    },
    "provider": {"name": "Dana Keller", "credentials": "NP"},
    "concerns": [{"concern": "acne_scars", "severity": "moderate", "areas": ["left_cheek", "right_cheek"]}],
    "skin": {"fitzpatrick": "III", "tan": "slight", "tan_since": "2026-05-01"},
    "health": {
        "isotretinoin": {"answer": "yes", "current": False, "last": "2025-09-01"},
        "pregnant_or_nursing": "no",
    },
    "products": [
        {"name": "Tretinoin cream 0.05%", "use": "nightly", "last_used": "2026-05-08"},
        {"name": "Midnight Reset drops", "decision": {"ask": True}},
    ],
    "events": [{"what": "wedding", "on": "2026-08-20"}],
    "trips": [{"what": "beach", "from": "2026-06-20", "to": "2026-06-28", "sunny": True}],
    "series": {"done": ["2026-04-10"]},
    "choices": {
        "option": "corrective_series.3x6w",
        "sessions": [{"on": "2026-07-10", "reason": "She is away in June."}],
        "removed": [{"number": 3, "reason": "She moves away in the fall."}],
        "overrides": [{"rule": "sun.fresh_tan", "reason": "Seen in daylight, the skin is not tanned."}],
        "decisions": [
            {"rule": "history.rosacea", "choice": "proceed", "reason": "Mild, in remission for two years."},
        ],
    },
}

GONE = object()
"""Takes a key out in :func:`changed`."""


def changed(**changes: Any) -> dict[str, Any]:
    """The full file with values at paths such as ``skin__tan`` or ``products__0__name`` replaced."""
    content = copy.deepcopy(FULL)
    for path, value in changes.items():
        *parents, last = [int(step) if step.isdecimal() else step for step in path.split("__")]
        at: Any = content
        for step in parents:
            at = at[step]
        if value is GONE:
            del at[last]
        else:
            at[last] = value
    return content


def as_bytes(content: Any) -> bytes:
    return json.dumps(content).encode()


def match(name: str) -> ProductMatch:
    """A catalogue that knows one word."""
    if "tretinoin" in name.casefold():
        return ProductMatch("tretinoin", "ingredient", ("retinoid_rx",))
    return ProductMatch()


def reading(**changes: Any) -> Reading:
    given = {"protocol": protocol(), "clinic": clinic(), "match": match, "today": TODAY}
    return Reading(**{**given, **changes})
