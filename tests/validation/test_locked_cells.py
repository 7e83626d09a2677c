"""What was issued stays as issued: which changes of a locked cell are changes, and how they are quoted."""

import pytest
from msgspec.structs import replace

from tests.support.return_tables import issue_row, rows
from xlplan.domain.findings.finding import Location
from xlplan.domain.issue import IssueRow
from xlplan.domain.returned import CellContent, CellProblem, CellValue, ReturnedRow
from xlplan.validation.locked_cells import changed_cells

ROW = issue_row("1.1", 5)
TITLE = "Захід 1.1"


def changed(row: IssueRow, **cells: CellValue | CellContent) -> list[str]:
    """The headings of the cells that do not read as issued; those not given do."""
    held = {"measure": CellContent(row.measure, "B7"), "indicator": CellContent(row.indicator, "C7")}
    for name, value in cells.items():
        held[name] = value if isinstance(value, CellContent) else CellContent(value, f"{name}7")
    return [dict(finding.values)["heading"] for finding in changed_cells(row, ReturnedRow("1.1", "Звіт", 7, held))]


@pytest.mark.parametrize(
    ("words", "shown", "same"),
    [
        # issued, as the cell shows it now
        (5, 5, True),
        (5, 5.0, True),
        (5, "5", True),
        (5, " 5,0 ", True),
        (5, 6, False),
        (5, None, False),
        (5, "п'ять", False),
        (1, True, False),
        (0, False, False),
        (0, 0, True),
        (None, None, True),
        (None, "", True),
        (None, "—", True),
        (None, 0, False),
        ("за потреби", "за потреби", True),
        ("за потреби", "За  пoтреби", True),
        ("за потреби", "у разі потреби", False),
        ("за потреби", "за дорученням", False),
        ("за потреби", None, False),
        ("за потреби", "потреба", False),
        ("постійно", "щомісяця", False),
    ],
)
def test_a_target_is_the_same_by_its_number_or_by_its_words_however_spelled(
    words: CellValue, shown: CellValue, same: bool
) -> None:
    assert changed(issue_row("1.1", words), target=shown) == ([] if same else ["Target"])


def test_a_target_behind_an_error_is_a_change() -> None:
    assert changed(issue_row("1.1", None), target=CellContent(None, "D7", CellProblem.ERROR)) == ["Target"]


@pytest.mark.parametrize(
    ("title", "same"),
    [
        (TITLE, True),
        ("  зaхід   1.1 ", True),
        (f"{TITLE}\n• лекція\n• зустріч", True),
        ("зaхід 1.1\r\n  • лекція", True),
        ("Захід 1.2", False),
        (f"{TITLE} • лекція", False),
        ("Захід 1.2\n• лекція", False),
        (None, False),
    ],
)
def test_a_title_is_the_same_without_its_events_however_spelled(title: str | None, same: bool) -> None:
    assert changed(ROW, measure=title) == ([] if same else ["Measure"])


@pytest.mark.parametrize(("issued", "shown"), [("Захід\n• разом", "Захід"), ("Зaхід\n• разом", "захід\n• окремо")])
def test_a_title_that_was_itself_issued_with_such_lines_is_the_same_without_them(issued: str, shown: str) -> None:
    assert changed(replace(ROW, measure=issued), measure=shown) == []


def test_a_column_that_is_gone_is_no_change() -> None:
    (line,) = rows("key | done\n1.1 | 5")
    assert changed_cells(ROW, line) == ()


def test_a_change_is_told_with_its_cell_and_both_readings_short_and_without_the_events() -> None:
    long = "Захід із дуже довгою назвою, яка не вміщується в один рядок зауваження"
    quoted = "Захід із дуже довгою назвою, яка не вміщується в один…"
    (line,) = rows("key | measure | indicator | target\n1.1 | Інший | лекції | 5")
    held = {**line.cells, "measure": CellContent("Інший\n• лекція", "B7")}
    (finding,) = changed_cells(replace(ROW, measure=long), replace(line, cells=held))
    assert finding.location == Location(sheet="Звіт", cell="B7", row="1.1")
    assert dict(finding.values) == {"heading": "Measure", "seen": "Інший", "issued": quoted}
