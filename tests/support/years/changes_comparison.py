"""The sheet of what changed between two editions, held against the independent sums of both."""

from collections.abc import Iterator, Mapping

from tests.support.years.difference import Difference, ShownSheet
from tests.support.years.model import JOINT, Scenario
from tests.support.years.oracle import QuarterSum
from tests.support.years.readers import Book, number_of, word_of

_CENTRE = "центр загалом"
_TO_DATE = ("План з початку року", "Виконано з початку року", "Статус з початку року")
_FIGURES = ("План", "Виконано", "Статус", *_TO_DATE)


def differences_of_changes(
    scenario: Scenario, before: QuarterSum, now: QuarterSum, book: Book
) -> Iterator[Difference]:
    """What the sheet tells otherwise than the two sums, where both rest on one version of the plan."""
    if [row.row for row in before.rows] != [row.row for row in now.rows]:
        return
    sheet = ShownSheet(scenario, now.quarter, "Що змінилося")
    shown = {
        (str(row["Код"]), str(row["Підрозділ"]), str(row["Що"])): (_value(row, "Було"), _value(row, "Стало"))
        for row in book.changes
        if row["Що"] in _FIGURES
    }
    old, new = _figures(scenario, before), _figures(scenario, now)
    changed = {
        place: (old.get(place), new.get(place)) for place in {**old, **new} if old.get(place) != new.get(place)
    }
    yield from sheet.differ("", "рядки", sorted(changed), sorted(shown))
    for (code, unit, heading), values in changed.items():
        if (code, unit, heading) in shown:
            yield from sheet.differ(f"{code} {unit}", heading, values, shown[code, unit, heading])


def _value(row: Mapping[str, object], heading: str) -> object:
    value = str(row[heading])
    if value == "—":
        return None
    if row["Що"] in ("Статус", "Статус з початку року"):
        return word_of(value)
    number = number_of(value)
    return value if number is None else number


def _figures(scenario: Scenario, quarter: QuarterSum) -> dict[tuple[str, str, str], object]:
    """Every figure of the centre and of its units that the sheet may tell, by code, unit and heading."""
    found: dict[tuple[str, str, str], object] = {}
    for row in quarter.rows:
        to_date = (row.target_to_date, row.done_to_date, row.status_to_date)
        lines: dict[str, tuple[object, ...]] = {_CENTRE: (row.target, row.shown, row.status, *to_date)}
        for unit in row.units:
            target = row.target_to_date if row.row.counting == JOINT else unit.target_to_date
            own = (unit.cell.target, unit.cell.shown, unit.status, target, unit.done_to_date, None)
            lines[scenario.units[unit.unit]] = own
        for left in row.left:
            lines[scenario.units[left.unit]] = (None, None, None, left.target_to_date, left.done_to_date, None)
        for name, values in lines.items():
            for heading, value in zip(_FIGURES, values, strict=True):
                # In the first quarter the year so far is the quarter.
                if value is not None and not (quarter.quarter == 1 and heading in _TO_DATE):
                    found[row.row.code, name, heading] = value
    return found
