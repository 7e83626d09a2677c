"""A sheet with everything that makes a cell look other than its value, and how a person sees each cell."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import xlsxwriter

from xlplan.documents.formats.grid import MergedRange, inflate
from xlplan.documents.formats.open_book import open_book
from xlplan.domain.returned import CellProblem, CellValue, LeftOut

STRUCK: Mapping[str, Any] = {"font_strikeout": True}
RAISED: Mapping[str, Any] = {"font_script": 1}
LOWERED: Mapping[str, Any] = {"font_script": 2}
LONG = "довгий текст, " * 150 + "кінець"


class Seen(NamedTuple):
    """A cell as a person sees it."""

    value: CellValue
    problem: CellProblem | None = None
    left_out: tuple[LeftOut, ...] = ()


class Sheet(NamedTuple):
    """A sheet as read: its cells by the names beside them, and what is merged and hidden."""

    cells: Mapping[str, Seen]
    merged: frozenset[MergedRange]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]


Write = Callable[[Any, Any, int], None]


def _number(value: float, code: str = "General", **font: object) -> Write:
    return lambda book, sheet, row: sheet.write_number(
        row, 1, value, book.add_format({"num_format": code, **font})
    )


def _moment(value: date | time, code: str) -> Write:
    return lambda book, sheet, row: sheet.write_datetime(row, 1, value, book.add_format({"num_format": code}))


def _text(value: str, **look: object) -> Write:
    return lambda book, sheet, row: sheet.write_string(row, 1, value, book.add_format(look))


def _runs(*parts: tuple[str, Mapping[str, object]], cell: Mapping[str, object] | None = None) -> Write:
    def write(book: Any, sheet: Any, row: int) -> None:
        pieces = [piece for text, look in parts for piece in (book.add_format(look), text)]
        sheet.write_rich_string(row, 1, *pieces, book.add_format(cell or {}))

    return write


def _formula(text: str, value: object) -> Write:
    return lambda book, sheet, row: sheet.write_formula(row, 1, text, None, value)


def _boolean(value: bool) -> Write:
    return lambda book, sheet, row: sheet.write_boolean(row, 1, value)


def _commented(book: Any, sheet: Any, row: int) -> None:
    sheet.write_number(row, 1, 3)
    sheet.write_comment(row, 1, "примітка 99")


def _linked(book: Any, sheet: Any, row: int) -> None:
    sheet.write_url(row, 1, "https://example.org/", string="посилання")


def _left_out(value: CellValue, kind: Any, text: str) -> Seen:
    return Seen(value, None, (LeftOut(kind, text),))


_SCALED, _UNSEEN = CellProblem.SCALED, CellProblem.UNSEEN
_ERROR = Seen(None, CellProblem.ERROR)
_PLAIN: Mapping[str, object] = {}

LOOKS: Mapping[str, tuple[Write, Seen]] = {
    "percentage": (_number(1, "0%"), Seen("100%")),
    "percentage with decimals": (_number(0.125, "0.0 %"), Seen("12.5%")),
    "percent sign alone": (_number(5, '0"%"'), Seen(5.0)),
    "percentage where negative": (_number(-7, "0;-0%"), Seen("-700%")),
    "no percentage where positive": (_number(7, "0;-0%"), Seen(7.0)),
    "day": (_moment(date(2021, 5, 14), "dd.mm.yyyy"), Seen(date(2021, 5, 14))),
    "day and time": (
        _moment(datetime(2021, 5, 14, 10, 30), "dd.mm.yyyy hh:mm"),
        Seen(datetime(2021, 5, 14, 10, 30)),
    ),
    "time": (_moment(time(10, 30), "hh:mm"), Seen(time(10, 30))),
    "duration": (_number(1.25, "[h]:mm:ss"), Seen(timedelta(hours=30))),
    "thousands": (_number(12000, "#,##0,"), Seen(12000.0, _SCALED)),
    "thousands with a unit": (_number(12000, '0.0,"тис."'), Seen(12000.0, _SCALED)),
    "grouped": (_number(12000, "#,##0"), Seen(12000.0)),
    "hidden number": (_number(7, ";;;"), Seen(7.0, _UNSEEN)),
    "hidden text": (_text("сім", num_format=";;;"), Seen("сім", _UNSEEN)),
    "hidden zero": (_number(0, "0;-0;;@"), Seen(0.0, _UNSEEN)),
    "hidden by a sign that shows no zero": (_number(0, "#"), Seen(0.0, _UNSEEN)),
    "thousands from a limit on": (_number(12000, "[>=1000]#,##0,;0"), Seen(12000.0, _SCALED)),
    "no thousands below it": (_number(7, "[>=1000]#,##0,;0"), Seen(7.0)),
    "hidden where negative": (_number(-7, "0;;"), Seen(-7.0, _UNSEEN)),
    "seen where positive": (_number(7, "0;;"), Seen(7.0)),
    "accounting": (_number(7, '_-* #,##0_-;-* #,##0_-;_-* "-"_-;_-@_-'), Seen(7.0)),
    "with a unit": (_number(7, '0" спільно"'), Seen(7.0)),
    "number as text": (_text("0012", num_format="@"), Seen("0012")),
    "number in the format of texts": (_number(12, "@"), Seen(12.0)),
    "struck-out run": (_runs(("1", STRUCK), ("8", _PLAIN)), _left_out("8", "struck", "1")),
    "struck-out run at the end": (_runs(("18 ", _PLAIN), ("19", STRUCK)), _left_out("18 ", "struck", "19")),
    "struck-out run behind a picture": (
        _runs(("🎉 18 ", _PLAIN), ("19", STRUCK)),
        _left_out("🎉 18 ", "struck", "19"),
    ),
    "struck-out text": (_text("вісім", **STRUCK), _left_out(None, "struck", "вісім")),
    "struck-out number": (_number(18, **STRUCK), _left_out(None, "struck", "18")),
    "run in a struck-out cell": (_runs(("1", STRUCK), ("8", _PLAIN), cell=STRUCK), _left_out("8", "struck", "1")),
    "footnote": (_runs(("6", _PLAIN), ("1", RAISED)), _left_out("6", "raised", "1")),
    "square": (_runs(("12 м", _PLAIN), ("2", RAISED)), Seen("12 м2")),
    "formula of chemistry": (_runs(("CO", _PLAIN), ("2", LOWERED)), Seen("CO2")),
    "raised number": (_number(6, **RAISED), Seen(6.0)),
    "line break": (_text("10\n150", text_wrap=True), Seen("10\n150")),
    "carriage return": (_text("а\r\nб"), Seen("а\nб")),
    "gaps and a tab": (_text("ті\tсамі  два   три"), Seen("ті\tсамі  два   три")),
    "gaps at the ends": (_text("  так  "), Seen("  так  ")),
    "text like an escape": (_text("_x000D_ буквально"), Seen("_x000D_ буквально")),
    "invisible direction": (_text("\u202d6\u202c"), Seen("\u202d6\u202c")),
    "long text": (_text(LONG), Seen(LONG)),
    "error": (_formula("=1/0", "#DIV/0!"), _ERROR),
    "nothing available": (_formula("=NA()", "#N/A"), _ERROR),
    "text like an error": (_text("#N/A"), Seen("#N/A")),
    "formula": (_formula("=2+3", 5), Seen(5.0)),
    "formula of a text": (_formula('="a"&"b"', "ab"), Seen("ab")),
    "formula without a value": (_formula("=SUM(C1:C2)", ""), Seen(None, CellProblem.FORMULA)),
    "true": (_boolean(True), Seen(True)),
    "false": (_boolean(False), Seen(False)),
    "link": (_linked, Seen("посилання")),
    "comment": (_commented, Seen(3.0)),
}
_HIDDEN_COLUMN = 3


def write_looks(path: Path) -> Path:
    """Save the sheet with all looks as an xlsx: their names in column A, each cell beside its name."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Лист")
    for row, (name, (write, _seen)) in enumerate(LOOKS.items()):
        sheet.write_string(row, 0, name)
        write(book, sheet, row)
    below = len(LOOKS)
    sheet.merge_range(below, 1, below + 1, 1, "на два рядки")
    sheet.merge_range(below + 2, 1, below + 2, 2, "на два стовпці")
    sheet.set_row(below + 3, None, None, {"hidden": True})
    sheet.write_string(below + 3, 0, "прихований рядок")
    sheet.set_column(_HIDDEN_COLUMN, _HIDDEN_COLUMN, None, None, {"hidden": True})
    sheet.write_string(0, _HIDDEN_COLUMN, "прихований стовпець")
    sheet.write_string(below + 4, 0, "кінець")
    book.close()
    return path


def seen_looks() -> Sheet:
    """The sheet as a person sees it."""
    below = len(LOOKS)
    merged = {MergedRange(below, below + 2, 1, 2), MergedRange(below + 2, below + 3, 1, 3)}
    return Sheet(
        {name: seen for name, (_write, seen) in LOOKS.items()},
        frozenset(merged),
        frozenset({below + 3}),
        frozenset({_HIDDEN_COLUMN}),
    )


def read_looks(path: Path) -> Sheet:
    """The sheet as it is read from a file."""
    data = path.read_bytes()
    book = open_book(data, inflate(data))
    rows, details = book.rows("Лист"), book.details("Лист")
    cells = {}
    for number, name in enumerate(LOOKS):
        assert rows[number][0] == name
        value = rows[number][1] if len(rows[number]) > 1 else None
        cell = f"B{number + 1}"
        seen = None if value == "" else value
        cells[name] = Seen(seen, details.problems.get(cell), details.left_out.get(cell, ()))
    return Sheet(cells, frozenset(details.merged), details.hidden_rows, details.hidden_columns)
