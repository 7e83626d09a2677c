"""The explanation of a figure, from the version of the plan down to the cell of a file."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from msgspec.structs import replace

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
from xlplan.domain.unit_of_measure import WHOLE_THINGS, Number, UnitOfMeasure
from xlplan.ledger.accepted import load_counting_rules
from xlplan.ledger.database import Connection
from xlplan.ledger.decisions import withdrawal_records_of
from xlplan.ledger.editions import edition_snapshot, editions_of
from xlplan.ledger.issues import issue_by_code
from xlplan.ledger.letters import letters_of
from xlplan.ledger.places import other_place_of
from xlplan.ledger.submissions import entries_of, findings_of, submissions_of
from xlplan.services.open_workspace import OpenWorkspace

WithdrawalRecords = Mapping[int, tuple[Withdrawal, ...]]
# The two counts of a computed row by unit, in each quarter of the year so far.
Counts = Mapping[str, tuple[tuple[Quarter, ShareCounts], ...]]


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
        letters = letters_of(connection, (snapshot.quarter,))
        explanations = []
        for figure in figures:
            key = figure.indicator.key
            all_units = (*figure.units, *figure.former_units)
            units = all_units if unit is None else (_figure_of_unit(all_units, unit),)
            editions = tuple(
                (edition, next((row for row in figures_then.rows if (row.key, row.unit) == (key, CENTRE)), None))
                for edition, figures_then in snapshots.items()
            )
            counts = _share_counts(snapshot, figure)
            explanations.append(
                Explanation(
                    snapshot.quarter,
                    snapshot.version,
                    figure,
                    _targets(snapshot, key),
                    tuple(
                        replace(
                            _unit_explanation(
                                connection, snapshot, key, each, submissions, rules, records, counts
                            ),
                            letters=tuple(found for found in letters if found.letter.unit == each.unit.code),
                        )
                        for each in units
                    ),
                    editions,
                    snapshot.closing_edition,
                    snapshot.figures.basis.notes.get(key),
                    _total(counts, (snapshot.quarter,)),
                    _total(counts, snapshot.quarter.to_date),
                    _counted(snapshot, figure),
                )
            )
    return tuple(explanations)


def _share_counts(snapshot: QuarterSnapshot, figure: IndicatorFigure) -> Counts:
    """Return the two counts of a computed row, by unit and quarter of the year so far; {} for any other row.

    The counts follow the lines of their own rows. These may be older than the computed row, and had other units.
    """
    ratio = figure.indicator.ratio
    if ratio is None:
        return {}
    part = next(each for each in snapshot.figures.indicators if each.indicator.key == ratio.part)
    units = (*figure.units, *figure.former_units, *part.former_units)
    parts, wholes = (tuple(_rows_of_year(snapshot, key)) for key in (ratio.part, ratio.whole))
    return {
        code: tuple(
            (
                quarter,
                ShareCounts(_reported(snapshot, quarter, code, parts), _reported(snapshot, quarter, code, wholes)),
            )
            for quarter in snapshot.quarter.to_date
            if quarter in snapshot.year
        )
        for code in dict.fromkeys(each.unit.code for each in units)
    }


def _reported(
    snapshot: QuarterSnapshot, quarter: Quarter, unit: str, rows: Sequence[tuple[Quarter, str]]
) -> Number | None:
    """Return what a unit reported in a quarter under the rows of that quarter; None where nothing."""
    accepted = snapshot.returns.get(quarter, {}).get(unit)
    entries = [accepted.entries.get(key) for each, key in rows if each == quarter] if accepted else []
    numbers = [entry.number for entry in entries if entry and entry.number is not None]
    return sum(numbers) if numbers else None


def _counted(snapshot: QuarterSnapshot, figure: IndicatorFigure) -> UnitOfMeasure:
    """Return the unit of measure of the two counts of a computed row, which is one; whole things elsewhere."""
    ratio = figure.indicator.ratio
    return snapshot.figures.plan.indicator(ratio.part).unit_of_measure if ratio else WHOLE_THINGS


def _total(counts: Counts, quarters: Collection[Quarter]) -> ShareCounts | None:
    own = [each for of_unit in counts.values() for quarter, each in of_unit if quarter in quarters]
    return ShareCounts.total(own) if counts else None


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
    key: str,
    figure: UnitFigure,
    submissions: tuple[Submission, ...],
    rules: CountingRules,
    records: WithdrawalRecords,
    counts: Counts,
) -> UnitExplanation:
    code = figure.unit.code
    accepted = snapshot.returns[snapshot.quarter].get(code)
    own_submissions = [each for each in submissions if each.unit == code]
    lines = snapshot.year[snapshot.quarter].lines_of(key)
    answers = tuple(
        _submission_answer(connection, each, attempt, lines, accepted, rules, records)
        for attempt, each in enumerate(own_submissions, 1)
    )
    return UnitExplanation(
        figure,
        answers,
        tuple(
            (quarter, _entry_of(snapshot, quarter, code, each)) for quarter, each in _rows_of_year(snapshot, key)
        ),
        bool(accepted and key in accepted.asked_again),
        counts.get(code, ()),
    )


def _entry_of(snapshot: QuarterSnapshot, quarter: Quarter, unit: str, key: str) -> Entry | None:
    """Return a unit's entry to a row in a quarter; that of a computed row follows its two counts."""
    accepted = snapshot.returns.get(quarter, {}).get(unit)
    if accepted is None:
        return None
    indicator, entries = snapshot.year[quarter].plan.indicator(key), accepted.entries
    own, ratio = entries.get(key), indicator.ratio
    if ratio is None:
        return own
    part, whole = entries.get(ratio.part), entries.get(ratio.whole)
    return computed_entry(own or Entry(key, EntryKind.MISSING), part, whole, indicator.unit_of_measure)


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
    share = ShareEntries(ratio, entries.get(ratio.part), entries.get(ratio.whole)) if ratio else None
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
        str(other_place_of(connection, submission.sha256) or ""),
    )
