"""Printing: the form comes from the workbook or from a recorded version, and its footer says which."""

import re
import shutil
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from msgspec.structs import replace
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.xml.functions import fromstring

from tests.support.centre import QUARTER, ZONE, at, call
from tests.support.form_reading import LIVOBEREZHNYI, read_form
from tests.support.open_in_excel import hold
from tests.support.revision import by_order, edit, revise
from xlplan.cli import main
from xlplan.domain.errors import XlplanError
from xlplan.domain.plan import Plan
from xlplan.domain.quarter import Quarter
from xlplan.services.new_workspace import new_workspace
from xlplan.services.plan.print_form import print_plan
from xlplan.storage.publish import Obstacle
from xlplan.storage.workspace import Workspace


@pytest.fixture
def annual(tmp_path: Path) -> Workspace:
    """The Livoberezhnyi centre, nothing issued yet."""
    workspace = new_workspace(tmp_path / "Лівобережний", at(), with_plan=False)
    shutil.copy(LIVOBEREZHNYI, workspace.templates)
    return workspace


def footer(path: Path) -> str:
    with ZipFile(path) as parts:
        (element,) = re.findall(r"<oddFooter>.*?</oddFooter>", parts.read("xl/worksheets/sheet1.xml").decode())
    return str(HeaderFooterItem.from_tree(fromstring(element)).left.text)


def change_title(workspace: Workspace) -> None:
    """Gives the first measure of the plan workbook another text."""

    def change(plan: Plan) -> Plan:
        first, *others = plan.measures
        return replace(plan, measures=(replace(first, title="Інший захід"), *others))

    edit(workspace, change)


def test_a_quarter_is_printed_into_its_folder_and_a_year_above(annual: Workspace) -> None:
    assert call(print_plan, annual, at, 2023).path == annual.outbox / "План 2023 (до друку).xlsx"
    assert (
        call(print_plan, annual, at, Quarter(2023, 3)).path
        == annual.outbox / "2023-Q3" / "План 2023-Q3 (до друку).xlsx"
    )


def test_a_plan_that_no_version_was_recorded_of_is_a_draft(annual: Workspace) -> None:
    assert footer(call(print_plan, annual, at, 2023).path) == "проєкт"
    assert not annual.ledger_file.exists()


def test_a_recorded_plan_is_printed_with_the_number_of_its_version(centre: Workspace) -> None:
    assert footer(call(print_plan, centre, at, QUARTER).path) == "редакція 1 від 10.03.2021"


def test_a_plan_changed_after_it_was_recorded_is_a_draft_again(centre: Workspace) -> None:
    change_title(centre)
    printed = call(print_plan, centre, at, QUARTER)
    assert footer(printed.path) == "проєкт"
    assert read_form(printed.path, 1).rows[1]["D"] == "Захід 1.1.1 Інший захід"


def test_the_words_for_executors_survive_the_record(centre: Workspace) -> None:
    recorded = call(print_plan, centre, at, QUARTER, 1)
    names = {row["E"] for row in read_form(recorded.path, 1).rows if "E" in row}
    assert {"Працівники Хорошівського БПД", "Працівники Коростенського МЦ та бюро ПД"} <= names
    assert all(name.startswith("Працівники ") for name in names)


def test_a_form_that_names_nobody_who_approves_or_signs_says_so(annual: Workspace) -> None:
    result = CliRunner().invoke(main, ["--workspace", str(annual.root), "plan", "print", "2023"])
    assert "не заповнено «Затвердив», тож у формі не вказано, хто затверджує план" in result.output
    assert "не заповнено «Підписав»" in result.output


def test_a_recorded_version_is_printed_as_it_was(centre: Workspace) -> None:
    change_title(centre)
    printed = call(print_plan, centre, at, QUARTER, version=1)
    assert footer(printed.path) == "редакція 1 від 10.03.2021"
    assert read_form(printed.path, 1).rows[1]["D"].startswith("Захід 1.1.1 Співпраця")


@pytest.mark.parametrize(
    ("period", "version", "said"),
    [
        (2021, None, "є на 2021-Q2"),
        (Quarter(2021, 3), None, "2021-Q2"),
        (QUARTER, 7, "є: 1"),
        (2021, 1, "охоплює 2021-Q2"),
    ],
    ids=["year of a quarterly plan", "another quarter", "unknown version", "year of a quarterly version"],
)
def test_what_no_plan_covers_is_refused_in_one_sentence(
    centre: Workspace, period: int | Quarter, version: int | None, said: str
) -> None:
    with pytest.raises(XlplanError, match=said) as refused:
        call(print_plan, centre, at, period, version)
    assert len(str(refused.value).splitlines()) == 1
    assert not list(centre.outbox.rglob("План*"))


def test_measures_that_the_quarter_asks_nothing_of_are_counted(annual: Workspace) -> None:
    assert call(print_plan, annual, at, Quarter(2023, 2)).measures_left_out == 8
    assert call(print_plan, annual, at, 2023).measures_left_out == 0


def test_a_form_held_open_gets_a_new_one_beside_it(centre: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    call(print_plan, centre, at, QUARTER)
    with monkeypatch.context() as open_in_excel:
        hold(open_in_excel, [centre.plan_form(QUARTER)])
        form = call(print_plan, centre, lambda: datetime(2021, 7, 5, 14, 20, tzinfo=ZONE), QUARTER).form
    assert (form.obstacle, form.path.name) == (Obstacle.HELD, "План 2021-Q2 (до друку) 05.07 14-20.xlsx")
    assert call(print_plan, centre, at, QUARTER).path == form.usual
    assert [path.name for path in form.usual.parent.glob("План*")] == ["План 2021-Q2 (до друку).xlsx"]


def test_a_form_that_was_edited_stays_and_the_new_one_lies_beside_it(centre: Workspace) -> None:
    edited = call(print_plan, centre, at, QUARTER).path
    edited.write_bytes(b"signed here")
    result = CliRunner().invoke(main, ["--workspace", str(centre.root), "plan", "print", "2021-Q2"])
    assert result.exit_code == 0
    assert "План 2021-Q2 (до друку).xlsx змінено вручну" in result.output
    assert edited.read_bytes() == b"signed here"
    assert len(list(edited.parent.glob("План 2021-Q2 (до друку) *.xlsx"))) == 1


def test_a_workbook_put_back_to_an_earlier_version_is_a_draft_of_the_next(centre: Workspace) -> None:
    first = (centre.templates / "План.xlsx").read_bytes()
    revise(centre, by_order)
    assert call(print_plan, centre, at, QUARTER).version == "редакція 2 від 12.05.2021"
    (centre.templates / "План.xlsx").write_bytes(first)
    assert call(print_plan, centre, at, QUARTER).version == "проєкт"
    assert call(print_plan, centre, at, QUARTER, version=2).version == "редакція 2 від 12.05.2021"


def test_an_earlier_version_is_printed_beside_the_form_of_the_one_in_force(centre: Workspace) -> None:
    revise(centre, by_order)
    usual = call(print_plan, centre, at, QUARTER).path
    before = usual.read_bytes()
    earlier = call(print_plan, centre, at, QUARTER, version=1).path
    assert earlier == usual.with_name("План 2021-Q2 (до друку, редакція 1).xlsx")
    assert footer(earlier) == "редакція 1 від 10.03.2021"
    assert usual.read_bytes() == before
    assert call(print_plan, centre, at, QUARTER, version=2).path == usual


@pytest.mark.parametrize(("word", "code"), [("ІІ квартал 2021 року", 0), ("2021-Q2", 0), ("2021", 1), ("літо", 2)])
def test_the_command_takes_a_year_or_a_quarter_in_any_spelling(centre: Workspace, word: str, code: int) -> None:
    result = CliRunner().invoke(main, ["--workspace", str(centre.root), "plan", "print", word])
    assert result.exit_code == code
    assert ("План 2021-Q2 (до друку).xlsx" in result.output) == (code == 0)
