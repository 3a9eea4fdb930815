"""Writes anew what the sheets said, and how they looked, when somebody last looked at them.

Look at the sheets before committing what changes.

Run: uv run python -m tests.handout.renew_goldens
"""

from consult_app.application.handout_document import Sheet
from tests.handout import test_pictures, test_renderer, test_spanish_sheets
from tests.handout.pictures import save_small
from tests.handout.reading import page_texts


def as_golden(pdf: bytes) -> str:
    return "\n---\n".join("\n".join(text.splitlines()) for text in page_texts(pdf)) + "\n"


def main() -> None:
    for sheet in Sheet:
        for paper in ("letter", "a4"):
            english = test_renderer.render(test_renderer.SHEETS[sheet], paper=paper).pdf
            (test_renderer.GOLDEN / f"{sheet}-{paper}.txt").write_text(as_golden(english), "utf-8")
            spanish = test_spanish_sheets.render(test_spanish_sheets.usual(sheet), paper).pdf
            (test_renderer.GOLDEN / f"es-{sheet}-{paper}.txt").write_text(as_golden(spanish), "utf-8")
    for case in test_pictures.CASES:
        picture = test_pictures.picture_of(*case)
        save_small(picture, test_pictures.GOLDEN / test_pictures.name_of(*case))


if __name__ == "__main__":
    main()
