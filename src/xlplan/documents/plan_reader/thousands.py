"""Numbers of a plan with a comma or a point between thousands: “1,200”, “$12,500”, “1,200 hours”.

Such a number alone has two meanings. Where its row settles the meaning, it is read; else it is asked about.
"""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from msgspec import Struct

from xlplan.documents.plan_reader.table import Row
from xlplan.domain.findings.finding import Finding, FindingKind
from xlplan.domain.findings.plan_number_kinds import PLAN_THOUSANDS_BY_TOTAL, PLAN_THOUSANDS_READ
from xlplan.domain.number_reading import LARGEST_NUMBER
from xlplan.domain.sheets import PLAN
from xlplan.text.normalize import match_key
from xlplan.text.translation import quote, translated

_QUARTERS = ("q1", "q2", "q3", "q4")
_TARGETS = (*_QUARTERS, "total")
_GROUPED = re.compile(
    r"(?P<before>[^\d%]*)(?P<number>[1-9]\d{0,2}(?P<sign>[.,])\d{3}(?:(?P=sign)\d{3})*)(?P<after>[^\d%]*)"
)
_PLAIN = re.compile(r"[^\d%]*(?P<number>\d+(?:[.,]\d{1,2})?)[^\d%]*")
# From this number on, thousands are set apart.
_THOUSAND = 1000


class _Number(Struct, frozen=True):
    """A number of a row; `thousands` and `part` are its meanings, None for one that it does not have."""

    text: str
    sign: str = ""
    thousands: Decimal | None = None
    part: Decimal | None = None

    @property
    def is_grouped(self) -> bool:
        return bool(self.sign)


def settle_thousands(row: Row, key: str, findings: list[Finding]) -> Row:
    """Return the row with plain numbers in place of those whose thousands are set apart, with a note.

    They are settled by a number with several groups (1,200,000), by a total that is the sum of the quarters in one
    meaning only, and by the commas of an English plan. A row that settles nothing comes back as it is.
    """
    numbers = _numbers(row)
    grouped = {name: each for name, each in numbers.items() if each.is_grouped}
    if len({each.sign for each in grouped.values()}) != 1:
        return row
    by_total = _by_total(numbers)
    if by_total == "part":
        return _with_numbers(row, key, {name: each.part for name, each in grouped.items()}, findings)
    has_groups = any(each.part is None for each in grouped.values())
    if not (by_total or has_groups or _is_english(row, numbers)):
        return row
    kind = PLAN_THOUSANDS_BY_TOTAL if by_total and not has_groups else PLAN_THOUSANDS_READ
    return _with_numbers(row, key, {name: each.thousands for name, each in grouped.items()}, findings, kind)


def _numbers(row: Row) -> dict[str, _Number]:
    """Return the numbers of a row by column; one without a meaning stands for what cannot be read here."""
    numbers = {}
    for name in _TARGETS:
        text = row.text(name)
        if not any(map(str.isdecimal, text)):
            continue
        numbers[name] = _number(text, is_text=isinstance(row.value(name), str))
    return numbers


def _number(text: str, *, is_text: bool) -> _Number:
    if is_text and (found := _GROUPED.fullmatch(text)):
        whole, *groups = found["number"].split(found["sign"])
        thousands = Decimal("".join((whole, *groups)))
        part = Decimal(f"{whole}.{groups[0]}") if len(groups) == 1 else None
        return _Number(text, found["sign"], thousands if thousands <= LARGEST_NUMBER else None, part)
    plain = _PLAIN.fullmatch(text)
    value = Decimal(plain["number"].replace(",", ".")) if plain else None
    return _Number(text, thousands=value, part=value)


def _by_total(numbers: Mapping[str, _Number]) -> str:
    """Return the meaning in which alone the total is the sum of the quarters: “thousands” or “part”; else ""."""
    quarters = [numbers[name] for name in _QUARTERS if name in numbers]
    if "total" not in numbers or len(quarters) < 2:
        return ""
    total = numbers["total"]
    is_sum = {
        "thousands": _is_sum(total.thousands, (each.thousands for each in quarters)),
        "part": _is_sum(total.part, (each.part for each in quarters)),
    }
    return next((name for name in is_sum if is_sum[name]), "") if sum(is_sum.values()) == 1 else ""


def _is_sum(total: Decimal | None, parts: Iterable[Decimal | None]) -> bool:
    known = list(parts)
    return total is not None and None not in known and total == sum(each for each in known if each is not None)


def _is_english(row: Row, numbers: Mapping[str, _Number]) -> bool:
    """Tell if a row of an English plan sets thousands apart by commas, and all of them."""
    return match_key(row.grid.sheet) == match_key(translated(PLAN.name, "en")) and all(
        each.sign == "," or (not each.is_grouped and each.thousands is not None and each.thousands < _THOUSAND)
        for name, each in numbers.items()
        if isinstance(row.value(name), str)
    )


def _with_numbers(
    row: Row,
    key: str,
    numbers: Mapping[str, Decimal | None],
    findings: list[Finding],
    kind: FindingKind = PLAN_THOUSANDS_BY_TOTAL,
) -> Row:
    """Return the row with these numbers in place of the typed ones, and note them; the words around stay."""
    if None in numbers.values():
        return row
    seen = {name: row.text(name) for name in numbers}
    for name, number in numbers.items():
        found = _GROUPED.fullmatch(seen[name])
        if number is None or found is None:
            continue
        value: object = int(number) if number == int(number) else float(number)
        if found["before"] or found["after"]:
            value = f"{found['before']}{number:f}{found['after']}"
        row = row.with_value(name, value)
    read = {name: f"{number:f}" for name, number in numbers.items()}
    shown = ", ".join(dict.fromkeys(map(quote, seen.values())))
    place = row.place(next(iter(numbers)), key)
    findings.append(kind.at(place, seen=shown, read=", ".join(dict.fromkeys(read.values()))))
    return row
