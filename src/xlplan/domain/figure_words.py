"""Sentences on figures and texts of units that the consolidated workbook and the narrative share."""

from collections.abc import Sequence

from xlplan.domain.figures import IndicatorFigure, QuarterFigures, Shortfall
from xlplan.domain.plan import Unit
from xlplan.domain.status import Status
from xlplan.domain.submission import ReturnState
from xlplan.domain.unit_of_measure import show_number
from xlplan.text.translation import _, ngettext

_MOST_NAMES = 4


def unit_names(units: Sequence[Unit], most: int = _MOST_NAMES) -> str:
    """Return the names of units in one line. Of more than `most` it names the first and counts the others."""
    shown = ", ".join(unit.name for unit in units[:most])
    if len(units) <= most:
        return shown
    return ngettext("{shown} and {number} more", "{shown} and {number} more", len(units) - most, shown=shown)


def no_reason() -> str:
    """Return the text for a shortfall without a reason."""
    return _("⚠ no reason given")


def no_action() -> str:
    """Return the text for a shortfall without a corrective action."""
    return _("⚠ not said what will be done")


def earlier_returns_text(figures: QuarterFigures) -> str:
    """Return a sentence on the earlier quarters of the year that lack returns; "" where none does."""
    quarters = [f"{quarter.numeral} — {unit_names(units)}" for quarter, units in figures.missing_earlier]
    return _("Missing from earlier quarters: {quarters}.").format(quarters="; ".join(quarters)) if quarters else ""


def reason_of(shortfall: Shortfall) -> str:
    """Return the reason for a shortfall; for a joint target the coordinator's, then that of each unit.

    It is "" without one.
    """
    return _in_lines(texts_of(shortfall, "reason"))


def action_of(shortfall: Shortfall) -> str:
    """Return the corrective action for a shortfall; for a joint target the coordinator's, then that of each unit.

    It is "" without one.
    """
    return _in_lines(texts_of(shortfall, "action"))


def texts_of(shortfall: Shortfall, name: str) -> tuple[tuple[str, str], ...]:
    """Return the texts on a shortfall with the unit of each; "" stands for its own unit, and for the coordinator.

    Args:
        shortfall: The shortfall.
        name: The field of an entry and of a note: `reason` or `action`.
    """
    if shortfall.unit:
        texts = [("", str(getattr(shortfall.unit.entry, name)).strip())]
    else:
        noted = str(getattr(shortfall.note, name)) if shortfall.note else ""
        of_units = [(unit.unit.name, getattr(unit.entry, name).strip()) for unit in shortfall.figure.units]
        texts = [("", noted), *of_units]
    return tuple((whose, text) for whose, text in texts if text)


def _in_lines(texts: Sequence[tuple[str, str]]) -> str:
    return "\n".join(f"{unit}: {text}" if unit else text for unit, text in texts)


def returns_sentence(figures: QuarterFigures) -> str:
    """Return the sentence on the units that have not returned; "" where another sentence says more."""
    silent = figures.silent_units
    values = {"total": len(figures.units), "names": unit_names(silent)}
    if not silent and (figures.incomplete_units or figures.missing_earlier):
        return ""
    if not silent:
        return _("Every unit has returned its report.")
    if figures.period.status_without_return is Status.EXPECTED:
        return ngettext(
            "{number} unit of {total} is still to report by {due}: {names}.",
            "{number} units of {total} are still to report by {due}: {names}.",
            len(silent),
            **values,
            due=f"{figures.period.due:%d.%m.%Y}",
        )
    return ngettext(
        "{number} unit of {total} has not returned its report: {names}.",
        "{number} units of {total} have not returned their reports: {names}.",
        len(silent),
        **values,
    )


def to_correct_sentence(figures: QuarterFigures) -> str:
    """Return the sentence on those of the units without an accepted return that have sent one; "" without any."""
    to_correct = figures.with_state(ReturnState.TO_CORRECT)
    return _("Sent back to correct: {names}.").format(names=unit_names(to_correct)) if to_correct else ""


def incomplete_sentence(figures: QuarterFigures) -> str:
    """Return the sentence on the units that the plan asks anew for rows; "" without any."""
    incomplete = figures.incomplete_units
    if not incomplete:
        return ""
    return ngettext(
        "The plan asks {number} unit anew for some rows: {names}.",
        "The plan asks {number} units anew for some rows: {names}.",
        len(incomplete),
        names=unit_names(incomplete),
    )


def return_text(figures: QuarterFigures, unit: Unit) -> tuple[Status, str]:
    """Return the status that gives its colour to the state of a unit's return, and the text of the state."""
    state, returned, silence = figures.state_of(unit), figures.returns.get(unit.code), figures.period
    if returned is None:
        status = silence.status_without_return
        return status, status.shown if state is ReturnState.NONE else f"{status.sign} {_(state.value)}"
    if state is ReturnState.ASKED_ANEW:
        return Status.NOT_RETURNED, f"{Status.NOT_RETURNED.sign} {_(state.value)}"
    # A late return has the colour of a missing one and the sign of one that is there.
    text = f"✓ {_(returned.timeliness.value)}"
    if returned.corrected:
        text = _("{state}, corrected {day}").format(state=text, day=f"{returned.received_at:%d.%m}")
    return Status.MET if returned.in_time else Status.NOT_RETURNED, text


def no_shortfall(figures: QuarterFigures) -> tuple[str, Status]:
    """Return the text for an empty list of shortfalls, and the status that gives its colour."""
    if not figures.returns:
        return _("Not known yet: no return has been accepted."), figures.period.status_without_return
    return _("No shortfall: what has been reported meets the plan."), Status.MET


def units_to_date(figure: IndicatorFigure) -> str:
    """Return the units of an indicator with what each did since the start of the year, and of how much."""
    unit = figure.indicator.unit_of_measure
    texts = []
    for each in (*figure.former_units, *figure.units):
        if each.done_to_date is None:
            continue
        text = f"{each.unit.name} {show_number(each.done_to_date, unit)}"
        if each.target_to_date is not None and not figure.has_joint_count:
            text = _("{done} of {target}").format(done=text, target=show_number(each.target_to_date, unit))
        texts.append(text)
    return ", ".join(texts)
