"""The sheet of data: one tidy table, a row for each unit and indicator, ready to pivot."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xlplan.documents.report.common import Report, clip_to_cell, footer, joint_count
from xlplan.documents.report.sheets import DATA
from xlplan.documents.report.streaming_sheet import Cell, LongSheet
from xlplan.documents.style import set_page
from xlplan.domain.figures import IndicatorFigure, UnitFigure
from xlplan.domain.plan import Counting
from xlplan.domain.status import Status
from xlplan.domain.submission import EntryKind
from xlplan.text.translation import _

_WIDTHS = {
    "quarter": 10, "key": 9, "measure": 50, "indicator": 28, "unit": 20, "target": 24, "done": 18,
    "deviation": 12, "status": 22, "reason": 30, "action": 30, "target_to_date": 12, "done_to_date": 12,
    "file": 28, "sheet": 10, "cell": 9, "sha256": 68,
}  # fmt: skip
_Value = str | int | None
# The column of the unit; where target, done and done to date stand among the values from there on.
_UNIT = 4
_TARGET, _DONE, _DONE_TO_DATE = 1, 2, 8


@dataclass(frozen=True)
class DataTotals:
    """The last row of the table, from 0, and what its columns of numbers add up to."""

    last: int
    target: int
    done: int
    done_to_date: int


def write_data(sheet: LongSheet, report: Report) -> DataTotals:
    """Writes the table from A1 on.

    A joint target stands in a row of its own, so that both columns add up by code. Only numbers are numbers:
    what was not reported is blank. Source: design, consolidated workbook.
    """
    figures = report.figures
    text = report.formats(quote_prefix=True, align="left", indent=1)
    number = report.formats(num_format="0", align="center")
    quarter = str(figures.period.quarter)
    _start(sheet, report)
    words = {status: _(status.value) for status in Status}
    row = target = done = to_date = 0
    for figure in figures.indicators:
        # The same in the row of every unit, so made once.
        named: list[Cell] = [
            (column, clip_to_cell(each), text) for column, each in enumerate((quarter, *_named(figure))) if each
        ]
        for values in _rows(figure, words):
            row += 1
            target += _number(values[_TARGET])
            done += _number(values[_DONE])
            to_date += _number(values[_DONE_TO_DATE])
            cells = named.copy()
            for column, value in enumerate(values, _UNIT):
                if type(value) is int:
                    cells.append((column, value, number))
                elif value:
                    cells.append((column, clip_to_cell(str(value)), text))
            sheet.put_row(row, cells)
    return DataTotals(max(row, 1), target, done, to_date)


def _start(sheet: LongSheet, report: Report) -> None:
    rows = sum(len(figure.units) + joint_count(figure) for figure in report.figures.indicators)
    for position, heading in enumerate(DATA.columns):
        sheet.set_column(position, position, _WIDTHS[heading.name])
    headings = [{"header": column.shown, "header_format": report.formats.heading} for column in DATA.columns]
    sheet.set_row(0, 32)
    options = {"name": _("Data"), "columns": headings, "style": "Table Style Light 1"}
    sheet.put_table(max(rows, 1), len(headings) - 1, options)
    sheet.freeze_panes(1, 2)
    set_page(sheet, 0, footer(report))
    # On one page nobody could read it: the second carries on with the codes before it.
    sheet.fit_to_pages(2, 0)
    sheet.repeat_columns(0, 1)


def _number(value: _Value) -> int:
    return value if isinstance(value, int) else 0


def _named(figure: IndicatorFigure) -> tuple[str, str, str]:
    return figure.indicator.key, figure.measure.title, figure.indicator.title


def _rows(figure: IndicatorFigure, words: Mapping[Status, str]) -> Iterator[tuple[_Value, ...]]:
    """What stands in each row of an indicator from the unit on."""
    joint = joint_count(figure)
    for each in figure.units:
        yield _unit_row(each, joint, words)
    if joint:
        yield (
            _(Counting.JOINT.value),
            figure.target.shown,
            None,
            figure.deviation,
            words[figure.status],
            "",
            "",
            figure.target_to_date,
            None,
        )


def _unit_row(each: UnitFigure, joint: bool, words: Mapping[Status, str]) -> tuple[_Value, ...]:
    nothing_arose = each.entry.kind is EntryKind.NOTHING_AROSE
    source = each.source
    return (
        each.unit.name,
        None if joint else each.target.shown,
        words[Status.NOTHING_AROSE] if nothing_arose else each.entry.number,
        each.deviation,
        words[each.status],
        each.entry.reason,
        each.entry.action,
        None if joint else each.target_to_date,
        each.done_to_date,
        *((source.file, source.sheet, source.cell, source.sha256) if source else ()),
    )
