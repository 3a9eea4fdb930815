from dataclasses import replace
from datetime import date

from consult_app.domain.clinic import Brand, Clinic, SheetWords

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
