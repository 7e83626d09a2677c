"""Personal data in a text, by its look: tax numbers, passports, telephones and addresses of people."""

import re
from collections.abc import Iterator

from xlplan.text.normalize import drop_invisible
from xlplan.text.translation import N_, _

_TAX_NUMBER, _PASSPORT = N_("a person's tax number"), N_("the number of a passport")
_PHONE, _EMAIL = N_("a telephone number"), N_("an e-mail address")
_BIRTH_DATE, _RECORD_NUMBER = N_("a person's date of birth"), N_("the number of a person's record in the register")
# A cheap first search: the patterns below are tried only where this one matches.
_POSSIBLE_DATA = re.compile(r"@|\d[\d ()-]{5}|р\.\s?н|народж")
_TEN_DIGITS = r"(?<![\d-])\d{10}(?![\d-])"
_WEIGHTS = (-1, 5, 7, 9, 4, 6, 10, 5, 7)
# A text may have 32,767 signs, and a line of the log more. No pattern may begin anew at each sign of a long run.
_PATTERNS = (
    (r"(?<![\w/.-])(?:\+?38[ -]?)?\(?0\d{2}\)?[ -]?\d{3}[ -]?\d{2}[ -]?\d{2}(?![\w/-])", _PHONE),
    (r"(?<!\w)[А-ЩЮЯЄІЇҐ]{2} ?(?:№ ?)?\d{6}(?!\d)", _PASSPORT),
    (r"(?<!\d)(?:19|20)\d{6}-\d{5}(?!\d)", _RECORD_NUMBER),
    (r"(?i)\d{2}\.\d{2}\.(?:19|20)\d{2}\s*(?:р\.\s?н|року? народж|р\. народж)", _BIRTH_DATE),
    # An address of an office is not personal.
    (r"(?<![\w.+-])[\w.+-]+@(?![\w.-]*\bgov\.ua\b)[\w-]+(?:\.[\w-]+)+", _EMAIL),
)
# What is hidden besides, though too little for a warning: a number with a slip in it, in Latin letters, or cut at
# the end of a quotation.
_ALSO_HIDDEN = (
    r"(?<![\w.,])\d{9,}(?![\w.,]\d)(?!\w)",
    r"(?<!\w)[A-ZА-ЯЄІЇҐ]{2} ?(?:№ ?)?\d{6}(?!\d)",
    r"(?<![\w.+-])[\w.+-]+@[\w.-]*…",
    r"(?<![\w.])\+?[\d(][\d ()-]{4,200}…",
)


def kinds_of_personal_data(text: str) -> Iterator[str]:
    """Yield the kinds of personal data that a text seems to hold, as messages of the catalogue."""
    text = drop_invisible(text)
    if not _POSSIBLE_DATA.search(text):
        return
    if any(_is_tax_number(digits) for digits in re.findall(_TEN_DIGITS, text)):
        yield _TAX_NUMBER
    for pattern, kind in _PATTERNS:
        if re.search(pattern, text):
            yield kind


def hide_personal_data(text: str) -> str:
    """Return a text in which a word stands in the place of whatever looks like personal data.

    The answers to a unit quote it whole. All other quotations of cells and names of files go through this.
    """
    visible = drop_invisible(text)
    if not _POSSIBLE_DATA.search(visible):
        return text
    text = visible
    hidden = _("[hidden]")
    for pattern in (*(pattern for pattern, _kind in _PATTERNS), *_ALSO_HIDDEN):
        text = re.sub(pattern, hidden, text)
    return text


def _is_tax_number(digits: str) -> bool:
    # A leading zero means a telephone; a tax number begins with the days from 1900 to the date of birth.
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=False))
    return not digits.startswith("0") and total % 11 % 10 == int(digits[-1])
