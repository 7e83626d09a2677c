"""A catalogue that looks a message up when it is asked answers as the whole one that gettext reads."""

import gettext
import struct
from functools import lru_cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from tests.support.paths import ROOT
from xlplan.text.catalogue import Catalogue

LOCALE = ROOT / "src/xlplan/text/locale/uk/LC_MESSAGES"
DOMAINS = ("xlplan", "click")
NUMBERS = range(121)


def both(file: Path) -> tuple[Catalogue, gettext.GNUTranslations]:
    with file.open("rb") as compiled:
        return Catalogue(str(file)), gettext.GNUTranslations(compiled)


@lru_cache
def messages(domain: str) -> list[tuple[str, ...]]:
    """All messages of a domain, the empty one too; those that depend on a number with both of their forms."""
    with (LOCALE / f"{domain}.po").open("rb") as file:
        ids = [message.id for message in read_po(file)]
    return [(each,) if isinstance(each, str) else tuple(each) for each in ids]


def compiled(tmp_path: Path, *pairs: tuple[str | tuple[str, str], str | tuple[str, ...]]) -> Path:
    catalog = Catalog(locale="uk", charset="utf-8")
    for source, translation in pairs:
        catalog.add(source, translation)
    file = tmp_path / "some.mo"
    with file.open("wb") as written:
        write_mo(written, catalog)
    return file


@pytest.mark.parametrize("domain", DOMAINS)
def test_each_message_has_its_translation(domain: str) -> None:
    ours, whole = both(LOCALE / f"{domain}.mo")
    singles = [each[0] for each in messages(domain) if len(each) == 1]
    assert len(singles) > 50
    assert [ours.gettext(each) for each in singles] == [whole.gettext(each) for each in singles]


@pytest.mark.parametrize("domain", DOMAINS)
def test_each_number_has_its_form(domain: str) -> None:
    ours, whole = both(LOCALE / f"{domain}.mo")
    pairs = [each for each in messages(domain) if len(each) == 2]
    assert pairs
    for one, many in pairs:
        assert ours.gettext(one) == whole.ngettext(one, many, 1)
        assert [ours.ngettext(one, many, n) for n in NUMBERS] == [whole.ngettext(one, many, n) for n in NUMBERS]


@pytest.mark.parametrize("domain", DOMAINS)
def test_a_message_that_is_not_there_stays_as_it_is(domain: str) -> None:
    ours, whole = both(LOCALE / f"{domain}.mo")
    known = {form for each in messages(domain) for form in each if form}
    near = {change for each in known for change in (f"{each}.", each[:-1], f" {each}", each.upper())} - known
    strange = {"~~~", "яблуко", "\ud800", "\U0010ffff", "\x01"}
    for message in near | strange:
        assert ours.gettext(message) == whole.gettext(message)
        assert ours.ngettext(message, "many", 1) == message
        assert ours.ngettext(message, "many", 5) == "many"


def test_a_message_without_forms_has_none_for_numbers(tmp_path: Path) -> None:
    ours, whole = both(compiled(tmp_path, ("file", "файл")))
    assert [ours.ngettext("file", "files", n) for n in (1, 5)] == ["file", "files"]
    assert [whole.ngettext("file", "files", n) for n in (1, 5)] == ["file", "files"]


def test_the_same_message_has_the_same_answer_again() -> None:
    ours = Catalogue(str(LOCALE / "click.mo"))
    assert ours.gettext("Options") == ours.gettext("Options") == "Параметри"


def test_a_catalogue_of_a_computer_with_the_other_order_of_bytes_is_read(tmp_path: Path) -> None:
    source, shown = b"file", "файл".encode()
    header = struct.pack(">7I", 0x950412DE, 0, 1, 28, 36, 0, 44)
    tables = struct.pack(">4I", len(source), 44, len(shown), 44 + len(source) + 1)
    file = tmp_path / "big.mo"
    file.write_bytes(header + tables + source + b"\0" + shown + b"\0")
    assert Catalogue(str(file)).gettext("file") == "файл"


def test_a_catalogue_that_names_no_rule_counts_as_gettext_does(tmp_path: Path) -> None:
    file = compiled(tmp_path, (("{number} file", "{number} files"), ("a", "b", "c")))
    file.write_bytes(file.read_bytes().replace(b"Plural-Forms", b"Plural-Farms"))
    ours, whole = both(file)
    for n in NUMBERS:
        assert ours.ngettext("{number} file", "", n) == whole.ngettext("{number} file", "", n)


def test_a_catalogue_that_is_missing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Catalogue(str(tmp_path / "none.mo"))


@pytest.mark.parametrize(
    "content", [b"", b"\xde\x12", b"this is no catalogue at all"], ids=["empty", "short", "other"]
)
def test_a_file_that_is_no_catalogue_is_an_error(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "other.mo"
    file.write_bytes(content)
    with pytest.raises(OSError, match="Bad magic number"):
        Catalogue(str(file))


@pytest.mark.parametrize("kept", [4, 20, 1000, -1])
def test_a_catalogue_that_has_lost_its_end_is_an_error(tmp_path: Path, kept: int) -> None:
    file = tmp_path / "cut.mo"
    file.write_bytes((LOCALE / "xlplan.mo").read_bytes()[:kept])
    with pytest.raises(OSError, match="File is corrupt"):
        Catalogue(str(file))
