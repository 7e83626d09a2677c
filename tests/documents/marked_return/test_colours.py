"""The colour of a finding goes away once its cell has another content, and is never hidden by another rule."""

from datetime import date, datetime, time

import pytest
from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill, Protection
from openpyxl.worksheet.worksheet import Worksheet

from xlplan.documents import style
from xlplan.documents.marked_return.colours import colour_cells, remove_colours
from xlplan.domain.returned import CellValue

OWN = "FFE5EDF9"
ON_ONE_LINE = 'SUBSTITUTE(SUBSTITUTE(E8,CHAR(13),""),CHAR(10)," ")'


def sheet_with(value: CellValue) -> Worksheet:
    sheet: Worksheet = Workbook().create_sheet("Звіт")
    sheet["E8"] = value
    sheet["E8"].protection = Protection(locked=False)
    sheet["E8"].fill = PatternFill("solid", fgColor=OWN)
    fill = PatternFill("solid", bgColor="FFFFE08A")
    rule = FormulaRule(formula=['$I6="…"'], fill=fill)  # type: ignore[no-untyped-call]
    sheet.conditional_formatting.add("E6:E20", rule)
    return sheet


def rules(sheet: Worksheet) -> list[tuple[str, str, int, str]]:
    """Area, formula, priority and fill of each rule, in the file's order."""
    return [
        (str(area.sqref), rule.formula[0], rule.priority, rule.dxf.fill.bgColor.rgb[2:])
        for area in sheet.conditional_formatting
        for rule in area.rules
    ]


@pytest.mark.parametrize(
    ("value", "unchanged"),
    [
        (None, "ISBLANK(E8)"),
        ("5 шт.", 'EXACT(E8,"5 шт.")'),
        ('"п\'ять"', 'EXACT(E8,"""п\'ять""")'),
        (2.5, "E8=2.5"),
        (-1, "E8=-1"),
        (True, "E8=TRUE"),
        ("=1/0", "IFERROR(_xlfn.ISFORMULA(E8),TRUE)"),
        ("#DIV/0!", "ISERROR(E8)"),
        ("рядок\nрядок", f'EXACT({ON_ONE_LINE},"рядок рядок")'),
        ("рядок_x000D_\nрядок", f'EXACT({ON_ONE_LINE},"рядок рядок")'),
        ("д" * 300, f'EXACT(LEFT(E8,200),"{"д" * 200}")'),
        ("🙂" * 300, "TRUE"),
        (date(2021, 5, 1), "E8=44317"),
        (datetime(2021, 5, 1, 12), "ABS(E8-44317.5)<0.000001"),
        (time(6), "ABS(E8-0.25)<0.000001"),
    ],
)
def test_the_colour_shows_as_long_as_the_cell_holds_what_it_held(value: CellValue, unchanged: str) -> None:
    sheet = sheet_with(value)
    colour_cells(sheet, {"E8": style.FAULT})
    assert rules(sheet)[0] == ("E8", f'AND(N("xlplan")=0,{unchanged})', 1, style.FAULT[1:])


def test_a_date_of_the_1904_system_is_compared_by_its_own_number() -> None:
    sheet = sheet_with(date(2021, 5, 1))
    book = sheet.parent
    assert book is not None
    book.epoch = datetime(1904, 1, 1)
    colour_cells(sheet, {"E8": style.FAULT})
    assert rules(sheet)[0][1] == 'AND(N("xlplan")=0,E8=42855)'


def test_the_colour_comes_before_every_other_rule_and_the_own_colour_after_them() -> None:
    sheet = sheet_with("5 шт.")
    colour_cells(sheet, {"E8": style.DOUBT})
    by_priority = sorted(rules(sheet), key=lambda rule: rule[2])
    assert [(area, fill) for area, _formula, _priority, fill in by_priority] == [
        ("E8", style.DOUBT[1:]),
        ("E6:E20", "FFE08A"),
        ("E8", OWN[2:]),
    ]


def test_a_colour_that_no_rule_can_give_back_stays_under_the_rules() -> None:
    sheet = sheet_with("5 шт.")
    sheet["E8"].fill = PatternFill("lightUp", fgColor=OWN)
    colour_cells(sheet, {"E8": style.FAULT})
    assert sheet["E8"].fill.fill_type == "lightUp"
    assert [area for area, *_rule in rules(sheet)] == ["E8", "E6:E20"]


def test_removing_gives_the_own_colour_back_and_leaves_all_other_rules() -> None:
    sheet = sheet_with("5 шт.")
    before = rules(sheet)
    colour_cells(sheet, {"E8": style.FAULT})
    remove_colours(sheet)
    assert sheet["E8"].fill.fgColor.rgb == OWN
    assert [(area, formula) for area, formula, _priority, _fill in rules(sheet)] == [each[:2] for each in before]


def test_removing_leaves_cells_of_the_same_colour_that_were_never_marked() -> None:
    sheet = sheet_with("5 шт.")
    sheet["B4"].fill = PatternFill("solid", fgColor=f"FF{style.FAULT[1:]}")
    colour_cells(sheet, {"E8": style.FAULT})
    remove_colours(sheet)
    assert sheet["B4"].fill.fgColor.rgb == f"FF{style.FAULT[1:]}"
