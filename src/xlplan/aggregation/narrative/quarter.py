"""The narrative of a quarter: what it came to, each measure in the plan's order, shortfalls, promises."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from xlplan.aggregation.narrative.chapters import (
    LevelGroup,
    alike_paragraphs,
    figures_of_group,
    group_titles,
    has_directions,
    later_changes,
    level_sections,
    signatories,
    state_sentence,
    state_words,
    title_lines,
)
from xlplan.aggregation.narrative.events import counted_events, held, told_events
from xlplan.aggregation.narrative.figure_clauses import count_own, count_quarter, count_to_date
from xlplan.aggregation.narrative.measures import measure_paragraphs
from xlplan.aggregation.narrative.tables import groups_table, promises_table, shortfalls_table, units_table
from xlplan.aggregation.narrative.texts import (
    capital,
    clean,
    gap,
    named,
    plain,
    sentence,
    sentences,
    uncapital,
)
from xlplan.aggregation.narrative.view import QuarterView
from xlplan.domain.figure_words import (
    earlier_returns_text,
    incomplete_sentence,
    no_shortfall,
    returns_sentence,
    to_correct_sentence,
)
from xlplan.domain.figures import IndicatorFigure
from xlplan.domain.narrative import Narrative, NarrativeParagraph, NarrativeSection, NarrativeTable, Passages
from xlplan.domain.plan import Measure
from xlplan.domain.report import EventRow, QuarterSnapshot, RemarkKind
from xlplan.domain.status import Status
from xlplan.domain.target import TargetKind
from xlplan.text.translation import _, ngettext, quote

MOST_WARNINGS = 30
Blocks = tuple[NarrativeParagraph | NarrativeTable, ...]


def narrative_of_quarter(snapshot: QuarterSnapshot, made_at: datetime) -> Narrative:
    """Return the narrative of a quarter.

    Args:
        snapshot: The quarter.
        made_at: The time that an open quarter is told of, in the centre's own time zone.
    """
    view = QuarterView(snapshot)
    centre, quarter = view.figures.plan.centre, snapshot.quarter
    sections = (
        NarrativeSection(_("Overall results"), 1, tuple(_results(view, made_at))),
        *level_sections(
            view.figures.plan,
            lambda title: _group_prose(view, title),
            lambda group: _group_blocks(view, group),
        ),
        *other_events(view.other_events),
        NarrativeSection(_("Shortfalls, reasons and what will be done"), 1, _shortfalls(view)),
        *_promises(view),
    )
    return Narrative(
        quarter,
        centre.name,
        title_lines(centre, quarter.title),
        state_words(snapshot, made_at),
        sections,
        signatories(centre),
        tuple(warnings_of_quarter(snapshot)),
    )


def _results(view: QuarterView, made_at: datetime) -> Iterator[NarrativeParagraph | NarrativeTable]:
    figures = view.figures
    yield NarrativeParagraph(sentences((plan_sentence(view), state_sentence(view.snapshot, made_at))))
    yield NarrativeParagraph(sentences((_counts(view), counted_events(view.snapshot.content.events))))
    yield NarrativeParagraph(returns_passages(view))
    if changes := later_changes(view.snapshot):
        yield NarrativeParagraph(changes)
    groups = [
        (title, count_quarter(figures_of_group(figures.indicators, title)))
        for title in group_titles(figures.indicators)
    ]
    if len(groups) > 1:
        yield groups_table(groups, has_directions(figures.plan))
    yield units_table(figures, count_own(figures.indicators))


def plan_sentence(view: QuarterView) -> Passages:
    """Return the sentence that names the plan and its version."""
    centre, version = view.figures.plan.centre, view.snapshot.version
    title = clean(centre.plan_title) or clean(f"{centre.title}, {centre.period}")
    words = _("Plan: {title}, version {number} of {day}.")
    return (plain(words.format(title=quote(title), number=version.number, day=f"{version.adopted_on:%d.%m.%Y}")),)


def _counts(view: QuarterView) -> Passages:
    figures = view.figures
    counted = count_quarter(figures.indicators)
    parts: list[Passages] = [counted.sentence]
    if others := len(figures.indicators) - counted.total:
        words = ngettext(
            "{number} more indicator has no numeric target this quarter.",
            "{number} more indicators have no numeric target this quarter.",
            others,
        )
        parts.append((plain(words),))
    if figures.has_earlier_quarters and (to_date := count_to_date(figures.indicators)).total:
        parts.append((plain(_("Since the start of the year: {counts}").format(counts=uncapital(to_date.words))),))
    return sentences(parts)


def returns_passages(view: QuarterView) -> Passages:
    """Return the sentences on the returns of a quarter; those on what is missing are gaps."""
    figures = view.figures
    returned = returns_sentence(figures)
    missing = (to_correct_sentence(figures), incomplete_sentence(figures), earlier_returns_text(figures))
    first = gap(returned) if figures.silent_units else plain(returned)
    return sentences(((first,) if returned else (), *((gap(text),) for text in missing if text)))


def _group_prose(view: QuarterView, title: str) -> Passages:
    own = figures_of_group(view.figures.indicators, title)
    return sentences((count_quarter(own).sentence, counted_events(view.events_of(*own))))


def _group_blocks(view: QuarterView, group: LevelGroup) -> Iterator[NarrativeParagraph]:
    alike: dict[str, list[Measure]] = {}
    for measure in group.measures:
        figures = [view.by_key[each.key] for each in measure.indicators]
        if words := _alike_words(view, figures):
            alike.setdefault(words, []).append(measure)
            continue
        yield from measure_paragraphs(view, measure, figures)
    yield from alike_paragraphs(alike)


def _alike_words(view: QuarterView, figures: Sequence[IndicatorFigure]) -> str:
    """Return the sentence that measures of which there is nothing else to tell have in common; "" for others."""
    quarter = view.figures.period.quarter
    if any(figure.waiting_units or view.events_of(figure) or _has_words(figure) for figure in figures):
        return ""
    if all(figure.status is Status.NOTHING_AROSE and figure.target.count is None for figure in figures):
        return _("Nothing arose: {measures}")
    if any(figure.done is not None or figure.target.kind is not TargetKind.UNSET for figure in figures):
        return ""
    later = any(
        each != quarter and target.shown for figure in figures for each, target in figure.indicator.targets
    )
    if later:
        return _("Not planned for this quarter: {measures}")
    return _("Without a target in the plan, nothing was reported: {measures}")


def _has_words(figure: IndicatorFigure) -> bool:
    entries = (unit.entry for unit in figure.units)
    return any(clean(text) for each in entries for text in (each.description, each.reason, each.action))


def other_events(reported: Iterable[EventRow]) -> Iterator[NarrativeSection]:
    """Yield the section of the events that name no row of the plan, if there are any."""
    events = held(reported)
    if not events:
        return
    parts: list[Passages] = []
    for unit in dict.fromkeys(event.unit for event in events):
        own = [event for event in events if event.unit == unit]
        parts.append(sentence((named(f"{capital(unit.name)}: "),), told_events(own, unit.name)))
    yield NarrativeSection(
        _("Other events"),
        1,
        (NarrativeParagraph(counted_events(events)), *(NarrativeParagraph(part) for part in parts)),
    )


def _shortfalls(view: QuarterView) -> Blocks:
    shortfalls = view.snapshot.shortfalls
    if shortfalls:
        return (shortfalls_table(shortfalls),)
    words, status = no_shortfall(view.figures)
    return (NarrativeParagraph((plain(words) if status is Status.MET else gap(words),)),)


def _promises(view: QuarterView) -> Iterator[NarrativeSection]:
    promises = [(view.snapshot.quarter, each) for each in view.figures.promises]
    if promises:
        title = _("What was promised about earlier shortfalls")
        yield NarrativeSection(title, 1, (promises_table(promises, names_quarter=False),))


def warnings_of_quarter(snapshot: QuarterSnapshot, names_quarter: bool = False) -> Iterator[tuple[str, str]]:
    """Yield place and text of each warning with which a return was accepted; of many the first ones.

    Args:
        snapshot: The quarter.
        names_quarter: The place begins with the quarter.
    """
    warnings = [each for each in snapshot.content.remarks if each.kind is RemarkKind.WARNING]
    quarter = snapshot.quarter.title if names_quarter else ""
    for each in warnings[:MOST_WARNINGS]:
        yield ", ".join(filter(None, (quarter, each.key, each.units))), each.text
    if (more := len(warnings) - MOST_WARNINGS) > 0:
        yield quarter, ngettext("… and {number} more", "… and {number} more", more)
