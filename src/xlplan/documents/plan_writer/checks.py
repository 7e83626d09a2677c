"""Checks of sums that react to typing: targets against totals, shares and events.

Each check is one expression. It gives the formula, and the value that the file carries for programs that do not
calculate. SUMPRODUCT has its ranges in comma form, which ignores texts. No function has wildcards.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache, wraps

from xlplan.documents.formula_functions import (
    AND,
    COUNTA,
    FIND,
    GROUP,
    IF,
    IFERROR,
    INDEX,
    ISERROR,
    ISNUMBER,
    LEFT,
    MATCH,
    MID,
    NOT,
    ONE_IF,
    OR,
    ROUND,
    SEARCH,
    SUBSTITUTE,
    SUMPRODUCT,
    VALUE,
)
from xlplan.documents.formulas import Cell, Constant, Expression, Operand, add_up, join_texts, sentence
from xlplan.documents.plan_reader.quarter_totals import QUARTER_COLUMNS
from xlplan.domain.plan import AcrossUnits, AddsUp, Counting
from xlplan.domain.sheets import DETAILS, PLAN, SHARES, Sheet
from xlplan.domain.target_words import SHARE_OF
from xlplan.domain.unit_of_measure import MOST_DECIMALS, PERCENT_SIGN
from xlplan.text.translation import LANGUAGES, N_, _, all_translations, language

_FITS = "✓"
_NUMERALS = ("I", "II", "III", "IV")
_CYRILLIC_I = "І"
_BETWEEN = "; "
_END = "¶"
_TOTAL_DIFFERS = N_("total {total}, but the quarters make {sum}")
_SHARES_DIFFER = N_("{quarter}shares {sum} of {target}")
_EVENTS_DIFFER = N_("events named: {seen} of {target}")
_NO_TARGET = N_("no target")
_SHARES_OF_TARGET = N_("{sum} of {target}")
_NO_SUCH_CODE = N_("no such code in the plan")

# Cells in the row of the formula, by the names of the columns. Both sheets have a code and an indicator.
_code, _indicator, _counting, _total = (Cell(name) for name in ("code", "indicator", "counting", "total"))
_quarters = tuple(Cell(name) for name in QUARTER_COLUMNS)
ROW_QUARTERS = Cell("quarters")
# The cell of the check itself, for conditional formats.
CHECK = Cell("check")


def _made_once(make: Callable[[], Expression]) -> Callable[[], Expression]:
    """Let a check be made once in each language. A workbook uses it many times, and it never changes."""
    made = lru_cache(maxsize=len(LANGUAGES))(lambda _language: make())
    return wraps(make)(lambda: made(language()))


def column_of(sheet: Sheet, name: str) -> Cell:
    """Return a whole column of a sheet as a range."""
    return Cell(f"{sheet.name}.{name}")


PERIOD = Cell(f"{DETAILS.name}.period")
PLAN_QUARTERS = column_of(PLAN, "quarters")
_plan_codes, _plan_indicators, _plan_totals = (column_of(PLAN, name) for name in ("code", "indicator", "total"))
_codes, _indicators, _numerals, _shares = (
    column_of(SHARES, name) for name in ("code", "indicator", "quarter", "share")
)


@_made_once
def plan_check() -> Expression:
    """Return the check `Перевірка` of a row of `План`: every fault in words, or a sign that the row fits."""
    filled = join_texts([_code, Cell("measure"), _indicator])
    of_total = _fault(total_differs(), _TOTAL_DIFFERS, total=_total, sum=_quarters_sum())
    faults = of_total & IF(_code.equals(""), "", _shares_fault() & _events_fault())
    fits = IF(join_texts([*_quarters, _total]).equals(""), _(_NO_TARGET), _FITS)
    # A separator follows each fault. The end mark removes the last one, or stands alone where nothing is wrong.
    text = SUBSTITUTE(SUBSTITUTE(faults & _END, f"{_BETWEEN}{_END}", ""), _END, fits)
    return IF(filled.equals(""), "", text)


@_made_once
def total_differs() -> Expression:
    """Return the condition that the total of a row of `План` is not the sum of its quarters.

    It is not where the row says that its quarters are not added up, and where words hide a number.
    """
    rules = [word for rule in (AddsUp.LAST, AddsUp.MEAN) for word in all_translations(rule.value)]
    summed = [Cell("adds_up").differs(word) for word in rules]
    is_percentage = AND(Cell("adds_up").equals(""), LEFT(Cell("unit_of_measure"), 1).equals(PERCENT_SIGN))
    excused = OR(is_percentage, _is_computed(), *map(_hides_number, _quarters))
    due = OR(join_texts(_quarters).differs(""), _yearly())
    is_number = ISNUMBER(VALUE(_total))
    return AND(_total.differs(""), is_number, *summed, NOT(excused), due, _quarters_sum().differs(_number(_total)))


@_made_once
def check_is_fault() -> Expression:
    """Return the condition that `Перевірка` reports a fault; events without a name are none."""
    fine = [CHECK.equals(text) for text in ("", _FITS, _(_NO_TARGET))]
    events = _(_EVENTS_DIFFER).partition("{")[0]
    return NOT(OR(*fine, LEFT(CHECK, len(events)).equals(events)))


@_made_once
def check_fits() -> Expression:
    """Return the condition that `Перевірка` finds nothing wrong."""
    return CHECK.equals(_FITS)


@_made_once
def share_check() -> Expression:
    """Return the check `Частки разом` of a row of `Розподіл`.

    It shows the sum of the shares of its code and quarter beside the target.
    """
    summed = _rounded(SUMPRODUCT(ONE_IF(_codes.equals(_code)), _same_title(), _same_quarter(), _shares))
    words = all_translations(AcrossUnits.SUM.value)
    across = column_of(PLAN, "across_units")
    own = SUMPRODUCT(*_planned(), *(ONE_IF(across.differs(word)) for word in ("", *words))) > 0
    known = SUMPRODUCT(ONE_IF(_plan_codes.equals(_code))) > 0
    # A pasted plan may leave the code of a second indicator blank. Its shares then have no target to compare with.
    of_target = sentence(_(_SHARES_OF_TARGET), sum=summed, target=_share_target())
    text = IF(OR(SUMPRODUCT(*_planned()).equals(0), _is_target_in_words()), summed & "", of_target)
    # Where the units' numbers are not added up, shares are their own targets.
    return IF(OR(_code.equals(""), Cell("share").equals(""), own), "", IF(known, text, _(_NO_SUCH_CODE)))


@_made_once
def shares_differ() -> Expression:
    """Return the condition that `Частки разом` reports a fault."""
    between = _(_SHARES_OF_TARGET).partition("{sum}")[2].partition("{target}")[0]
    find = FIND(between, CHECK)
    unlike = LEFT(CHECK, find - 1).differs(MID(CHECK, find + len(between), 20))
    return OR(CHECK.equals(_(_NO_SUCH_CODE)), IFERROR(unlike, False))


def _latin_quarter() -> Expression:
    """Return the quarter of a row of `Розподіл` in Latin letters.

    People also type Cyrillic letters or a digit.
    """
    quarter = Cell("quarter")
    letters = SUBSTITUTE(quarter, _CYRILLIC_I, "I")
    return IF(quarter.equals(""), "", IFERROR(INDEX(Constant(_NUMERALS), VALUE(quarter)), letters))


def _same_title() -> Expression:
    same = [GROUP(condition) for condition in (_indicators.equals(_indicator), _indicators.equals(""))]
    return ONE_IF(add_up([*same, GROUP(_indicator.equals(""))]) > 0)


def _same_quarter() -> Expression:
    latin = _latin_quarter()
    digit = IFERROR(MATCH(latin, Constant(_NUMERALS), 0) & "", latin)
    spellings = (latin, SUBSTITUTE(latin, "I", _CYRILLIC_I), digit)
    return ONE_IF(add_up([*((_numerals & "").equals(spelling) for spelling in spellings), NOT(_yearly())]) > 0)


def _planned() -> tuple[Expression, Expression]:
    """Return the conditions for the rows of `План` that a row of `Розподіл` belongs to."""
    title = _plan_indicators.equals(_indicator) + _indicator.equals("")
    return ONE_IF(_plan_codes.equals(_code)), ONE_IF(title > 0)


def _share_target() -> Expression:
    column = INDEX(PLAN_QUARTERS, 0, MATCH(_latin_quarter(), Constant(_NUMERALS), 0))
    whole = SUMPRODUCT(*_planned(), _plan_totals)
    single = add_up(SUMPRODUCT(*_planned(), column_of(PLAN, name)) for name in QUARTER_COLUMNS)
    one_quarter = IF(single > 0, single, whole)
    return _rounded(IF(_yearly(), IFERROR(SUMPRODUCT(*_planned(), column), 0), one_quarter))


def _is_target_in_words() -> Expression:
    """Return the condition that the target of a row of `Розподіл` is words, like “не менше 62,5”."""
    column = INDEX(PLAN_QUARTERS, 0, MATCH(_latin_quarter(), Constant(_NUMERALS), 0))
    single = add_up(_texts_of(column_of(PLAN, name)) for name in QUARTER_COLUMNS)
    return IF(_yearly(), IFERROR(_texts_of(column), 0), single) > 0


def _texts_of(column: Expression | Cell) -> Expression:
    """Return how many rows of `План` have a text in a column, of those that a row of `Розподіл` belongs to."""
    return SUMPRODUCT(*_planned(), ONE_IF(NOT(ISNUMBER(column))), ONE_IF(column.differs("")))


def _shares_fault() -> Expression:
    """Return the fault of the shares of a row of `План`, quarter by quarter."""
    own = _own_shares()
    faults = join_texts(
        _quarter_fault(own, numeral, cell) for numeral, cell in zip(_NUMERALS, _quarters, strict=True)
    )
    summed = _rounded(SUMPRODUCT(*own, _shares))
    differs = AND(NOT(_hides_number(_total)), summed.differs(_number(_total)))
    whole = _fault(differs, _SHARES_DIFFER, quarter="", sum=summed, target=_total)
    split = [_counting.equals(word) for word in all_translations(Counting.SPLIT.value)]
    shared = SUMPRODUCT(*own, ONE_IF(_shares.differs(""))) > 0
    is_summed = OR(*(Cell("across_units").equals(word) for word in ("", *all_translations(AcrossUnits.SUM.value))))
    to_check = AND(is_summed, OR(*split, AND(_counting.equals(""), shared)))
    return IF(to_check, IF(join_texts(_quarters).equals(""), whole, faults), "")


def _quarter_fault(own: Iterable[Expression], numeral: str, cell: Cell) -> Expression:
    # Every spelling is compared. Not every program changes the texts of a range cell by cell.
    spellings = (numeral, numeral.replace("I", _CYRILLIC_I), str(_NUMERALS.index(numeral) + 1))
    same = [(_numerals & "").equals(spelling) for spelling in spellings]
    here = ONE_IF(add_up([*same, _numerals.equals("") * cell.differs("")]) > 0)
    summed = _rounded(SUMPRODUCT(*own, here, _shares))
    name = IF(COUNTA(ROW_QUARTERS) > 1, f"{numeral}: ", "")
    target = IF(cell.equals(""), "—", cell)
    differs = AND(NOT(_hides_number(cell)), summed.differs(_number(cell)))
    return _fault(differs, _SHARES_DIFFER, quarter=name, sum=summed, target=target)


def _events_fault() -> Expression:
    """Return the fault that fewer or more events are named than planned; none at all is no fault."""
    named = add_up([_shares.equals(""), *(column_of(SHARES, name).differs("") for name in ("event", "on"))])
    seen = SUMPRODUCT(*_own_shares(), ONE_IF(named > 0))
    target = IF(join_texts(_quarters).equals(""), _number(_total), _quarters_sum())
    return _fault(AND(seen > 0, target > 0, seen.differs(target)), _EVENTS_DIFFER, seen=seen, target=target)


def _own_shares() -> tuple[Expression, Expression]:
    """Return the conditions for the rows of `Розподіл` that belong to a row of `План`."""
    title = _indicators.equals(_indicator) + _indicators.equals("")
    return ONE_IF(_codes.equals(_code)), ONE_IF(title > 0)


def _fault(condition: Expression, template: str, **gaps: Operand) -> Expression:
    return IF(condition, sentence(_(template), **gaps) & _BETWEEN, "")


def _number(cell: Cell) -> Expression:
    """Return the number of a cell, also of a number stored as text; 0 for words and blanks."""
    # The leading zero makes a number of a blank. VALUE of a blank is an error in some programs.
    return IF(ISNUMBER(cell), cell, IFERROR(VALUE(Constant("0") & cell), 0))


def _hides_number(cell: Cell) -> Expression:
    """Return the condition that a cell holds words with a number, like “не більше 3”, which no formula reads."""
    digits = SUMPRODUCT(ONE_IF(ISNUMBER(FIND(Constant(tuple("0123456789")), cell)))) > 0
    return AND(NOT(ISNUMBER(cell)), ISERROR(VALUE(Constant("0") & cell)), digits)


def _is_computed() -> Expression:
    """Return the condition that a row of `План` is a computed share, by the word that it begins with."""
    words = (text.partition("{")[0].strip() for text in all_translations(SHARE_OF))
    return OR(*(LEFT(Cell("across_units"), len(word)).equals(word) for word in words))


def _rounded(number: Expression) -> Expression:
    """Return a sum without the tail that floats have; no plan has finer numbers."""
    return ROUND(number, MOST_DECIMALS)


def _quarters_sum() -> Expression:
    return _rounded(add_up(map(_number, _quarters)))


def _yearly() -> Expression:
    """Return the condition that the plan is for a year.

    Its period names a year and no quarter. The letters of `Q2`, “quarter” and “кв.” tell a quarter.
    """
    of_quarter = (ISNUMBER(SEARCH(letters, PERIOD)) for letters in ("q", "кв"))
    return AND(PERIOD.differs(""), NOT(OR(*of_quarter)))
