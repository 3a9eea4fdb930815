"""Every way a consultation file can be wrong is named with its place and what is allowed."""

import json

import pytest

from consult_app.application.errors import InputFaulty
from consult_app.interchange.consultation_file import read_consultation
from tests.builders import clinic
from tests.interchange.consultations import GONE, as_bytes, changed, reading

LONG_ENOUGH = "Long enough to be a real reason."


def faults_of(data):
    with pytest.raises(InputFaulty) as caught:
        read_consultation(data, reading())
    return caught.value.faults


TEXTS = [
    # what is wrong, the bytes, where, words of the message
    ("an empty file", b"", "file", "The file is empty."),
    ("only spaces", b" \n\t ", "file", "The file is empty."),
    ("a byte order mark", b"\xef\xbb\xbf{}", "file", "byte order mark"),
    ("UTF-16", '{"format": "x"}'.encode("utf-16"), "file", "byte order mark"),
    ("Latin-1", b'{\n "format": "Nu\xf1ez"}', "line 2, column 15", "not UTF-8"),
    ("an unclosed object", b'{"format": "consultation/1"', "line 1, column 28", "comma or a closing bracket"),
    ("a missing comma", b'{"format": "a"\n "skin": {}}', "line 2, column 2", "comma or a closing bracket"),
    ("a missing colon", b'{"format" "a"}', "line 1, column 11", "colon is missing"),
    ("a missing value", b'{"format": }', "line 1, column 12", "value is missing"),
    ("single quotes", b"{'format': 1}", "line 1, column 2", "key is missing"),
    ("two documents", b"{}\n{}", "line 2, column 1", "follows after the end"),
    ("an unclosed text", b'{"format": "cons', "line 1, column 12", "no closing quote"),
    ("a raw line break in a text", b'{"format": "a\nb"}', "line 1, column 14", "raw control character"),
    ("an unknown escape", rb'{"format": "\q"}', "line 1, column 13", "backslash"),
    ("words that are not JSON", b"hello", "line 1, column 1", "value is missing"),
    ("a list in place of an object", b"[]", "file", "no object"),
    ("a text in place of an object", b'"consultation/1"', "file", "no object"),
    ("null in place of an object", b"null", "file", "no object"),
    ("more than 1 MiB", b" " * (1024 * 1024 + 1), "file", "longer than 1 MiB"),
    ("21 levels", b"[" * 21 + b"]" * 21, "line 1, column 21", "nested too deeply"),
    ("a million levels", b"[" * 1_000_000, "line 1, column 21", "nested too deeply"),
    (
        "levels after a text with brackets",
        b'{"a": "\\"[[[", "b": ' + b"[" * 20,
        "line 1, column 40",
        "nested too deeply",
    ),
    ("no format", b"{}", "format", "missing"),
    ("another format", b'{"format": "consultation/2"}', "format", '"consultation/2" is not a choice'),
    ("a number as format", b'{"format": 1}', "format", "a number"),
]


@pytest.mark.parametrize(("data", "where", "words"), [case[1:] for case in TEXTS], ids=[case[0] for case in TEXTS])
def test_a_text_that_is_no_consultation_is_refused_with_its_place(data, where, words):
    (fault,) = faults_of(data)

    assert (fault.where, words in fault.line) == (where, True), fault.line


FIELDS = [
    # where, words of the message, changes to a sound file
    ("treatment", "missing", {"treatment": GONE}),
    ("treatment", '"peel" is not a choice here. Allowed: microneedling.', {"treatment": "peel"}),
    ("notes", '"notes" is not a key here. Allowed: format,', {"notes": "hello"}),
    ("consultation_date", "is not a date", {"consultation_date": "12 May 2026"}),
    ("consultation_date", "is not a date", {"consultation_date": "2026-02-30"}),
    ("consultation_date", "is not a date", {"consultation_date": "20260512"}),
    ("consultation_date", "is not a date", {"consultation_date": "1899-12-31"}),
    ("consultation_date", "from 1900 to 2200", {"consultation_date": "2201-01-01", "treatment_at": GONE}),
    ("consultation_date", "null is not allowed. Leave out what was not asked.", {"consultation_date": None}),
    ("treatment_at", "is not a local time", {"treatment_at": "2026-05-15"}),
    ("treatment_at", "is not a local time", {"treatment_at": "2026-05-15T25:00"}),
    ("treatment_at", "is not a local time", {"treatment_at": "2026-05-15T10:30:00"}),
    ("treatment_at", "is not a local time", {"treatment_at": "2026-05-15 10:30"}),
    ("treatment_at", "carries an offset", {"treatment_at": "2026-05-15T10:30Z"}),
    ("treatment_at", "carries an offset", {"treatment_at": "2026-05-15T10:30-04:00"}),
    ("treatment_at", "clock change skips this time", {"treatment_at": "2027-03-14T02:30"}),
    ("treatment_at", "lies before the consultation date (2026-05-12)", {"treatment_at": "2026-05-11T10:30"}),
    ("treatment_at", "This is a number; it must be a local time.", {"treatment_at": 20260515}),
    ("treated_at", "ends before it starts", {"treated_at": "2026-05-15T10:29"}),
    ("treated_at", "without its start", {"treatment_at": GONE, "treated_at": "2026-05-15T11:00"}),
    ("patient", "This is a list; it must be an object", {"patient": []}),
    ("patient.name", '"name" is not a key here', {"patient__name": "Marisol"}),
    ("patient.family_name", "control character", {"patient__family_name": "Ortega\u0000"}),
    ("patient.given_name", "control character", {"patient__given_name": "Mari\u0085sol"}),
    ("patient.preferred_name", "control character", {"patient__preferred_name": "Ma\nri"}),
    ("patient.family_name", "10,001 characters. At most 10,000", {"patient__family_name": "x" * 10_001}),
    ("patient.family_name", "half a character", {"patient__family_name": "Ort\ud800ega"}),
    ("patient.family_name", "null is not allowed", {"patient__family_name": None}),
    ("patient.chart", "This is a number; it must be text", {"patient__chart": 20418}),
    ("patient.birth_date", "lies after the consultation date (2026-05-12)", {"patient__birth_date": "2026-05-13"}),
    ("patient.language", '"fr" is not a choice here. Allowed: en, es.', {"patient__language": "fr"}),
    ("patient.allergies", '"none" is not a choice here', {"patient__allergies": "none"}),
    ("patient.allergies[0]", "blank", {"patient__allergies": [" "]}),
    ("patient.allergies[1]", "control character", {"patient__allergies": ["nickel", "lido\tcaine"]}),
    ("provider.name", "missing", {"provider__name": GONE, "choices": {}}),
    ("provider.name", "blank", {"provider__name": "", "choices": {}}),
    ("provider.credentials", "control character", {"provider__credentials": "N\rP"}),
    ("concerns", "This is an object; it must be a list", {"concerns": {}}),
    ("concerns[0].concern", "missing", {"concerns__0__concern": GONE}),
    ("concerns[0].concern", "Allowed: acne_scars, scars, texture", {"concerns__0__concern": "acne"}),
    ("concerns[0].severity", "Allowed: mild, moderate, marked.", {"concerns__0__severity": "severe"}),
    ("concerns[0].areas[1]", "Allowed: forehead, between_brows", {"concerns__0__areas__1": "cheek"}),
    ("concerns[0].areas", "left_cheek stands twice", {"concerns__0__areas": ["left_cheek", "left_cheek"]}),
    (
        "concerns[1]",
        "acne_scars stands at concerns[0] with the same severity",
        {"concerns": [{"concern": "acne_scars", "severity": "mild"}] * 2},
    ),
    ("skin.fitzpatrick", "Allowed: I, II, III, IV, V, VI.", {"skin__fitzpatrick": "3"}),
    ("skin.tan", '"tanned" is not a choice here. Allowed: none, slight, fresh, sunburn.', {"skin__tan": "tanned"}),
    ("skin.tan", "This is true; it must be text", {"skin__tan": True}),
    ("skin.tan_since", "lies after the consultation date", {"skin__tan_since": "2026-05-13"}),
    ("health.asthma", '"asthma" is not a health question. Allowed: pregnant_or_nursing', {"health__asthma": "no"}),
    ("health.rosacea", "Allowed: yes, no, unsure, declined.", {"health__rosacea": "maybe"}),
    ("health.rosacea", "This is false; it must be a reply or an object", {"health__rosacea": False}),
    ("health.filler.answer", "missing", {"health__filler": {"last": "2026-05-01"}}),
    (
        "health.filler.last",
        "lies after the consultation date",
        {"health__filler": {"answer": "yes", "last": "2026-05-13"}},
    ),
    ("health.isotretinoin.current", "must be true or false", {"health__isotretinoin__current": "no"}),
    ("health.filler.since", '"since" is not a key here', {"health__filler": {"answer": "yes", "since": "2026"}}),
    ("products", "201 entries. At most 200", {"products": [{"name": "Soap"}] * 201}),
    ("products[0].name", "missing", {"products__0__name": GONE}),
    ("products[0].name", "blank", {"products__0__name": "  "}),
    ("products[1].name", "control character", {"products__1__name": "Reset\u001b[2J drops"}),
    ("products[0].use", "Allowed: nightly, mornings", {"products__0__use": "sometimes"}),
    ("products[0].last_used", "lies after the consultation date", {"products__0__last_used": "2026-05-13"}),
    ("products[1].decision", "has 0 parts", {"products__1__decision": {}}),
    ("products[1].decision", "has 2 parts", {"products__1__decision": {"ask": True, "category": "aha"}}),
    ("products[1].decision.ask", "can only be true", {"products__1__decision": {"ask": False}}),
    ("products[1].decision.category", "Allowed: retinoid_rx", {"products__1__decision": {"category": "soap"}}),
    ("products[1].decision.resume_at", "neither a date nor", {"products__1__decision": {"resume_at": "Friday"}}),
    ("products[1].decision.resume_at", "is not a date", {"products__1__decision": {"resume_at": "2026-02-30"}}),
    ("products[1].decision.resume_at", "This is true", {"products__1__decision": {"resume_at": True}}),
    (
        "products[1].decision.resume_at",
        "not a local time",
        {"products__1__decision": {"resume_at": "2026-05-22T24:00"}},
    ),
    (
        "products[1].decision.resume_at",
        "carries an offset",
        {"products__1__decision": {"resume_at": "2026-05-22T10:00Z"}},
    ),
    ("products[1].decision.resume_at", "skips", {"products__1__decision": {"resume_at": "2027-03-14T02:00"}}),
    ("products[1].decision.until", "is not a key here", {"products__1__decision": {"ask": True, "until": "2026"}}),
    ("events[0].on", "missing", {"events__0__on": GONE}),
    ("events[0].what", "control character", {"events__0__what": "wed\u0007ding"}),
    ("trips[0].to", "ends before it starts", {"trips__0__to": "2026-06-19"}),
    ("trips[0].from", "missing", {"trips__0__from": GONE}),
    ("trips[0].sunny", "must be true or false", {"trips__0__sunny": "yes"}),
    ("series.done[0]", "lies after the consultation date", {"series__done__0": "2026-05-13"}),
    ("series.done[1]", "stands twice", {"series__done": ["2026-04-10", "2026-04-10"]}),
    ("series.planned", "is not a key here", {"series__planned": 3}),
    ("choices.sessions[0].on", "missing", {"choices__sessions__0__on": GONE}),
    ("choices.removed", "without sessions of one's own", {"choices__sessions": GONE}),
    ("choices.removed[0].number", "missing", {"choices__removed__0__number": GONE}),
    ("choices.removed[0].number", "it must be a whole number", {"choices__removed__0__number": "3"}),
    ("choices.removed[0].number", "Allowed: 1 to 100.", {"choices__removed__0__number": 0}),
    ("choices.removed[0].number", "Allowed: 1 to 100.", {"choices__removed__0__number": 2.5}),
    ("choices.removed[0].number", "Allowed: 1 to 100.", {"choices__removed__0__number": 1000}),
    ("choices.removed[0]", "it must be an object", {"choices__removed": ["3"]}),
    ("choices.removed[1].number", "stands twice", {"choices__removed": [{"number": 3}, {"number": 3}]}),
    (
        "choices.overrides[0].reason",
        "11 characters. It needs 20 or more",
        {"choices__overrides__0__reason": "Looks fine."},
    ),
    ("choices.overrides[0].reason", "1 characters", {"choices__overrides__0__reason": " " * 30 + "x" + "\u0000" * 30}),
    ("choices.overrides[0].reason", "missing", {"choices__overrides__0__reason": GONE}),
    ("choices.overrides[0].rule", "missing", {"choices__overrides__0__rule": GONE}),
    (
        "choices.overrides[1].rule",
        "stands twice",
        {"choices__overrides": [{"rule": "sun.fresh_tan", "reason": LONG_ENOUGH}] * 2},
    ),
    ("choices.decisions[0].choice", "Allowed: proceed, postpone.", {"choices__decisions__0__choice": "yes"}),
    ("choices.decisions[0].reason", "It needs 20 or more", {"choices__decisions__0__reason": "Fine."}),
    ("choices.decisions[0]", "needs a provider", {"provider": GONE, "choices__overrides": []}),
]


@pytest.mark.parametrize(
    ("where", "words", "changes"), FIELDS, ids=[f"{number}-{case[0]}" for number, case in enumerate(FIELDS)]
)
def test_a_faulty_field_is_named_with_what_is_allowed(where, words, changes):
    (fault,) = faults_of(as_bytes(changed(**changes)))

    assert (fault.where, words in fault.line) == (where, True), fault.line
    assert "\n" not in fault.line


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
def test_words_that_json_does_not_have_are_refused_where_they_stand(word):
    data = as_bytes(changed(skin__tan="@")).replace(b'"@"', word.encode())

    (fault,) = faults_of(data)

    assert fault.line == f"skin.tan: {word} is not JSON. This must be text."


def test_a_repeated_key_is_named_with_its_path():
    data = as_bytes(changed()).replace(b'"tan": "slight"', b'"tan": "slight", "tan": "none"')

    (fault,) = faults_of(data)

    assert fault.line == "skin.tan: This key stands twice. Keep one."


def test_a_number_of_any_length_is_refused_without_being_worked_out():
    data = as_bytes(changed(skin__tan="@")).replace(b'"@"', b"9" * 100_000)

    (fault,) = faults_of(data)

    assert fault.where == "skin.tan"


def test_every_fault_of_a_file_is_named_at_once_in_reading_order():
    content = changed(skin__tan="tanned", products__0__use="often", patient__birth_date="2030-01-01", extra=1)

    assert [fault.where for fault in faults_of(as_bytes(content))] == [
        "extra",
        "patient.birth_date",
        "skin.tan",
        "products[0].use",
    ]


def test_a_value_in_a_message_is_cut_and_carries_no_control_character():
    content = changed(skin__tan="\u001b[2J" + "x" * 500)

    (fault,) = faults_of(as_bytes(content))

    assert fault.what == '"?[2J' + "x" * 36 + '…" is not a choice here.'


def test_an_unknown_key_with_strange_characters_keeps_the_message_on_one_line():
    content = changed()
    content["a\nb"] = "x"

    (fault,) = faults_of(as_bytes(content))

    assert fault.where == '"a?b"'


def test_the_text_of_the_error_says_nothing_about_the_patient():
    with pytest.raises(InputFaulty) as caught:
        read_consultation(as_bytes(changed(patient__family_name="Ortega\n")), reading())

    assert str(caught.value) == "1 faults"


def test_a_day_after_today_is_refused_where_the_file_has_no_consultation_date():
    content = changed(consultation_date=GONE, series__done=["2026-05-13"])

    (fault,) = faults_of(as_bytes(content))

    assert fault.line == (
        "series.done[0]: 2026-05-13 lies after today, as the file has no consultation_date (2026-05-12). "
        "Give a day up to then."
    )


def test_the_skipped_hour_is_that_of_the_clinics_zone():
    content = as_bytes(changed(treatment_at="2027-03-14T02:30"))

    answers = read_consultation(content, reading(clinic=clinic(zone="America/Phoenix")))

    assert answers.treatment_at.hour == 2


def test_faults_of_json_itself_are_the_same_whatever_the_line_ends():
    data = json.dumps(changed(), indent=1).replace('"tan": "slight",', '"tan": "slight"').replace("\n", "\r\n").encode()

    (fault,) = faults_of(data)

    assert fault.where.startswith("line ")
