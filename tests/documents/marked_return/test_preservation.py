"""The colour of a faulty cell fades once its content is another one, and is never hidden by another rule."""

from datetime import date

import pytest
from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill, Protection
from openpyxl.worksheet.worksheet import Worksheet

from xlplan.documents import style
from xlplan.documents.marked_return.preservation import add_fault_rules, remove_fault_rules


def sheet_with(value: str | float | None, locked: bool = False) -> Worksheet:
    sheet: Worksheet = Workbook().create_sheet("Звіт")
    sheet["E8"] = value
    sheet["E8"].protection = Protection(locked=locked)
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
        (True, "TRUE"),
        ("=1/0", "TRUE"),
        ("рядок\nрядок", "TRUE"),
        ("д" * 300, "TRUE"),
        (date(2021, 5, 1), "TRUE"),
    ],
)
def test_the_fault_shows_as_long_as_the_cell_holds_what_it_held(value: str | float | None, unchanged: str) -> None:
    sheet = sheet_with(value)
    add_fault_rules(sheet, [sheet["E8"]])
    assert rules(sheet)[0] == ("E8", f'AND(N("xlplan")=0,{unchanged})', 1, style.FAULT[1:])


def test_the_fault_comes_before_every_other_rule_and_the_entry_colour_after_them() -> None:
    sheet = sheet_with("5 шт.")
    add_fault_rules(sheet, [sheet["E8"]])
    by_priority = sorted(rules(sheet), key=lambda rule: rule[2])
    assert [(area, fill) for area, _formula, _priority, fill in by_priority] == [
        ("E8", style.FAULT[1:]),
        ("E6:E20", "FFE08A"),
        ("E8", style.ENTRY[1:]),
    ]


def test_a_locked_cell_gets_no_entry_colour() -> None:
    sheet = sheet_with("5 шт.", locked=True)
    add_fault_rules(sheet, [sheet["E8"]])
    assert style.ENTRY[1:] not in {fill for _area, _formula, _priority, fill in rules(sheet)}


def test_clearing_removes_our_rules_and_only_ours() -> None:
    sheet = sheet_with("5 шт.")
    before = rules(sheet)
    add_fault_rules(sheet, [sheet["E8"]])
    remove_fault_rules(sheet)
    assert [(area, formula) for area, formula, _priority, _fill in rules(sheet)] == [each[:2] for each in before]
