"""A worksheet of many rows: a finished row is kept as the text it will be in the file, not as objects."""

from io import StringIO
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import CellNumberTuple, CellStringTuple, Worksheet

# More columns than any sheet of ours has.
_NAMES = tuple(xl_col_to_name(column) for column in range(1000))


class _Unkept(dict[Any, Any]):
    """XlsxWriter notes every cell of a table, lest another table overlap it; here there is but one."""

    def __setitem__(self, key: object, value: object) -> None:
        pass


# XlsxWriter's own way to save memory knows no tables, and writes a text anew wherever it stands.
class LongSheet(Worksheet):  # type: ignore[misc]
    """A sheet that is written from top to bottom; after `settle` the rows so far cannot be changed.

    The cells are those that XlsxWriter alone would write, in a third of the time and a fifth of the memory. A row
    without a cell, such as one that is only high, is left out.
    """

    def __init__(self) -> None:
        super().__init__()
        self.table_cells = _Unkept()
        self._settled: list[str] = []

    def write_string(self, row: int, column: int, text: str, look: Any) -> None:
        """Writes a text that a cell can hold. XlsxWriter would look at each place and length first."""
        self.table[row][column] = CellStringTuple(self.str_table._get_shared_string_index(text), look)

    def write_number(self, row: int, column: int, number: float, look: Any) -> None:
        """Writes a finite number."""
        self.table[row][column] = CellNumberTuple(number, look)

    def settle(self) -> None:
        """Puts every row written so far into its final form."""
        self.fh, file = StringIO(), self.fh
        for row, cells in sorted(self.table.items()):
            self._check_dimensions(row, min(cells))
            self._check_dimensions(row, max(cells))
            self._write_row(row, None, self.row_info.pop(row, None))
            self._write_cells(row, cells)
            self._xml_end_tag("row")
        self.table.clear()
        self._settled.append(self.fh.getvalue())
        self.fh = file

    def _write_cells(self, row: int, cells: dict[int, Any]) -> None:
        write = self.fh.write
        for column, cell in sorted(cells.items()):
            if cell.format is None:
                self._write_cell(row, column, cell)
                continue
            start = f'<c r="{_NAMES[column]}{row + 1}" s="{cell.format._get_xf_index()}"'
            if type(cell) is CellStringTuple:
                write(f'{start} t="s"><v>{cell.string}</v></c>')
            elif type(cell) is CellNumberTuple:
                write(f"{start}><v>{cell.number:.16G}</v></c>")
            else:
                self._write_cell(row, column, cell)

    def _assemble_xml_file(self) -> None:
        self.settle()
        super()._assemble_xml_file()

    def _write_sheet_data(self) -> None:
        self._xml_start_tag("sheetData")
        for text in self._settled:
            self.fh.write(text)
        self._xml_end_tag("sheetData")
