"""A text that looks like the markup of a cell stands in a workbook as it was typed."""

from io import BytesIO

import pytest
import xlsxwriter
from openpyxl import load_workbook

from xlplan.documents.formula_sheet import FormulaSheet, plain_text

LONGEST = 32_767
TEXTS = (
    "<r><t>товсте</t></r>",
    "<r></r>",
    "<r>a & b < c</r>",
    "<r>_x0041_ \x01</r>",
    " <r>з пропуском</r>",
    "<r>",
)


def read_back(text: str) -> object:
    """The text of a cell, as another program reads it."""
    content = BytesIO()
    with xlsxwriter.Workbook(content) as book:
        book.add_worksheet("Аркуш", FormulaSheet).write_string(0, 0, text)
    return load_workbook(content)["Аркуш"]["A1"].value


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_read_back_as_it_was_typed(text: str) -> None:
    assert read_back(text) == text.replace("\x01", "_x0001_")


def test_a_text_too_long_to_be_quoted_loses_its_last_sign_alone() -> None:
    text = "<r>" + "&" * (LONGEST - 7) + "</r>"
    assert read_back(text) == text[:-1] + "…"


def test_any_other_text_stays_as_it_is() -> None:
    assert plain_text("звичайний текст") == "звичайний текст"
