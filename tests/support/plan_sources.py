"""Documents with a plan as they were read, for tests of the import: lines of text and tables of plain values."""

from collections.abc import Iterable, Mapping, Sequence

from xlplan.documents.formats.grid import MergedRange, SheetDetails
from xlplan.documents.plan_import.importer import ImportedPlan, import_source
from xlplan.documents.plan_import.source import Source
from xlplan.documents.plan_reader.grid import Grid
from xlplan.documents.plan_reader.workbook import grid_of
from xlplan.domain.findings.finding import Finding
from xlplan.domain.returned import CellValue

FILE = "план.docx"
TITLE = "План діяльності Верхівського місцевого центру на 2026 рік"
QUARTERLY = "Локальний план заходів Верхівського місцевого центру на ІІ квартал 2026 року"
YEAR_HEADINGS = ("Завдання", "Найменування заходу", "Виконавці", "Показник", "I", "II", "III", "IV", "Разом")
QUARTER_HEADINGS = ("Завдання", "Найменування заходу", "Виконавці", "Термін", "Показник", "План")


def grid(*rows: Sequence[CellValue], name: str = "таблиця 1", merged: Iterable[MergedRange] = ()) -> Grid:
    """A table; rows may be shorter than the longest."""
    return grid_of(Grid(FILE, name), [list(row) for row in rows], SheetDetails(merged=tuple(merged)))


def year(*rows: Sequence[CellValue]) -> Source:
    """A yearly plan with a title."""
    return Source(FILE, (TITLE, grid(YEAR_HEADINGS, *rows)))


def quarter(*rows: Sequence[CellValue]) -> Source:
    """A plan for one quarter with a title."""
    return Source(FILE, (QUARTERLY, grid(QUARTER_HEADINGS, *rows)))


def plan_in(source: Source) -> ImportedPlan:
    """The plan that an import makes of a source."""
    plan = import_source(source)
    assert isinstance(plan, ImportedPlan), plan
    return plan


def refusal(source: Source) -> tuple[Finding, ...]:
    """The findings that say why an import makes no plan of a source."""
    findings = import_source(source)
    assert isinstance(findings, tuple)
    return findings


def doubted(plan: ImportedPlan, sheet: str) -> Mapping[tuple[int, str], list[str]]:
    """The codes of the doubts on a sheet, by row and column."""
    found: dict[tuple[int, str], list[str]] = {}
    for doubt in plan.doubts:
        if doubt.sheet == sheet:
            found.setdefault((doubt.row, doubt.column), []).append(doubt.finding.code)
    return found
