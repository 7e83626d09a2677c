"""The colour of a faulty cell fades as soon as its content is another one: a rule on top of the template's own."""

import math
from collections.abc import Sequence
from typing import Any

from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formatting.rule import Rule
from openpyxl.styles import PatternFill
from openpyxl.styles.differential import DifferentialStyle

from xlplan.documents import style

# Always true; a formula is what every program keeps, so our own rules are found again by it.
_TAG = 'N("xlplan")=0'
_LONGEST_TEXT = 200


def fade_once_changed(sheet: Any, cells: Sequence[Any]) -> None:
    """Shows the fault in each cell while it holds what it holds now, and an entry cell's own colour afterwards.

    The rules of the faults go before all others, by priority as Excel reads them and by place in the file as
    LibreOffice does, so that none of those hides them; the others go last.
    """
    old = [(str(existing.sqref), rule) for existing in sheet.conditional_formatting for rule in existing.rules]
    rules = ConditionalFormattingList()
    for cell in cells:
        rules.add(cell.coordinate, _rule(f"AND({_TAG},{_unchanged(cell)})", style.FAULT))
    for area, rule in sorted(old, key=lambda pair: pair[1].priority):
        rule.priority = 0
        rules.add(area, rule)
    for cell in cells:
        if not cell.protection.locked:
            rules.add(cell.coordinate, _rule(f"AND({_TAG},TRUE)", style.ENTRY))
    sheet.conditional_formatting = rules


def clear_fading(sheet: Any) -> None:
    """Removes the rules of an earlier round from a sheet."""
    kept = ConditionalFormattingList()
    for existing in sheet.conditional_formatting:
        for rule in existing.rules:
            if not any(_TAG in str(formula).replace(" ", "") for formula in rule.formula):
                kept.add(str(existing.sqref), rule)
    sheet.conditional_formatting = kept


def _rule(formula: str, fill: str) -> Rule:
    look = DifferentialStyle(fill=PatternFill("solid", bgColor=f"FF{fill[1:]}"))
    return Rule(type="expression", dxf=look, formula=[formula])


def _unchanged(cell: Any) -> str:
    """An expression that is true as long as the cell holds what it holds now."""
    at, value = cell.coordinate, cell.value
    if value is None:
        return f"ISBLANK({at})"
    if isinstance(value, bool) or cell.data_type in ("f", "e"):
        return "TRUE"
    if isinstance(value, int | float):
        return f"{at}={value!r}" if math.isfinite(value) else "TRUE"
    text = str(value)
    if cell.data_type not in ("s", "inlineStr") or len(text) > _LONGEST_TEXT or "\n" in text or "\r" in text:
        return "TRUE"
    doubled = text.replace('"', '""')
    return f'EXACT({at},"{doubled}")'
