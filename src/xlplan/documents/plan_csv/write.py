"""A plan's CSV files, written: UTF-8, commas, the fewest quotes, one order, so that changes show as few lines."""

import csv
import io
from collections.abc import Sequence

from xlplan.documents.plan_csv.columns import DETAILS, EVENTS, SHARES, UNITS, CsvRow, PlanFiles, Table


def csv_files(name: str, files: PlanFiles) -> dict[str, bytes]:
    """The content of each file of a plan by its name; none of events or shares where there are none.

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
    """A file of the contract's columns, and of each further one that some row fills."""
    columns = [*table.columns, *(name for name in table.further if any(row[name] for row in rows))]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row[name] for name in columns] for row in rows)
    return out.getvalue().encode("utf-8")
