from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from consult_app.application.errors import Fault
from consult_app.application.example_changes import ExampleChange
from consult_app.application.versions import (
    CheckedVersion,
    ProtocolCopy,
    ProtocolInUse,
    RuleChange,
    SwitchedOn,
    VersionFolder,
    WhatChanges,
)
from consult_app.domain.answers import Provider
from consult_app.ui.presenters.protocol_versions import home_notice, present_inspected, present_versions
from tests.fakes.services import DANA, NOW, protocol

NEW_YORK = ZoneInfo("America/New_York")
ROSA = Provider("Rosa Lindqvist", "RN")
OWN = VersionFolder("1.0.0-clinic.1", True, "/clinic/1.0.0-clinic.1")
RELEASED = VersionFolder("1.0.0", False, "/program/1.0.0")
IN_USE = ProtocolInUse(protocol(), ProtocolCopy("1.0.0", ()))
MADE = replace(protocol(), version=OWN.version, sha256="c" * 64)
SOUND = CheckedVersion(OWN, protocol=MADE, copy=ProtocolCopy(OWN.version, ()))
FILLER = RuleChange("Rule recent filler: wait 28 days after the last one instead of 14 days after the last one.")
CHANGES = WhatChanges(
    protocol().sha256, MADE.sha256, (FILLER,), (ExampleChange("Filler", ("Verdict: Wait.",)), ExampleChange("Ready"))
)


def line(version=OWN.version, sha256=MADE.sha256, at=NOW, by=DANA):
    return SwitchedOn("microneedling", version, sha256, by, at)


def versions(*lines, folders=(OWN, RELEASED), in_use=IN_USE):
    return present_versions(folders, lines, in_use, zone=NEW_YORK)


def inspected(checked=SOUND, changes=CHANGES, *, against="1.0.0", waiting=None, drafts=0, provider=DANA, in_use=IN_USE):
    return present_inspected(
        checked, changes, in_use, against=against, waiting=waiting, drafts=drafts, provider=provider
    )


def test_versions_say_whose_they_are_and_which_is_in_use():
    view = versions()
    assert [(card.version, card.under, card.standing) for card in view.cards] == [
        ("1.0.0-clinic.1", "Your own", "not_in_use"),
        ("1.0.0", "Released", "in_use"),
    ]
    assert (view.since, view.waiting, view.notices) == ("", "", ())


def test_a_version_switched_on_since_the_start_waits_for_the_next_and_tells_by_whom_and_when():
    view = versions(line())
    assert view.cards[0].under == "Your own. Switched on Tue, May 12, 2026 by Dana Keller, NP"
    assert [card.standing for card in view.cards] == ["next", "in_use"]
    assert view.waiting == "1.0.0-clinic.1 counts from the next start."


def test_switched_back_before_the_next_start_nothing_waits():
    view = versions(line(), line("1.0.0", protocol().sha256))
    assert (view.waiting, [card.standing for card in view.cards]) == ("", ["not_in_use", "in_use"])


def test_what_was_switched_on_before_the_start_is_in_use_since_then():
    used = ProtocolInUse(MADE, ProtocolCopy(OWN.version, ()), known=1)
    view = versions(line(at=NOW - timedelta(days=8)), in_use=used)
    assert view.since == "in use since Mon, May 4, 2026"
    assert [card.standing for card in view.cards] == ["in_use", "not_in_use"]


def test_the_version_in_use_is_listed_even_when_its_folder_is_gone():
    used = ProtocolInUse(MADE, ProtocolCopy(OWN.version, ()), (Fault(OWN.version, "this folder is missing"),), known=1)
    view = versions(line(), folders=(RELEASED,), in_use=used)
    assert view.cards[0].under == "Folder is missing. Switched on Tue, May 12, 2026 by Dana Keller, NP"
    assert view.notices == ("1.0.0-clinic.1: this folder is missing",)


def test_a_version_in_use_whose_changed_folder_was_switched_on_again_waits():
    used = ProtocolInUse(MADE, ProtocolCopy(OWN.version, ()), known=1)
    view = versions(line(), line(sha256="d" * 64), in_use=used)
    assert view.cards[0].standing == "next"
    assert view.since == ""


def test_what_changes_is_told_with_the_examples_and_what_stays():
    view = inspected(drafts=2)
    assert (view.title, view.rules, view.rest) == (
        "What 1.0.0-clinic.1 changes",
        (FILLER,),
        "Everything else stays the same.",
    )
    assert [(each.name, each.count, each.sentences) for each in view.examples] == [
        ("Filler", "1 change", ("Verdict: Wait.",))
    ]
    assert view.unchanged == "Nothing changes for the other example."
    assert view.drafts == "2 open drafts are worked out again"
    assert (view.refusal, view.done) == ("", "")


@pytest.mark.parametrize(("drafts", "said"), [(0, ""), (1, "1 open draft is worked out again")])
def test_open_drafts_are_counted(drafts, said):
    assert inspected(drafts=drafts).drafts == said


def test_a_copy_that_changes_nothing_says_so():
    view = inspected(changes=replace(CHANGES, rules=(), examples=(ExampleChange("Filler"), ExampleChange("Ready"))))
    assert view.rest == "No value and no word differs."
    assert view.unchanged == "Nothing changes for any of the 2 example consultations."


def test_examples_that_all_change_leave_nothing_to_say():
    view = inspected(changes=replace(CHANGES, examples=CHANGES.examples[:1]))
    assert view.unchanged == ""


def test_faults_are_listed_by_place_and_the_version_cannot_be_used():
    faults = (Fault("protocol.toml: version", "this key is missing"), Fault("a: b", "Is wrong.", "Say c."))
    view = inspected(CheckedVersion(OWN, faults), None)
    assert view.title == "1.0.0-clinic.1 has 2 faults"
    assert view.faults == (("protocol.toml: version", "This key is missing"), ("a: b", "Is wrong. Say c."))
    assert view.refusal == "It can be used when the check finds none."


def test_put_beside_a_faulty_version_nothing_can_be_compared():
    view = inspected(changes=None, against="1.0.0-clinic.2")
    assert view.title == "1.0.0-clinic.1 has no faults"
    assert view.refusal.startswith("1.0.0-clinic.2 has faults")


def test_put_beside_another_than_the_one_in_use_it_cannot_be_switched_on():
    view = inspected(changes=replace(CHANGES, before="d" * 64), against="1.0.0-clinic.2")
    assert view.title == "What 1.0.0-clinic.1 changes against 1.0.0-clinic.2"
    assert "Compare with the version in use" in view.refusal


def test_who_does_not_prescribe_is_told_why_they_cannot_switch():
    assert inspected(provider=ROSA).refusal == "Switching a version on needs a prescriber: NP, PA, MD or DO."


def test_what_is_in_use_or_waits_has_nothing_to_switch():
    assert inspected(CheckedVersion(RELEASED, protocol=protocol())).done == "This is what is in use."
    assert inspected(waiting=line()).done == "It counts from the next start."
    assert inspected(CheckedVersion(RELEASED, protocol=protocol()), waiting=line()).done == ""


def test_home_tells_what_is_not_as_it_was_switched_on_and_else_nothing():
    assert home_notice(None) is None
    assert home_notice(IN_USE) is None
    told = home_notice(replace(IN_USE, notices=(Fault("1.0.0-clinic.1", "this folder is missing"),)))
    assert told == (
        "Working with protocol 1.0.0. A newer version cannot be used.",
        "1.0.0-clinic.1: this folder is missing\nSee Settings, Protocol.",
    )


@pytest.mark.parametrize("where", ["1.0.0", "1.0.0/protocol.toml: version"])
def test_a_folder_that_is_other_than_what_counts_is_told_as_just_that(where):
    told = home_notice(replace(IN_USE, notices=(Fault(where, "is other"),)))
    assert told is not None
    assert told[0] == "Working with protocol 1.0.0 as it was switched on, not as its folder is now."


def test_examples_that_stay_are_counted():
    examples = (*CHANGES.examples, ExampleChange("Stop"))
    assert (
        inspected(changes=replace(CHANGES, examples=examples)).unchanged == "Nothing changes for the other 2 examples."
    )
