"""Expressions over the number of a row: as which it is read, what is wrong with it, and shares computed from two.

The rules are those by which a return is checked. Rows of whole things have the shortest formulas.
"""

from fractions import Fraction

from xlplan.documents.cell_values import cell_number
from xlplan.documents.formula_functions import (
    AND,
    CELL,
    IF,
    IFERROR,
    INT,
    ISNUMBER,
    LEFT,
    LOWER,
    NOT,
    OR,
    ROUND,
    SUBSTITUTE,
    TRIM,
)
from xlplan.documents.formulas import Cell, Constant, Expression
from xlplan.domain.issue import IssueRow, RowHistory
from xlplan.domain.number_reading import LARGEST_NUMBER
from xlplan.domain.number_words import takes_whole_numbers
from xlplan.domain.plan import AddsUp, Better
from xlplan.domain.status import Status
from xlplan.domain.unit_of_measure import Number, UnitOfMeasure, round_half_away
from xlplan.text.translation import _, all_translations

DONE, PART, WHOLE = Cell("done"), Cell("part"), Cell("whole")
# The letter that a program gives to the format of the cell. A program without the function says nothing of it.
_FORMAT = IFERROR(LEFT(CELL("format", DONE), 1), "G")
_PERCENT = "P"
# A percentage typed with its sign is a hundredth of it, and the product has a float's tail.
_TAIL = 8

# The words that say what is wrong with a number, by the condition that it is.
Faults = tuple[tuple[Expression, str], ...]


def is_blank(cell: Expression) -> Expression:
    """Return the condition that a cell holds nothing but spaces."""
    return TRIM(cell).equals("")


def says_nothing_arose(cell: Expression) -> Expression:
    """Return the condition that a cell says so in any language; case and extra spaces do not matter."""
    words = all_translations(Status.NOTHING_AROSE.value)
    return OR(*(LOWER(TRIM(cell)).equals(each.lower()) for each in words))


def shown_number(unit: UnitOfMeasure) -> Expression:
    """Return the number that `done` shows: in a row of percentages 0.98 that is shown as 98% is 98."""
    return IF(_FORMAT.equals(_PERCENT), ROUND(DONE * 100, _TAIL), DONE) if unit.is_percentage else DONE


def faults_of_number(unit: UnitOfMeasure) -> Faults:
    """Return what may be wrong with the number in `done`, in the order in which it is told."""
    if takes_whole_numbers(unit):
        words = _("a whole number is needed")
        return (NOT(ISNUMBER(DONE)), words), (OR(DONE < 0, DONE.differs(INT(DONE))), words)
    words, number = number_needed(unit), shown_number(unit)
    not_a_number = (NOT(ISNUMBER(DONE)), words)
    decimals = (ROUND(number, unit.decimals).differs(number), _("too many decimals"))
    if unit.is_percentage:
        share = (AND(DONE > 0, DONE < 1, _FORMAT.differs(_PERCENT)), _("98, not 0.98, for 98 percent"))
        return not_a_number, (number < 0, words), share, decimals
    # What is typed with the sign of a percentage is a hundredth of itself.
    return not_a_number, (OR(DONE < 0, _FORMAT.equals(_PERCENT)), words), decimals


def number_needed(unit: UnitOfMeasure) -> str:
    """Return the words for a cell that must hold a number of this unit of measure."""
    return _("a whole number is needed") if takes_whole_numbers(unit) else _("a number is needed")


def may_stand(unit: UnitOfMeasure) -> Expression:
    """Return the condition on which a program accepts a number that is typed into `done`.

    A percentage typed with its sign comes as a hundredth of itself, before its cell shows it. So any number below
    1 is accepted there, and the state of the row tells one that is a plain number.
    """
    if takes_whole_numbers(unit):
        return AND(DONE >= 0, DONE.equals(INT(DONE)))
    fits = ROUND(DONE, unit.decimals).equals(DONE)
    fits = OR(DONE < 1, fits) if unit.is_percentage else fits
    return AND(DONE >= 0, NOT(DONE > LARGEST_NUMBER), fits)


def distance_text(target: Number, better: Better, unit: UnitOfMeasure) -> Expression:
    """Return how far `done` is on the wrong side of a target, as a text in the language in use."""
    done, wanted = shown_number(unit), Constant(cell_number(target))
    difference = wanted - done if better is Better.MORE else done - wanted
    if takes_whole_numbers(unit):
        return difference
    own, other = _("."), "," if _(".") == "." else "."
    return SUBSTITUTE(ROUND(difference, unit.decimals) & "", other, own)


def share_check(unit: UnitOfMeasure) -> Expression:
    """Return the share of `part` in `whole` in per cent: words where the whole is 0, "" where one is missing."""
    nothing = OR(says_nothing_arose(WHOLE), AND(ISNUMBER(WHOLE), WHOLE.equals(0)))
    share = ROUND(PART * 100 / WHOLE, unit.decimals)
    return IF(nothing, _(Status.NO_BASE.value), IF(AND(ISNUMBER(PART), ISNUMBER(WHOLE)), share, ""))


def done_to_date_check(past: RowHistory, unit: UnitOfMeasure) -> Expression:
    """Return the result since the start of the year, over the cell `done` of this quarter."""
    number = shown_number(unit)
    if past.done is None:
        return IF(ISNUMBER(DONE), number, "")
    if past.adds_up is AddsUp.MEAN:
        before = round_half_away(Fraction(past.done) / past.done_quarters, unit.decimals)
        total = (number + cell_number(past.done)) / (past.done_quarters + 1)
        return IF(ISNUMBER(DONE), ROUND(total, unit.decimals), cell_number(before))
    before_cell = cell_number(past.done)
    if past.adds_up is AddsUp.LAST:
        return IF(ISNUMBER(DONE), number, before_cell)
    total = number + before_cell
    return IF(ISNUMBER(DONE), total if takes_whole_numbers(unit) else ROUND(total, unit.decimals), before_cell)


def target_to_date(row: IssueRow) -> Number | None:
    """Return the plan since the start of the year, with this quarter.

    A joint target is the own target of no unit. Its row has None where no earlier quarter has a plan either.
    """
    past = row.past or RowHistory()
    own = row.target.count if row.is_judged else None
    if past.target is None or past.adds_up is AddsUp.LAST:
        return past.target if own is None else own
    total = past.target + (own or 0)
    if past.adds_up is AddsUp.SUM:
        return total
    quarters = past.target_quarters + (own is not None)
    return round_half_away(Fraction(total) / quarters, row.unit_of_measure.decimals)
