"""A centre's own plan in a layout of its own, as a spreadsheet and as a Word document with the same texts."""

from pathlib import Path

import openpyxl

from tests.support.word_files import cell, docx, paragraph, row, table

_ABOVE = ("ЗАТВЕРДЖЕНО", "Наказ директора від 12.01.2026 № 5", "ПЛАН діяльності на 2026 рік")
_HEADINGS = (
    *("№ з/п", "Завдання", "Підзавдання", "Мета та основний результат", "Найменування заходу"),
    *("Відповідальний виконавець", "Показники результативності", "І", "ІІ", "ІІІ", "IV", "Разом"),
)
_ROWS: tuple[tuple[object, ...], ...] = (
    (
        *(1, "1.1 Ближче до людей", "1.1.1 Віддалені села", "Допомога поруч", "Захід 1.1.1.1 Виїзди до громад"),
        *("Усі бюро", "Кількість виїздів", 4, 4, 4, 4, 16),
    ),
    (2, None, None, None, None, None, "Кількість людей", 30, 30, 30, 30, 120),
    (3, None, None, None, "Захід 1.1.1.2 Робота пунктів", "Працівники Річківського БПД", "Пункти", 2, 2, 2, 2, 8),
    (
        *(4, None, "1.1.2 Мобільні групи", None, "Захід 1.1.2.1 Виїзди до закладів"),
        *("Відділ організації допомоги, Лугове БПД", "Виїзди", "-", 3, "-", 3, 6),
    ),
    (5, "1.2 Якість", "1.2.1 Звернення", "Вчасно", "Захід 1.2.1.1 Розгляд\nзвернень", "Лугове БПД", "Звернення")
    + ("постійно",) * 5,
    (6, None, None, None, "Захід 1.2.1.2 Бесіди", "Річківське БПД\nЛугове БПД", "Бесіди", None, 2, None, 2, 4),
)


def write_own_form(path: Path) -> Path:
    """Writes the plan as an .xlsx or as a .docx, by the ending of `path`."""
    if path.suffix == ".docx":
        rows = [row(*_HEADINGS), *(row(*(cell(*_lines(value)) for value in each)) for each in _ROWS)]
        path.write_bytes(docx(*map(paragraph, _ABOVE), table(*rows, columns=len(_HEADINGS))))
        return path
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Лист1")
    del book["Sheet"]
    for text in _ABOVE:
        sheet.append([text])
    sheet.append([])
    for each in (_HEADINGS, *_ROWS):
        sheet.append(list(each))
    book.save(path)
    return path


def _lines(value: object) -> list[str]:
    return [] if value is None else str(value).splitlines()
