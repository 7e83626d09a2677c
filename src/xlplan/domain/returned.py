"""A returned workbook as read, cell by cell, before any judgement."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Literal, NamedTuple

from msgspec import Struct, field

from xlplan.domain.findings.finding import Finding
from xlplan.text.normalize import drop_invisible

CellValue = str | int | float | bool | date | datetime | time | timedelta | None


class CellProblem(StrEnum):
    """A reason why the value of a cell, as the file holds it, is not what a person sees in it or means by it.

    ERROR: The cell shows an error.
    FORMULA: The cell has a formula whose value was not saved.
    SCALED: The number format shows thousands or millions: 12000 is seen as 12.
    UNSEEN: The number format shows nothing.
    MERGED: The cell is merged over several rows, and each of them asks for a number of its own.
    OLD_DATE: A date that is only a number, in a workbook that counts its days from 1904.
    """

    ERROR = "error"
    FORMULA = "formula"
    SCALED = "scaled"
    UNSEEN = "unseen"
    MERGED = "merged"
    OLD_DATE = "old date"

    @property
    def has_value(self) -> bool:
        """Tells if the cell has a value all the same."""
        return self not in (CellProblem.ERROR, CellProblem.FORMULA)


class LeftOut(NamedTuple):
    """A part of a text that does not belong to the value of its cell.

    It is struck out, or raised like the sign of a footnote. In a Word document it may also be hidden, deleted by a
    tracked change, or the placeholder of a field that nobody filled.
    """

    kind: Literal["struck", "raised", "hidden", "deleted", "placeholder"]
    text: str


class CellContent(NamedTuple):
    """The content of one cell.

    Attributes:
        value: The value as a person sees it. None for a blank, an error, and a formula without a saved value.
        cell: The address.
        problem: The reason why the value cannot be taken as it is.
        left_out: The parts of the text that the value does not have.
    """

    value: CellValue
    cell: str
    problem: CellProblem | None = None
    left_out: tuple[LeftOut, ...] = ()

    @property
    def text(self) -> str:
        """The value as a person would quote it; "" for a blank."""
        value = self.value
        if value is None:
            return ""
        if isinstance(value, str):
            # Nearly every text begins with a letter or a digit. Those are told without a call.
            return value if value[:1].isalnum() or not self.blank else ""
        if isinstance(self.value, float) and self.value.is_integer():
            return str(int(self.value))
        if isinstance(self.value, datetime):
            return self.value.strftime("%d.%m.%Y")
        if isinstance(self.value, date):
            return self.value.strftime("%d.%m.%Y")
        return str(self.value)

    @property
    def blank(self) -> bool:
        """Tells that the cell holds nothing but spaces and signs that nobody sees."""
        if not isinstance(self.value, str):
            return self.value is None
        # Nearly every text begins with a letter or a digit. Those are told without a search.
        return not (self.value[:1].isalnum() or drop_invisible(self.value).strip())


class ReturnedRow(Struct, frozen=True):
    """One row with a code: its cells by the column names of `domain.sheets`."""

    key: str
    sheet: str
    number: int
    cells: Mapping[str, CellContent]


class ReturnContent(Struct, frozen=True):
    """A workbook as it was read, before any judgement.

    `form_codes`: what each carrier of the identity holds: "visible", "property", "hidden sheet", "name".
    `rows`: the coded rows of the report sheet. `events`: those of the event register. Both are in file order.
    `sheets`: the sheet names. `has_report_sheet`: a report sheet with its headings was found.
    `other_report_sheets`: further sheets that look like one; they were not read.
    `filled_by`: the name and post on the help sheet.
    `saved_at`: the time of the last save according to the file, None where it gives none.
    `file_findings`: the notes that the inspection made on the file.
    `hidden_rows`: by sheet, the numbers of the rows read that a person does not see, a filter's among them.
    `hidden_columns`: by sheet, the letters of the columns of answers that a person does not see.
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
    hidden_rows: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    hidden_columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
