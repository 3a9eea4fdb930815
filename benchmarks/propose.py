"""How long one proposal takes, with every question answered and 60 products, against one frame at 60 Hz.

Run: uv run python benchmarks/propose.py [--runs N]
"""

import argparse
import statistics
import time
from dataclasses import replace
from datetime import date, datetime

from consult_app import bootstrap
from consult_app.domain.answers import (
    Answers,
    Area,
    Choices,
    Concern,
    ConcernAnswer,
    Fitzpatrick,
    HealthAnswer,
    ImportantDate,
    PlannedSession,
    ProductAnswer,
    Reply,
    Severity,
    SkinAnswers,
    Tan,
    Trip,
)
from consult_app.domain.patient import Allergies, AllergyState, PatientDetails
from consult_app.domain.proposal import propose
from consult_app.domain.protocol import Protocol

FRAME_MS = 1000 / 60
CONSULTED = date(2026, 5, 12)


def full_consultation(protocol: Protocol) -> Answers:
    """Every health question answered, a third of them yes, 60 products, trips, dates and hand-set sessions."""
    matcher = bootstrap.matcher(protocol)
    names = [row.name for row in protocol.catalogue][:55] + [f"Unlisted product {number}" for number in range(5)]
    names = (names * 2)[:60]
    products = tuple(ProductAnswer(name, last_used=date(2026, 5, 9), match=matcher.match(name)) for name in names)
    health = {
        question: HealthAnswer(Reply.YES, current=False, last=date(2026, 4, 20))
        if index % 3 == 0
        else HealthAnswer(Reply.NO)
        for index, question in enumerate(protocol.questions)
        if not question.startswith("pregnant")
    }
    health["pregnant_or_nursing"] = HealthAnswer(Reply.NO)
    health = {
        **health,
        **dict.fromkeys(("isotretinoin", "bleeding_disorder", "active_infection"), HealthAnswer(Reply.NO)),
    }
    return Answers(
        consultation_date=CONSULTED,
        treatment_at=datetime(2026, 5, 15, 10, 30),
        patient=PatientDetails("Sample", "Person", "", date(1984, 3, 4), allergies=Allergies(AllergyState.NONE_KNOWN)),
        concerns=tuple(
            ConcernAnswer(concern, Severity.MARKED, tuple(Area)) for concern in Concern if concern is not Concern.OTHER
        ),
        skin=SkinAnswers(Fitzpatrick.IV, Tan.SLIGHT),
        health=health,
        products=products,
        events=tuple(ImportantDate(f"date {month}", date(2026, month, 20)) for month in range(6, 12)),
        trips=tuple(
            Trip(f"trip {month}", date(2026, month, 1), date(2026, month, 5), sunny=True) for month in range(6, 12)
        ),
        choices=Choices(sessions=(PlannedSession(date(2026, 5, 15)), PlannedSession(date(2026, 6, 30)))),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=500)
    runs = parser.parse_args().runs
    protocol, clinic = bootstrap.load_protocol(), bootstrap.load_clinic(None)
    given = full_consultation(protocol)
    cases = {
        "60 products, all questions, own sessions": given,
        "60 products, all questions, options": replace(given, choices=Choices()),
        "empty consultation": Answers(),
    }
    print(f"propose, {runs} runs each; one frame at 60 Hz is {FRAME_MS:.1f} ms")
    print(f"{'case':44}{'median ms':>10}{'p95 ms':>9}{'p95 / frame':>13}")
    for name, answers in cases.items():
        taken = []
        for _ in range(runs):
            began = time.perf_counter()
            propose(protocol, clinic, answers, CONSULTED)
            taken.append((time.perf_counter() - began) * 1000)
        p95 = statistics.quantiles(taken, n=20)[-1]
        print(f"{name:44}{statistics.median(taken):10.2f}{p95:9.2f}{p95 / FRAME_MS:13.2f}")


if __name__ == "__main__":
    main()
