"""A plan in the centre's own layout as it was read: lines of text and tables, not yet understood."""

from msgspec import Struct

from xlplan.documents.formats.grid import Parts
from xlplan.documents.plan_reader.grid import Grid
from xlplan.documents.plan_reader.workbook import grids_of
from xlplan.domain.findings.finding import Finding


class Source(Struct, frozen=True):
    """A document or a spreadsheet, read.

    Attributes:
        file: The name of the file.
        parts: The paragraphs and the tables in the order of reading. A spreadsheet has one table for each sheet.
        findings: What was seen on the way and is no text: tracked changes, hidden text, a table in two pieces.
    """

    file: str
    parts: tuple[str | Grid, ...]
    findings: tuple[Finding, ...] = ()


def source_of_workbook(name: str, data: bytes, parts: Parts) -> Source:
    """Return the sheets of an xlsx, xlsm, xls or ods, each a table.

    Args:
        name: The name of the file.
        data: Its bytes.
        parts: The parts of its zip, inflated; empty for an xls.

    Raises:
        UnreadableError: The workbook is damaged or encrypted.
    """
    return Source(name, tuple(grids_of(name, data, parts).values()))
