"""The history as a workbook and as CSV: its columns, texts that programs would run, a history without rows."""

from pathlib import Path

import openpyxl
import pytest
from msgspec.structs import replace
from openxml_audit import OpenXmlValidator

from tests.support.report_sample import MADE
from tests.support.small_plan import QUARTER, UNITS, figures_of, measure, plan_of
from xlplan.aggregation.history import course_of, history_rows, seen_now
from xlplan.documents.history.columns import COLUMNS, HistoryContent
from xlplan.documents.history.writer import history_csv, write_history
from xlplan.domain.figures import QuarterFigures
from xlplan.domain.history import Course, QuarterHistory


def history_of(figures: QuarterFigures) -> HistoryContent:
    history = QuarterHistory(QUARTER, seen_now(figures.basis, figures.indicators, with_units=True))
    units = {code: unit.name for code, unit in UNITS.items()}
    rows = tuple(history_rows([history], {}))
    course = course_of([history], figures.plan, figures.basis.lines, 1.0)
    return HistoryContent(figures.plan, (QUARTER,), rows, units, course)


def test_a_text_that_programs_would_run_has_an_apostrophe_in_the_csv_file(tmp_path: Path) -> None:
    figures = figures_of(plan_of(measure("1.1", 3, "lead", "A", title="=1+1")), {"A": {"1.1": 2}})
    content = history_of(figures)
    heading, row = history_csv(content).decode("utf-8").splitlines()
    assert heading.split(",") == [column.name for column in COLUMNS]
    assert row.startswith("2021-Q2,1.1,1.1,,'=1+1,зустрічі,,сума,Хорошівське БПД,,3,,2,,недовиконано,")
    write_history(tmp_path / "a.xlsx", content, MADE)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["Історія"]
    assert (sheet["E2"].value, sheet["E2"].data_type) == ("=1+1", "s")


def test_all_columns_have_names_and_headings_of_their_own() -> None:
    assert len({column.name for column in COLUMNS}) == len({column.shown for column in COLUMNS}) == len(COLUMNS)


@pytest.mark.parametrize("units", [0, 3])
def test_the_history_is_sound_with_and_without_rows(tmp_path: Path, units: int) -> None:
    plan = plan_of(measure("1.1", 3, "joint", "ABC"[:units] or "A"))
    figures = figures_of(plan, {"A": {"1.1": 2}} if units else {})
    content = history_of(figures)
    if not units:
        content = replace(content, rows=(), course=Course((QUARTER,), ()))
    write_history(tmp_path / "a.xlsx", content, MADE)
    assert OpenXmlValidator().validate(tmp_path / "a.xlsx").errors == []
