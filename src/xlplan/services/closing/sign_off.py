"""The sign-off sheet: the open points that the director should see before a quarter closes."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from xlplan.aggregation.remarks import double_counts
from xlplan.domain.decisions import silencing
from xlplan.domain.edition import CENTRE
from xlplan.domain.figure_words import reason_of
from xlplan.domain.findings.finding import Effect, Finding, Location, warnings_of
from xlplan.domain.findings.quarter_kinds import (
    CORRECTION_OPEN,
    DOUBLE_COUNT,
    DUE_DAY_AHEAD,
    EARLIER_OPEN,
    PLAN_UNADOPTED,
    QUARTER_RUNNING,
    ROWS_UNANSWERED,
    SHORTFALL_UNEXPLAINED,
    UNIT_MISSING,
    WITHDRAWN_AGAIN,
)
from xlplan.domain.quarter import Quarter
from xlplan.domain.report import QuarterSnapshot
from xlplan.domain.restatement import changed_rows
from xlplan.domain.sign_off import EditionPreview, OpenFinding, SignOff
from xlplan.domain.submission import Outcome, Submission
from xlplan.domain.target_words import count_words
from xlplan.domain.unit_of_measure import show_number
from xlplan.ledger.database import Connection
from xlplan.ledger.decisions import waivers_of, withdrawals_of
from xlplan.ledger.editions import closing_edition
from xlplan.ledger.submissions import findings_of, last_arrival, submissions_of
from xlplan.services.closing.editions import EditionDraft
from xlplan.services.closing.other_place import other_place
from xlplan.services.open_workspace import OpenWorkspace


def sign_off(context: OpenWorkspace, drafts: Sequence[EditionDraft], unadopted: Sequence[Path]) -> SignOff:
    """Return the sign-off sheet of a quarter.

    Args:
        context: The workspace.
        drafts: The draft of the quarter itself, then those of the later quarters that it changes.
        unadopted: The plan workbooks for the quarter that differ from the version in force.
    """
    own_draft = drafts[0]
    today = context.now().date()
    snapshot = own_draft.quarter_snapshot
    with context.ledger.connect() as connection:
        open_findings = (
            *_early_closing(snapshot, today),
            *_open_findings(connection, snapshot, unadopted),
        )
        waivers = waivers_of(connection, snapshot.quarter)
        place = other_place(context, connection)
    judged = [
        (each, silencing(waivers, each.unit, each.finding.code, each.finding.location.row, today))
        for each in open_findings
    ]
    figures = snapshot.figures
    return SignOff(
        quarter=snapshot.quarter,
        version=snapshot.version,
        accepted_count=len(figures.accepted_units),
        owed_count=len(figures.units),
        open_findings=tuple(each for each, waiver in judged if waiver is None),
        waived_findings=tuple((each, waiver) for each, waiver in judged if waiver),
        editions=tuple(
            EditionPreview(
                draft.quarter_snapshot.quarter, draft.number, len(changed_rows(draft.changes)), draft.effect
            )
            for draft in drafts
        ),
        previous=own_draft.previous,
        position=snapshot.position,
        other_place=place,
    )


def _open_findings(
    connection: Connection, snapshot: QuarterSnapshot, unadopted: Sequence[Path]
) -> Iterator[OpenFinding]:
    yield from _unit_findings(connection, snapshot)
    yield from _double_counts(snapshot)
    yield from _unexplained_shortfalls(snapshot)
    for path in unadopted:
        yield _centre_finding(PLAN_UNADOPTED.at(file=path.name, number=snapshot.version.number))
    covered = snapshot.figures.plan.centre.quarters
    for earlier in snapshot.quarter.to_date[:-1]:
        if earlier in covered and not closing_edition(connection, earlier):
            yield _centre_finding(EARLIER_OPEN.at(quarter=earlier.title))


def _early_closing(snapshot: QuarterSnapshot, today: date) -> Iterator[OpenFinding]:
    """Yield the finding that a quarter still runs, or that its returns are still in time."""
    quarter, figures = snapshot.quarter, snapshot.figures
    day = f"{today:%d.%m.%Y}"
    if today <= quarter.last_day:
        yield _centre_finding(QUARTER_RUNNING.at(day=f"{quarter.last_day:%d.%m.%Y}", today=day))
        return
    deadline = figures.period.deadline
    if not deadline.is_past(today) and len(figures.accepted_units) < len(figures.units):
        yield _centre_finding(DUE_DAY_AHEAD.at(due=f"{deadline.last_day:%d.%m.%Y}", today=day))


def _centre_finding(finding: Finding) -> OpenFinding:
    return OpenFinding(CENTRE, "", finding)


def _unit_findings(connection: Connection, snapshot: QuarterSnapshot) -> Iterator[OpenFinding]:
    """Yield missing returns, returns to correct, and the warnings of the returns that count."""
    returns = snapshot.returns[snapshot.quarter]
    submissions = submissions_of(connection, snapshot.quarter)
    for unit in snapshot.figures.units:
        own_submissions = [submission for submission in submissions if submission.unit == unit.code]
        counting = returns.get(unit.code)
        if counting is None:
            yield OpenFinding(unit.code, unit.name, UNIT_MISSING.at())
            for finding in _withdrawn_again(connection, snapshot.quarter, own_submissions):
                yield OpenFinding(unit.code, unit.name, finding)
        if own_submissions and own_submissions[-1].outcome is Outcome.TO_CORRECT:
            latest = own_submissions[-1]
            day = f"{latest.received_at:%d.%m.%Y}"
            yield OpenFinding(unit.code, unit.name, CORRECTION_OPEN.at(file=latest.shown_file, day=day))
        if counting and counting.asked_again:
            rows = ", ".join(counting.asked_again)
            yield OpenFinding(unit.code, unit.name, ROWS_UNANSWERED.at(rows=rows))
        for submission in own_submissions:
            if counting and submission.sha256 == counting.sha256:
                for finding in warnings_of(findings_of(connection, submission.number)):
                    if not finding.has(Effect.SETTLED_BY_COUNTING):
                        yield OpenFinding(unit.code, unit.name, finding)


def _withdrawn_again(
    connection: Connection, quarter: Quarter, submissions: Sequence[Submission]
) -> Iterator[Finding]:
    """Yield the files of a unit without a return that were withdrawn and came again."""
    withdrawals = withdrawals_of(connection, quarter)
    for submission in submissions:
        withdrawal = withdrawals.get(submission.number)
        came_at = last_arrival(connection, submission.sha256) if withdrawal else None
        if withdrawal and came_at and came_at > withdrawal.at:
            yield WITHDRAWN_AGAIN.at(
                file=submission.shown_file,
                day=f"{withdrawal.at:%d.%m.%Y}",
                reason=withdrawal.reason,
                again=f"{came_at:%d.%m.%Y}",
                quarter=quarter,
                unit=submission.unit,
            )


def _double_counts(snapshot: QuarterSnapshot) -> Iterator[OpenFinding]:
    """Yield the possible double counts."""
    for remark in double_counts(snapshot.figures, snapshot.content.events):
        yield _centre_finding(DOUBLE_COUNT.at(Location(row=remark.key), seen=remark.text.rstrip(".")))


def _unexplained_shortfalls(snapshot: QuarterSnapshot) -> Iterator[OpenFinding]:
    for shortfall in snapshot.shortfalls:
        if reason_of(shortfall):
            continue
        place = Location(row=shortfall.figure.indicator.key)
        indicator = shortfall.figure.indicator
        planned = count_words(shortfall.target or 0, indicator.better, indicator.unit_of_measure)
        done = show_number(shortfall.done or 0, indicator.unit_of_measure)
        finding = SHORTFALL_UNEXPLAINED.at(place, done=done, target=planned)
        if shortfall.unit:
            yield OpenFinding(shortfall.unit.unit.code, shortfall.unit.unit.name, finding)
        else:
            yield _centre_finding(finding)
