"""A confirmation holds for one value in the words it was given for, until it is taken back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from consult_app.application.access import Act, may
from consult_app.application.errors import Refused
from consult_app.application.governance import Confirmation, ValueToConfirm, confirm, standing, withdraw
from consult_app.bootstrap import open_backstage, values_to_confirm
from consult_app.content.differences import unconfirmed
from consult_app.domain.answers import Provider
from consult_app.domain.protocol import Basis
from consult_app.system.paths import Paths
from tests.fakes.clock import FixedClock
from tests.fakes.jobs import InstantJobs
from tests.fakes.services import CLINIC, DANA, protocol

NOW = datetime(2026, 5, 12, 15, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
TRIP = ValueToConfirm("planning.after_trip_days", "Planning, after a sunny trip", "14 days", Basis.JUDGEMENT)
MD = Provider("Jon Okafor", "MD")
RN = Provider("Rosa Lindqvist", "RN")


def hold(*lines, values=(TRIP,)):
    return standing(values, lines, protocol=protocol())


def confirmed(by=DANA, at=NOW):
    return confirm(TRIP, protocol=protocol(), by=by, at=at)


@pytest.mark.parametrize(
    ("credentials", "allowed"),
    [("NP", True), ("PA", True), ("MD", True), ("DO", True), ("RN", False), ("LE", False), ("", False)],
)
def test_only_a_prescriber_may_confirm(credentials, allowed):
    assert may(Provider("Somebody", credentials), Act.CONFIRM_VALUE) is allowed


def test_a_confirmation_names_value_words_version_person_and_time():
    assert confirmed() == Confirmation(
        key="planning.after_trip_days",
        words="14 days",
        protocol_id="microneedling",
        protocol_version="1.0.0",
        by=DANA,
        at=NOW,
    )


def test_who_does_not_prescribe_can_neither_confirm_nor_take_back():
    with pytest.raises(Refused, match="needs a prescriber"):
        confirm(TRIP, protocol=protocol(), by=RN, at=NOW)
    with pytest.raises(Refused, match="needs a prescriber"):
        withdraw(confirmed(), by=RN, at=NOW)


def test_nothing_holds_before_it_is_confirmed():
    assert hold() == {}


def test_a_confirmation_holds_and_the_latest_is_named():
    again = confirmed(MD, LATER)
    assert hold(confirmed()) == {TRIP.key: confirmed()}
    assert hold(confirmed(), again) == {TRIP.key: again}


def test_taking_it_back_opens_the_value_and_it_can_be_confirmed_again():
    back = withdraw(confirmed(), by=MD, at=LATER)
    assert (back.by, back.at, back.words) == (MD, LATER, "14 days")
    assert hold(confirmed(), back) == {}
    assert hold(confirmed(), back, confirmed(MD, LATER)) == {TRIP.key: confirmed(MD, LATER)}


def test_other_words_are_asked_again_and_the_old_words_stay_confirmed():
    longer = replace(TRIP, words="21 days")
    assert hold(confirmed(), values=(longer,)) == {}
    newer = confirm(longer, protocol=protocol(), by=DANA, at=LATER)
    assert hold(confirmed(), newer, values=(longer,)) == {TRIP.key: newer}
    assert hold(confirmed(), newer) == {TRIP.key: confirmed()}


def test_a_later_version_with_the_same_words_needs_no_new_confirmation():
    earlier = replace(confirmed(), protocol_version="0.9.0")
    assert hold(earlier) == {TRIP.key: earlier}


def test_they_come_in_the_order_they_were_made_even_within_one_second():
    other = replace(TRIP, key="planning.horizon_months", words="12 months")
    first, second = confirmed(), confirm(other, protocol=protocol(), by=DANA, at=NOW)
    again = confirmed(MD)
    assert list(hold(first, second, values=(TRIP, other)).values()) == [first, second]
    assert list(hold(first, second, again, values=(TRIP, other)).values()) == [second, again]


def test_another_protocol_is_not_confirmed_with_this_one():
    assert hold(replace(confirmed(), protocol_id="peels")) == {}


def test_the_desk_is_given_every_unconfirmed_value_of_the_protocol():
    given = values_to_confirm(protocol())
    known = unconfirmed(protocol())
    assert [(v.key, v.label, v.words, v.basis, v.range_seen, v.sources) for v in given] == [
        (v.key, v.label, v.words, v.basis, v.range_seen, v.sources) for v in known
    ]
    assert len({value.key for value in given}) == len(given) > 50


def test_the_next_start_knows_what_the_clinic_confirmed(tmp_path):
    def start():
        return open_backstage(Paths(tmp_path), InstantJobs(), InstantJobs(), clock=FixedClock(NOW))

    backstage = start()
    assert backstage.build(CLINIC).confirmed.keys == frozenset()
    (trip,) = [value for value in values_to_confirm(protocol()) if value.key == TRIP.key]
    backstage.clinics.confirm_value(confirm(trip, protocol=protocol(), by=DANA, at=NOW))
    backstage.close()
    backstage = start()
    assert backstage.build(CLINIC).confirmed.keys == {TRIP.key}
    backstage.close()


def test_every_reason_of_an_option_goes_by_the_key_it_is_confirmed_by():
    reasons = [reason for course in protocol().courses.values() for reason in course.reasons.values()]
    reasons += protocol().planning.notes
    open_ones = {reason.key for reason in reasons if reason.basis.needs_confirmation}
    assert open_ones
    assert open_ones == {
        value.key
        for value in values_to_confirm(protocol())
        if ".reasons." in value.key or value.key.startswith("planning.notes")
    }
