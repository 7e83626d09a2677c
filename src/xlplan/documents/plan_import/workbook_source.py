"""A spreadsheet with a plan in the centre's own layout, as a source."""

from xlplan.documents.formats.grid import Parts
from xlplan.documents.plan_import.source import Source
from xlplan.documents.plan_reader.workbook import grids_of


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
