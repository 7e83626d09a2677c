"""A return crosses from the process that reads it to the one that judges it."""

import pickle
from datetime import date

from xlplan.books.returned.read import Cells
from xlplan.submission import Returned, ReturnedRow, Seen

PLACES = {"key": (0, "A"), "done": (2, "C"), "action": (4, "E")}


def test_a_row_says_the_same_on_the_other_side() -> None:
    cells = Cells(["1.4.5", "захід", date(2021, 5, 14)], 12, PLACES, {"E12": "formula"})
    row = ReturnedRow("1.4.5", "Звіт", 12, cells)
    sent = Returned({"visible": ("KR-21Q2-HOR-7F3K-X",)}, (row,), (), ("Звіт",), True)
    came: Returned = pickle.loads(pickle.dumps(sent))
    assert came == sent
    assert came.rows[0].cells == {
        "key": Seen("1.4.5", "A12"),
        "done": Seen(date(2021, 5, 14), "C12"),
        "action": Seen(None, "E12", "formula"),
    }


def test_a_cell_says_something_where_it_holds_a_value_or_hides_one() -> None:
    cells = Cells(
        ["", " ", 0.0, False, ""], 3, {name: (at, name) for at, name in enumerate("ABCDEF")}, {"E3": "error"}
    )
    assert [name for name in "ABCDEFG" if cells.says(name)] == ["C", "D", "E"]
