"""A plan in the centre's own layout as it was read: lines of text and tables, not yet understood."""

from dataclasses import dataclass

from xlplan.documents.plan_reader.grid import Grid
from xlplan.domain.findings.finding import Finding


@dataclass(frozen=True)
class Source:
    """A document or a spreadsheet, read.

    Attributes:
        file: The name of the file.
        parts: The paragraphs and the tables in the order of reading. A spreadsheet has one table for each sheet.
        findings: What was seen on the way and is no text: tracked changes, hidden text, a table in two pieces.
    """

    file: str
    parts: tuple[str | Grid, ...]
    findings: tuple[Finding, ...] = ()
