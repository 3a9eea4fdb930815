from dataclasses import replace
from pathlib import Path

import pytest

from consult_app.content.differences import UnconfirmedValue, differences, unconfirmed
from consult_app.content.protocol_source import FolderProtocolSource
from consult_app.content.protocol_values import entries_of
from consult_app.content.value_words import line_words
from consult_app.domain.protocol import Basis, Protocol
from tests.builders import PROTOCOL_FOLDER, protocol

P, S, E = "protocol.toml", "products.toml", "wording.en.toml"


def edited(folder: Path, *changes: tuple[str, str, str]) -> Protocol:
    """The shipped protocol with texts of its files exchanged, each found exactly once."""
    for path in PROTOCOL_FOLDER.glob("*.toml"):
        (folder / path.name).write_bytes(path.read_bytes())
    for file, old, new in changes:
        text = (folder / file).read_text(encoding="utf-8")
        assert text.count(old) == 1, old
        (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    return FolderProtocolSource(folder).load()


def sentences(old: Protocol, new: Protocol) -> list[str]:
    return [difference.sentence for difference in differences(old, new)]


def values() -> dict[str, UnconfirmedValue]:
    return {value.key: value for value in unconfirmed(protocol())}


RETINOID = 'name = "Prescription retinoid"\npause_days = 5'
FILLER_CASE = 'when = [{ kind = "health", questions = ["filler"], within_days = 14 }]\nuntil = { days = 14,'
SLIGHT = 'text = "A slight tan is OK. Keep it from getting darker before and after treatment."'
GOOD_GENES = 'name = "Good Genes"\nbrand = "Sunday Riley"\ncategories = ["aha"]'
NECK = '[[rules]]\nid = "label.neck"'
TAN_UNTIL = (
    'values = ["fresh"] }]\nuntil = { days = 14, after = "tan_since", '
    'sources = ["practice:C20", "practice:C21", "practice:C1"], basis = "judgement" }'
)
MAINTENANCE = (
    'maintenance = { count = 2, first_weeks = 16, every_weeks = 16, sources = ["clinic:S38"], basis = "judgement" }\n'
)
NEW_RULE = (
    '[[rules]]\nid = "history.tattoo"\nsubject = "new tattoo"\nsources = ["practice:C15"]\nbasis = "practice"\n\n'
    '[[rules.cases]]\neffect = "note"\nwhen = [{ kind = "area", values = ["neck"] }]\ntext = "Ask about tattoos."\n\n'
)


def test_a_version_does_not_differ_from_itself_whatever_its_number():
    renamed = replace(protocol(), version="9.9.9", sha256="0" * 64)
    assert differences(protocol(), protocol()) == ()
    assert differences(protocol(), renamed) == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            (S, RETINOID, RETINOID.replace("5", "7")),
            ["Prescription retinoid: pause before treatment 7 days instead of 5 days."],
        ),
        (
            (S, RETINOID, RETINOID.replace("5", "0")),
            ["Prescription retinoid: pause before treatment none instead of 5 days."],
        ),
        ((P, SLIGHT, SLIGHT.replace("OK", "fine")), ["Rule slight tan: text changed."]),
        (
            (P, FILLER_CASE, FILLER_CASE.replace("14", "21")),
            [
                'Rule recent filler: holds when "Filler" is yes, less than 21 days before, no longer when '
                '"Filler" is yes, less than 14 days before.',
                "Rule recent filler: wait 21 days after the last one instead of 14 days after the last one.",
            ],
        ),
        (
            (P, "protected_hours = 48", "protected_hours = 47"),
            ["Aftercare: protected 47 hours instead of 48 hours."],
        ),
        (
            (P, "sessions = { minimum = 2, maximum = 3,", "sessions = { minimum = 2, maximum = 4,"),
            ["Corrective series: sessions 2 to 4 instead of 2 to 3."],
        ),
        (
            (P, "interval = { weeks = 4, longer_weeks = 6,", "interval = { weeks = 5, longer_weeks = 6,"),
            ["Corrective series: interval 5 weeks instead of 4 weeks."],
        ),
        (
            (P, "horizon_months = { value = 12,", "horizon_months = { value = 1,"),
            ["Planning: visits planned ahead 1 month instead of 12 months."],
        ),
        (
            (P, 'id = "tonight"\nfrom_day = 0\nto_day = 0', 'id = "tonight"\nfrom_day = 0\nto_day = 1'),
            ["Timeline: step tonight 0 to 1 day after instead of 0 days after."],
        ),
        (
            (P, 'text = "Botulinum toxin"', 'text = "Toxin"'),
            [
                'Question "Toxin": words "Toxin" instead of "Botulinum toxin".',
                'Rule recent botulinum toxin: holds when "Toxin" is yes, less than 14 days before, no longer when '
                '"Botulinum toxin" is yes, less than 14 days before.',
            ],
        ),
        (
            (P, '"call.fever", "call.rash"]', '"call.rash", "call.fever"]'),
            [
                "List call: when to call, rash place 5 instead of place 6.",
                "List call: when to call, fever place 6 instead of place 5.",
            ],
        ),
        ((P, ', "ok.work"]', "]"), ["List ok: fine to do, work no longer there."]),
        ((P, NECK, NEW_RULE + NECK), ["New rule: new tattoo."]),
        (
            (S, GOOD_GENES, GOOD_GENES.replace('"]', '", "bha"]')),
            [
                'Product Sunday Riley Good Genes: categories "Exfoliating acid (AHA) and Salicylic acid (BHA)" '
                'instead of "Exfoliating acid (AHA)".'
            ],
        ),
        ((E, 'remember.2 = "Use only', 'remember.2 = "Only use'), ["Sheet, remember, 2: English text changed."]),
        (
            (S, 'name = "Niacinamide"\n', 'name = "Niacinamide"\nprescription = true\n'),
            ["Niacinamide: prescription yes instead of no."],
        ),
    ],
)
def test_a_change_is_said_with_label_unit_and_both_values(
    tmp_path: Path, change: tuple[str, str, str], said: list[str]
):
    assert sentences(protocol(), edited(tmp_path, change)) == said


def test_what_is_gone_is_named_after_what_changed(tmp_path: Path):
    newer = edited(tmp_path, (P, NECK, NEW_RULE + NECK), (P, SLIGHT, SLIGHT.replace("OK", "fine")))
    assert sentences(newer, protocol()) == ["Rule slight tan: text changed.", "Rule no longer there: new tattoo."]


def test_a_rule_that_comes_or_goes_takes_its_wait_along():
    rest = {key: rule for key, rule in protocol().rules.items() if key != "recent.filler"}
    without = replace(protocol(), rules=rest)
    assert sentences(protocol(), without) == ["Rule no longer there: recent filler."]
    assert sentences(without, protocol()) == ["New rule: recent filler."]


def test_a_case_added_to_a_rule_is_told_by_its_values():
    rule = protocol().rules["recent.laser"]
    shorter = replace(protocol(), rules={**protocol().rules, rule.id: replace(rule, cases=rule.cases[:1])})
    assert sentences(shorter, protocol()) == [
        "Rule recent laser or IPL: new, case 2 effect Needs your decision.",
        'Rule recent laser or IPL: new, case 2 holds when "Laser or IPL" is yes, 14 days or more before and less than '
        "90 days before.",
        "Rule recent laser or IPL: case 2 text is new.",
    ]
    assert sentences(protocol(), shorter)[-1] == "Rule recent laser or IPL: case 2 text no longer there."


def test_the_number_behind_a_rule_may_rest_on_a_basis_of_its_own(tmp_path: Path):
    other = TAN_UNTIL.replace("judgement", "practice").replace('"practice:C1"', '"practice:C2"')
    newer = edited(tmp_path, (P, TAN_UNTIL, other))
    assert sentences(protocol(), newer) == [
        "Rule fresh tan: basis of wait seen at several clinics instead of our judgement.",
        "Rule fresh tan: sources of wait practice:C20, practice:C21 and practice:C2 instead of practice:C20, "
        "practice:C21 and practice:C1.",
    ]


def test_a_part_of_a_course_that_comes_or_goes_is_told_by_name(tmp_path: Path):
    without = edited(tmp_path, (P, MAINTENANCE, ""))
    assert sentences(protocol(), without) == ["Value no longer there: Corrective series, maintenance."]
    assert sentences(without, protocol()) == ["New value: Corrective series, maintenance."]


def test_a_new_wait_in_a_rule_that_stays_is_told():
    acne = protocol().rules["skin.acne_active"]
    until = protocol().rules["recent.filler"].cases[0].until
    waits = replace(acne, cases=(replace(acne.cases[0], until=until),))
    newer = replace(protocol(), rules={**protocol().rules, acne.id: waits})
    assert sentences(protocol(), newer) == ["New wait: inflamed acne."]


def test_a_language_that_comes_or_goes_is_told_once():
    english = replace(protocol(), wording={"en": protocol().wording["en"]})
    both = replace(english, wording={**english.wording, "es": protocol().wording["en"]})
    assert sentences(english, both) == ["New language: Spanish."]
    assert sentences(both, english) == ["Language no longer there: Spanish."]


def test_a_difference_carries_both_sides_for_a_closer_look(tmp_path: Path):
    (found,) = differences(protocol(), edited(tmp_path, (P, SLIGHT, SLIGHT.replace("OK", "fine"))))
    assert found.key == "rule.sun.slight_tan.cases[0].text"
    assert found.before.startswith("A slight tan is OK.")
    assert found.now.startswith("A slight tan is fine.")


def test_every_entry_has_a_key_of_its_own_and_says_its_value():
    entries = entries_of(protocol())
    assert len({entry.key for entry in entries}) == len(entries)
    assert all(len({value.key for value in entry.values}) == len(entry.values) for entry in entries)
    assert all(entry.told for entry in entries if entry.basis is not None)


def test_every_default_that_needs_the_clinics_word_is_listed_once():
    listed = unconfirmed(protocol())
    assert all(value.basis in (Basis.PRACTICE, Basis.JUDGEMENT) for value in listed)
    assert len({value.key for value in listed}) == len(listed)
    assert all(value.label and value.words and value.sources for value in listed)
    assert {source for value in listed for source in value.sources} <= set(protocol().sources)


def test_what_the_clinic_or_the_label_says_is_not_listed():
    bearers = {
        **{f"rule.{rule.id}": rule.basis for rule in protocol().rules.values()},
        **{f"question.{question.id}": question.basis for question in protocol().questions.values()},
        **{f"category.{category.id}": category.basis for category in protocol().categories.values()},
        **{f"timeline.{step.id}": step.basis for step in protocol().timeline},
        **{key: given.basis for key, given in protocol().attributions.items()},
    }
    assert {key for key in values() if key in bearers} == {
        key for key, basis in bearers.items() if basis.needs_confirmation
    }


@pytest.mark.parametrize(
    ("key", "label", "words", "range_seen"),
    [
        (
            "category.retinoid_rx",
            "Product category: Prescription retinoid",
            "pause before treatment 5 days; back after treatment 7 days",
            "Before: 12 hours to 10 days. After: 3 to 14 days.",
        ),
        (
            "category.depilatory",
            "Product category: Hair removal cream or wax",
            "pause before treatment as its health question says; back after treatment 7 days",
            "After: 5 to 14 days.",
        ),
        (
            "rule.recent.facial_surgery",
            "Rule: recent facial surgery",
            'Wait when "Surgery on the face or neck" is yes, less than 90 days before, '
            "until 90 days after the last one",
            "3 months to 1 year.",
        ),
        (
            "question.chemo_or_radiation",
            "Question: Chemotherapy or radiation, now or in the past",
            "asked of every patient, a yes asks for now or in the past",
            "",
        ),
        (
            "course.general_anti_aging.recommended",
            "General anti-aging, recommended",
            "recommended for mild 2 sessions a year; recommended for moderate 3 sessions a year; "
            "recommended for marked 4 sessions a year",
            "",
        ),
        (
            "course.corrective_series.maintenance",
            "Corrective series, maintenance",
            "2 visits, 16 weeks after the last session, then every 16",
            "",
        ),
        ("planning.after_trip_days", "Planning, after a sunny trip", "14 days", ""),
        ("aftercare.avoid.picking", "Aftercare, avoid picking", "line avoid.picking", ""),
    ],
)
def test_a_default_is_said_in_words_with_the_range_that_was_seen(key: str, label: str, words: str, range_seen: str):
    found = values()[key]
    assert (found.label, found.words, found.range_seen) == (label, words, range_seen)


def test_the_days_of_a_tan_are_listed_apart_from_its_rule():
    assert "rule.sun.fresh_tan" not in values()
    found = values()["rule.sun.fresh_tan.cases[0].until"]
    assert (found.label, found.basis) == ("Wait: fresh tan", Basis.JUDGEMENT)
    assert found.words == "14 days after the tan began, else the consultation"
    assert found.sources == ("practice:C20", "practice:C21", "practice:C1")
    assert "rule.recent.filler.cases[0].until" not in values(), "its days rest on the rule's own basis"


def test_keys_stay_when_values_change(tmp_path: Path):
    newer = edited(tmp_path, (S, RETINOID, RETINOID.replace("5", "7")), (P, NECK, NEW_RULE + NECK))
    assert {value.key for value in unconfirmed(newer)} - set(values()) == {"rule.history.tattoo"}
    assert set(values()) <= {value.key for value in unconfirmed(newer)}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("ok.hat", "fine to do, hat"),
        ("before.avoid.waxing_undated", "before, avoid, waxing, without a date"),
        ("step.days_5_7.title", "timeline, days 5 7, title"),
        ("disclaimer", "disclaimer"),
    ],
)
def test_a_line_is_told_by_where_it_stands(line: str, said: str):
    assert line_words(line) == said
