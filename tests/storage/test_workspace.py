"""The folders of a centre are found from anywhere inside, and their names are a contract."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pathvalidate import sanitize_filename

from tests.support.any_text import ANY_CHARACTER, any_text
from xlplan.domain.errors import XlplanError
from xlplan.domain.plan import Unit, UnitKind
from xlplan.domain.quarter import Quarter
from xlplan.storage.settings import Settings
from xlplan.storage.workspace import _PLAIN_NAME, Workspace, file_name, find_workspace, unit_file_names


def test_a_workspace_is_found_from_a_folder_inside_it(tmp_path: Path) -> None:
    (tmp_path / "xlplan.toml").touch()
    (tmp_path / "outbox" / "2021-Q2").mkdir(parents=True)
    assert find_workspace(tmp_path / "outbox" / "2021-Q2").root == tmp_path.resolve()


def test_without_a_workspace_the_sentence_says_where_it_looked_and_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(XlplanError) as raised:
        find_workspace(tmp_path)
    assert str(tmp_path.resolve()) in str(raised.value)
    assert "xlplan init" in str(raised.value)


def test_the_names_of_folders_and_files_are_the_contract() -> None:
    workspace = Workspace(Path("центр"), Settings())
    quarter = Quarter(2021, 2)
    assert workspace.template(quarter, "Хорошівське БПД") == Path("центр/templates/2021-Q2/Хорошівське БПД.xlsx")
    assert workspace.report(quarter) == Path("центр/outbox/2021-Q2/Зведений звіт 2021-Q2.xlsx")
    assert workspace.receipts(quarter) == Path("центр/outbox/2021-Q2/квитанції")
    assert workspace.to_correct(quarter) == Path("центр/outbox/2021-Q2/на доопрацювання")
    assert workspace.ledger == Path("центр/xlplan.db")


@pytest.mark.parametrize(
    ("unit", "name"),
    [
        ("Хорошівське БПД", "Хорошівське БПД"),
        ('відділ "Правова допомога"', "відділ Правова допомога"),
        ("бюро № 1/2: центр", "бюро № 12 центр"),
        ("CON", "CON_"),
        ("...", "_"),
        ("а" * 300, "а" * 80),
        ("\u202bБюро\u202c Схід\u200f", "Бюро Схід"),
        ("\u200dCON", "CON_"),
        ("NUL .", "NUL_"),
        ("и\u0306од", "йод"),
        ("бюро\ud800", "бюро"),
    ],
)
def test_a_unit_s_name_becomes_a_file_name_for_every_system(unit: str, name: str) -> None:
    assert file_name(unit) == name


@given(st.from_regex(_PLAIN_NAME, fullmatch=True, alphabet=ANY_CHARACTER).filter(lambda name: len(name) <= 80))
def test_a_plain_name_is_one_that_every_system_takes_as_it_is(name: str) -> None:
    assert sanitize_filename(name, platform="universal") == name


def named(units: dict[str, str]) -> dict[str, str]:
    """The file names of units, given by code and name."""
    return unit_file_names(Unit(code, name, UnitKind.BUREAU) for code, name in units.items())


LONG = "Відділ безоплатної правової допомоги з питань забезпечення якості та захисту прав населення, сектор "
LATIN = "Department of quality and of the protection of the rights of all the people of the region, part "


@pytest.mark.parametrize(
    ("units", "names"),
    [
        ({"AA": "Бюро/Північ", "BB": "Бюро Північ"}, {"AA": "БюроПівніч", "BB": "Бюро Північ"}),
        ({"AA": "Бюро/Північ", "BB": "БюроПівніч"}, {"AA": "БюроПівніч (AA)", "BB": "БюроПівніч (BB)"}),
        ({"AA": "Бюро", "BB": "бюро*"}, {"AA": "Бюро (AA)", "BB": "бюро (BB)"}),
        ({"AA": "X", "BB": "X*", "CC": "X (BB)"}, {"AA": "X (AA)", "BB": "X (BB)", "CC": "X (BB) (CC)"}),
    ],
)
def test_no_two_units_have_one_file_name(units: dict[str, str], names: dict[str, str]) -> None:
    assert named(units) == names


@pytest.mark.parametrize("start", [LONG, LATIN])
def test_long_names_that_differ_at_their_end_stay_short_and_end_with_the_code(start: str) -> None:
    names = named({"AA": start + "1", "BB222": start + "2"})
    assert [name.rpartition(" ")[2] for name in names.values()] == ["(AA)", "(BB222)"]
    assert all(len(name) <= 80 and len(name.encode()) <= 160 for name in names.values())


@given(st.lists(any_text(100), min_size=2, max_size=6))
def test_whatever_the_units_are_called_their_files_differ_and_are_allowed(texts: list[str]) -> None:
    names = named({f"U{at}": text for at, text in enumerate(texts)})
    assert len({name.casefold() for name in names.values()}) == len(texts)
    assert all(file_name(name) == name for name in names.values())


@pytest.mark.parametrize("name", ["План (зауваження).xlsx", "План (findings).xlsm", "План (зауваження) (2).xlsx"])
def test_a_copy_with_notes_is_no_plan_of_its_own(tmp_path: Path, name: str) -> None:
    workspace = Workspace(tmp_path, Settings())
    workspace.templates.mkdir()
    for each in ("План.xlsm", name, unicodedata.normalize("NFD", f"Й {name}")):
        (workspace.templates / each).touch()
    assert workspace.plan_workbooks == [workspace.templates / "План.xlsm"]


@pytest.mark.parametrize(
    ("name", "copy"),
    [
        ("План.xlsx", "План (зауваження).xlsx"),
        ("План (2).xlsx", "План (2) (зауваження).xlsx"),
        ("План (зауваження).xlsx", "План (зауваження).xlsx"),
        ("План (findings) (3).xlsm", "План (findings).xlsm"),
    ],
)
def test_the_copy_with_notes_of_a_copy_is_that_copy(name: str, copy: str) -> None:
    assert Workspace(Path(), Settings(file_names="uk")).annotated_copy(Path(name)).name == copy
