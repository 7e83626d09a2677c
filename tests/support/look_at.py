"""Workbooks that tests only look at: the same bytes are opened once."""

from functools import lru_cache
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.workbook import Workbook


def look_at(path: Path, *, values: bool = False) -> Workbook:
    """The workbook, with the formulas or with their `values`. Others have it too, so nothing in it is changed."""
    return _opened(path.read_bytes(), values)


@lru_cache(maxsize=12)
def _opened(content: bytes, values: bool) -> Workbook:
    return load_workbook(BytesIO(content), data_only=values)
