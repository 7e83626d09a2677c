"""The rows of a plan's CSV files as the cells of its workbook. Values that are certain are filled in."""

import re
from datetime import date

from xlplan.documents.plan_csv.columns import NONE, QUARTER, QUARTERS, CsvRow, PlanFiles
from xlplan.documents.plan_csv.defaults import RowCodes, all_shares, cell_of, quarter_of, split_names, usual_date
from xlplan.documents.plan_writer.cells import (
    EventCells,
    PlanCell,
    PlanRows,
    mark_absent_levels,
    pair_shares_and_events,
)
from xlplan.domain.day_reading import read_day
from xlplan.domain.period_reading import read_period
from xlplan.domain.quarter import Quarter
from xlplan.domain.unit_names import read_unit_name, without_people
from xlplan.text.normalize import clean_spaces, match_key
from xlplan.text.translation import _

_QUARTER_IN_NAME = re.compile(r"(?<!\d)(\d{4})[-_ ]?q([1-4])(?!\d)", re.IGNORECASE)
_YEAR_IN_NAME = re.compile(r"(?<!\d)((?:19|20|21)\d\d)(?!\d)")


def period_of_name(name: str) -> str:
    """Return the period in a file's name, `2021-Q2` or `2023`, in words; "" where the name has none."""
    if quarter := _QUARTER_IN_NAME.search(name):
        return Quarter(int(quarter[1]), int(quarter[2])).title
    year = _YEAR_IN_NAME.search(name)
    return _("year {year}").format(year=year[1]) if year else ""


def workbook_rows(files: PlanFiles) -> PlanRows:
    """Return the cells of the workbook. Values that the files lack stay blank; the check names them."""
    period = read_period(clean_spaces(files.details.get("period", "")))
    only = period[1][0] if period and len(period[1]) == 1 else None
    plan: list[dict[str, PlanCell]] = []
    for row in files.measures:
        cells = {**_levels(row), **_targets(files, row, only), **_words(row)}
        plan.append(mark_absent_levels(cells, plan[-1] if plan else {}))
    return PlanRows(
        details={name: _day(text) if name == "approved_on" else text for name, text in files.details.items()},
        units=_units(files),
        plan=plan,
        shares=_shares(files, only),
    )


def _levels(row: CsvRow) -> dict[str, PlanCell]:
    number = f"{row['direction_no']}." if row["direction_no"] else ""
    return {
        "direction": f"{number} {row['direction']}".strip(),
        "task": f"{row['task_code']} {row['task']}".strip(),
        "subtask": f"{row['subtask_code']} {row['subtask']}".strip(),
        "purpose": row["purpose"],
        "code": row["measure_code"],
        "measure": row["measure"],
        "responsible": row["responsible"],
        "term": row["term"],
    }


def _targets(files: PlanFiles, row: CsvRow, only: Quarter | None) -> dict[str, PlanCell]:
    """Return the targets. In a plan for one quarter a count goes to its quarter and total, words to the total."""
    if files.layout is not QUARTER:
        names = (*QUARTERS, "total")
        return {
            cell: cell_of(row[name]) for cell, name in zip(("q1", "q2", "q3", "q4", "total"), names, strict=True)
        }
    target, total = cell_of(row["target"]), cell_of(row["total"])
    placed = {f"q{only.number}": target} if only and (not isinstance(target, str) or total != "") else {}
    return {**placed, "total": target if total == "" else total}


def _words(row: CsvRow) -> dict[str, PlanCell]:
    return {
        "indicator": row["indicator"],
        "counting": row["counting"],
        "note": row["doubt"],
        "adds_up": row["adds_up"],
        "better": row["better"],
        "unit_of_measure": row["unit_of_measure"],
        "across_units": row["across_units"],
        "continues": row["previous_code"],
    }


def _units(files: PlanFiles) -> list[dict[str, PlanCell]]:
    """Return the units; without their file, every name in the plan, still without a code and a kind."""
    if files.units:
        names = {"unit": "name"}
        return [{names.get(name, name): text for name, text in row.cells.items()} for row in files.units]
    return [{"code": "", "name": name} for name in unit_names(files)]


def unit_names(files: PlanFiles) -> list[str]:
    """Return every unit or group that the measures, events and shares name, once."""
    texts = [_unit_name(name) for row in files.measures for name in split_names(row["responsible"])]
    texts += [clean_spaces(row["unit"]) for row in (*files.events, *files.shares) if clean_spaces(row["unit"])]
    distinct: dict[str, str] = {}
    for text in texts:
        distinct.setdefault(match_key(text), text)
    return list(distinct.values())


def _unit_name(text: str) -> str:
    """Return the name of the unit whose people a text names: `Овруцьке БПД` of `Працівники Овруцького БПД`."""
    alone = without_people(text)
    unit = read_unit_name(alone) if alone != clean_spaces(text) else None
    return unit.name if unit else text


def _shares(files: PlanFiles, only: Quarter | None) -> list[dict[str, PlanCell]]:
    keys = RowCodes(files.measures)
    rows = dict(zip(keys.by_row, files.measures, strict=True))
    terms = {clean_spaces(row["measure_code"]): row["term"] for row in reversed(files.measures)}
    told: dict[str, CsvRow] = {}
    for row in (*files.shares, *files.events):
        told.setdefault(keys.of(row), row)
    events = [
        EventCells(
            (keys.of(row), clean_spaces(row["unit"]), quarter_of(row)),
            row["event"],
            "" if row["date"] == NONE else row["date"] or usual_date(row, terms),
        )
        for row in files.events
    ]
    shares = all_shares(files.layout, files.measures, files.events, files.shares)
    return [
        {
            "code": told[key]["measure_code"],
            "indicator": rows[key]["indicator"] if key in rows else told[key]["indicator"],
            "unit": unit,
            "quarter": _quarter(quarter, only),
            "share": "" if count is None else count,
            "event": event.title if event else "",
            "on": event.on if event else "",
        }
        for (key, unit, quarter), count, event in pair_shares_and_events(shares, events, keys.by_row)
    ]


def _quarter(text: str, only: Quarter | None) -> PlanCell:
    """Return a quarter as in the list of the workbook. A plan for one quarter need not repeat it in its files."""
    if text in QUARTERS:
        return Quarter(2000, QUARTERS.index(text) + 1).numeral
    return text or (only.numeral if only else "")


def _day(text: str) -> date | str:
    return read_day(text).day or text
