"""The output of `status`, for people and for programs."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

import click
from msgspec.structs import asdict

from xlplan.cli.output.common import (
    gap_sentences,
    short_path,
    version_text,
    waiting_text,
)
from xlplan.cli.output.letters import letter_json, letters_line
from xlplan.domain.findings.finding import Finding
from xlplan.domain.personal_data import hide_personal_data
from xlplan.domain.return_words import STATE_SIGNS, counts_text, deadline_text, other_sender_text
from xlplan.domain.standing import answer_of
from xlplan.domain.submission import SubmissionState
from xlplan.text.translation import _, ngettext

if TYPE_CHECKING:
    from xlplan.domain.counting_submissions import WaitingSubmission
    from xlplan.domain.decisions import Dismissal
    from xlplan.domain.return_counts import ReturnCounts, YearReturns
    from xlplan.services.report.status import EditionStatus, QuarterStatus, ReturnStatus, Status
    from xlplan.storage.workspace import Workspace


def print_status(workspace: "Workspace", state: "Status") -> None:
    """Print each quarter with a line for each unit and its errors, then the files that were not taken."""
    if state.clock_doubt:
        click.echo(f"! {state.clock_doubt.text}. " + _("Set the clock of this computer right."))
    if not state.quarters:
        click.echo(_("Nothing was issued yet."))
    for quarter in state.quarters:
        _print_quarter(workspace, quarter)
    for year, returns in state.years.items():
        _print_year(year, returns)
    _print_not_taken(state)
    for path in state.waiting:
        click.echo(_("In the inbox: {file}").format(file=short_path(workspace, path)))
    for sentence in gap_sentences(workspace, state.gaps):
        click.echo(f"! {sentence}")
    print_board_place(workspace)


def print_board_place(workspace: "Workspace") -> None:
    """Print the path of the board, where there is one."""
    if workspace.board.is_file():
        click.echo(_("The board, for a browser: {file}").format(file=short_path(workspace, workspace.board)))


def _print_not_taken(state: "Status") -> None:
    """Print the files that were not taken, and how many of them were put aside."""
    standing = [each for each in state.not_taken if each[0].number not in state.dismissals]
    if standing:
        click.echo(_("Files that were not taken:"))
    for submission, findings in standing:
        received = f"{submission.received_at:%d.%m.%Y %H:%M}"
        click.echo(f"  ✗ {submission.shown_file} · {received} · {_problems_text(findings)}")
    if standing:
        click.echo(
            "  "
            + _("What is no return can be put aside: xlplan dismiss {number} --reason “…”").format(
                number=standing[-1][0].number
            )
        )
    if state.dismissals:
        click.echo(
            ngettext(
                "{number} file that was not taken is put aside.",
                "{number} files that were not taken are put aside.",
                len(state.dismissals),
            )
        )


def _dismissal_json(dismissal: "Dismissal | None") -> dict[str, str] | None:
    if dismissal is None:
        return None
    return {"at": dismissal.at.isoformat(), "by": dismissal.by, "reason": dismissal.reason}


def _print_quarter(workspace: "Workspace", quarter: "QuarterStatus") -> None:
    click.echo(
        f"{quarter.quarter.title} · {counts_text(quarter.counts, with_shares=False)} · "
        f"{deadline_text(quarter.deadline)}"
    )
    if quarter.plan:
        click.echo(f"  {version_text(quarter.plan)}")
    _print_editions(workspace, quarter)
    width = max((len(return_status.unit) for return_status in quarter.returns), default=0)
    for return_status in quarter.returns:
        for line in _return_lines(return_status, width):
            click.echo(f"  {line}")
        if return_status.letters:
            click.echo(f"  {letters_line(return_status.letters)}")
        for finding in return_status.errors:
            click.echo(f"      {finding}")
    for unit in quarter.not_issued:
        click.echo(
            f"  – {unit}  " + _("not issued; to issue it: xlplan issue {quarter}").format(quarter=quarter.quarter)
        )
    for submission, sender in quarter.other_senders:
        click.echo(f"  ! {submission.shown_file} · {other_sender_text(sender)}")
    _print_waiting(quarter)
    if quarter.report and not quarter.closed_by:
        click.echo(f"  → {short_path(workspace, quarter.report)}")
    for path in quarter.waiting_workbooks:
        waits = (
            _("  A newer one waits beside it until it is renamed or moved, for it was changed by hand: {file}")
            if quarter.report_is_changed
            else _("  A newer one waits beside it for the open one to be closed: {file}")
        )
        click.echo(waits.format(file=path.name))


def _print_waiting(quarter: "QuarterStatus") -> None:
    """Print the returns that wait for a closed quarter to be reopened."""
    if not quarter.waiting:
        return
    click.echo(
        "  " + _("Came after the closing, to count: xlplan reopen {quarter}").format(quarter=quarter.quarter)
    )
    for unit, waiting in quarter.waiting:
        words = (
            _("waits for the reopening") if waiting.will_count else _("to correct, and does not count even then")
        )
        click.echo(f"    ◷ {waiting_text(unit, waiting)} · {words}")


def _print_year(year: int, returns: "YearReturns") -> None:
    """Print completeness and timeliness of a year with more than one quarter, and of each unit in it."""
    if len(returns.by_quarter) < 2:
        return
    click.echo(_("{year} so far").format(year=year) + f" · {counts_text(returns.counts)}")
    width = max(len(each.unit.name) for each in returns.units)
    for each in returns.units:
        click.echo(f"  {each.unit.name:<{width}}  {counts_text(each.counts)}")


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
    """Yield the line of a unit's return, and one of its latest file where another one counts or none does."""
    latest, counting, state = return_status.latest, return_status.counting, return_status.latest_state
    is_beside = return_status.latest_is_beside
    file: tuple[datetime, str] | None = (latest.received_at, latest.shown_file) if latest else None
    if is_beside:
        file = (counting.received_at, counting.shown_file) if counting else None
    sign = STATE_SIGNS[return_status.owed.state]
    yield f"{sign} {return_status.unit:<{width}}  {_return_text(return_status, file)}"
    # What came after the closing is listed apart.
    if is_beside and latest and state and state is not SubmissionState.LATE:
        answer = answer_of(state)
        parts = [_(answer.value), f"{latest.received_at:%d.%m.%Y %H:%M}", latest.shown_file]
        if return_status.withdrawal:
            parts.append(_("withdrawn: {reason}").format(reason=return_status.withdrawal.reason))
        yield f"{answer.sign} {'':<{width}}  {' · '.join(parts)}"


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
            "years": [_year_json(year, returns) for year, returns in status.years.items()],
            "not_taken": [
                {
                    "file": submission.shown_file,
                    "receipt": submission.number,
                    "received_at": submission.received_at.isoformat(),
                    "sha256": submission.sha256,
                    "findings": [_finding_json(finding) for finding in findings],
                    "dismissed": _dismissal_json(status.dismissals.get(submission.number)),
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
        **_counts_json(quarter.counts),
        "state": _quarter_state(quarter),
        "closed": quarter.closed_by is not None,
        "reopened": quarter.reopening.reason if quarter.reopening else None,
        "not_issued": list(quarter.not_issued),
        "other_senders": [
            {"receipt": submission.number, "from": sender.address} for submission, sender in quarter.other_senders
        ],
        "waiting": [_waiting_json(unit, each) for unit, each in quarter.waiting],
        "editions": [_edition_json(each) for each in quarter.editions],
        "beside": [path.name for path in quarter.waiting_workbooks],
        "returns": [
            {
                "unit": each.unit,
                "state": each.state,
                "overdue": each.is_overdue,
                "timeliness": each.owed.timeliness.value if each.owed.timeliness else None,
                "attempts": each.attempts,
                "file": each.latest.shown_file if each.latest else None,
                "received_at": each.latest.received_at.isoformat() if each.latest else None,
                "asked_again": list(each.rows_asked_again),
                "withdrawn": each.withdrawal.reason if each.withdrawal else None,
                "waits": each.came_after_closing,
                "standing": each.latest_state.value if each.latest_state else None,
                "findings": [_finding_json(finding) for finding in each.errors],
                "letters": [letter_json(record) for record in each.letters],
            }
            for each in quarter.returns
        ],
    }


def _quarter_state(quarter: "QuarterStatus") -> str:
    if quarter.closed_by:
        return "closed"
    return "reopened" if quarter.reopening else "open"


def _counts_json(counts: "ReturnCounts") -> dict[str, object]:
    """Return the counts with their shares of 1, which are null where nothing was owed."""
    return {**asdict(counts), "completeness": counts.completeness, "timeliness": counts.timeliness}


def _waiting_json(unit: str, waiting: "WaitingSubmission") -> dict[str, object]:
    submission = waiting.submission
    return {
        "unit": unit,
        "file": submission.shown_file,
        "receipt": submission.number,
        "received_at": submission.received_at.isoformat(),
        "attempt": waiting.attempt,
        "counts_once_reopened": waiting.will_count,
    }


def _year_json(year: int, returns: "YearReturns") -> dict[str, object]:
    """Return the returns of a year so far. A quarter in which a unit owed nothing is left out."""
    return {
        "year": year,
        **_counts_json(returns.counts),
        "quarters": {str(quarter): _counts_json(counts) for quarter, counts in returns.by_quarter.items()},
        "units": [
            {
                "unit": each.unit.name,
                **_counts_json(each.counts),
                "quarters": {str(quarter): _counts_json(own.counts) for quarter, own in each.by_quarter.items()},
            }
            for each in returns.units
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
