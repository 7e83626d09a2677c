"""Form code, `KR-21Q2-HOR-7F3K-X`: the visible identity of an issue, with a check character."""

import re

from msgspec import Struct

from xlplan.domain.quarter import Quarter
from xlplan.text.normalize import latin_code

# ISO/IEC 7064 MOD 37,36 catches every single wrong character, and 629 of 630 swaps of neighbours.
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SHAPE = r"\b([A-Z0-9]{2,6})-(\d\d)Q([1-4])-([A-Z0-9]{2,6})-([A-Z0-9]{4})-([A-Z0-9])\b"
_CENTURY = 2000


class FormCode(Struct, frozen=True):
    """The parts of a form code: the codes of centre and unit, the quarter, and a token of four characters."""

    centre: str
    quarter: Quarter
    unit: str
    token: str

    def __str__(self) -> str:
        body = f"{self.centre}-{self.quarter.short}-{self.unit}-{self.token}"
        return f"{body}-{check_character(body)}"


def check_character(text: str) -> str:
    """Return the check character over the letters and digits of a text (ISO/IEC 7064 MOD 37,36)."""
    product = 36
    for sign in text:
        if sign in _ALPHABET:
            total = (product + _ALPHABET.index(sign)) % 36 or 36
            product = total * 2 % 37
    return _ALPHABET[(37 - product) % 36]


def read_form_codes(text: str) -> tuple[FormCode, ...]:
    """Return every form code in a text whose check character is right.

    Cyrillic look-alikes count as Latin letters.
    """
    codes = []
    for centre, year, number, unit, token, check in re.findall(_SHAPE, latin_code(text)):
        code = FormCode(centre, Quarter(_CENTURY + int(year), int(number)), unit, token)
        if str(code).endswith(f"-{check}"):
            codes.append(code)
    return tuple(codes)
