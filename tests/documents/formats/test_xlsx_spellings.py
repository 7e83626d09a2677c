"""A sheet says the same, cell for cell and with its looks, whatever the spelling of its XML."""

import io
import re
import zipfile
from datetime import date, timedelta

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.thoroughness import examples
from tests.support.xml_spellings import SPELLINGS, spelled
from xlplan.documents.formats.grid import Book, MergedRange, Rows, inflate
from xlplan.documents.formats.open_book import open_book
from xlplan.domain.returned import CellProblem, CellValue, LeftOut

WITHOUT_VALUE = "777001"
EMPTY_TEXT = "без тексту"

# Each look of a cell, and what a reader says of one with the number or the text n.
LOOKS = ["number", "date", "percent", "scaled", "unseen", "struck", "text", "run", "footnote", "prose", "true",
         "error", "formula", "hollow", "empty formula", "break", "literal"]  # fmt: skip


def written(cells: list[list[tuple[str, int]]], *, has_1904_dates: bool = False) -> bytes:
    """A workbook with these cells, (look, number) row by row; A1:A2 is merged, row 3 and column C are hidden."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "date_1904": has_1904_dates})
    sheet = book.add_worksheet("Звіт")
    formats = {
        "date": book.add_format({"num_format": "dd.mm.yyyy"}),
        "percent": book.add_format({"num_format": "0%"}),
        "scaled": book.add_format({"num_format": "#,##0,"}),
        "unseen": book.add_format({"num_format": ";;;"}),
        "struck": book.add_format({"font_strikeout": True}),
    }
    strike, raised = book.add_format({"font_strikeout": True}), book.add_format({"font_script": 1})
    for row, line in enumerate(cells):
        for column, (look, number) in enumerate(line):
            text = {
                "text": f"{number} & <б> «'\"»",
                "break": f"{number}\n{number}",
                "literal": f"_x000D_ {number}",
            }
            if look in text:
                sheet.write_string(row, column, text[look])
            elif look == "run":
                sheet.write_rich_string(row, column, strike, "1", str(number))
            elif look == "footnote":
                sheet.write_rich_string(row, column, str(number), raised, "1")
            elif look == "prose":
                sheet.write_rich_string(row, column, f"площа {number} м", raised, "2")
            elif look == "true":
                sheet.write_boolean(row, column, True)
            elif look == "error":
                sheet.write_formula(row, column, "=1/0", None, "#DIV/0!")
            elif look == "formula":
                sheet.write_formula(row, column, f"=A1&{number}", None, f"є {number}")
            elif look == "empty formula":
                sheet.write_formula(row, column, '=""', None, EMPTY_TEXT)
            elif look == "hollow":
                sheet.write_formula(row, column, "=1+1", None, int(WITHOUT_VALUE))
            else:
                sheet.write_number(row, column, number + 40_000 * (look == "date"), formats.get(look))
    sheet.set_row(2, options={"hidden": True})
    sheet.set_column(2, 2, options={"hidden": True})
    sheet.merge_range("A21:A22", "разом")
    book.close()
    return _without_values(out.getvalue())


def _without_values(data: bytes) -> bytes:
    """The workbook as a program saves it that does not calculate, and with a formula that gives an empty text."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name.startswith("xl/worksheets/"):
                content = re.sub(f"<v>{WITHOUT_VALUE}</v>".encode(), b"", content)
                content = content.replace(f"<v>{EMPTY_TEXT}</v>".encode(), b"<v></v>")
            target.writestr(name, content)
    return out.getvalue()


def expected(look: str, number: int) -> tuple[CellValue, CellProblem | None, tuple[LeftOut, ...]]:
    """What a person sees in a cell."""
    struck, raised = (LeftOut("struck", "1"),), (LeftOut("raised", "1"),)
    seen: dict[str, tuple[CellValue, CellProblem | None, tuple[LeftOut, ...]]] = {
        "number": (number, None, ()),
        "date": (date(1899, 12, 30) + timedelta(40_000 + number), None, ()),
        "percent": (f"{number * 100}%", None, ()),
        "scaled": (number, CellProblem.SCALED, ()),
        "unseen": (number, CellProblem.UNSEEN, ()),
        "struck": (None, None, (LeftOut("struck", str(number)),)),
        "text": (f"{number} & <б> «'\"»", None, ()),
        "run": (str(number), None, struck),
        "footnote": (str(number), None, raised),
        "prose": (f"площа {number} м2", None, ()),
        "true": (True, None, ()),
        "error": (None, CellProblem.ERROR, ()),
        "formula": (f"є {number}", None, ()),
        "empty formula": (None, None, ()),
        "hollow": (None, CellProblem.FORMULA, ()),
        "break": (f"{number}\n{number}", None, ()),
        "literal": (f"_x000D_ {number}", None, ()),
    }
    return seen[look]


def opened(data: bytes) -> Book:
    return open_book(data, inflate(data))


def told(book: Book, cells: list[list[tuple[str, int]]]) -> list[list[object]]:
    rows, details = book.rows("Звіт"), book.details("Звіт")
    return [
        [
            (_value(rows, row, column), details.problems.get(address), details.left_out.get(address, ()))
            for column, address in enumerate(f"{letter}{row + 1}" for letter in "ABC")
        ]
        for row in range(len(cells))
    ]


def _value(rows: Rows, row: int, column: int) -> CellValue:
    """The value of a cell. Rows end at the last cell with a value."""
    value = rows[row][column] if row < len(rows) and column < len(rows[row]) else None
    return None if value == "" else value


ONE_OF_EACH = [[(look, 12 + at) for look in LOOKS[at : at + 3]] for at in range(0, len(LOOKS) - 2)]


@pytest.mark.parametrize("name", SPELLINGS)
def test_every_look_is_told_in_every_spelling(name: str) -> None:
    book = opened(spelled(written(ONE_OF_EACH), SPELLINGS[name]))
    assert told(book, ONE_OF_EACH) == [[expected(*cell) for cell in line] for line in ONE_OF_EACH]
    details = book.details("Звіт")
    assert (details.merged, details.hidden_rows, details.hidden_columns, details.has_1904_dates) == (
        (MergedRange(20, 22, 0, 1),) if SPELLINGS[name].has_places else details.merged,
        frozenset({2}),
        frozenset({2}),
        False,
    )


@settings(max_examples=examples(40, 15), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    cells=st.lists(
        st.lists(st.tuples(st.sampled_from(LOOKS), st.integers(1, 99_999)), min_size=3, max_size=3),
        min_size=1,
        max_size=12,
    ),
    name=st.sampled_from(sorted(SPELLINGS)),
)
def test_a_sheet_says_the_same_in_every_spelling(cells: list[list[tuple[str, int]]], name: str) -> None:
    data = written(cells)
    assert told(opened(spelled(data, SPELLINGS[name])), cells) == told(opened(data), cells)
    assert told(opened(data), cells) == [[expected(*cell) for cell in line] for line in cells]


@pytest.mark.parametrize("name", SPELLINGS)
def test_a_workbook_that_counts_from_1904_says_so(name: str) -> None:
    book = opened(spelled(written([[("number", 44330)] * 3], has_1904_dates=True), SPELLINGS[name]))
    assert book.details("Звіт").has_1904_dates
