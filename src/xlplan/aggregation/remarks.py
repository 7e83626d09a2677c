"""Remarks to look at before a signature: warnings, possible double counts, waivers."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from xlplan.aggregation.double_counts import exceeds_joint_target, joint_remark, repeated_events
from xlplan.domain.decision_words import person_words
from xlplan.domain.decisions import Waiver, silencing
from xlplan.domain.edition import CENTRE
from xlplan.domain.figures import QuarterFigures
from xlplan.domain.findings.catalogue import CATALOGUE
from xlplan.domain.findings.finding import Finding, warnings_of
from xlplan.domain.findings.quarter_kinds import DOUBLE_COUNT
from xlplan.domain.report import EventRow, Remark, RemarkKind
from xlplan.domain.submission import Source
from xlplan.domain.unit_of_measure import show_number
from xlplan.text.translation import _

FindingsByUnit = Mapping[str, Sequence[Finding]]


def find_remarks(
    figures: QuarterFigures,
    findings: FindingsByUnit,
    events: Sequence[EventRow],
    waivers: Sequence[Waiver] = (),
    day: date | None = None,
) -> tuple[Remark, ...]:
    """Return possible double counts in the plan's order, then the warnings, then the waivers.

    What a waiver silences is left out; the waiver is shown in its place.

    Args:
        figures: The figures of the quarter.
        findings: By unit, the findings of its accepted return.
        events: The register of events.
        waivers: The waivers of the quarter.
        day: The day for which waivers must be in force; by default that of the figures.
    """
    today = day or figures.period.today
    return (
        *(
            remark
            for remark in double_counts(figures, events)
            if not silencing(waivers, CENTRE, DOUBLE_COUNT.code, remark.key, today)
        ),
        *_total_remarks(figures),
        *_warning_remarks(figures, findings, waivers, today),
        *(_waiver_remark(figures, each) for each in waivers),
    )


def double_counts(figures: QuarterFigures, events: Sequence[EventRow]) -> tuple[Remark, ...]:
    """Return the possible double counts, whether or not a waiver silences them: joint targets, then events."""
    joint = (joint_remark(figure) for figure in figures.indicators if exceeds_joint_target(figure))
    return (*joint, *repeated_events(events))


def _total_remarks(figures: QuarterFigures) -> Iterator[Remark]:
    """Yield a warning where the target of the year differs from the total of the plan, because the plan changed.

    A total that its own quarters do not make is told when the plan is checked.
    """
    for figure in figures.indicators:
        indicator, year = figure.indicator, figure.target_year
        counts = [target.count for _quarter, target in indicator.targets if target.count is not None]
        total = indicator.total.count
        if total is None or year is None or year == total or sum(counts) != total:
            continue
        words = _("The plan's total is {total}; the quarters, each by the version in force for it, make {year}.")
        remedy = _("Look whether the order meant the earlier quarters too.")
        unit = indicator.unit_of_measure
        text = words.format(total=show_number(total, unit), year=show_number(year, unit))
        yield Remark(RemarkKind.WARNING, "", indicator.key, text, remedy)


def _warning_remarks(
    figures: QuarterFigures, findings: FindingsByUnit, waivers: Sequence[Waiver], day: date
) -> Iterator[Remark]:
    for unit in figures.units:
        returned = figures.returns.get(unit.code)
        for finding in warnings_of(tuple(findings.get(unit.code, ()))):
            is_silenced = silencing(waivers, unit.code, finding.code, finding.location.row, day)
            if returned is None or is_silenced:
                continue
            source = Source(returned.shown_file, returned.sha256, finding.location.sheet, finding.location.cell)
            yield Remark(
                RemarkKind.WARNING, unit.name, finding.location.row, finding.problem, finding.remedy, source
            )


def _waiver_remark(figures: QuarterFigures, waiver: Waiver) -> Remark:
    names = {unit.code: unit.name for unit in figures.units}
    until = f"{waiver.until:%d.%m.%Y}" if waiver.until else ""
    words = (
        _("{warning} Waived by {by} until {until}: {reason}") if until else _("{warning} Waived by {by}: {reason}")
    )
    kind = CATALOGUE.get(waiver.code)
    warning = kind.outline if kind else waiver.code
    text = words.format(warning=warning, reason=waiver.reason, by=person_words(waiver.by), until=until)
    unit = _("the whole centre") if waiver.unit == CENTRE else names.get(waiver.unit, waiver.unit)
    return Remark(RemarkKind.WAIVED, unit, waiver.key, text)
