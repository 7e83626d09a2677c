"""The cells of plan and fact: those of an indicator, and those of a unit under it."""

from xlplan.documents.report.cells import Cell, clip_to_cell
from xlplan.documents.report.phrases import centre_explanation_of
from xlplan.documents.report.plan_fact_rows import IndicatorRow
from xlplan.documents.report.plan_fact_units import UnitCell, UnitRow
from xlplan.documents.report.units_of_measure import rounded
from xlplan.domain.entries import EntryKind
from xlplan.domain.figure_words import reason_of
from xlplan.domain.figures import IndicatorFigure
from xlplan.domain.plan import AcrossUnits, AddsUp
from xlplan.domain.status import Status
from xlplan.text.translation import _


def indicator_done(row: IndicatorRow) -> Cell:
    """Return the centre's number as a formula over its units, or the words in its place."""
    figure, formats = row.figure, row.formats
    words = _(figure.status.value) if figure.status in (Status.NOTHING_AROSE, Status.NO_BASE) else ""
    if row.shares:
        value = words or figure.done
        return row.formula(row.shares.done(), value, formats.words if words else formats.number)
    return row.text(words, formats.words) if words else row.of_units("done", figure.done, formats.number)


def indicator_deviation(row: IndicatorRow) -> Cell:
    """Return the difference from the target as a formula; it shows nothing while a unit is missing."""
    if not _has_judgement(row.figure):
        return row.blank
    difference = rounded(f"{row.address('done')}-{row.address('target')}", row.figure.indicator.unit_of_measure)
    formula = f'=IF(OR({_units_missing(row)}),"",{difference})'
    return row.formula(formula, row.figure.deviation, row.formats.deviation)


def indicator_percent(row: IndicatorRow) -> Cell:
    """Return the part of the target that is done as a formula; it shows nothing while a unit is missing."""
    if not _has_judgement(row.figure):
        return row.blank
    done, target = row.address("done"), row.address("target")
    formula = f'=IF(OR({_units_missing(row)},{target}=0),"",{done}/{target})'
    return row.formula(formula, row.figure.percent, row.formats.percent)


def _has_judgement(figure: IndicatorFigure) -> bool:
    is_number = figure.status not in (Status.NOTHING_AROSE, Status.NO_BASE)
    return figure.target.count is not None and is_number and bool(figure.units)


def _units_missing(row: IndicatorRow) -> str:
    # Units are missing by their status. A unit that is not asked has a blank cell and is not missing.
    statuses = row.cells_below("status")
    signs = (status.sign for status in (Status.NOT_RETURNED, Status.EXPECTED))
    missing = "+".join(f'COUNTIF({statuses},"{sign}*")' for sign in signs)
    return f'{row.address("done")}="",{missing}>0'


def indicator_done_to_date(row: IndicatorRow) -> Cell:
    """Return the centre's number since the start of the year. A star marks one that lacks a return."""
    partial = row.formats.partial if row.figure.is_partial_to_date else row.formats.number
    if row.shares:
        return row.formula(row.shares.done_to_date(), row.figure.done_to_date, partial)
    if _is_mean_of_quarters(row.figure):
        # It is the mean of the quarters' sums, which the cells of the units do not hold.
        return row.value(row.figure.done_to_date, partial)
    return row.of_units("done_to_date", row.figure.done_to_date, partial, with_former=True)


def _is_mean_of_quarters(figure: IndicatorFigure) -> bool:
    """Tell if the number to date comes of the centre's quarters, and of more units than one."""
    indicator = figure.indicator
    is_mean = indicator.adds_up is AddsUp.MEAN and indicator.across_units is AcrossUnits.SUM
    return is_mean and len(figure.units) + len(figure.former_units) > 1


def indicator_status_to_date(row: IndicatorRow) -> Cell:
    """Return the status since the start of the year."""
    status = row.figure.status_to_date
    return row.text(status.shown, row.formats_by_status[status].status)


def indicator_share_of_year(row: IndicatorRow) -> Cell:
    """Return the part of the year's target that is done as a formula."""
    share, done = row.figure.share_of_year, row.address("done_to_date")
    if share is None:
        return row.blank
    return row.formula(f'=IF({done}="","",{done}/{row.figure.target_year})', share, row.formats.share)


def indicator_explanation(row: IndicatorRow) -> Cell:
    """Return the coordinator's words on a shortfall of the centre, or a warning that nobody gives a reason.

    The reasons of units stand in their own rows. A share of the year that is not that of its two counts says so.
    """
    shortfall, remark = row.shortfall, ""
    if row.shares and row.shares.leaves_counts_out:
        remark = _("Since the start of the year: only quarters in which a unit reported both counts.")
    words = centre_explanation_of(shortfall) if shortfall else ""
    unexplained = shortfall is not None and not reason_of(shortfall)
    cell_format = row.formats.warning if unexplained else row.formats.plain
    return row.text(" · ".join(filter(None, (words, remark))), cell_format)


def unit_target(row: UnitRow) -> UnitCell:
    """Return the unit's own target, or the word for a common one."""
    if row.figure.left_in:
        return None
    if row.joint:
        return row.texts.joint, row.formats.words
    return row.planned(row.figure.target.count)


def unit_done(row: UnitRow) -> UnitCell:
    """Return the unit's number or the words in its place; of a computed row as a formula over its counts."""
    entry, shares = row.figure.entry, row.shares
    if shares and entry.kind in (EntryKind.NUMBER, EntryKind.NO_BASE):
        formula, words = shares.unit_done(row.figure), (row.texts.no_base, row.formats.words)
        value, cell_format = words if entry.number is None else (entry.number, row.formats.number)
        return row.computed(formula, value, cell_format)
    if entry.number is not None:
        return entry.number, row.formats.number
    return (row.texts.nothing_arose, row.formats.words) if entry.kind is EntryKind.NOTHING_AROSE else None


def unit_deviation(row: UnitRow) -> UnitCell:
    """Return the difference from the unit's own target."""
    deviation = row.figure.deviation
    return None if deviation is None else (deviation, row.formats.deviation)


def unit_percent(row: UnitRow) -> UnitCell:
    """Return the part of the unit's own target that is done."""
    number, target = row.figure.entry.number, row.figure.target.count
    if number is None or not target or row.joint:
        return None
    return float(number / target), row.formats.percent


def unit_status(row: UnitRow) -> UnitCell:
    """Return the status of the unit."""
    # A unit alone is not judged against a joint target. The row above shows the status of the target.
    status = row.figure.status
    if (row.joint and status is Status.NOT_JUDGED) or row.figure.left_in:
        return None
    return row.texts.statuses[status], row.formats.status


def unit_target_to_date(row: UnitRow) -> UnitCell:
    """Return the unit's own target since the start of the year."""
    return None if row.joint else row.planned(row.figure.target_to_date)


def unit_done_to_date(row: UnitRow) -> UnitCell:
    """Return the unit's number since the start of the year; of a computed row as a formula over its counts."""
    done = row.figure.done_to_date
    if done is None or row.shares is None:
        return row.number(done)
    return row.computed(row.shares.unit_done_to_date(row.figure), done, row.formats.number)


def unit_explanation(row: UnitRow) -> UnitCell:
    """Return reason, action and description, or a warning that the unit gives no reason."""
    if not row.explanation:
        return None
    unexplained = row.figure.status is Status.SHORT and not row.figure.entry.reason.strip()
    return clip_to_cell(row.explanation), row.formats.warning if unexplained else row.formats.plain
