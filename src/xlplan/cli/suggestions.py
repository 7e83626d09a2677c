"""Suggestions of a shell for the words of a command: quarters, units, rows, kinds of warnings, versions.

A suggestion that cannot be made is none: whatever is wrong with the workspace is told when the command runs.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from xlplan.domain.quarter import Quarter
    from xlplan.ledger.names import LedgerNames, PlanNames


def suggest_quarters(ctx: click.Context, _param: click.Parameter, incomplete: str) -> "list[CompletionItem[str]]":
    """Suggest the quarters of the plan in force and those issued."""
    return _beginning({str(quarter): quarter.title for quarter in _names(ctx).quarters}, incomplete)


def known_years(ctx: click.Context | None) -> tuple[int, ...]:
    """Return the years of these quarters, in order; where there are none, the year of today."""
    known = {quarter.year for quarter in _names(ctx).quarters} if ctx else set()
    return tuple(sorted(known)) or (date.today().year,)


def suggest_periods(ctx: click.Context, param: click.Parameter, incomplete: str) -> "list[CompletionItem[str]]":
    """Suggest the years of these quarters, and the quarters."""
    years = {str(quarter.year): "" for quarter in _names(ctx).quarters}
    return _beginning(years, incomplete) + suggest_quarters(ctx, param, incomplete)


def suggest_units(ctx: click.Context, _param: click.Parameter, incomplete: str) -> "list[CompletionItem[str]]":
    """Suggest the codes of the units of the quarter's plan, then their names."""
    plan = _plan(ctx)
    units = plan.units if plan else {}
    return _beginning(units, incomplete) + _beginning(dict.fromkeys(units.values(), ""), incomplete)


def suggest_rows(ctx: click.Context, _param: click.Parameter, incomplete: str) -> "list[CompletionItem[str]]":
    """Suggest the row codes of the quarter's plan, with the words of their measures."""
    plan = _plan(ctx)
    return _beginning(plan.rows if plan else {}, incomplete)


def suggest_warnings(ctx: click.Context, _param: click.Parameter, incomplete: str) -> "list[CompletionItem[str]]":
    """Suggest the codes of the warnings that can be silenced: of a unit where one is named, else all."""
    from xlplan.domain.findings.waivable import OF_CENTRE, OF_UNITS

    kinds = OF_UNITS if ctx.params.get("unit") else (*OF_CENTRE, *OF_UNITS)
    return _beginning(dict.fromkeys((kind.code for kind in kinds), ""), incomplete)


def suggest_versions(ctx: click.Context, _param: click.Parameter, incomplete: str) -> "list[CompletionItem[str]]":
    """Suggest the numbers of the recorded versions of the plan, with their reasons."""
    return _beginning({str(plan.version): plan.reason for plan in _names(ctx).plans}, incomplete)


def suggest_files_not_taken(
    ctx: click.Context, _param: click.Parameter, incomplete: str
) -> "list[CompletionItem[str]]":
    """Suggest the receipts of the files that were not taken and not put aside, with the names of the files."""
    from xlplan.domain.personal_data import hide_personal_data

    not_taken = _names(ctx).not_taken
    return _beginning({str(number): hide_personal_data(file) for number, file in not_taken.items()}, incomplete)


def suggest_plans(ctx: click.Context, param: click.Parameter, incomplete: str) -> "list[CompletionItem[str]]":
    """Suggest the recorded versions of the plan; where none begins so, the files."""
    from click.shell_completion import CompletionItem

    return suggest_versions(ctx, param, incomplete) or [CompletionItem(incomplete, type="file")]


def _names(ctx: click.Context) -> "LedgerNames":
    import sqlite3

    from xlplan.ledger.names import LedgerNames, read_names
    from xlplan.storage.settings_file import named_ledger

    with suppress(OSError, ValueError, KeyError, TypeError, sqlite3.Error):
        ledger = named_ledger(Path(ctx.find_root().params.get("folder") or "."))
        if ledger is not None:
            return read_names(ledger)
    return LedgerNames()


def _plan(ctx: click.Context) -> "PlanNames | None":
    quarter: Quarter | None = ctx.params.get("quarter")
    return _names(ctx).plan(quarter)


def _beginning(values: Mapping[str, str], incomplete: str) -> "list[CompletionItem[str]]":
    """Return the values that begin as typed, in small or capital letters, with what is said of each."""
    # A command that runs suggests nothing.
    from click.shell_completion import CompletionItem

    typed = incomplete.casefold()
    return [
        CompletionItem(value, help=words or None)
        for value, words in values.items()
        if value.casefold().startswith(typed)
    ]
