"""Rules, answers and sources in words, for screens and for the command line."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from consult_app.application.answer_words import answers_in_words, unknowns_in_words
from consult_app.application.governance import Confirmation, ConfirmedValues
from consult_app.application.rule_words import case_words, rule_words
from consult_app.application.source_words import BASES, UNCONFIRMED, basis_in_words, source_words, sources_in_words
from consult_app.domain.answers import ImportantDate, Provider, Trip
from consult_app.domain.protocol import Basis, Source
from tests.builders import answers, clinic, protocol


def spoken(because, **changes):
    return answers_in_words(protocol(), replace(answers(), **changes), because)


FILLER = {"health.filler": "yes", "health.filler.last": "2026-05-04"}
TRIP = Trip("beach trip", date(2026, 6, 20), date(2026, 6, 28), sunny=True)


@pytest.mark.parametrize(
    ("because", "words"),
    [
        (FILLER, ("{filler}, yes", "last Mon, May 4, 2026")),
        ({"health.isotretinoin.current": True}, ("now",)),
        ({"health.isotretinoin.current": False}, ("in the past",)),
        ({"health.no_longer_asked": "yes"}, ("no longer asked, yes",)),
        ({"skin.tan": "slight", "skin.tan_since": "2026-05-01"}, ("tan today slight", "since Fri, May 1, 2026")),
        ({"skin.fitzpatrick": "IV"}, ("skin type IV",)),
        ({"patient.allergies": "Nickel"}, ("allergies Nickel",)),
        ({"patient.birth_date": "2010-01-05"}, ("born Tue, Jan 5, 2010",)),
        ({"products[0].name": "2026-05-01"}, ("2026-05-01",)),
        ({"products[0].last_used": "2026-05-11"}, ("last used Mon, May 11, 2026",)),
        ({"products[0].decision.resume_at": "2026-05-16T08:00"}, ("OK from Sat, May 16, 2026",)),
        ({"concerns[0].areas": "around_eyes, neck"}, ("Acne scars, around eyes, neck",)),
        ({"choices.sessions": "4 sessions"}, ("4 sessions",)),
        ({"choices.sessions[1].on": "2026-06-12"}, ("session 2, Fri, Jun 12, 2026",)),
        ({"treatment_at": "2026-05-15"}, ("Fri, May 15, 2026",)),
        ({"skin.tan": None}, ("tan today not answered",)),
    ],
)
def test_an_answer_is_said_as_one_would_read_it_back(because, words):
    assert spoken(because) == tuple(each.format(filler=protocol().questions["filler"].text) for each in words)


def test_dates_ahead_are_said_by_what_they_are():
    ahead = {"events": (ImportantDate("wedding", date(2026, 8, 20)),), "trips": (TRIP,)}
    assert spoken({"events[0].on": "2026-08-20"}, **ahead) == ("wedding, Thu, Aug 20, 2026",)
    assert spoken({"trips[0].from": "2026-06-20"}, **ahead) == ("beach trip, from Sat, Jun 20, 2026",)
    assert spoken({"trips[0].to": "2026-06-28"}, **ahead) == ("beach trip, until Sun, Jun 28, 2026",)


def test_an_own_session_after_those_done_goes_on_with_their_number():
    done = (date(2026, 4, 10),)
    assert spoken({"choices.sessions[0].on": "2026-06-12"}, series_done=done) == ("session 2, Fri, Jun 12, 2026",)


def test_what_was_not_known_is_told_apart():
    filler = protocol().questions["filler"].text
    because = {"health.filler": "unsure", "skin.tan": "none", "patient.allergies": "unavailable"}
    assert unknowns_in_words(protocol(), because) == (f"{filler}: unsure", "allergies: unavailable")
    assert unknowns_in_words(protocol(), FILLER) == ()


def test_a_rule_is_told_by_the_case_that_gave_the_text():
    rules, questions = protocol().rules, protocol().questions
    laser = rules["recent.laser"]
    assert rule_words(laser, laser.cases[1].text, questions) == case_words(laser.cases[1], questions)
    assert rule_words(laser, "Last laser or IPL Fri, May 1, 2026. OK from …", questions) == case_words(
        laser.cases[0], questions
    )
    assert rule_words(laser, laser.unsure, questions).startswith("Unsure or declined")
    tan = rules["sun.fresh_tan"]
    assert rule_words(tan, tan.cases[0].cleared, questions) == case_words(tan.cases[0], questions)


def test_words_of_a_rule_that_has_changed_since_are_told_by_its_first_case():
    laser = protocol().rules["recent.laser"]
    assert rule_words(laser, "Other words", protocol().questions) == case_words(laser.cases[0], protocol().questions)


def test_a_case_says_effect_condition_and_end():
    case = protocol().rules["sun.fresh_tan"].cases[0]
    assert case_words(case, protocol().questions) == (
        "Wait when the tan is fresh, until 14 days after the tan began, else the consultation."
    )


def test_a_source_is_told_with_its_line_and_date():
    assert source_words(protocol().sources["clinic:S27"]) == (
        "Microneedling: What to Expect & Aftercare, Atalo Aesthetics, line 20, June 19, 2023. "
        "No fresh tan on the day of treatment."
    )


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (
            Source("practice:C1", "practice", "Sheet of a clinic", "2 weeks."),
            "Sheet of a clinic, no date given. 2 weeks.",
        ),
        (Source("literature:P4", "literature", "Minutilli 2024"), "Minutilli 2024."),
        (Source("label:SP1", "label", "Labeling", dated="2018"), "Labeling, 2018."),
    ],
)
def test_a_source_without_a_date_says_so(source, words):
    assert source_words(source) == words


def test_sources_stand_once_each_the_clinics_own_first_and_unknown_ones_by_their_id():
    lines = sources_in_words(protocol(), ("practice:C18", "gone:X1", "clinic:S36", "practice:C18"))
    assert [line.split(":")[0] for line in lines] == ["S36", "C18", "gone"]


def test_a_default_is_whoever_confirmed_it_on_the_clinics_day():
    zone = clinic().time_zone
    late = datetime(2026, 5, 5, 1, 30, tzinfo=UTC)

    def line(by):
        return Confirmation("key", "words", "microneedling", "1.0.0", by, late)

    assert basis_in_words(Basis.PRACTICE, None, zone) == UNCONFIRMED
    assert basis_in_words(Basis.JUDGEMENT, line(Provider("Dana Keller", "NP")), zone) == (
        "Default, confirmed by Dana Keller, NP, Mon, May 4, 2026"
    )
    assert basis_in_words(Basis.LABEL, line(Provider("Ann")), zone) == BASES[Basis.LABEL]


def test_confirmed_values_tell_who_confirmed_each_and_forget_what_no_longer_holds():
    line = Confirmation("key", "words", "microneedling", "1.0.0", Provider("Ann"), datetime(2026, 5, 5, tzinfo=UTC))
    values = ConfirmedValues({"key": line})
    assert (values.keys, values.lines["key"]) == (frozenset({"key"}), line)
    values.hold({"other": line})
    assert values.keys == frozenset({"other"})
    assert "key" not in values.lines
    assert ConfirmedValues().keys == frozenset()
