"""Remarks to look at before a signature: warnings, possible double counts, waivers."""

from collections.abc import Iterator, Mapping, Sequence

from xlplan.aggregation.double_counts import exceeds_joint_target, joint_remark, repeated_events
from xlplan.domain.decisions import Waiver
from xlplan.domain.figures import QuarterFigures
from xlplan.domain.findings.finding import Finding, warnings_of
from xlplan.domain.report import EventRow, Remark, RemarkKind
from xlplan.domain.submission import Source
from xlplan.text.translation import _

FindingsByUnit = Mapping[str, Sequence[Finding]]


def find_remarks(
    figures: QuarterFigures, findings: FindingsByUnit, events: Sequence[EventRow], waivers: Sequence[Waiver] = ()
) -> tuple[Remark, ...]:
    """Return possible double counts in the plan's order, then the warnings by unit, then the waivers.

    A warning that a waiver silences is left out; the waiver is shown in its place.

    Args:
        figures: The figures of the quarter.
        findings: By unit, the findings of its accepted return.
        events: The register of events.
        waivers: The waivers of the quarter.
    """
    return (
        *(joint_remark(figure) for figure in figures.indicators if exceeds_joint_target(figure)),
        *repeated_events(events),
        *_warning_remarks(figures, findings, waivers),
        *(_waiver_remark(figures, each) for each in waivers),
    )


def _warning_remarks(
    figures: QuarterFigures, findings: FindingsByUnit, waivers: Sequence[Waiver]
) -> Iterator[Remark]:
    silenced = {
        (finding.unit, finding.code)
        for finding in waivers
        if finding.until is None or finding.until >= figures.period.today
    }
    for unit in figures.units:
        returned = figures.returns.get(unit.code)
        for finding in warnings_of(tuple(findings.get(unit.code, ()))):
            if returned is None or (unit.code, finding.code) in silenced:
                continue
            source = Source(returned.file, returned.sha256, finding.location.sheet, finding.location.cell)
            yield Remark(
                RemarkKind.WARNING, unit.name, finding.location.row, finding.problem, finding.remedy, source
            )


def _waiver_remark(figures: QuarterFigures, waiver: Waiver) -> Remark:
    names = {unit.code: unit.name for unit in figures.units}
    until = f"{waiver.until:%d.%m.%Y}" if waiver.until else ""
    words = _("{reason} (let pass by {by} until {until})") if until else _("{reason} (let pass by {by})")
    return Remark(
        RemarkKind.WAIVED,
        names.get(waiver.unit, waiver.unit),
        waiver.code,
        words.format(reason=waiver.reason, by=waiver.by, until=until),
    )
