"""Sentences on figures and texts of units that the consolidated workbook and the narrative share."""

from collections.abc import Sequence

from xlplan.domain.figures import QuarterFigures, Shortfall
from xlplan.domain.plan import Unit
from xlplan.domain.status import Status
from xlplan.domain.submission import ReturnState
from xlplan.text.translation import _, ngettext

_MOST_NAMES = 4


def unit_names(units: Sequence[Unit]) -> str:
    """Return the names of units in one line. Of many units it names the first few and counts the others."""
    shown = ", ".join(unit.name for unit in units[:_MOST_NAMES])
    if len(units) <= _MOST_NAMES:
        return shown
    return ngettext(
        "{shown} and {number} more", "{shown} and {number} more", len(units) - _MOST_NAMES, shown=shown
    )


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
    return _texts_of(shortfall, "reason")


def action_of(shortfall: Shortfall) -> str:
    """Return the corrective action for a shortfall; for a joint target the coordinator's, then that of each unit.

    It is "" without one.
    """
    return _texts_of(shortfall, "action")


def _texts_of(shortfall: Shortfall, name: str) -> str:
    if shortfall.unit:
        return str(getattr(shortfall.unit.entry, name)).strip()
    noted = str(getattr(shortfall.note, name)) if shortfall.note else ""
    texts = [(unit.unit.name, getattr(unit.entry, name).strip()) for unit in shortfall.figure.units]
    return "\n".join(filter(None, (noted, *(f"{unit}: {text}" for unit, text in texts if text))))


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
