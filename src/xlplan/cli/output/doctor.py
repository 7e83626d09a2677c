"""The output of `doctor`, for people and for programs."""

import json
from collections.abc import Iterable

import click

from xlplan.services.record.check import Check, Level
from xlplan.text.translation import _, ngettext
from xlplan.workflows.failures import failure_message

_SIGNS = {Level.GOOD: "✓", Level.WARNING: "!", Level.FAILURE: "✗"}


def print_check(check: Check) -> None:
    """Print the line of a check."""
    click.echo(f"{_SIGNS[check.level]} {' '.join(_text(check).split())}")


def print_summary(checks: Iterable[Check]) -> None:
    """Print whether all is well."""
    levels = [check.level for check in checks]
    failures, warnings = levels.count(Level.FAILURE), levels.count(Level.WARNING)
    if failures:
        click.echo(ngettext("{number} thing fails: see ✗.", "{number} things fail: see ✗.", failures))
    elif warnings:
        click.echo(_("All that xlplan needs works; what stands behind ! needs a look."))
    else:
        click.echo(_("All that xlplan needs works."))


def _text(check: Check) -> str:
    if check.problem is None:
        return check.text
    return f"{check.text} {failure_message(check.problem) or repr(check.problem)}"


def checks_json(checks: Iterable[Check]) -> str:
    """Return the checks as JSON, without the words for people: those name folders and quote settings."""
    listed = [{"check": each.name, "level": each.level.value, "facts": dict(each.facts)} for each in checks]
    return json.dumps({"checks": listed}, ensure_ascii=False, indent=2)
