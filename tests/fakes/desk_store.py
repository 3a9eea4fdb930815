"""A patient store of its own, for tests that replace one answer of it."""

from consult_app.application.ports import Clock
from tests.fakes.memory_store import MemoryPatientStore, counted_ids


class MemoryPatients(MemoryPatientStore):
    def __init__(self, clock: Clock) -> None:
        super().__init__(clock, counted_ids())
