"""A worksheet of many rows. It keeps a finished row as the text of the file, not as objects."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from io import StringIO
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import Any

from xlsxwriter.utility import xl_col_to_name, xl_range

from xlplan.documents.report.text_sheet import TextSheet
from xlplan.documents.style import RUN_SIGNS
from xlplan.domain.unit_of_measure import Number

_COPIED_AT_ONCE = 1 << 20
_column_name = lru_cache(maxsize=20_000)(xl_col_to_name)


@dataclass(frozen=True)
class StreamedFormula:
    """A formula, with its `=`, and its cached value."""

    formula: str
    value: Number | str


StreamedCell = tuple[int, str | Number | float | StreamedFormula | None, Any]


# XlsxWriter's own mode for low memory has no tables, and it repeats a text in every cell that has it.
class StreamingSheet(TextSheet):
    """A sheet that is written from top to bottom. A finished row cannot be changed.

    Its cells are those that XlsxWriter alone would write, in a fraction of the time and the memory: finished rows
    are in a temporary file. It leaves out rows without a cell, even if they have a height.
    """

    def __init__(self) -> None:
        super().__init__()
        self._finished = TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115  lives as long as the sheet
        self._cell_starts: dict[tuple[int, Any], tuple[str, str]] = {}
        # For each text the end of a cell with it, and whether a program could run it.
        self._text_ends: dict[str, tuple[str, bool]] = {}
        self._links: list[str] = []
        self._first_column = 1 << 20
        self._link_numbers: dict[str, int] = {}

    def append_row(
        self,
        row: int,
        cells: Iterable[StreamedCell],
        height: float | None = None,
        level: int = 0,
        hidden: bool = False,
    ) -> None:
        """Write a whole row below all rows written before.

        Args:
            row: The position of the row, from 0.
            cells: Column, value and format of each cell, from left to right. A text must fit into a cell, a number
                must be finite; None is a blank cell.
            height: The height in points.
            level: The outline level.
            hidden: The row is folded.
        """
        if self.table:
            self.flush()
        number = row + 1
        parts = [_row_start_tag(number, height, level, hidden)]
        append, starts, text_ends = parts.append, self._cell_starts, self._text_ends
        column = first = -1
        texts = 0
        for column, value, cell_format in cells:
            if first < 0:
                first = column
            if type(value) is str:
                texts += 1
                end, can_run = text_ends.get(value) or self._text_end(value)
                shown = self.inert_format(cell_format) if can_run else cell_format
                before, after = starts.get((column, shown)) or self._cell_start(column, shown)
                append(f"{before}{number}{after}{end}")
                continue
            before, after = starts.get((column, cell_format)) or self._cell_start(column, cell_format)
            if value is None:
                append(f"{before}{number}{after}/>")
            elif type(value) is StreamedFormula:
                append(f"{before}{number}{after}{self._formula_content(value)}</c>")
            else:
                append(f"{before}{number}{after}><v>{value:.16G}</v></c>")
        if first < 0:
            return
        self.str_table.count += texts
        parts.append("</row>")
        self._finished.write("".join(parts))
        self._check_dimensions(row, column)
        if first < self._first_column:
            self._first_column = first
            self._check_dimensions(row, first)
        if level:
            self.outline_row_level: int = max(self.outline_row_level, level)

    def _formula_content(self, cell: StreamedFormula) -> str:
        kind = ' t="str"' if isinstance(cell.value, str) else ""
        formula, value = (self._escape_data(str(each)) for each in (cell.formula.lstrip("="), cell.value))
        return f"{kind}><f>{formula}</f><v>{value}</v>"

    def add_link(self, row: int, column: int, target: str, anchor: str, tip: str) -> None:
        """Link a cell to a place in a file, which `target` names as a relationship does.

        Links to one file share one relationship. One for each link would take more room than the sheet.
        """
        number = self._link_numbers.setdefault(target, len(self._link_numbers) + 1)
        attributes = f'ref="{_column_name(column)}{row + 1}" r:id="rId{number}"'
        if anchor:
            attributes += f' location="{self._escape_attributes(anchor)}"'
        if tip:
            attributes += f' tooltip="{self._escape_attributes(tip)}"'
        self._links.append(f"<hyperlink {attributes}/>")

    def add_table_at_top(self, last_row: int, last_column: int, options: dict[str, Any]) -> None:
        """Add an Excel Table from A1 on, with its headings.

        XlsxWriter alone would create an object for each of its cells.
        """
        self.add_table(0, 0, 1, last_column, options)
        table = self.tables[-1]
        for name in ("range", "a_range", "autofilter"):
            table[name] = xl_range(0, 0, last_row, last_column)

    def _cell_start(self, column: int, cell_format: Any) -> tuple[str, str]:
        start = (f'<c r="{_column_name(column)}', f'" s="{cell_format._get_xf_index()}"')
        self._cell_starts[column, cell_format] = start
        return start

    def _text_end(self, text: str) -> tuple[str, bool]:
        index = self.str_table._get_shared_string_index(text)
        # Each use of the text is counted with its row.
        self.str_table.count -= 1
        end = self._text_ends[text] = (f' t="s"><v>{index}</v></c>', text[:1] in RUN_SIGNS)
        return end

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
        """Close the file of the finished rows, also if the disk does not take the last of them."""
        with suppress(OSError):
            self._finished.close()

    def _assemble_xml_file(self) -> None:
        self.flush()
        super()._assemble_xml_file()
        self._finished.close()

    def _write_sheet_data(self) -> None:
        self._xml_start_tag("sheetData")
        self._finished.seek(0)
        self.fh.flush()
        # Both files hold the same encoding, so that nothing is decoded between them.
        source: Any = self._finished.buffer
        copyfileobj(source, self.fh.buffer, _COPIED_AT_ONCE)
        self._xml_end_tag("sheetData")

    def _write_hyperlinks(self) -> None:
        if not self._links:
            super()._write_hyperlinks()
            return
        if self.hyperlinks:
            raise ValueError("the links of a long sheet are all put, or all written")
        self._xml_start_tag("hyperlinks")
        for link in self._links:
            self.fh.write(link)
        self._xml_end_tag("hyperlinks")
        self.rel_count += len(self._link_numbers)
        self.external_hyper_links.extend(["/hyperlink", target, "External"] for target in self._link_numbers)


@lru_cache(maxsize=4096)
def _row_attributes(height: float | None, level: int, hidden: bool) -> str:
    # Excel and XlsxWriter count heights in whole pixels.
    pixels = None if height is None else int(height * 4 / 3 + 0.5)
    height_attribute = "" if pixels is None else f' ht="{pixels * 0.75:.16g}"'
    return "".join(
        (
            height_attribute,
            ' hidden="1"' if hidden else "",
            ' customHeight="1"' if height_attribute else "",
            f' outlineLevel="{level}"' if level else "",
        )
    )


def _row_start_tag(number: int, height: float | None, level: int, hidden: bool) -> str:
    return f'<row r="{number}"{_row_attributes(height, level, hidden)}>'
