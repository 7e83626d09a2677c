"""The output of `verify`, for people and for programs."""

import json
from itertools import groupby
from typing import TYPE_CHECKING

import click

from xlplan.domain.findings.finding import Finding, Severity
from xlplan.text.normalize import without_invisible
from xlplan.text.translation import _, ngettext

if TYPE_CHECKING:
    from xlplan.services.record.verify import Verification

# Of one kind so many are named; the rest are counted.
_MOST_NAMED = 10
_SIGNS = {Severity.ERROR: "✗", Severity.WARNING: "!", Severity.NOTE: "·"}


def print_verification(result: "Verification") -> None:
    """Print what does not agree, what that means and what to do, or that all is well."""
    for sentence in result.refusal.args if result.refusal else ():
        click.echo(f"✗ {sentence}")
    by_kind = sorted(result.findings, key=lambda finding: finding.code)
    for _code, findings in groupby(by_kind, key=lambda finding: finding.code):
        _print_kind(list(findings))
    proved = _(
        "Proved: {files} files in the archive, {records} records of the ledger, "
        "{entries} entries of the decision log."
    )
    numbers = {"files": result.file_count, "records": result.record_count, "entries": result.entry_count}
    click.echo(proved.format(**numbers))
    for place, count in result.elsewhere.items():
        words = ngettext(
            "{number} file lies on another machine ({place}): run xlplan verify there too.",
            "{number} files lie on another machine ({place}): run xlplan verify there too.",
            count,
            place=place,
        )
        click.echo(words)
    number = len(result.findings) + (result.refusal is not None)
    if result.is_well:
        click.echo(_("Everything agrees."))
    else:
        click.echo(ngettext("{number} thing does not agree.", "{number} things do not agree.", number))


def _print_kind(findings: list[Finding]) -> None:
    sign = _SIGNS[findings[0].severity]
    for finding in findings[:_MOST_NAMED]:
        place = f"{without_invisible(finding.location.file)}: " if finding.location.file else ""
        click.echo(f"{sign} {place}{without_invisible(finding.problem)}")
    if left_out := len(findings[_MOST_NAMED:]):
        click.echo(ngettext("  … and {number} more like this.", "  … and {number} more like this.", left_out))
    for remedy in dict.fromkeys(finding.remedy for finding in findings[:_MOST_NAMED]):
        click.echo(f"    → {without_invisible(remedy)}")


def verification_json(result: "Verification") -> str:
    """Return the result for programs."""
    listed = [
        {
            "code": finding.code,
            "severity": finding.severity.value,
            "file": finding.location.file,
            "problem": finding.problem,
            "remedy": finding.remedy,
            "values": dict(finding.shown_values),
        }
        for finding in result.findings
    ]
    values = {
        "well": result.is_well,
        "files": result.file_count,
        "records": result.record_count,
        "decisions": result.entry_count,
        "elsewhere": {str(place): count for place, count in result.elsewhere.items()},
        "refused": "\n".join(map(str, result.refusal.args)) if result.refusal else None,
        "findings": listed,
    }
    return json.dumps(values, ensure_ascii=False, indent=2)
