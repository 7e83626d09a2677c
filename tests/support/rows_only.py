"""Workbooks of which a test asks for values alone: openpyxl reads them row by row, in a third of the time."""

from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.workbook import Workbook


def rows_only(path: Path, *, values: bool = False) -> Workbook:
    """The workbook, with the formulas or with their `values`; each sheet is read as its rows are asked for."""
    # Such a workbook would hold its file open until somebody closes it.
    return load_workbook(BytesIO(path.read_bytes()), read_only=True, data_only=values)
