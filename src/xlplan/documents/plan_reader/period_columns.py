"""Columns of months, half-years and nine months in a pasted table, and the quarters that they make."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from xlplan.documents.plan_reader.grid import Grid, cell_text
from xlplan.documents.plan_reader.indicator_words import names_share, says_cumulative, says_percent
from xlplan.domain.day_reading import month_of
from xlplan.domain.target import UNSET
from xlplan.domain.target_reading import ANY_UNIT, read_target
from xlplan.domain.unit_of_measure import Number, to_number
from xlplan.text.normalize import clean_spaces, match_key

FIRST_HALF, SECOND_HALF, NINE_MONTHS = "first half", "second half", "nine months"
MONTHS = tuple(f"month {number}" for number in range(1, 13))
PERIODS = (FIRST_HALF, SECOND_HALF, NINE_MONTHS, *MONTHS)
QUARTERS = ("q1", "q2", "q3", "q4")
_WORDS = {
    FIRST_HALF: "і півріччя|1 півріччя|1-е півріччя|1-ше півріччя|перше півріччя|6 місяців|6 міс|шість місяців"
    "|січень-червень|first half|first half-year|1st half|h1|half-year 1|6 months|six months|january-june",
    SECOND_HALF: "іі півріччя|2 півріччя|2-е півріччя|2-ге півріччя|друге півріччя|липень-грудень|second half"
    "|second half-year|2nd half|h2|half-year 2|july-december",
    NINE_MONTHS: "9 місяців|9 міс|дев'ять місяців|січень-вересень|9 months|nine months|january-september",
}
_NAMES = {match_key(word): name for name, words in _WORDS.items() for word in words.split("|")}
_AROUND = re.compile(
    rf"^(?:{match_key('план')} )?(?:(?:{match_key('на|за|у|в|in|for')}) )?"
    rf"|\s*\b20\d\d\b(?:\s?(?:{match_key('року|рік|р')})\.?)?"
)
_DASH = re.compile(r"\s*[–—−-]\s*")


class QuarterParts(Struct, frozen=True):
    """The columns that make the quarters.

    Attributes:
        columns: The positions that make each quarter, in order, by its name. Of cumulative ones the last counts.
        are_cumulative: Each position holds what there is since the start of the year.
    """

    columns: Mapping[str, tuple[int, ...]]
    are_cumulative: bool = False

    def position(self, quarter: str) -> int:
        """Return the column in which the number of a quarter stands."""
        return self.columns[quarter][-1 if self.are_cumulative else 0]


@lru_cache(maxsize=1024)
def period_of_heading(text: str) -> str:
    """Return the period among `PERIODS` that a heading names; "" for any other heading."""
    key = _DASH.sub(
        "-", " ".join(_AROUND.sub(" ", match_key(clean_spaces(text).casefold())).split()).strip(" .,:")
    )
    month = month_of(key) if key.isalpha() else None
    return MONTHS[month - 1] if month else _NAMES.get(key, "")


def quarter_parts(filled: Mapping[str, list[int]]) -> QuarterParts | None:
    """Return the columns that make the quarters, by the columns of each heading; None where nobody can tell.

    Months are added up. A first quarter, a half-year, nine months and a year are numbers since the start of it.
    """
    known = {name: positions[0] for name, positions in filled.items() if len(positions) == 1}
    months = {number: known[name] for number, name in enumerate(MONTHS, start=1) if name in known}
    if months and not any(name in filled for name in (FIRST_HALF, SECOND_HALF, NINE_MONTHS, *QUARTERS)):
        parts = {
            name: tuple(months[month] for month in range(first, first + 3) if month in months)
            for name, first in zip(QUARTERS, (1, 4, 7, 10), strict=True)
        }
        if all(len(positions) in (0, 3) for positions in parts.values()):
            return QuarterParts({name: positions for name, positions in parts.items() if positions})
    steps = [known.get(name) for name in ("q1", FIRST_HALF, NINE_MONTHS, "total")]
    others = {*PERIODS, *QUARTERS} - {"q1", FIRST_HALF, NINE_MONTHS}
    if not months and others.isdisjoint(filled) and all(step is not None for step in steps):
        positions = [step for step in steps if step is not None]
        columns = {name: tuple(positions[: at + 1]) for at, name in enumerate(QUARTERS)}
        return QuarterParts(columns, are_cumulative=True)
    return None


def grid_of_quarters(grid: Grid, rows: range, parts: QuarterParts, title: int) -> Grid:
    """Return the grid with the numbers of quarters in the places of others, their total in a further column.

    Args:
        grid: The sheet.
        rows: The rows of the table.
        parts: The columns that make the quarters.
        title: The column of the indicators.
    """
    whole = [[*cells, None] for cells in grid.rows]
    for at in rows:
        cells = whole[at]
        for position, value in _quarters_of(cells, parts, cell_text(cells[title])):
            cells[position] = value
    return replace(grid, rows=tuple(map(tuple, whole)))


def _quarters_of(cells: list[object], parts: QuarterParts, title: str) -> list[tuple[int, object]]:
    """Return the new values of a row, with their positions."""
    if not parts.are_cumulative:
        return [(own[0], _joined([cells[at] for at in own])) for own in parts.columns.values()]
    positions = [own[-1] for own in parts.columns.values()]
    values = [cells[at] for at in positions]
    total = (len(cells) - 1, values[-1])
    # A percentage and a number of the end of a period are no sums, so they have no differences either.
    if says_percent(title) or names_share(title) or says_cumulative(title):
        return [total]
    steps = [_difference(before, after) for before, after in pairwise(values)]
    return [*zip(positions[1:], steps, strict=True), total]


def _joined(values: list[object]) -> object:
    """Return the number or the words of a quarter from those of its months; all of them where they are both."""
    filled = [value for value in values if read_target(value, ANY_UNIT) != UNSET]
    counts = list(_counts(filled))
    if filled and len(counts) == len(filled):
        return to_number(sum(counts))
    texts = tuple(dict.fromkeys(map(cell_text, filled)))
    return "; ".join(texts) if texts else None


def _difference(before: object, after: object) -> object:
    """Return what a period adds to the one before; the value itself where one of the two is no number."""
    counts = list(_counts([before, after]))
    return to_number(counts[1] - counts[0]) if len(counts) == 2 else after


def _counts(values: list[object]) -> Iterator[Number]:
    for value in values:
        target = read_target(value, ANY_UNIT)
        if target and target.count is not None:
            yield target.count
