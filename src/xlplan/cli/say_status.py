"""What `status` says, to people and to programs."""

import json
from typing import TYPE_CHECKING

import click

from xlplan.cli.say import short, version_words
from xlplan.finding import Finding
from xlplan.texts import _

if TYPE_CHECKING:
    from xlplan.steps.status import QuarterStatus, ReturnStatus, Status
    from xlplan.workspace import Workspace

_STATE_SIGNS = {"accepted": "✓", "to correct": "✎", "issued": "◌"}


def say_status(workspace: "Workspace", status: "Status") -> None:
    """Each quarter, a line for each unit, the errors under those to correct, and the files that were not taken."""
    if not status.quarters:
        click.echo(_("Nothing was issued yet. Run “xlplan issue” with the quarter."))
    for quarter in status.quarters:
        _say_quarter(workspace, quarter)
    if status.not_taken:
        click.echo(_("Files that were not taken:"))
    for submission, findings in status.not_taken:
        click.echo(f"  ✗ {submission.file} · {submission.received_at:%d.%m.%Y %H:%M} · {_problems(findings)}")
    for path in status.waiting:
        click.echo(_("In the inbox: {file}").format(file=short(workspace, path)))


def _say_quarter(workspace: "Workspace", quarter: "QuarterStatus") -> None:
    click.echo(
        _("{quarter} · accepted {accepted} of {owed} · due {due}").format(
            quarter=quarter.quarter.title,
            accepted=quarter.accepted,
            owed=len(quarter.returns),
            due=f"{quarter.due:%d.%m.%Y}",
        )
    )
    if quarter.plan:
        click.echo(f"  {version_words(quarter.plan)}")
    width = max((len(each.unit) for each in quarter.returns), default=0)
    for each in quarter.returns:
        click.echo(f"  {_STATE_SIGNS[each.state]} {each.unit:<{width}}  {_return_words(each)}")
        for finding in each.problems:
            click.echo(f"      {finding}")
    if quarter.report:
        click.echo(f"  → {short(workspace, quarter.report)}")
    for path in quarter.beside:
        click.echo(_("  A newer one waits beside it for the open one to be closed: {file}").format(file=path.name))


def _return_words(each: "ReturnStatus") -> str:
    words = [_(each.state)]
    if each.overdue:
        words.append(_("overdue"))
    if each.latest:
        words += [f"{each.latest.received_at:%d.%m.%Y %H:%M}", each.latest.file]
    if each.asked:
        words.append(_("the plan changed; rows to answer anew: {rows}").format(rows=", ".join(each.asked)))
    if each.attempts > 1:
        words.append(_("attempt {number}").format(number=each.attempts))
    return " · ".join(words)


def _problems(findings: tuple[Finding, ...]) -> str:
    return " ".join(finding.problem for finding in findings)


def status_json(status: "Status") -> str:
    """The same for programs: words that do not change with the language."""
    return json.dumps(
        {
            "quarters": [_quarter_json(quarter) for quarter in status.quarters],
            "not_taken": [
                {
                    "file": submission.file,
                    "receipt": submission.number,
                    "received_at": submission.received_at.isoformat(),
                    "sha256": submission.sha256,
                    "findings": [_finding_json(finding) for finding in findings],
                }
                for submission, findings in status.not_taken
            ],
            "inbox": [path.name for path in status.waiting],
        },
        ensure_ascii=False,
        indent=2,
    )


def _quarter_json(quarter: "QuarterStatus") -> dict[str, object]:
    return {
        "quarter": str(quarter.quarter),
        "due": quarter.due.isoformat(),
        "plan_version": quarter.plan.number if quarter.plan else None,
        "accepted": quarter.accepted,
        "owed": len(quarter.returns),
        "returns": [
            {
                "unit": each.unit,
                "state": each.state,
                "overdue": each.overdue,
                "attempts": each.attempts,
                "file": each.latest.file if each.latest else None,
                "received_at": each.latest.received_at.isoformat() if each.latest else None,
                "asked_again": list(each.asked),
                "findings": [_finding_json(finding) for finding in each.problems],
            }
            for each in quarter.returns
        ],
    }


def _finding_json(finding: Finding) -> dict[str, str]:
    place = finding.place
    return {"code": finding.code, "sheet": place.sheet, "cell": place.cell, "row": place.row, "says": str(finding)}
