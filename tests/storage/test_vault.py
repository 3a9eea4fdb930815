import json
import os
import stat
from dataclasses import replace
from datetime import timedelta

import pytest

from consult_app.application.errors import EnvironmentFailed, InputFaulty, Refused
from consult_app.application.recovery_code import RANDOM_BYTES, recovery_code
from consult_app.application.vault import RECOVERY, FailedUnlock, FileKey, KeyHolder, NotUnlocked, VaultState
from consult_app.storage.clinic_file import open_clinic_file
from consult_app.storage.key_slots import RECOMMENDED, read_slots, unwrap, wrap, write_slots
from consult_app.storage.vault import FileVault, VaultPlaces
from consult_app.system.atomic_files import write_atomically
from tests.fakes.vault import CHEAP, CODE, PASSWORD, made_vault, quick_vault

MAI = KeyHolder("mai", "Mai Tran", "RN")
OTHER = "a green lamp in rain"
OTHER_CODE = recovery_code(bytes(RANDOM_BYTES))


@pytest.fixture
def made(tmp_path, clock):
    return made_vault(tmp_path, clock)


def changed(vault: FileVault, change) -> None:
    """Write the file of the keys as ``change`` leaves it."""
    found = json.loads(vault.places.keys.read_bytes())
    change(found)
    vault.places.keys.write_text(json.dumps(found), encoding="utf-8")


def test_a_new_folder_is_new(tmp_path, clock):
    assert quick_vault(tmp_path, clock).state() is VaultState.NEW


def test_a_made_vault_is_locked_and_opens_by_password_and_by_code(made):
    vault, key = made
    assert vault.state() is VaultState.LOCKED
    assert vault.clinic_name() == "Riverside Skin Studio"
    assert vault.holders() == (KeyHolder("dana", "Dana Keller", "NP"),)
    assert vault.unlock("dana", PASSWORD) == key
    assert vault.unlock_with_code(CODE.lower().replace(" ", "-")) == key


def test_the_file_begins_with_the_mark_and_its_companions_are_the_users_alone(made):
    vault, key = made
    places = vault.places
    assert places.database.read_bytes()[:16] == key.mark == vault.mark()
    assert sorted(each.name for each in places.database.parent.iterdir()) == ["clinic.db", "clinic.keys"]
    assert {stat.S_IMODE(each.stat().st_mode) for each in (places.database, places.keys)} == {0o600}


def test_no_secret_stands_in_the_file_of_the_keys(made):
    vault, key = made
    text = vault.places.keys.read_text("utf-8")
    for secret in (PASSWORD, CODE, CODE.replace(" ", ""), key.secret.hex()):
        assert secret not in text


def test_the_standard_cost_is_that_of_the_rfc():
    assert (RECOMMENDED.memory_kib, RECOMMENDED.passes, RECOMMENDED.lanes) == (64 * 1024, 3, 4)


def test_a_vault_with_the_standard_cost_opens(tmp_path, clock):
    holder, mark = KeyHolder("dana", "Dana Keller"), bytes(16)
    slot = wrap(bytes(32), holder=holder, phrase=b"x", mark=mark, cost=RECOMMENDED, random=os.urandom)
    assert unwrap(slot, phrase=b"x", mark=mark) == bytes(32)
    assert unwrap(slot, phrase=b"y", mark=mark) is None


def test_a_second_vault_in_the_same_place_is_refused(made, clock):
    vault, _ = made
    before = vault.places.keys.read_bytes(), vault.places.database.read_bytes()
    with pytest.raises(Refused, match="already"):
        made_vault(vault.places.database.parent, clock)
    assert (vault.places.keys.read_bytes(), vault.places.database.read_bytes()) == before


@pytest.mark.parametrize(("password", "code"), [("short", CODE), (PASSWORD, CODE[:10])])
def test_a_weak_password_or_half_a_code_makes_nothing(tmp_path, clock, password, code):
    vault = quick_vault(tmp_path, clock)
    with pytest.raises(InputFaulty):
        vault.make(
            clinic="Riverside", name="Mai Tran", password=password, code=code, fill=lambda *_: pytest.fail("made")
        )
    assert list(tmp_path.iterdir()) == []


def test_killed_before_the_keys_are_written_there_is_no_clinic_yet(tmp_path, clock):
    vault = quick_vault(tmp_path, clock)
    vault.places.new_database.write_bytes(b"half a file")
    assert vault.state() is VaultState.NEW
    made_vault(tmp_path, clock)
    assert not vault.places.new_database.exists()


def test_killed_before_the_file_took_its_name_the_next_start_finishes(made, clock):
    vault, _ = made
    vault.places.database.rename(vault.places.new_database)
    again = quick_vault(vault.places.database.parent, clock)
    assert again.state() is VaultState.LOCKED
    assert again.places.database.exists()
    assert not again.places.new_database.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "The clinic file is missing"),
        (b"", "The clinic file is empty"),
        (b"SQLite format 3\0" * 8, "does not belong to the keys"),
        (b"meeting notes, not a database", "does not belong to the keys"),
    ],
)
def test_a_file_that_is_not_the_clinics_is_said(made, content, words):
    vault, _ = made
    vault.places.database.unlink()
    if content is not None:
        vault.places.database.write_bytes(content)
    with pytest.raises(EnvironmentFailed, match=words) as failed:
        vault.state()
    assert "Restore the last backup" in failed.value.advice


def test_a_plain_file_of_an_earlier_version_is_known(tmp_path, clock):
    open_clinic_file(tmp_path / "clinic.db", clock=clock).close()
    assert quick_vault(tmp_path, clock).state() is VaultState.PLAIN


def test_missing_keys_are_named(made):
    vault, _ = made
    vault.places.keys.unlink()
    with pytest.raises(EnvironmentFailed, match="keys of the clinic file are missing") as failed:
        vault.state()
    assert "clinic.keys" in failed.value.advice
    with pytest.raises(EnvironmentFailed, match="are missing"):
        vault.unlock("dana", PASSWORD)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"format": "consult-keys/1"}', b"\xff" * 40])
def test_damaged_keys_are_said_and_left_alone(made, content):
    vault, _ = made
    vault.places.keys.write_bytes(content)
    with pytest.raises(EnvironmentFailed, match="keys is damaged"):
        vault.state()
    assert vault.places.keys.read_bytes() == content


def test_keys_of_a_newer_program_are_said(made):
    vault, _ = made
    changed(vault, lambda keys: keys.update(format="consult-keys/2"))
    with pytest.raises(EnvironmentFailed, match="newer version"):
        vault.state()


@pytest.mark.parametrize(
    "cost",
    [
        {"memory_kib": 8, "passes": 1, "lanes": 1},
        {"memory_kib": 32, "passes": 0, "lanes": 1},
        {"memory_kib": 1 << 40, "passes": 1, "lanes": 1},
        {"memory_kib": 32, "passes": 1, "lanes": 1000},
    ],
)
def test_weaker_or_impossible_protection_is_refused(made, cost):
    vault, _ = made
    changed(vault, lambda keys: keys["slots"][0].update(cost=cost))
    with pytest.raises(EnvironmentFailed, match="weaker or impossible"):
        vault.unlock("dana", PASSWORD)


def test_a_program_that_asks_for_more_refuses_cheaper_slots(made, clock):
    vault, _ = made
    strict = FileVault(vault.places, clock=clock, write=write_atomically)
    with pytest.raises(EnvironmentFailed, match="weaker"):
        strict.unlock("dana", PASSWORD)


@pytest.mark.parametrize("change", ["mark", "salt", "nonce", "wrapped", "holder", "cost"])
def test_nothing_of_a_slot_can_be_changed(tmp_path, clock, made, change):
    vault, _ = made
    slots = read_slots(vault.places.keys.read_bytes(), least=CHEAP)
    slot, mark = slots.slots[0], slots.mark
    match change:
        case "mark":
            mark = bytes(16)
        case "holder":
            slot = replace(slot, holder="mai")
        case "cost":
            slot = replace(slot, cost=replace(slot.cost, passes=2))
        case _:
            value = getattr(slot, change)
            slot = replace(slot, **{change: bytes([value[0] ^ 1]) + value[1:]})
    assert unwrap(slots.slots[0], phrase=PASSWORD.encode(), mark=slots.mark) is not None
    assert unwrap(slot, phrase=PASSWORD.encode(), mark=mark) is None


@pytest.mark.parametrize("field", ["salt", "nonce"])
def test_a_slot_of_wrong_size_is_damage(made, field):
    vault, _ = made
    slots = read_slots(vault.places.keys.read_bytes(), least=CHEAP)
    short = slots.with_slot(replace(slots.slots[0], **{field: b"short"}))
    with pytest.raises(EnvironmentFailed, match="damaged"):
        read_slots(write_slots(short), least=CHEAP)


def test_a_secret_of_wrong_size_opens_nothing():
    slot = wrap(b"short", holder=MAI, phrase=b"x", mark=bytes(16), cost=CHEAP, random=os.urandom)
    assert unwrap(slot, phrase=b"x", mark=bytes(16)) is None


def test_a_second_provider_has_an_own_password(made):
    vault, key = made
    vault.add(key, MAI, OTHER)
    assert vault.unlock("mai", OTHER) == vault.unlock("dana", PASSWORD) == key
    assert [who.provider_id for who in vault.holders()] == ["dana", "mai"]
    with pytest.raises(NotUnlocked):
        vault.unlock("mai", PASSWORD)


def test_a_weak_password_for_a_second_provider_changes_nothing(made):
    vault, key = made
    before = vault.places.keys.read_bytes()
    with pytest.raises(InputFaulty):
        vault.add(key, MAI, "mai tran 99")
    assert vault.places.keys.read_bytes() == before


def test_somebody_elses_key_gives_nobody_a_password(made):
    vault, _ = made
    with pytest.raises(Refused, match="another clinic"):
        vault.add(FileKey(bytes(32), bytes(16)), MAI, OTHER)


def test_a_changed_password_replaces_the_one_before(made, clock):
    vault, key = made
    vault.change_password("dana", PASSWORD, OTHER)
    assert vault.unlock("dana", OTHER) == key
    with pytest.raises(NotUnlocked):
        vault.unlock("dana", PASSWORD)
    assert vault.unlock_with_code(CODE) == key


def test_a_password_is_changed_only_with_the_present_one_and_to_a_good_one(made, clock):
    vault, _ = made
    with pytest.raises(NotUnlocked, match="present password is wrong"):
        vault.change_password("dana", OTHER, "yet another few words")
    with pytest.raises(InputFaulty):
        vault.change_password("dana", PASSWORD, "short")
    with pytest.raises(Refused, match="no password here"):
        vault.change_password("nobody", PASSWORD, OTHER)
    clock.go_on(timedelta(minutes=1))
    vault.unlock("dana", PASSWORD)


def test_a_removed_provider_cannot_unlock_any_more(made):
    vault, key = made
    vault.add(key, MAI, OTHER)
    vault.remove("dana")
    with pytest.raises(Refused, match="no password here"):
        vault.unlock("dana", PASSWORD)
    with pytest.raises(Refused, match="last provider"):
        vault.remove("mai")
    assert vault.unlock("mai", OTHER) == key


def test_a_new_recovery_code_makes_the_old_sheet_worthless(made):
    vault, key = made
    vault.renew_recovery_code(key, OTHER_CODE)
    assert vault.unlock_with_code(OTHER_CODE) == key
    with pytest.raises(NotUnlocked, match="not the recovery code"):
        vault.unlock_with_code(CODE)


def test_the_code_lets_in_when_every_password_is_forgotten(made):
    vault, key = made
    vault.add(vault.unlock_with_code(CODE), KeyHolder("dana", "Dana Keller", "NP"), OTHER)
    assert vault.unlock("dana", OTHER) == key


def wrong(vault: FileVault) -> int:
    with pytest.raises(NotUnlocked) as refused:
        vault.unlock("dana", "not this one")
    return refused.value.seconds


def test_wrong_passwords_make_wait_longer_and_nobody_is_locked_out(made, clock):
    vault, key = made
    waits = []
    for _ in range(12):
        waits.append(wrong(vault))
        clock.go_on(timedelta(seconds=waits[-1]))
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]
    assert vault.unlock("dana", PASSWORD) == key
    assert vault.seconds_to_wait("dana") == 0
    assert wrong(vault) == 1


def test_a_try_before_the_wait_is_over_is_no_try(made, clock):
    vault, _ = made
    for _ in range(3):
        clock.go_on(timedelta(seconds=wrong(vault)))
    assert wrong(vault) == 8
    for password in (PASSWORD, "not this one"):
        with pytest.raises(NotUnlocked, match=r"^Try again in 8 seconds\.$"):
            vault.unlock("dana", password)
    assert len(vault.failed_unlocks()) == 4


def test_the_wait_survives_a_restart_and_is_each_providers_own(made, clock):
    vault, key = made
    vault.add(key, MAI, OTHER)
    for _ in range(4):
        clock.go_on(timedelta(seconds=wrong(vault)))
    wrong(vault)
    again = quick_vault(vault.places.database.parent, clock)
    assert again.seconds_to_wait("dana") == 16
    assert again.unlock("mai", OTHER) == key


def test_a_clock_moved_back_does_not_lengthen_the_wait(made, clock):
    vault, key = made
    wrong(vault)
    clock.go_on(timedelta(days=-30))
    with pytest.raises(NotUnlocked, match=r"Try again in 1 second\."):
        vault.unlock("dana", PASSWORD)
    clock.go_on(timedelta(seconds=1))
    assert vault.unlock("dana", PASSWORD) == key


def test_failures_are_kept_for_the_audit_until_it_has_them(made, clock):
    vault, _ = made
    first = clock.now()
    clock.go_on(timedelta(seconds=wrong(vault)))
    with pytest.raises(NotUnlocked):
        vault.unlock_with_code(OTHER_CODE)
    second = clock.now()
    vault.unlock("dana", PASSWORD)
    again = quick_vault(vault.places.database.parent, clock)
    assert again.failed_unlocks() == (FailedUnlock("dana", first), FailedUnlock(RECOVERY, second))
    again.forget_failed_unlocks()
    assert again.failed_unlocks() == ()
    assert again.seconds_to_wait(RECOVERY) == 1


@pytest.mark.parametrize("content", [b"", b"nonsense", b'{"dana": 7}'])
def test_an_unreadable_count_starts_anew(made, clock, content):
    vault, key = made
    wrong(vault)
    vault.places.tries.write_bytes(content)
    again = quick_vault(vault.places.database.parent, clock)
    assert again.unlock("dana", PASSWORD) == key


def test_a_full_disk_does_not_keep_a_provider_out_nor_free_the_guesser(made, clock):
    vault, key = made

    def full(path, data):
        raise EnvironmentFailed("The disk is full.")

    crowded = FileVault(vault.places, clock=clock, write=full, cost=CHEAP)
    clock.go_on(timedelta(seconds=wrong(crowded)))
    assert wrong(crowded) == 2
    clock.go_on(timedelta(seconds=2))
    assert crowded.unlock("dana", PASSWORD) == key
    with pytest.raises(EnvironmentFailed, match="disk is full"):
        crowded.add(key, MAI, OTHER)
    assert vault.holders() == (KeyHolder("dana", "Dana Keller", "NP"),)


def test_keys_that_cannot_be_read_are_said(tmp_path, clock):
    places = VaultPlaces(tmp_path / "clinic.db")
    places.keys.mkdir()
    with pytest.raises(EnvironmentFailed, match="cannot be read"):
        quick_vault(tmp_path, clock).state()


def test_a_file_that_may_not_take_its_place_is_said(made, monkeypatch, clock):
    vault, _ = made
    vault.places.database.rename(vault.places.new_database)
    monkeypatch.setattr("consult_app.storage.vault.Path.replace", lambda *_: (_ for _ in ()).throw(PermissionError))
    with pytest.raises(EnvironmentFailed, match="could not take its place"):
        quick_vault(vault.places.database.parent, clock).state()


def test_a_leftover_beside_a_file_in_use_is_left_alone(made, clock):
    vault, _ = made
    vault.places.new_database.write_bytes(vault.places.database.read_bytes())
    again = quick_vault(vault.places.database.parent, clock)
    assert again.state() is VaultState.LOCKED
    assert again.places.new_database.exists()
