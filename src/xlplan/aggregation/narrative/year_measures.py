"""The paragraphs of a measure in a year: the year to date, the course over the quarters, what the units say."""

from collections.abc import Iterator, Sequence

from xlplan.aggregation.narrative.chapters import seen_words
from xlplan.aggregation.narrative.events import counted_events, held
from xlplan.aggregation.narrative.figure_clauses import result_to_date, title_of
from xlplan.aggregation.narrative.measures import (
    MOST_UNITS,
    double_gaps,
    first_texts,
    texts_elsewhere,
    told_measure,
    waiting_gaps,
)
from xlplan.aggregation.narrative.texts import (
    capital,
    cited,
    clean,
    gap,
    joined,
    named,
    plain,
    sentence,
    sentences,
    strong,
)
from xlplan.aggregation.narrative.year_view import YearView
from xlplan.domain.figure_words import units_to_date
from xlplan.domain.figures import IndicatorFigure
from xlplan.domain.history import CourseRow
from xlplan.domain.narrative import NarrativeParagraph, Passages
from xlplan.domain.plan import Measure
from xlplan.domain.quarter import Quarter
from xlplan.domain.status import Status
from xlplan.domain.unit_of_measure import show_number
from xlplan.text.translation import _, quote


def year_paragraphs(
    view: YearView, measure: Measure, figures: Sequence[IndicatorFigure]
) -> Iterator[NarrativeParagraph]:
    """Yield the paragraphs of a measure of the last plan of a year.

    Args:
        view: The year.
        measure: The measure.
        figures: Its indicators, with their figures since the start of the year.
    """
    keys = [figure.indicator.key for figure in figures]
    yield from told_measure(
        measure,
        [
            (key, _figure_passages(view, figure), said_in_year(view, key))
            for key, figure in zip(keys, figures, strict=True)
        ],
    )


def _figure_passages(view: YearView, figure: IndicatorFigure) -> Passages:
    title, words = capital(title_of(figure.indicator)), _to_date_words(figure)
    told = (plain(f"{title}: "), strong(words)) if words else (plain(title),)
    course = course_passages(view, figure.indicator.key, view.courses.get(figure.indicator.key))
    parts = [sentence(told), course]
    if 1 < len(figure.units) + len(figure.former_units) <= MOST_UNITS and (units := units_to_date(figure)):
        parts.append(sentence((plain(_("By unit: {units}").format(units=units)),)))
    for each in view.quarters:
        for row in view.rows(each, figure.indicator.key):
            parts += double_gaps(each, row, _quarter_name(each.snapshot.quarter))
    return sentences(parts)


def _to_date_words(figure: IndicatorFigure) -> str:
    """Return target and result of the year so far, and the target of the whole year where that is another one."""
    unit, target = figure.indicator.unit_of_measure, figure.target_to_date
    done = "" if figure.done_to_date is None else show_number(figure.done_to_date, unit)
    if target is not None:
        words = result_to_date(figure, target).words
        if figure.target_year not in (None, target):
            year = show_number(figure.target_year or 0, unit)
            words = _("{result}; plan of the whole year — {target}").format(result=words, target=year)
        return words
    if figure.target_year is not None:
        words = _("plan of the whole year — {target}").format(target=show_number(figure.target_year, unit))
        return _("{planned}; done — {done}").format(planned=words, done=done) if done else words
    planned = figure.target.words or figure.indicator.total.words
    if not planned:
        return _("done — {done}, without a target in the plan").format(done=done) if done else ""
    words = _("in the plan {words}").format(words=quote(planned))
    return _("{planned}; done — {done}").format(planned=words, done=done) if done else words


def course_passages(view: YearView, key: str, course: CourseRow | None) -> Passages:
    """Return what was done in each quarter of the year, and whose returns are missing."""
    parts: list[Passages] = []
    gaps: list[Passages] = []
    for each in view.quarters:
        quarter = each.snapshot.quarter
        point = course.points.get(quarter) if course else None
        seen = point.now if point else None
        if seen is not None and seen.shown is not None:
            number = seen_words(seen.shown, seen.row.indicator.unit_of_measure)
            parts.append((plain(f"{quarter.numeral}\u00a0—\u00a0{number}"),))
        gaps += [
            found
            for figure in view.rows(each, key)
            if (found := waiting_gaps(each, figure, _quarter_name(quarter)))
        ]
    told = sentence((plain(_("By quarter: ")),), joined(parts, ", ")) if parts and len(view.quarters) > 1 else ()
    return sentences((told, sentence(joined(gaps, "; "))))


def _quarter_name(quarter: Quarter) -> str:
    return _("quarter {numeral}").format(numeral=quarter.numeral)


def said_in_year(view: YearView, key: str) -> Passages:
    """Return the events of the year under a row, counted, and what each unit says, by quarter."""
    texts: dict[str, list[tuple[Quarter, str]]] = {}
    undescribed: dict[Quarter, list[str]] = {}
    for each in view.quarters:
        quarter = each.snapshot.quarter
        for figure in view.rows(each, key):
            for unit in figure.units:
                if words := clean(unit.entry.description):
                    texts.setdefault(unit.unit.name, []).append((quarter, words))
                elif (unit.entry.number or 0) > 0 and not held(each.events_of_unit(figure, unit.unit.code)):
                    undescribed.setdefault(quarter, []).append(unit.unit.name)
    parts = [counted_events(view.events_of(key))]
    for unit_name, told in list(texts.items())[:MOST_UNITS]:
        parts.append(
            sentence((named(f"{capital(unit_name)}: "),), _by_quarter(told, unit_name, len(view.quarters) > 1))
        )
    if len(texts) > MOST_UNITS:
        parts.append(texts_elsewhere(len(texts) - MOST_UNITS))
    if undescribed:
        listed = "; ".join(
            f"{quarter.numeral} — {', '.join(first_texts(names))}" for quarter, names in undescribed.items()
        )
        parts.append(sentence((gap(_("no description: {units}").format(units=listed)),)))
    return sentences(parts)


def _by_quarter(told: Sequence[tuple[Quarter, str]], unit: str, names_quarters: bool) -> Passages:
    """Return the texts of a unit with their quarters. A text that it sent again stands once."""
    quarters: dict[str, list[str]] = {}
    for quarter, words in told:
        quarters.setdefault(words, []).append(quarter.numeral)
    parts: list[Passages] = []
    for words, numerals in quarters.items():
        shown = ", ".join(dict.fromkeys(numerals))
        parts.append((plain(f"{shown} — "), *cited(words, unit)) if names_quarters else cited(words, unit))
    return joined(parts, "; ")


def is_idle(view: YearView, figure: IndicatorFigure) -> bool:
    """Tell if nothing arose of a row in the whole year, and nobody says more."""
    rows = [row for each in view.quarters for row in view.rows(each, figure.indicator.key)]
    told = any(clean(unit.entry.description) for row in rows for unit in row.units)
    waiting = any(row.waiting_units for row in rows)
    statuses = {row.status for row in rows if any(unit.is_asked for unit in row.units)}
    return (
        statuses == {Status.NOTHING_AROSE}
        and not told
        and not waiting
        and not view.events_of(figure.indicator.key)
    )


def is_untold(view: YearView, figure: IndicatorFigure) -> bool:
    """Tell if a row has no target in the year, and nobody reported anything."""
    rows = [row for each in view.quarters for row in view.rows(each, figure.indicator.key)]
    asked = any(row.target.shown or row.waiting_units for row in rows) or figure.target_year is not None
    told = any(
        unit.entry.number is not None or clean(unit.entry.description) for row in rows for unit in row.units
    )
    return not asked and not told and not view.events_of(figure.indicator.key)
