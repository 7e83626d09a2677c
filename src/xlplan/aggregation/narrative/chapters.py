"""Parts that the narratives of a quarter and of a year share: title, state, levels of the plan, signatures."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from textwrap import shorten

from msgspec import Struct

from xlplan.aggregation.narrative.texts import capital, clean, gap, joined, measure_title, plain, sentence
from xlplan.domain.edition import Edition
from xlplan.domain.figures import IndicatorFigure
from xlplan.domain.narrative import NarrativeParagraph, NarrativeSection, Passages
from xlplan.domain.plan import Centre, EmptyLevel, Measure, Plan, in_plan_order
from xlplan.domain.report import QuarterSnapshot
from xlplan.domain.signatories import split_post_and_name
from xlplan.domain.status import Status
from xlplan.domain.unit_of_measure import Number, UnitOfMeasure, show_number
from xlplan.text.translation import _, ngettext, quote

MOST_CHANGES = 20
_LONGEST_LISTED = 110


def title_lines(centre: Centre, period: str) -> tuple[str, ...]:
    """Return the lines of the title. The plan's own title stands in the text: here it would need another case."""
    return _("NARRATIVE REPORT"), _("on the fulfilment of the plan"), clean(centre.title or centre.name), period


def edition_words(edition: Edition) -> str:
    """Return which edition figures come from, in words."""
    return _("edition {number} of the consolidated report of {day}").format(
        number=edition.number, day=f"{edition.closed_at:%d.%m.%Y}"
    )


def signatories(centre: Centre) -> tuple[tuple[str, str], ...]:
    """Return post and name of those who sign: who approves the plan, then who signs it. One at least is there."""
    lines = [words for words in (centre.approved_by, centre.signed_by) if words.strip()]
    return tuple(split_post_and_name(clean(words)) for words in lines or [_("Director")])


class LevelGroup(Struct, frozen=True):
    """A level of the plan with its measures, and the levels above that begin with it.

    `titles`: each level that begins here with its depth, 0 for the highest. `is_new`: the highest one begins.
    `is_empty`: the plan has no measure under the last one.
    """

    titles: tuple[tuple[int, str], ...]
    measures: tuple[Measure, ...]
    is_new: bool
    is_empty: bool = False


def level_groups(plan: Plan) -> Iterator[LevelGroup]:
    """Yield the levels of a plan in its order, each with the measures that stand directly below it."""
    path: tuple[str, ...] = ()
    measures: list[Measure] = []
    pending: tuple[tuple[tuple[int, str], ...], bool] = ((), True)
    for item in in_plan_order(plan.measures, plan.empty_levels):
        levels = _levels(item)
        if levels == path and isinstance(item, Measure):
            measures.append(item)
            continue
        if measures:
            yield LevelGroup(pending[0], tuple(measures), pending[1])
        titles, is_new = _new_titles(path, levels), levels[:1] != path[:1] or not path
        path, measures, pending = levels, [], (titles, is_new)
        if isinstance(item, EmptyLevel):
            yield LevelGroup(titles, (), is_new, is_empty=True)
            pending = ((), False)
        else:
            measures.append(item)
    if measures:
        yield LevelGroup(pending[0], tuple(measures), pending[1])


def _levels(item: Measure | EmptyLevel) -> tuple[str, ...]:
    return tuple(filter(None, map(clean, (item.direction, item.task, item.subtask))))


def _new_titles(path: Sequence[str], levels: Sequence[str]) -> tuple[tuple[int, str], ...]:
    """Return the levels that differ from those before, from the first one that does on."""
    same = 0
    while same < min(len(path), len(levels)) and path[same] == levels[same]:
        same += 1
    return tuple((depth, title) for depth, title in enumerate(levels) if depth >= same)


def figures_of_group(figures: Iterable[IndicatorFigure], title: str) -> tuple[IndicatorFigure, ...]:
    """Return the figures of the highest level of a plan that has this title."""
    return tuple(figure for figure in figures if clean(figure.group) == title)


def group_titles(figures: Iterable[IndicatorFigure]) -> tuple[str, ...]:
    """Return the titles of the highest levels of a plan, in its order."""
    return tuple(dict.fromkeys(clean(figure.group) for figure in figures if figure.group))


def later_changes(snapshot: QuarterSnapshot) -> Passages:
    """Return the sentence on the results that are others than their quarter of this year was signed with."""
    parts: list[Passages] = []
    for row, quarter in snapshot.content.course.corrected:
        point = row.points[quarter]
        if quarter.year != snapshot.quarter.year:
            continue
        unit = row.row.indicator.unit_of_measure
        old, new = (seen_words(each.shown if each else None, unit) for each in (point.then, point.now))
        words = _("{key} in {quarter} — signed with {old}, now {new}")
        parts.append((plain(words.format(key=row.row.key, quarter=quarter.title, old=old, new=new)),))
    if not parts:
        return ()
    if more := max(0, len(parts) - MOST_CHANGES):
        parts[MOST_CHANGES:] = [(plain(ngettext("… and {number} more", "… and {number} more", more)),)]
    return sentence((plain(_("Changed after the signature: ")),), joined(parts, "; "))


def seen_words(seen: Number | Status | None, unit: UnitOfMeasure) -> str:
    """Return a result of a quarter: its number, or what is said in its place."""
    if seen is None:
        return _("no data")
    return _(seen.value) if isinstance(seen, Status) else show_number(seen, unit)


def state_words(snapshot: QuarterSnapshot, made_at: datetime) -> str:
    """Return in words what a quarter is told from: its edition, or how it stood at a moment."""
    if snapshot.closing_edition:
        return edition_words(snapshot.closing_edition)
    return _("as it stood on {day} at {time}").format(day=f"{made_at:%d.%m.%Y}", time=f"{made_at:%H:%M}")


def state_sentence(snapshot: QuarterSnapshot, made_at: datetime) -> Passages:
    """Return the sentence on what a quarter is told from; that it is open is a gap."""
    edition = snapshot.closing_edition
    if edition is None:
        words = _(
            "{quarter} is not closed: this is how it stood on {day} at {time}, and figures may still change."
        )
        quarter = snapshot.quarter.title
        return (gap(words.format(quarter=capital(quarter), day=f"{made_at:%d.%m.%Y}", time=f"{made_at:%H:%M}")),)
    words = _("Made from {edition}.").format(edition=edition_words(edition))
    if edition.number > 1 and edition.note:
        words = _("Made from {edition}; the reason for this edition: {note}.").format(
            edition=edition_words(edition), note=quote(clean(edition.note))
        )
    return (plain(words),)


def level_sections(
    plan: Plan, prose: Callable[[str], Passages], blocks: Callable[[LevelGroup], Iterable[NarrativeParagraph]]
) -> Iterator[NarrativeSection]:
    """Yield the sections of a plan's levels. Each measure stands in that of its lowest level.

    Args:
        plan: The plan.
        prose: It gives the sentences on a highest level by its title.
        blocks: It gives the paragraphs on the measures directly below a level.
    """
    for group in level_groups(plan):
        titles = group.titles or ((0, ""),)
        before: list[NarrativeParagraph] = []
        if group.is_new and titles[0][1] and (told := prose(titles[0][1])):
            before.append(NarrativeParagraph(told))
        for depth, title in titles[:-1]:
            yield NarrativeSection(title, depth + 1, tuple(before))
            before = []
        depth, title = titles[-1]
        if group.is_empty:
            before.append(NarrativeParagraph((plain(_("The plan has no measure here.")),)))
        yield NarrativeSection(title, depth + 1, (*before, *blocks(group)))


def alike_paragraphs(alike: Mapping[str, Sequence[Measure]]) -> Iterator[NarrativeParagraph]:
    """Yield a paragraph for measures of which the same is to be told, by the words that tell it."""
    for words, measures in alike.items():
        listed = "; ".join(
            f"{each.code} {shorten(measure_title(each), _LONGEST_LISTED, placeholder=' …')}" for each in measures
        )
        if listed:
            yield NarrativeParagraph(sentence((plain(words.format(measures=listed)),)), measures[0].code)


def has_directions(plan: Plan) -> bool:
    """Tell if the highest level of a plan is the direction. Otherwise it is the task."""
    return any(measure.direction.strip() for measure in plan.measures)
