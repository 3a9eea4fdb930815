from dataclasses import replace

import pytest

from consult_app.application.errors import Fault, Refused
from consult_app.application.versions import (
    CheckedVersion,
    ProtocolCopy,
    SwitchedOn,
    VersionFolder,
    WhatChanges,
    is_own,
    next_own,
    switch_on,
    version_order,
)
from consult_app.domain.answers import Provider
from tests.builders import AESTHETICIAN, NURSE, protocol
from tests.storage.samples import NOW

FOLDER = VersionFolder("1.0.0-clinic.1", True, "/clinic/protocols/microneedling/1.0.0-clinic.1")
OWN = replace(protocol(), version="1.0.0-clinic.1", sha256="c" * 64)
SOUND = CheckedVersion(FOLDER, protocol=OWN, copy=ProtocolCopy("1.0.0-clinic.1", ()))
SHOWN = WhatChanges(before=protocol().sha256, after=OWN.sha256, rules=(), examples=())


def switched(checked: CheckedVersion = SOUND, shown: WhatChanges | None = SHOWN, by: Provider = NURSE) -> SwitchedOn:
    return switch_on(checked, in_use=protocol(), shown=shown, by=by, at=NOW)


def test_the_line_says_which_version_by_whom_and_when():
    assert switched() == SwitchedOn("microneedling", "1.0.0-clinic.1", "c" * 64, NURSE, NOW)


def test_only_a_prescriber_switches_a_version_on():
    with pytest.raises(Refused, match="needs a prescriber"):
        switched(by=AESTHETICIAN)


def test_a_version_with_faults_is_refused_with_each_of_them():
    faulty = CheckedVersion(FOLDER, (Fault("protocol.toml: version", "this key is missing"),))
    with pytest.raises(Refused, match="faults") as refused:
        switched(faulty)
    assert refused.value.missing == ("protocol.toml: version: this key is missing",)


@pytest.mark.parametrize(
    "shown", [None, replace(SHOWN, after="d" * 64), replace(SHOWN, before="d" * 64)], ids=["never", "edited", "other"]
)
def test_what_changes_must_have_been_shown_for_just_these_two(shown):
    with pytest.raises(Refused, match="Look at what this version changes first"):
        switched(shown=shown)


@pytest.mark.parametrize(
    ("version", "own"),
    [("1.0.0", False), ("1.0.0-clinic.1", True), ("1.0.0-clinic.0", False), ("1.0.0-clinic", False), ("copy", False)],
)
def test_a_clinics_own_version_is_known_by_its_number(version, own):
    assert is_own(version) is own


def test_versions_stand_in_order_by_their_numbers():
    names = ["10.0.0", "1.0.0-clinic.10", "1.1.0", "copy", "1.0.0-clinic.2", "1.0.0"]
    assert sorted(names, key=version_order) == [
        "copy",
        "1.0.0",
        "1.0.0-clinic.2",
        "1.0.0-clinic.10",
        "1.1.0",
        "10.0.0",
    ]


@pytest.mark.parametrize(
    ("source", "taken", "made"),
    [
        ("1.0.0", (), "1.0.0-clinic.1"),
        ("1.0.0", ("1.0.0-clinic.1", "1.0.0-clinic.10", "1.1.0-clinic.20", "old"), "1.0.0-clinic.11"),
        ("1.0.0-clinic.1", ("1.0.0-clinic.1",), "1.0.0-clinic.2"),
    ],
)
def test_the_next_own_version_is_numbered_on(source, taken, made):
    assert next_own(source, taken) == made
