"""The sign-off sheet: everything that whoever closes a quarter should know before."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from sqlalchemy import Connection

from xlplan.domain.decisions import OpenFinding, RenewedEdition, SignOff
from xlplan.domain.edition import CENTRE
from xlplan.domain.findings.finding import Effect, Finding, Location, warnings_of
from xlplan.domain.findings.quarter_kinds import (
    CORRECTION_OPEN,
    DOUBLE_COUNT,
    EARLIER_OPEN,
    PLAN_UNADOPTED,
    ROWS_UNANSWERED,
    SHORTFALL_UNEXPLAINED,
    UNIT_MISSING,
)
from xlplan.domain.report import QuarterSnapshot, RemarkKind
from xlplan.domain.submission import Outcome
from xlplan.ledger.decisions import waivers_of
from xlplan.ledger.editions import closing_edition
from xlplan.ledger.submissions import findings_of, submissions_of
from xlplan.services.closing.editions import EditionDraft
from xlplan.services.open_workspace import OpenWorkspace


def sign_off(context: OpenWorkspace, drafts: Sequence[EditionDraft], unadopted: Sequence[Path]) -> SignOff:
    """The sign-off sheet of the quarter of the first draft; the others are what it changes in later quarters.

    `unadopted`: the plan workbooks for the quarter that say something else than the version in force.
    """
    own = drafts[0]
    today = context.now().date()
    gathered = own.quarter_snapshot
    with context.ledger.connect() as connection:
        every = tuple(_open_findings(connection, gathered, unadopted))
        holding = {
            (waiver.unit, waiver.code): waiver
            for waiver in waivers_of(connection, gathered.quarter)
            if waiver.is_in_force(today)
        }
    figures = gathered.figures
    return SignOff(
        quarter=gathered.quarter,
        version=gathered.version,
        accepted_count=len(figures.accepted_units),
        owed_count=len(figures.units),
        open_findings=tuple(each for each in every if (each.unit, each.finding.code) not in holding),
        waived_findings=tuple(
            (each, holding[each.unit, each.finding.code])
            for each in every
            if (each.unit, each.finding.code) in holding
        ),
        editions=tuple(
            RenewedEdition(draft.quarter_snapshot.quarter, draft.number, len(draft.changes)) for draft in drafts
        ),
        previous=own.previous,
        position=gathered.position,
    )


def _open_findings(
    connection: Connection, gathered: QuarterSnapshot, unadopted: Sequence[Path]
) -> Iterator[OpenFinding]:
    yield from _unit_findings(connection, gathered)
    yield from _double_counts(gathered)
    yield from _unexplained_shortfalls(gathered)
    for path in unadopted:
        yield _centre_finding(PLAN_UNADOPTED.at(file=path.name, number=gathered.version.number))
    covered = gathered.figures.plan.centre.quarters
    for earlier in gathered.quarter.to_date[:-1]:
        if earlier in covered and not closing_edition(connection, earlier):
            yield _centre_finding(EARLIER_OPEN.at(quarter=earlier.title))


def _centre_finding(finding: Finding) -> OpenFinding:
    return OpenFinding(CENTRE, "", finding)


def _unit_findings(connection: Connection, gathered: QuarterSnapshot) -> Iterator[OpenFinding]:
    """Who has not returned, what was sent back, and the warnings of what counts."""
    returns = gathered.returns[gathered.quarter]
    everything = submissions_of(connection, gathered.quarter)
    for unit in gathered.figures.units:
        own = [each for each in everything if each.unit == unit.code]
        counting = returns.get(unit.code)
        if counting is None:
            yield OpenFinding(unit.code, unit.name, UNIT_MISSING.at())
        if own and own[-1].outcome is Outcome.TO_CORRECT:
            day = f"{own[-1].received_at:%d.%m.%Y}"
            yield OpenFinding(unit.code, unit.name, CORRECTION_OPEN.at(file=own[-1].file, day=day))
        if counting and counting.asked_again:
            rows = ", ".join(counting.asked_again)
            yield OpenFinding(unit.code, unit.name, ROWS_UNANSWERED.at(rows=rows))
        for each in own:
            if counting and each.sha256 == counting.sha256:
                for finding in warnings_of(findings_of(connection, each.number)):
                    if not finding.has(Effect.SETTLED_BY_COUNTING):
                        yield OpenFinding(unit.code, unit.name, finding)


def _double_counts(gathered: QuarterSnapshot) -> Iterator[OpenFinding]:
    """What the sheet of remarks calls a possible double count."""
    for remark in gathered.content.remarks:
        if remark.kind is RemarkKind.DOUBLE:
            yield _centre_finding(DOUBLE_COUNT.at(Location(row=remark.key), seen=remark.text.rstrip(".")))


def _unexplained_shortfalls(gathered: QuarterSnapshot) -> Iterator[OpenFinding]:
    for each in gathered.shortfalls:
        units = (each.unit,) if each.unit else each.figure.units
        if any(unit.entry.reason.strip() for unit in units):
            continue
        place = Location(row=each.figure.indicator.key)
        if each.unit:
            words = {"done": each.unit.entry.number, "target": each.unit.target.count}
            finding = SHORTFALL_UNEXPLAINED.at(place, **words)
            yield OpenFinding(each.unit.unit.code, each.unit.unit.name, finding)
        else:
            words = {"done": each.figure.done, "target": each.figure.target.count}
            yield _centre_finding(SHORTFALL_UNEXPLAINED.at(place, **words))
