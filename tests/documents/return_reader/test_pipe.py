"""A return crosses from the process that reads it to the one that judges it."""

import pickle
from datetime import date

from xlplan.documents.formats.grid import SheetDetails
from xlplan.documents.return_reader.cells import Cells, TableRows
from xlplan.domain.returned import CellContent, CellProblem, CellValue, LeftOut, ReturnContent, ReturnedRow

PLACES = {"key": (0, "A"), "done": (2, "C"), "action": (4, "E")}


def test_the_rows_say_the_same_on_the_other_side() -> None:
    footnote = (LeftOut("raised", "1"),)
    details = SheetDetails(
        {"E12": CellProblem.FORMULA, "C13": CellProblem.ERROR, "C14": CellProblem.UNSEEN}, {"E13": footnote}
    )
    cells: tuple[list[CellValue], ...] = (
        ["1.4.5", "захід", date(2021, 5, 14)],
        ["1.4.10", "", "", "", "лист"],
        ["", "", 0.0, False],
    )
    rows = TableRows(
        ReturnedRow(key, "Звіт", number, Cells(row, number, PLACES, details))
        for number, (key, row) in enumerate(zip(("1.4.5", "1.4.10", ""), cells, strict=True), 12)
    )
    sent = ReturnContent({"visible": ("KR-21Q2-HOR-7F3K-X",)}, rows, TableRows(), ("Звіт",), True)
    came: ReturnContent = pickle.loads(pickle.dumps(sent))
    assert came == sent
    assert [each.cells for each in came.rows] == [
        {
            "key": CellContent("1.4.5", "A12"),
            "done": CellContent(date(2021, 5, 14), "C12"),
            "action": CellContent(None, "E12", CellProblem.FORMULA),
        },
        {
            "key": CellContent("1.4.10", "A13"),
            "done": CellContent(None, "C13", CellProblem.ERROR),
            "action": CellContent("лист", "E13", None, footnote),
        },
        {
            "key": CellContent(None, "A14"),
            "done": CellContent(0.0, "C14", CellProblem.UNSEEN),
            "action": CellContent(None, "E14"),
        },
    ]


def test_a_cell_says_something_where_it_holds_a_value_or_hides_one() -> None:
    places = {name: (at, name) for at, name in enumerate("ABCDEF")}
    details = SheetDetails({"E3": CellProblem.ERROR}, {"F3": (LeftOut("struck", "18"),)})
    cells = Cells(["", " ", 0.0, False, ""], 3, places, details)
    assert [name for name in "ABCDEFG" if cells.holds(name)] == ["C", "D", "E", "F"]
