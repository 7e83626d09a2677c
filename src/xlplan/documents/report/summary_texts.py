"""The sentences of the summary: the worst of all, the shortfalls, the returns, the year."""

from collections.abc import Iterable
from textwrap import shorten

from xlplan.domain.figure_words import (
    earlier_returns_text,
    incomplete_sentence,
    returns_sentence,
    to_correct_sentence,
    unit_names,
)
from xlplan.domain.figures import IndicatorFigure, QuarterFigures, Shortfall, YearShortfall
from xlplan.domain.plan import Better
from xlplan.domain.status import Status
from xlplan.domain.unit_of_measure import WHOLE_THINGS, Number, show_number
from xlplan.text.translation import _, ngettext

_LONGEST_TITLE = 70


def headline_text(
    figures: QuarterFigures, shortfalls: tuple[Shortfall, ...], *, is_under_year: bool = False
) -> str:
    """Return one sentence on the shortfalls and one on the returns.

    Args:
        figures: The figures of the quarter.
        shortfalls: Its shortfalls.
        is_under_year: The sentences on the year stand above, and name the returns of earlier quarters.
    """
    if not figures.returns:
        sentence = _("No return has been accepted yet; they are due by {due}.")
        if figures.period.status_without_return is Status.NOT_RETURNED:
            sentence = _("No return has been accepted; they were due by {due}.")
        return sentence.format(due=f"{figures.period.due:%d.%m.%Y}")
    sentences = (
        _shortfalls_sentence(figures, shortfalls),
        returns_sentence(figures),
        to_correct_sentence(figures),
        incomplete_sentence(figures),
        "" if is_under_year else earlier_returns_text(figures),
    )
    return " ".join(filter(None, sentences))


def year_headline_text(figures: QuarterFigures) -> str:
    """Return what there is to say of a year that is over: its shortfalls, and which returns it lacks."""
    missing = list(figures.missing_earlier)
    if figures.silent_units and figures.period.status_without_return is Status.NOT_RETURNED:
        missing.append((figures.period.quarter, figures.silent_units))
    if not missing:
        return year_text(figures)
    quarters = "; ".join(f"{quarter.numeral} — {unit_names(units)}" for quarter, units in missing)
    without = _("Returns are missing for quarters: {quarters}.").format(quarters=quarters)
    return f"{year_text(figures)} {without}"


def worst_shortfall_text(shortfalls: tuple[Shortfall, ...], *, is_under_year: bool = False) -> str:
    """Return the worst shortfall of a quarter with its code, measure, figures and unit; "" without a shortfall."""
    if not shortfalls:
        return ""
    worst, label = shortfalls[0], _("Worst in the quarter") if is_under_year else _("Worst of all")
    text = _worst_text(label, worst.figure, worst.target, worst.done, worst.missing)
    return f"{text} · {worst.unit.unit.name}" if worst.unit else text


def worst_of_year_text(shortfalls: tuple[YearShortfall, ...]) -> str:
    """Return the worst shortfall of a year with its code, measure and figures; "" without a shortfall."""
    if not shortfalls:
        return ""
    figure = shortfalls[0].figure
    label, missing = _("Worst in the year"), shortfalls[0].missing
    return _worst_text(label, figure, figure.target_to_date, figure.done_to_date, missing)


def _worst_text(
    label: str, figure: IndicatorFigure, target: Number | None, done: Number | None, missing: Number
) -> str:
    text = _("{label}: {key} {measure}: done {done} of {target}")
    if figure.indicator.unit_of_measure != WHOLE_THINGS:
        text = _("{label}: {key} {measure}: done {done} of {target}, {missing} short")
    if figure.indicator.better is Better.LESS:
        text = _("{label}: {key} {measure}: done {done}, though it was to be no more than {target}")
    shown = (
        "" if each is None else show_number(each, figure.indicator.unit_of_measure) for each in (done, target)
    )
    return text.format(
        label=label,
        key=figure.indicator.key,
        measure=shorten(figure.measure.title, _LONGEST_TITLE, placeholder=" …"),
        **dict(zip(("done", "target"), shown, strict=True)),
        missing=show_number(missing, figure.indicator.unit_of_measure),
    )


def year_text(figures: QuarterFigures) -> str:
    """Return a sentence on the shortfalls of a year that is over, and one on what is not known."""
    short, unknown = (
        [figure for figure in figures.indicators if figure.status_to_date is status]
        for status in (Status.SHORT, figures.period.status_without_return)
    )
    sentence = _("No shortfall in the year.")
    if unknown:
        sentence = _("No shortfall in what was reported in the year.")
    if short:
        sentence = ngettext(
            "{number} indicator of {total} fell short in the year.",
            "{number} indicators of {total} fell short in the year.",
            len(short),
            total=_count_judged(figures, [figure.status_to_date for figure in figures.indicators]),
        )
    if not unknown:
        return sentence
    missing = ngettext(
        "{number} indicator is not known for want of returns.",
        "{number} indicators are not known for want of returns.",
        len(unknown),
    )
    return f"{sentence} {missing}"


def year_status(figures: QuarterFigures) -> Status:
    """Return the status that gives the sentence on the year its colour: the worst that it mentions."""
    found = {figure.status_to_date for figure in figures.indicators}
    order = (Status.SHORT, figures.period.status_without_return)
    return next((status for status in order if status in found), Status.MET)


def headline_status(figures: QuarterFigures, shortfalls: tuple[Shortfall, ...]) -> Status:
    """Return the status that gives the headline its colour: the worst that it mentions."""
    if shortfalls:
        return Status.SHORT
    is_open = figures.silent_units or figures.incomplete_units
    return figures.period.status_without_return if is_open else Status.MET


def _count_judged(figures: QuarterFigures, statuses: Iterable[Status]) -> int:
    """Return the number of indicators that are met or not, or would be if all returns were there.

    It is the sum of the tiles of these statuses.
    """
    unknown = (Status.NOT_RETURNED, figures.period.status_without_return)
    return sum(status in (Status.SHORT, Status.MET, Status.OVER, *unknown) for status in statuses)


def _shortfalls_sentence(figures: QuarterFigures, shortfalls: tuple[Shortfall, ...]) -> str:
    short = figures.with_status(Status.SHORT)
    if short:
        return ngettext(
            "{number} indicator of {total} fell short.",
            "{number} indicators of {total} fell short.",
            len(short),
            total=_count_judged(figures, [figure.status for figure in figures.indicators]),
        )
    if shortfalls:
        return _("The centre as a whole is not short, but single units are: see below.")
    if figures.with_status(figures.period.status_without_return):
        return _("No shortfall in what has been reported so far.")
    return _("No shortfall.")
