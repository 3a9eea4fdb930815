"""How the sheets looked when they were last looked at; ``tests.handout.renew_goldens`` makes the pictures anew."""

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from consult_app.application.handout_document import Sheet
from consult_app.application.ports import SheetLook
from consult_app.bootstrap import SAMPLE_CLINIC
from consult_app.domain.clinic import Brand
from consult_app.handout.renderer import ReportlabRenderer
from tests.content.sheet_texts import shipped_clinic
from tests.handout.consulted import consulted
from tests.handout.pictures import DPI, LARGE_PRINT_DPI, MOST_OF_A_TILE, pictures, side_by_side, worst_tile
from tests.handout.samples import AFTER, SHEETS, busy

GOLDEN = Path(__file__).parent / "golden"
MOST_BYTES = 200_000
CASES = [
    (sheet, language, paper, large)
    for sheet in Sheet
    for language in ("en", "es")
    for paper in ("letter", "a4")
    for large in (False, True)
]


def name_of(sheet, language, paper, large):
    return f"{language}-{sheet}-{paper}-{'large' if large else 'normal'}.webp"


def picture_of(sheet, language, paper, large):
    """English in every part a sheet can have; Spanish as a clinic gives it."""
    document = busy(SHEETS[sheet]) if language == "en" else consulted(sheet, "es", products=5, at=SAMPLE_CLINIC)
    brand = Brand() if language == "en" else shipped_clinic(SAMPLE_CLINIC).brand
    pdf = ReportlabRenderer().render(document, brand=brand, look=SheetLook(paper, large)).pdf
    return side_by_side(pictures(pdf, dpi=LARGE_PRINT_DPI if large else DPI))


@pytest.mark.parametrize(("sheet", "language", "paper", "large"), CASES)
def test_pages_look_as_they_did_when_they_were_last_looked_at(sheet, language, paper, large):
    golden = Image.open(GOLDEN / name_of(sheet, language, paper, large)).convert("L")
    assert worst_tile(picture_of(sheet, language, paper, large), golden) <= MOST_OF_A_TILE


def test_the_pictures_are_few_and_small():
    kept = {path.name: path.stat().st_size for path in GOLDEN.glob("*.webp")}
    assert kept.keys() == {name_of(*case) for case in CASES}
    assert sum(kept.values()) < MOST_BYTES


def seen(document, *, brand=None):
    return side_by_side(pictures(ReportlabRenderer().render(document, brand=brand or Brand(), look=SheetLook()).pdf))


def with_first_step(**changes):
    first, *others = AFTER.timeline
    return replace(AFTER, timeline=(replace(first, **changes), *others))


CHANGES = {
    "a digit of the phone": replace(
        AFTER, call_box=replace(AFTER.call_box, phone=replace(AFTER.call_box.phone, text="513-555-0143"))
    ),
    "a dot that is not filled": with_first_step(inside_48h=False),
    "a code that is missing": replace(AFTER, qr=None),
    "a cell with another sign": replace(
        AFTER,
        products=replace(
            AFTER.products,
            rows=(
                replace(AFTER.products.rows[0], second=replace(AFTER.products.rows[0].second, state="ask")),
                *AFTER.products.rows[1:],
            ),
        ),
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_small_change_is_seen(change):
    assert worst_tile(seen(AFTER), seen(CHANGES[change])) > MOST_OF_A_TILE


def test_a_darker_accent_is_seen():
    assert worst_tile(seen(AFTER), seen(AFTER, brand=Brand(accent="#3A1208"))) > MOST_OF_A_TILE


def test_a_sheet_is_like_itself():
    assert worst_tile(seen(AFTER), seen(AFTER)) == 0
