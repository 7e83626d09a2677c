"""Rows of the printed yearly plan: under the name of an indicator a row of the centre that holds its targets."""

from xlplan.documents.plan_reader.table import Row
from xlplan.documents.plan_reader.targets import QUARTER_COLUMNS
from xlplan.domain.findings.finding import Finding, found
from xlplan.domain.plan import Centre, Unit
from xlplan.text.normalize import fold

_TARGETS = (*QUARTER_COLUMNS, "total")


def with_targets(
    rows: tuple[Row, ...], centre: Centre | None, units: tuple[Unit, ...], findings: list[Finding]
) -> tuple[Row, ...]:
    """The rows of `План`, each indicator together with the targets that the centre's own row below it holds.

    A row of a unit is a finding: what a unit has of its own stands in `Розподіл`. Source: the printed yearly plan.
    """
    names = {
        fold(name) for name in ((centre.name, centre.title, *filter(None, (centre.short,))) if centre else ())
    }
    whole: list[Row] = []
    for row in rows:
        name = fold(row.text("indicator"))
        above = whole[-1] if whole else None
        if name in names and above and _is_under(row, above) and not any(map(above.text, _TARGETS)):
            place = row.place("indicator", above.text("code"))
            findings.append(found("plan-centre-row", place, seen=row.text("indicator")))
            whole[-1] = _together(above, row)
        else:
            if name in {fold(unit.name) for unit in units}:
                findings.append(
                    found("plan-indicator-is-unit", row.place("indicator"), seen=row.text("indicator"))
                )
            whole.append(row)
    return tuple(whole)


def _is_under(row: Row, above: Row) -> bool:
    """Whether a row says nothing of its own but who it is of, its targets and a note."""
    others = (name for name in row.columns if name not in ("indicator", "note", *_TARGETS))
    return bool(above.text("indicator")) and all(row.text(name) in ("", above.text(name)) for name in others)


def _together(above: Row, row: Row) -> Row:
    for name in (*_TARGETS, *(("note",) if row.text("note") and not above.text("note") else ())):
        above = above.with_value(name, row.value(name), row.at)
    return above
