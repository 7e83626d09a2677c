"""Files that reach out of themselves are refused in every spelling; those that only look so are read."""

from pathlib import Path

import pytest

from tests.support.reaching_files import (
    HONEST_ODS,
    HONEST_XLS,
    LINKING_KINDS,
    LOADING_KINDS,
    PLACES,
    REACHING_FORMULAS,
    REACHING_ODS,
    REACHING_XLS,
    SPELLINGS,
    TAGS,
    honest_parts,
    ods_with,
    packed,
    reaching_parts,
    relation,
)
from xlplan.sandbox.file_type import Format
from xlplan.sandbox.inspection import InspectedFile, inspect
from xlplan.text.translation import use_language


def answer(tmp_path: Path, data: bytes) -> str:
    """What the gate makes of a file: a format, or the words of its refusal in English."""
    path = tmp_path / "звіт.xlsx"
    path.write_bytes(data)
    inspected = inspect(path)
    if isinstance(inspected, InspectedFile):
        return inspected.kind.value
    use_language("en")
    return inspected[0].problem


def is_refused(words: str) -> bool:
    return "pulls in content from outside" in words


def test_there_are_enough_spellings_in_every_place() -> None:
    assert len(REACHING_FORMULAS) + len(SPELLINGS) >= 40
    assert len({packed(parts) for _name, parts in reaching_parts()}) >= 40 * len(PLACES)


def test_a_formula_that_reaches_out_is_refused_in_every_spelling_and_place(tmp_path: Path) -> None:
    answers = {name: answer(tmp_path, packed(parts)) for name, parts in reaching_parts()}
    assert {name: words for name, words in answers.items() if not is_refused(words)} == {}


def test_what_only_looks_like_such_a_formula_is_read(tmp_path: Path) -> None:
    answers = {name: answer(tmp_path, packed(parts)) for name, parts in honest_parts()}
    assert {name: words for name, words in answers.items() if words != Format.XLSX.value} == {}


@pytest.mark.parametrize("tag", TAGS)
def test_a_relationship_that_loads_by_itself_is_refused(tmp_path: Path, tag: str) -> None:
    for kind in LOADING_KINDS:
        assert is_refused(answer(tmp_path, packed(relation(kind, tag)))), kind


@pytest.mark.parametrize("tag", TAGS)
def test_a_link_that_waits_for_a_person_is_read(tmp_path: Path, tag: str) -> None:
    for kind in LINKING_KINDS:
        assert answer(tmp_path, packed(relation(kind, tag))) == Format.XLSX.value, kind


@pytest.mark.parametrize("what", REACHING_ODS)
def test_an_ods_that_reaches_out_is_refused(tmp_path: Path, what: str) -> None:
    assert is_refused(answer(tmp_path, ods_with(REACHING_ODS[what])))


@pytest.mark.parametrize("what", HONEST_ODS)
def test_an_ods_that_only_looks_so_is_read(tmp_path: Path, what: str) -> None:
    assert answer(tmp_path, ods_with(HONEST_ODS[what])) == Format.ODS.value


@pytest.mark.parametrize("what", REACHING_XLS)
def test_an_xls_that_reaches_out_is_refused(tmp_path: Path, what: str) -> None:
    assert is_refused(answer(tmp_path, REACHING_XLS[what]))


@pytest.mark.parametrize("what", HONEST_XLS)
def test_an_xls_that_only_looks_so_is_read(tmp_path: Path, what: str) -> None:
    assert answer(tmp_path, HONEST_XLS[what]) == Format.XLS.value
