"""Functions of Excel by their own names; calling one gives an expression.

These are functions that Excel 2010 and LibreOffice compute alike.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import chain, compress
from math import floor

from xlplan.documents.cell_values import (
    FormulaError,
    Number,
    Scalar,
    Value,
    cell_by_cell,
    cell_number,
    equal,
    is_number,
    to_number,
    to_text,
    to_truth,
)
from xlplan.documents.formulas import Cells, Expression, Function
from xlplan.domain.unit_of_measure import from_float, round_half_away


def _of_cells(name: str, compute: Callable[..., Scalar], catches_errors: bool = False) -> Function:
    """Return a function of single cells; with a range it gives a range."""

    def evaluate(arguments: Sequence[Expression], cells: Cells) -> Value:
        return cell_by_cell(
            compute, *[argument.value(cells) for argument in arguments], catches_errors=catches_errors
        )

    return Function(name, evaluate)


def _of_conditions(name: str, decide: Callable[[Iterable[bool]], bool]) -> Function:
    """Return a function of conditions; like Excel it looks at all of them, and an error is its result."""

    def evaluate(arguments: Sequence[Expression], cells: Cells) -> Value:
        truths = [to_truth(_single(argument.value(cells))) for argument in arguments]
        errors = (truth for truth in truths if isinstance(truth, FormulaError))
        return next(errors, None) or decide(map(bool, truths))

    return Function(name, evaluate)


def _single(value: Value) -> Scalar:
    if isinstance(value, tuple):
        raise TypeError("a range stands where a single cell is needed")
    return value


def _range(value: Value) -> tuple[Value, ...]:
    return value if isinstance(value, tuple) else (value,)


def _rows_kept(value: Value, kept: Sequence[Number]) -> Value:
    """Return the rows of a range, or of columns side by side, where `kept` is not 0; a single cell as it is."""
    if not isinstance(value, tuple):
        return value
    if value and isinstance(value[0], tuple):
        return tuple(_rows_kept(column, kept) for column in value)
    return tuple(compress(value, kept))


def _if(arguments: Sequence[Expression], cells: Cells) -> Value:
    condition, then, otherwise = arguments
    truth = to_truth(_single(condition.value(cells)))
    if isinstance(truth, FormulaError):
        return truth
    return then.value(cells) if truth else otherwise.value(cells)


def _if_error(arguments: Sequence[Expression], cells: Cells) -> Value:
    value = _single(arguments[0].value(cells))
    return arguments[1].value(cells) if isinstance(value, FormulaError) else value


def _sum_product(arguments: Sequence[Expression], cells: Cells) -> Value:
    products: list[Number] = []
    for position, argument in enumerate(arguments):
        factors = _range(argument.value(cells))
        kinds = list(map(type, factors))
        if FormulaError in kinds:
            return factors[kinds.index(FormulaError)]
        # In comma form Excel counts everything but numbers as 0.
        numbers: list[Number] = [factor if is_number(factor) else 0 for factor in factors]
        products = [one * other for one, other in zip(products, numbers, strict=True)] if position else numbers
        # A row that adds nothing so far is left out of the following arguments, which makes long plans fast.
        names = _names_in(tuple(arguments[position + 1 :]))
        cells = {name: _rows_kept(cells.get(name), products) for name in names}
        products = [product for product in products if product]
    return sum(products)


# A sum stands in the formulas of many rows.
@lru_cache(maxsize=256)
def _names_in(arguments: tuple[Expression, ...]) -> frozenset[str]:
    return frozenset(chain.from_iterable(argument.names for argument in arguments))


def _count_filled(arguments: Sequence[Expression], cells: Cells) -> Value:
    return sum(value is not None for argument in arguments for value in _range(argument.value(cells)))


def _match(arguments: Sequence[Expression], cells: Cells) -> Value:
    """Evaluate MATCH(value, row, 0): the position of an equal value, from 1."""
    wanted = _single(arguments[0].value(cells))
    if isinstance(wanted, FormulaError):
        return wanted
    choices = enumerate(_range(arguments[1].value(cells)), start=1)
    positions = (position for position, choice in choices if equal(_single(choice), wanted))
    return next(positions, FormulaError.NOT_AVAILABLE)


def _index(arguments: Sequence[Expression], cells: Cells) -> Value:
    """Evaluate INDEX(row, position) or INDEX(columns, 0, position): a cell, or a whole column."""
    choices = _range(arguments[0].value(cells))
    position = to_number(_single(arguments[-1].value(cells)))
    if isinstance(position, FormulaError):
        return position
    return choices[floor(position) - 1] if 1 <= position < len(choices) + 1 else FormulaError.REFERENCE


def _floor(value: Scalar) -> Scalar:
    number = to_number(value)
    return number if isinstance(number, FormulaError) else floor(number)


def _round(value: Scalar, decimals: int) -> Scalar:
    """Evaluate ROUND of a number as it is shown with fifteen digits: halves go away from zero."""
    number = to_number(value)
    if isinstance(number, FormulaError):
        return number
    return cell_number(round_half_away(from_float(number), decimals))


def _not(value: Scalar) -> Scalar:
    truth = to_truth(value)
    return truth if isinstance(truth, FormulaError) else not truth


def _find(part: Scalar, text: Scalar) -> Scalar:
    return to_text(text).find(to_text(part)) + 1 or FormulaError.VALUE


def _search(part: Scalar, text: Scalar) -> Scalar:
    """Evaluate SEARCH for a text without wildcards."""
    return _find(to_text(part).casefold(), to_text(text).casefold())


def _trim(text: Scalar) -> Scalar:
    return " ".join(filter(None, to_text(text).split(" ")))


def _middle(text: Scalar, start: int, length: int) -> Scalar:
    return to_text(text)[start - 1 : start - 1 + length]


def _substitute(text: Scalar, old: Scalar, new: Scalar) -> Scalar:
    return to_text(text).replace(to_text(old), to_text(new))


IF = Function("IF", _if)
IFERROR = Function("IFERROR", _if_error)
AND = _of_conditions("AND", all)
OR = _of_conditions("OR", any)
NOT = _of_cells("NOT", _not)
ISNUMBER = _of_cells("ISNUMBER", is_number, catches_errors=True)
ISERROR = _of_cells("ISERROR", lambda value: isinstance(value, FormulaError), catches_errors=True)
INT = _of_cells("INT", _floor)
ROUND = _of_cells("ROUND", _round)
VALUE = _of_cells("VALUE", to_number)
TRIM = _of_cells("TRIM", _trim)
LOWER = _of_cells("LOWER", lambda text: to_text(text).lower())
LEFT = _of_cells("LEFT", lambda text, length: to_text(text)[:length])
MID = _of_cells("MID", _middle)
FIND = _of_cells("FIND", _find)
SEARCH = _of_cells("SEARCH", _search)
SUBSTITUTE = _of_cells("SUBSTITUTE", _substitute)
COUNTA = Function("COUNTA", _count_filled)
MATCH = Function("MATCH", _match)
INDEX = Function("INDEX", _index)
SUMPRODUCT = Function("SUMPRODUCT", _sum_product)
# CELL("format", cell): P for a percentage. Programs differ on all others, and no cell that xlplan fills is one.
CELL = _of_cells("CELL", lambda _kind, _value: "G", catches_errors=True)
# 1 for a condition that holds, else 0.
ONE_IF = _of_cells("--", to_number)
# An expression in parentheses that Excel does not need.
GROUP = _of_cells("", lambda value: value)
