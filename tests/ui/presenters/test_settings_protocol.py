import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from consult_app.application.governance import ValueToConfirm, confirm
from consult_app.bootstrap import values_to_confirm
from consult_app.domain.answers import Provider
from consult_app.domain.protocol import Basis
from consult_app.ui.presenters.settings_protocol import present_protocol
from tests.fakes.services import DANA, protocol

NEW_YORK = ZoneInfo("America/New_York")
ROSA = Provider("Rosa Lindqvist", "RN")
TRIP = ValueToConfirm(
    "planning.after_trip_days", "Planning, after a sunny trip", "14 days", Basis.JUDGEMENT, sources=("clinic:S27",)
)
RETINOID = ValueToConfirm(
    "category.retinoid_rx",
    "Product category: Prescription retinoid",
    "pause before treatment 5 days; back after treatment 7 days",
    Basis.PRACTICE,
    range_seen="Before: 12 hours to 10 days.",
    sources=("clinic:S19", "nowhere:X1"),
)
VALUES = (RETINOID, TRIP)


def present(*values, confirmed=(), provider=DANA, undoable=()):
    values = values or VALUES
    held = {line.key: line for line in confirmed}
    return present_protocol(protocol(), values, held, provider=provider, zone=NEW_YORK, undoable=frozenset(undoable))


def confirmed(value, by=DANA, at=datetime(2026, 5, 12, 1, 0, tzinfo=UTC)):
    return confirm(value, protocol=protocol(), by=by, at=at)


def test_the_version_in_use_is_named_with_the_start_of_its_hash():
    view = present()
    assert view.line == "Microneedling 1.0.0"
    assert view.fingerprint.replace(" ", "") == "Fingerprint" + protocol().sha256[:12]
    assert len(view.fingerprint.split()) == 4


def test_open_values_are_counted_and_stand_by_kind():
    view = present()
    assert (view.still_open, view.counted) == (2, "2 of 2 defaults not confirmed by your clinic")
    assert [(group.title, group.count) for group in view.groups] == [
        ("Product pauses", "1 open"),
        ("Courses and planning", "1 open"),
    ]


def test_a_short_value_stands_by_itself_and_a_long_one_in_words():
    products, planning = present().groups
    (retinoid,), (trip,) = products.rows, planning.rows
    assert (retinoid.label, retinoid.value) == ("Prescription retinoid", "")
    assert retinoid.words == "Pause before treatment 5 days; back after treatment 7 days"
    assert (trip.label, trip.value, trip.words) == ("After a sunny trip", "14 days", "")


def test_basis_range_and_sources_are_said():
    (retinoid,), (trip,) = (group.rows for group in present().groups)
    assert retinoid.basis == "Seen at other clinics. Before: 12 hours to 10 days."
    assert trip.basis == "Judgment"
    assert retinoid.sources[0].startswith("Microneedling: What to Expect & Aftercare")
    assert protocol().sources["clinic:S19"].says in retinoid.sources[0]
    assert retinoid.sources[1] == "nowhere:X1"


def test_a_confirmed_value_moves_with_name_and_the_clinics_date():
    view = present(confirmed=(confirmed(TRIP),), undoable={TRIP.key})
    assert [(row.label, row.who, row.may_undo) for row in view.confirmed] == [
        ("After a sunny trip", "Dana Keller, NP, Mon, May 11, 2026", True)
    ]
    assert (view.still_open, view.counted) == (1, "1 of 2 defaults not confirmed by your clinic")
    assert [(group.title, group.count, len(group.rows)) for group in view.groups] == [
        ("Product pauses", "1 open", 1),
        ("Courses and planning", "All confirmed", 0),
    ]


def test_the_latest_confirmed_stands_first_and_earlier_ones_cannot_be_undone():
    view = present(confirmed=(confirmed(TRIP), confirmed(RETINOID)), undoable={RETINOID.key})
    assert [(row.key, row.may_undo) for row in view.confirmed] == [(RETINOID.key, True), (TRIP.key, False)]
    assert view.counted == "All 2 defaults are confirmed by your clinic"


def test_a_protocol_without_defaults_has_nothing_to_confirm():
    view = present_protocol(protocol(), (), {}, provider=DANA, zone=NEW_YORK)
    assert (view.counted, view.groups, view.confirmed) == ("Nothing to confirm", (), ())


@pytest.mark.parametrize(
    ("provider", "words"),
    [
        (DANA, ""),
        (ROSA, "Read only for Rosa Lindqvist, RN."),
        (Provider(""), "Read only."),
    ],
)
def test_who_may_not_confirm_is_told(provider, words):
    assert present(provider=provider).refusal == words


def test_every_default_of_the_shipped_protocol_stands_in_one_group():
    values = values_to_confirm(protocol())
    view = present(*values)
    assert sorted(row.key for group in view.groups for row in group.rows) == sorted(value.key for value in values)
    for group in view.groups:
        for row in group.rows:
            assert row.label
            assert row.value or row.words
            assert row.sources


def test_a_kind_that_is_not_known_yet_is_still_shown():
    other = ValueToConfirm("device.depth", "Device, depth", "1 mm", Basis.JUDGEMENT)
    assert [row.key for group in present(other).groups for row in group.rows] == ["device.depth"]


def test_no_value_of_the_shipped_protocol_shows_an_id_or_a_brace():
    view = present(*values_to_confirm(protocol()))
    rows = [row for group in view.groups for row in group.rows]
    assert len(rows) > 50
    for row in rows:
        said = f"{row.label} {row.value} {row.words}"
        assert not re.search(r"[a-z]\.[a-z]|_|[{}]", said), said


def test_a_printed_line_is_shown_in_its_printed_words():
    (picking,) = [value for value in values_to_confirm(protocol()) if value.key == "aftercare.avoid.picking"]
    ((row,),) = (group.rows for group in present(picking).groups)
    assert (row.label, row.words) == ("Avoid picking", protocol().wording["en"].lines["avoid.picking"])
    (hat,) = [value for value in values_to_confirm(protocol()) if value.key == "line.ok.hat"]
    ((row,),) = (group.rows for group in present(hat).groups)
    assert row.label == "Fine to do, hat"
