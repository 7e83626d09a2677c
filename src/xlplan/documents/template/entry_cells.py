"""Writing the cells of a template: locked ones, entry cells, and answers exactly as they were typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import isfinite
from typing import Any

from xlplan.documents import style
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
_LOOKS = {"border": 1, "valign": "vcenter"}

# The column of an entry cell by its sheet ("" is the report), row code and column name.
Marks = Mapping[tuple[str, str, str], tuple[Finding, ...]]


def marks_of(faults: tuple[Finding, ...]) -> Marks:
    """Which findings to show at which entry cell.

    A finding names its row by code and its column by the heading it quotes. One that names a row only stands at
    the row's first entry cell. Notes, and what concerns a locked cell or the whole file, have no cell to correct.
    """
    marks: dict[tuple[str, str, str], tuple[Finding, ...]] = {}
    for fault in faults:
        events = match_key(fault.location.sheet) in {match_key(name) for name in all_translations(EVENTS.name)}
        if fault.severity is Severity.NOTE or not (fault.location.row or events):
            continue
        column = _column(EVENTS, _EVENT_ENTRIES, fault) if events else _column(REPORT, REPORT_ENTRIES, fault)
        if column:
            at = (EVENTS.name if events else "", fault.location.row, column)
            marks[at] = (*marks.get(at, ()), fault)
    return marks


def _column(sheet: Sheet, entries: tuple[str, ...], fault: Finding) -> str | None:
    heading = dict(fault.values).get("heading")
    if heading is None:
        return entries[0]
    for name in entries:
        if match_key(heading) in {match_key(shown) for shown in all_translations(sheet.column(name).heading)}:
            return name
    return None


def _kept(value: CellValue, text_cell: bool) -> dict[str, object]:
    """The properties by which a text stays a text and a date shows as one.

    A number cell that holds words takes no text format, or the number typed over them would become a text too.
    """
    if isinstance(value, str) and value:
        kept: dict[str, object] = {"num_format": TEXT} if text_cell else {}
        return {**kept, "quote_prefix": True} if text_cell or value[0] in "=+-@" else kept
    return {"num_format": DATE} if isinstance(value, date) else {}


def _indent(looks: Mapping[str, object]) -> dict[str, object]:
    return {} if "align" in looks else {"indent": 1}


@dataclass(frozen=True)
class CellWriter:
    """Writes one sheet. `align` and the like come as XlsxWriter format properties."""

    sheet: Any
    formats: style.Formats

    def locked(self, row: int, column: int, value: CellValue, **looks: object) -> None:
        """A cell that the unit reads."""
        self._write(
            row,
            column,
            value,
            {**_LOOKS, "border_color": style.LINE, **_indent(looks), **_kept(value, True), **looks},
        )

    def entry(
        self, row: int, column: int, value: CellValue = None, faults: tuple[Finding, ...] = (), **looks: object
    ) -> None:
        """A cell that the unit fills; where it is faulty, coloured and with a note that says why."""
        fill = style.FAULT if faults else style.ENTRY
        base = {**_LOOKS, "border_color": style.ENTRY_LINE, "bg_color": fill, "locked": False, **_indent(looks)}
        self._write(row, column, value, {**base, **looks, **_kept(value, looks.get("num_format") == TEXT)})
        if faults:
            self._note(row, column, faults)

    def _write(self, row: int, column: int, value: CellValue, looks: dict[str, object]) -> None:
        cell_format = self.formats(text_wrap=True, **looks)
        # Each kind by its own call: write() would guess a formula or a link from a text.
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

    def _note(self, row: int, column: int, faults: tuple[Finding, ...]) -> None:
        wrong, correct = _("What is wrong"), _("How to correct it")
        said = (f"{wrong}: {fault.problem}\n{correct}: {fault.remedy}" for fault in faults)
        text = "\n\n".join(said)
        height = 16 * style.count_lines(text, _NOTE_WIDTH) + 12
        looks = {"author": _AUTHOR, "width": 330, "height": height, "font_size": 9, "color": "#FFF9E8"}
        self.sheet.write_comment(row, column, text, looks)


def protect(sheet: Any, password: str) -> None:
    """Locks all but the entry cells; filter, column width and row height stay usable."""
    sheet.protect(password, {"format_columns": True, "format_rows": True, "autofilter": True})


def row_height(texts: Sequence[tuple[CellValue, float]], least: float) -> float:
    """The height in points of a row with these texts in columns of these widths (in characters)."""
    tallest = max(style.count_lines(str(text), width - _PADDING) for text, width in texts if text is not None)
    return min(409.0, max(least, tallest * 13.0 + 7))


def heading_look(formats: style.Formats, entry: bool) -> Any:
    """The look of a heading: of a column that the unit fills, or of one that is locked."""
    looks = {"bg_color": style.ENTRY_HEAD, "font_color": style.TEXT} if entry else {}
    base = {
        "bold": True,
        "font_color": "#FFFFFF",
        "bg_color": style.INK,
        "align": "center",
        "valign": "vcenter",
    }
    border = {"border": 1, "border_color": style.ENTRY_LINE if entry else style.INK}
    return formats.text(**{**base, **looks, **border})
