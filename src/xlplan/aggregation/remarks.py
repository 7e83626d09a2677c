"""Remarks to look at before a signature: warnings, possible double counts, waivers."""

from collections.abc import Iterator, Mapping, Sequence

from xlplan.domain.decisions import Waiver
from xlplan.domain.figures import IndicatorFigure, QuarterFigures
from xlplan.domain.findings.finding import Finding, warnings_of
from xlplan.domain.plan import Better, Counting
from xlplan.domain.report import EventRow, Remark, RemarkKind
from xlplan.domain.submission import Source
from xlplan.text.normalize import match_key
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
        *(_joint_remark(figure) for figure in figures.indicators if _exceeds_joint_target(figure)),
        *_repeated_events(events),
        *_warning_remarks(figures, findings, waivers),
        *(_waiver_remark(figures, each) for each in waivers),
    )


def _exceeds_joint_target(figure: IndicatorFigure) -> bool:
    joint = figure.indicator.counting is Counting.JOINT and figure.indicator.better is Better.MORE
    together = sum(each.entry.number is not None and each.entry.number > 0 for each in figure.units) > 1
    return joint and together and (figure.done or 0) > (figure.target.count or figure.done or 0)


def _joint_remark(figure: IndicatorFigure) -> Remark:
    parts = [f"{each.unit.name} {each.entry.number}" for each in figure.units if each.entry.number]
    words = _("Together {done}, though the joint target is {target}: {units}.")
    return Remark(
        RemarkKind.DOUBLE,
        "",
        figure.indicator.key,
        words.format(done=figure.done, target=figure.target.count, units=", ".join(parts)),
        _("Ask whether two units counted the same thing."),
    )


def _repeated_events(events: Sequence[EventRow]) -> Iterator[Remark]:
    """Yield a remark where two units report an event of the same name on the same day."""
    by_day_and_title: dict[tuple[str, str], list[EventRow]] = {}
    for event in events:
        if event.entry and event.entry.held_on and event.title:
            by_day_and_title.setdefault((event.entry.held_on, match_key(event.title)), []).append(event)
    for (day, _title), rows in by_day_and_title.items():
        units = tuple(dict.fromkeys(row.unit.name for row in rows))
        if len(units) < 2:
            continue
        words = _("“{title}” on {day} is reported by several units.").format(title=rows[0].title, day=day)
        keys = ", ".join(dict.fromkeys(row.key for row in rows if row.key))
        remedy = _("If it was one event, let one unit report it.")
        yield Remark(RemarkKind.DOUBLE, ", ".join(units), keys, words, remedy, rows[0].source)


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
