"""The CSV files of a plan, read together: one plan's rows, or every fault in every file."""

from collections.abc import Mapping

from xlplan.documents.plan_csv.columns import (
    COMPANIONS,
    DETAILS,
    EVENTS,
    QUARTER,
    SHARES,
    UNITS,
    YEAR,
    CsvRow,
    PlanFiles,
    base_name,
)
from xlplan.documents.plan_csv.importer import period_in, unit_names
from xlplan.documents.plan_csv.reader import read_table
from xlplan.documents.plan_reader.details import DETAIL_LINES, read_period
from xlplan.domain.findings.finding import Finding, Place, errors, found
from xlplan.domain.sheets import DETAILS as DETAILS_SHEET
from xlplan.domain.sheets import UNITS as UNITS_SHEET
from xlplan.text.normalize import closest, fold, tidy

_MOST_NAMED = 8


def companions(stem: str) -> dict[str, str]:
    """The names of the files that may lie beside the measures `stem`.csv, by their endings."""
    return {table.ending: f"{base_name(stem)}-{table.ending}.csv" for table in COMPANIONS}


def read_files(file: str, contents: Mapping[str, bytes]) -> tuple[PlanFiles | None, tuple[Finding, ...]]:
    """The plan that the measures `file` and its companions hold, and all that is wrong with them.

    `contents`: the bytes of each by its name. No plan where an error is among the findings.
    """
    main = read_table(contents[file], file, (YEAR, QUARTER))
    findings = list(main.findings)
    if main.table and not main.rows and not main.findings:
        findings.append(found("csv-rows-missing", Place(file)))
    names = companions(file.removesuffix(".csv"))
    rows: dict[str, tuple[CsvRow, ...]] = {}
    for table in COMPANIONS:
        name = names[table.ending]
        if name in contents:
            beside = read_table(contents[name], name, (table,))
            rows[table.ending] = beside.rows
            findings += beside.findings
    details = _details(rows.get(DETAILS.ending, ()), names[DETAILS.ending], findings)
    if not details.get("period") and (period := period_in(file)):
        details["period"] = period
        findings.append(found("csv-period-from-name", Place(file), seen=period, sheet=DETAILS_SHEET.shown))
    files = PlanFiles(
        layout=main.table or YEAR,
        measures=main.rows,
        events=rows.get(EVENTS.ending, ()),
        shares=rows.get(SHARES.ending, ()),
        units=rows.get(UNITS.ending, ()),
        details=details,
    )
    if not files.units and (named := unit_names(files)):
        seen = "; ".join(named[:_MOST_NAMED]) + ("; …" if len(named) > _MOST_NAMED else "")
        findings.append(
            found(
                "csv-units-from-names",
                Place(file),
                known=names[UNITS.ending],
                seen=seen,
                sheet=UNITS_SHEET.shown,
            )
        )
    findings += _of_the_quarter(files, file, names[DETAILS.ending])
    return (None if errors(tuple(findings)) else files), tuple(findings)


def _details(rows: tuple[CsvRow, ...], file: str, findings: list[Finding]) -> dict[str, str]:
    """The details by the names of their lines."""
    known = {fold(detail.name): detail.name for detail in DETAIL_LINES}
    details: dict[str, str] = {}
    for row in rows:
        seen = row["detail"]
        place = Place(file, cell=f"A{row.number}")
        name = known.get(fold(seen))
        if name is None:
            near = closest(seen, known.values()) or ", ".join(known.values())
            findings.append(found("csv-detail-unknown", place, seen=seen, known=near))
        elif name in details:
            findings.append(found("csv-detail-repeated", place, seen=seen))
        else:
            details[name] = row["value"]
    return details


def _of_the_quarter(files: PlanFiles, file: str, details: str) -> list[Finding]:
    """What keeps a target of the quarterly layout from having its quarter."""
    if files.layout is not QUARTER:
        return []
    seen = tidy(files.details.get("period", ""))
    period = read_period(seen)
    if period and len(period[1]) > 1:
        return [found("csv-period-differs", Place(file), seen=seen)]
    if period:
        return []
    own = [row.number for row in files.measures if row["total"]]
    return [found("csv-quarter-unknown", Place(file), row=number, known=details) for number in own]
