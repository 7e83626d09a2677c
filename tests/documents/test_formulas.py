"""Expressions: the text of their formulas, and the values that a spreadsheet shows for them."""

import random
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.documents.report.test_recalculation import computed
from xlplan.documents.cell_values import FormulaError, Value, cell_value, to_number
from xlplan.documents.formula_functions import (
    AND,
    CELL,
    COUNTA,
    FIND,
    GROUP,
    IF,
    IFERROR,
    INDEX,
    INT,
    ISERROR,
    ISNUMBER,
    LEFT,
    LOWER,
    MATCH,
    MID,
    NOT,
    ONE_IF,
    OR,
    ROUND,
    SEARCH,
    SUBSTITUTE,
    SUMPRODUCT,
    TRIM,
    VALUE,
)
from xlplan.documents.formulas import Cell, Constant, Expression, add_up, quote_text, sentence
from xlplan.domain.returned import CellValue

A, B, ROWS, MORE = Cell("a"), Cell("b"), Cell("rows"), Cell("more")
ADDRESSES = {"a": "A1", "b": "B1", "rows": "C1:C4", "more": "D1:D4", "table": "C1:D4"}
ROMAN = Constant(("I", "II", "III"))

# expression | contents of cells | text of the formula | value
CASES: tuple[tuple[Expression, Mapping[str, Value], str, Value], ...] = (
    (A, {"a": 5}, "A1", 5),
    (A.equals(""), {}, 'A1=""', True),
    (A.equals(0), {}, "A1=0", True),
    (A.equals(B), {}, "A1=B1", True),
    (A.equals("так"), {"a": "ТАК"}, 'A1="так"', True),
    (A.equals("так"), {"a": "так "}, 'A1="так"', False),
    (A.equals(5), {"a": "5"}, "A1=5", False),
    (A.differs(5), {"a": 5.0}, "A1<>5", False),
    (A < 5, {"a": 4}, "A1<5", True),
    (A > 5, {"a": "text"}, "A1>5", True),
    (A >= 0, {}, "A1>=0", True),
    (A.equals(0.3), {"a": 0.1 + 0.2}, "A1=0.3", True),
    (A > 0.3, {"a": 0.1 + 0.2}, "A1>0.3", False),
    (A * 100 / B, {"a": 1, "b": 8}, "A1*100/B1", 12.5),
    (A / (B * 2), {"a": 10, "b": 5}, "A1/(B1*2)", 1),
    (IFERROR(A / B, "-"), {"a": 1, "b": 0}, 'IFERROR(A1/B1,"-")', "-"),
    (ROUND(A, 1), {"a": 0.25}, "ROUND(A1,1)", 0.3),
    (ROUND(A, 2), {"a": 1.005}, "ROUND(A1,2)", 1.01),
    (ROUND(A, 0), {"a": -2.5}, "ROUND(A1,0)", -3),
    (ROUND(A, 1), {"a": 0.1 + 0.2}, "ROUND(A1,1)", 0.3),
    (LEFT(CELL("format", A), 1), {"a": 5}, 'LEFT(CELL("format",A1),1)', "G"),
    (A & B, {"a": 5.0, "b": True}, "A1&B1", "5TRUE"),
    (A & "", {}, 'A1&""', ""),
    (A + B, {"a": 5}, "A1+B1", 5),
    (A + 1, {"a": "слова"}, "A1+1", FormulaError.VALUE),
    (A - (B - 1), {"a": 5, "b": 3}, "A1-(B1-1)", 3),
    (A - B - 1, {"a": 5, "b": 3}, "A1-B1-1", 1),
    ((A + 1) * B, {"a": 5, "b": 3}, "(A1+1)*B1", 18),
    (A & (B & "!"), {"a": "a", "b": "b"}, 'A1&B1&"!"', "ab!"),
    ((A & B).equals("ab"), {"a": "a", "b": "b"}, 'A1&B1="ab"', True),
    (A.equals(1).equals(B), {"a": 1, "b": True}, "A1=1=B1", True),
    (A + A.equals(1), {"a": 1}, "A1+(A1=1)", 2),
    (GROUP(A + 1), {"a": 1}, "(A1+1)", 2),
    (IF(A.equals(""), "none", A), {"a": 3}, 'IF(A1="","none",A1)', 3),
    (IF(A, 1, 2), {"a": "слова"}, "IF(A1,1,2)", FormulaError.VALUE),
    (IFERROR(VALUE(A), B), {"a": "x", "b": 2}, "IFERROR(VALUE(A1),B1)", 2),
    (AND(A > 1, A < 3), {"a": 2}, "AND(A1>1,A1<3)", True),
    (OR(True, VALUE(A)), {"a": "x"}, "OR(TRUE,VALUE(A1))", FormulaError.VALUE),
    (NOT(A), {"a": 0}, "NOT(A1)", True),
    (ISNUMBER(A), {"a": "5"}, "ISNUMBER(A1)", False),
    (ISNUMBER(VALUE(A)), {"a": "x"}, "ISNUMBER(VALUE(A1))", False),
    (ISERROR(FIND("x", A)), {"a": "X"}, 'ISERROR(FIND("x",A1))', True),
    (SEARCH("x", A), {"a": "aX"}, 'SEARCH("x",A1)', 2),
    (INT(A), {"a": -1.5}, "INT(A1)", -2),
    (TRIM(A), {"a": "  два   слова "}, "TRIM(A1)", "два слова"),
    (LOWER(A), {"a": "Київ"}, "LOWER(A1)", "київ"),
    (LEFT(A, 2), {"a": 345}, "LEFT(A1,2)", "34"),
    (MID(A, 2, 3), {"a": "abcdef"}, "MID(A1,2,3)", "bcd"),
    (SUBSTITUTE(A, "І", "I"), {"a": "ІІ"}, 'SUBSTITUTE(A1,"І","I")', "II"),
    (COUNTA(ROWS), {"rows": (1, None, "a", 0)}, "COUNTA(C1:C4)", 3),
    (MATCH(A, ROMAN, 0), {"a": "iii"}, 'MATCH(A1,{"I","II","III"},0)', 3),
    (MATCH(A, ROMAN, 0), {"a": "V"}, 'MATCH(A1,{"I","II","III"},0)', FormulaError.NOT_AVAILABLE),
    (INDEX(ROMAN, A), {"a": 2}, 'INDEX({"I","II","III"},A1)', "II"),
    (INDEX(ROMAN, A), {"a": 4}, 'INDEX({"I","II","III"},A1)', FormulaError.REFERENCE),
    (SUMPRODUCT(ROWS), {"rows": (1, "2", None, 3)}, "SUMPRODUCT(C1:C4)", 4),
    (SUMPRODUCT(ROWS.equals("a") + 0), {"rows": ("A", "b", None, "a")}, 'SUMPRODUCT((C1:C4="a")+0)', 2),
    (SUMPRODUCT(ROWS), {"rows": (1, FormulaError.VALUE, 2, 3)}, "SUMPRODUCT(C1:C4)", FormulaError.VALUE),
    (
        SUMPRODUCT(ONE_IF(ROWS.equals(A)), ONE_IF(MORE > 1), MORE),
        {"a": "x", "rows": ("x", "y", "X", "x"), "more": (1, 2, 3, "слова")},
        "SUMPRODUCT(--(C1:C4=A1),--(D1:D4>1),D1:D4)",
        3,
    ),
    (
        SUMPRODUCT(ONE_IF(ROWS.equals("x")), INDEX(Cell("table"), 0, A)),
        {"a": 2, "rows": ("x", "y", "x", None), "table": (("x", "y", "x", None), (1, 2, 4, 8))},
        'SUMPRODUCT(--(C1:C4="x"),INDEX(C1:D4,0,A1))',
        5,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[2])
def test_an_expression_gives_the_text_of_its_formula(case: tuple[Expression, object, str, object]) -> None:
    assert case[0].excel(ADDRESSES) == case[2]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[2]} of {case[1]}")
def test_an_expression_gives_the_value_that_excel_shows(
    case: tuple[Expression, Mapping[str, Value], object, Value],
) -> None:
    assert case[0].value(case[1]) == case[3]


def test_an_expression_names_the_cells_that_it_reads() -> None:
    assert IF(A > 1, SUMPRODUCT(ROWS), "a").names == {"a", "rows"}


def test_a_cell_without_an_address_has_no_formula() -> None:
    with pytest.raises(KeyError, match="a"):
        (A + 1).excel({"b": "B1"})


def test_a_range_is_refused_where_a_single_cell_is_needed() -> None:
    with pytest.raises(TypeError, match="range"):
        IF(ROWS.equals(1), 1, 2).value({"rows": (1, 2)})


def test_a_quotation_mark_inside_a_formula_is_doubled() -> None:
    assert quote_text('план "А"') == '"план ""А"""'


def test_a_sentence_joins_its_words_and_its_gaps() -> None:
    text = sentence("є {seen} з {owed}", seen=A + 1, owed=9)
    assert (text.excel(ADDRESSES), text.value({"a": 2})) == ('"є "&A1+1&" з "&9', "є 3 з 9")


def test_a_sentence_without_gaps_is_one_text() -> None:
    assert (sentence("готово").excel({}), sentence("").excel({})) == ('"готово"', '""')


@pytest.mark.parametrize(
    ("written", "found"),
    [
        (None, None),
        ("", None),
        (" ", " "),
        (5, 5),
        (float("inf"), "inf"),
        (True, True),
        (date(2021, 4, 1), 44287),
        (datetime(2021, 4, 1, 12), 44287.5),
    ],
)
def test_a_formula_finds_what_was_written_to_a_cell(written: CellValue, found: object) -> None:
    assert cell_value(written) == found


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("5", 5),
        (" 5 ", 5),
        ("012", 12),
        ("1 200", 1200),
        ("-5", -5),
        ("2,0", 2),
        ("2,5", None),
        ("5 шт", None),
        ("", None),
    ],
)
def test_only_a_text_that_every_program_reads_alike_is_a_number(text: str, number: int | None) -> None:
    assert to_number(text) == (FormulaError.VALUE if number is None else number)


# Contents on which Excel and LibreOffice agree: LibreOffice has no truth values apart from 1 and 0.
WORDS = ("так", "ТАК", "Ні", "  два   слова ", "5", "012", "а5", 'лапка "', "I", "ІІ", "…", "✗ ні")
NUMBERS = (0, 1, 2, 5, 12, -3, 2.5)
HEIGHT, BLOCKS, SEED = 6, 100, 2021


class Generator:
    """Random expressions over the cells of a sheet: single ones `n…` and `t…`, and ranges of rows."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def contents(self) -> dict[str, Any]:
        pick = self.random.choice
        cells: dict[str, Any] = {name: pick((*NUMBERS, None)) for name in ("n1", "n2")}
        cells |= {name: pick((*WORDS, None)) for name in ("t1", "t2")}
        cells |= {"any": pick((*WORDS, *NUMBERS, None))}
        cells |= {name: tuple(pick((*WORDS, None)) for _row in range(HEIGHT)) for name in ("codes", "kinds")}
        return cells | {"counts": tuple(pick((*NUMBERS, *WORDS, None)) for _row in range(HEIGHT))}

    def number(self, depth: int) -> Expression:
        if depth == 0:
            return self.random.choice((Cell("n1"), Cell("n2"), Constant(self.random.choice(NUMBERS[:-1]))))
        one, text = partial(self.number, depth - 1), partial(self.text, depth - 1)
        return self.random.choice(
            (
                lambda: one() + one(),
                lambda: one() - one(),
                lambda: one() * one(),
                lambda: INT(one()),
                lambda: IFERROR(VALUE(Constant("0") & text()), one()),
                lambda: IFERROR(FIND(self.random.choice(WORDS)[:1], text()), one()),
                lambda: IFERROR(SEARCH("т", text()), one()),
                lambda: IFERROR(MATCH(text(), Constant(("I", "так", "ні")), 0), one()),
                lambda: IF(self.condition(depth - 1), one(), one()),
                lambda: COUNTA(Cell("counts")),
                lambda: SUMPRODUCT(add_up([GROUP(self.row_condition()), GROUP(self.row_condition()), one()])),
                lambda: SUMPRODUCT(ONE_IF(self.row_condition()), ONE_IF(self.row_condition()), Cell("counts")),
            )
        )()

    def text(self, depth: int) -> Expression:
        if depth == 0:
            return self.random.choice((Cell("t1"), Cell("t2"), Constant(self.random.choice(WORDS))))
        one = partial(self.text, depth - 1)
        return self.random.choice(
            (
                lambda: one() & one(),
                lambda: one() & INT(self.number(depth - 1)),
                lambda: TRIM(one()),
                lambda: LOWER(one()),
                lambda: LEFT(one(), self.random.randint(0, 4)),
                lambda: MID(one(), self.random.randint(1, 3), 2),
                lambda: SUBSTITUTE(one(), "т", "І"),
                lambda: IFERROR(INDEX(Constant(("I", "II", "III")), Cell("n1") + 1), one()),
                lambda: IF(self.condition(depth - 1), one(), one()),
                lambda: sentence("є {one} з {two}", one=one(), two=INT(self.number(depth - 1))),
            )
        )()

    def condition(self, depth: int) -> Expression:
        number, text = partial(self.number, depth), partial(self.text, depth)
        one = partial(self.condition, depth - 1)
        simple = (
            lambda: number() < number(),
            lambda: number() > number(),
            lambda: number() >= number(),
            lambda: number().equals(number()),
            lambda: text().equals(text()),
            lambda: text().differs(""),
            lambda: Cell("any").equals(number()),
            lambda: Cell("any").differs(text()),
            lambda: ISNUMBER(Cell("any")),
            lambda: ISERROR(VALUE(text())),
        )
        if depth == 0:
            return self.random.choice(simple)()
        joined = (lambda: AND(one(), one()), lambda: OR(one(), one(), one()), lambda: NOT(one()))
        return self.random.choice((*simple, *joined))()

    def row_condition(self) -> Expression:
        return self.random.choice(
            (
                lambda: Cell("codes").equals(self.text(0)),
                lambda: Cell("kinds").differs(""),
                lambda: (Cell("codes").equals(Cell("kinds")) + Cell("kinds").equals("")) > 0,
                lambda: Cell("counts") > self.number(0),
                lambda: (Cell("counts") & "").equals("5"),
                lambda: ISNUMBER(FIND(self.random.choice(WORDS)[:2], Cell("codes"))),
                lambda: LEFT(Cell("kinds"), 1).equals("т"),
            )
        )()

    def any(self) -> Expression:
        depth = self.random.randint(1, 3)
        # A formula shows 0 for a blank cell that it only refers to: here it always computes something.
        made = self.random.choice((self.number(depth) + 0, self.text(depth) & "", self.condition(depth)))
        return IFERROR(made, "error")


@pytest.mark.office
def test_libreoffice_computes_the_same_values_of_random_expressions(
    tmp_path: Path, office: Callable[..., Path]
) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "formulas.xlsx"))
    sheet = book.add_worksheet()
    generator, expected = Generator(SEED), []
    for block in range(BLOCKS):
        top = block * HEIGHT
        contents = generator.contents()
        addresses = {}
        for column, (name, content) in enumerate(contents.items()):
            letter = chr(ord("A") + column)
            cells = content if isinstance(content, tuple) else (content,)
            for row, value in enumerate(cells, start=top):
                if value is not None:
                    (sheet.write_string if isinstance(value, str) else sheet.write_number)(row, column, value)
            addresses[name] = f"${letter}${top + 1}" + (f":${letter}${top + HEIGHT}" if len(cells) > 1 else "")
        for row in range(top, top + HEIGHT):
            made = generator.any()
            text = made.excel(addresses)
            sheet.write_formula(row, len(contents), f"={text}")
            expected.append((text, contents, made.value(contents)))
    book.close()

    (rows,) = computed(tmp_path / "formulas.xlsx", office).values()

    values = [row[-1] for row in rows]
    cases = zip(expected, values, strict=True)
    assert [(*case, value) for case, value in cases if case[2] != pytest.approx(value)] == []
    assert {type(value) for value in values} == {str, float, bool}
