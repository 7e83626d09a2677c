"""A small quarter with one indicator of each sort, and its consolidated workbook."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from tests.small_plan import Answer, figures_of, measure, plan_of
from xlplan.books.report.workbook import write_report
from xlplan.figure import QuarterFigures, SubmissionRow
from xlplan.figures.quarter import shortfalls

MADE = datetime(2021, 7, 12, 16, 40)

# One indicator of each sort; B is silent.
PLAN = plan_of(
    measure("1.1", 3, "split", "AC"),
    measure("1.2", 4, "split", "AB"),
    measure("1.3", 6, "joint", "ABC"),
    measure("2.1", "за потреби", "joint", "AC"),
    measure("2.2", "постійно", "lead", "A"),
    measure("2.3", 2, "lead", "B"),
    measure("2.4", "", "lead", "C"),
    measure("2.5", 5, "joint", "AC"),
    shares={"1.1": {"A": 2, "C": 1}, "1.2": {"A": 2, "B": 2}},
)
SAID: Mapping[str, Mapping[str, Answer]] = {
    "A": {"1.1": 2, "1.2": 1, "1.3": 2, "2.1": "∅", "2.2": "щотижня", "2.5": 1},
    "C": {"1.1": 0, "1.3": 1, "2.1": "∅", "2.4": 7, "2.5": 0},
}
FIGURES = figures_of(PLAN, SAID)


def written(path: Path, figures: QuarterFigures = FIGURES, rows: tuple[SubmissionRow, ...] = ()) -> Path:
    """The workbook of these figures in `path`."""
    write_report(
        path, figures, shortfalls(figures), rows, MADE, 3, lambda sha256: f"../archive/{sha256[:2]}/{sha256}.xlsx"
    )
    return path
