"""Formulas as expressions: one object gives the text of a formula and the value that a spreadsheet shows.

An expression names its cells. `excel` puts in their addresses, `value` their contents. So a check that a
workbook shows is written once. Expressions are built with operators, with `equals` and `differs`, and with the
functions of `formula_functions`.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from string import Formatter

from msgspec import Struct

from xlplan.documents.cell_values import (
    FormulaError,
    Number,
    Scalar,
    Value,
    cell_by_cell,
    equal,
    less,
    to_number,
    to_text,
)

Cells = Mapping[str, Value]


def quote_text(text: str) -> str:
    """Return `text` as a string inside a formula."""
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


class Expression(ABC):
    """A formula, or a part of one."""

    @property
    def precedence(self) -> int:
        """Excel's order of operations: what binds more weakly than its neighbour is put in parentheses."""
        return 9

    @abstractmethod
    def tokens(self) -> list["str | Cell"]:
        """Return the pieces of the formula's text; a cell stands for its address."""

    @abstractmethod
    def value(self, cells: Cells) -> Value:
        """Return what a spreadsheet shows for the contents of `cells`; a cell that is not named there is blank."""

    def excel(self, addresses: Mapping[str, str]) -> str:
        """Return the text of the formula without its `=`, with the `addresses` of the cells by name."""
        return self._template % addresses

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of the cells that the formula reads."""
        return frozenset(part.name for part in self._parts if isinstance(part, Cell))

    @cached_property
    def _template(self) -> str:
        # A formula is written into many rows. To fill in a template takes a tenth of joining its parts.
        parts = (part.replace("%", "%%") if isinstance(part, str) else f"%({part.name})s" for part in self._parts)
        return "".join(parts)

    @cached_property
    def _parts(self) -> tuple["str | Cell", ...]:
        parts: list[str | Cell] = []
        for token in self.tokens():
            if parts and isinstance(token, str) and isinstance(parts[-1], str):
                parts[-1] += token
            else:
                parts.append(token)
        return tuple(parts)

    def equals(self, other: "Operand") -> "Expression":
        """Return the condition `self = other`."""
        return Operation("=", self, expression(other))

    def differs(self, other: "Operand") -> "Expression":
        """Return the condition `self <> other`."""
        return Operation("<>", self, expression(other))

    def __lt__(self, other: "Operand") -> "Expression":
        return Operation("<", self, expression(other))

    def __gt__(self, other: "Operand") -> "Expression":
        return Operation(">", self, expression(other))

    def __ge__(self, other: "Operand") -> "Expression":
        return Operation(">=", self, expression(other))

    def __and__(self, other: "Operand") -> "Expression":
        return Operation("&", self, expression(other))

    def __add__(self, other: "Operand") -> "Expression":
        return Operation("+", self, expression(other))

    def __sub__(self, other: "Operand") -> "Expression":
        return Operation("-", self, expression(other))

    def __mul__(self, other: "Operand") -> "Expression":
        return Operation("*", self, expression(other))

    def __truediv__(self, other: "Operand") -> "Expression":
        return Operation("/", self, expression(other))


Operand = Expression | str | Number | bool


@dataclass(frozen=True, eq=False)
class Constant(Expression):
    """A text, a number or a truth value inside a formula; a tuple of texts is a row of them."""

    content: str | Number | bool | tuple[str, ...]

    def tokens(self) -> list["str | Cell"]:
        """Return the constant as a formula spells it."""
        if isinstance(self.content, str):
            return [quote_text(self.content)]
        if isinstance(self.content, tuple):
            return ["{" + ",".join(map(quote_text, self.content)) + "}"]
        return [str(self.content).upper()]

    def value(self, cells: Cells) -> Value:
        """Return the constant."""
        return self.content


@dataclass(frozen=True, eq=False)
class Cell(Expression):
    """A cell or a range, by the name under which its address and its content are given."""

    name: str

    def tokens(self) -> list["str | Cell"]:
        """Return the cell in place of its address."""
        return [self]

    def value(self, cells: Cells) -> Value:
        """Return the content of the cell, or the contents of the range."""
        return cells.get(self.name)


@dataclass(frozen=True, eq=False)
class Operation(Expression):
    """Two expressions with an operator between them."""

    sign: str
    left: Expression
    right: Expression

    @property
    def precedence(self) -> int:
        """The rank of the operator."""
        return _OPERATORS[self.sign][0]

    def tokens(self) -> list["str | Cell"]:
        """Return both sides with the sign between them."""
        rank = self.precedence
        # a-(b-c) needs its parentheses, a&(b&c) and a+(b+c) do not.
        right_rank = rank if self.sign in "+&*" else rank + 1
        return [*_operand_tokens(self.left, rank), self.sign, *_operand_tokens(self.right, right_rank)]

    def value(self, cells: Cells) -> Value:
        """Return the result of the operator, for each row where a side is a range."""
        return cell_by_cell(_OPERATORS[self.sign][1], self.left.value(cells), self.right.value(cells))


def _operand_tokens(operand: Expression, least: int) -> list["str | Cell"]:
    tokens = operand.tokens()
    return ["(", *tokens, ")"] if operand.precedence < least else tokens


def _arithmetic(compute: Callable[[Number, Number], Scalar]) -> Callable[[Scalar, Scalar], Scalar]:
    def operate(left: Scalar, right: Scalar) -> Scalar:
        one, other = to_number(left), to_number(right)
        if isinstance(one, FormulaError):
            return one
        return other if isinstance(other, FormulaError) else compute(one, other)

    return operate


def _divide(left: Number, right: Number) -> Scalar:
    return left / right if right else FormulaError.DIVISION


_OPERATORS: Mapping[str, tuple[int, Callable[[Scalar, Scalar], Scalar]]] = {
    "=": (1, equal),
    "<>": (1, lambda left, right: not equal(left, right)),
    "<": (1, less),
    ">": (1, lambda left, right: less(right, left)),
    ">=": (1, lambda left, right: not less(left, right)),
    "&": (2, lambda left, right: to_text(left) + to_text(right)),
    "+": (3, _arithmetic(lambda left, right: left + right)),
    "-": (3, _arithmetic(lambda left, right: left - right)),
    "*": (4, _arithmetic(lambda left, right: left * right)),
    "/": (4, _arithmetic(_divide)),
}


class Function(Struct, frozen=True):
    """A function of Excel; calling it gives an expression, and `evaluate` gives the value of one."""

    name: str
    evaluate: Callable[[Sequence[Expression], Cells], Value]

    def __call__(self, *arguments: "Operand") -> Expression:
        """Return the expression that calls the function with these arguments."""
        return Call(self, tuple(map(expression, arguments)))


@dataclass(frozen=True, eq=False)
class Call(Expression):
    """A function of Excel with its arguments."""

    function: Function
    arguments: tuple[Expression, ...]

    def tokens(self) -> list["str | Cell"]:
        """Return the name of the function and its arguments."""
        tokens: list[str | Cell] = [f"{self.function.name}("]
        for argument in self.arguments:
            tokens += [*argument.tokens(), ","]
        return [*tokens[:-1], ")"]

    def value(self, cells: Cells) -> Value:
        """Return the value of the function."""
        return self.function.evaluate(self.arguments, cells)


def expression(operand: Operand) -> Expression:
    """Return an expression as it is, and a plain value as a constant."""
    return operand if isinstance(operand, Expression) else Constant(operand)


def join_texts(parts: Iterable[Operand]) -> Expression:
    """Return the texts of `parts`, at least one, joined with `&`."""
    first, *others = map(expression, parts)
    for part in others:
        first &= part
    return first


def add_up(parts: Iterable[Expression]) -> Expression:
    """Return the sum of `parts`, at least one."""
    first, *others = parts
    for part in others:
        first += part
    return first


def sentence(template: str, **gaps: Operand) -> Expression:
    """Return the text `template` with each {gap} filled by an expression."""
    parts: list[Operand] = []
    for literal, gap, _spec, _conversion in Formatter().parse(template):
        parts += [literal] if literal else []
        parts += [gaps[gap]] if gap is not None else []
    return join_texts(parts or [""])
