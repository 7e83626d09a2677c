"""The next plan from the last one, on the real plans of a year and of a quarter, with what units reported."""

from pathlib import Path

import openpyxl
import pytest

from tests.conftest import NewYear
from tests.support.centre import QUARTER, at, call, call_by, copy_of, send, take_files
from tests.support.livoberezhnyi import FIRST, SECOND, THIRD, after, play_quarter
from tests.support.rows_only import rows_only
from xlplan.documents.plan_reader.reader import read_plan
from xlplan.domain.errors import XlplanError
from xlplan.domain.plan import Plan
from xlplan.domain.quarter import Quarter
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.plan_lines import lines_of_version
from xlplan.ledger.plans import latest_plan
from xlplan.services.new_workspace import new_workspace
from xlplan.services.plan.adopt import adopt_plan
from xlplan.services.plan.next_plan import NextPlanResult, new_next_plan
from xlplan.services.templates import issue_templates
from xlplan.storage.workspace import Workspace
from xlplan.text.translation import use_language
from xlplan.workflows.closing import close, prepare_closing

YEAR_2024 = "План 2024.xlsx"


@pytest.fixture(scope="module")
def _played_year(new_year: NewYear, tmp_path_factory: pytest.TempPathFactory) -> Path:
    use_language("uk")
    workspace = new_year(tmp_path_factory.mktemp("рік") / "центр")
    for quarter in (FIRST, SECOND):
        play_quarter(workspace, quarter, {"BPD": {"1.1.2.2": {"done": 3}}} if quarter == SECOND else None)
    call(issue_templates, workspace, lambda: after(THIRD, 1), THIRD)
    return workspace.root


@pytest.fixture
def year(_played_year: Path, tmp_path: Path) -> Workspace:
    return copy_of(_played_year, tmp_path / "центр")


def begin(workspace: Workspace, period: int | Quarter) -> NextPlanResult:
    return call(new_next_plan, workspace, lambda: after(THIRD), period)


def read(path: Path) -> Plan:
    plan, _findings = read_plan(path)
    assert plan is not None
    return plan


def beside(path: Path, code: str, *headings: str) -> list[object]:
    """The cells under these headings in the row of a measure."""
    rows = list(rows_only(path)["План"].iter_rows(min_row=5, values_only=True))
    own = next(row for row in rows if row[rows[0].index("Код")] == code)
    return [own[rows[0].index(heading)] for heading in headings]


def test_the_plan_of_a_year_begins_the_next_one_with_what_came_of_it_so_far(year: Workspace) -> None:
    result = begin(year, 2023)
    plan = read(result.path)
    assert result.path == year.templates / YEAR_2024
    assert (plan.centre.period, plan.centre.year) == ("2024 рік", 2024)
    before = result.past.plan
    assert [each.code for each in plan.measures] == [each.code for each in before.measures]
    rows = [each for measure in plan.measures for each in measure.indicators]
    assert all(each.continues == (each.key,) for each in rows)
    assert sum(bool(each.targets) for each in rows) == 9
    past = ("План 2023", "За кварталами 2023", "Виконано 2023 (І–ІІ)")
    assert beside(result.path, "1.1.2.2", *past) == [8, "2 · 2 · 2 · 2", 5]
    assert beside(result.path, "1.1.1.5", *past) == ["у разі потреби", None, "потреби не було"]


def test_the_plan_of_a_quarter_begins_that_of_the_next_with_its_own_results(centre: Workspace) -> None:
    send(centre, "HOR", {"1.4.10": {"done": 7}})
    take_files(centre)
    result = begin(centre, QUARTER)
    plan = read(result.path)
    assert (result.path.name, plan.centre.period) == ("План 2021-Q3.xlsx", "ІІІ квартал 2021 року")
    assert plan.centre.plan_title.endswith("на ІІІ квартал 2021 року")
    assert (plan.centre.approved_on, plan.shares, plan.events) == (None, (), ())
    assert {each.term for each in plan.measures} == {"протягом кварталу"}
    assert beside(result.path, "1.4.10", "Виконано 2021-Q2") == [7]
    assert result.past.results["1.4.10"].is_partial
    assert beside(result.path, "4.2.2", "План 2021-Q2", "Виконано 2021-Q2") == ["за потреби", "не подано"]


def test_the_next_plan_is_adopted_and_its_rows_continue_those_of_the_last_one(year: Workspace) -> None:
    begin(year, 2023)
    call(adopt_plan, year, lambda: after(THIRD), year.templates / YEAR_2024, "")
    with open_ledger(year.ledger) as ledger, ledger.connect() as connection:
        adopted = latest_plan(connection, (Quarter(2024, 1),))
        assert adopted is not None
        assert lines_of_version(connection, adopted[0].number) == lines_of_version(connection, 1)


def test_a_row_whose_code_is_changed_continues_the_row_that_it_was(year: Workspace) -> None:
    path = begin(year, 2023).path
    book = openpyxl.load_workbook(path)
    sheet = book["План"]
    cell = next(row[0] for row in sheet.iter_rows(min_row=6, min_col=5, max_col=5) if row[0].value == "1.1.2.2")
    cell.value = "1.1.2.20"
    sheet.cell(cell.row, 6).value = "Зовсім інші слова про те саме"
    book.save(path)
    call(adopt_plan, year, lambda: after(THIRD), path, "")
    with open_ledger(year.ledger) as ledger, ledger.connect() as connection:
        adopted = latest_plan(connection, (Quarter(2024, 1),))
        assert adopted is not None
        assert lines_of_version(connection, adopted[0].number)["1.1.2.20"] == ("1.1.2.2",)


def test_a_closed_quarter_expects_no_return_any_more(returned: Workspace) -> None:
    open_path = call(new_next_plan, returned, at, QUARTER, returned.root / "відкритий.xlsx").path
    call_by("director", close, returned, at, call(prepare_closing, returned, at, QUARTER))
    closed_path = call(new_next_plan, returned, at, QUARTER, returned.root / "закритий.xlsx").path
    assert beside(open_path, "4.2.2", "Виконано 2021-Q2") == ["очікується"]
    assert beside(closed_path, "4.2.2", "Виконано 2021-Q2") == ["не подано"]


def test_without_returns_the_last_targets_stand_alone(centre: Workspace) -> None:
    result = begin(centre, QUARTER)
    assert (result.past.last_quarter, list(result.past.headings.values())) == (None, ["План 2021-Q2"])


def test_a_workbook_that_exists_is_never_overwritten(year: Workspace) -> None:
    (year.templates / YEAR_2024).write_bytes(b"mine")
    with pytest.raises(XlplanError, match=YEAR_2024):
        begin(year, 2023)
    assert (year.templates / YEAR_2024).read_bytes() == b"mine"


@pytest.mark.parametrize("period", [2022, SECOND])
def test_a_period_that_is_not_that_of_a_plan_is_answered_with_those_there_are(
    year: Workspace, period: int | Quarter
) -> None:
    with pytest.raises(XlplanError, match="2023"):
        begin(year, period)


def test_without_an_adopted_plan_there_is_none_to_begin_from_and_no_ledger_is_made(tmp_path: Path) -> None:
    workspace = new_workspace(tmp_path / "центр", at(), with_plan=False)
    with pytest.raises(XlplanError, match="не прийнято"):
        begin(workspace, 2023)
    assert not workspace.ledger_file.exists()
