"""Values that the CSV files of a plan leave out because they follow from the rest."""

import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from xlplan.documents.plan_csv.columns import NONE, QUARTER, QUARTERS, CsvRow, Table
from xlplan.documents.plan_writer.cells import PlanCell, ShareKey
from xlplan.domain.plan import Counting
from xlplan.domain.quarter import quarter_number
from xlplan.domain.unit_of_measure import decimals_of, to_number
from xlplan.text.normalize import clean_spaces, match_key
from xlplan.text.translation import all_translations

_DECIMAL = re.compile(r"(0|[1-9][0-9]{0,11})[.,]([0-9]{1,12})")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_BETWEEN_NAMES = re.compile(r"[;\n]")


def split_names(text: str) -> list[str]:
    """Return the names in a list of units or groups, separated by “;” or line breaks."""
    return [name for name in map(clean_spaces, _BETWEEN_NAMES.split(text)) if name and name != NONE]


class RowCodes:
    """The row codes of the measures, to find the indicator of a share or an event."""

    def __init__(self, measures: Sequence[CsvRow]) -> None:
        self._titles: dict[str, list[str]] = {}
        self.by_row: list[str] = []
        for row in measures:
            code = clean_spaces(row["measure_code"])
            titles = self._titles.setdefault(code, [])
            titles.append(match_key(row["indicator"]))
            self.by_row.append(code if len(titles) == 1 else f"{code}/{len(titles)}")

    def of(self, row: CsvRow) -> str:
        """Return the row code that a share or event names; its own words where no measure has that code."""
        code, title = clean_spaces(row["measure_code"]), match_key(row["indicator"])
        titles = self._titles.get(code, [])
        at = titles.index(title) + 1 if title in titles else 1 if len(titles) == 1 and not title else 0
        return (code if at == 1 else f"{code}/{at}") if at else f"{code}/{title}"


def quarter_of(row: CsvRow) -> str:
    """Return the quarter of a share or event as a Latin numeral; as written where unclear, "" where blank."""
    number = quarter_number(row["quarter"])
    return QUARTERS[number - 1] if number else row["quarter"]


def derived_shares(
    layout: Table, measures: Sequence[CsvRow], events: Sequence[CsvRow], keys: RowCodes, known: frozenset[str]
) -> list[CsvRow]:
    """Return one share for each event, where the events are all that the indicator counts.

    That holds where the indicator has no shares of its own, its counting is split or blank, it has several units,
    and in each quarter the number of events, each with a unit, equals the target.

    Args:
        layout: YEAR or QUARTER.
        measures: The rows of the measures.
        events: The rows of the events.
        keys: The row codes of `measures`.
        known: The row codes that have shares of their own.
    """
    shares = []
    split = {"", *(match_key(word) for word in all_translations(Counting.SPLIT.value))}
    for key, row in zip(keys.by_row, measures, strict=True):
        own = [event for event in events if keys.of(event) == key]
        units = {match_key(event["unit"]) for event in own}
        several = len(split_names(row["responsible"])) > 1 or len(units) > 1
        listed = Counter("" if layout is QUARTER else quarter_of(event) for event in own)
        counts = {name: count for name, count in _counts(layout, row).items() if count}
        # Events are counted, so they are no shares of anything else.
        other = row["unit_of_measure"] or row["across_units"]
        if key in known or match_key(row["counting"]) not in split or not several or "" in units or other:
            continue
        if counts and counts == dict(listed):
            shares += [
                CsvRow(
                    {name: event[name] for name in ("measure_code", "indicator", "unit", "quarter")}
                    | {"share": "1"}
                )
                for event in own
            ]
    return shares


def all_shares(
    layout: Table,
    measures: Sequence[CsvRow],
    events: Sequence[CsvRow],
    shares: Sequence[CsvRow],
) -> dict[ShareKey, PlanCell]:
    """Return each unit's share of an indicator in a quarter, in order: given shares and derived ones."""
    keys = RowCodes(measures)
    given = _by_part(shares, keys)
    following = derived_shares(layout, measures, events, keys, frozenset(key for key, *_part in given))
    if not following:
        return given
    order = {key: at for at, key in enumerate(keys.by_row)}
    both = given | _by_part(following, keys)
    return dict(sorted(both.items(), key=lambda item: order.get(item[0][0], len(order))))


def _by_part(shares: Sequence[CsvRow], keys: RowCodes) -> dict[ShareKey, PlanCell]:
    parts: dict[ShareKey, PlanCell] = {}
    for row in shares:
        part = (keys.of(row), clean_spaces(row["unit"]), quarter_of(row))
        before, now = parts.get(part, ""), cell_of(row["share"])
        # Texts that are no numbers are kept together, so that the check of the workbook shows both.
        if part not in parts:
            parts[part] = now
        elif isinstance(before, str) or isinstance(now, str):
            parts[part] = f"{before}; {now}"
        else:
            parts[part] = to_number(before + now)
    return parts


def cell_of(text: str) -> PlanCell:
    """Return a plain number as a number, any other text as it is.

    A comma and a point separate decimals alike. Three decimals alone may be thousands, so such a text stays.
    """
    if is_count(text):
        return int(text)
    typed = _DECIMAL.fullmatch(text.strip())
    return (
        to_number(Decimal(f"{typed[1]}.{typed[2]}")) if typed and not _THOUSANDS.fullmatch(text.strip()) else text
    )


def number_text(cell: PlanCell) -> str:
    """Return a cell as it stands in a file, with a point; three decimals get a zero, for they are no thousands."""
    if isinstance(cell, str):
        return cell
    return f"{cell:.4f}" if decimals_of(cell) == 3 else str(cell)


def _counts(layout: Table, row: CsvRow) -> dict[str, int]:
    """Return the targets that are counts, by quarter."""
    cells = {"": row["target"]} if layout is QUARTER else {name: row[name] for name in QUARTERS}
    return {name: int(text) for name, text in cells.items() if is_count(text)}


def is_count(text: str) -> bool:
    """Tell if a cell holds a plain whole number."""
    return bool(re.fullmatch(r"[0-9]{1,12}", text.strip()))


def usual_date(event: CsvRow, terms: dict[str, str]) -> str:
    """Return the date of an event without one: an event without words has the term of its measure as its date.

    Args:
        event: The row of the event.
        terms: The terms of the measures by code.
    """
    return "" if event["event"] else terms.get(clean_spaces(event["measure_code"]), "")
