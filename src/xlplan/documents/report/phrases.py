"""Phrases that several sheets of the consolidated workbook share."""

from xlplan.documents.report.units_of_measure import across_text, adds_units
from xlplan.domain.deadline import Deadline, Timeliness
from xlplan.domain.entries import Entry, EntryKind
from xlplan.domain.figure_words import no_reason, reason_of, unit_names
from xlplan.domain.figures import IndicatorFigure, QuarterFigures, Shortfall, UnitFigure
from xlplan.domain.plan import Better, Counting
from xlplan.domain.status import Status
from xlplan.domain.target_words import excess_words
from xlplan.domain.unit_of_measure import Number, show_number
from xlplan.text.translation import _


def shown_statuses(figures: QuarterFigures) -> tuple[Status, ...]:
    """Return the statuses that a legend explains. It speaks of NO_BASE only where a row or a unit has it."""
    has_any = has_no_base(figures) or unit_has_no_base(figures)
    return tuple(status for status in Status if has_any or status is not Status.NO_BASE)


def has_no_base(figures: QuarterFigures) -> bool:
    """Tell whether an indicator of this quarter, or of an earlier one of its year, has nothing to compute from."""
    earlier = any(counts.get(Status.NO_BASE) for _quarter, counts in figures.status_counts)
    return earlier or bool(figures.with_status(Status.NO_BASE))


def unit_has_no_base(figures: QuarterFigures) -> bool:
    """Tell whether a unit has nothing to compute a share from."""
    computed = (figure for figure in figures.indicators if figure.indicator.ratio)
    return any(unit.status is Status.NO_BASE for figure in computed for unit in figure.units)


def former_name(unit: UnitFigure) -> str:
    """Return the name of a unit; of one that has left the row, with the quarter before which it carried it."""
    if unit.left_in is None:
        return unit.unit.name
    return _("{unit} (before quarter {numeral})").format(unit=unit.unit.name, numeral=unit.left_in.numeral)


def status_text(figure: IndicatorFigure) -> str:
    """Return the sign and the word of an indicator's status.

    If the sum lacks units, the text names them and says how much is missing and how much is not known yet. Of a
    ceiling it says by how much it is exceeded: that is no shortfall.
    """
    shown = figure.status.shown
    if figure.status is Status.SHORT and figure.indicator.better is Better.LESS and figure.shortfall:
        shown = f"{shown} · {excess_words(_number_of(figure, figure.shortfall))}"
        without = _("{status} · without: {units}").format(status=shown, units=unit_names(figure.waiting_units))
        return without if figure.waiting_units else shown
    if not figure.waiting_units or len(figure.waiting_units) == len(figure.units):
        return shown
    known, unknown = (_number_of(figure, each) for each in (figure.shortfall, figure.unknown))
    values = {"status": shown, "units": unit_names(figure.waiting_units), "known": known}
    if figure.status is Status.SHORT and figure.unknown:
        template = _("{status} by at least {known}, not known yet {unknown} · without: {units}")
        return template.format(**values, unknown=unknown)
    if figure.status is Status.SHORT:
        return _("{status} by at least {known} · without: {units}").format(**values)
    return _("{status} · without: {units}").format(**values)


def _number_of(figure: IndicatorFigure, number: Number | None) -> str:
    return "" if number is None else show_number(number, figure.indicator.unit_of_measure)


def in_time_text(timeliness: Timeliness) -> str:
    """Return the answer to “in time?”."""
    answers = {
        Timeliness.IN_TIME: _("yes"),
        Timeliness.IN_GRACE: _("yes, in the days of grace"),
        Timeliness.LATE: _("no, late"),
    }
    return answers[timeliness]


def share_text(label: str, share: float | None) -> str:
    """Return a label with a share of 1 as a percentage; the label alone without one."""
    return label if share is None else f"{label} · {share:.0%}"


def due_sentence(deadline: Deadline) -> str:
    """Return a sentence that names the due day, and the days of grace if there are any."""
    due = f"{deadline.due:%d.%m.%Y}"
    if not deadline.grace_days:
        return _("Due by {due}.").format(due=due)
    return _("Due by {due}; with days of grace in time until {last}.").format(
        due=due, last=f"{deadline.last_day:%d.%m.%Y}"
    )


def explanation_of(entry: Entry, short: bool) -> str:
    """Return reason, action and description in one line.

    If the figure is short and has no reason, the line begins with a warning.
    """
    texts = [text for text in (entry.reason.strip(), entry.action.strip(), entry.description.strip()) if text]
    if short and not entry.reason.strip():
        texts.insert(0, no_reason())
    return " · ".join(texts)


def units_of(shortfall: Shortfall) -> str:
    """Return the unit that fell short; for a joint target, the units that contributed and how much."""
    if shortfall.unit:
        return shortfall.unit.unit.name
    figure = shortfall.figure
    units = ", ".join(f"{unit.unit.name} {_contribution(figure, unit)}" for unit in figure.units)
    if not adds_units(figure.indicator):
        return f"{across_text(figure.indicator)}: {units}"
    joint = figure.indicator.counting is Counting.JOINT
    return (_("jointly: {units}") if joint else _("together: {units}")).format(units=units)


def unknown_of(shortfall: Shortfall) -> str:
    """Return how much the units without a return may still bring, and their names; "" if all have returned.

    It is a text, so that nobody adds it up.
    """
    waiting = shortfall.figure.waiting_units
    if not waiting:
        return ""
    if shortfall.unknown is None:
        return unit_names(waiting)
    return f"{_number_of(shortfall.figure, shortfall.unknown)} · {unit_names(waiting)}"


def centre_explanation_of(shortfall: Shortfall) -> str:
    """Return the coordinator's reason and action for a shortfall of the centre in one line.

    If nobody gives a reason, the line begins with a warning. Reasons of units stand in their own rows.
    """
    texts = [text for text in (shortfall.note.reason, shortfall.note.action) if text] if shortfall.note else []
    if not reason_of(shortfall):
        texts.insert(0, no_reason())
    return " · ".join(texts)


def _contribution(figure: IndicatorFigure, unit: UnitFigure) -> str:
    if unit.entry.kind is EntryKind.NUMBER:
        return _number_of(figure, unit.entry.number)
    return f"({_(unit.status.value)})"
