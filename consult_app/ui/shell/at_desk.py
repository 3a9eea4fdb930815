"""Who works at the desk: kept for the next start, switched on the rail, without a password in this version."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QObject, Signal

from consult_app.application.accounts import ProviderAccount
from consult_app.application.services import Services
from consult_app.domain.answers import Provider
from consult_app.ui.presenters.words import initials, provider_words
from consult_app.ui.shell.provider_mark import Person
from consult_app.ui.shell.rail import Rail

PROVIDER: Final = "provider"
"""The setting that names the account of who worked here last."""


def last_at_desk(people: Sequence[ProviderAccount], kept: str | None) -> ProviderAccount | None:
    """Who worked here last, else the first; ``None`` where there is nobody."""
    return next((each for each in people if each.id == kept), people[0] if people else None)


class AtDesk(QObject):
    """Shows on the rail who works here. ``changed`` gives another ``Provider``; ``keep`` stores a setting."""

    changed = Signal(object)

    def __init__(
        self, rail: Rail, services: Services, provider: Provider, *, keep: Callable[[str, str], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._rail = rail
        self._services = services
        self._keep = keep
        self._people: tuple[ProviderAccount, ...] = ()
        self.provider = provider
        self._show()
        rail.provider.chosen.connect(self._switch)

    def look_up(self) -> None:
        """Read anew who may work here."""
        clinics = self._services.clinics
        self._services.jobs.submit(clinics.providers, done=self._known, failed=lambda _error: None)

    def _known(self, people: tuple[ProviderAccount, ...]) -> None:
        self._people = people
        self._show()

    def _switch(self, key: str) -> None:
        account = next((each for each in self._people if each.id == key), None)
        if account is None:
            return
        self.provider = _provider(account)
        self._keep(PROVIDER, account.id)
        self._show()
        self.changed.emit(self.provider)

    def _show(self) -> None:
        mark, provider = self._rail.provider, self.provider
        mark.set_provider(provider.name, provider.credentials, initials=initials(provider.name))
        people = [Person(account.id, provider_words(_provider(account))) for account in self._people]
        current = next((account.id for account in self._people if _provider(account) == provider), "")
        mark.set_people(people, current)


def _provider(account: ProviderAccount) -> Provider:
    return Provider(account.name, account.credentials)
