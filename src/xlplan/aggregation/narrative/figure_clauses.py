"""Plan, fact and per cent of an indicator in words, of a quarter and since the start of its year."""

from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec import Struct

from xlplan.aggregation.narrative.texts import percent_of, plain
from xlplan.domain.entries import EntryKind
from xlplan.domain.figures import IndicatorFigure, QuarterFigures, UnitFigure
from xlplan.domain.judging import judge
from xlplan.domain.narrative import Passages
from xlplan.domain.plan import Better, Counting, Indicator
from xlplan.domain.status import Status
from xlplan.domain.target import TargetKind
from xlplan.domain.target_words import count_words, excess_words, own_words
from xlplan.domain.unit_of_measure import Number, UnitOfMeasure, indicator_title, show_number
from xlplan.text.translation import N_, _, ngettext, quote

# The rule by which the units' numbers make the centre's, where it is not their sum.
_ACROSS = {
    "mean": N_("mean of the units"),
    "greatest": N_("greatest of the units"),
    "least": N_("least of the units"),
}


class Result(Struct, frozen=True):
    """A target that is a count, and what was done of it.

    `missing`: the number that is known to be missing, or by which a ceiling is exceeded; 0 where none is.
    `is_partial`: a return is missing, so `done` may lack a part.
    """

    target: Number
    done: Number | None
    better: Better
    unit: UnitOfMeasure
    missing: Number = 0
    is_partial: bool = False

    @property
    def words(self) -> str:
        """The target, what was done and the share of it: “plan — 3, done — 2 (66,7 %), 1 short”."""
        target = count_words(self.target, self.better, self.unit)
        if self.done is None:
            return _("plan — {target}, no data").format(target=target)
        done = show_number(self.done, self.unit)
        if self.is_partial:
            words = _("plan — {target}, done by those who reported — {done}")
        else:
            words = _("plan — {target}, done — {done}")
        parts = [words.format(target=target, done=done) + self._percent, self._missing_words]
        return ", ".join(filter(None, parts))

    @property
    def _percent(self) -> str:
        if self.is_partial or self.unit.is_percentage or self.better is Better.LESS or not self.target:
            return ""
        return f" ({percent_of(self.done or 0, self.target)})"

    @property
    def _missing_words(self) -> str:
        if not self.missing:
            return ""
        if self.better is Better.LESS:
            return excess_words(show_number(self.missing, self.unit))
        if self.unit.is_percentage:
            return _("{number} percentage points short").format(number=show_number(self.missing).strip())
        if self.is_partial:
            return _("at least {number} short").format(number=show_number(self.missing, self.unit))
        return _("{number} short").format(number=show_number(self.missing, self.unit))


def title_of(indicator: Indicator) -> str:
    """Return the title of an indicator with its unit of measure and the rule across units, if it is no sum."""
    title = indicator_title(indicator.title, indicator.unit_of_measure)
    rule = _ACROSS.get(indicator.across_units.value) if indicator.ratio is None else None
    return f"{title} ({_(rule)})" if rule else title


def quarter_clause(figure: IndicatorFigure, counts: Mapping[str, IndicatorFigure]) -> str:
    """Return plan, fact and per cent of an indicator in its quarter, in words.

    Args:
        figure: The indicator.
        counts: The figures of the quarter by row code: those that a share is computed from among them.
    """
    target, unit = figure.target, figure.indicator.unit_of_measure
    done = "" if figure.done is None else show_number(figure.done, unit)
    if target.kind is TargetKind.COUNT and target.count is not None:
        missing = (figure.shortfall or 0) if figure.status is Status.SHORT else 0
        result = Result(
            target.count, figure.done, figure.indicator.better, unit, missing, bool(figure.waiting_units)
        )
        own = own_words(target, unit) if figure.indicator.better is Better.MORE else ""
        words = (
            _("{figures}; in the plan {words}").format(figures=result.words, words=quote(own))
            if own
            else result.words
        )
        if figure.status is Status.NO_BASE:
            words = _("plan — {target}; {status}").format(
                target=count_words(target.count, figure.indicator.better, unit), status=_(figure.status.value)
            )
        return words + _computed_from(figure, counts)
    if target.kind is TargetKind.UNSET:
        return _("done — {done}, without a target in the plan").format(done=done) if done else ""
    planned = _("in the plan {words}").format(words=quote(target.words))
    if done:
        return _("{planned}; done — {done}").format(planned=planned, done=done)
    return (
        _("{planned}; {status}").format(planned=planned, status=_(Status.NOTHING_AROSE.value))
        if _is_idle(figure)
        else planned
    )


def _is_idle(figure: IndicatorFigure) -> bool:
    """Tell if nothing arose, as every unit says."""
    return figure.status is Status.NOTHING_AROSE and not figure.waiting_units


def _computed_from(figure: IndicatorFigure, counts: Mapping[str, IndicatorFigure]) -> str:
    ratio = figure.indicator.ratio
    if ratio is None or figure.done is None:
        return ""
    part, whole = (counts[key].done if key in counts else None for key in (ratio.part, ratio.whole))
    if part is None or whole is None:
        return ""
    return _("; computed: {part} of {whole}").format(part=show_number(part), whole=show_number(whole))


def to_date_clause(figure: IndicatorFigure) -> str:
    """Return what was done since the start of the year, in words; "" where that says no more than the quarter."""
    target, done, unit = figure.target_to_date, figure.done_to_date, figure.indicator.unit_of_measure
    if done is None or (target, done) == (figure.target.count, figure.done):
        return ""
    if target is None:
        return _("since the start of the year — {done}").format(done=show_number(done, unit))
    return _("since the start of the year: {result}").format(result=result_to_date(figure, target).words)


def result_to_date(figure: IndicatorFigure, target: Number) -> Result:
    """Return the result of an indicator since the start of the year against its target."""
    indicator, done, is_partial = figure.indicator, figure.done_to_date, figure.is_partial_to_date
    missing: Number = 0
    if figure.status_to_date is Status.SHORT and done is not None and not is_partial:
        missing = max(target - done, done - target)
    return Result(target, done, indicator.better, indicator.unit_of_measure, missing, is_partial)


def unit_share(figure: IndicatorFigure, unit: UnitFigure) -> str:
    """Return what a unit did of its own target, in words: “1 of 2”, or what it contributed; "" without a number.

    Where one unit reports for all, its number is that of the row. One of one is left out as well.
    """
    number, measured = unit.entry.number, figure.indicator.unit_of_measure
    if unit.entry.kind is EntryKind.NOTHING_AROSE:
        return _(Status.NOTHING_AROSE.value)
    if unit.entry.kind is EntryKind.NO_BASE:
        return _(Status.NO_BASE.value)
    if number is None or len(figure.units) == 1:
        return ""
    if number == unit.target.count == 1 and unit.is_judged:
        # One of one: the event or the text tells it.
        return ""
    shown = show_number(number, measured)
    if figure.indicator.counting is Counting.JOINT or unit.target.count is None:
        return shown
    if not figure.indicator.adds_units or measured.is_percentage:
        target = count_words(unit.target.count, figure.indicator.better, measured)
        return _("{done}, plan — {target}").format(done=shown, target=target)
    return _("{done} of {target}").format(
        done=show_number(number), target=show_number(unit.target.count, measured)
    )


class StatusCounts(Struct, frozen=True):
    """The numbers of rows with a numeric target by their status."""

    by_status: Mapping[Status, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.by_status.values())

    @property
    def done(self) -> int:
        """Those that are met, or exceeded."""
        return self.of(Status.MET, Status.OVER)

    @property
    def unknown(self) -> int:
        """Those of which nothing can be said for want of returns."""
        return self.of(Status.NOT_RETURNED, Status.EXPECTED)

    def of(self, *statuses: Status) -> int:
        """Return how many have one of these statuses."""
        return sum(self.by_status.get(status, 0) for status in statuses)

    @property
    def words(self) -> str:
        """A sentence on indicators; "" where there is none."""
        if not self.total:
            return ""
        words = ngettext(
            "Of {number} indicator with a numeric target {done} is met ({percent})",
            "Of {number} indicators with a numeric target {done} are met ({percent})",
            self.total,
            done=self.done,
            percent=percent_of(self.done, self.total),
        )
        parts = [words]
        if over := self.of(Status.OVER):
            parts.append(_("of them exceeded — {number}").format(number=over))
        for status in (Status.SHORT, Status.NOTHING_AROSE, Status.NO_BASE, Status.NOT_JUDGED):
            if number := self.of(status):
                parts.append(f"{_(status.value)} — {number}")
        if self.unknown:
            parts.append(_("not known for want of returns — {number}").format(number=self.unknown))
        return ", ".join(parts) + "."

    @property
    def sentence(self) -> Passages:
        """The same as passages."""
        return (plain(self.words),) if self.total else ()


def count_quarter(figures: Iterable[IndicatorFigure]) -> StatusCounts:
    """Return how many indicators of a quarter have each status."""
    return StatusCounts(Counter(figure.status for figure in figures if figure.target.count is not None))


def count_to_date(figures: Iterable[IndicatorFigure]) -> StatusCounts:
    """Return how many indicators have each status since the start of the year."""
    return StatusCounts(Counter(figure.status_to_date for figure in figures if figure.target_to_date is not None))


def count_own(figures: Iterable[IndicatorFigure]) -> Mapping[str, StatusCounts]:
    """Return by unit how many of the rows in which it has a target of its own have each status in the quarter."""
    found: dict[str, Counter[Status]] = {}
    for figure in figures:
        for each in figure.units:
            if each.is_judged:
                found.setdefault(each.unit.code, Counter())[each.status] += 1
    return {unit: StatusCounts(counts) for unit, counts in found.items()}


def count_own_to_date(figures: QuarterFigures) -> Mapping[str, StatusCounts]:
    """Return by unit how many of its rows with a target of its own have each status in the year so far.

    A row that lacks a return is not known, unless what was reported meets the target already.
    """
    incomplete = {each.unit.code for each in figures.year_returns.units if each.counts.accepted < each.counts.owed}
    found: dict[str, Counter[Status]] = {}
    for figure in figures.indicators:
        for each in (*figure.former_units, *figure.units):
            if each.target_to_date is None or figure.has_joint_count:
                continue
            lacks = each.unit.code in incomplete and figure.is_partial_to_date
            status = _own_status(figure.indicator, each, lacks, figures.period.on_track)
            found.setdefault(each.unit.code, Counter())[status] += 1
    return {unit: StatusCounts(counts) for unit, counts in found.items()}


def _own_status(indicator: Indicator, unit: UnitFigure, lacks_return: bool, on_track: float) -> Status:
    if unit.done_to_date is None or unit.target_to_date is None:
        return Status.NOT_RETURNED
    status = judge(unit.done_to_date, unit.target_to_date, indicator.better, on_track)
    only_grows = indicator.is_summed and indicator.better is Better.MORE and status is not Status.SHORT
    return Status.NOT_RETURNED if lacks_return and not only_grows else status
