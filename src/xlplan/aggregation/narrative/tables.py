"""The tables of a narrative: completion by direction and by unit, the course of the year, shortfalls, promises."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import inf
from textwrap import shorten

from xlplan.aggregation.narrative.figure_clauses import StatusCounts
from xlplan.aggregation.narrative.texts import cell, cited, gap, joined, measure_title, named, plain, share_cell
from xlplan.domain.entries import NO, YES
from xlplan.domain.figure_words import no_action, no_reason, return_text, texts_of, unit_names
from xlplan.domain.figures import IndicatorFigure, Promise, QuarterFigures, Shortfall
from xlplan.domain.narrative import NarrativeCell, NarrativeColumn, NarrativeRow, NarrativeTable, Passages
from xlplan.domain.plan import Better, Unit
from xlplan.domain.quarter import Quarter
from xlplan.domain.return_counts import ReturnCounts
from xlplan.domain.status import Status
from xlplan.domain.submission import ReturnState
from xlplan.domain.target_words import count_words, excess_words
from xlplan.domain.unit_of_measure import Number, show_number
from xlplan.text.translation import _, ngettext

# More rows than these are for the workbook.
MOST_UNITS, MOST_SHORTFALLS, MOST_PROMISES = 25, 40, 30
_LONGEST_TITLE = 60


def groups_table(groups: Iterable[tuple[str, StatusCounts]], of_directions: bool) -> NarrativeTable:
    """Return the completion by direction, or by task in a plan without directions."""
    rows = [NarrativeRow((cell(title), *_count_cells(counts)), title) for title, counts in groups if counts.total]
    return NarrativeTable(
        _("Completion by direction") if of_directions else _("Completion by task"),
        (
            NarrativeColumn(_("Direction") if of_directions else _("Task"), 54),
            *_count_columns(_("Total"), 15),
        ),
        tuple(rows),
        _("Indicators with a numeric target; the bar is the part that is met."),
    )


def units_table(
    figures: QuarterFigures, counts: Mapping[str, StatusCounts], is_year: bool = False
) -> NarrativeTable:
    """Return the completion by unit: its return, and the rows with a target of its own.

    Of many units it holds those that did not return, and then those that met the smallest part of their targets.

    Args:
        figures: The figures of the quarter, or of the last one of a year.
        counts: The rows of each unit by their status.
        is_year: It is of the year so far. Then it tells how many returns were accepted of those owed.
    """
    shown = _most_telling(figures, counts)
    rows = [
        NarrativeRow(
            (
                cell(unit.name),
                _return_cell(figures, unit, is_year),
                *_count_cells(counts.get(unit.code), has_unknown=False),
            ),
            unit.name,
        )
        for unit in shown
    ]
    rows += _rows_left(len(figures.units) - len(shown), 6)
    return NarrativeTable(
        _("Completion by unit"),
        (
            NarrativeColumn(_("Unit"), 33),
            NarrativeColumn(_("Return"), 28),
            *_count_columns(_("Own targets"), 18, has_unknown=False),
        ),
        tuple(rows),
        _("Rows in which each unit has a target of its own; the bar is the part that is met."),
    )


def _most_telling(figures: QuarterFigures, counts: Mapping[str, StatusCounts]) -> tuple[Unit, ...]:
    if len(figures.units) <= MOST_UNITS:
        return figures.units

    def rank(unit: Unit) -> tuple[bool, Fraction]:
        own = counts.get(unit.code)
        done = Fraction(own.done, own.total) if own and own.total else Fraction(1)
        return figures.state_of(unit) is ReturnState.ACCEPTED, done

    chosen = set(sorted(figures.units, key=rank)[:MOST_UNITS])
    return tuple(unit for unit in figures.units if unit in chosen)


def _rows_left(number: int, columns: int) -> Iterator[NarrativeRow]:
    if number > 0:
        words = ngettext("… and {number} more", "… and {number} more", number)
        yield NarrativeRow((cell(words), *(cell() for _column in range(columns - 1))))


def _return_cell(figures: QuarterFigures, unit: Unit, is_year: bool) -> NarrativeCell:
    if not is_year:
        return cell(return_text(figures, unit)[1])
    owed = next(
        (each.counts for each in figures.year_returns.units if each.unit.code == unit.code), ReturnCounts()
    )
    return cell(_("{done} of {target}").format(done=owed.accepted, target=owed.owed))


def _count_columns(heading: str, width: int, has_unknown: bool = True) -> tuple[NarrativeColumn, ...]:
    """Return the columns of counts. A unit needs none of what is not known: its return is told beside."""
    unknown = (NarrativeColumn(_("Not known"), 20, is_number=True),) if has_unknown else ()
    return (
        NarrativeColumn(heading, width, is_number=True),
        NarrativeColumn(_("Met"), 19, is_number=True),
        NarrativeColumn(_("Fell short"), 28, is_number=True),
        *unknown,
        NarrativeColumn(_("Met, %"), 29),
    )


def _count_cells(counts: StatusCounts | None, has_unknown: bool = True) -> tuple[NarrativeCell, ...]:
    """Return the cells of `_count_columns`. Where nothing is known, none of them is a zero."""
    if counts is None or not counts.total:
        return (cell("—"),) * (5 if has_unknown else 4)
    is_known = counts.unknown < counts.total
    return (
        cell(str(counts.total)),
        cell(str(counts.done) if is_known else "—"),
        cell(str(counts.of(Status.SHORT)) if is_known else "—"),
        *((cell(str(counts.unknown)),) if has_unknown else ()),
        share_cell(counts.done, counts.total) if is_known else cell("—"),
    )


def course_table(course: Sequence[tuple[Quarter, StatusCounts]]) -> NarrativeTable:
    """Return how many indicators had which status in each quarter of the year, each quarter by itself."""
    rows = [NarrativeRow((cell(each.title), *_count_cells(counts)), each.title) for each, counts in course]
    return NarrativeTable(
        _("Course of the year by quarter"),
        (NarrativeColumn(_("Quarter"), 36), *_count_columns(_("Total"), 15)),
        tuple(rows),
        _("Indicators with a numeric target in each quarter by itself; the bar is the part that is met."),
    )


def shortfalls_table(shortfalls: Sequence[Shortfall]) -> NarrativeTable:
    """Return the shortfalls, worst first, with reasons and what will be done. What nobody says is a gap."""
    rows = []
    for each in shortfalls[:MOST_SHORTFALLS]:
        whose = each.unit.unit.name if each.unit else _("the whole centre")
        place = f"{each.figure.indicator.key}, {whose}"
        units = tuple(unit.unit for unit in each.figure.units)
        who = (plain(f"{_short_title(each.figure)} — "), named(whose if each.unit else unit_names(units)))
        cells = (
            cell(each.figure.indicator.key),
            cell(*who),
            result_cell(each.figure, each.target, each.done, each.missing, each.unknown),
            cell(*_texts_cell(each, "reason")),
            cell(*_texts_cell(each, "action")),
        )
        rows.append(NarrativeRow(cells, place))
    return _shortfalls_table(rows, len(shortfalls))


def year_shortfalls_table(
    rows: Sequence[tuple[IndicatorFigure, Sequence[tuple[Quarter, Shortfall]]]],
) -> NarrativeTable:
    """Return the shortfalls of the centre in the year so far, worst first, with what was said of them by quarter.

    Args:
        rows: Each indicator that fell short, with the shortfalls of its quarters.
    """
    told = sorted(rows, key=lambda row: -_part_missing(row[0]))
    lines = []
    for figure, quarters in told[:MOST_SHORTFALLS]:
        key, units = figure.indicator.key, tuple(unit.unit for unit in figure.units)
        target, done = figure.target_to_date or 0, figure.done_to_date or 0
        cells = (
            cell(key),
            cell(plain(f"{_short_title(figure)} — "), named(unit_names(units))),
            result_cell(figure, target, done, max(target - done, done - target)),
            cell(*_texts_of_year(quarters, "reason")),
            cell(*_texts_of_year(quarters, "action")),
        )
        lines.append(NarrativeRow(cells, key))
    return _shortfalls_table(lines, len(told))


def _shortfalls_table(rows: Sequence[NarrativeRow], number: int) -> NarrativeTable:
    """Return the table of shortfalls; a last row counts those of `number` that are left out."""
    return NarrativeTable(
        _("Shortfalls, reasons and what will be done"),
        shortfall_columns(),
        (*rows, *_rows_left(number - MOST_SHORTFALLS, 5)),
        _("Every shortfall, worst first; the bar is the part of the target that is done."),
    )


def _part_missing(figure: IndicatorFigure) -> float:
    """Return the part of the target that is missing. A ceiling of zero that is exceeded is the worst of all."""
    target, done = figure.target_to_date or 0, figure.done_to_date or 0
    return float(Fraction(max(target - done, done - target)) / Fraction(target)) if target else inf


def _texts_of_year(quarters: Sequence[tuple[Quarter, Shortfall]], name: str) -> Passages:
    """Return what was said of the shortfalls of a row by quarter. One unit alone is named by the cell beside."""
    parts: list[Passages] = []
    for quarter, shortfall in quarters:
        owner = shortfall.unit.unit.name if shortfall.unit else _("the whole centre")
        is_alone = len(shortfall.figure.units) == 1
        for whose, text in texts_of(shortfall, name):
            begin = f"{quarter.numeral} — " if is_alone else f"{quarter.numeral}, "
            unit = () if is_alone else (named(f"{whose or owner}: "),)
            parts.append((plain(begin), *unit, *cited(text, whose or owner)))
    return joined(parts, "; ") or (gap(no_reason() if name == "reason" else no_action()),)


def shortfall_columns() -> tuple[NarrativeColumn, ...]:
    """Return the columns of a table of shortfalls."""
    return (
        NarrativeColumn(_("Code"), 14),
        NarrativeColumn(_("Measure and unit"), 48),
        NarrativeColumn(_("Done of the plan"), 26),
        NarrativeColumn(_("Reason"), 36),
        NarrativeColumn(_("What will be done"), 36),
    )


def result_cell(
    figure: IndicatorFigure,
    target: Number | None,
    done: Number | None,
    missing: Number,
    unknown: Number | None = None,
) -> NarrativeCell:
    """Return a cell with what was done of a target, and what is missing, beside a bar."""
    indicator = figure.indicator
    unit, is_ceiling = indicator.unit_of_measure, indicator.better is Better.LESS
    if target is None:
        return cell()
    planned, shown = count_words(target, indicator.better, unit), "—" if done is None else show_number(done, unit)
    if is_ceiling:
        words = f"{shown}; {planned}, {excess_words(show_number(missing, unit))}"
        return cell(words)
    words = _("{done} of {target}; {missing} short").format(
        done=shown, target=planned, missing=show_number(missing, unit)
    )
    if unknown:
        words = _("{words}, not known yet {unknown}").format(words=words, unknown=show_number(unknown, unit))
    return cell(words, share=Fraction(done or 0) / Fraction(target) if target else None)


def _short_title(figure: IndicatorFigure) -> str:
    return shorten(measure_title(figure.measure), _LONGEST_TITLE, placeholder=" …")


def _texts_cell(shortfall: Shortfall, name: str) -> Passages:
    owner = shortfall.unit.unit.name if shortfall.unit else _("the whole centre")
    texts = texts_of(shortfall, name)
    if not texts:
        return (gap(no_reason() if name == "reason" else no_action()),)
    return joined(
        ((named(f"{whose}: "), *cited(text, whose)) if whose else cited(text, owner) for whose, text in texts),
        "; ",
    )


def promises_table(promises: Sequence[tuple[Quarter, Promise]], names_quarter: bool) -> NarrativeTable:
    """Return what was promised about the shortfalls of a quarter, and what came of it in the next one.

    Args:
        promises: The quarter in which each promise was due, and the promise.
        names_quarter: The quarter has a column.
    """
    rows = []
    for quarter, promise in promises[:MOST_PROMISES]:
        whose = promise.unit.unit.name if promise.unit else _("the whole centre")
        key = promise.figure.indicator.key
        cells = [
            cell(key),
            cell(plain(f"{_short_title(promise.figure)} — "), named(whose)),
            cell(*cited(promise.text, whose)),
            cell(*_outcome(promise)),
        ]
        if names_quarter:
            cells.insert(1, cell(quarter.numeral))
        rows.append(NarrativeRow(tuple(cells), f"{key}, {whose}"))
    columns = [
        NarrativeColumn(_("Code"), 12),
        NarrativeColumn(_("Measure and unit"), 40),
        NarrativeColumn(_("What was promised"), 44),
        NarrativeColumn(_("Was it done"), 34),
    ]
    if names_quarter:
        columns.insert(1, NarrativeColumn(_("Due in"), 17))
    rows += _rows_left(len(promises) - MOST_PROMISES, len(columns))
    return NarrativeTable(
        _("What was promised about earlier shortfalls"),
        tuple(columns),
        tuple(rows),
        _("What was promised when a quarter fell short, and whether the unit says that it was done."),
    )


def _outcome(promise: Promise) -> Passages:
    """Return whether a promise was kept, as its unit says, and the figures of the quarter in which it was due."""
    figure = promise.figure
    entry, unit = (promise.unit.entry, promise.unit) if promise.unit else (None, None)
    target, done = (unit.target.count, unit.entry.number) if unit else (figure.target.count, figure.done)
    passages: list[Passages] = []
    if unit is not None and entry is not None:
        if entry.kept is not None:
            passages.append((plain(_(YES) if entry.kept else _(NO)),))
        elif unit.left_in is not None:
            passages.append((plain(_("the unit does not carry the row any more")),))
        else:
            passages.append((gap(_("not said whether it was done")),))
    if done is not None:
        measured = figure.indicator.unit_of_measure
        words = _("done — {done}").format(done=show_number(done, measured))
        if target is not None:
            planned = count_words(target, figure.indicator.better, measured)
            words = _("plan — {target}, done — {done}").format(target=planned, done=show_number(done, measured))
        passages.append((plain(words),))
    elif not passages:
        passages.append((plain(_(figure.status.value)),))
    return joined(passages, "; ")
