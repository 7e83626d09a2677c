"""Rows of figures under an indicator's name: of the whole centre, and of its units."""

from collections import Counter
from collections.abc import Collection, Iterator

from msgspec import Struct

from xlplan.documents.plan_import.units import UnitsFound, read_executors
from xlplan.documents.plan_reader.cleanup import TARGETS, merge_targets
from xlplan.documents.plan_reader.table import Row
from xlplan.text.normalize import match_key


class UnitFigures(Struct, frozen=True):
    """The figures of a unit under an indicator."""

    unit: str
    row: Row


class IndicatorRow(Struct, frozen=True):
    """A row of the plan's table with the figures from the rows under its name.

    Attributes:
        row: The row; its targets are those of the centre.
        units: The figures of units.
        lacks_target: The rows under its name are of units only.
    """

    row: Row
    units: tuple[UnitFigures, ...] = ()
    lacks_target: bool = False


def short_name(rows: tuple[Row, ...], found: UnitsFound, title: str) -> str:
    """Return the name under which the centre's own figures stand below indicators; "" where there is none.

    It is the name that most indicators have below them, no unit's, and none that a measure begins with. Where only
    one indicator has it, it must be made of letters of the centre's name.

    Args:
        rows: The rows of the table.
        found: The units of the plan.
        title: The full name of the centre.
    """
    beginnings = {
        match_key(row.text("indicator"))
        for above, row in zip((None, *rows), rows, strict=False)
        if _has_targets(row) and row.text("measure") not in ("", above.text("measure") if above else "")
    }
    names = Counter(
        name
        for _head, below in _groups(rows)
        for row in below
        if (name := row.text("indicator")) and match_key(name) not in beginnings and not unit_named(name, found)
    )
    if not names:
        return ""
    name, number = names.most_common(1)[0]
    return name if number > 1 or _is_made_of(name, title) else ""


def indicator_rows(rows: tuple[Row, ...], found: UnitsFound, own_names: Collection[str]) -> list[IndicatorRow]:
    """Return the rows, each indicator with the figures that stand under its name.

    Args:
        rows: The rows of the table.
        found: The units of the plan.
        own_names: The names of the centre. A row of figures under one of them is the whole centre's.
    """
    own = {match_key(name) for name in own_names if name}
    whole: list[IndicatorRow] = []
    for head, below in _groups(rows, own):
        centre = [row for row in below if match_key(row.text("indicator")) in own]
        units = [
            UnitFigures(unit, row)
            for row in below
            if row not in centre and (unit := unit_named(row.text("indicator"), found))
        ]
        if len(centre) > 1 or len(centre) + len(units) < len(below):
            # Nobody can tell all of these rows, so each stays a row of its own.
            whole += [IndicatorRow(row) for row in (head, *below)]
        else:
            row = merge_targets(head, centre[0]) if centre else head
            whole.append(IndicatorRow(row, tuple(units), lacks_target=bool(units) and not centre))
    return whole


def _groups(rows: tuple[Row, ...], own: Collection[str] = ()) -> Iterator[tuple[Row, list[Row]]]:
    """Yield each row with the rows of figures below it, which only add a name and targets.

    Args:
        rows: The rows of the table.
        own: The match keys of the centre's names. A row of one of them may lack its targets.
    """
    at = 0
    while at < len(rows):
        row, end = rows[at], at + 1
        if row.text("indicator") and not _has_targets(row):
            while end < len(rows) and _is_figures(rows[end], row, own):
                end += 1
        yield row, list(rows[at + 1 : end])
        at = end


def _is_figures(row: Row, head: Row, own: Collection[str]) -> bool:
    others = (name for name in row.columns if name not in ("indicator", "note", "counting", *TARGETS))
    adds_nothing = all(row.text(name) in ("", head.text(name)) for name in others)
    name = row.text("indicator")
    return adds_nothing and bool(name) and (_has_targets(row) or match_key(name) in own)


def _has_targets(row: Row) -> bool:
    return any(map(row.text, TARGETS))


def unit_named(name: str, found: UnitsFound) -> str:
    """Return the unit that a text names, and nothing else; "" for any other text."""
    executors = read_executors(name, found)
    known = [each for each in executors if each.is_known and not each.is_group and not each.is_official]
    return known[0].name if len(executors) == len(known) == 1 else ""


def _is_made_of(name: str, title: str) -> bool:
    """Tell if a title has the letters of a short name in their order, as “Лівобережний КМЦ” has “ЛБ КМЦ”."""
    letters = iter(match_key(title))
    return bool(title) and all(letter in letters for letter in match_key(name).replace(" ", ""))
