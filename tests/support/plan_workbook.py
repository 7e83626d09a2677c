"""A small plan workbook for tests, as visible tables."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
from xlsxwriter import Workbook

DETAILS: dict[str, Any] = {
    "Код центру": "KR",
    "Центр": "Коростенський МЦ",
    "Повна назва": "Коростенський місцевий центр",
    "Період": "2021 рік",
}
UNITS = [
    ["KOR", "Коростенський МЦ", "апарат центру", "Усі"],
    ["HOR", "Хорошівське БПД", "бюро", "Усі; Бюро"],
    ["LUG", "Лугинське БПД", "бюро", "Усі; Бюро"],
]
UNIT_HEADINGS = ["Код", "Підрозділ", "Вид", "Також у складі", "Електронна пошта"]
PLAN_HEADINGS = [
    *("Напрям", "Завдання", "Підзавдання", "Мета та основний результат", "Код", "Захід", "Відповідальний"),
    *("Термін", "Показник", "Облік", "I", "II", "III", "IV", "Разом", "Примітка", "Підсумок", "Краще"),
    *("Одиниця", "По підрозділах", "Попередній код"),
]
SHARE_HEADINGS = ["Код", "Показник", "Підрозділ", "Квартал", "План", "Запланований захід", "Дата"]
Tables = dict[str, list[Sequence[object]]]
# It writes formulas without values, errors, and the escaped signs of other programs as they are.
_ONLY_BY_OPENPYXL = re.compile("^[=#]|_x")
SHORT = ("code", "measure", "responsible", "indicator", "counting", "q1", "q2", "q3", "q4", "total")
_COLUMN = {"code": 4, "measure": 5, "responsible": 6, "indicator": 8, "counting": 9}
_COLUMN |= {"q1": 10, "q2": 11, "q3": 12, "q4": 13, "total": 14}


def planned(*values: object) -> list[object]:
    """A row of `План`: code, measure, responsible, indicator, counting, I, II, III, IV, total."""
    row: list[object] = [None] * len(PLAN_HEADINGS)
    for name, value in zip(SHORT, values, strict=False):
        row[_COLUMN[name]] = value
    return row


ONE = planned("1.1", "Лекції", "Хорошівське БПД", "лекції", None, 1, 1, 1, 1, 4)


def plan_book(
    path: Path,
    *,
    details: dict[str, Any] | None = None,
    units: Sequence[Sequence[object]] = UNITS,
    plan: Sequence[Sequence[object]] = (ONE,),
    shares: Sequence[Sequence[object]] = (),
    merged: Sequence[str] = (),
    without: str = "",
) -> Path:
    """Writes a plan workbook at `path`: headings in row 1, rows from row 2; `merged`: ranges of `План`."""
    tables: Tables = {
        "Реквізити": list((DETAILS | (details or {})).items()),
        "Підрозділи": [UNIT_HEADINGS, *units],
        "План": [PLAN_HEADINGS, *plan],
        "Розподіл": [SHARE_HEADINGS, *shares],
    }
    tables.pop(without, None)
    written = [value for rows in tables.values() for row in rows for value in row]
    if merged or any(isinstance(value, str) and _ONLY_BY_OPENPYXL.search(value) for value in written):
        _write_by_openpyxl(path, tables, merged)
        return path
    # It takes a quarter of the time.
    options = {"in_memory": True, "strings_to_urls": False, "default_date_format": "yyyy-mm-dd"}
    with Workbook(str(path), options) as book:
        for name, rows in tables.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return path


def _write_by_openpyxl(path: Path, tables: Tables, merged: Sequence[str]) -> None:
    book = openpyxl.Workbook()
    for name, rows in tables.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    for cells in merged:
        book["План"].merge_cells(cells)
    del book["Sheet"]
    book.save(path)
