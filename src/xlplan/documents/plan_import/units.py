"""The units of a plan from the texts of its column of executors, and the names of units in such a text."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from xlplan.domain.findings.finding import Finding
from xlplan.domain.plan import Unit


@dataclass(frozen=True)
class Executor:
    """A name in a text of the executors' column.

    Attributes:
        seen: The text as typed, with clean spaces.
        name: The unit or the group that it means, as the list of units spells it; `seen` where it means neither.
        is_known: True if it means a unit or a group.
        is_group: True if it means a group.
    """

    seen: str
    name: str
    is_known: bool = True
    is_group: bool = False


@dataclass(frozen=True)
class UnitsFound:
    """The units that the texts of a plan name.

    Attributes:
        units: The units, each with its groups: the centre's office first, else in the order of the plan.
        seen: The spellings of each unit and group in the plan, by its name, most frequent first.
        doubts: The position of a unit, the name of a column and a reason to look at that cell.
        unclear: The texts that name no unit, in the order of the plan.
    """

    units: tuple[Unit, ...] = ()
    seen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    doubts: tuple[tuple[int, str, Finding], ...] = ()
    unclear: tuple[str, ...] = ()


def find_units(texts: Sequence[str], own_names: Collection[str] = ()) -> UnitsFound:
    """Return the units that the texts of the executors' column name.

    Args:
        texts: The text of each cell, lines divided by a line feed; the same text as often as it stands there.
        own_names: The names of the centre itself. A row of figures under one of them is the whole centre's.
    """
    return UnitsFound(unclear=tuple(dict.fromkeys(texts)))


def read_executors(text: str, found: UnitsFound) -> tuple[Executor, ...]:
    """Return the names in one text of the executors' column, in order, as the list of units spells them.

    Args:
        text: The text of the cell or of one of its paragraphs.
        found: The units that `find_units` found in all texts of the plan.
    """
    return (Executor(text, text, is_known=False),) if text.strip() else ()
