"""The explanation of a figure, from the version of the plan down to the cell of a file."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Connection

from xlplan.aggregation.computed import RatioFigures
from xlplan.domain.computed import computed_entry
from xlplan.domain.counting_submissions import CountingRules
from xlplan.domain.decisions import Withdrawal
from xlplan.domain.edition import CENTRE
from xlplan.domain.entries import Entry, EntryKind
from xlplan.domain.explanation import (
    Explanation,
    ShareCounts,
    ShareEntries,
    SubmissionAnswer,
    UnitExplanation,
)
from xlplan.domain.figures import IndicatorFigure, UnitFigure
from xlplan.domain.plan import find_unit
from xlplan.domain.quarter import Quarter
from xlplan.domain.report import QuarterSnapshot
from xlplan.domain.row_lookup import find_figures
from xlplan.domain.submission import AcceptedReturn, Submission
from xlplan.domain.target import Target
from xlplan.ledger.accepted import load_counting_rules
from xlplan.ledger.decisions import withdrawal_records_of
from xlplan.ledger.editions import edition_snapshot, editions_of
from xlplan.ledger.issues import issue_by_code
from xlplan.ledger.submissions import entries_of, findings_of, submissions_of
from xlplan.services.open_workspace import OpenWorkspace

WithdrawalRecords = Mapping[int, tuple[Withdrawal, ...]]


def explain(
    context: OpenWorkspace, snapshot: QuarterSnapshot, code: str, unit: str | None = None
) -> tuple[Explanation, ...]:
    """Explain a row (`1.4.5/2`), or every indicator of a measure (`1.4.5`) in the order of the plan.

    Args:
        context: The workspace.
        snapshot: The quarter as loaded from the ledger.
        code: The row code or the code of a measure.
        unit: Only this unit's part, by code or name.

    Raises:
        XlplanError: There is no such code or unit. The message names the nearest ones.
    """
    figures = find_figures(snapshot.figures, code)
    with context.ledger.connect() as connection:
        submissions = submissions_of(connection, snapshot.quarter)
        rules = load_counting_rules(connection, snapshot.quarter)
        records = withdrawal_records_of(connection, snapshot.quarter)
        snapshots = {
            edition: edition_snapshot(connection, edition) for edition in editions_of(connection, snapshot.quarter)
        }
        explanations = []
        for figure in figures:
            key = figure.indicator.key
            all_units = (*figure.units, *figure.former_units)
            units = all_units if unit is None else (_figure_of_unit(all_units, unit),)
            editions = tuple(
                (edition, next((row for row in figures_then.rows if (row.key, row.unit) == (key, CENTRE)), None))
                for edition, figures_then in snapshots.items()
            )
            ratio = _ratio_figures(snapshot, figure)
            explanations.append(
                Explanation(
                    snapshot.quarter,
                    snapshot.version,
                    figure,
                    _targets(snapshot, key),
                    tuple(
                        _unit_explanation(connection, snapshot, figure, each, submissions, rules, records)
                        for each in units
                    ),
                    editions,
                    snapshot.closing_edition,
                    snapshot.figures.basis.notes.get(key),
                    ShareCounts(*ratio.counts) if ratio else None,
                    ShareCounts(ratio.part.done_to_date, ratio.whole.done_to_date) if ratio else None,
                )
            )
    return tuple(explanations)


def _ratio_figures(snapshot: QuarterSnapshot, figure: IndicatorFigure) -> RatioFigures | None:
    """Return the figures of the two counts of a computed row; None for any other row."""
    ratio = figure.indicator.ratio
    if ratio is None:
        return None
    by_key = {each.indicator.key: each for each in snapshot.figures.indicators}
    return RatioFigures(by_key[ratio.part], by_key[ratio.whole], figure.indicator.unit_of_measure)


def _figure_of_unit(figures: Sequence[UnitFigure], name: str) -> UnitFigure:
    unit = find_unit((each.unit for each in figures), name)
    return next(each for each in figures if each.unit == unit)


def _rows_of_year(snapshot: QuarterSnapshot, key: str) -> Iterator[tuple[Quarter, str]]:
    """Yield the rows of the year so far that belong to a row of the quarter, by quarter and row code.

    A quarter before the row existed has none. One before rows were merged has several.
    """
    lines = snapshot.year[snapshot.quarter].lines_of(key)
    for quarter in snapshot.quarter.to_date[:-1]:
        basis = snapshot.year.get(quarter)
        if basis is None:
            continue
        for measure in basis.plan.measures:
            for indicator in measure.indicators:
                if basis.lines_of(indicator.key)[0] in lines:
                    yield quarter, indicator.key
    yield snapshot.quarter, key


def _targets(snapshot: QuarterSnapshot, key: str) -> tuple[tuple[Quarter, str, Target], ...]:
    return tuple(
        (quarter, code, snapshot.year[quarter].plan.indicator(code).target(quarter))
        for quarter, code in _rows_of_year(snapshot, key)
    )


def _unit_explanation(
    connection: Connection,
    snapshot: QuarterSnapshot,
    row: IndicatorFigure,
    figure: UnitFigure,
    submissions: tuple[Submission, ...],
    rules: CountingRules,
    records: WithdrawalRecords,
) -> UnitExplanation:
    key, code = row.indicator.key, figure.unit.code
    accepted = snapshot.returns[snapshot.quarter].get(code)
    own_submissions = [each for each in submissions if each.unit == code]
    lines = snapshot.year[snapshot.quarter].lines_of(key)
    answers = tuple(
        _submission_answer(connection, each, attempt, lines, accepted, rules, records)
        for attempt, each in enumerate(own_submissions, 1)
    )
    rows_of_year = tuple(_rows_of_year(snapshot, key))
    shares = tuple(
        share for quarter, each in rows_of_year if (share := _share_entries(snapshot, quarter, code, each))
    )
    return UnitExplanation(
        figure,
        answers,
        tuple((quarter, _entry_of(snapshot, quarter, code, each)) for quarter, each in rows_of_year),
        bool(accepted and key in accepted.asked_again),
        shares,
        _counts_to_date(_ratio_figures(snapshot, row), code),
    )


def _entry_of(snapshot: QuarterSnapshot, quarter: Quarter, unit: str, key: str) -> Entry | None:
    """Return a unit's entry to a row in a quarter; that of a computed row follows its two counts."""
    accepted = snapshot.returns.get(quarter, {}).get(unit)
    share = _share_entries(snapshot, quarter, unit, key)
    if accepted is None or share is None:
        return accepted.entries.get(key) if accepted else None
    own = accepted.entries.get(key, Entry(key, EntryKind.MISSING))
    unit_of_measure = snapshot.year[quarter].plan.indicator(key).unit_of_measure
    return computed_entry(own, share.part, share.whole, unit_of_measure)


def _share_entries(snapshot: QuarterSnapshot, quarter: Quarter, unit: str, key: str) -> ShareEntries | None:
    ratio = snapshot.year[quarter].plan.indicator(key).ratio
    if ratio is None:
        return None
    accepted = snapshot.returns.get(quarter, {}).get(unit)
    entries = accepted.entries if accepted else {}
    return ShareEntries(quarter, ratio, entries.get(ratio.part), entries.get(ratio.whole))


def _counts_to_date(ratio: RatioFigures | None, unit: str) -> ShareCounts | None:
    """Return the two counts of a unit since the start of the year; None where the row is not computed."""
    if ratio is None:
        return None
    part, whole = (
        next((each.done_to_date for each in (*row.units, *row.former_units) if each.unit.code == unit), None)
        for row in (ratio.part, ratio.whole)
    )
    return ShareCounts(part, whole)


def _submission_answer(
    connection: Connection,
    submission: Submission,
    attempt: int,
    lines: Sequence[str],
    accepted: AcceptedReturn | None,
    rules: CountingRules,
    records: WithdrawalRecords,
) -> SubmissionAnswer:
    # The file has the row codes of the template that it was made on.
    issue = issue_by_code(connection, str(submission.form_code))
    rows = {row.key: row for row in issue.rows if row.line in lines} if issue else {}
    entries = {each.key: each for each in entries_of(connection, submission.number)}
    own = next((each for key, each in entries.items() if key in rows), None)
    ratio = rows[own.key].ratio if own else None
    share = None
    if ratio and issue:
        share = ShareEntries(issue.quarter, ratio, entries.get(ratio.part), entries.get(ratio.whole))
    keys = {*rows, *((ratio.part, ratio.whole) if ratio else ())}
    findings = findings_of(connection, submission.number)
    return SubmissionAnswer(
        submission,
        attempt,
        rules.state(submission, accepted),
        own,
        tuple(finding for finding in findings if finding.location.row in keys),
        rules.withdrawals.get(submission.number),
        records.get(submission.number, ()),
        share,
    )
