"""Doubts of an import: values that were proposed and not read, each in a cell of the new plan workbook."""

from msgspec import Struct

from xlplan.domain.findings.finding import Finding


class Doubt(Struct, frozen=True):
    """A doubtful value.

    Attributes:
        sheet: The name of the sheet in `domain.sheets`, a message of the catalogue.
        row: The position of its row in `PlanRows`, from 0; -1 on the sheet of the details.
        column: The name of the column, or of the detail.
        finding: The reason, still without a place.
    """

    sheet: str
    row: int
    column: str
    finding: Finding
