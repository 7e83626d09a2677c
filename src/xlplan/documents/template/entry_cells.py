"""Cells of a template: locked cells, entry cells, and answers exactly as people typed them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from math import isfinite
from typing import Any

from msgspec import Struct, field
from xlsxwriter.utility import xl_rowcol_to_cell

from xlplan.documents import style
from xlplan.documents.unchanged_cell import tagged, unchanged_condition
from xlplan.domain.findings.finding import Finding, Severity
from xlplan.domain.returned import CellValue
from xlplan.domain.sheets import EVENT_ENTRIES, EVENTS, REPORT, REPORT_ENTRIES, Sheet
from xlplan.text.normalize import match_key
from xlplan.text.translation import _, all_translations

TEXT = "@"
DATE = "dd.mm.yyyy"
ENTRY_BRIGHT = "#FFE08A"
_EVENT_ENTRIES = ("key", "event", *EVENT_ENTRIES)
_AUTHOR = "xlplan"
_NOTE_WIDTH = 46
_PADDING = 1.5
_CELL_PROPERTIES = {"border": 1, "valign": "vcenter"}

# The findings of an entry cell, by its sheet ("" is the report), row code and column name.
CellFindings = Mapping[tuple[str, str, str], tuple[Finding, ...]]


def findings_by_cell(findings: tuple[Finding, ...]) -> CellFindings:
    """Return the findings to show at each entry cell.

    A finding names its row by code and its column by the heading that it quotes. A finding without a heading
    stands at the first entry cell of the row. Notes have no cell to correct, and neither have findings about a
    locked cell or the whole file.
    """
    findings_of_cells: dict[tuple[str, str, str], tuple[Finding, ...]] = {}
    for finding in findings:
        is_event = match_key(finding.location.sheet) in {match_key(name) for name in all_translations(EVENTS.name)}
        if finding.severity is Severity.NOTE or not (finding.location.row or is_event):
            continue
        column = _column(EVENTS, _EVENT_ENTRIES, finding) if is_event else _column(REPORT, REPORT_ENTRIES, finding)
        if column:
            cell = (EVENTS.name if is_event else "", finding.location.row, column)
            findings_of_cells[cell] = (*findings_of_cells.get(cell, ()), finding)
    return findings_of_cells


def _column(sheet: Sheet, entries: tuple[str, ...], finding: Finding) -> str | None:
    heading = dict(finding.values).get("heading")
    if heading is None:
        return entries[0]
    for name in entries:
        if match_key(heading) in {
            match_key(translation) for translation in all_translations(sheet.column(name).heading)
        }:
            return name
    return None


def _type_properties(value: CellValue, text_cell: bool) -> dict[str, object]:
    """Return the properties that keep a text a text and show a date as a date.

    A number cell that holds words takes no text format: a number typed over them would become a text too.
    """
    if isinstance(value, str) and value:
        properties: dict[str, object] = {"num_format": TEXT} if text_cell else {}
        return {**properties, "quote_prefix": True} if text_cell or value[0] in "=+-@" else properties
    return {"num_format": DATE} if isinstance(value, date) else {}


def _indent_properties(properties: Mapping[str, object]) -> dict[str, object]:
    return {} if "align" in properties else {"indent": 1}


class CellWriter(Struct, frozen=True):
    """Writer of the cells of one sheet; further properties are those of XlsxWriter formats."""

    sheet: Any
    formats: style.Formats
    _marked: list[tuple[int, int]] = field(default_factory=list)

    def write_locked(self, row: int, column: int, value: CellValue, **properties: object) -> None:
        """Write a cell that the unit only reads."""
        self._write(
            row,
            column,
            value,
            {
                **_CELL_PROPERTIES,
                "border_color": style.LINE,
                **_indent_properties(properties),
                **_type_properties(value, True),
                **properties,
            },
        )

    def write_entry(
        self,
        row: int,
        column: int,
        value: CellValue = None,
        findings: tuple[Finding, ...] = (),
        **properties: object,
    ) -> None:
        """Write a cell that the unit fills.

        Its findings colour it until its content changes, and stand in a note.
        """
        severities = {finding.severity for finding in findings}
        fill = next((style.SEVERITY_FILL[each] for each in style.SEVERITY_FILL if each in severities), style.ENTRY)
        base = {
            **_CELL_PROPERTIES,
            "border_color": style.ENTRY_LINE,
            "bg_color": fill,
            "locked": False,
            **_indent_properties(properties),
        }
        self._write(
            row,
            column,
            value,
            {**base, **properties, **_type_properties(value, properties.get("num_format") == TEXT)},
        )
        if findings:
            self._write_note(row, column, findings)
        if fill != style.ENTRY:
            self._add_rule(row, column, unchanged_condition(xl_rowcol_to_cell(row, column), value), fill)
            self._marked.append((row, column))

    def end_marks(self) -> None:
        """Give marked cells the colour of entry cells once they change. It is called after all other rules."""
        for row, column in self._marked:
            self._add_rule(row, column, "TRUE", style.ENTRY)

    def _add_rule(self, row: int, column: int, condition: str, fill: str) -> None:
        rule_format = self.formats.conditional(bg_color=fill)
        rule = {"type": "formula", "criteria": f"={tagged(condition)}", "format": rule_format}
        self.sheet.conditional_format(row, column, row, column, rule)

    def _write(self, row: int, column: int, value: CellValue, properties: dict[str, object]) -> None:
        cell_format = self.formats(text_wrap=True, **properties)
        # Each type has its own call, because write() would guess a formula or a link from a text.
        if value is None or value == "":
            self.sheet.write_blank(row, column, None, cell_format)
        elif isinstance(value, bool):
            self.sheet.write_boolean(row, column, value, cell_format)
        elif isinstance(value, int | float) and isfinite(value):
            self.sheet.write_number(row, column, value, cell_format)
        elif isinstance(value, datetime | date):
            self.sheet.write_datetime(row, column, value, cell_format)
        else:
            self.sheet.write_string(row, column, str(value), cell_format)

    def _write_note(self, row: int, column: int, findings: tuple[Finding, ...]) -> None:
        wrong, correct = _("What is wrong"), _("How to correct it")
        texts = (f"{wrong}: {finding.whole_problem}\n{correct}: {finding.whole_remedy}" for finding in findings)
        text = "\n\n".join(texts)
        height = 16 * style.count_lines(text, _NOTE_WIDTH) + 12
        properties = {"author": _AUTHOR, "width": 330, "height": height, "font_size": 9, "color": "#FFF9E8"}
        self.sheet.write_comment(row, column, text, properties)


def protect_sheet(sheet: Any) -> None:
    """Lock all cells but the entry cells; filter, column width and row height stay usable."""
    sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})


def row_height(texts: Sequence[tuple[CellValue, float]], least: float) -> float:
    """Return the height in points of a row.

    Args:
        texts: The texts of the row, each with the width of its column in characters.
        least: The least height.
    """
    tallest = max(style.count_lines(str(text), width - _PADDING) for text, width in texts if text is not None)
    return min(409.0, max(least, tallest * 13.0 + 7))


def heading_format(formats: style.Formats, entry: bool) -> Any:
    """Return the format of a heading: of a column that the unit fills, or of a locked one."""
    colours = {"bg_color": style.ENTRY_HEAD, "font_color": style.TEXT} if entry else {}
    border = {"border": 1, "border_color": style.ENTRY_LINE if entry else style.INK}
    return formats.text(**{**style.FILTER_HEADING, **colours, **border})
