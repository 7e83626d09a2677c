"""The files of the rounds in `compare_rounds.py`: returns filled as people do, and whatever else arrives."""

import os
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from string import ascii_uppercase, digits
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook, load_workbook

Cells = Mapping[str, Any]
Edit = Callable[[Any], object]

REPORT, EVENTS = ("Звіт", "Report"), ("Заходи", "Events")
HEADINGS = {
    "Код": "key", "Code": "key", "Захід": "measure", "Measure": "measure", "Event": "measure",
    "План": "target", "Target": "target", "Виконано": "done", "Done": "done",
    "Опис виконання": "description", "Description": "description",
    "Причина невиконання": "reason", "Reason for the shortfall": "reason",
    "Що буде зроблено": "action", "What will be done": "action",
    "Обіцяно минулого кварталу": "promised", "Promised last quarter": "promised",
    "Чи зроблено?": "kept", "Was it done?": "kept", "Дата проведення": "held_on", "Held on": "held_on",
    "Місце": "place", "Place": "place", "Форма": "form", "Form": "form",
    "Охоплено осіб": "people", "People reached": "people",
}  # fmt: skip
NOTHING = "потреби не було"
# What people get wrong, one after another down the rows that have a number for a target.
FAULTS: tuple[Cells, ...] = (
    {"done": "1 зустріч"}, {"done": None}, {"done": -2}, {"done": 1.5}, {"done": datetime(2021, 5, 1)},
    {"done": NOTHING}, {"done": 0, "reason": None, "action": None},
    {"done": 0, "reason": "карантин", "action": None}, {"done": " 5 "}, {"done": "5,0"}, {"done": 400},
    {"done": "=1/0"}, {"done": "50%"}, {"done": "#REF!"}, {"done": 44317}, {"target": 99},
    {"measure": "Зовсім інший захід"}, {"key": None}, {"key": "9.9.9"}, {"done": 3, "reason": "причини немає"},
    {"description": "Тел. 067 123 45 67, податковий номер 3184710691"}, {"description": "=A1"}, {"done": True},
    {"done": "о5"}, {"done": "два"},
)  # fmt: skip
# The same for rows that have words for a target.
WORD_FAULTS: tuple[Cells, ...] = (
    {"done": None, "description": None}, {"done": "трохи"}, {"done": None, "description": NOTHING},
    {"target": "за дорученням"}, {"description": "Пишіть на petrenko@example.org"},
)  # fmt: skip
EVENT_FAULTS: tuple[Cells, ...] = (
    {"held_on": "колись у травні"}, {"form": "заочно"}, {"people": "багато"}, {"held_on": datetime(2020, 1, 9)},
    {"held_on": "14.5.2021"}, {"key": "9.9.9"}, {"people": "12 осіб"}, {"people": -3}, {"form": "Онлайн "},
)  # fmt: skip
MORE_EVENTS: tuple[Cells, ...] = (
    {"measure": "Захід без коду", "people": 7}, {"key": "8.8.8", "measure": "Захід із чужим кодом"},
)  # fmt: skip
# Sheet of a plan workbook, row below the headings, heading or column, what is written there.
SPOILT = (
    ("План", 1, "II", "багато"), ("План", 2, "Разом", 99), ("План", 3, "Код", "х"),
    ("План", 4, "Відповідальний", None), ("План", 5, "Відповідальний", "Київське бюро"),
    ("План", 6, "Облік", "якось"), ("План", 7, "Показник", None), ("План", 8, "II", "5 шт."),
    ("План", 9, "Захід", "9.9.9 Інший захід"), ("План", 10, "II", "три"), ("План", 11, "II", "4"),
    ("План", 12, "Захід", None), ("План", 13, "Код", "1.4.5"), ("План", 14, "Краще", "?"),
    ("План", 15, "Підсумок", "?"), ("План", 16, "Показник", "Хорошівське БПД"),
    ("План", 17, "Захід", "1.9.9 Захід\n- перше\n- друге"), ("План", 18, "IV", "3 та ще"),
    ("Підрозділи", 1, "Код", "к!"), ("Підрозділи", 2, "Вид", "щось"), ("Розподіл", 1, "Код", "9.9.9"),
    ("Розподіл", 2, "Показник", "інший"), ("Розподіл", 3, "Підрозділ", "Хтось"), ("Розподіл", 4, "Квартал", "V"),
    ("Розподіл", 5, "План", "багато"), ("Розподіл", 6, "План", 9), ("Реквізити", 0, "B", "?"),
    ("Реквізити", 4, "B", "колись"),
)  # fmt: skip
# What is replaced in a file of measures (a single sign everywhere), by what, and how its import then ends.
SPOILT_CSV = (
    (",", ";", 1), ("measure_code", "measure_cod", 1), ("measure_code,", "", 1), (",", ",,", 0),
    ("\n1", '\n"1', 1), ("indicator", "measure", 1), ("task_code", "code of task", 1),
)  # fmt: skip


class Table:
    """A sheet with headings: its columns by name, and the numbers of its rows with a code."""

    def __init__(self, book: Any, names: Sequence[str]) -> None:
        self.sheet = next(book[name] for name in book.sheetnames if name in names)
        rows = self.sheet.iter_rows(max_row=15)
        self.top = max(rows, key=lambda row: sum(cell.value in HEADINGS for cell in row))[0].row
        self.columns = {HEADINGS.get(cell.value, cell.value): cell.column for cell in self.sheet[self.top]}
        self.rows = [row for row in range(self.top + 1, self.sheet.max_row + 1) if self.get(row, "key")]

    def get(self, row: int, name: str) -> Any:
        """Return what stands in a column; None where there is no such column."""
        return self.sheet.cell(row, self.columns[name]).value if name in self.columns else None

    def put(self, row: int, cells: Cells) -> None:
        """Write into the columns of a row."""
        for name, value in cells.items():
            cell = self.sheet.cell(row, self.columns[name])
            cell.value = value
            if value == "50%":
                cell.value, cell.number_format = 0.5, "0%"


def fill(template: Path, into: Path, saved: str, faults: Sequence[Cells] = (), edit: Edit | None = None) -> None:
    """Fill a template and save it.

    Args:
        template: The template, or a return to be corrected.
        into: The filled file.
        saved: The moment at which it was last saved.
        faults: What is wrong in the rows that have a number for a target, in their order.
        edit: What is done to the workbook at last.
    """
    book: Any = load_workbook(template)
    report, events = Table(book, REPORT), Table(book, EVENTS)
    for row in report.rows:
        cells = (report.get(row, name) for name in ("key", "target", "promised"))
        report.put(row, _answer(into.stem, *cells))
    counted = [row for row in report.rows if isinstance(report.get(row, "target"), int)]
    moment = datetime.fromisoformat(saved)
    held = moment.replace(month=max(2, moment.month - 2), hour=0, minute=0)
    for number, row in enumerate(events.rows):
        event = {"held_on": held.replace(day=number % 27 + 1), "form": ("очно", "онлайн")[number % 2]}
        events.put(row, {**event, "place": "ЦНАП", "people": 9 + number})
    spare = max([events.top, *events.rows]) + 1
    shared = {"key": report.get(counted[-1], "key"), "measure": "День відкритих дверей", "place": "ЦНАП"}
    events.put(spare, {**shared, "held_on": held.replace(day=20), "people": 11})
    if faults:
        _err(report, counted, faults)
        _err(report, [row for row in report.rows if isinstance(report.get(row, "target"), str)], WORD_FAULTS)
        _err(events, events.rows, EVENT_FAULTS)
        again = {name: events.get(spare, name) for name in (*shared, "held_on")}
        _err(events, range(spare + 1, spare + 9), (again, *MORE_EVENTS))
    if edit:
        edit(book)
    save(book, into, saved)


def _err(table: Table, rows: Sequence[int], faults: Sequence[Cells]) -> None:
    for row, fault in zip(rows, faults, strict=False):
        table.put(row, fault)


def _answer(name: str, key: Any, target: Any, promised: Any) -> dict[str, Any]:
    """Return an honest answer to one row, different from row to row and from file to file."""
    lot = sum(map(ord, f"{name}{key}")) % 9
    kept = {"kept": "так" if lot % 2 else "ні"} if promised else {}
    if isinstance(target, int) and lot == 0:
        return kept | {"done": max(0, target - 1), "reason": f"карантин, {key}", "action": f"{key} до 20.07"}
    if isinstance(target, int):
        done = target + (lot == 1) + 9 * (lot == 2)
        return kept | {"done": done, "description": f"проведено, {name} {key}"}
    if target is None:
        return kept | ({"done": 4, "description": f"{name} {key}"} if lot < 5 else {})
    if re.match("постійно|протягом", target):
        return kept | {"description": f"щодня, {name} {key}"}
    return kept | ({"done": 2, "description": f"на запит, {name} {key}"} if lot < 4 else {"done": NOTHING})


def drop(into: Path, data: bytes) -> None:
    """Write a file as one that has long been there, later than those beside it."""
    into.parent.mkdir(parents=True, exist_ok=True)
    moment = 1_000_000_000 + sum(1 for _ in into.parent.iterdir())
    into.write_bytes(data)
    os.utime(into, (moment, moment))


def save(book: Any, into: Path, saved: str) -> None:
    """Save a workbook as one that was last saved at that moment, always as the same bytes."""
    stream = BytesIO()
    book.save(stream)
    stamp = rb"\g<1>" + datetime.fromisoformat(saved).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    times = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
    drop(into, zipped({name: times.sub(stamp, part) for name, part in unzipped(stream.getvalue()).items()}))


def unzipped(data: bytes) -> dict[str, bytes]:
    """Return the parts of a zip."""
    with ZipFile(BytesIO(data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Return a zip of these parts, without times."""
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(ZipInfo(name), content, ZIP_DEFLATED)
    return stream.getvalue()


def letter(attached: bytes = b"") -> bytes:
    """Return an e-mail with this workbook, or without one."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", "звіт"
    message.set_content("Звіт надішлю завтра.")
    if attached:
        message.add_attachment(attached, "application", "octet-stream", filename="Звіт.xlsx")
        message.set_boundary("=-=")
    return message.as_bytes()


def foreign() -> dict[str, bytes]:
    """Return files that are no returns, by the names under which they come."""
    stream = BytesIO()
    book: Any = Workbook()
    for row in (["Прізвище", "Початок"], ["(вигадано)", 44317], ["1.4.5", 3]):
        book.active.append(row)
    book.save(stream)
    parts = {name: part for name, part in unzipped(stream.getvalue()).items() if name != "docProps/core.xml"}
    types, sheet = "[Content_Types].xml", "xl/worksheets/sheet1.xml"
    return {
        "порожній.xlsx": b"",
        "Відпустки.csv": "Прізвище;Початок\n(вигадано);01.07.2021\n".encode(),
        "план.pdf": b"%PDF-1.4 " + bytes(99),
        "фото.xlsx": b"\xff\xd8\xff\xe0" + bytes(2000),
        "звіт.rar": b"Rar!\x1a\7\0" + bytes(50),
        "старий.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "лист.eml": letter(),
        "інше.bin": bytes(range(256)),
        "чуже.xlsx": zipped(parts),
        "сутності.xlsx": zipped(parts | {sheet: b'<!DOCTYPE x [<!ENTITY a "aa">]>' + parts[sheet]}),
        "половина.xlsx": zipped(parts)[:900],
        "лист.docx": zipped({types: b"<Types>wordprocessingml</Types>", "word/document.xml": b"<a/>"}),
        "двійкова.xlsb": zipped({types: b"<Types/>", "xl/workbook.bin": b"1"}),
        "тека.zip": zipped({"a.txt": b"1"}),
        "=cmd|' !A0 <b>.txt": b"x",
        "ї" * 110 + ".xlsx": b"y",
    }


def lose_marks(book: Any) -> None:
    """Take the marks of the template out of a return that some programs drop."""
    del book["_xlplan"], book.defined_names["xlplan_form"]
    book.custom_doc_props.props.clear()


def lose_code(book: Any) -> None:
    """Take every mark of the template out of a return."""
    lose_marks(book)
    for sheet in book.worksheets[:2]:
        for cell in (cell for row in sheet.iter_rows(max_row=4) for cell in row):
            if re.search(r"-\d\dQ\d-", str(cell.value)):
                cell.value = None


def add_code(book: Any) -> None:
    """Add the form code of another template; its check character is that of ISO/IEC 7064 MOD 37,36."""
    code, signs, product = "KR-21Q2-ZZZ-7F3K", digits + ascii_uppercase, 36
    for sign in code.replace("-", ""):
        product = ((product + signs.index(sign)) % 36 or 36) * 2 % 37
    book.worksheets[0]["A4"] = f"{code}-{signs[(37 - product) % 36]}"


def break_rows(book: Any) -> None:
    """Remove a row, repeat one, and add some that are not of the template."""
    table = Table(book, REPORT)
    table.sheet.delete_rows(table.rows[3])
    again = {"key": table.get(table.rows[0], "key"), "done": 1}
    others = ({"done": 7, "description": "зайвий"}, {"key": "7.7.7", "done": 2}, {"key": "разом"})
    _err(table, range(table.sheet.max_row + 1, table.sheet.max_row + 5), (again, *others))


def break_sheets(book: Any) -> None:
    """Add a second report, and take a heading away."""
    book.copy_worksheet(book.worksheets[0])
    table = Table(book, REPORT)
    table.sheet.cell(table.top, table.columns["reason"]).value = None


def drop_report(book: Any) -> None:
    """Remove the report sheet."""
    del book[book.sheetnames[0]]


def repeat_text(book: Any) -> None:
    """Write the same text into every row."""
    table = Table(book, REPORT)
    for row in table.rows:
        table.put(row, {"description": "проведено зустріч із громадою, усе добре"})


def misspell_all(book: Any) -> None:
    """Write every number as words, and change every locked text."""
    table = Table(book, REPORT)
    for row in table.rows:
        table.put(row, {"done": f"{row} шт.", "measure": "не той захід"})


BROKEN = (lose_code, lose_marks, break_rows, break_sheets, drop_report, repeat_text, add_code, misspell_all)


def pack(folder: Path, one: str, other: str) -> None:
    """Send a return twice in a zip, with macros and without, and another one in a letter."""
    fill(folder / one, folder / "filled.xlsx", "2021-07-06 09:00")
    data = (folder / "filled.xlsx").read_bytes()
    macros = zipped(unzipped(data) | {"xl/vbaProject.bin": b"1"})
    drop(folder / "inbox/звіти.zip", zipped({"а/звіт.xlsm": macros, "../б.xlsx": data, "в.txt": b"1"}))
    fill(folder / other, folder / "filled.xlsx", "2021-07-06 09:10")
    drop(folder / "inbox/лист.eml", letter((folder / "filled.xlsx").read_bytes()))


def spoil_plan(folder: Path, plan: str, into: str) -> None:
    """Write a copy of a plan workbook with mistakes of many kinds."""
    book: Any = load_workbook(folder / plan)
    for name, row, heading, value in SPOILT:
        sheet = book[name]
        letters = {cell.value: cell.column_letter for cell in sheet[5]}
        sheet[f"{letters.get(heading, heading)}{row + 5}"] = value
    save(book, folder / into, "2021-03-09 10:00")


def spoil_csv(folder: Path, period: str, number: int) -> None:
    """Write a copy of the file of measures with one mistake, in Windows-1251."""
    old, new, _code = SPOILT_CSV[number]
    text = (folder / f"plan/{period}-measures.csv").read_text("utf-8")
    times = 1 if len(old) > 1 else -1
    drop(folder / f"spoilt-{number}.csv", text.replace(old, new, times).encode("cp1251", "replace"))


def revise(folder: Path, plan: str, quarter: str, targets: Mapping[str, int], dropped: str, added: str) -> None:
    """Change a plan workbook as an order would: targets and words, one measure less and one more."""
    book: Any = load_workbook(folder / plan)
    sheet, shares = book["План"], book["Розподіл"]
    columns = {cell.value: cell.column for cell in sheet[5] if cell.value}
    codes = {row: sheet.cell(row, columns["Код"]).value for row in range(6, sheet.max_row + 1)}
    rows = {code: row for row, code in codes.items() if code}
    for code, target in targets.items():
        total = sheet.cell(rows[code], columns["Разом"])
        total.value += target - sheet.cell(rows[code], columns[quarter]).value
        sheet.cell(rows[code], columns[quarter]).value = target
        sheet.cell(rows[code], columns["Захід"]).value += " (уточнено)"
    for column in (column for name, column in columns.items() if name != "Перевірка"):
        sheet.cell(max(rows.values()) + 1, column).value = sheet.cell(rows[code], column).value
    sheet.cell(max(rows.values()) + 1, columns["Код"]).value = added
    sheet.cell(max(rows.values()) + 1, columns["Захід"]).value = "Лекції про права споживачів"
    sheet.delete_rows(rows[dropped])
    for row in range(shares.max_row, 5, -1):
        if shares.cell(row, 1).value == dropped:
            shares.delete_rows(row)
    save(book, folder / plan, "2021-07-12 10:00")
