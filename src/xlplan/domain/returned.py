"""A returned workbook as read, cell by cell, before any judgement."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from xlplan.domain.findings.finding import Finding

CellValue = str | int | float | bool | date | datetime | time | timedelta | None


class CellContent(NamedTuple):
    """The content of one cell. `problem` is "formula" or "error" where one keeps the cell from showing a value."""

    value: CellValue
    cell: str
    problem: str = ""

    @property
    def text(self) -> str:
        """The value as a person would quote it; "" for a blank."""
        if isinstance(self.value, str):
            return self.value
        if self.value is None:
            return ""
        if isinstance(self.value, float) and self.value.is_integer():
            return str(int(self.value))
        if isinstance(self.value, datetime):
            return self.value.strftime("%d.%m.%Y")
        if isinstance(self.value, date):
            return self.value.strftime("%d.%m.%Y")
        return str(self.value)

    @property
    def blank(self) -> bool:
        """Tells that the cell holds nothing but spaces."""
        return self.value is None or (isinstance(self.value, str) and not self.value.strip())


@dataclass(frozen=True)
class ReturnedRow:
    """One row with a code: its cells by the column names of `domain.sheets`."""

    key: str
    sheet: str
    number: int
    cells: Mapping[str, CellContent]


@dataclass(frozen=True)
class ReturnContent:
    """A workbook as it was read, before any judgement.

    `form_codes`: what each carrier of the identity holds: "visible", "property", "hidden sheet", "name".
    `rows`: the coded rows of the report sheet. `events`: those of the event register. Both are in file order.
    `sheets`: the sheet names. `has_report_sheet`: a report sheet with its headings was found.
    `other_report_sheets`: further sheets that look like one; they were not read.
    `filled_by`: the name and post on the help sheet.
    `saved_at`: the time of the last save according to the file, None where it gives none.
    `file_findings`: the notes that the inspection made on the file.
    """

    form_codes: Mapping[str, tuple[str, ...]]
    rows: tuple[ReturnedRow, ...]
    events: tuple[ReturnedRow, ...]
    sheets: tuple[str, ...]
    has_report_sheet: bool
    other_report_sheets: tuple[str, ...] = ()
    filled_by: str = ""
    saved_at: datetime | None = None
    file_findings: tuple[Finding, ...] = ()
