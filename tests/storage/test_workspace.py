"""The folders of a centre are found from anywhere inside, and their names are a contract."""

from pathlib import Path

import pytest

from xlplan.domain.errors import XlplanError
from xlplan.domain.quarter import Quarter
from xlplan.storage.settings import Settings
from xlplan.storage.workspace import Workspace, file_name, find_workspace


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
    ],
)
def test_a_unit_s_name_becomes_a_file_name_for_every_system(unit: str, name: str) -> None:
    assert file_name(unit) == name
