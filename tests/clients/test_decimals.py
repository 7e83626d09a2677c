"""Percentages, hours, money and shares in a return that each program saves, with commas and with points."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace
from openpyxl import load_workbook

from tests.support.client_answers import Checked, checked, codes, read
from tests.support.client_programs import PROGRAMS, lacking, need, run
from tests.support.open_office import Convert, open_office
from tests.support.template_samples import MADE, issue
from tests.support.unit_samples import MEASURED, PART, SHARE, WHOLE
from xlplan.documents.template.workbook import write_template
from xlplan.domain.entries import EntryKind
from xlplan.domain.issue import Issue, RowHistory
from xlplan.domain.plan import AddsUp
from xlplan.domain.returned import CellValue
from xlplan.domain.unit_of_measure import Number
from xlplan.text.translation import use_language

LOCALES = {"a comma": "uk-UA", "a point": "en-US"}
TEXTS: dict[str, CellValue] = {
    "description": "прийом громадян",
    "reason": "двоє хворіли",
    "action": "візьмемо помічника",
}

# What is typed, the number format that the program gives to it, and the number that counts.
TYPED: dict[str, tuple[str, CellValue, str, Number]] = {
    "hours": ("hours", 5.5, "General", Decimal("5.5")),
    "hours with a tail": ("hours", 0.1 + 0.2, "General", Decimal("0.3")),
    "hours as text": ("hours", "5,5", "General", Decimal("5.5")),
    "hours shown with decimals": ("hours", 5.5, "0.00", Decimal("5.5")),
    "money": ("money", 40.05, "General", Decimal("40.05")),
    "thousands": ("money at most", 11000.5, "General", Decimal("11000.5")),
    "thousands shown in groups": ("money at most", 11000.5, "#,##0.00", Decimal("11000.5")),
    "thousands in words": ("money at most", "11 000,50 грн", "General", Decimal("11000.5")),
    "currency": ("money", 40.05, '#,##0.00" ₴"', Decimal("40.05")),
    "per cent": ("percent", 98, "General", 98),
    "per cent with its sign": ("percent", 0.98, "0%", 98),
    "a hundred with its sign": ("percent", 1, "0%", 100),
    "per cent with decimals and sign": ("percent", 0.985, "0.00%", Decimal("98.5")),
    "less than one with its sign": ("percent at most", 0.005, "0.00%", Decimal("0.5")),
    "per cent as text": ("percent", "98,5 %", "General", Decimal("98.5")),
    "per cent as the template shows it": ("percent", 98, '#,##0.0" %"', 98),
    "days": ("days at most", 3, "General", 3),
}
ROWS = {name: replace(MEASURED[kind], key=f"1.{at}") for at, (name, (kind, *_)) in enumerate(TYPED.items(), 1)}
PAST = RowHistory(target=196, done=Decimal("190.5"), adds_up=AddsUp.MEAN, target_quarters=2, done_quarters=2)


@pytest.fixture(scope="module")
def measured() -> Issue:
    """An issue with a row for each answer, and a share of two counts."""
    rows = [replace(each, past=PAST) if each.key == "1.10" else each for each in ROWS.values()]
    return issue(*rows, WHOLE, PART, SHARE)


@pytest.fixture(scope="module")
def filled(measured: Issue, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its template with these answers, as somebody typed them."""
    use_language("uk")
    path = tmp_path_factory.mktemp("decimals") / "звіт.xlsx"
    answers = {each.key: TEXTS for each in measured.rows}
    write_template(path, measured, MADE, answers)
    book = load_workbook(path)
    sheet = book["Звіт"]
    for at, (_kind, value, form, _number) in enumerate(TYPED.values(), 6):
        sheet.cell(at, 5).value, sheet.cell(at, 5).number_format = value, form
    for at, value in enumerate((60, 57), 6 + len(TYPED)):
        sheet.cell(at, 5).value = value
    book.save(path)
    return path


Saved = Callable[[str, str, str], Path]


@pytest.fixture(scope="module")
def saved(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Saved]:
    """`saved("LibreOffice", "ods", "uk-UA")`: the file as that program saves it in that locale."""

    @cache
    def office(locale: str) -> Convert:
        program = need("soffice", "apt-get install libreoffice-calc")
        profile = tmp_path_factory.mktemp("profile") / "office"
        return offices.enter_context(open_office(program, profile, locale))

    @cache
    def locales() -> Path:
        return _ukrainian_locale(tmp_path_factory.mktemp("locales"))

    @cache
    def save(program: str, to: str, locale: str) -> Path:
        folder = tmp_path_factory.mktemp("saved")
        out = folder / f"звіт.{to}"
        if program == "LibreOffice":
            office(locale)(filled, to, folder)
        elif program == "Gnumeric":
            _by_gnumeric(filled, out, locale, locales)
        else:
            PROGRAMS[program](filled, out)
        return out

    with ExitStack() as offices:
        yield save


def _ukrainian_locale(folder: Path) -> Path:
    """A folder with a locale of commas, which the system may not have; it is built for the tests."""
    known = Path("/usr/share/i18n/locales/uk_UA")
    if not shutil.which("localedef") or not known.exists():
        lacking("a Ukrainian locale", "apt-get install locales")
    # The order of letters takes a second to build, and nothing is sorted.
    order = re.compile("^LC_COLLATE$.*^END LC_COLLATE$", re.MULTILINE | re.DOTALL)
    source = folder / "uk_UA"
    source.write_text(order.sub('LC_COLLATE\ncopy "POSIX"\nEND LC_COLLATE', known.read_text("utf-8")), "utf-8")
    run("localedef", "-i", source, "-f", "UTF-8", folder / "uk_UA.UTF-8")
    return folder


def _by_gnumeric(path: Path, out: Path, locale: str, locales: Callable[[], Path]) -> None:
    """Gnumeric takes the locale of the system."""
    if locale == "en-US":
        PROGRAMS["Gnumeric"](path, out)
        return
    before = dict(os.environ)
    os.environ |= {"LOCPATH": str(locales()), "LC_ALL": "uk_UA.UTF-8"}
    try:
        PROGRAMS["Gnumeric"](path, out)
    finally:
        os.environ.clear()
        os.environ.update(before)


WAYS = [
    *(("LibreOffice", to, locale) for to in ("xlsx", "xls", "ods") for locale in LOCALES.values()),
    *(("Gnumeric", to, locale) for to in ("xlsx", "xls", "ods") for locale in LOCALES.values()),
    ("exceljs", "xlsx", "any"),
    *(("SheetJS", to, "any") for to in ("xlsx", "xls", "ods")),
    ("openpyxl", "xlsx", "any"),
]
EVERY = pytest.mark.parametrize(("program", "to", "locale"), WAYS, ids=[" ".join(way) for way in WAYS])


def number_by_name(found: Checked) -> dict[str, Number | None]:
    """The number that counts in each row, by the name of what was typed."""
    numbers = {entry.key: entry.number for entry in found[0]}
    return {name: numbers[row.key] for name, row in ROWS.items()}


def findings_of(found: Checked) -> list[str]:
    """What was found, but for what is said of every kind of row: reasons that nobody asked for, notes on texts."""
    quiet = ("reason-unneeded", "entry-understood", "text-repeated", "far-over-target")
    return sorted(set(codes(found[2])) - set(quiet))


@EVERY
def test_each_number_is_read_exactly_as_it_was_typed(
    program: str, to: str, locale: str, measured: Issue, saved: Saved
) -> None:
    found = checked(measured, saved(program, to, locale))
    assert number_by_name(found) == {name: number for name, (*_typed, number) in TYPED.items()}


@EVERY
def test_targets_and_indicators_come_back_as_they_were_issued_and_nothing_else_is_found(
    program: str, to: str, locale: str, measured: Issue, saved: Saved
) -> None:
    assert findings_of(checked(measured, saved(program, to, locale))) == []


@EVERY
def test_the_share_is_the_one_that_the_cell_shows(
    program: str, to: str, locale: str, measured: Issue, saved: Saved
) -> None:
    entry = checked(measured, saved(program, to, locale))[0][-1]
    assert (entry.key, entry.kind, entry.number) == ("1.2.1/3", EntryKind.NUMBER, 95)
    (row,) = [each for each in read(saved(program, to, locale)).rows if each.key == "1.2.1/3"]
    if program in ("LibreOffice", "Gnumeric"):
        assert row.cells["done"].value == 95
