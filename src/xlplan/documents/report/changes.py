"""The sheet of what changed: a row for each measure and unit of which an edition says something else."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from textwrap import shorten
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from xlplan.documents.report import plan_fact
from xlplan.documents.report.cells import LINE_BELOW, MOMENT, Cell
from xlplan.documents.report.context import ReportContext
from xlplan.documents.report.links import LinkWriter, to_file
from xlplan.documents.report.pages import fit_pages
from xlplan.documents.report.sheet import ReportSheet, set_widths, start_sheet, write_headings
from xlplan.documents.report.table import TableColumn, TableRow, write_rows
from xlplan.documents.style import BAND_LIGHT, INK
from xlplan.domain.edition import Edition
from xlplan.domain.entries import NO, YES
from xlplan.domain.figures import QuarterFigures
from xlplan.domain.restatement import (
    DESCRIPTION,
    DONE,
    DONE_TO_DATE,
    STATUS,
    STATUS_TO_DATE,
    Cause,
    FigureChange,
    Restatement,
    RowChange,
    changed_rows,
    effect_lines,
)
from xlplan.domain.status import Status
from xlplan.domain.submission import ReturnState
from xlplan.domain.unit_of_measure import Number, decimals_of, show_number
from xlplan.text.translation import N_, _, ngettext

_LONGEST_TITLE, _LONGEST_TEXT = 72, 160
# The headings with columns of their own. What changes under any other stands in the last column of values.
_OWN_COLUMNS = (DONE, STATUS, DONE_TO_DATE)
_CENTRE_COLUMNS = (DONE, STATUS, DONE_TO_DATE, STATUS_TO_DATE)
_FIRST_EFFECT_ROW = 3


class _Changed(Struct, frozen=True):
    """A row of the sheet, and what it shares with others.

    Attributes:
        row: The changes.
        names_measure: The row is the first of its measure, so it names it.
        files: The numbers of the causes in the list of files.
    """

    row: RowChange
    names_measure: bool
    files: Mapping[Cause, int]


_ChangeRow = TableRow[_Changed]


def _key(row: _ChangeRow) -> Cell:
    key = row.item.row.place.key
    return row.link(key, row.report.positions.rows.link_to_indicator(key), bold=row.item.names_measure)


def _measure(row: _ChangeRow) -> Cell:
    title = row.item.row.place.measure if row.item.names_measure else ""
    return row.text(shorten(title, _LONGEST_TITLE, placeholder=" …") if title else "", font_size=9, indent=1)


def _unit(row: _ChangeRow) -> Cell:
    return row.text(row.item.row.place.unit or _("the whole centre"), indent=1)


# Values that are words of the catalogue. Others are texts as a unit typed them.
_WORDS = {Status.NOTHING_AROSE.value, Status.NO_BASE.value, YES, NO, *(state.value for state in ReturnState)}


def _shown(change: FigureChange, value: Number | str | None) -> str:
    """Return a value as the sheet shows it. Nothing reported shows as a dash, never as a zero."""
    if value is None or value == "":
        return "—"
    if change.heading in (STATUS, STATUS_TO_DATE):
        return Status(value).shown
    if isinstance(value, int | Decimal):
        unit = change.unit_of_measure
        # A number of an earlier unit of measure may have more decimals.
        return show_number(value, replace(unit, decimals=max(unit.decimals, decimals_of(value))))
    return _(value) if value in _WORDS else value


def _was_and_is(change: FigureChange) -> str:
    """Return both values. A description that was not there before is not repeated: plan and fact has it whole."""
    if change.heading == DESCRIPTION and not change.old:
        return _("added")
    old, new = (
        shorten(shown, _LONGEST_TEXT, placeholder=" …") if isinstance(value, str) else shown
        for value in (change.old, change.new)
        for shown in (_shown(change, value),)
    )
    return f"{old} → {new}"


def _under(changes: Sequence[FigureChange], heading: str) -> FigureChange | None:
    return next((change for change in changes if change.heading == heading), None)


def _figure(row: _ChangeRow, changes: Sequence[FigureChange], heading: str, bold: bool = False) -> Cell:
    change = _under(changes, heading)
    return row.text(_was_and_is(change) if change else "", align="center", bold=bold)


def _status(row: _ChangeRow, changes: Sequence[FigureChange], heading: str) -> Cell:
    change = _under(changes, heading)
    if change is None or not change.new:
        return row.text(_was_and_is(change) if change else "", align="center", font_size=9)
    return row.status(_was_and_is(change), Status(change.new), align="center", font_size=9)


def _own(heading: str) -> Callable[[_ChangeRow], Cell]:
    if heading == STATUS:
        return lambda row: _status(row, row.item.row.own, heading)
    return lambda row: _figure(row, row.item.row.own, heading)


def _of_centre(heading: str) -> Callable[[_ChangeRow], Cell]:
    if heading in (STATUS, STATUS_TO_DATE):
        return lambda row: _status(row, row.item.row.centre, heading)
    return lambda row: _figure(row, row.item.row.centre, heading, bold=True)


def _others(row: _ChangeRow) -> Cell:
    """Return a cell with a line for each change under a heading without a column of its own."""
    changes = row.item.row
    lines = [f"{_(each.heading)}: {_was_and_is(each)}" for each in changes.own if each.heading not in _OWN_COLUMNS]
    lines += [
        _("the whole centre, {heading}: {change}").format(heading=_(each.heading), change=_was_and_is(each))
        for each in changes.centre
        if each.heading not in _CENTRE_COLUMNS
    ]
    return row.text("\n".join(lines), font_size=9, indent=1)


def _files(row: _ChangeRow) -> Cell:
    causes = row.item.row.causes
    text = ", ".join(str(number) for number in sorted(row.item.files[cause] for cause in causes))
    target = to_file(row.report.link(causes[0].sha256)) if len(causes) == 1 else ""
    return row.link(text, target, align="center")


# This sheet exists only in an edition that follows another one.
SHEET: ReportSheet[TableColumn[_Changed]] = ReportSheet(
    N_("What changed"),
    (
        TableColumn("key", N_("Code"), 9, _key),
        TableColumn("measure", N_("Measure"), 37, _measure, margin=2),
        TableColumn("unit", N_("Unit"), 22, _unit, margin=2),
        TableColumn("done", DONE, 12, _own(DONE), margin=1),
        TableColumn("status", STATUS, 22, _own(STATUS), margin=0),
        TableColumn("done_to_date", DONE_TO_DATE, 12, _own(DONE_TO_DATE), margin=1),
        TableColumn("centre_done", N_("The whole centre: done"), 12, _of_centre(DONE), margin=1),
        TableColumn("centre_status", N_("The whole centre: status"), 22, _of_centre(STATUS), margin=0),
        TableColumn(
            "centre_done_to_date",
            N_("The whole centre: done since the start of the year"),
            13,
            _of_centre(DONE_TO_DATE),
            margin=1,
        ),
        TableColumn(
            "centre_status_to_date",
            N_("The whole centre: status to date"),
            22,
            _of_centre(STATUS_TO_DATE),
            margin=0,
        ),
        TableColumn("others", N_("What else changed"), 34, _others, margin=2),
        TableColumn("files", N_("File no."), 9, _files),
    ),
    heading_row=5,
    after=(plan_fact.SHEET,),
    applies=lambda report: report.restatement is not None,
)
_COLUMNS_OF_YEAR = ("done_to_date", "centre_done_to_date", "centre_status_to_date")
# Without them the others have more room, and most rows take one line.
_WIDER = {"measure": 54, "unit": 20, "done": 18, "status": 30, "centre_status": 30, "others": 40}


def columns_of(figures: QuarterFigures) -> tuple[TableColumn[_Changed], ...]:
    """Return the columns that fit the quarter: without an earlier one of its year, none of the year so far."""
    if figures.has_earlier_quarters:
        return SHEET.columns
    return tuple(
        replace(column, width=_WIDER.get(column.name, column.width))
        for column in SHEET.columns
        if column.name not in _COLUMNS_OF_YEAR
    )


class _NumberedCause(Struct, frozen=True):
    """A cause with its number in the list."""

    number: int
    cause: Cause


def _file_name(row: TableRow[_NumberedCause]) -> Cell:
    cause = row.item.cause
    name = _("withdrawn: {file}").format(file=cause.file) if cause.is_withdrawal else cause.file
    return row.link(name, to_file(row.report.link(cause.sha256)), indent=1)


# The list of files stands under the rows. Each column is as wide as the one above it.
_FILE_COLUMNS: tuple[TableColumn[_NumberedCause], ...] = (
    TableColumn("number", N_("File no."), 9, lambda row: row.number(row.item.number)),
    TableColumn("file", N_("File"), 40, _file_name, margin=2),
    TableColumn(
        "whose",
        N_("Whose return"),
        24,
        lambda row: row.text(row.item.cause.unit if row.item.cause.quarter else _("the plan changed"), indent=1),
        margin=2,
    ),
    TableColumn(
        "quarter",
        N_("Quarter"),
        12,
        lambda row: row.text(str(row.item.cause.quarter) if row.item.cause.quarter else "—", align="center"),
    ),
    TableColumn("received", N_("Received"), 14, lambda row: row.time(row.item.cause.at, MOMENT)),
)


def write(sheet: Any, report: ReportContext) -> None:
    """Write what the changes come to, a row for each measure and unit that changed, and the files behind them.

    The figures of the whole centre stand beside those of the first unit of a measure.
    """
    restatement = report.restatement
    if restatement is None:
        raise ValueError("an edition without one before it has no such sheet")
    edition, before = restatement.edition, restatement.previous
    title = _("What changed · {quarter} · edition {number} against edition {before}").format(
        quarter=edition.quarter.title, number=edition.number, before=before.number
    )
    start_sheet(sheet, report, title, _reason_text(edition), SHEET.heading_row)
    _write_effect(sheet, report, restatement)
    columns = columns_of(report.figures)
    set_widths(sheet, columns)
    write_headings(sheet, report, columns, SHEET.heading_row, filtered=bool(restatement.changes))
    sheet.freeze_panes(SHEET.heading_row + 1, 1)
    rows = changed_rows(restatement.changes)
    causes = list(dict.fromkeys(cause for row in rows for cause in row.causes))
    links, first = LinkWriter(sheet), SHEET.heading_row + 1
    numbers = {cause: number for number, cause in enumerate(causes, 1)}
    shown = [TableRow(each, report, _style(each)) for each in _named(rows, numbers)]
    write_rows(sheet, links, columns, first, shown, least_height=17)
    if rows:
        sheet.autofilter(SHEET.heading_row, 0, SHEET.heading_row + len(rows), len(columns) - 1)
    last = SHEET.heading_row + len(rows)
    if causes:
        _write_files(sheet, report, links, last + 2, causes)
        last += 3 + len(causes)
    fit_pages(sheet, columns, last)


def _named(rows: Sequence[RowChange], files: Mapping[Cause, int]) -> Iterator[_Changed]:
    """Yield the rows of the sheet. Of several rows of one measure only the first names it."""
    last = None
    for row in rows:
        yield _Changed(row, row.place.key != last, files)
        last = row.place.key


def _write_effect(sheet: Any, report: ReportContext, restatement: Restatement) -> None:
    sheet.set_row(2, 22)
    sheet.write_string(2, 0, _summary_text(restatement), report.formats.subtitle)
    effect = report.formats(bold=True, font_size=12, font_color=INK, valign="vcenter")
    for row, line in enumerate(effect_lines(restatement.effect), _FIRST_EFFECT_ROW):
        sheet.set_row(row, 20)
        sheet.write_string(row, 0, line, effect)


def _write_files(sheet: Any, report: ReportContext, links: LinkWriter, row: int, causes: Sequence[Cause]) -> None:
    sheet.set_row(row, 24)
    heading = report.formats(bold=True, font_size=12, font_color=INK, valign="vcenter")
    sheet.write_string(row, 0, _("The files behind it"), heading)
    write_headings(sheet, report, _FILE_COLUMNS, row + 1)
    rows = [TableRow(_NumberedCause(*each), report, LINE_BELOW) for each in enumerate(causes, 1)]
    write_rows(sheet, links, _FILE_COLUMNS, row + 2, rows, least_height=17)


def _style(changed: _Changed) -> dict[str, object]:
    return LINE_BELOW if changed.row.own else {**LINE_BELOW, "bg_color": BAND_LIGHT}


def _reason_text(edition: Edition) -> str:
    day = f"{edition.closed_at:%d.%m.%Y}"
    if not edition.note:
        return _("Closed again on {day}.").format(day=day)
    return _("Closed again on {day}: {reason}.").format(day=day, reason=edition.note.rstrip("."))


def _summary_text(restatement: Restatement) -> str:
    before = restatement.previous
    day = f"{before.closed_at:%d.%m.%Y}"
    if not restatement.changes:
        return _("Every figure is what edition {number} of {day} says.").format(number=before.number, day=day)
    return ngettext(
        "{number} row differs from edition {before} of {day}, which stands as it was signed.",
        "{number} rows differ from edition {before} of {day}, which stands as it was signed.",
        len(changed_rows(restatement.changes)),
        before=before.number,
        day=day,
    )
