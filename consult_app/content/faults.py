"""What is wrong with a content file, said so that its author can mend it."""

from dataclasses import dataclass

from typing_extensions import override

from consult_app.application.errors import Fault


@dataclass(frozen=True, slots=True)
class ProtocolFault:
    """One fault: the file's name, the key path inside it (empty for the whole file) and the reason."""

    file: str
    key_path: str
    reason: str

    @override
    def __str__(self) -> str:
        where = f"{self.file}: {self.key_path}" if self.key_path else self.file
        return f"{where}: {self.reason}"


class ProtocolFaulty(Exception):
    """A protocol folder cannot be used. Carries every fault found."""

    def __init__(self, faults: tuple[ProtocolFault, ...]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


class ClinicProfileFaulty(Exception):
    """A clinic profile cannot be used. Carries every fault found."""

    def __init__(self, faults: tuple[ProtocolFault, ...]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


def placed(faults: tuple[ProtocolFault, ...]) -> tuple[Fault, ...]:
    """Faults of a content file, placed by file and key path."""
    return tuple(Fault(f"{each.file}: {each.key_path}" if each.key_path else each.file, each.reason) for each in faults)
