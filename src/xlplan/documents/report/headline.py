"""The sentence a director reads first: what fell short, and who did not report."""

from textwrap import shorten

from xlplan.documents.report.common import names_of
from xlplan.domain.figures import QuarterFigures, Shortfall
from xlplan.domain.status import Status
from xlplan.text.translation import _, counted

_TITLE = 70


def headline(figures: QuarterFigures, shortfalls: tuple[Shortfall, ...]) -> str:
    """One sentence on the shortfalls and one on the returns, each whole in the language in use."""
    if not figures.accepted:
        none = _("No return has been accepted yet; they are due by {due}.")
        if figures.period.silence is Status.NOT_RETURNED:
            none = _("No return has been accepted; they were due by {due}.")
        return none.format(due=f"{figures.period.due:%d.%m.%Y}")
    return f"{_on_shortfalls(figures, shortfalls)} {_on_returns(figures)}"


def worst_words(shortfalls: tuple[Shortfall, ...]) -> str:
    """The worst shortfall by its code and name, with its figures and the unit; "" where there is none."""
    if not shortfalls:
        return ""
    worst = shortfalls[0]
    target, done = worst.figure.target.count, worst.figure.done
    if worst.unit:
        target, done = worst.unit.target.count, worst.unit.entry.number
    words = _("Worst of all: {key} {measure}: done {done} of {target}")
    said = words.format(
        key=worst.figure.indicator.key,
        measure=shorten(worst.figure.measure.title, _TITLE, placeholder=" …"),
        done=done,
        target=target,
    )
    return f"{said} · {worst.unit.unit.name}" if worst.unit else said


def headline_status(figures: QuarterFigures, shortfalls: tuple[Shortfall, ...]) -> Status:
    """The status whose colour the headline takes: the worst that it tells of."""
    if shortfalls:
        return Status.SHORT
    return figures.period.silence if figures.silent else Status.MET


def _on_shortfalls(figures: QuarterFigures, shortfalls: tuple[Shortfall, ...]) -> str:
    short = figures.having(Status.SHORT)
    if short:
        counts = [figure for figure in figures.indicators if figure.target.count is not None]
        return counted(
            "{number} indicator of {total} fell short.",
            "{number} indicators of {total} fell short.",
            len(short),
            total=len(counts),
        )
    if shortfalls:
        return _("The centre as a whole is not short, but single units are: see below.")
    if figures.having(figures.period.silence):
        return _("No shortfall in what has been reported so far.")
    return _("No shortfall.")


def _on_returns(figures: QuarterFigures) -> str:
    silent = figures.silent
    values = {"total": len(figures.owed), "names": names_of(silent)}
    if not silent:
        return _("Every unit has returned its report.")
    if figures.period.silence is Status.EXPECTED:
        return counted(
            "{number} unit of {total} is still to report by {due}: {names}.",
            "{number} units of {total} are still to report by {due}: {names}.",
            len(silent),
            **values,
            due=f"{figures.period.due:%d.%m.%Y}",
        )
    return counted(
        "{number} unit of {total} has not returned its report: {names}.",
        "{number} units of {total} have not returned their reports: {names}.",
        len(silent),
        **values,
    )
