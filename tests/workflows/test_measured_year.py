"""A year of percentages, hours, money, shares and limits: every figure is what an independent sum says."""

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from tests.conftest import Office
from tests.support.measured_plan import play_measured_year
from tests.support.sheet_questions import contradictions
from tests.support.years.comparison import differences
from tests.support.years.many import recalculated
from tests.support.years.model import QUARTERS, Count, Return, count_of
from tests.support.years.player import PlayedYear
from tests.support.years.readers import read_book
from tests.support.years.year_sum import quarter_sum
from xlplan.text.translation import use_language

pytestmark = pytest.mark.slow
Place = tuple[int, int, int]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> PlayedYear:
    use_language("uk")
    return play_measured_year(tmp_path_factory.mktemp("year") / "центр")


def workbooks(played: PlayedYear) -> dict[str, Path]:
    """Every template that went out and every edition, by its name."""
    root = played.workspace.root
    paths = [*(root / "kept").glob("*.xlsx"), *played.workspace.outbox.glob("2025-Q*/*.xlsx")]
    return {path.name: path for path in paths}


def named_in_ukrainian(name: str) -> str:
    """The name that a workbook of an English workspace has in a Ukrainian one."""
    return name.replace("Consolidated report", "Зведений звіт").replace("edition", "випуск")


def numbers_of(path: Path) -> dict[Place, object]:
    """Every number of a workbook by sheet, row and column."""
    with CalamineWorkbook.from_path(str(path)) as book:
        sheets = [book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names]
    return {
        (at, number, column): value
        for at, rows in enumerate(sheets)
        for number, row in enumerate(rows)
        for column, value in enumerate(row)
        if isinstance(value, int | float) and not isinstance(value, bool)
    }


def test_every_figure_on_every_sheet_is_what_the_independent_sum_says(played: PlayedYear) -> None:
    assert [str(each) for each in differences(played)] == []


def test_libreoffice_computes_the_same_figures_to_the_last_digit(
    played: PlayedYear, tmp_path: Path, office: Office
) -> None:
    assert [str(each) for each in recalculated(played, tmp_path)] == []


def test_the_sheets_never_contradict_each_other(played: PlayedYear) -> None:
    for path in sorted(played.workspace.outbox.glob("2025-Q*/*.xlsx")):
        assert contradictions(read_book(path)) == [], path.name


def test_the_late_correction_makes_new_editions_of_its_quarter_and_of_those_after_it(played: PlayedYear) -> None:
    assert {quarter: len(played.editions[quarter]) for quarter in QUARTERS} == {1: 2, 2: 2, 3: 2, 4: 1}
    told = {quarter: len(read_book(played.editions[quarter][-1][0]).changes) for quarter in (1, 2, 3)}
    assert all(told.values()), told


_QUOTED = re.compile(r"(\d+(?:\u00a0\d{3})*(?:,\d+)?)\u00a0(?:год|грн|день|прим|%)")


def test_a_warning_quotes_no_number_that_nobody_planned_reported_or_computed(played: PlayedYear) -> None:
    """20,1 hours are never 201 to anybody."""
    known = set(known_numbers(played))
    for quarter in QUARTERS:
        remarks = read_book(played.reports[quarter][0]).sheets["Зауваження"]
        text = " ".join(str(value) for row in remarks for value in row if value)
        quoted = [Decimal(each.replace("\u00a0", "").replace(",", ".")) for each in _QUOTED.findall(text)]
        assert quoted
        assert set(quoted) <= known, sorted(set(quoted) - known)


def known_numbers(played: PlayedYear) -> Iterator[Count]:
    """Every target of the plan and every number of a unit or the centre in a quarter or to date."""
    year = played.scenario
    for quarter in QUARTERS:
        for row in quarter_sum(year, len(year.steps), quarter, year.end).rows:
            centre = (count_of(row.target), row.done, row.target_to_date, row.done_to_date)
            units = (each for unit in row.units for each in (unit.cell.own_count, unit.cell.number))
            yield from (each for each in (*centre, *units) if each is not None)
    for step in year.steps:
        if isinstance(step, Return):
            yield from (each.number for each in step.answers.values() if each.number is not None)


@pytest.fixture
def in_english() -> Iterator[None]:
    use_language("en")
    yield
    use_language("uk")


@pytest.mark.usefixtures("in_english")
def test_the_english_workbooks_hold_the_same_numbers_in_the_same_cells(played: PlayedYear, tmp_path: Path) -> None:
    ours = workbooks(played)
    theirs = {
        named_in_ukrainian(name): path for name, path in workbooks(play_measured_year(tmp_path / "centre")).items()
    }
    assert sorted(ours) == sorted(theirs)
    for name, path in ours.items():
        assert numbers_of(theirs[name]) == numbers_of(path) != {}, name


@pytest.mark.usefixtures("office")
def test_returns_that_libreoffice_saved_make_the_same_figures(tmp_path: Path, office: Office) -> None:
    formats = {"HOR": "ods", "LUG": "xlsx", "MAL": "xls"}

    def resave(unit: str, path: Path) -> Path:
        return office(path, formats[unit]) if unit in formats else path

    played = play_measured_year(tmp_path / "центр", resave)
    assert [str(each) for each in differences(played)] == []
