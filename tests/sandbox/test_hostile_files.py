"""Files that are made to do harm: each is refused with a finding, or read and found to be none of ours."""

from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import chain
from pathlib import Path

import pytest

from tests.support.child_ways import SPAWN, begin_children_by
from tests.support.hostile import other_files, xlsx_files, zip_files
from tests.support.hostile.raw_bytes import SHEET, sheet, xlsx
from tests.support.hostile.resources import Measured, examine_measured
from xlplan.domain.returned import ReturnContent
from xlplan.sandbox.worker import ParserProcess

pytestmark = pytest.mark.slow

TABLES = (zip_files.FILES, xlsx_files.FILES, other_files.FILES)
FILES = list(chain.from_iterable(table.items() for table in TABLES))
# What a refusal may cost; what is read may take what the child is given.
MEBIBYTES = 128
# The hashes of the files that were made; some are made for a second.
_hashes: dict[Callable[[], bytes], bytes] = {}


def content_of(make: Callable[[], bytes]) -> bytes:
    """A file, whose hash is kept."""
    content = make()
    _hashes[make] = sha256(content).digest()
    return content


@pytest.fixture(scope="module")
def child() -> Iterator[ParserProcess[Measured]]:
    with pytest.MonkeyPatch.context() as patch, ParserProcess(examine_measured) as made:
        # A fork would be measured with all that the process of the tests has.
        begin_children_by(SPAWN, patch)
        yield made


@pytest.mark.parametrize(("make", "code"), FILES, ids=[make.__name__ for make, _code in FILES])
def test_a_hostile_file_is_refused_cheaply_or_read_harmlessly(
    child: ParserProcess[Measured], tmp_path: Path, make: Callable[[], bytes], code: str
) -> None:
    path = tmp_path / "звіт.xlsx"
    path.write_bytes(content_of(make))
    seen = child.run(path)
    assert isinstance(seen, Measured), "the file cost the process its life"
    assert seen.reached == ()
    assert list(tmp_path.iterdir()) == [path]
    if code:
        assert isinstance(seen.answer, tuple)
        assert [finding.code for finding in seen.answer] == [code]
        assert seen.mebibytes < MEBIBYTES
    else:
        assert isinstance(seen.answer, ReturnContent)
        assert not seen.answer.form_codes


def test_there_are_enough_of_them_and_no_two_are_alike() -> None:
    for make, _code in FILES:
        if make not in _hashes:
            content_of(make)
    assert len(set(_hashes.values())) == len(FILES) >= 100


def test_a_file_without_any_harm_is_read_by_the_same_hands(child: ParserProcess[Measured], tmp_path: Path) -> None:
    path = tmp_path / "звіт.xlsx"
    path.write_bytes(xlsx({SHEET: sheet()}))
    seen = child.run(path)
    assert isinstance(seen, Measured)
    assert isinstance(seen.answer, ReturnContent)
    assert seen.answer.sheets == ("Звіт",)


def test_nothing_escaped() -> None:
    assert not list(Path("/tmp").glob("xlplan-escaped*"))
