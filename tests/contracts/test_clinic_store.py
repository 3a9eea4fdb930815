from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from consult_app.application.access import Role
from consult_app.application.errors import Refused
from consult_app.domain.clinic import Brand, Clinic, SheetWords
from tests.storage.samples import NOW, confirmation, own_product, protocol_copy, switched_on

CLINIC = Clinic(
    name="Riverside Skin Studio",
    place="Cincinnati, OH",
    zone="America/New_York",
    phone="513-555-0142",
    closed_weekdays=frozenset({5, 6}),
    closed_dates=frozenset({date(2026, 7, 3), date(2026, 12, 25)}),
    brand=Brand(ink="#101010", logo_png=b"\x89PNG\x00\xff", logo_svg=b"<svg/>", letterhead=False),
    words=(("en", SheetWords(tagline="Kind to skin", hours="Mon-Fri 9-5")), ("es", SheetWords(disclaimer="¿Dudas?"))),
)


def test_a_new_file_has_no_clinic(store):
    assert store.clinics.clinic() is None
    assert store.clinics.providers() == ()
    assert store.clinics.setting("paper") is None


def test_the_clinic_comes_back_as_saved_and_is_only_one(store):
    store.clinics.save_clinic(CLINIC)
    assert store.clinics.clinic() == CLINIC
    moved = replace(CLINIC, place="Dayton, OH", closed_dates=frozenset())
    store.clinics.save_clinic(moved)
    assert store.clinics.clinic() == moved


def test_providers_come_in_the_order_they_were_added(store):
    dana = store.clinics.add_provider("Dana Keller", "NP")
    mai = store.clinics.add_provider("Mai Tran", "RN")
    assert dana.id != mai.id
    assert store.clinics.providers() == (dana, mai)
    assert (dana.name, dana.credentials) == ("Dana Keller", "NP")


def test_a_setting_holds_the_last_value(store):
    store.clinics.save_setting("paper", "letter")
    store.clinics.save_setting("theme", "dark")
    store.clinics.save_setting("paper", "a4")
    assert store.clinics.setting("paper") == "a4"
    assert store.clinics.setting("theme") == "dark"


def test_confirmations_come_back_whole_in_the_order_they_were_kept(store):
    later = NOW + timedelta(minutes=1)
    lines = (
        confirmation(),
        confirmation("planning.after_trip_days", words="14 days"),
        confirmation(at=later, withdrawn=True),
        confirmation(at=NOW - timedelta(days=1), protocol_version="1.1.0"),
    )
    assert store.clinics.confirmations() == ()
    for line in lines:
        store.clinics.confirm_value(line)
    assert store.clinics.confirmations() == lines


def test_a_confirmation_without_an_offset_is_not_kept(store):
    with pytest.raises(ValueError, match="offset"):
        store.clinics.confirm_value(confirmation(at=datetime(2026, 5, 12, 11, 0)))
    assert store.clinics.confirmations() == ()


def test_a_new_file_has_no_version_switched_on(store):
    assert store.clinics.switched_on() == ()
    assert store.clinics.protocol_copy("f" * 64) is None


def test_versions_that_were_switched_on_come_back_whole_in_order_with_their_bytes(store):
    own, released = switched_on(), switched_on(version="1.0.0", sha256="a" * 64)
    again = switched_on(at=NOW + timedelta(days=2))
    store.clinics.switch_on(own, protocol_copy())
    store.clinics.switch_on(released, protocol_copy(version="1.0.0"))
    store.clinics.switch_on(again, protocol_copy())
    assert store.clinics.switched_on() == (own, released, again)
    assert store.clinics.protocol_copy(own.sha256) == protocol_copy()
    assert store.clinics.protocol_copy(released.sha256) == protocol_copy(version="1.0.0")


def test_a_version_switched_on_without_an_offset_is_not_kept(store):
    with pytest.raises(ValueError, match="offset"):
        store.clinics.switch_on(switched_on(at=datetime(2026, 5, 12, 11, 0)), protocol_copy())
    assert store.clinics.switched_on() == ()


def test_own_products_come_back_whole_in_the_order_they_were_kept(store):
    first = own_product()
    renamed = (
        own_product(withdrawn=True, at=NOW + timedelta(minutes=1)),
        own_product("Dew Ritual", aliases=(), note=""),
    )
    assert store.clinics.own_products() == ()
    store.clinics.keep_products(first)
    store.clinics.keep_products(*renamed)
    assert store.clinics.own_products() == (first, *renamed)


def test_of_own_products_kept_together_none_is_kept_when_one_has_no_offset(store):
    with pytest.raises(ValueError, match="offset"):
        store.clinics.keep_products(own_product(), own_product("Dew", at=datetime(2026, 5, 12, 11, 0)))
    assert store.clinics.own_products() == ()


def test_a_provider_has_the_role_that_goes_with_the_credentials_or_the_one_given(store):
    dana = store.clinics.add_provider("Dana Keller", "NP", role=Role.ADMIN)
    rosa = store.clinics.add_provider("Rosa Lindqvist", "PA")
    mai = store.clinics.add_provider("Mai Tran", "RN")
    assert [who.role for who in (dana, rosa, mai)] == [Role.ADMIN, Role.PRESCRIBER, Role.PROVIDER]
    assert all(who.active for who in store.clinics.providers())
    with pytest.raises(Refused, match="NP, PA, MD or DO"):
        store.clinics.add_provider("Sam Reyes", "RN", role=Role.PRESCRIBER)
    assert store.clinics.providers() == (dana, rosa, mai)


def test_an_account_is_changed_and_kept(store):
    dana = store.clinics.add_provider("Dana Keller", "NP", role=Role.ADMIN)
    mai = store.clinics.add_provider("Mai Tran", "RN")
    gone = replace(mai, name="Mai Tran-Ode", credentials="RN, BSN", active=False)
    store.clinics.change_provider(gone)
    assert store.clinics.providers() == (dana, gone)


def test_the_last_admin_and_an_unknown_account_are_not_changed(store):
    dana = store.clinics.add_provider("Dana Keller", "NP", role=Role.ADMIN)
    for changed in (replace(dana, active=False), replace(dana, role=Role.PRESCRIBER)):
        with pytest.raises(Refused, match="needs an admin"):
            store.clinics.change_provider(changed)
    with pytest.raises(KeyError):
        store.clinics.change_provider(replace(dana, id="nobody"))
    with pytest.raises(Refused, match="NP, PA, MD or DO"):
        store.clinics.change_provider(replace(dana, role=Role.PRESCRIBER, credentials="RN"))
    assert store.clinics.providers() == (dana,)
