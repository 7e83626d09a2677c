"""Explaining: the whole story of a figure, from the version of the plan to the cell of a file."""

from collections.abc import Mapping

from sqlalchemy import Connection

from xlplan.domain.counting_rules import CountingRules
from xlplan.domain.edition import CENTRE
from xlplan.domain.errors import XlplanError
from xlplan.domain.explanation import Explanation, SubmissionAnswer, UnitExplanation
from xlplan.domain.figures import IndicatorFigure, UnitFigure
from xlplan.domain.plan import Unit, closest_name, find_unit
from xlplan.domain.quarter import Quarter
from xlplan.domain.report import QuarterSnapshot
from xlplan.domain.submission import AcceptedReturn, Entry, Submission
from xlplan.ledger.accepted import load_counting_rules
from xlplan.ledger.editions import edition_snapshot, editions_of
from xlplan.ledger.submissions import entries_of, findings_of, submissions_of
from xlplan.services.open_workspace import OpenWorkspace
from xlplan.text.normalize import latin_code
from xlplan.text.translation import _


def explain(
    context: OpenWorkspace, gathered: QuarterSnapshot, code: str, unit: str | None = None
) -> tuple[Explanation, ...]:
    """The story of a row (`1.4.5/2`), or of every indicator of a measure (`1.4.5`), in the plan's order.

    `unit`: only this unit's part, by code or name. XlplanError for a code or a unit that is not there, with the
    nearest ones.
    """
    figures = _require_figures(gathered, code)
    with context.ledger.connect() as connection:
        everything = submissions_of(connection, gathered.quarter)
        may = load_counting_rules(connection, gathered.quarter)
        kept = {
            edition: edition_snapshot(connection, edition) for edition in editions_of(connection, gathered.quarter)
        }
        stories = []
        for figure in figures:
            key = figure.indicator.key
            units = figure.units if unit is None else (_figure_of_unit(figure, unit),)
            editions = tuple(
                (edition, next((row for row in said.rows if (row.key, row.unit) == (key, CENTRE)), None))
                for edition, said in kept.items()
            )
            stories.append(
                Explanation(
                    gathered.quarter,
                    gathered.version,
                    figure,
                    tuple((quarter, figure.indicator.target(quarter)) for quarter in gathered.quarter.to_date),
                    tuple(_unit_explanation(connection, gathered, key, each, everything, may) for each in units),
                    editions,
                    gathered.closing_edition,
                )
            )
    return tuple(stories)


def _require_figures(gathered: QuarterSnapshot, code: str) -> tuple[IndicatorFigure, ...]:
    wanted = latin_code(code).strip(" .")
    every = gathered.figures.indicators
    found = tuple(figure for figure in every if latin_code(figure.measure.code) == wanted)
    found = found or tuple(figure for figure in every if latin_code(figure.indicator.key) == wanted)
    if found:
        return found
    known = tuple(dict.fromkeys(key for figure in every for key in (figure.measure.code, figure.indicator.key)))
    near = ", ".join(closest_name(code, known)) or ", ".join(known)
    raise XlplanError(_("The plan has no row “{seen}”. The nearest: {known}.").format(seen=code, known=near))


def _figure_of_unit(figure: IndicatorFigure, name: str) -> UnitFigure:
    unit = find_unit((each.unit for each in figure.units), name)
    return next(each for each in figure.units if each.unit == unit)


def _unit_explanation(
    connection: Connection,
    gathered: QuarterSnapshot,
    key: str,
    figure: UnitFigure,
    everything: tuple[Submission, ...],
    may: CountingRules,
) -> UnitExplanation:
    accepted = gathered.returns[gathered.quarter].get(figure.unit.code)
    own = [each for each in everything if each.unit == figure.unit.code]
    said = tuple(
        _submission_answer(connection, each, attempt, key, accepted, may) for attempt, each in enumerate(own, 1)
    )
    return UnitExplanation(
        figure,
        said,
        tuple((quarter, _entry_of(gathered, quarter, figure.unit, key)) for quarter in gathered.quarter.to_date),
        bool(accepted and key in accepted.asked_again),
    )


def _entry_of(gathered: QuarterSnapshot, quarter: Quarter, unit: Unit, key: str) -> Entry | None:
    accepted = gathered.returns.get(quarter, {}).get(unit.code)
    return accepted.entries.get(key) if accepted else None


def _submission_answer(
    connection: Connection,
    submission: Submission,
    attempt: int,
    key: str,
    accepted: AcceptedReturn | None,
    may: CountingRules,
) -> SubmissionAnswer:
    entries: Mapping[str, Entry] = {each.key: each for each in entries_of(connection, submission.number)}
    findings = findings_of(connection, submission.number)
    return SubmissionAnswer(
        submission,
        attempt,
        may.state(submission, accepted),
        entries.get(key),
        tuple(finding for finding in findings if finding.location.row == key),
        may.withdrawals.get(submission.number),
    )
