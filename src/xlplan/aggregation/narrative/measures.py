"""The paragraphs of a measure in a quarter: figures, what is missing, and what each unit says."""

from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from xlplan.aggregation.narrative.events import held, not_mentioned, told_events, unmentioned_words
from xlplan.aggregation.narrative.figure_clauses import quarter_clause, title_of, to_date_clause, unit_share
from xlplan.aggregation.narrative.texts import (
    capital,
    cited,
    clean,
    gap,
    joined,
    measure_title,
    named,
    plain,
    sentence,
    sentences,
    strong,
)
from xlplan.aggregation.narrative.view import QuarterView
from xlplan.domain.entries import EntryKind
from xlplan.domain.figure_words import unit_names
from xlplan.domain.figures import IndicatorFigure, UnitFigure
from xlplan.domain.narrative import NarrativeParagraph, Passages
from xlplan.domain.plan import Measure, Unit
from xlplan.domain.status import Status
from xlplan.domain.submission import ReturnState
from xlplan.domain.unit_of_measure import show_number
from xlplan.text.translation import _, ngettext

# The texts of more units under one row are in the workbook.
MOST_UNITS = 12
# What the units say in so many signs needs no paragraph of its own.
_LITTLE = 160
_LONGEST_LEAD = 200


def measure_paragraphs(
    view: QuarterView, measure: Measure, figures: Sequence[IndicatorFigure]
) -> Iterator[NarrativeParagraph]:
    """Yield the paragraphs of a measure.

    Args:
        view: The quarter.
        measure: The measure.
        figures: Those of its indicators that there is something to tell of.
    """
    yield from told_measure(
        measure,
        [(each.indicator.key, _figure_passages(view, each), _said(view, each)) for each in figures],
    )


def told_measure(measure: Measure, rows: Sequence[tuple[str, Passages, Passages]]) -> Iterator[NarrativeParagraph]:
    """Yield the paragraphs of a measure.

    Args:
        measure: The measure.
        rows: For each of its indicators the row code, its figures, and what the units say.
    """
    lead = (strong(f"{measure.code}. "), *sentence((plain(measure_title(measure)),)))
    if len(rows) == 1:
        key, told, said = rows[0]
        yield from _told_paragraphs((*lead, plain(" "), *told), said, key)
        return
    yield NarrativeParagraph(lead, measure.code, is_lead=True)
    for key, told, said in rows:
        yield NarrativeParagraph(sentences((told, said)), key)


def _told_paragraphs(told: Passages, said: Passages, key: str) -> Iterator[NarrativeParagraph]:
    """Yield what is told of a row and what its units say: in one paragraph where they say little, else in two."""
    if _length(said) <= _LITTLE:
        yield NarrativeParagraph(sentences((told, said)), key)
        return
    # A long one may end a page: kept with the next one it would leave a gap there.
    yield NarrativeParagraph(told, key, is_lead=_length(told) <= _LONGEST_LEAD)
    yield NarrativeParagraph(said, key)


def _length(passages: Passages) -> int:
    return sum(len(passage.text) for passage in passages)


def _figure_passages(view: QuarterView, figure: IndicatorFigure) -> Passages:
    """Return the figures of an indicator, the units that have not answered, and possible double counts."""
    clauses = [quarter_clause(figure, view.by_key), to_date_clause(figure)]
    if figure.backlog:
        clauses.append(
            _("left undone in earlier quarters — {number}").format(
                number=show_number(figure.backlog, figure.indicator.unit_of_measure)
            )
        )
    words = "; ".join(filter(None, clauses))
    title = capital(title_of(figure.indicator))
    told = (plain(f"{title}: "), strong(words)) if words else (plain(title),)
    return sentences((sentence(told), sentence(waiting_gaps(view, figure)), *double_gaps(view, figure)))


def double_gaps(view: QuarterView, figure: IndicatorFigure, quarter: str = "") -> Iterator[Passages]:
    """Yield the possible double counts of a row; `quarter`: its name, where the text is of several."""
    before = f"{quarter}: " if quarter else ""
    for remark in view.double_counts.get(figure.indicator.key, ()):
        yield sentence((gap(before + _("possible double count. {text}").format(text=remark.text)),))


def waiting_gaps(view: QuarterView, figure: IndicatorFigure, quarter: str = "") -> Passages:
    """Return the gaps of the units that have not answered a row, by what has come of their returns.

    Args:
        view: The quarter.
        figure: The row.
        quarter: The name of the quarter, where the text is of several.
    """
    before = f"{quarter}: " if quarter else ""
    by_words: dict[str, list[Unit]] = {}
    for unit in figure.waiting_units:
        by_words.setdefault(_waiting_words(view, unit), []).append(unit)
    return joined(
        ((gap(before + words.format(units=unit_names(units, MOST_UNITS))),) for words, units in by_words.items()),
        "; ",
    )


def _waiting_words(view: QuarterView, unit: Unit) -> str:
    state = view.figures.state_of(unit)
    if state in (ReturnState.ACCEPTED, ReturnState.ASKED_ANEW):
        return _("row not answered: {units}")
    if state is ReturnState.TO_CORRECT:
        return _("return sent back to correct: {units}")
    if view.figures.period.status_without_return is Status.EXPECTED:
        return _("return expected: {units}")
    return _("no return: {units}")


class _Said(Struct):
    """The texts of the units under one row, alike ones together. `more`: the units whose texts are left out."""

    told: dict[tuple[str, Passages], list[Unit]] = field(default_factory=dict)
    without_text: list[str] = field(default_factory=list)
    undescribed: list[Unit] = field(default_factory=list)
    zero: list[Unit] = field(default_factory=list)
    idle: list[Unit] = field(default_factory=list)
    more: int = 0


def _said(view: QuarterView, figure: IndicatorFigure) -> Passages:
    """Return what each unit says under a row, and what it does not say."""
    said = _Said()
    for unit in figure.units:
        if unit.is_answered:
            _sort_in(said, view, figure, unit)
    own = {unit.unit.code for unit in figure.units}
    for event in view.events_of(figure):
        if event.unit.code not in own:
            told = sentence(told_events(view.events_of_unit(figure, event.unit.code), event.unit.name))
            if told:
                said.told[("", told)] = [event.unit]
    parts: list[Passages] = []
    for (share, body), units in said.told.items():
        parts.append(
            (named(capital(unit_names(units, MOST_UNITS))), plain(f" ({share}): " if share else ": "), *body)
        )
    if said.more:
        parts.append(texts_elsewhere(said.more))
    if said.without_text:
        parts.append(sentence((plain(", ".join(first_texts(said.without_text))),)))
    if said.zero:
        parts.append(sentence((plain(_("Reported 0: {units}").format(units=unit_names(said.zero, MOST_UNITS))),)))
    if said.idle:
        parts.append(
            sentence((plain(_("Nothing arose: {units}").format(units=unit_names(said.idle, MOST_UNITS))),))
        )
    if said.undescribed:
        parts.append(
            sentence((gap(_("no description: {units}").format(units=unit_names(said.undescribed, MOST_UNITS))),))
        )
    parts += _unmentioned(view, figure)
    return sentences(parts)


def texts_elsewhere(units: int) -> Passages:
    """Return the sentence on the units whose texts stand in the workbook alone."""
    words = ngettext(
        "{number} more unit; its text is in the consolidated workbook.",
        "{number} more units; their texts are in the consolidated workbook.",
        units,
    )
    return (plain(words),)


def first_texts(texts: Sequence[str]) -> Sequence[str]:
    """Return the first texts of many, with how many more there are."""
    if len(texts) <= MOST_UNITS:
        return texts
    more = len(texts) - MOST_UNITS
    return (*texts[:MOST_UNITS], ngettext("… and {number} more", "… and {number} more", more))


def _sort_in(said: _Said, view: QuarterView, figure: IndicatorFigure, unit: UnitFigure) -> None:
    if len(said.told) >= MOST_UNITS and _has_body(view, figure, unit):
        said.more += 1
        return
    share, body, number = unit_share(figure, unit), _body(view, figure, unit), unit.entry.number
    if body:
        said.told.setdefault((share, body), []).append(unit.unit)
    elif unit.entry.kind is EntryKind.NOTHING_AROSE:
        if len(figure.units) > 1:
            said.idle.append(unit.unit)
    elif number == 0 and len(figure.units) > 1 and not unit.is_judged:
        said.zero.append(unit.unit)
    elif number is not None:
        if share:
            said.without_text.append(f"{unit.unit.name} ({share})")
        if number > 0:
            said.undescribed.append(unit.unit)


def _has_body(view: QuarterView, figure: IndicatorFigure, unit: UnitFigure) -> bool:
    """Tell if a unit says anything, without the work of telling it."""
    entry = unit.entry
    texts = (
        (entry.description,)
        if view.has_told_reason(figure, unit)
        else (entry.description, entry.reason, entry.action)
    )
    return any(text.strip() for text in texts) or bool(held(view.events_of_unit(figure, unit.unit.code)))


def _body(view: QuarterView, figure: IndicatorFigure, unit: UnitFigure) -> Passages:
    """Return what a unit says under a row: its events, its description, and what stands in no other table."""
    entry, name = unit.entry, unit.unit.name
    parts = [sentence(told_events(view.events_of_unit(figure, unit.unit.code), name))]
    if clean(entry.description):
        parts.append(sentence(cited(entry.description, name)))
    if not view.has_told_reason(figure, unit):
        for label, text in ((_("Reason: "), entry.reason), (_("Will be done: "), entry.action)):
            if clean(text):
                parts.append(sentence((plain(label), *cited(text, name))))
    return sentences(parts)


def _unmentioned(view: QuarterView, figure: IndicatorFigure) -> Iterator[Passages]:
    """Yield the planned events of which a return says nothing. Where the row fell short, its reason says why."""
    short = {each.unit.code for each in figure.units if each.status is Status.SHORT}
    for title, units in not_mentioned(view.events_of(figure)):
        if silent := [unit for unit in units if unit.code not in short]:
            yield sentence((gap(unmentioned_words(title, silent)),))
