"""Small visible tables as returned workbooks, so that a test shows its whole input."""

from collections.abc import Mapping
from datetime import date

from xlplan.domain.form_code import FormCode
from xlplan.domain.issue import Issue, IssueRow
from xlplan.domain.plan import Better, Counting, PlannedEvent, Unit, UnitKind
from xlplan.domain.quarter import Quarter
from xlplan.domain.returned import CellContent, CellProblem, CellValue, ReturnContent, ReturnedRow
from xlplan.domain.target import Target
from xlplan.domain.target_reading import read_target

QUARTER = Quarter(2021, 2)
HOR = Unit("HOR", "Хорошівське БПД", UnitKind.BUREAU)
LUG = Unit("LUG", "Лугинське БПД", UnitKind.BUREAU)
SHEET, EVENTS_SHEET = "Звіт", "Заходи"
FIRST_ROW = 7
LETTERS = "ABCDEFGHIJKLM"
CARRIERS = ("visible", "property", "hidden sheet", "name")
COUNTINGS = {"split": Counting.SPLIT, "joint": Counting.JOINT, "lead": Counting.LEAD}


def form_code(unit: str = "HOR", quarter: Quarter = QUARTER, token: str = "7F3K", centre: str = "KR") -> FormCode:
    """A form code of the Korosten centre."""
    return FormCode(centre, quarter, unit, token)


def target(words: CellValue) -> Target:
    """The target that these words are."""
    read = read_target(words)
    assert read is not None
    return read


def issue_row(
    key: str, words: CellValue = 1, counting: str = "lead", better: Better = Better.MORE, events: str = ""
) -> IssueRow:
    """An issued row; `events`: titles of planned events, separated by ";"."""
    titles = [title.strip() for title in events.split(";") if title.strip()]
    planned = tuple(PlannedEvent(f"{key}#{n}", "HOR", QUARTER, title) for n, title in enumerate(titles, 1))
    return IssueRow(key, f"Захід {key}", "лекції", target(words), COUNTINGS[counting], better, events=planned)


def issue(
    *rows: IssueRow, code: FormCode | None = None, unit: Unit = HOR, issued: date = date(2021, 4, 1)
) -> Issue:
    """An issue of the Korosten centre with these rows."""
    return Issue(code or form_code(), "Коростенський МЦ", unit, 1, issued, date(2021, 7, 9), rows)


def _value(text: str) -> CellValue:
    if text == "":
        return None
    try:
        return float(text)
    except ValueError:
        return text.strip("'")


def _row(sheet: str, number: int, names: list[str], values: list[CellValue]) -> ReturnedRow:
    cells = {}
    for letter, name, value in zip(LETTERS, names, values, strict=False):
        problem = {"!formula": CellProblem.FORMULA, "!error": CellProblem.ERROR}.get(str(value))
        cells[name] = CellContent(None if problem else value, f"{letter}{number}", problem)
    return ReturnedRow(cells["key"].text, sheet, number, cells)


def rows(table: str, sheet: str = SHEET) -> tuple[ReturnedRow, ...]:
    """A table, cells apart by |, names first: 5 is a number, '5' a text, !formula and !error a problem."""
    lines = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    key = lines[0].index("key")
    made = []
    for number, line in enumerate(lines[1:], FIRST_ROW):
        values = [cell or None if at == key else _value(cell) for at, cell in enumerate(line)]
        made.append(_row(sheet, number, lines[0], list(values)))
    return tuple(made)


def returned(
    report: str = "", events: str = "", codes: Mapping[str, tuple[str, ...]] | None = None, recognised: bool = True
) -> ReturnContent:
    """A returned workbook from a table of its report sheet and one of its events."""
    held = {carrier: (str(form_code()),) for carrier in CARRIERS} if codes is None else codes
    coded = rows(report) if report else ()
    register = rows(events, EVENTS_SHEET) if events else ()
    return ReturnContent(held, coded, register, (SHEET, EVENTS_SHEET), recognised)
