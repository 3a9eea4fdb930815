from zipfile import ZipFile

import pytest

from consult_app.storage.database import writing
from consult_app.storage.protocol_copies import packed, unpacked
from tests.storage.samples import protocol_copy, switched_on


def test_a_copy_is_an_archive_any_unpacker_opens(tmp_path):
    path = tmp_path / "copy.zip"
    path.write_bytes(packed(protocol_copy()))
    with ZipFile(path) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == dict(protocol_copy().files)


def test_the_same_files_give_the_same_archive():
    assert packed(protocol_copy()) == packed(protocol_copy())


@pytest.mark.parametrize("cut", [0, 10, 100, -30])
def test_a_cut_archive_is_no_copy(cut):
    assert unpacked("1.0.0", packed(protocol_copy())[:cut]) is None


def test_an_archive_with_a_changed_byte_is_no_copy():
    body = bytearray(packed(protocol_copy()))
    at = body.index(b"protocol.toml") + len("protocol.toml") + 4
    body[at] ^= 0xFF
    assert unpacked("1.0.0", bytes(body)) is None


def test_a_damaged_copy_leaves_the_line_and_the_same_version_can_be_kept_again(store):
    with writing(store.engine) as session:
        session.connection().exec_driver_sql(
            "INSERT INTO protocol_in_use (protocol_id, version, sha256, by_name, by_credentials, at, body) "
            f"VALUES ('microneedling', '1.0.0-clinic.1', '{'c' * 64}', 'Dana Keller', 'NP', "
            "'2026-05-12 15:00:00.000000', x'00ff')"
        )
    assert store.clinics.switched_on() == (switched_on(),)
    assert store.clinics.protocol_copy("c" * 64) is None
    store.clinics.switch_on(switched_on(), protocol_copy())
    assert store.clinics.protocol_copy("c" * 64) == protocol_copy()
