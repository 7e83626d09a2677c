"""A worksheet of many rows. It keeps a finished row as the text of the file, not as objects."""

from collections.abc import Iterable
from functools import lru_cache
from io import StringIO
from itertools import islice
from typing import Any, NamedTuple

from msgspec import Struct
from xlsxwriter.utility import xl_col_to_name, xl_range

from xlplan.documents.formula_sheet import plain_text
from xlplan.documents.report.packing import PackedText
from xlplan.documents.report.text_sheet import TextSheet
from xlplan.documents.style import RUN_SIGNS
from xlplan.domain.errors import XlplanError
from xlplan.domain.unit_of_measure import Number
from xlplan.text.translation import _

_column_name = lru_cache(maxsize=20_000)(xl_col_to_name)
# It stands for the number of the row in cells that are in no row yet. No text of XML holds it.
_GAP = "\0"
ROW_END = "</row>"
_ROWS_AT_ONCE = 256
# Source: Excel specifications and limits.
MOST_ROWS = 1_048_576


class StreamedFormula(Struct, frozen=True):
    """A formula, with its `=`, and its cached value."""

    formula: str
    value: Number | str


# Column, value and format. A text must fit into a cell, a number must be finite; None is a blank cell.
StreamedCell = tuple[int, str | Number | float | StreamedFormula | None, Any]


class RowPart(NamedTuple):
    """Neighbouring cells of a row as the file spells them. They can stand in any number of rows.

    `texts`: how many of them hold a text.
    """

    xml: str
    texts: int


# XlsxWriter's own mode for low memory has no tables, and it repeats a text in every cell that has it.
class StreamingSheet(TextSheet):
    """A sheet of a `QuickBook` that is written from top to bottom. A finished row cannot be changed.

    Its cells are those that XlsxWriter alone would write, in a fraction of the time and the memory: finished rows
    and links are packed at once. It leaves out rows without a cell, even if they have a height.

    Attributes:
        packed: The packed texts in the sheet's part, each with its place.
    """

    def __init__(self) -> None:
        super().__init__()
        self.packed: list[tuple[int, PackedText]] = []
        self._finished, self._links = PackedText(), PackedText()
        self._cell_starts: dict[tuple[int, Any], tuple[str, str]] = {}
        self._columns: set[int] = set()
        self._first_row, self._last_row = 0, -1
        self._link_numbers: dict[str, int] = {}

    def part(self, cells: Iterable[StreamedCell]) -> RowPart:
        """Return neighbouring cells, from left to right, for rows of this sheet."""
        if self.table:
            self.flush()
        parts, texts, starts = list[str](), 0, self._cell_starts
        for column, value, cell_format in cells:
            if isinstance(value, str):
                texts += 1
                index = self.str_table._get_shared_string_index(plain_text(value))
                # Each use of the text is counted with its row.
                self.str_table.count -= 1
                shown = self.inert_format(cell_format) if value[:1] in RUN_SIGNS else cell_format
                content = f' t="s"><v>{index}</v></c>'
            else:
                shown, content = cell_format, self._content(value)
            before, after = starts.get((column, shown)) or self._cell_start(column, shown)
            parts.append(f"{before}{_GAP}{after}{content}")
        return RowPart("".join(parts), texts)

    def append_row(
        self,
        row: int,
        parts: Iterable[RowPart],
        height: float | None = None,
        level: int = 0,
        hidden: bool = False,
    ) -> None:
        """Write a whole row below all rows written before.

        Args:
            row: The position of the row, from 0.
            parts: Its cells, from left to right.
            height: The height in points.
            level: The outline level.
            hidden: The row is folded.

        Raises:
            XlplanError: No workbook holds so many rows. A program would call the file damaged.
        """
        whole = list(parts)
        cells = "".join([xml for xml, _texts in whole])
        if cells:
            texts = sum([texts for _xml, texts in whole])
            self.append_rows(row, [(f"{row_start(height, level, hidden)}{cells}{ROW_END}", texts)], level)

    def append_rows(self, first: int, rows: Iterable[tuple[str, int]], level: int = 0) -> None:
        """Write whole rows, one below the other, below all rows written before.

        Args:
            first: The position of the first row, from 0.
            rows: Each row from its `row_start` over the cells of its parts to `ROW_END`, and how many of its cells
                hold a text.
            level: The outline level that the rows have.

        Raises:
            XlplanError: No workbook holds so many rows. A program would call the file damaged.
        """
        if self.table:
            self.flush()
        waiting = iter(rows)
        while batch := list(islice(waiting, _ROWS_AT_ONCE)):
            if first + len(batch) > MOST_ROWS:
                raise XlplanError(
                    _(
                        "The sheet {sheet} would have more than {limit} rows, which no workbook holds. Divide the "
                        "units among several workspaces; all returns are recorded."
                    ).format(sheet=self.name, limit=MOST_ROWS)
                )
            self._finished.write(
                "".join([row.replace(_GAP, str(number)) for number, (row, _texts) in enumerate(batch, first + 1)])
            )
            self.str_table.count += sum(texts for _row, texts in batch)
            if self._last_row < 0:
                self._first_row = first
            first += len(batch)
            self._last_row = first - 1
        if level > self.outline_row_level:
            self.outline_row_level: int = level

    def _content(self, value: Number | float | StreamedFormula | None) -> str:
        """Return the end of a cell that holds no text."""
        if value is None:
            return "/>"
        if not isinstance(value, StreamedFormula):
            return f"><v>{value:.16G}</v></c>"
        kind = ' t="str"' if isinstance(value.value, str) else ""
        formula, shown = (self._escape_data(str(each)) for each in (value.formula.lstrip("="), value.value))
        return f"{kind}><f>{formula}</f><v>{shown}</v></c>"

    def link_number(self, target: str) -> int:
        """Return the number of a file for `add_link`; `target` names it as a relationship does.

        Links to one file share one relationship. One for each link would take more room than the sheet.
        """
        return self._link_numbers.setdefault(target, len(self._link_numbers) + 1)

    def add_link(self, row: int, column: int, number: int, attributes: str) -> None:
        """Link a cell to a file; `attributes`: the place in it and the tip as the file spells them."""
        self._links.write(f'<hyperlink ref="{_column_name(column)}{row + 1}" r:id="rId{number}"{attributes}/>')

    def add_table_at_top(self, last_row: int, last_column: int, options: dict[str, Any]) -> None:
        """Add an Excel Table from A1 on, with its headings.

        XlsxWriter alone would create an object for each of its cells.
        """
        self.add_table(0, 0, 1, last_column, options)
        table = self.tables[-1]
        for name in ("range", "a_range", "autofilter"):
            table[name] = xl_range(0, 0, last_row, last_column)

    def _cell_start(self, column: int, cell_format: Any) -> tuple[str, str]:
        self._columns.add(column)
        start = (f'<c r="{_column_name(column)}', f'" s="{cell_format._get_xf_index()}"')
        self._cell_starts[column, cell_format] = start
        return start

    def flush(self) -> None:
        """Convert all rows that were written with XlsxWriter's own methods into their final form."""
        self.fh, file = StringIO(), self.fh
        for row, cells in sorted(self.table.items()):
            self._check_dimensions(row, min(cells))
            self._check_dimensions(row, max(cells))
            self._write_row(row, None, self.row_info.pop(row, None))
            for column, cell in sorted(cells.items()):
                self._write_cell(row, column, cell)
            self._xml_end_tag("row")
        self.table.clear()
        self._finished.write(self.fh.getvalue())
        self.fh = file

    def discard(self) -> None:
        """Close the files of finished rows and links, also if the disk does not take the last of them."""
        self._finished.close()
        self._links.close()

    def _assemble_xml_file(self) -> None:
        self.flush()
        if self._last_row >= 0:
            self._check_dimensions(self._first_row, min(self._columns))
            self._check_dimensions(self._last_row, max(self._columns))
        super()._assemble_xml_file()

    def _write_sheet_data(self) -> None:
        self._xml_start_tag("sheetData")
        self._insert(self._finished)
        self._xml_end_tag("sheetData")

    def _insert(self, text: PackedText) -> None:
        """Note that a packed text belongs to this place of the part."""
        text.finish()
        self.fh.flush()
        self.packed.append((self.fh.buffer.tell(), text))

    def _write_hyperlinks(self) -> None:
        if not self._link_numbers:
            super()._write_hyperlinks()
            return
        if self.hyperlinks:
            raise ValueError("the links of a long sheet are all put, or all written")
        self._xml_start_tag("hyperlinks")
        self._insert(self._links)
        self._xml_end_tag("hyperlinks")
        self.rel_count += len(self._link_numbers)
        self.external_hyper_links.extend(["/hyperlink", target, "External"] for target in self._link_numbers)


@lru_cache(maxsize=4096)
def row_start(height: float | None = None, level: int = 0, hidden: bool = False) -> str:
    """Return the beginning of a row as the file spells it, for `append_rows`."""
    # Excel and XlsxWriter count heights in whole pixels.
    pixels = None if height is None else int(height * 4 / 3 + 0.5)
    height_attribute = "" if pixels is None else f' ht="{pixels * 0.75:.16g}"'
    return "".join(
        (
            f'<row r="{_GAP}"{height_attribute}',
            ' hidden="1"' if hidden else "",
            ' customHeight="1"' if height_attribute else "",
            f' outlineLevel="{level}"' if level else "",
            ">",
        )
    )
