"""The rule that a report holds no personal data: no tax numbers, passports, telephones or addresses of people."""

import re
from collections.abc import Iterator

from xlplan.domain.findings.answer_kinds import PERSONAL_DATA
from xlplan.domain.findings.finding import Finding, Location
from xlplan.domain.sheets import FILLED_BY, HEADINGS, HELP
from xlplan.text.translation import N_, _
from xlplan.validation.context import ReturnContext

_COLUMNS = ("done", "description", "reason", "action", "kept")
_EVENT_COLUMNS = ("event", "held_on", "place", "people", "partner")
_TAX_NUMBER, _PASSPORT = N_("a person's tax number"), N_("the number of a passport")
_PHONE, _EMAIL = N_("a telephone number"), N_("an e-mail address")
_BIRTH_DATE, _RECORD_NUMBER = N_("a person's date of birth"), N_("the number of a person's record in the register")
_TEXT_TYPES = (str, float)
# A cheap first search: the patterns below are tried only where this one matches.
_POSSIBLE_DATA = re.compile(r"@|\d[\d ()-]{5}|р\.\s?н|народж")
_TEN_DIGITS = re.compile(r"(?<![\d-])\d{10}(?![\d-])")
_WEIGHTS = (-1, 5, 7, 9, 4, 6, 10, 5, 7)
_PATTERNS = (
    (re.compile(r"(?<![\w/.-])(?:\+?38[ -]?)?\(?0\d{2}\)?[ -]?\d{3}[ -]?\d{2}[ -]?\d{2}(?![\w/-])"), _PHONE),
    (re.compile(r"(?<!\w)[А-ЩЮЯЄІЇҐ]{2} ?(?:№ ?)?\d{6}(?!\d)"), _PASSPORT),
    (re.compile(r"(?<!\d)(?:19|20)\d{6}-\d{5}(?!\d)"), _RECORD_NUMBER),
    (re.compile(r"(?i)\d{2}\.\d{2}\.(?:19|20)\d{2}\s*(?:р\.\s?н|року? народж|р\. народж)"), _BIRTH_DATE),
    # An address of an office is not personal.
    (re.compile(r"[\w.+-]+@(?![\w.-]*\bgov\.ua\b)[\w-]+(?:\.[\w-]+)+"), _EMAIL),
)


def check_personal_data(context: ReturnContext) -> Iterator[Finding]:
    """Warn of each text with personal data. The finding names the kind of data and never quotes it.

    Source: design, intake; the check digit of a tax number follows the rule of the State Tax Service.
    """
    content = context.content
    for rows, columns in ((content.rows, _COLUMNS), (content.events, _EVENT_COLUMNS)):
        for row in rows:
            for name in columns:
                cell = row.cells.get(name)
                if cell is not None and isinstance(cell.value, _TEXT_TYPES) and _POSSIBLE_DATA.search(cell.text):
                    location = Location(sheet=row.sheet, cell=cell.cell, row=row.key)
                    yield from _findings_in(cell.text, location, HEADINGS[name])
    # The help sheet asks for a name and a post only.
    yield from _findings_in(content.filled_by, Location(sheet=_(HELP.name)), FILLED_BY)


def _findings_in(text: str, location: Location, heading: str) -> Iterator[Finding]:
    return (
        PERSONAL_DATA.at(location, heading=heading, seen=kind_of_data) for kind_of_data in _kinds_of_data(text)
    )


def _kinds_of_data(text: str) -> Iterator[str]:
    if any(_is_tax_number(digits) for digits in _TEN_DIGITS.findall(text)):
        yield _TAX_NUMBER
    for pattern, kind_of_data in _PATTERNS:
        if pattern.search(text):
            yield kind_of_data


def _is_tax_number(digits: str) -> bool:
    # A leading zero means a telephone; a tax number begins with the days from 1900 to the date of birth.
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=False))
    return not digits.startswith("0") and total % 11 % 10 == int(digits[-1])
