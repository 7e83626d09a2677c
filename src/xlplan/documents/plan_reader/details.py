"""The sheets `Реквізити` and `Підрозділи` of a plan workbook: the centre and its units."""

import re
from collections.abc import Iterator
from datetime import date

from xlplan.documents.plan_reader.cell_looks import look_findings
from xlplan.documents.plan_reader.grid import Grid, cell_text
from xlplan.documents.plan_reader.responsible import UnitsByName
from xlplan.documents.plan_reader.table import Row
from xlplan.domain.day_reading import read_day, serial_days
from xlplan.domain.findings.answer_kinds import ENTRY_WITHOUT_VALUE
from xlplan.domain.findings.finding import Finding, Location, errors_of
from xlplan.domain.findings.plan_cell_kinds import PLAN_DATE_OLD, PLAN_DATE_READ, PLAN_PERIOD_FISCAL
from xlplan.domain.findings.plan_kinds import (
    PLAN_DETAIL_MISSING,
    PLAN_DETAIL_UNCLEAR,
    PLAN_FILES_CLASH,
    PLAN_LETTERS_MENDED,
    PLAN_UNIT_REPEATED,
    PLAN_UNIT_UNCLEAR,
)
from xlplan.domain.period_reading import is_fiscal, read_period
from xlplan.domain.plan import Centre, Unit, UnitKind
from xlplan.domain.quarter import Quarter
from xlplan.domain.sheets import DETAIL_LINES, UNITS, Detail
from xlplan.storage.workspace import file_name, same_file_key, unit_file_names
from xlplan.text.normalize import fix_mixed_alphabets, is_dash, latin_code, match_key
from xlplan.text.translation import _, all_translations

_CODE = re.compile(r"[A-Z0-9]{2,6}")


def read_details(grid: Grid, findings: list[Finding]) -> Centre | None:
    """Return the centre and its period; None, with findings, where a required line is missing or unclear."""
    lines = _lines(grid)
    texts = {detail.name: _text(detail, lines, findings) for detail in DETAIL_LINES}
    faults = [
        PLAN_DETAIL_MISSING.at(lines[detail.name][1], detail=_(detail.label))
        for detail in DETAIL_LINES
        if detail.required and not texts[detail.name]
    ]
    faults += [
        ENTRY_WITHOUT_VALUE.at(grid.place(row, column), heading=cell_text(grid.rows[row][0]), seen=seen)
        for row, column, seen in grid.unread
        if column == 1
    ]
    code = latin_code(texts["code"])
    period = read_period(texts["period"])
    faults += look_findings(grid, (1,), (), 0)
    approved_on = _day(grid, *lines["approved_on"], faults) if texts["approved_on"] else None
    unclear = {
        "code": code and not _CODE.fullmatch(code),
        "period": texts["period"] and period is None,
        "approved_on": texts["approved_on"] and approved_on is None,
    }
    faults += [
        _unclear_detail(detail, lines[detail.name][1], texts[detail.name])
        for detail in DETAIL_LINES
        if unclear.get(detail.name)
    ]
    findings += faults
    if errors_of(tuple(faults)) or period is None:
        return None
    year, quarters = period
    names = ("name", "title", "short", "period", "plan_title", "approved_by", "signed_by")
    rest = {name: texts[name] for name in names}
    return Centre(code=code, year=year, quarters=quarters, approved_on=approved_on, **rest)


def detail_texts(grid: Grid) -> dict[str, str]:
    """Return the lines that are filled in, by name, also where others are missing."""
    return {name: text for name, (value, _place) in _lines(grid).items() if (text := cell_text(value))}


def read_quarters(grid: Grid) -> tuple[Quarter, ...]:
    """Return the quarters of the plan's period, also where other details are missing; none where it is unclear."""
    period = read_period(cell_text(_lines(grid)["period"][0]))
    return period[1] if period else ()


def _unclear_detail(detail: Detail, place: Location, seen: str) -> Finding:
    if detail.name == "period" and is_fiscal(seen):
        return PLAN_PERIOD_FISCAL.at(place, seen=seen, example=_(detail.example))
    return PLAN_DETAIL_UNCLEAR.at(place, detail=_(detail.label), seen=seen, example=_(detail.example))


def _text(detail: Detail, lines: dict[str, tuple[object, Location]], findings: list[Finding]) -> str:
    """Return a line's value with mixed alphabets fixed; a dash is a blank. The code is Latin and stays."""
    value, place = lines[detail.name]
    text = "" if is_dash(cell_text(value)) else cell_text(value)
    if detail.name == "code":
        return text
    mended, words = fix_mixed_alphabets(text)
    findings += [PLAN_LETTERS_MENDED.at(place, seen=word) for word in words]
    return mended


def _lines(grid: Grid) -> dict[str, tuple[object, Location]]:
    """Return each detail's value and location; None and the sheet where the label is missing."""
    lines: dict[str, tuple[object, Location]] = {
        detail.name: (None, Location(grid.file, grid.sheet)) for detail in DETAIL_LINES
    }
    labels = {match_key(label): each.name for each in DETAIL_LINES for label in all_translations(each.label)}
    for at, row in enumerate(grid.rows):
        name = labels.get(match_key(cell_text(row[0]).rstrip(" :*"))) if row else None
        if name and lines[name][0] is None:
            lines[name] = (row[1] if len(row) > 1 else None, grid.place(at, 1))
    return lines


def _day(grid: Grid, value: object, place: Location, findings: list[Finding]) -> date | None:
    """Return the day of a line; None where it is unclear. A bare number is told, for it is no plain day."""
    if not isinstance(value, str | int | float | date):
        return None
    # The number of an order may follow the day.
    reading = read_day(value.partition("№")[0] if isinstance(value, str) else value)
    if reading.day is None or not reading.needs_note:
        return reading.day
    if grid.has_1904_dates and (days := serial_days(value)):
        first, second = (f"{day:%d.%m.%Y}" for day in days)
        findings.append(PLAN_DATE_OLD.at(place, seen=cell_text(value), first=first, second=second))
    else:
        findings.append(PLAN_DATE_READ.at(place, seen=cell_text(value), day=f"{reading.day:%d.%m.%Y}"))
    return reading.day


def read_units(rows: tuple[Row, ...], findings: list[Finding]) -> tuple[Unit, ...]:
    """Return the units in the order of the sheet. Each fault is a finding."""
    units: list[Unit] = []
    places: list[Location] = []
    codes: set[str] = set()
    names: set[str] = set()
    for row in rows:
        code, name = latin_code(row.text("code")), row.text("name")
        kind = _kinds().get(match_key(row.text("kind")))
        unclear = {
            "code": not _CODE.fullmatch(code),
            "name": not name,
            "kind": kind is None,
            "email": bool(row.text("email")) and "@" not in row.text("email"),
        }
        findings += [_unclear(row, column) for column, wrong in unclear.items() if wrong]
        for column, key, known in (("code", code, codes), ("name", match_key(name), names)):
            if key and key in known:
                findings.append(PLAN_UNIT_REPEATED.at(row.place(column), seen=row.text(column)))
            known.add(key)
        if kind is not None and name:
            groups = tuple(filter(None, (group.strip() for group in row.text("groups").split(";"))))
            units.append(Unit(code, name, kind, groups, row.text("email")))
            places.append(row.place("name"))
    findings += _file_clashes(units, places)
    return tuple(units)


def _file_clashes(units: list[Unit], places: list[Location]) -> Iterator[Finding]:
    """Yield a finding on each unit whose name makes the same file name as that of a unit before."""
    files = unit_file_names(units)
    first: dict[str, int] = {}
    for at, unit in enumerate(units):
        before = first.setdefault(same_file_key(file_name(unit.name)), at)
        other = units[before]
        # Two units with one code or one name are an error, which is told already.
        if unit.code != other.code and match_key(unit.name) != match_key(other.name):
            yield PLAN_FILES_CLASH.at(
                places[at],
                seen=unit.name,
                other=other.name,
                cell=places[before].cell,
                files=", ".join(f"{files[each.code]}.xlsx" for each in (other, unit)),
            )


def units_by_name(units: tuple[Unit, ...]) -> UnitsByName:
    """Return the units by match key: a unit under its own name, all units of a group under the group's name."""
    meant: dict[str, tuple[Unit, ...]] = {}
    for unit in units:
        for group in unit.groups:
            meant[match_key(group)] = (*meant.get(match_key(group), ()), unit)
    return UnitsByName(meant | {match_key(unit.name): (unit,) for unit in units})


def _kinds() -> dict[str, UnitKind]:
    return {match_key(word): kind for kind in UnitKind for word in all_translations(kind.value)}


def _unclear(row: Row, column: str) -> Finding:
    examples = {
        "code": "HOR",
        "name": _("Khoroshiv bureau"),
        "kind": ", ".join(_(kind.value) for kind in UnitKind),
        "email": "buro@example.org",
    }
    return PLAN_UNIT_UNCLEAR.at(
        row.place(column),
        heading=UNITS.column(column).shown,
        seen=row.text(column),
        example=examples[column],
    )
