"""Columns of an official form: those in which something stands, and their widths on the page."""

from collections.abc import Collection, Mapping, Sequence
from itertools import accumulate, pairwise

from msgspec import Struct
from msgspec.structs import replace

from xlplan.domain.plan import EmptyLevel, Measure
from xlplan.text.translation import _

# The width of A4 landscape between the margins, in pixels.
_PAGE_PIXELS = 1004
# Columns that a form has only where something stands in them.
_OPTIONAL = ("task", "subtask", "purpose", "term")


class FormColumn(Struct, frozen=True):
    """A column of a form.

    Attributes:
        name: The name in code.
        heading: The heading, as the catalogue has it in English.
        width: The width in pixels on a page with all columns but the subtasks, which only some plans have.
        is_text: The column gives and takes room. Others keep their width.
    """

    name: str
    heading: str
    width: int
    is_text: bool = True

    @property
    def shown(self) -> str:
        """The heading in the language in use."""
        return _(self.heading)


class FormColumns(Struct, frozen=True):
    """The columns that a form is printed with; together they are as wide as the page."""

    columns: tuple[FormColumn, ...]

    def __len__(self) -> int:
        """Return the number of columns."""
        return len(self.columns)

    def __contains__(self, name: str) -> bool:
        """Tell if the form has a column."""
        return any(column.name == name for column in self.columns)

    def at(self, name: str) -> int:
        """Return the position of a column from 0.

        Raises:
            ValueError: The form has no such column.
        """
        return [column.name for column in self.columns].index(name)

    @property
    def widths(self) -> tuple[int, ...]:
        """The widths in pixels."""
        return tuple(column.width for column in self.columns)

    def widened(self, wanted: Mapping[str, int]) -> "FormColumns":
        """Return the columns, some of them wider; the columns of texts give the room."""
        columns = (replace(each, width=max(each.width, wanted.get(each.name, 0))) for each in self.columns)
        return _fitted(tuple(columns))


def columns_in_use(
    columns: Sequence[FormColumn], rows: Sequence[Measure | EmptyLevel], further: Collection[str] = ()
) -> FormColumns:
    """Return the columns in which something stands, or may stand in any plan.

    Args:
        columns: All columns of the form.
        rows: The rows of the plan.
        further: The names of further columns that have a text.
    """
    empty = {name for name in _OPTIONAL if name not in further and not any(getattr(row, name, "") for row in rows)}
    # Tasks alone are numbered.
    empty |= {"number"} if "task" in empty else set()
    return _fitted(tuple(column for column in columns if column.name not in empty))


def _fitted(columns: Sequence[FormColumn]) -> FormColumns:
    """Return the columns as wide as the page: those of texts share what the others leave, each by its width."""
    texts = [column.width for column in columns if column.is_text]
    room = _PAGE_PIXELS - sum(column.width for column in columns if not column.is_text)
    ends = [0, *(room * end // sum(texts) for end in accumulate(texts))]
    shares = iter(end - start for start, end in pairwise(ends))
    return FormColumns(
        tuple(replace(column, width=next(shares)) if column.is_text else column for column in columns)
    )
