"""How long unlocking and the encrypted file take: password to key, opening, one autosave, against the plain file.

Run: uv run python benchmarks/unlock.py [--runs N]
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from consult_app.application.vault import FileKey
from consult_app.bootstrap_vault import make_clinic, new_recovery_code, open_vault
from consult_app.domain.answers import Answers, Provider
from consult_app.domain.clinic import Clinic
from consult_app.domain.plan import DraftId, DraftPlan
from consult_app.storage.clinic_file import open_clinic_file
from consult_app.system.clock import SystemClock
from consult_app.system.paths import Paths

PASSWORD = "four wild horses run"
UNLOCK_BUDGET_MS = 400


def median_ms(call: Callable[[], object], runs: int) -> float:
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        call()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


def save_ms(path: Path, key: FileKey | None, runs: int) -> float:
    """The median save of a draft of a few kilobytes, audited where the file is encrypted."""
    file = open_clinic_file(path, clock=SystemClock(), key=key, who=None if key is None else lambda: "dana")
    texts = iter(range(runs + 1))
    draft = DraftPlan(id=DraftId("draft"), answers=Answers(), started_at=datetime(2026, 5, 12, tzinfo=UTC))

    def save() -> None:
        words = f"{next(texts)} " * 400
        file.consultations.save_draft(replace(draft, answers=replace(draft.answers, words=words)))

    save()
    median = median_ms(save, runs)
    file.close()
    return median


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as name:
        folder, clock = Path(name), SystemClock()
        paths = Paths(folder)
        code = new_recovery_code()
        clinic = Clinic(name="Benchmark", place="", zone="UTC")
        key = make_clinic(paths, clinic, Provider("Dana Keller", "NP"), password=PASSWORD, code=code)
        vault = open_vault(paths)
        (dana,) = vault.holders()
        unlock = median_ms(lambda: vault.unlock(dana.provider_id, PASSWORD), runs)
        opening = median_ms(lambda: open_clinic_file(folder / "clinic.db", clock=clock, key=key).close(), runs)
        plain = save_ms(folder / "plain.db", None, runs * 20)
        encrypted = save_ms(folder / "clinic.db", key, runs * 20)
    print(f"unlock     {unlock:6.0f} ms   budget {UNLOCK_BUDGET_MS} ms")
    print(f"open       {opening:6.1f} ms")
    print(f"autosave   {encrypted:6.2f} ms   plain {plain:.2f} ms   ratio {encrypted / plain:.2f}")


if __name__ == "__main__":
    main()
