"""Merged cells of a plan workbook: filled downward, and what they mean across the quarters."""

from collections.abc import Collection, Iterable, Mapping

from xlplan.documents.formats.grid import MergedRange
from xlplan.documents.plan_reader.table import Row
from xlplan.documents.plan_reader.units_of_measure import unit_of_row
from xlplan.domain.findings.finding import Finding
from xlplan.domain.findings.plan_cell_kinds import PLAN_TARGET_MERGED, PLAN_WORDS_ALONE
from xlplan.domain.quarter import Quarter
from xlplan.domain.target import TargetKind
from xlplan.domain.target_reading import read_target

_QUARTERS = ("q1", "q2", "q3", "q4")


def fill_merged(rows: list[list[object]], spans: Iterable[MergedRange]) -> tuple[tuple[object, ...], ...]:
    """Fill merged cells downward only: a caption merged across a table is no value of the columns it covers."""
    for span in spans:
        if span.first < len(rows) and span.column < len(rows[span.first]):
            for below in range(span.first, min(span.end, len(rows))):
                rows[below][span.column] = rows[span.first][span.column]
    return tuple(tuple(row) for row in rows)


def spread_targets(
    rows: tuple[Row, ...], quarters: Collection[Quarter], findings: list[Finding]
) -> tuple[Row, ...]:
    """Return the rows of `План` with targets that are merged across quarters.

    Words are of every quarter that they are merged over. Of a number nobody can tell the quarter. A paste can lose
    the merge: in a yearly plan, words in the first quarter alone are read as those of the year, with a warning.

    Args:
        rows: The rows, as the sheet holds them.
        quarters: The quarters of the plan; empty where its period is unclear.
        findings: Takes the findings.
    """
    rows = spread_merged(rows, findings)
    return rows if len(quarters) == 1 else tuple(_spread_alone(row, findings) for row in rows)


def spread_merged(rows: tuple[Row, ...], findings: list[Finding]) -> tuple[Row, ...]:
    """Return the rows of `План`, words in each of the quarters that they are merged over."""
    merged = rows[0].grid.merged if rows else ()
    return tuple(_spread(row, _across(merged, row.columns), findings) for row in rows) if merged else rows


def _spread_alone(row: Row, findings: list[Finding]) -> Row:
    """Return a row whose only target is words in the first quarter with these words as its total."""
    first, *others = (*_QUARTERS, "total")
    value = row.value(first)
    # A dash in another quarter is an answer, and is no blank.
    if not isinstance(value, str) or any(row.text(name) or name not in row.columns for name in others):
        return row
    target = read_target(value, unit_of_row(row))
    if target is None or target.kind in (TargetKind.COUNT, TargetKind.UNSET):
        return row
    findings.append(PLAN_WORDS_ALONE.at(row.place(first), seen=row.text(first)))
    return row.with_value("total", value).with_value(first, None)


def _across(merged: Iterable[MergedRange], columns: Mapping[str, int]) -> list[MergedRange]:
    return [span for span in merged if len(_covered(span, columns)) > 1]


def _covered(span: MergedRange, columns: Mapping[str, int]) -> list[str]:
    return [name for name in (*_QUARTERS, "total") if span.column <= columns.get(name, -1) < span.end_column]


def _spread(row: Row, across: list[MergedRange], findings: list[Finding]) -> Row:
    for span in across:
        if not span.first <= row.at < span.end:
            continue
        names = _covered(span, row.columns)
        first = names[0]
        value = row.value(first)
        # A caption over the whole width covers the quarters too, and is no target.
        if span.column != row.columns[first] or value is None:
            continue
        target = read_target(value, unit_of_row(row))
        quarters = [name for name in names if name != "total"]
        if target and target.kind is not TargetKind.COUNT:
            # Words under the total alone are of every quarter that the plan has.
            whole = len(quarters) == len(_QUARTERS) and ("total" in names or not row.text("total"))
            row = row.with_value(first, None) if whole else row
            for name in ("total",) if whole else names:
                row = row.with_value(name, value)
        elif target is None:
            # What nobody can read is told where it is read.
            continue
        elif len(quarters) > 1:
            findings.append(PLAN_TARGET_MERGED.at(row.place(first), seen=row.text(first)))
            row = row.with_value(first, None)
        else:
            # The total of one quarter is that quarter's number.
            row = row.with_value("total", value)
    return row
