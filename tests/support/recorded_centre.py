"""A centre whose plan, issues and returns are recorded as they are written here, without any workbook."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from tests.support.centre import at
from xlplan.domain.computed import computed_entry
from xlplan.domain.entries import Entry, EntryKind
from xlplan.domain.form_code import FormCode
from xlplan.domain.issue import Issue, IssueRow, rows_of
from xlplan.domain.plan import (
    AcrossUnits,
    AddsUp,
    Better,
    Centre,
    Counting,
    Indicator,
    Measure,
    Plan,
    Ratio,
    Share,
    Unit,
    UnitKind,
)
from xlplan.domain.quarter import Quarter
from xlplan.domain.submission import Outcome, Verdict
from xlplan.domain.target import Target, TargetKind, count_target
from xlplan.domain.unit_of_measure import PERCENTAGE, WHOLE_THINGS, Number, UnitOfMeasure, to_number
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.database import Connection
from xlplan.ledger.issues import record_issue
from xlplan.ledger.plans import Adoption, record_plan
from xlplan.ledger.submissions import record_submission
from xlplan.services.new_workspace import new_workspace
from xlplan.storage.archive import store
from xlplan.storage.workspace import Workspace

QUARTERS = (Quarter(2021, 1), Quarter(2021, 2))
UNITS = tuple(
    Unit(code, name, UnitKind.BUREAU)
    for code, name in (("HOR", "Хорошівське бюро"), ("LUG", "Лугинське бюро"), ("NAR", "Народицьке бюро"))
)
MONEY, HOURS, DAYS = UnitOfMeasure("грн", 2), UnitOfMeasure("год", 1), UnitOfMeasure("дн.", 1)


def _row(
    key: str,
    title: str,
    targets: Sequence[str],
    unit: UnitOfMeasure = WHOLE_THINGS,
    across: AcrossUnits = AcrossUnits.SUM,
    adds_up: AddsUp = AddsUp.SUM,
    better: Better = Better.MORE,
    ratio: Ratio | None = None,
) -> Indicator:
    counts = tuple((quarter, _target(words)) for quarter, words in zip(QUARTERS, targets, strict=True))
    return Indicator(
        key,
        title,
        Counting.SPLIT,
        counts,
        counts[-1][1],
        adds_up,
        better,
        unit_of_measure=unit,
        across_units=across,
        ratio=ratio,
    )


def _target(words: str) -> Target:
    """The target of `не менше 20`: its number, with the words; of `20` the number alone."""
    number = to_number(Decimal(words.rsplit(maxsplit=1)[-1]))
    return count_target(number) if words[0].isdigit() else Target(TargetKind.COUNT, words, number)


INDICATORS = (
    _row("1.1", "заяви", ("20", "20")),
    _row("1.1/2", "заяви, розглянуті вчасно", ("18", "18")),
    _row("1.1/3", "частка вчасних", ("90", "90"), PERCENTAGE, adds_up=AddsUp.LAST, ratio=Ratio("1.1/2", "1.1")),
    _row("1.2", "витрати", ("не більше 40000.50", "не більше 40000.50"), MONEY, better=Better.LESS),
    _row("1.3", "середній строк", ("5.5", "5.5"), DAYS, AcrossUnits.MEAN, AddsUp.MEAN, Better.LESS),
    _row("1.4", "найдовше очікування", ("1.5", "1.5"), HOURS, AcrossUnits.GREATEST, AddsUp.LAST, Better.LESS),
    _row(
        "1.5", "готовність приміщень", ("не менше 80", "не менше 80"), PERCENTAGE, AcrossUnits.LEAST, AddsUp.LAST
    ),
)
PLAN = Plan(
    Centre("KR", "Коростенський МЦ", "План", "2021 рік", 2021, QUARTERS),
    UNITS,
    (Measure("1.1", "Розгляд заяв", tuple(unit.code for unit in UNITS), INDICATORS),),
    tuple(
        Share("1.2", unit.code, quarter, Decimal(count))
        for quarter in QUARTERS
        for unit, count in zip(UNITS, ("20000.50", "10000", "10000"), strict=True)
    ),
)
# A cell: "5.5" is a number, "∅" nothing arose, "" a blank. By quarter and unit, in the order of the rows that are
# not computed.
SAID: Mapping[Quarter, Mapping[str, Sequence[str]]] = {
    QUARTERS[0]: {
        "HOR": ("8", "8", "15000.50", "5.4", "1.1", "82.5"),
        "LUG": ("6", "3", "9999.99", "6", "1.5", "80"),
        "NAR": ("0", "0", "0", "4", "0.5", "79.9"),
    },
    QUARTERS[1]: {
        "HOR": ("7", "6", "20000.49", "5.5", "1.6", "85"),
        "LUG": ("∅", "∅", "11000.50", "5.6", "0.9", "84.5"),
        "NAR": ("5", "5", "9000", "5.2", "1.6", "90"),
    },
}


def recorded_centre(folder: Path) -> Workspace:
    """A workspace with this plan and these returns."""
    workspace = new_workspace(folder, at(1, 1), with_plan=False)
    with open_ledger(workspace.ledger) as ledger, ledger.write() as connection:
        record_plan(connection, PLAN, "План.xlsx", "ab", Adoption(date(2021, 1, 10), "", QUARTERS[0], at(10, 1)))
        for quarter, units in SAID.items():
            for unit in UNITS:
                record_issue(connection, _issue(unit, quarter), at(1, quarter.number * 3))
            for code, cells in units.items():
                _record(connection, workspace, quarter, code, cells, at(5, quarter.number * 3 + 1))
    return workspace


def record_return(workspace: Workspace, quarter: Quarter, unit: str, cells: Sequence[str], when: datetime) -> None:
    """Another return of a unit, by its code, with these cells."""
    with open_ledger(workspace.ledger) as ledger, ledger.write() as connection:
        _record(connection, workspace, quarter, unit, cells, when)


def _record(
    connection: Connection,
    workspace: Workspace,
    quarter: Quarter,
    code: str,
    cells: Sequence[str],
    when: datetime,
) -> None:
    issue = _issue(PLAN.unit(code), quarter)
    path = workspace.root / f"{code}.xlsx"
    path.write_text(f"{code} {quarter} {' '.join(cells)}", "utf-8")
    # The ledger is known by the files that the archive holds.
    kept = store(workspace.archive, path)
    path.unlink()
    verdict = Verdict(Outcome.ACCEPTED, issue, (), _entries(issue.rows, cells))
    record_submission(connection, kept.sha256, path.name, when, verdict)


def _issue(unit: Unit, quarter: Quarter) -> Issue:
    code = FormCode("KR", quarter, unit.code, "7F3K")
    days = at(1, quarter.number * 3).date(), at(10, quarter.number * 3 + 1).date()
    return Issue(code, "Коростенський МЦ", unit, 1, *days, rows_of(PLAN, unit, quarter))


def _entries(rows: Sequence[IssueRow], cells: Sequence[str]) -> tuple[Entry, ...]:
    typed = iter(cells)
    found: dict[str, Entry] = {}
    for position, row in enumerate(rows, 12):
        own = Entry(row.key, EntryKind.MISSING, sheet="Звіт", cell=f"E{position}")
        if row.ratio:
            own = computed_entry(own, found[row.ratio.part], found[row.ratio.whole], row.unit_of_measure)
        else:
            cell = next(typed)
            kind = {"∅": EntryKind.NOTHING_AROSE, "": EntryKind.MISSING}.get(cell, EntryKind.NUMBER)
            number: Number | None = to_number(Decimal(cell)) if kind is EntryKind.NUMBER else None
            own = Entry(row.key, kind, number, sheet="Звіт", cell=f"E{position}")
        found[row.key] = own
    return tuple(found.values())
