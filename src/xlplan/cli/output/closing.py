"""The output of the coordinator's decisions: the sign-off sheet and the results."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from xlplan.cli.output.backup import print_backup
from xlplan.cli.output.common import print_consolidated, short_path, version_text, waiting_text
from xlplan.domain.findings.finding import FindingKind
from xlplan.domain.findings.quarter_kinds import (
    CORRECTION_OPEN,
    DOUBLE_COUNT,
    PLAN_UNADOPTED,
    SHORTFALL_UNEXPLAINED,
    UNIT_MISSING,
)
from xlplan.domain.restatement import effect_lines
from xlplan.domain.sign_off import EditionPreview, OpenFinding, OtherPlace, SignOff
from xlplan.domain.submission import ReturnState
from xlplan.text.translation import N_, _, ngettext

if TYPE_CHECKING:
    from xlplan.domain.decisions import Waiver
    from xlplan.domain.edition import Edition
    from xlplan.domain.plan import Unit
    from xlplan.services.closing.decisions import ReopeningResult, UndoingResult, WaitingReturn, WithdrawalResult
    from xlplan.services.closing.dismissals import DismissalResult
    from xlplan.services.closing.notes import NoteResult
    from xlplan.storage.workspace import Workspace
    from xlplan.workflows.closing import DecisionResult

# The kinds of findings with a heading of their own on the sign-off sheet. All others are open warnings.
_WARNINGS = N_("Open warnings")
_HEADINGS = {
    UNIT_MISSING: N_("Without a return"),
    DOUBLE_COUNT: N_("Possible double counts"),
    SHORTFALL_UNEXPLAINED: N_("Shortfalls without a reason"),
    PLAN_UNADOPTED: N_("Changes of the plan that were not adopted"),
}
_GROUPS_BEFORE_WAIVED = (UNIT_MISSING, None)
_GROUPS_AFTER_WAIVED = (DOUBLE_COUNT, SHORTFALL_UNEXPLAINED, PLAN_UNADOPTED)
_MOST_SHOWN = 30


def print_sign_off(sheet: SignOff) -> None:
    """Print the sign-off sheet, in its order of reading."""
    title = _("Before closing the {quarter}, edition {number}").format(
        quarter=sheet.quarter.title, number=sheet.editions[0].number
    )
    click.echo(title)
    click.echo(f"  {version_text(sheet.version)}")
    click.echo(
        "  "
        + _("{accepted} of {owed} returns accepted").format(accepted=sheet.accepted_count, owed=sheet.owed_count)
    )
    if sheet.other_place:
        click.echo(f"  ! {_place_text(sheet.other_place)}")
    for kind in _GROUPS_BEFORE_WAIVED:
        _print_group(sheet, kind)
    _print_waived_findings(sheet)
    for kind in _GROUPS_AFTER_WAIVED:
        _print_group(sheet, kind)
    if sheet.open_findings:
        click.echo("  " + _("The word in brackets is the code of a warning, for “xlplan waive” to silence it."))
    else:
        click.echo("  ✓ " + _("Nothing stands open."))
    _print_renewed(sheet)


def _place_text(place: OtherPlace) -> str:
    where = f"{place.folder} ({place.machine})"
    if place.is_there:
        return _(
            "This is a copy of the workspace {place}, which is still there. Close the quarter in one of them "
            "only: two would make the same edition twice."
        ).format(place=where)
    return _(
        "The last decision was made at {place}. If the workspace is still there, this one is a copy: close the "
        "quarter in one of them only."
    ).format(place=where)


def _print_group(sheet: SignOff, kind: FindingKind | None) -> None:
    """Print the open findings of a kind that has a heading of its own; without one, all the others."""
    findings = [
        each
        for each in sheet.open_findings
        if (each.finding.kind if each.finding.kind in _HEADINGS else None) == kind
    ]
    if not findings:
        return
    click.echo(f"  {_(_HEADINGS[kind] if kind else _WARNINGS)}: {len(findings)}")
    sent_back = {each.unit for each in sheet.open_findings if each.finding.kind == CORRECTION_OPEN}
    for each in findings[:_MOST_SHOWN]:
        is_sent_back = each.finding.kind == UNIT_MISSING and each.unit in sent_back
        state = f" ({_(ReturnState.TO_CORRECT.value)})" if is_sent_back else ""
        click.echo(f"    ! {_finding_text(each)}{state} [{each.finding.code}]")
    if left_out := len(findings[_MOST_SHOWN:]):
        click.echo("    " + ngettext("… and {number} more", "… and {number} more", left_out))


def _finding_text(found: OpenFinding) -> str:
    if found.finding.kind == UNIT_MISSING:
        return found.name
    places = [part for part in (found.name, found.finding.location.shown) if part]
    location = " · ".join(places)
    return f"{location}: {found.finding.problem}" if location else found.finding.problem


def _print_waived_findings(sheet: SignOff) -> None:
    if not sheet.waived_findings:
        return
    heading, reason_word = _("Waived"), _("reason")
    click.echo(f"  {heading}: {len(sheet.waived_findings)}")
    for finding, waiver in sheet.waived_findings:
        until_text = " · " + _("until {day}").format(day=f"{waiver.until:%d.%m.%Y}") if waiver.until else ""
        by = f" ({waiver.by})" if waiver.by else ""
        text = _finding_text(finding)
        click.echo(f"    – {text} · {reason_word}: {waiver.reason}{until_text}{by}")


def _print_renewed(sheet: SignOff) -> None:
    own_edition, *other_editions = sheet.editions
    if sheet.previous:
        click.echo(f"  {_difference_text(own_edition, sheet.previous.number)}")
        _print_effect(own_edition, "    ")
    if other_editions:
        click.echo("  " + _("It changes quarters that are closed; these get new editions too:"))
        for other in other_editions:
            click.echo(f"    + {other.quarter.title}: {_difference_text(other, other.number - 1)}")
            _print_effect(other, "      ")


def _print_effect(preview: EditionPreview, indent: str) -> None:
    """Print what the differences come to, as the sheet of what changed says it above its rows."""
    if preview.change_count:
        for line in effect_lines(preview.effect):
            click.echo(f"{indent}{line}")


def _difference_text(renewed: EditionPreview, previous: int) -> str:
    if not renewed.change_count:
        return _("edition {number} will say what edition {before} says").format(
            number=renewed.number, before=previous
        )
    return ngettext(
        "edition {edition} will differ from edition {before} in {number} row",
        "edition {edition} will differ from edition {before} in {number} rows",
        renewed.change_count,
        edition=renewed.number,
        before=previous,
    )


def print_closed(workspace: "Workspace", result: "DecisionResult") -> None:
    """Print the editions that were made, and the rewritten workbooks."""
    for path in result.editions:
        click.echo("■ " + _("Closed: {file}").format(file=short_path(workspace, path)))
    _print_reports(workspace, result)
    click.echo(_("These files are for reading only and never change; their hashes are in the ledger."))
    if result.backup:
        print_backup(workspace, result.backup)
    elif result.backup_failure:
        click.echo(
            "! "
            + _("The quarter is closed, but no backup was made. {problem} Then run “xlplan backup”.").format(
                problem=result.backup_failure
            ),
            err=True,
        )


def print_closed_already(workspace: "Workspace", edition: "Edition") -> None:
    """Print that there was nothing to close."""
    path = workspace.edition(edition.quarter, edition.number)
    click.echo(
        _("The {quarter} was closed on {day}: {file}").format(
            quarter=edition.quarter.title, day=f"{edition.closed_at:%d.%m.%Y}", file=short_path(workspace, path)
        )
    )


def print_waiting(returns: "Sequence[WaitingReturn]", heading: str) -> None:
    """Print the returns that came after the closing: those that then count, and those to correct."""
    groups = ((heading, True), (_("To correct still:"), False))
    for words, will_count in groups:
        if group := [each for each in returns if each.waiting.will_count is will_count]:
            click.echo(f"  {words}")
            for each in group:
                click.echo(f"    ◷ {waiting_text(each.unit.name, each.waiting)}")


def print_reopened(workspace: "Workspace", reopening: "ReopeningResult", result: "DecisionResult") -> None:
    """Print that a quarter is open again, and the next step."""
    edition, version = reopening.edition, reopening.version
    click.echo(
        _("The {quarter} is open again; edition {number} stays as it was signed.").format(
            quarter=edition.quarter.title, number=edition.number
        )
    )
    print_waiting(reopening.waiting, _("Counted from now on:"))
    _print_reports(workspace, result)
    if version.number != edition.plan_version:
        click.echo(
            _(
                "Version {number} of the plan was adopted since. To ask the units by it: xlplan issue {quarter}."
            ).format(number=version.number, quarter=edition.quarter)
        )
    click.echo(
        _("Next: “xlplan close {quarter}” makes edition {number}.").format(
            quarter=edition.quarter, number=edition.number + 1
        )
    )


def print_withdrawn(workspace: "Workspace", withdrawal: "WithdrawalResult", result: "DecisionResult") -> None:
    """Print the withdrawn return, and the one that counts now."""
    click.echo(
        _("{unit}: “{file}” does not count any more.").format(
            unit=withdrawal.unit.name, file=withdrawal.withdrawn.shown_file
        )
    )
    if withdrawal.counting:
        click.echo(
            _("“{file}” of {day} counts again.").format(
                file=withdrawal.counting.shown_file, day=f"{withdrawal.counting.received_at:%d.%m.%Y %H:%M}"
            )
        )
    else:
        click.echo(_("No return of this unit counts now: it stands as not returned."))
    _print_reports(workspace, result)


def print_undone(workspace: "Workspace", undoing: "UndoingResult", result: "DecisionResult") -> None:
    """Print the return that is no longer withdrawn, and the one that counts now."""
    restored, counting = undoing.restored, undoing.counting
    line = _("{unit}: the withdrawal of “{file}” (receipt No. {number}) of {day} is undone.")
    click.echo(
        line.format(
            unit=undoing.unit.name,
            file=restored.shown_file,
            number=restored.number,
            day=f"{undoing.withdrawal.at:%d.%m.%Y}",
        )
    )
    if counting and counting.sha256 == restored.sha256:
        click.echo(_("It counts again."))
    elif counting:
        click.echo(
            _("“{file}” of {day} came later and counts in its place.").format(
                file=counting.shown_file, day=f"{counting.received_at:%d.%m.%Y %H:%M}"
            )
        )
    _print_reports(workspace, result)


def print_dismissed(result: "DismissalResult") -> None:
    """Print the file that was put aside, and how many stand as not taken still."""
    submission = result.submission
    click.echo(
        _("“{file}” (receipt No. {number}) is put aside; it stays in the archive and in the ledger.").format(
            file=submission.shown_file, number=submission.number
        )
    )
    if result.left:
        click.echo(_("Still not taken: {number}.").format(number=result.left))


def print_noted(workspace: "Workspace", result: "NoteResult", decision: "DecisionResult") -> None:
    """Print the coordinator's words on a shortfall, and the next step."""
    note = result.note
    click.echo(_("{key}: noted for the {quarter}.").format(key=note.key, quarter=note.quarter.title))
    for heading, text in ((_("reason"), note.reason), (_("what will be done"), note.action)):
        said = text or _("nothing said")
        click.echo(f"  {heading}: {said}")
    if result.replaced:
        day = f"{result.replaced.at:%d.%m.%Y}"
        click.echo("  " + _("This replaces the note of {day}.").format(day=day))
    _print_reports(workspace, decision)
    rows = result.unexplained if note.reason else (note.key, *result.unexplained)
    if rows:
        click.echo(
            _("Still without a reason: {rows}. Next: xlplan note {quarter} {row} --reason “…”.").format(
                rows=", ".join(rows), quarter=note.quarter, row=rows[0]
            )
        )
    else:
        click.echo(_("Next: xlplan close {quarter}.").format(quarter=note.quarter))


def print_waived(workspace: "Workspace", unit: "Unit | None", waiver: "Waiver", result: "DecisionResult") -> None:
    """Print the silenced warning, and the last day of the waiver."""
    until_text = (
        _("until {day}").format(day=f"{waiver.until:%d.%m.%Y}") if waiver.until else _("for the whole quarter")
    )
    place = unit.name if unit else _("the whole centre")
    place += " · " + _("row {row}").format(row=waiver.key) if waiver.key else ""
    click.echo(
        _("{unit}: “{code}” is waived {until}; the sign-off sheet will say so.").format(
            unit=place, code=waiver.code, until=until_text
        )
    )
    _print_reports(workspace, result)


def _print_reports(workspace: "Workspace", result: "DecisionResult") -> None:
    for report in result.reports:
        print_consolidated(workspace, report)
