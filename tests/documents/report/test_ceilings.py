"""A ceiling is called one on every sheet that shows it, and its cells stay numbers."""

from functools import lru_cache

import pytest
from openpyxl.workbook import Workbook

from tests.support.look_at import look_at
from tests.support.report_sample import written
from tests.support.small_plan import figures_of, measure, plan_of
from xlplan.domain.plan import Better

CEILING = '"≤ "0'
PLAN = plan_of(
    measure("1.1", 40, "split", "AC", better=Better.LESS, earlier=40, title="Відмови"),
    measure("1.2", 5, "lead", "A", earlier=5),
    shares={"1.1": {"A": 30, "C": 10}},
)
FIGURES = figures_of(PLAN, {"A": {"1.1": 40, "1.2": 4}, "C": {"1.1": 7}}, earlier={"A": {"1.1": 20, "1.2": 5}})


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    return look_at(written(tmp_path_factory.mktemp("звіт") / "звіт.xlsx", FIGURES))


@lru_cache
def _headings(sheet: object) -> dict[str, int]:
    rows = sheet.iter_rows(max_row=6)  # type: ignore[attr-defined]
    row = next(each for each in rows if "План" in [cell.value for cell in each])
    return {str(cell.value): cell.column for cell in row}


def formats(book: Workbook, sheet: str, heading: str) -> list[tuple[object, str]]:
    """The numbers of a column with their formats."""
    column = _headings(book[sheet])[heading]
    cells = [line[column - 1] for line in book[sheet].iter_rows()]
    return [(cell.value, cell.number_format) for cell in cells if isinstance(cell.value, int)]


def test_plan_and_fact_shows_the_targets_of_the_centre_and_of_its_units_as_ceilings(book: Workbook) -> None:
    assert formats(book, "План-факт", "План")[:4] == [(40, CEILING), (30, CEILING), (10, CEILING), (5, "0")]
    assert formats(book, "План-факт", "План з початку року")[0] == (80, CEILING)


def test_what_exceeds_a_ceiling_is_called_so_in_its_status(book: Workbook) -> None:
    column = _headings(book["План-факт"])["Статус"]
    texts = [str(line[column - 1].value) for line in book["План-факт"].iter_rows()]
    assert "▼ недовиконано · понад межу на 7" in texts


def test_the_data_hold_plain_numbers_that_are_shown_as_ceilings(book: Workbook) -> None:
    assert formats(book, "Дані", "План") == [(30, CEILING), (10, CEILING), (5, "0")]


def test_the_shortfalls_show_a_ceiling_and_a_plain_number_beside_it(book: Workbook) -> None:
    shown = formats(book, "Недовиконання", "План")
    assert (30, CEILING) in shown
    assert (5, "0") in shown
    assert (10, "General") in formats(book, "Недовиконання", "Недовиконання")


def test_the_summary_says_that_the_worst_exceeds_its_ceiling(book: Workbook) -> None:
    sheet = book["Зведення"]
    worst = FIGURES.indicators[0].units[0]
    assert (worst.target.count, worst.entry.number) == (30, 40)
    assert "виконано 40, а мало бути не більше 30" in str(sheet["A2"].value)
    assert (30, CEILING) in [(cell.value, cell.number_format) for line in sheet.iter_rows() for cell in line]
