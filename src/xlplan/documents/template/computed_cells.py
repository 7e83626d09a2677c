"""Cells of computed rows: shares of two counts that stand in other rows of the same form."""

from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct
from xlsxwriter.utility import xl_rowcol_to_cell

from xlplan.documents import style
from xlplan.documents.cell_values import FormulaError, Value, cell_value
from xlplan.documents.formula_functions import AND, ISNUMBER
from xlplan.documents.formulas import Expression
from xlplan.documents.template.entry_cells import CellWriter
from xlplan.documents.template.number_cells import DONE, PART, WHOLE, done_to_date_check, share_check
from xlplan.domain.issue import IssueRow, RowHistory, needed_counts
from xlplan.domain.returned import CellValue


class FormRows(Struct, frozen=True, dict=True):
    """The rows of a form with their answers, so that a row finds the two that its share is computed from.

    Attributes:
        numbers: The row of the sheet, from 0, by row code.
        rows: The rows by row code.
        answers: The answers under `done` by row code.
        first: The first row of the sheet below the headings.
        last: The last one.
    """

    numbers: Mapping[str, int]
    rows: Mapping[str, IssueRow]
    answers: Mapping[str, CellValue]
    first: int
    last: int

    @cached_property
    def needed(self) -> frozenset[str]:
        """The codes of the rows whose numbers a share is computed from."""
        return needed_counts(self.rows.values())

    def done(self, row: IssueRow) -> CellValue:
        """Return what the cell `Виконано` of a row shows: its answer, or the share that is computed."""
        if row.ratio is None:
            return self.answers.get(row.key)
        return _share(row, self.counts(row))

    def counts(self, row: IssueRow) -> dict[str, CellValue]:
        """Return the two counts behind a computed row, by the names of their cells; none for other rows."""
        return {name: self.answers.get(key) for name, key in _sources(row).items()}

    def count_cells(self, row: IssueRow, column: int) -> dict[str, str]:
        """Return the addresses of the cells in a column of the two rows behind a computed row, by those names.

        A form that lacks one of them has the cell of the row itself, which is empty.
        """
        own = self.numbers[row.key]
        numbers = {name: self.numbers.get(key, own) for name, key in _sources(row).items()}
        return {name: xl_rowcol_to_cell(number, column) for name, number in numbers.items()}

    def has_sources(self, row: IssueRow) -> bool:
        """Tell whether the form has both rows that a computed row is a share of."""
        return all(key in self.numbers for key in _sources(row).values())

    def done_to_date(self, row: IssueRow) -> CellValue:
        """Return the result of a row since the start of the year."""
        if row.ratio is None:
            check = done_to_date_check(row.past or RowHistory(), row.unit_of_measure)
            return _shown(check.value({DONE.name: cell_value(self.answers.get(row.key))}))
        sources = {name: self.rows.get(key) for name, key in _sources(row).items()}
        return _share(row, {name: self.done_to_date(each) if each else None for name, each in sources.items()})


def write_share(
    writer: CellWriter, rows: FormRows, row: IssueRow, column: int, value: CellValue, **look: object
) -> None:
    """Write the share of a computed row over the cells in the same column: a locked formula with its value.

    A form that lacks one of the two rows has an empty cell.
    """
    properties = {**look, "num_format": style.number_format(row.unit_of_measure)}
    write_computed(
        writer,
        (rows.numbers[row.key], column),
        share_check(row.unit_of_measure) if rows.has_sources(row) else None,
        rows.count_cells(row, column),
        value,
        **properties,
    )


def write_computed(
    writer: CellWriter,
    place: tuple[int, int],
    check: Expression | None,
    addresses: Mapping[str, str],
    value: CellValue,
    **properties: object,
) -> None:
    """Write a locked cell whose value is computed: `place` is its row and column, `value` what it shows."""
    look = {"border": 1, "border_color": style.LINE, "valign": "vcenter", "align": "center"}
    cell_format = writer.formats(**look, text_wrap=True, **properties)
    if check is None:
        writer.sheet.write_blank(*place, None, cell_format)
    else:
        writer.sheet.write_formula(*place, f"={check.excel(addresses)}", cell_format, value)


def write_share_colours(writer: CellWriter, rows: FormRows, column: int) -> None:
    """Colour a part that is above its whole, and never the locked cell of the share.

    It is called before the rules that colour the column by the states: the first rule that holds wins.
    """
    grey, wrong = (writer.formats.conditional(bg_color=fill) for fill in (style.BAND_LIGHT, style.FAULT))
    for row in rows.rows.values():
        if row.ratio is None or not rows.has_sources(row):
            continue
        part, own = rows.numbers[row.ratio.part], rows.numbers[row.key]
        above = AND(ISNUMBER(PART), ISNUMBER(WHOLE), PART > WHOLE).excel(rows.count_cells(row, column))
        for number, criteria, look in ((own, "TRUE", grey), (part, above, wrong)):
            rule = {"type": "formula", "criteria": f"={criteria}", "format": look, "stop_if_true": True}
            writer.sheet.conditional_format(number, column, number, column, rule)


def _sources(row: IssueRow) -> dict[str, str]:
    """Return the row codes of the part and the whole of a computed row, by the names of their cells."""
    return {PART.name: row.ratio.part, WHOLE.name: row.ratio.whole} if row.ratio else {}


def _share(row: IssueRow, counts: Mapping[str, CellValue]) -> CellValue:
    cells: dict[str, Value] = {name: cell_value(count) for name, count in counts.items()}
    return _shown(share_check(row.unit_of_measure).value(cells))


def _shown(value: Value) -> CellValue:
    """Return what a cell shows that holds one value."""
    if isinstance(value, FormulaError):
        return value.value
    assert not isinstance(value, tuple)
    return value
