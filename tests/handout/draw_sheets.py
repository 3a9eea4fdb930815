"""Draws the sheets as pictures, to look at beside the design's.

Both sheets of each example consultation, on both papers, in both prints and both languages; a sheet's pages stand
side by side. What may not be given yet is drawn as a draft. Names read ``worked-es-after-a4-large.png``.

Run: uv run python -m tests.handout.draw_sheets DIR [--only 'worked-*-letter-*'] [--grey] [--dpi 90]
"""

import argparse
import sys
from fnmatch import fnmatch
from itertools import product
from pathlib import Path

import pypdfium2
from PIL import Image

from consult_app.application.errors import Refused
from consult_app.application.handout_document import Sheet
from consult_app.application.handouts import SheetChoice, sheet_refusals
from consult_app.application.ports import SheetLook
from consult_app.bootstrap import SAMPLE_CLINIC, clinic_profile, load_clinic, matcher, render_sheet
from consult_app.domain.proposal import propose
from consult_app.interchange.consultation_file import Reading, read_consultation
from tests.builders import CONSULTED, protocol
from tests.cli.regenerate import examples

_BETWEEN = 12
LOOKS = tuple(product(("en", "es"), Sheet, ("letter", "a4"), ("normal", "large")))


def name_of(example: Path, language: str, sheet: Sheet, paper: str, size: str) -> str:
    return f"{example.stem}-{language}-{sheet}-{paper}-{size}.png"


def picture(pdf: bytes, *, dpi: int, grey: bool) -> Image.Image:
    """All pages side by side."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.render(scale=dpi / 72, grayscale=grey).to_pil().convert("RGB") for page in document]
    width = sum(page.width for page in pages) + _BETWEEN * (len(pages) - 1)
    sheet = Image.new("RGB", (width, max(page.height for page in pages)), (128, 128, 128))
    x = 0
    for page in pages:
        sheet.paste(page, (x, 0))
        x += page.width + _BETWEEN
    return sheet


def sheet_pdf(example: Path, language: str, sheet: Sheet, paper: str, size: str) -> bytes:
    """Raises ``Refused`` where the sheet cannot be drawn, not even as a draft."""
    clinic = load_clinic(clinic_profile(SAMPLE_CLINIC))
    reading = Reading(protocol=protocol(), clinic=clinic, match=matcher(protocol()).match, today=CONSULTED, on=None)
    answers = read_consultation(example.read_bytes(), reading)
    proposal = propose(protocol(), clinic, answers, reading.day_of(answers.consultation_date))
    choice = SheetChoice(sheet, language, SheetLook(paper, large_print=size == "large"))
    return render_sheet(
        protocol(),
        clinic,
        answers,
        proposal,
        choice=choice,
        draft=bool(sheet_refusals(sheet, answers, proposal)),
        plan_number="A-20418-3",
    ).pdf


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="*", help="a pattern of file names")
    parser.add_argument("--grey", action="store_true", help="as a black and white printer shows them")
    parser.add_argument("--dpi", type=int, default=90)
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    for example in examples():
        for look in LOOKS:
            name = name_of(example, *look)
            if not fnmatch(name, f"{given.only}.png"):
                continue
            try:
                pdf = sheet_pdf(example, *look)
            except Refused as refused:
                sys.stdout.write(f"{name}: not drawn. {' '.join(refused.missing)}\n")
                continue
            picture(pdf, dpi=given.dpi, grey=given.grey).save(given.folder / name)
            sys.stdout.write(f"{name}\n")


if __name__ == "__main__":
    main()
