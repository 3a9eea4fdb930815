"""The sheet that shows a brand: real content for a patient who does not exist."""

from dataclasses import replace
from datetime import date

import pytest

from consult_app.application.handout_document import Sheet
from consult_app.application.handouts import SheetChoice
from consult_app.application.sample_sheet import sample_sheet
from consult_app.bootstrap import matcher
from consult_app.content.dates import BabelDates
from consult_app.domain.clinic import SheetWords
from tests.builders import clinic, protocol
from tests.content.sheet_texts import texts

TODAY = date(2026, 5, 12)


def sample(sheet, language, at=None):
    return sample_sheet(
        protocol(),
        at or clinic(),
        SheetChoice(sheet, language),
        today=TODAY,
        dates=BabelDates(language),
        catalogue=matcher(protocol()),
    )


@pytest.mark.parametrize("sheet", Sheet)
@pytest.mark.parametrize("language", ["en", "es"])
def test_it_is_whole_and_carries_the_clinics_own_words_of_that_language(sheet, language):
    words = tuple(
        (each, SheetWords(f"tag {each}", f"hours {each}", f"call {each}", f"foot {each}")) for each in ("en", "es")
    )
    document = sample(sheet, language, replace(clinic(), name="Larkspur", words=words))
    said = "\n".join(texts(document))
    other = {"en": "es", "es": "en"}[language]
    assert "Larkspur" in said
    assert f"tag {language}" in said
    assert f"foot {language}" in said
    assert f"tag {other}" not in said
    assert document.draft_mark is None
    assert document.products
    assert bool(document.visits) is (sheet is Sheet.AFTER)


def test_the_sheet_before_a_visit_names_an_open_day_ahead():
    shut = replace(clinic(), closed_weekdays=frozenset({1, 2}))
    assert "Thu, May 28" in sample(Sheet.BEFORE, "en", shut).band.when


def test_a_protocol_without_an_option_for_the_sample_still_gives_a_sheet():
    none = replace(protocol(), courses={})
    assert sample_sheet(
        none,
        clinic(),
        SheetChoice(Sheet.AFTER),
        today=TODAY,
        dates=BabelDates("en"),
        catalogue=matcher(protocol()),
    ).panels
