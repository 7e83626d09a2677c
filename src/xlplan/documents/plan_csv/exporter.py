"""A plan as CSV files: the columns of the contract, and further ones only where the plan needs them."""

import csv
import io
import re
from collections.abc import Sequence

from xlplan.documents.plan_csv.columns import (
    DETAILS,
    EVENTS,
    NONE,
    QUARTER,
    QUARTERS,
    SHARES,
    UNITS,
    YEAR,
    CsvRow,
    PlanFiles,
    Table,
    guard,
)
from xlplan.documents.plan_csv.defaults import RowCodes, all_shares, derived_shares, number_text, usual_date
from xlplan.documents.plan_reader.units_of_measure import usual_counting
from xlplan.documents.plan_writer.cells import (
    across_cell,
    adds_up_cell,
    continues_cell,
    details_of,
    number_cell,
    target_cells,
    unit_cell,
    unit_rows,
)
from xlplan.domain.plan import Better, Counting, EmptyLevel, Indicator, Measure, Plan, in_plan_order
from xlplan.domain.quarter import Quarter
from xlplan.domain.target import UNSET
from xlplan.text.translation import _

_NUMBERED = re.compile(r"(\d+)\. (.+)")
_CODED = re.compile(r"(\d+(?:\.\d+)*\.?) (.+)")


def plan_name(plan: Plan) -> str:
    """Return the base name of a plan's files, after its period: `2021-Q2` or `2023`."""
    quarters = plan.centre.quarters
    return str(quarters[0]) if len(quarters) == 1 else str(plan.centre.year)


def plan_files(plan: Plan) -> PlanFiles:
    """Return the rows of a plan's files. Reading them back gives the same plan."""
    layout = QUARTER if len(plan.centre.quarters) == 1 else YEAR
    events = _events(plan, layout)
    measures = _measures(plan, layout, events)
    return PlanFiles(
        layout=layout,
        measures=measures,
        events=events,
        shares=_shares(plan, layout, measures, events),
        units=tuple(
            CsvRow({"unit" if name == "name" else name: str(cell) for name, cell in row.items()})
            for row in unit_rows(plan)
        ),
        details={
            name: value if isinstance(value, str) else value.strftime("%d.%m.%Y")
            for name, value in details_of(plan).items()
            if value
        },
    )


def _measures(plan: Plan, layout: Table, events: tuple[CsvRow, ...]) -> tuple[CsvRow, ...]:
    shared = {share.indicator for share in plan.shares}
    rows: list[tuple[CsvRow, Indicator | None]] = []
    for each in in_plan_order(plan.measures, plan.empty_levels):
        if isinstance(each, EmptyLevel):
            rows.append((CsvRow({**_levels(each), "doubt": each.note}), None))
        else:
            rows += [(_measure(each, one, plan, layout, one.key in shared), one) for one in each.indicators]
    keys = RowCodes([row for row, _one in rows])
    # Where the events would be read as shares that the plan does not have, the counting is written.
    derived = derived_shares(layout, [row for row, _one in rows], events, keys, frozenset(shared))
    taken = {keys.of(row) for row in derived}
    return tuple(
        CsvRow({**row.cells, "counting": _(one.counting.value)}) if one and one.key in taken else row
        for row, one in rows
    )


def _measure(measure: Measure, indicator: Indicator, plan: Plan, layout: Table, shared: bool) -> CsvRow:
    usual = usual_counting(measure.units, indicator.across_units, indicator.ratio)
    usual = Counting.SPLIT if shared else usual
    return CsvRow(
        {
            **_levels(measure),
            "measure_code": measure.code,
            "measure": measure.title,
            "responsible": measure.worded_executors,
            "term": measure.term,
            "indicator": indicator.title,
            **(_target(indicator, plan.centre.quarters[0]) if layout is QUARTER else _targets(indicator, plan)),
            "doubt": indicator.note,
            "counting": "" if indicator.counting is usual else _(indicator.counting.value),
            "adds_up": adds_up_cell(indicator),
            "better": "" if indicator.better is Better.MORE else _(indicator.better.value),
            "unit_of_measure": unit_cell(indicator),
            "across_units": across_cell(indicator),
            "previous_code": continues_cell(indicator),
        }
    )


def _levels(row: Measure | EmptyLevel) -> dict[str, str]:
    return {
        **_parted("direction_no", "direction", row.direction, _NUMBERED),
        **_parted("task_code", "task", row.task, _CODED),
        **_parted("subtask_code", "subtask", row.subtask, _CODED),
        "purpose": row.purpose,
    }


def _parted(code: str, name: str, text: str, pattern: re.Pattern[str]) -> dict[str, str]:
    """Split a level into its number and its words; the number is "" where there is none."""
    parts = pattern.fullmatch(text)
    return {code: parts[1] if parts else "", name: parts[2] if parts else text}


def _target(indicator: Indicator, quarter: Quarter) -> dict[str, str]:
    """Return the target of the one quarter, and the total only where it differs."""
    target, unit = indicator.target(quarter), indicator.unit_of_measure
    same = indicator.total == target
    shown, total = (number_text(number_cell(each.as_written, unit)) for each in (target, indicator.total))
    return {"target": shown, "total": "" if same else NONE if indicator.total == UNSET else total}


def _targets(indicator: Indicator, plan: Plan) -> dict[str, str]:
    cells = target_cells(indicator, plan.centre.quarters)
    names = dict(zip(("q1", "q2", "q3", "q4", "total"), (*QUARTERS, "total"), strict=True))
    return {shown: number_text(cells.get(name, "")) for name, shown in names.items()}


def _events(plan: Plan, layout: Table) -> tuple[CsvRow, ...]:
    names = {unit.code: unit.name for unit in plan.units}
    codes = {each.key: (one, each) for one in plan.measures for each in one.indicators}
    terms = {measure.code: measure.term for measure in plan.measures}
    rows = []
    for event in plan.events:
        key, _sign, number = event.key.rpartition("#")
        cells = {**_belongs(*codes[key]), "event_no": number, "unit": names[event.unit], "event": event.title}
        usual = usual_date(CsvRow(cells), terms)
        cells["quarter"] = QUARTERS[event.quarter.number - 1] if layout is YEAR else ""
        cells["date"] = "" if event.on == usual else event.on or NONE
        rows.append(CsvRow(cells))
    return tuple(rows)


def _belongs(measure: Measure, indicator: Indicator) -> dict[str, str]:
    """Return the columns for the indicator of a share or event; the title only where the measure has several."""
    several = len(measure.indicators) > 1
    return {"measure_code": measure.code, "indicator": indicator.title if several else ""}


def _shares(
    plan: Plan, layout: Table, measures: tuple[CsvRow, ...], events: tuple[CsvRow, ...]
) -> tuple[CsvRow, ...]:
    """Return the shares that do not follow from the events."""
    names = {unit.code: unit.name for unit in plan.units}
    codes = {each.key: (one, each) for one in plan.measures for each in one.indicators}
    own = [
        CsvRow(
            {
                **_belongs(*codes[share.indicator]),
                "unit": names[share.unit],
                "quarter": QUARTERS[share.quarter.number - 1] if layout is YEAR else "",
                "share": number_text(number_cell(share.count, codes[share.indicator][1].unit_of_measure)),
            }
        )
        for share in plan.shares
    ]
    wanted = all_shares(layout, measures, (), own)
    follow = all_shares(layout, measures, events, ())
    differ = {key for (key, *_part), _count in wanted.items() ^ follow.items()}
    keys = RowCodes(measures)
    left = tuple(row for row in own if keys.of(row) in differ)
    # The order of shares belongs to the plan. Where it would change, all shares are written.
    same = list(all_shares(layout, measures, events, left).items()) == list(wanted.items())
    return left if same else tuple(own)


def csv_files(name: str, files: PlanFiles) -> dict[str, bytes]:
    """Return the content of each file of a plan by its name; no files of events or shares where there are none.

    The same plan gives the same bytes.
    """
    details = tuple(CsvRow({"detail": detail, "value": value}) for detail, value in files.details.items())
    tables: Sequence[tuple[Table, Sequence[CsvRow]]] = (
        (files.layout, files.measures),
        (EVENTS, files.events),
        (SHARES, files.shares),
        (UNITS, files.units),
        (DETAILS, details),
    )
    return {
        f"{name}-{table.ending}.csv": table_bytes(table, rows)
        for table, rows in tables
        if rows or table is files.layout
    }


def table_bytes(table: Table, rows: Sequence[CsvRow]) -> bytes:
    """Return a file with the columns of the contract and each further column that some row fills."""
    columns = [*table.columns, *(name for name in table.further if any(row[name] for row in rows))]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([guard(row[name]) for name in columns] for row in rows)
    return out.getvalue().encode("utf-8")
