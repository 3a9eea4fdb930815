"""The clinic's own profile, people and settings."""

from typing import Final

from sqlalchemy import Engine
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from consult_app.application.access import Role, usual_role
from consult_app.application.accounts import ProviderAccount, refuse_losing_last_admin, refuse_wrong_role
from consult_app.application.audit import AuditEntry, Event, Subject, as_id, changed_fields
from consult_app.application.errors import EnvironmentFailed
from consult_app.application.governance import Confirmation
from consult_app.application.own_products import OwnProduct
from consult_app.application.ports import Clock
from consult_app.application.versions import ProtocolCopy, SwitchedOn
from consult_app.domain.answers import Provider
from consult_app.domain.clinic import Clinic
from consult_app.storage.audit import SqlAuditTrail, connection_of
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

    def __init__(self, engine: Engine, clock: Clock, ids: NewId, trail: SqlAuditTrail) -> None:
        self._engine = engine
        self._clock = clock
        self._ids = ids
        self._trail = trail

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
            row = session.get(ClinicRow, _ONLY)
            names = ("new",) if row is None else _changed_in_clinic(row, clinic)
            session.merge(ClinicRow(id=_ONLY, snapshot_format=SNAPSHOT_FORMAT, body=CLINIC.write(clinic)))
            self._note(session, Event.SETTINGS, Subject.CLINIC, fields=names)

    def providers(self) -> tuple[ProviderAccount, ...]:
        """In the order they were added."""
        with reading(self._engine) as session:
            rows = session.exec(select(ProviderRow).order_by(col(ProviderRow.seq)))
            return tuple(_account_of(row) for row in rows)

    def add_provider(self, name: str, credentials: str, *, role: Role | None = None) -> ProviderAccount:
        account = ProviderAccount(
            id=self._ids(),
            name=storable(name),
            credentials=storable(credentials),
            role=role or usual_role(Provider(name, credentials)),
        )
        refuse_wrong_role(account)
        with writing(self._engine) as session:
            session.add(
                ProviderRow(
                    id=account.id,
                    name=account.name,
                    credentials=account.credentials,
                    role=account.role.value,
                    active=account.active,
                    added_at=aware(self._clock.now()),
                )
            )
            self._note(session, Event.ACCOUNTS, Subject.PROVIDER, account.id, fields=("new",))
        return account

    def change_provider(self, account: ProviderAccount) -> None:
        refuse_wrong_role(account)
        with writing(self._engine) as session:
            rows = {row.id: row for row in session.exec(select(ProviderRow))}
            present = [_account_of(row) for row in rows.values()]
            refuse_losing_last_admin(present, account)
            row = rows[account.id]
            names = changed_fields(_account_of(row), account)
            row.name, row.credentials = storable(account.name), storable(account.credentials)
            row.role, row.active = account.role.value, account.active
            session.add(row)
            self._note(session, Event.ACCOUNTS, Subject.PROVIDER, account.id, fields=names)

    def setting(self, key: str) -> str | None:
        with reading(self._engine) as session:
            row = session.get(SettingRow, key)
            return None if row is None else row.value

    def save_setting(self, key: str, value: str) -> None:
        with writing(self._engine) as session:
            session.merge(SettingRow(key=key, value=storable(value)))
            self._note(session, Event.SETTINGS, Subject.SETTING, as_id(key))

    def confirm_value(self, confirmation: Confirmation) -> None:
        row = confirmation_row(confirmation)
        with writing(self._engine) as session:
            session.add(row)
            names = ("withdrawn",) if confirmation.withdrawn else ("confirmed",)
            self._note(session, Event.SETTINGS, Subject.PROTOCOL, as_id(confirmation.key), fields=names)

    def confirmations(self) -> tuple[Confirmation, ...]:
        with reading(self._engine) as session:
            rows = session.exec(select(ConfirmationRow).order_by(col(ConfirmationRow.seq)))
            return tuple(confirmation_of(row) for row in rows)

    def switch_on(self, line: SwitchedOn, copy: ProtocolCopy) -> None:
        row = switched_on_row(line, copy)
        with writing(self._engine) as session:
            session.add(row)
            self._note(session, Event.SETTINGS, Subject.PROTOCOL, as_id(line.version), fields=("switched_on",))

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
            self._note(session, Event.SETTINGS, Subject.PRODUCT)

    def own_products(self) -> tuple[OwnProduct, ...]:
        with reading(self._engine) as session:
            rows = session.exec(select(OwnProductRow).order_by(col(OwnProductRow.seq)))
            return tuple(own_product_of(row) for row in rows)

    def _note(
        self, session: Session, event: Event, subject: Subject, subject_id: str = "", *, fields: tuple[str, ...] = ()
    ) -> None:
        if self._trail.is_on:
            self._trail.note(connection_of(session), AuditEntry(event, subject, subject_id, fields))


def _account_of(row: ProviderRow) -> ProviderAccount:
    return ProviderAccount(
        id=row.id, name=row.name, credentials=row.credentials, role=Role(row.role), active=row.active
    )


def _changed_in_clinic(row: ClinicRow, clinic: Clinic) -> tuple[str, ...]:
    try:
        return changed_fields(CLINIC.read(row.snapshot_format, row.body), clinic)
    except SnapshotUnreadable:
        return ("unreadable",)
