"""A worksheet whose texts are harmless also in a CSV that somebody makes of it."""

from collections.abc import Callable
from typing import Any

from xlplan.documents.formula_sheet import FormulaSheet
from xlplan.documents.style import RUN_SIGNS


class TextSheet(FormulaSheet):
    """A sheet that shows a text that programs could run with an apostrophe before it. The text stays as it is.

    Attributes:
        inert_format: Returns the format for such a text, in place of another one.
    """

    def __init__(self) -> None:
        super().__init__()
        self.inert_format: Callable[[Any], Any] = lambda cell_format: cell_format

    def _write_string(self, row: int, col: int, string: str, cell_format: Any = None) -> Any:
        if string[:1] in RUN_SIGNS:
            cell_format = self.inert_format(cell_format)
        return super()._write_string(row, col, string, cell_format)
