"""The clinic's own profile, people and settings."""

from typing import Final

from sqlalchemy import Engine
from sqlalchemy.orm import defer
from sqlmodel import col, select

from consult_app.application.errors import EnvironmentFailed
from consult_app.application.governance import Confirmation
from consult_app.application.own_products import OwnProduct
from consult_app.application.ports import Clock, ProviderAccount
from consult_app.application.versions import ProtocolCopy, SwitchedOn
from consult_app.domain.clinic import Clinic
from consult_app.storage.database import reading, writing
from consult_app.storage.identifiers import NewId
from consult_app.storage.mapping import (
    DAMAGED_ADVICE,
    aware,
    confirmation_of,
    confirmation_row,
    own_product_of,
    own_product_row,
    storable,
)
from consult_app.storage.protocol_copies import BODY, switched_on_of, switched_on_row, unpacked
from consult_app.storage.snapshots import CLINIC, SNAPSHOT_FORMAT, SnapshotUnreadable
from consult_app.storage.tables import (
    ClinicRow,
    ConfirmationRow,
    OwnProductRow,
    ProviderRow,
    SettingRow,
    SwitchedOnRow,
)

_ONLY: Final = 1


class SqlClinicStore:
    """The ``ClinicStore`` port on a clinic file. Every method may raise ``EnvironmentFailed``."""

    def __init__(self, engine: Engine, clock: Clock, ids: NewId) -> None:
        self._engine = engine
        self._clock = clock
        self._ids = ids

    def clinic(self) -> Clinic | None:
        with reading(self._engine) as session:
            row = session.get(ClinicRow, _ONLY)
            if row is None:
                return None
            try:
                return CLINIC.read(row.snapshot_format, row.body)
            except SnapshotUnreadable as error:
                raise EnvironmentFailed("The clinic's settings cannot be read.", DAMAGED_ADVICE) from error

    def save_clinic(self, clinic: Clinic) -> None:
        with writing(self._engine) as session:
            session.merge(ClinicRow(id=_ONLY, snapshot_format=SNAPSHOT_FORMAT, body=CLINIC.write(clinic)))

    def providers(self) -> tuple[ProviderAccount, ...]:
        """In the order they were added."""
        with reading(self._engine) as session:
            rows = session.exec(select(ProviderRow).order_by(col(ProviderRow.seq)))
            return tuple(ProviderAccount(id=row.id, name=row.name, credentials=row.credentials) for row in rows)

    def add_provider(self, name: str, credentials: str) -> ProviderAccount:
        account = ProviderAccount(id=self._ids(), name=storable(name), credentials=storable(credentials))
        with writing(self._engine) as session:
            session.add(
                ProviderRow(
                    id=account.id,
                    name=account.name,
                    credentials=account.credentials,
                    added_at=aware(self._clock.now()),
                )
            )
        return account

    def setting(self, key: str) -> str | None:
        with reading(self._engine) as session:
            row = session.get(SettingRow, key)
            return None if row is None else row.value

    def save_setting(self, key: str, value: str) -> None:
        with writing(self._engine) as session:
            session.merge(SettingRow(key=key, value=storable(value)))

    def confirm_value(self, confirmation: Confirmation) -> None:
        row = confirmation_row(confirmation)
        with writing(self._engine) as session:
            session.add(row)

    def confirmations(self) -> tuple[Confirmation, ...]:
        with reading(self._engine) as session:
            rows = session.exec(select(ConfirmationRow).order_by(col(ConfirmationRow.seq)))
            return tuple(confirmation_of(row) for row in rows)

    def switch_on(self, line: SwitchedOn, copy: ProtocolCopy) -> None:
        row = switched_on_row(line, copy)
        with writing(self._engine) as session:
            session.add(row)

    def switched_on(self) -> tuple[SwitchedOn, ...]:
        with reading(self._engine) as session:
            rows = session.exec(select(SwitchedOnRow).options(defer(BODY)).order_by(col(SwitchedOnRow.seq)))
            return tuple(switched_on_of(row) for row in rows)

    def protocol_copy(self, sha256: str) -> ProtocolCopy | None:
        """The latest copy that can be unpacked."""
        with reading(self._engine) as session:
            same = select(SwitchedOnRow).where(col(SwitchedOnRow.sha256) == sha256)
            rows = session.exec(same.order_by(col(SwitchedOnRow.seq).desc()))
            return next((copy for row in rows if (copy := unpacked(row.version, row.body)) is not None), None)

    def keep_products(self, *lines: OwnProduct) -> None:
        rows = [own_product_row(line) for line in lines]
        with writing(self._engine) as session:
            # One by one: the order of the lines is the order of their numbers.
            for row in rows:
                session.add(row)
                session.flush()

    def own_products(self) -> tuple[OwnProduct, ...]:
        with reading(self._engine) as session:
            rows = session.exec(select(OwnProductRow).order_by(col(OwnProductRow.seq)))
            return tuple(own_product_of(row) for row in rows)
