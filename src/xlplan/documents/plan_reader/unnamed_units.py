"""The unit of measure of a row that leaves `Одиниця` blank, or its decimals open: its title and numbers tell."""

import re

from msgspec import Struct

from xlplan.documents.plan_reader.indicator_words import unit_in_title
from xlplan.documents.plan_reader.table import Row
from xlplan.domain.findings.finding import Finding
from xlplan.domain.findings.plan_number_kinds import PLAN_DECIMALS_READ, PLAN_UNIT_READ
from xlplan.domain.sheets import PLAN
from xlplan.domain.target_reading import Limit, read_limited_target
from xlplan.domain.unit_of_measure import (
    MOST_DECIMALS,
    Number,
    UnitOfMeasure,
    decimals_of,
    read_unit_of_measure,
    unit_of_measure_text,
)
from xlplan.domain.unit_words import UnitWords, read_unit_words
from xlplan.text.normalize import clean_spaces

_QUARTERS = ("q1", "q2", "q3", "q4")
TARGETS = (*_QUARTERS, "total")
# Numbers with more of them are rather thousands with a comma, and are asked about.
_MOST_NEEDED = 2
_WORD_BEHIND = re.compile(r".*\d\)?\s*(?P<word>[^\d\s()][^\d()]*(?:[23])?)")
_SIGN_IN_FRONT = re.compile(r"(?:.*\s)?(?P<word>[$€£₴])\s?\d.*")


class RowNumbers(Struct, frozen=True):
    """The numbers that a row plans for its quarters, in order, and its total; None without one.

    `are_ceilings`: the words of each of them say that it is not to be exceeded.
    """

    counts: tuple[Number, ...]
    total: Number | None
    are_ceilings: bool

    @property
    def are_one_level(self) -> bool:
        """Tells that one number stands in several quarters and for the year."""
        return len(self.counts) > 1 and set(self.counts) == {self.total}


def numbers_of(row: Row, unit: UnitOfMeasure) -> RowNumbers:
    """Return the numbers that a row plans, as far as they can be read."""
    read = [read_limited_target(row.value(name), unit) for name in TARGETS]
    limits = {each.limit for each in read if each.target and each.target.count is not None}
    *counts, total = (each.target.count if each.target else None for each in read)
    known = tuple(count for count in counts if count is not None)
    return RowNumbers(known, total, limits == {Limit.CEILING})


def read_unnamed_unit(row: Row, key: str, findings: list[Finding]) -> UnitOfMeasure | None:
    """Return the unit that a row's title or all of its numbers name, with a note; None where they name none."""
    title = row.text("indicator")
    if not any(map(str.isdigit, "".join(map(row.text, TARGETS)))):
        return None
    if named := unit_in_title(title):
        name, seen = "indicator", title
    else:
        name, named = _unit_in_cells(row)
        seen = row.text(name) if name else ""
    unit = read_unit_of_measure(named) if named else None
    if unit is None:
        return None
    unit = UnitOfMeasure(unit.word, _needed_decimals(row, unit))
    values = {"unit": unit_of_measure_text(unit), "heading": PLAN.column("unit_of_measure").shown}
    findings.append(PLAN_UNIT_READ.at(row.place(name, key), seen=seen, decimals=unit.decimals, **values))
    return unit


def with_needed_decimals(row: Row, key: str, unit: UnitOfMeasure, findings: list[Finding]) -> UnitOfMeasure:
    """Return the unit that a row names with the decimals of its numbers, with a note where that adds some."""
    needed = _needed_decimals(row, unit)
    if needed == unit.decimals:
        return unit
    known = UnitOfMeasure(unit.word, needed)
    shown = unit_of_measure_text(known)
    findings.append(PLAN_DECIMALS_READ.at(row.place("unit_of_measure", key), seen=unit.word, unit=shown))
    return known


def unit_beside(text: str) -> str:
    """Return the word of a known unit of measure that stands beside a number: “12,5 тис. грн”; "" without one."""
    words = clean_spaces(text)
    found = _WORD_BEHIND.fullmatch(words) or _SIGN_IN_FRONT.fullmatch(words)
    known = read_unit_words(found["word"]) if found else None
    # “2026 року” is a date.
    return found["word"].rstrip(". ") if found and known and not known.is_date else ""


def _unit_in_cells(row: Row) -> tuple[str, str]:
    """Return the name of the first target with a unit that every number of the row has beside it, and the unit."""
    named: dict[UnitWords, tuple[str, str]] = {}
    for name in TARGETS:
        text = row.text(name)
        if not any(map(str.isdigit, text)):
            continue
        word = unit_beside(text)
        known = read_unit_words(word) if word else None
        if known is None:
            return "", ""
        named.setdefault(known, (name, word))
    return next(iter(named.values())) if len(named) == 1 else ("", "")


def _needed_decimals(row: Row, unit: UnitOfMeasure) -> int:
    """Return the usual decimals of a row; for a word that measures and has none, those of its numbers."""
    known = read_unit_words(unit.word)
    if unit.decimals or known is None or not known.has_decimals:
        return unit.decimals
    numbers = numbers_of(row, UnitOfMeasure(unit.word, MOST_DECIMALS))
    needed = max(
        (decimals_of(number) for number in (*numbers.counts, numbers.total) if number is not None), default=0
    )
    return needed if needed <= _MOST_NEEDED else unit.decimals
