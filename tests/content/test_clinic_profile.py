"""A clinic's profile file: the two that ship, and each way one can be wrong."""

from datetime import date
from pathlib import Path

import pytest

from consult_app.application.errors import InputFaulty
from consult_app.application.handout_document import Sheet
from consult_app.bootstrap import load_clinic
from consult_app.content.clinic_profile import LARGEST_LOGO_BYTES, read_clinic
from consult_app.content.faults import ClinicProfileFaulty
from consult_app.domain.clinic import Brand, Clinic, SheetWords
from tests.content.sheet_texts import sheet_of, texts

CLINICS = Path(__file__).parents[2] / "resources" / "clinics"
SMALLEST = '[clinic]\nname = "Larkspur"\ntime_zone = "America/New_York"\n'


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "clinic.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_atalo_ships_with_its_clock_and_place_and_no_invented_number():
    atalo = read_clinic(CLINICS / "atalo")
    assert (atalo.name, atalo.place, atalo.zone) == ("Atalo Aesthetics", "Cincinnati, OH", "America/New_York")
    assert atalo.closed_weekdays == {6}
    assert (atalo.phone, atalo.after_hours_phone, atalo.address, atalo.website) == ("", "", "", "")
    assert atalo.brand == Brand()


def test_the_sample_clinic_is_complete_and_fictional():
    sample = read_clinic(CLINICS / "sample" / "clinic.toml")
    assert sample.phone.startswith("513-555-01")
    assert sample.after_hours_phone.startswith("513-555-01")
    assert ".example" in sample.website
    assert sample.questions_link
    assert sample.booking_link
    assert [sample.is_open(date(2026, 5, 11 + offset)) for offset in range(7)] == [False, *[True] * 4, False, False]
    for language in ("en", "es"):
        words = sample.words_in(language)
        assert all((words.tagline, words.hours, words.after_hours, words.disclaimer)), language


def test_the_sample_clinics_logo_and_words_are_on_its_sheets():
    sample = load_clinic(CLINICS / "sample")
    assert sample.brand.logo_svg is not None
    for language in ("en", "es"):
        said = " ".join(texts(sheet_of(Sheet.AFTER, language, "ready", "no products")))
        assert sample.words_in(language).tagline in said
        assert sample.words_in(language).disclaimer in said


def test_a_logo_that_cannot_be_used_is_a_fault_of_the_profile(tmp_path: Path):
    (tmp_path / "logo.svg").write_bytes(
        b'<svg xmlns="http://www.w3.org/2000/svg"><image href="http://x.example/a.png"/></svg>'
    )
    with pytest.raises(InputFaulty) as caught:
        load_clinic(written(tmp_path, SMALLEST + '[brand]\nlogo = "logo.svg"\n'))
    (fault,) = caught.value.faults
    assert fault.where == "clinic.toml brand.logo"
    assert "picture in it" in fault.line


def test_name_and_time_zone_are_enough(tmp_path: Path):
    assert read_clinic(written(tmp_path, SMALLEST)) == Clinic(
        name="Larkspur", place="", zone="America/New_York", words=(("en", SheetWords()), ("es", SheetWords()))
    )


@pytest.mark.parametrize(("name", "field"), [("logo.svg", "logo_svg"), ("our logo.png", "logo_png")])
def test_the_logo_beside_the_file_is_read(tmp_path: Path, name: str, field: str):
    (tmp_path / name).write_bytes(b"picture")
    brand = read_clinic(written(tmp_path, SMALLEST + f'[brand]\nlogo = "{name}"\nletterhead = false\n')).brand
    assert {"logo_svg": brand.logo_svg, "logo_png": brand.logo_png} == {
        "logo_svg": None,
        "logo_png": None,
        field: b"picture",
    }
    assert brand.letterhead is False


FAULTS = [
    ('name = "Larkspur"', 'name = " "', "clinic.name", "at least 1"),
    ('name = "Larkspur"\n', "", "clinic.name", "this key is missing"),
    ('name = "Larkspur"', 'name = "Lark\\u0007spur"', "clinic.name", "control characters"),
    ('name = "Larkspur"', f'name = "{"x" * 201}"', "clinic.name", "at most 200"),
    ("America/New_York", "Eastern Time", "clinic.time_zone", "is not a time zone name"),
    ("America/New_York", "../etc", "clinic.time_zone", "is not a time zone name"),
    ('name = "Larkspur"', 'name = "Larkspur"\nfax = "1"', "clinic.fax", "not known here"),
    ('name = "Larkspur"', 'name = "Larkspur"\nphone = 5135550142', "clinic.phone", "string"),
    ('name = "Larkspur"', 'name = "Larkspur"\nwebsite = "larkspur"', "clinic.website", "pattern"),
    ('name = "Larkspur"', 'name = "Larkspur"\nclosed_weekdays = ["Sunday"]', "clinic.closed_weekdays[0]", "'sunday'"),
    ('name = "Larkspur"', 'name = "Larkspur"\nclosed_dates = ["soon"]', "clinic.closed_dates[0]", "date"),
    ("[clinic]", '[brand]\nink = "blue"\n[clinic]', "brand.ink", "pattern"),
    ("[clinic]", '[brand]\nlogo = "logo.gif"\n[clinic]', "brand.logo", "pattern"),
    ("[clinic]", '[brand]\nlogo = "../logo.svg"\n[clinic]', "brand.logo", "pattern"),
    ("[clinic]", '[brand]\nlogo = "logo.svg"\n[clinic]', "brand.logo", "no file logo.svg"),
    ("[clinic]", "[fr]\n[clinic]", "fr", "not known here"),
    ("[clinic]", "[clinic", "", "not valid TOML"),
]


@pytest.mark.parametrize(("old", "new", "key_path", "reason"), FAULTS)
def test_a_fault_is_named_with_key_path_and_reason(tmp_path: Path, old: str, new: str, key_path: str, reason: str):
    with pytest.raises(ClinicProfileFaulty) as caught:
        read_clinic(written(tmp_path, SMALLEST.replace(old, new)))
    (fault,) = caught.value.faults
    assert (fault.file, fault.key_path) == ("clinic.toml", key_path)
    assert reason in fault.reason
    assert str(caught.value) == str(fault)


def test_seven_closed_weekdays_are_refused(tmp_path: Path):
    week = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    text = SMALLEST + f"closed_weekdays = {week}\n".replace("'", '"')
    with pytest.raises(ClinicProfileFaulty, match="closed_weekdays"):
        read_clinic(written(tmp_path, text))


def test_a_logo_that_is_too_large_is_refused(tmp_path: Path):
    (tmp_path / "logo.png").write_bytes(b"x" * (LARGEST_LOGO_BYTES + 1))
    with pytest.raises(ClinicProfileFaulty, match=r"brand\.logo: logo\.png is larger"):
        read_clinic(written(tmp_path, SMALLEST + '[brand]\nlogo = "logo.png"\n'))


def test_a_missing_profile_is_a_fault(tmp_path: Path):
    with pytest.raises(ClinicProfileFaulty, match="this file is missing"):
        read_clinic(tmp_path)
