"""Writes anew what the sheets said when they were last looked at. Look at the sheets before committing what changes.

Run: uv run python -m tests.handout.renew_goldens
"""

from consult_app.application.handout_document import Sheet
from tests.handout import test_renderer, test_spanish_sheets
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


if __name__ == "__main__":
    main()
