"""A worksheet that writes a formula as it stands."""

from xlsxwriter.worksheet import Worksheet


class FormulaSheet(Worksheet):  # type: ignore[misc]
    """A sheet whose formulas are already those of a file: functions later than Excel 2010 have their prefix.

    XlsxWriter looks for the names of 29 to 180 such functions in each formula, one after the other. That takes
    8 ms for the longest one, and a workbook holds hundreds of them.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")
