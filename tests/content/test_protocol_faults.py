"""Each way a protocol folder can be wrong is said with file, key path and reason."""

import shutil
import tomllib
from pathlib import Path

import pytest

from consult_app.content.checks import check_protocol
from consult_app.content.faults import ProtocolFaulty
from consult_app.content.protocol_source import FolderProtocolSource

FOLDER = Path(__file__).parents[2] / "resources" / "protocols" / "microneedling" / "1.0.0"
P, G, W = "protocol.toml", "products.toml", "wording.en.toml"

FILLER_UNTIL = '[{ kind = "health", questions = ["filler"], within_days = 14 }]\nuntil = { days = 14, after = "last" }'
AFTER_FILLER = 'text = "Last filler {last}. OK from {until}."'
MUTATIONS = tomllib.loads((Path(__file__).parent / "mutations.toml").read_text(encoding="utf-8"))["mutation"]


def mutated(tmp_path: Path, file: str, old: str, new: str) -> Path:
    folder = tmp_path / "1.0.0"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("wording.es.toml"))
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"the test's own text is not in {file}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    if file != P or "languages" not in old:
        protocol = folder / P
        said = protocol.read_text(encoding="utf-8")
        protocol.write_text(said.replace('languages = ["en", "es"]', 'languages = ["en"]'), encoding="utf-8")
    return folder


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: f"{mutation['key_path']}: {mutation['reason']}")
def test_a_fault_is_named_with_file_key_path_and_reason(tmp_path: Path, mutation: dict[str, str]):
    folder = mutated(tmp_path, mutation["file"], mutation["old"], mutation["new"])
    where = (mutation.get("at", mutation["file"]), mutation["key_path"])
    faults, _ = check_protocol(folder)
    said = [fault.reason for fault in faults if (fault.file, fault.key_path) == where]
    assert any(mutation["reason"] in reason for reason in said), f"found: {[str(fault) for fault in faults]}"


def test_loading_a_faulty_folder_raises_every_fault_with_its_words(tmp_path: Path):
    folder = mutated(tmp_path, P, 'sources = ["clinic:S26", "practice:C25"]', 'sources = ["clinic:S99"]')
    with pytest.raises(ProtocolFaulty) as caught:
        FolderProtocolSource(folder).load()
    assert "protocol.toml: rules[sun.slight_tan].sources: there is no source clinic:S99" in str(caught.value)
    assert len(caught.value.faults) >= 1


def test_faults_of_all_files_come_together(tmp_path: Path):
    folder = mutated(tmp_path, P, "protected_hours = 48", "protected_hours = 0")
    (folder / G).write_text("categories = 3", encoding="utf-8")
    (folder / W).unlink()
    with pytest.raises(ProtocolFaulty) as caught:
        FolderProtocolSource(folder).load()
    assert {fault.file for fault in caught.value.faults} == {P, G}


def test_a_missing_folder_is_a_fault(tmp_path: Path):
    faults, notices = check_protocol(tmp_path / "2.0.0")
    assert [str(fault) for fault in faults] == ["2.0.0: this folder is missing"]
    assert notices == ()


def test_a_file_that_is_not_text_is_a_fault(tmp_path: Path):
    folder = mutated(tmp_path, W, 'language = "en"', 'language = "en"')
    (folder / W).write_bytes(b'language = "\xff"')
    faults, _ = check_protocol(folder)
    assert [str(fault) for fault in faults] == ["wording.en.toml: this file is not UTF-8 text"]


def test_a_file_that_cannot_be_read_is_a_fault(tmp_path: Path):
    folder = mutated(tmp_path, W, 'language = "en"', 'language = "en"')
    (folder / G).unlink()
    (folder / G).mkdir()
    faults, _ = check_protocol(folder)
    assert "products.toml: this file cannot be read" in str(faults[0])


WIDE_AND_NARROW = [
    ('{ kind = "area", values = ["around_eyes", "nose"] }', '{ kind = "area", values = ["nose"] }'),
    ('{ kind = "age", under = 25 }', '{ kind = "age", under = 22 }'),
    ('{ kind = "allergy", stems = ["cain"] }', '{ kind = "allergy", stems = ["lidocain"] }'),
    ('{ kind = "fitzpatrick", values = ["I", "II"] }', '{ kind = "fitzpatrick", values = ["II"] }'),
    ('{ kind = "tan", values = ["slight"] }', '{ kind = "tan", values = ["slight"] }, { kind = "age", under = 22 }'),
    (
        '{ kind = "health", questions = ["filler", "peel"], within_days = 30 }',
        '{ kind = "health", questions = ["peel"], within_days = 7 }',
    ),
    (
        '{ kind = "health", questions = ["isotretinoin"] }',
        '{ kind = "health", questions = ["isotretinoin"], current = false, within_months = 6 }',
    ),
]


def extra_rule(*whens: str) -> str:
    head = '[[rules]]\nid = "extra.rule"\nsubject = "x"\nsources = ["clinic:S26"]\nbasis = "clinic"\n'
    cases = (f'[[rules.cases]]\neffect = "note"\nwhen = [{when}]\ntext = "x"\n' for when in whens)
    return head + "".join(cases) + "\n[[courses]]\n"


@pytest.mark.parametrize(("wide", "narrow"), WIDE_AND_NARROW)
def test_a_case_behind_a_wider_one_is_never_reached(tmp_path: Path, wide: str, narrow: str):
    hidden = mutated(tmp_path / "hidden", P, "[[courses]]\n", extra_rule(wide, narrow))
    assert [fault.key_path for fault in check_protocol(hidden)[0]] == ["rules[extra.rule].cases[1]"]
    open_ = mutated(tmp_path / "open", P, "[[courses]]\n", extra_rule(narrow, wide))
    assert check_protocol(open_)[0] == (), "the narrow case first leaves room for the wide one"


def test_conditions_of_different_kinds_hide_nothing(tmp_path: Path):
    whens = [wide for wide, _ in WIDE_AND_NARROW]
    assert check_protocol(mutated(tmp_path, P, "[[courses]]\n", extra_rule(*whens)))[0] == ()


def test_a_dated_defer_leaves_room_for_a_later_case(tmp_path: Path):
    head, until = FILLER_UNTIL.split("\n")
    later = head.replace("14", "60")
    case = f'[[rules.cases]]\neffect = "note"\nwhen = {later}\ntext = "x"'
    unbounded = head.replace(", within_days = 14", "")
    new = f"{unbounded}\n{until}\n{AFTER_FILLER}\n{case}"
    assert check_protocol(mutated(tmp_path, P, f"{FILLER_UNTIL}\n{AFTER_FILLER}", new))[0] == ()


def test_a_tan_that_can_be_cleared_covers_a_second_case_and_one_that_cannot_does_not(tmp_path: Path):
    more = '\n[[rules.cases]]\neffect = "note"\nwhen = [{ kind = "tan", values = ["fresh"] }]\ntext = "x"\n'
    cleared = 'cleared = "There was a fresh tan, 14 days or more before the visit. Check again on the day."'
    covered = check_protocol(mutated(tmp_path / "a", P, cleared, cleared + more))[0]
    assert [fault.key_path for fault in covered] == ["rules[sun.fresh_tan].cases[1]"]
    assert check_protocol(mutated(tmp_path / "b", P, cleared, more))[0] == ()


def test_words_that_nothing_uses_are_noticed(tmp_path: Path):
    first = "[courses.reasons.low]"
    more = '[courses.reasons.more]\ntext = "Some need more"\nsources = ["clinic:S31"]\nbasis = "clinic"\n\n'
    folder = mutated(tmp_path, P, first, more + first)
    english = folder / W
    english.write_text(english.read_text(encoding="utf-8") + 'ok.nobody = "Nobody prints this."\n', encoding="utf-8")
    faults, notices = check_protocol(folder)
    assert faults == ()
    said = [str(notice) for notice in notices]
    assert "protocol.toml: courses[corrective_series].reasons.more: no option gives this reason" in said
    assert "wording.en.toml: lines.ok.nobody: no sheet prints this line" in said


def test_notices_name_what_is_worth_a_look(tmp_path: Path):
    folder = mutated(tmp_path, W, 'band.for = "For {name}"', 'band.for = "For {name} ' + "and " * 20 + 'all."')
    question = (
        '[[questions]]\nid = "smoking"\ngroup = "recent"\ntext = "Smoking"\n'
        'sources = ["clinic:S26"]\nbasis = "clinic"\n'
    )
    source = '[[sources]]\nid = "practice:C99"\nkind = "practice"\ntitle = "x"\nsays = "x"\n'
    protocol = folder / P
    protocol.write_text(protocol.read_text(encoding="utf-8") + question + source, encoding="utf-8")
    faults, notices = check_protocol(folder.rename(tmp_path / "1.1.0"))
    assert faults == ()
    said = [str(notice) for notice in notices]
    assert "protocol.toml: version: the folder is called 1.1.0" in said
    assert "protocol.toml: questions[smoking]: no rule looks at this question" in said
    assert "protocol.toml: sources[practice:C99]: nothing cites this source" in said
    assert "wording.en.toml: lines.band.for: a sentence has 23 words, fewer than 20 read well" in said
    assert "wording.es.toml: this language is not there yet" in said


def test_the_fingerprint_changes_with_content_and_names_only(tmp_path: Path):
    one = mutated(tmp_path / "one", W, 'language = "en"', 'language = "en"')
    two = mutated(tmp_path / "two", W, 'language = "en"', 'language = "en"')
    loaded = FolderProtocolSource(one).load()
    assert loaded == FolderProtocolSource(two).load()
    (two / W).write_text((two / W).read_text(encoding="utf-8") + "# said again\n", encoding="utf-8")
    assert FolderProtocolSource(two).load().sha256 != loaded.sha256
