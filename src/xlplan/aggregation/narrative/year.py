"""The narrative of a year: its course by quarter, each measure to date, shortfalls, promises kept or not."""

from collections.abc import Iterator, Sequence
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
from xlplan.aggregation.narrative.events import counted_events
from xlplan.aggregation.narrative.figure_clauses import count_own_to_date, count_quarter, count_to_date
from xlplan.aggregation.narrative.quarter import (
    other_events,
    plan_sentence,
    returns_passages,
    warnings_of_quarter,
)
from xlplan.aggregation.narrative.tables import (
    course_table,
    groups_table,
    promises_table,
    units_table,
    year_shortfalls_table,
)
from xlplan.aggregation.narrative.texts import (
    gap,
    plain,
    sentence,
    sentences,
    strong,
    uncapital,
)
from xlplan.aggregation.narrative.view import QuarterView
from xlplan.aggregation.narrative.year_measures import (
    course_passages,
    is_idle,
    is_untold,
    said_in_year,
    year_paragraphs,
)
from xlplan.aggregation.narrative.year_view import YearView
from xlplan.domain.narrative import Narrative, NarrativeParagraph, NarrativeSection, NarrativeTable, Passages
from xlplan.domain.report import QuarterSnapshot
from xlplan.domain.status import Status
from xlplan.text.translation import _, ngettext

_QUARTERS = 4


def narrative_of_year(snapshots: Sequence[QuarterSnapshot], made_at: datetime) -> Narrative:
    """Return the narrative of a year.

    Args:
        snapshots: The quarters of the year that were issued, oldest first.
        made_at: The time that open quarters are told of, in the centre's own time zone.
    """
    view = YearView(tuple(QuarterView(each) for each in snapshots))
    centre, year = view.figures.plan.centre, view.last.snapshot.quarter.year
    sections = (
        NarrativeSection(_("Overall results"), 1, tuple(_results(view, made_at))),
        *level_sections(
            view.figures.plan,
            lambda title: _group_prose(view, title),
            lambda group: _group_blocks(view, group),
        ),
        *_ended_rows(view),
        *other_events(event for each in view.quarters for event in each.other_events),
        NarrativeSection(_("Shortfalls, reasons and what will be done"), 1, _shortfalls(view)),
        *_promises(view),
    )
    return Narrative(
        year,
        centre.name,
        title_lines(centre, _("for {year}").format(year=year)),
        state_words(view.last.snapshot, made_at),
        sections,
        signatories(centre),
        tuple(
            warning for each in view.quarters for warning in warnings_of_quarter(each.snapshot, names_quarter=True)
        ),
    )


def _results(view: YearView, made_at: datetime) -> Iterator[NarrativeParagraph | NarrativeTable]:
    figures = view.figures
    states = [_quarter_state(each.snapshot, made_at) for each in view.quarters]
    yield NarrativeParagraph(sentences((plan_sentence(view.last), *states, *_quarters_missing(view))))
    words = count_to_date(figures.indicators).words
    if not figures.is_year_end:
        words = _("Since the start of the year: {counts}").format(counts=uncapital(words))
    yield NarrativeParagraph(sentences(((plain(words),), counted_events(view.all_events))))
    yield NarrativeParagraph(sentences((_return_counts(view), returns_passages(view.last))))
    if changes := later_changes(view.last.snapshot):
        yield NarrativeParagraph(changes)
    titles = group_titles(figures.indicators)
    if len(titles) > 1:
        groups = [(each, count_to_date(figures_of_group(figures.indicators, each))) for each in titles]
        yield groups_table(groups, has_directions(figures.plan))
    yield units_table(figures, count_own_to_date(figures), is_year=True)
    if len(view.quarters) > 1:
        yield course_table(
            [(each.snapshot.quarter, count_quarter(each.figures.indicators)) for each in view.quarters]
        )


def _quarter_state(snapshot: QuarterSnapshot, made_at: datetime) -> Passages:
    if snapshot.closing_edition is None:
        return state_sentence(snapshot, made_at)
    words = f"{snapshot.quarter.title} — {state_words(snapshot, made_at)}."
    return (plain(words),)


def _quarters_missing(view: YearView) -> Iterator[Passages]:
    """Yield the sentence on the quarters of the year of which nothing is told."""
    told = {each.snapshot.quarter for each in view.quarters}
    last = view.last.snapshot.quarter
    missing = [quarter for quarter in last.to_date if quarter not in told]
    if missing:
        numerals = ", ".join(quarter.numeral for quarter in missing)
        yield (
            gap(
                _("No templates were issued for these quarters, so they are not in it: {quarters}.").format(
                    quarters=numerals
                )
            ),
        )
    if last.number < _QUARTERS:
        yield (gap(_("The year is not over: it is told up to and with {quarter}.").format(quarter=last.title)),)


def _return_counts(view: YearView) -> Passages:
    counts = view.figures.year_returns.counts
    words = ngettext(
        "Of {number} return owed {accepted} was accepted, {in_time} of them in time.",
        "Of {number} returns owed {accepted} were accepted, {in_time} of them in time.",
        counts.owed,
        accepted=counts.accepted,
        in_time=counts.in_time,
    )
    return (plain(words),)


def _group_prose(view: YearView, title: str) -> Passages:
    own = figures_of_group(view.figures.indicators, title)
    events = view.events_of(*(figure.indicator.key for figure in own))
    return sentences((count_to_date(own).sentence, counted_events(events)))


def _group_blocks(view: YearView, group: LevelGroup) -> Iterator[NarrativeParagraph]:
    idle, untold = [], []
    for measure in group.measures:
        figures = [view.last.by_key[each.key] for each in measure.indicators]
        if all(is_idle(view, figure) for figure in figures):
            idle.append(measure)
        elif all(is_untold(view, figure) for figure in figures):
            untold.append(measure)
        else:
            yield from year_paragraphs(view, measure, figures)
    yield from alike_paragraphs(
        {
            _("Nothing arose: {measures}"): idle,
            _("Without a target in the plan, nothing was reported: {measures}"): untold,
        }
    )


def _ended_rows(view: YearView) -> Iterator[NarrativeSection]:
    """Yield the section of the rows that an earlier plan of the year had and the last one has not."""
    blocks = []
    for course in view.ended:
        line = next((figure.line for point in course.points.values() for figure in point.seen), course.row.key)
        key = f"({line})"
        lead = (strong(f"{course.row.key}. "), *sentence((plain(course.row.measure.title),)))
        said = sentences((course_passages(view, key, course), said_in_year(view, key)))
        blocks.append(NarrativeParagraph((*lead, plain(" "), *said), course.row.key))
    if blocks:
        yield NarrativeSection(_("Measures of earlier plans of the year"), 1, tuple(blocks))


def _shortfalls(view: YearView) -> tuple[NarrativeParagraph | NarrativeTable, ...]:
    short = [figure for figure in view.figures.indicators if figure.status_to_date is Status.SHORT]
    if short:
        return (year_shortfalls_table([(figure, view.shortfalls_of(figure.indicator.key)) for figure in short]),)
    unknown = count_to_date(view.figures.indicators).unknown
    if unknown:
        return (NarrativeParagraph((gap(_("No shortfall in what was reported in the year.")),)),)
    return (NarrativeParagraph((plain(_("No shortfall in the year.")),)),)


def _promises(view: YearView) -> Iterator[NarrativeSection]:
    promises = [(each.snapshot.quarter, promise) for each in view.quarters for promise in each.figures.promises]
    if promises:
        title = _("What was promised about earlier shortfalls")
        yield NarrativeSection(title, 1, (promises_table(promises, names_quarter=True),))
