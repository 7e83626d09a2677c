"""Quarter of a year, `2021-Q2`."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from xlplan.text.normalize import latin_code
from xlplan.text.translation import _, language

_NUMERALS = {"I": 1, "II": 2, "III": 3, "IV": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_CODE = re.compile(r"^(\d{4})\s*[-/ ]\s*Q([1-4])$")
_WORDS = re.compile(r"^(IV|I{1,3}|[1-4])(?:\s*-?\s*[^\W\d_]*)?\s+\S+\s+(\d{4})(?:\s+\S+)?$")
_WORD = latin_code("квартал")
_YEARS = range(1900, 2200)
# A Ukrainian plan prints the Cyrillic letter. Both are read. Source: design, quarter.
_CYRILLIC_NUMERALS = ("І", "ІІ", "ІІІ", "IV")
_LATIN_NUMERALS = ("I", "II", "III", "IV")


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of a calendar year. Quarters sort by time."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if self.number not in range(1, 5) or self.year not in _YEARS:
            raise ValueError(f"no such quarter: {self.year}-Q{self.number}")

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"

    @property
    def title(self) -> str:
        """The quarter as people read it: `ІІ квартал 2021 року`."""
        return _("quarter {numeral} of {year}").format(numeral=self.numeral, year=self.year)

    @property
    def numeral(self) -> str:
        """The Roman numeral, in Cyrillic letters where the language is Ukrainian."""
        return (_CYRILLIC_NUMERALS if language() == "uk" else _LATIN_NUMERALS)[self.number - 1]

    @property
    def first_day(self) -> date:
        """The first day of the quarter."""
        return date(self.year, self.number * 3 - 2, 1)

    @property
    def last_day(self) -> date:
        """The last day of the quarter."""
        after = date(self.year + self.number // 4, self.number % 4 * 3 + 1, 1)
        return after - timedelta(days=1)

    @property
    def following(self) -> "Quarter":
        """The quarter after this one."""
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @cached_property
    def to_date(self) -> tuple["Quarter", ...]:
        """The quarters of the year up to and with this one."""
        return tuple(Quarter(self.year, number) for number in range(1, self.number + 1))

    @property
    def short(self) -> str:
        """The quarter in the four characters of a form code: `21Q2`."""
        return f"{self.year % 100:02}Q{self.number}"


def quarter_number(text: str) -> int | None:
    """Return 1 to 4 for a numeral, Roman (Cyrillic or Latin letters) or Arabic; None for anything else."""
    return _NUMERALS.get(latin_code(text).removesuffix(_WORD).strip())


def read_quarter(text: str) -> Quarter | None:
    """Return the quarter that a text names, as `2021-Q2` or `ІІ квартал 2021 року`; None where it names none."""
    plain = latin_code(text)
    if code := _CODE.match(plain):
        year, number = int(code[1]), int(code[2])
    elif words := _WORDS.match(plain):
        year, number = int(words[2]), _NUMERALS[words[1]]
    else:
        return None
    return Quarter(year, number) if year in _YEARS else None
