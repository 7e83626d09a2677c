"""The output of `status`, for people and for programs."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

import click

from xlplan.cli.output.common import deadline_text, gap_sentences, short_path, version_text
from xlplan.domain.findings.finding import Finding
from xlplan.domain.personal_data import hide_personal_data
from xlplan.domain.standing import Answer, answer_of
from xlplan.text.translation import _

if TYPE_CHECKING:
    from xlplan.services.report.status import EditionStatus, QuarterStatus, ReturnStatus, Status
    from xlplan.storage.workspace import Workspace

_STATE_SIGNS = {"accepted": "✓", "accepted, rows asked anew": "↻", "to correct": "✎", "issued": "◌"}


def print_status(workspace: "Workspace", state: "Status") -> None:
    """Print each quarter with a line for each unit and its errors, then the files that were not taken."""
    if state.clock_doubt:
        click.echo(f"! {state.clock_doubt.text}. " + _("Set the clock of this computer right."))
    if not state.quarters:
        click.echo(_("Nothing was issued yet. Run “xlplan issue” with the quarter."))
    for quarter in state.quarters:
        _print_quarter(workspace, quarter)
    if state.not_taken:
        click.echo(_("Files that were not taken:"))
    for submission, findings in state.not_taken:
        received = f"{submission.received_at:%d.%m.%Y %H:%M}"
        click.echo(f"  ✗ {submission.shown_file} · {received} · {_problems_text(findings)}")
    for path in state.waiting:
        click.echo(_("In the inbox: {file}").format(file=short_path(workspace, path)))
    for sentence in gap_sentences(workspace, state.gaps):
        click.echo(f"! {sentence}")


def _print_quarter(workspace: "Workspace", quarter: "QuarterStatus") -> None:
    click.echo(
        _("{quarter} · accepted {accepted} of {owed}").format(
            quarter=quarter.quarter.title,
            accepted=quarter.accepted,
            owed=len(quarter.returns),
        )
        + f" · {deadline_text(quarter.deadline)}"
    )
    if quarter.plan:
        click.echo(f"  {version_text(quarter.plan)}")
    _print_editions(workspace, quarter)
    width = max((len(return_status.unit) for return_status in quarter.returns), default=0)
    for return_status in quarter.returns:
        for line in _return_lines(return_status, width):
            click.echo(f"  {line}")
        for finding in return_status.errors:
            click.echo(f"      {finding}")
    if quarter.report and not quarter.closed_by:
        click.echo(f"  → {short_path(workspace, quarter.report)}")
    for path in quarter.waiting_workbooks:
        waits = (
            _("  A newer one waits beside it until it is renamed or moved, for it was changed by hand: {file}")
            if quarter.report_is_changed
            else _("  A newer one waits beside it for the open one to be closed: {file}")
        )
        click.echo(waits.format(file=path.name))


def _print_editions(workspace: "Workspace", quarter: "QuarterStatus") -> None:
    for edition_status in quarter.editions:
        edition = edition_status.edition
        text = _("edition {number} of {day}").format(number=edition.number, day=f"{edition.closed_at:%d.%m.%Y}")
        if edition == quarter.closed_by:
            text = _("closed") + " · " + text
        click.echo(f"  ■ {text} → {short_path(workspace, edition_status.path)}")
        if not edition_status.path.exists():
            click.echo("    ! " + _("The file is not there; “xlplan intake” puts it back from the archive."))
        elif not edition_status.is_intact:
            click.echo(
                "    ! "
                + _(
                    "The file is not what was signed. Move it elsewhere; “xlplan intake” puts the signed one back "
                    "from the archive."
                )
            )
    if quarter.reopening:
        day = f"{quarter.reopening.at:%d.%m.%Y}"
        click.echo("  □ " + _("reopened on {day}: {reason}").format(day=day, reason=quarter.reopening.reason))


def _return_lines(return_status: "ReturnStatus", width: int) -> Iterator[str]:
    """Yield the line of a unit's return, and one of its latest file where that is kept and does not count."""
    latest, counting = return_status.latest, return_status.counting
    is_kept = return_status.latest_state is not None and answer_of(return_status.latest_state) is Answer.KEPT
    sign = _STATE_SIGNS[return_status.state]
    file: tuple[datetime, str] | None = (latest.received_at, latest.shown_file) if latest else None
    if is_kept:
        file = (counting.received_at, counting.shown_file) if counting else None
    yield f"{sign} {return_status.unit:<{width}}  {_return_text(return_status, file)}"
    if is_kept and latest:
        parts = [_(Answer.KEPT.value), f"{latest.received_at:%d.%m.%Y %H:%M}", latest.shown_file]
        if return_status.withdrawal:
            parts.append(_("withdrawn: {reason}").format(reason=return_status.withdrawal.reason))
        if return_status.came_after_closing:
            parts.append(_("came after the closing; counts once the quarter is reopened"))
        yield f"{Answer.KEPT.sign} {'':<{width}}  {' · '.join(parts)}"


def _return_text(return_status: "ReturnStatus", file: "tuple[datetime, str] | None") -> str:
    parts = [_(return_status.state)]
    if return_status.is_overdue:
        parts.append(_("overdue"))
    if file:
        received_at, name = file
        parts += [f"{received_at:%d.%m.%Y %H:%M}", name]
    if return_status.rows_asked_again:
        parts.append(
            _("the plan changed; rows to answer anew: {rows}").format(
                rows=", ".join(return_status.rows_asked_again)
            )
        )
    if return_status.attempts > 1:
        parts.append(_("attempt {number}").format(number=return_status.attempts))
    return " · ".join(parts)


def _problems_text(findings: tuple[Finding, ...]) -> str:
    return " ".join(finding.problem for finding in findings)


def status_json(status: "Status") -> str:
    """Return the status as JSON, in words that do not change with the language."""
    return json.dumps(
        {
            "quarters": [_quarter_json(quarter) for quarter in status.quarters],
            "not_taken": [
                {
                    "file": submission.shown_file,
                    "receipt": submission.number,
                    "received_at": submission.received_at.isoformat(),
                    "sha256": submission.sha256,
                    "findings": [_finding_json(finding) for finding in findings],
                }
                for submission, findings in status.not_taken
            ],
            "inbox": [hide_personal_data(path.name) for path in status.waiting],
            "archive": {"missing": len(status.gaps.missing), "unknown": len(status.gaps.unknown)},
            "clock_before": status.clock_doubt.last_entry.isoformat() if status.clock_doubt else None,
        },
        ensure_ascii=False,
        indent=2,
    )


def _quarter_json(quarter: "QuarterStatus") -> dict[str, object]:
    return {
        "quarter": str(quarter.quarter),
        "due": quarter.deadline.due.isoformat(),
        "grace_days": quarter.deadline.grace_days,
        "plan_version": quarter.plan.number if quarter.plan else None,
        "accepted": quarter.accepted,
        "owed": len(quarter.returns),
        "closed": quarter.closed_by is not None,
        "editions": [_edition_json(each) for each in quarter.editions],
        "beside": [path.name for path in quarter.waiting_workbooks],
        "returns": [
            {
                "unit": each.unit,
                "state": each.state,
                "overdue": each.is_overdue,
                "attempts": each.attempts,
                "file": each.latest.shown_file if each.latest else None,
                "received_at": each.latest.received_at.isoformat() if each.latest else None,
                "asked_again": list(each.rows_asked_again),
                "withdrawn": each.withdrawal.reason if each.withdrawal else None,
                "waits": each.came_after_closing,
                "standing": each.latest_state.value if each.latest_state else None,
                "findings": [_finding_json(finding) for finding in each.errors],
            }
            for each in quarter.returns
        ],
    }


def _edition_json(each: "EditionStatus") -> dict[str, object]:
    edition = each.edition
    return {
        "number": edition.number,
        "closed_at": edition.closed_at.isoformat(),
        "by": edition.by,
        "note": edition.note,
        "file": edition.file,
        "sha256": edition.sha256,
        "whole": each.is_intact,
    }


def _finding_json(finding: Finding) -> dict[str, str]:
    place = finding.location
    return {"code": finding.code, "sheet": place.sheet, "cell": place.cell, "row": place.row, "says": str(finding)}
