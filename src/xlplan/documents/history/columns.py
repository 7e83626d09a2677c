"""The columns of the history, the same on its sheet and in its CSV file. Names and headings are a contract."""

from collections.abc import Callable, Mapping

from msgspec import Struct

from xlplan.documents.report.sheet import ReportColumn
from xlplan.documents.report.units_of_measure import across_text
from xlplan.domain.history import Course, HistoryRow, SeenFigure
from xlplan.domain.plan import Counting, Plan
from xlplan.domain.quarter import Quarter
from xlplan.domain.status import Status
from xlplan.domain.submission import Source
from xlplan.domain.unit_of_measure import Number, indicator_title
from xlplan.text.translation import N_, _

# None and "" leave a cell out.
Value = str | Number | None


class HistoryContent(Struct, frozen=True):
    """Everything that the history is written from.

    Attributes:
        plan: The newest plan.
        quarters: The quarters, oldest first.
        rows: The rows of the units.
        units: The names of the units by code.
        course: The course of the rows of the whole centre.
    """

    plan: Plan
    quarters: tuple[Quarter, ...]
    rows: tuple[HistoryRow, ...]
    units: Mapping[str, str]
    course: Course

    def unit_name(self, row: HistoryRow) -> str:
        """Return the name of a row's unit, or the word for a target in common."""
        return self.units.get(row.unit, row.unit) if row.unit else _(Counting.JOINT.value)


class HistoryColumn(ReportColumn, frozen=True):
    """A column that gives the value of each row.

    Attributes:
        value: Returns the value.
        is_target: Its numbers are targets, so a ceiling is shown as one.
    """

    value: Callable[[HistoryContent, HistoryRow], Value]
    is_target: bool = False


def _indicator(_content: HistoryContent, row: HistoryRow) -> Value:
    return indicator_title(row.row.indicator.title, row.row.indicator.unit_of_measure)


def _shown(seen: SeenFigure | None) -> Value:
    shown = seen.shown if seen else None
    return _(shown.value) if isinstance(shown, Status) else shown


def _status(seen: SeenFigure | None) -> Value:
    return _(seen.status.value) if seen and seen.status else None


def _source(
    name: str, heading: str, width: float, of: Callable[[Source], str], then: bool = False
) -> HistoryColumn:
    """Return a column with a part of the place that a number comes from."""

    def value(_content: HistoryContent, row: HistoryRow) -> Value:
        seen = row.then if then else row.now
        return of(seen.source) if seen and seen.source else None

    return HistoryColumn(name, heading, width, value)


COLUMNS = (
    HistoryColumn("quarter", N_("Quarter"), 10, lambda _content, row: str(row.quarter)),
    HistoryColumn("line", N_("Row"), 9, lambda _content, row: row.line),
    HistoryColumn("code_then", N_("Code then"), 9, lambda _content, row: row.key_then),
    HistoryColumn("code_now", N_("Code now"), 9, lambda _content, row: row.key_now),
    HistoryColumn("measure", N_("Measure"), 50, lambda _content, row: row.row.measure.title),
    HistoryColumn("indicator", N_("Indicator"), 28, _indicator),
    HistoryColumn(
        "unit_of_measure",
        N_("Unit of measure"),
        12,
        lambda _content, row: row.row.indicator.unit_of_measure.word,
    ),
    HistoryColumn("across_units", N_("Across units"), 26, lambda _content, row: across_text(row.row.indicator)),
    HistoryColumn("unit", N_("Unit"), 24, lambda content, row: content.unit_name(row)),
    HistoryColumn(
        "target_then", N_("Target then"), 16, lambda _content, row: row.then.target if row.then else None, True
    ),
    HistoryColumn("target", N_("Target"), 16, lambda _content, row: row.now.target if row.now else None, True),
    HistoryColumn("done_then", N_("Done then"), 16, lambda _content, row: _shown(row.then)),
    HistoryColumn("done_now", N_("Done now"), 16, lambda _content, row: _shown(row.now)),
    HistoryColumn("status_then", N_("Status then"), 22, lambda _content, row: _status(row.then)),
    HistoryColumn("status", N_("Status"), 22, lambda _content, row: _status(row.now)),
    _source("file", N_("File"), 28, lambda source: source.file),
    _source("sheet", N_("Sheet"), 10, lambda source: source.sheet),
    _source("cell", N_("Cell"), 9, lambda source: source.cell),
    _source("sha256", N_("SHA-256"), 68, lambda source: source.sha256),
    _source("file_then", N_("File then"), 28, lambda source: source.file, then=True),
    _source("sheet_then", N_("Sheet then"), 10, lambda source: source.sheet, then=True),
    _source("cell_then", N_("Cell then"), 9, lambda source: source.cell, then=True),
    _source("sha256_then", N_("SHA-256 then"), 68, lambda source: source.sha256, then=True),
)
