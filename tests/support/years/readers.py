"""Reads figures out of what xlplan shows, as a person would: by the names of sheets and by headings."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

Values = Mapping[str, object]
_FORMER = re.compile(r"(.+) \(до (\S+) кварталу\)")
_NUMBER = re.compile(r"(-?\d+(?:\s\d{3})*(?:,\d+)?)(?!\S)")
_LIMIT = re.compile(r"(не (більше|менше) )?\d")
_NUMERALS = {"І": 1, "ІІ": 2, "ІІІ": 3, "IV": 4}
# A unit, and the first quarter in which it did not carry the row any more; 0 for one that does.
UnitKey = tuple[str, int]
JOINTLY = "спільно"
NO_REASON = "⚠ причину не вказано"


def unit_key(name: str) -> UnitKey:
    """The unit that a row is of, and from when on it is not there any more."""
    former = _FORMER.fullmatch(name)
    return (former[1], _NUMERALS[former[2]]) if former else (name, 0)


def word_of(status: object) -> str:
    """The word of a status: `▼ недовиконано щонайменше на 4 · без: …` is `недовиконано`."""
    words = str(status or "").lstrip("✓▲▼◌…∅·÷ ")
    known = ("перевиконано", "виконано", "недовиконано", "не подано", "очікується", "потреби не було")
    others = ("без кількісного плану", "немає з чого рахувати")
    return next((word for word in (*known, *others) if words.startswith(word)), words)


_CENTRE = "центр загалом"


def told_changes(book: "Book") -> Iterator[Values]:
    """Each change that the rows of `Що змінилося` tell: whose it is, what, and both values."""
    for _at, row in book.table("Що змінилося"):
        if not row["Код"] and not row["Підрозділ"]:
            return
        lines = [line for line in str(row["Що ще змінилося"] or "").split("\n") if line]
        known = ("Виконано", "Статус", "Виконано з початку року")
        own: dict[str, object] = {heading: row[heading] for heading in known if heading in row}
        of_centre = {
            heading.removeprefix("Центр загалом: ").capitalize(): value
            for heading, value in row.items()
            if heading.startswith("Центр загалом: ")
        }
        for line in lines:
            whose = of_centre if line.startswith(f"{_CENTRE}, ") else own
            told, _colon, change = line.removeprefix(f"{_CENTRE}, ").partition(": ")
            whose[told] = change
        for unit, changes in ((str(row["Підрозділ"]), own), (_CENTRE, of_centre)):
            for heading, both in changes.items():
                if both:
                    old, _arrow, new = str(both).partition(" → ")
                    yield {"Код": row["Код"], "Підрозділ": unit, "Що": heading, "Було": old, "Стало": new}


def number_of(shown: str) -> Decimal | None:
    """The number that a text shows, whatever its unit of measure; None for words and for a dash."""
    found = _NUMBER.match(shown)
    return Decimal(re.sub(r"\s", "", found[1]).replace(",", ".")) if found else None


@dataclass(frozen=True)
class ShownRow:
    """The row of an indicator with those of its units. `starred`: the result to date lacks a return."""

    code: str
    values: Values
    units: Mapping[UnitKey, Values]
    starred: bool = False


@dataclass
class Book:
    """The sheets of a consolidated workbook: the values that it shows before anything calculates.

    `stars`: the cells of `План-факт` whose format marks a sum that lacks a return, by row and column from 0.
    """

    sheets: Mapping[str, Sequence[Sequence[object]]]
    stars: frozenset[tuple[int, int]] = frozenset()
    _plan_fact: dict[str, ShownRow] = field(default_factory=dict)

    def table(self, sheet: str, first: str = "Код") -> Iterator[tuple[int, dict[str, object]]]:
        """The rows below the heading row, by heading, each with its position."""
        rows = self.sheets[sheet]
        top = next(at for at, row in enumerate(rows) if first in row[:2])
        headings = [str(value) for value in rows[top] if value not in (None, "")]
        for at, row in enumerate(rows[top + 1 :], top + 1):
            yield at, dict(zip(headings, row, strict=False))

    @cached_property
    def headings(self) -> list[object]:
        """The headings of `План-факт`."""
        return next(list(row) for row in self.sheets["План-факт"] if row and row[0] == "Код")

    @property
    def is_annual(self) -> bool:
        """The year to date is that of the whole year, under headings of its own."""
        return "Виконано за рік" in self.headings

    @cached_property
    def plan_fact(self) -> dict[str, ShownRow]:
        """The rows of `План-факт`, by code."""
        found: dict[str, ShownRow] = {}
        done = self.headings.index("Виконано за рік" if self.is_annual else "Виконано з початку року")
        units: dict[UnitKey, Values] = {}
        for at, values in self.table("План-факт"):
            code, name = values["Код"], values["Захід / підрозділ"]
            if code and values["Показник"]:
                units = {}
                found[str(code)] = ShownRow(str(code), self._renamed(values), units, (at, done) in self.stars)
            elif not code and not name:
                break
            elif not code:
                units[unit_key(str(name))] = self._renamed(values)
        return found

    def _renamed(self, values: Values) -> Values:
        if not self.is_annual:
            return values
        names = {"План на рік": "План з початку року", "Виконано за рік": "Виконано з початку року"}
        names["Статус за рік"] = "Статус з початку року"
        return {names.get(heading, heading): value for heading, value in values.items()}

    @cached_property
    def data(self) -> dict[tuple[str, UnitKey], Values]:
        """The rows of `Дані`, by code and unit."""
        rows = (values for _at, values in self.table("Дані", "Квартал"))
        return {(str(row["Код"]), unit_key(str(row["Підрозділ"]))): row for row in rows if row["Код"]}

    @cached_property
    def shortfalls(self) -> list[Values]:
        """The rows of `Недовиконання`, in its order."""
        found: list[Values] = []
        for _at, values in self.table("Недовиконання"):
            if not values["Код"] or not values["Підрозділ"]:
                break
            found.append(values)
        return found

    @cached_property
    def promises(self) -> list[Values]:
        """The promises under the shortfalls."""
        rows = self.sheets["Недовиконання"]
        tops = [at for at, row in enumerate(rows) if "Бракувало минулого кварталу" in row]
        if not tops:
            return []
        headings = [str(value) for value in rows[tops[0]]]
        return [dict(zip(headings, row, strict=False)) for row in rows[tops[0] + 1 :] if row and row[0]]

    @cached_property
    def changes(self) -> list[Values]:
        """What `Що змінилося` tells of units and of the centre; nothing in an edition that follows no other."""
        return list(told_changes(self)) if "Що змінилося" in self.sheets else []

    @cached_property
    def units(self) -> dict[str, Values]:
        """The rows of `Підрозділи`, by unit; `Разом` among them."""
        rows = (values for _at, values in self.table("Підрозділи", "Підрозділ"))
        return {str(row["Підрозділ"]): row for row in rows if row["Підрозділ"]}

    @cached_property
    def tiles(self) -> dict[str, object]:
        """The values of the quarter's tiles of `Зведення`, by their labels without the percentage."""
        return self._tiles(self._tile_rows[-1 if self.is_annual else 0], (-1, 2))

    @cached_property
    def year_tiles(self) -> dict[str, object]:
        """The values of the tiles of the year so far by their labels; none of a quarter that has no year."""
        rows = self._tile_rows
        return self._tiles(rows[0 if self.is_annual else -1], (-1,)) if len(rows) > 1 else {}

    @property
    def _tile_rows(self) -> list[int]:
        rows = self.sheets["Зведення"]
        return [at for at, row in enumerate(rows) if row and str(row[0]).startswith("▼ недовиконано")]

    def _tiles(self, top: int, places: Sequence[int]) -> dict[str, object]:
        rows = self.sheets["Зведення"]
        found: dict[str, object] = {}
        for values_at in (top + place for place in places):
            for value, label in zip(rows[values_at], rows[values_at + 1], strict=True):
                if label:
                    found[str(label).partition(" · ")[0] if "%" in str(label) else str(label)] = value
        return found

    @cached_property
    def unit_states(self) -> dict[str, Values]:
        """The table of units on `Зведення`, by unit."""
        rows = self.sheets["Зведення"]
        top = next(at for at, row in enumerate(rows) if len(row) > 5 and row[5] == "Стан")
        headings = [str(value) for value in rows[top]]
        found: dict[str, Values] = {}
        for row in rows[top + 1 :]:
            if not isinstance(row[0], int | float):
                break
            found[str(row[1])] = dict(zip(headings, row, strict=False))
        return found

    @cached_property
    def course(self) -> list[Sequence[object]]:
        """The table of quarters on `Зведення`: title, short, not returned, met, not judged."""
        rows = self.sheets["Зведення"]
        tops = [at for at, row in enumerate(rows) if len(row) > 1 and row[1] == "Квартал"]
        return [row[1:6] for row in rows[tops[0] + 1 :] if len(row) > 1 and row[1]] if tops else []

    @cached_property
    def year_returns(self) -> dict[str, Values]:
        """The table of the year's returns on `Подання`: by unit, and of all by quarter and for the year so far."""
        rows = self.sheets["Подання"]
        tops = [at for at, row in enumerate(rows) if "Належить подати" in row]
        if not tops:
            return {}
        headings = [str(value) for value in rows[tops[0]] if value]
        return {
            str(row[0]): dict(zip(headings, row, strict=False)) for row in rows[tops[0] + 1 :] if row and row[0]
        }

    @property
    def year_line(self) -> str:
        """The line on the year's returns on `Зведення`; "" without one."""
        begins = "Прийнято звітів з початку року"
        texts = (str(row[0]) for row in self.sheets["Зведення"] if row and row[0])
        return next((text for text in texts if text.startswith(begins)), "")

    @cached_property
    def facts(self) -> dict[str, object]:
        """The lines of `Підпис`, by label."""
        rows = self.sheets["Підпис"]
        return {str(row[1]): row[2] for row in rows if len(row) > 2 and row[1]}

    @property
    def controls(self) -> list[object]:
        """The control cells of `Підпис`."""
        rows = self.sheets["Підпис"]
        top = next(at for at, row in enumerate(rows) if "Контроль" in row)
        return [row[5] for row in rows[top + 1 : top + 4]]

    @property
    def texts(self) -> str:
        """All sentences of `Зведення`."""
        return " ".join(str(row[0]) for row in self.sheets["Зведення"] if row and row[0])


def read_book(path: Path) -> Book:
    """The workbook as it shows itself, with its cached values."""
    return _book_of(path.read_bytes())


# An edition is looked at for its figures, for what it changed, and for contradictions.
@lru_cache(maxsize=16)
def _book_of(content: bytes) -> Book:
    with_formats = load_workbook(BytesIO(content), data_only=True)
    sheets = {
        sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in with_formats.worksheets
    }
    stars = frozenset(
        (cell.row - 1, cell.column - 1)
        for row in with_formats["План-факт"].iter_rows()
        for cell in row
        if "*" in (cell.number_format or "") and cell.row and cell.column
    )
    return Book(sheets, stars)


def read_computed(path: Path) -> Book:
    """A workbook that another program has computed and saved. Formats are not looked at."""
    with CalamineWorkbook.from_path(str(path)) as book:
        raw = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}

    def plain(value: object) -> object:
        if isinstance(value, float) and value.is_integer():
            return int(value)
        return None if value == "" else value

    return Book({name: [[plain(value) for value in row] for row in rows] for name, rows in raw.items()})


@dataclass(frozen=True)
class TemplateRow:
    """What a template shows of the year before its quarter; None where it has no such column."""

    target: object
    done: object
    promised: str
    has_year: bool


def read_template(path: Path) -> dict[str, TemplateRow]:
    """The rows of `Звіт`, by code."""
    with CalamineWorkbook.from_path(str(path)) as book:
        rows = book.get_sheet_by_name("Звіт").to_python(skip_empty_area=False)
    top = next(at for at, row in enumerate(rows) if row[0] == "Код")
    found = {}
    for row in rows[top + 1 :]:
        values: dict[str, object] = dict(zip(map(str, rows[top]), row, strict=False))
        if not values["Код"]:
            continue
        target, done = values.get("План з початку року"), values.get("Виконано з початку року")
        promised = str(values.get("Обіцяно минулого кварталу") or "")
        has_year = "Виконано з початку року" in values
        found[str(values["Код"])] = TemplateRow(_number(target), _number(done), promised, has_year)
    return found


def _number(value: object) -> object:
    return None if value == "" else value


def read_year_form(path: Path) -> list[list[object]]:
    """The rows of the year's form: an indicator, the centre or a unit, with its counts quarter by quarter."""
    sheet = load_workbook(path).worksheets[0]
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    # A column of which the plan says nothing is left out, so the columns are found by the quarters.
    top = next(at for at, row in enumerate(rows) if {"I", "II", "III", "IV"} <= set(row))
    first = rows[top].index("I")
    found: list[list[object]] = []
    for row in rows[top + 1 :]:
        if "____" in str(row[first - 1]):
            break  # the signature below the table
        if row[first - 1] not in (None, "") and not str(row[first - 1]).isdigit():
            found.append([str(row[first - 1]), *map(_printed, row[first : first + 4])])
    return found


def _printed(value: object) -> object:
    """A number or a limit; no other words. A blank that keeps a number together is a blank."""
    if isinstance(value, int | float):
        return value
    return str(value).replace("\u00a0", " ") if _LIMIT.match(str(value)) else None


def read_json(text: str) -> Any:
    """What a command says to programs."""
    return json.loads(text)
