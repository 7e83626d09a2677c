"""A report carries no personal data: texts that hold what looks like a person's number, phone or address."""

import re
from collections.abc import Iterator

from xlplan.finding import Finding, Place, found
from xlplan.rules.headings import HEADINGS
from xlplan.submission import ReturnedRow
from xlplan.texts import mark

_COLUMNS = ("done", "description", "reason", "action", "event", "place", "partner")
_TAX_NUMBER, _PASSPORT = mark("a person's tax number"), mark("the number of a passport")
_PHONE, _EMAIL = mark("a telephone number"), mark("an e-mail address")
_WRITTEN = (str, float)
# One cheap look decides whether the others are worth taking.
_DOUBT = re.compile(r"@|\d[\d ()-]{5}")
_TEN_DIGITS = re.compile(r"(?<![\d-])\d{10}(?![\d-])")
_WEIGHTS = (-1, 5, 7, 9, 4, 6, 10, 5, 7)
_PATTERNS = (
    (re.compile(r"(?<![\w/.-])(?:\+?38[ -]?)?\(?0\d{2}\)?[ -]?\d{3}[ -]?\d{2}[ -]?\d{2}(?![\w/-])"), _PHONE),
    (re.compile(r"(?<!\w)[А-ЩЮЯЄІЇҐ]{2} ?(?:№ ?)?\d{6}(?!\d)"), _PASSPORT),
    # The address of an office is nobody's own.
    (re.compile(r"[\w.+-]+@(?![\w.-]*\bgov\.ua\b)[\w-]+(?:\.[\w-]+)+"), _EMAIL),
)


def personal_data(rows: tuple[ReturnedRow, ...]) -> Iterator[Finding]:
    """A finding for each text that holds personal data, which it names but never quotes.

    Source: design, intake; the control digit of a tax number by the State Tax Service's rule.
    """
    for row in rows:
        for name in _COLUMNS:
            seen = row.cells.get(name)
            if seen is None or not isinstance(seen.value, _WRITTEN) or not _DOUBT.search(seen.text):
                continue
            place = Place(sheet=row.sheet, cell=seen.cell, row=row.key)
            for what in _kinds(seen.text):
                yield found("personal-data", place, heading=HEADINGS[name], seen=what)


def _kinds(text: str) -> Iterator[str]:
    if any(_is_tax_number(digits) for digits in _TEN_DIGITS.findall(text)):
        yield _TAX_NUMBER
    for pattern, what in _PATTERNS:
        if pattern.search(text):
            yield what


def _is_tax_number(digits: str) -> bool:
    # A zero in front is a telephone's; a tax number counts the days from 1900 to a birth.
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=False))
    return not digits.startswith("0") and total % 11 % 10 == int(digits[-1])
