"""Colours of findings in a person's workbook: each goes away when the content of its cell changes."""

from collections.abc import Iterator, Mapping
from typing import Any

from openpyxl.formatting.formatting import ConditionalFormatting, ConditionalFormattingList
from openpyxl.formatting.rule import Rule
from openpyxl.styles import PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.cell_range import MultiCellRange

from xlplan.documents import style
from xlplan.documents.unchanged_cell import (
    TAG,
    error_condition,
    formula_condition,
    tagged,
    unchanged_condition,
)

_MARKS = frozenset(fill.upper() for fill in style.SEVERITY_FILL.values())


class _RangeApart(MultiCellRange):
    """A range that equals no other: openpyxl puts the rules of equal ranges together, out of their order."""

    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        """Tell if it is the same object."""
        return self is other


def colour_cells(sheet: Any, fills: Mapping[str, str]) -> None:
    """Colour cells, by address, until their content changes; after that they have their own colour again.

    The rules of these colours go before all others, so that no other rule hides them: by priority for Excel, by
    position in the file for LibreOffice. The rules of the cells' own colours go last. The cells are filled too,
    for programs that know no rules.
    """
    old = [(str(existing.sqref), rule) for existing in sheet.conditional_formatting for rule in existing.rules]
    # A colour that no rule can give back, such as one of the theme, stays under the rules.
    own_fills = {address: own for address in fills if (own := _plain_colour(sheet[address]))}
    rules = ConditionalFormattingList()
    for address, fill in fills.items():
        rules.add(address, _rule(_unchanged_condition(sheet[address]), fill))
        if address in own_fills:
            _fill_cell(sheet[address], fill)
    for area, rule in sorted(old, key=lambda pair: pair[1].priority):
        rule.priority = 0
        rules.add(area, rule)
    for address, own in own_fills.items():
        rules.add(ConditionalFormatting(_RangeApart(address)), _rule("TRUE", own))
    sheet.conditional_formatting = rules


def remove_colours(sheet: Any) -> None:
    """Give the cells that an earlier round coloured their own colour again, and remove its rules."""
    kept = ConditionalFormattingList()
    own_fills: dict[str, str] = {}
    for existing in sheet.conditional_formatting:
        for rule in existing.rules:
            if not any(TAG in str(formula).replace(" ", "") for formula in rule.formula):
                kept.add(str(existing.sqref), rule)
                continue
            for address in _addresses(existing):
                # The last rule of a cell has its own colour. An earlier version gave locked cells none.
                own_fills[address] = _rule_fill(rule) or own_fills.get(address, "")
    sheet.conditional_formatting = kept
    for address, own in own_fills.items():
        if has_mark(sheet[address]):
            _fill_cell(sheet[address], own)


def clear_mark(cell: Any) -> None:
    """Give a cell whose rules a program has dropped the colour that it had as a rule."""
    if has_mark(cell):
        _fill_cell(cell, "" if cell.protection.locked else style.ENTRY)


def has_mark(cell: Any) -> bool:
    """Tell if a cell has the colour of a finding."""
    return _plain_colour(cell) in _MARKS


def _fill_cell(cell: Any, fill: str) -> None:
    cell.fill = PatternFill("solid", fgColor=f"FF{fill[1:]}") if fill else PatternFill()


def _rule_fill(rule: Any) -> str:
    """Return the colour of a rule; "" for that of a finding, and for one that cannot be told."""
    rgb = rule.dxf.fill.bgColor.rgb if rule.dxf and rule.dxf.fill else None
    fill = f"#{rgb[-6:].upper()}" if isinstance(rgb, str) else ""
    return "" if fill in _MARKS else fill


def _addresses(existing: Any) -> Iterator[str]:
    """Yield the cells of a rule. Programs join the ranges of rules that are alike."""
    for area in existing.cells.ranges:
        yield from (f"{get_column_letter(column)}{row}" for row, column in area.cells)


def _plain_colour(cell: Any) -> str:
    """Return the colour of a cell that is filled evenly; "" for any other, and for a colour of the theme."""
    fill = cell.fill
    rgb = fill.fgColor.rgb if fill.fill_type == "solid" else None
    return f"#{rgb[-6:].upper()}" if isinstance(rgb, str) else ""


def _rule(condition: str, fill: str) -> Rule:
    differential = DifferentialStyle(fill=PatternFill("solid", bgColor=f"FF{fill[1:]}"))
    return Rule(type="expression", dxf=differential, formula=[tagged(condition)])


def _unchanged_condition(cell: Any) -> str:
    """Return an expression that is true while the cell has its present content."""
    address, value = cell.coordinate, cell.value
    if cell.data_type == "f":
        return formula_condition(address)
    if cell.data_type == "e":
        return error_condition(address)
    return unchanged_condition(address, value, cell.parent.parent.epoch == CALENDAR_MAC_1904)
