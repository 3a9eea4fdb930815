"""A prescriber makes, edits and switches on an own version; later starts run on it and tell of harm to its folder."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt

from tests.journeys.provider import CTRL

Key = Qt.Key
OWN = "1.0.0-clinic.1"


def versions(provider):
    """Settings > Protocol of a desk that has come to rest."""
    provider.press(Key.Key_Comma, CTRL)
    provider.wait(lambda: provider.sees("settings_page_protocol"), "Settings")
    provider.click("settings_page_protocol")
    provider.wait(lambda: provider.sees("version_1.0.0"), "the versions")


def test_an_own_version_from_the_copy_to_the_next_start(open_desk, clinic):
    clinic.sample = True
    clinic.change = lambda services: replace(services, show_folder=lambda _place: True)
    provider = open_desk()
    versions(provider)
    provider.click("version_make_own")
    provider.wait(lambda: provider.sees("version_use"), "the check of the copy")
    folder = Path(provider.text("version_place"))
    assert folder == clinic.folder / "protocols" / "microneedling" / OWN
    file = folder / "products.toml"
    was = 'name = "Prescription retinoid"\npause_days = 5'
    file.write_text(file.read_text("utf-8").replace(was, was.replace("5", "7")), "utf-8")
    provider.click("version_check")
    told = "Prescription retinoid: pause before treatment 7 days instead of 5 days."
    provider.wait(lambda: provider.reads(told), "what changes")
    provider.click("version_use")
    provider.wait(lambda: provider.sees("version_waiting"), "the word of the next start")
    provider.close()

    provider = open_desk()
    assert not provider.sees("home_protocol_notice")
    versions(provider)
    provider.wait(lambda: f"Microneedling {OWN}, in use since" in provider.text("protocol_line"), "the version in use")
    provider.close()

    file.write_text("broken", "utf-8")
    provider = open_desk()
    assert provider.sees("home_protocol_notice")
    assert provider.reads(f"{OWN}/products.toml: this file is not valid TOML")
    provider.close()
