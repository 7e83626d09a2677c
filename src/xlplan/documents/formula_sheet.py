"""A worksheet that writes formulas and texts as they stand."""

from html import escape
from typing import Any

from xlsxwriter.worksheet import Worksheet

_LONGEST_TEXT = 32_767


class FormulaSheet(Worksheet):  # type: ignore[misc]
    """A sheet whose formulas are already those of a file: functions later than Excel 2010 have their prefix.

    XlsxWriter looks for the names of 29 to 180 such functions in each formula, one after the other. That takes
    8 ms for the longest one, and a workbook holds hundreds of them. The names of functions whose results spill
    over several cells take 1 ms more. xlplan uses none of these.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")

    def _write_formula(self, row: int, col: int, formula: str, cell_format: Any = None, value: Any = 0) -> Any:
        # The shortest formula takes the place of this one while XlsxWriter looks at it.
        outside = super()._write_formula(row, col, "=0", cell_format, value)
        if not outside:
            self.table[row][col] = self.table[row][col]._replace(formula=self._prepare_formula(formula))
        return outside

    def _write_string(self, row: int, col: int, string: str, cell_format: Any = None) -> Any:
        return super()._write_string(row, col, plain_text(string), cell_format)


def plain_text(text: str) -> str:
    """Return a text in the form in which XlsxWriter writes it as it stands.

    XlsxWriter takes a text from `<r>` to `</r>` for markup, and puts it into the file without a look. Somebody may
    have typed such a text, and a workbook with it would not open. As markup of its own it shows what was typed.
    """
    if not (text.startswith("<r>") and text.endswith("</r>")):
        return text
    markup = f'<r><t xml:space="preserve">{escape(text, quote=False)}</t></r>'
    # XlsxWriter leaves out what is too long. Without its last sign the text is no markup any more.
    return markup if len(markup) <= _LONGEST_TEXT else f"{text[:-1]}…"
