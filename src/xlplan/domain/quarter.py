"""Quarter of a year, `2021-Q2`."""

import re
from datetime import date, timedelta
from functools import cached_property, lru_cache

from msgspec import Struct

from xlplan.text.normalize import DASHES, latin_code
from xlplan.text.translation import _, language

_CODE = re.compile(r"(\d{4})-Q([1-4])")
_TOKEN = re.compile(r"\d+|Q(?=[IV]+\b)|[^\W\d_]+|[^\w\s]")
_SIGNS = frozenset("-‐‑‒–—−/.,:()'")
_YEARS = range(1900, 2200)


def _codes(words: str) -> tuple[str, ...]:
    return tuple(map(latin_code, words.split()))


_NUMERALS = {
    spelling: number
    for number, words in enumerate(
        (
            "I 1 перший першого першому first",
            "II 2 другий другого другому second",
            "III 3 третій третього третьому third",
            "IV 4 четвертий четвертого четвертому fourth",
        ),
        start=1,
    )
    for spelling in _codes(words)
}
_QUARTER_WORDS = frozenset(_codes("q qtr quarter кв квартал кварталу кварталі"))
# What may stand beside the numeral, the word for a quarter and the year: the ending of an ordinal number too.
_OTHER_WORDS = frozenset(_codes("й ий го му st nd rd th рік року році р year of the in for за на у в"))
# A Ukrainian plan prints the Cyrillic letter. Both are read. Source: design, quarter.
_CYRILLIC_NUMERALS = ("І", "ІІ", "ІІІ", "IV")
_LATIN_NUMERALS = ("I", "II", "III", "IV")


class Quarter(Struct, frozen=True, order=True, dict=True):
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
    def of_last_year(self) -> tuple["Quarter", ...]:
        """The quarters of the year before."""
        return tuple(Quarter(self.year - 1, number) for number in range(1, 5)) if self.year > _YEARS[0] else ()

    @property
    def short(self) -> str:
        """The quarter in the four characters of a form code: `21Q2`."""
        return f"{self.year % 100:02}Q{self.number}"


class _Words(Struct, frozen=True):
    """A text that names a quarter, a year, or both, and nothing besides."""

    year: int | None
    number: int | None
    has_quarter: bool


def quarter_number(text: str) -> int | None:
    """Return 1 to 4 for a numeral, alone or with the word for a quarter, as in `2-й квартал`; None for others."""
    words = _read_words(text)
    return words.number if words and words.year is None else None


def read_year(text: str) -> int | None:
    """Return the year that a text names, as `2026`, `2026 рік` or `year 2026`; None where it says more."""
    words = _read_words(text)
    return words.year if words and words.number is None and not words.has_quarter else None


def read_quarter(text: str) -> Quarter | None:
    """Return the quarter that a text names, as `2021-Q2`, `ІІ квартал 2021 року` or `2nd quarter of 2021`.

    None where it names none, or says more.
    """
    if quarter := _read_code(text):
        return quarter
    words = _read_words(text)
    if words is None or words.year is None or words.number is None or not words.has_quarter:
        return None
    return Quarter(words.year, words.number)


# The ledger is full of these.
@lru_cache(maxsize=256)
def _read_code(text: str) -> Quarter | None:
    code = _CODE.fullmatch(text)
    return Quarter(int(code[1]), int(code[2])) if code and int(code[1]) in _YEARS else None


def read_short_quarter(text: str) -> Quarter | None:
    """Return the quarter of a numeral and a year with a dash or a blank between, as `2026-1` or `I-2026`.

    None for any other text. Only where nothing but a quarter can be meant is such a text one.
    """
    words = _read_words(text)
    if words is None or words.year is None or words.number is None or words.has_quarter:
        return None
    parts = re.split(rf"[\s{re.escape(DASHES)}]+", latin_code(text))
    is_pair = len(parts) == 2 and any(part in _NUMERALS for part in parts)
    return Quarter(words.year, words.number) if is_pair else None


def read_named_quarter(text: str) -> Quarter | None:
    """Return the quarter that a word of a command names: as anywhere else, or short, as `2026-1`."""
    return read_quarter(text) or read_short_quarter(text)


def _read_words(text: str) -> _Words | None:
    """Return what a text names; None where any word of it says something else."""
    years: list[int] = []
    numbers: list[int] = []
    quarters = 0
    tokens = _TOKEN.findall(latin_code(text))
    for token in tokens:
        if token.isdecimal() and len(token) == 4:
            years.append(int(token))
        elif token in _NUMERALS:
            numbers.append(_NUMERALS[token])
        elif token in _QUARTER_WORDS:
            quarters += 1
        elif token not in _OTHER_WORDS and token not in _SIGNS:
            return None
    is_clear = max(len(years), len(numbers), quarters) == 1 and tokens[0] not in _SIGNS
    if not is_clear or any(year not in _YEARS for year in years):
        return None
    return _Words(years[0] if years else None, numbers[0] if numbers else None, quarters == 1)
