"""The rows of units under their indicator on plan and fact."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from xlplan.documents.report.cells import clip_to_cell, row_height
from xlplan.documents.report.links import FileLinks, LinkedPlace, linked_place
from xlplan.documents.report.phrases import explanation_of, former_name
from xlplan.documents.report.plan_fact_formats import RowFormats
from xlplan.documents.report.plan_fact_shares import ShareFormulas
from xlplan.documents.report.streaming_sheet import ROW_END, StreamedFormula, StreamingSheet, row_start
from xlplan.domain.figures import IndicatorFigure, UnitFigure
from xlplan.domain.plan import Better, Counting
from xlplan.domain.quarter import Quarter
from xlplan.domain.status import Status
from xlplan.domain.unit_of_measure import Number
from xlplan.text.translation import _

SMALL_FONT = 9
_UNIT_LEVEL = 1


class UnitTexts(Struct, frozen=True):
    """Texts of units' rows in the language in use.

    They are looked up in the catalogue once for the sheet, not once for each row.
    """

    statuses: Mapping[Status, str]
    joint: str
    nothing_arose: str
    no_base: str


# A value and its format; None leaves the cell out.
UnitCell = tuple[str | Number | float | StreamedFormula, Any] | None


# It is not frozen: there may be a hundred thousand rows, and making a frozen one takes three times as long.
class UnitRow(Struct):
    """The row of a unit under an indicator.

    Attributes:
        figure: The figure that the row shows.
        formats: The formats of the row.
        texts: Texts in the language in use.
        joint: The indicator has one common target, so no unit repeats it.
        ceiling: The target must not be exceeded.
        explanation: Reason, action and description in one line.
        shares: The formulas of a computed indicator; None for any other.
    """

    figure: UnitFigure
    formats: RowFormats
    texts: UnitTexts
    joint: bool
    ceiling: bool
    explanation: str
    shares: ShareFormulas | None = None

    def number(self, value: Number | None) -> UnitCell:
        """Return a cell with a number; no cell for None."""
        return None if value is None else (value, self.formats.number)

    def computed(self, formula: str, value: Number | str, cell_format: Any) -> UnitCell:
        """Return a cell with a formula and its cached value; a plain cell for ""."""
        return (StreamedFormula(formula, value) if formula else value), cell_format

    def planned(self, value: Number | None) -> UnitCell:
        """Return a cell with a target of the unit; no cell for None."""
        return None if value is None else (value, self.formats.ceiling if self.ceiling else self.formats.number)


# It is not frozen, for the same reason.
class _Answer(Struct):
    """The common part of the rows of units with the same result: all but the number of the row, name and file.

    Attributes:
        start: The beginning of the row as the file spells it.
        cells: The cells after the name, and the end of the row.
        texts: How many cells of the row hold a text.
        height: The height of the row.
        place: The cell of a file that holds the answer.
        link: The format of a name that leads to a file.
        name: The format of any other name.
        linked_names: The cells with names that lead to a file, by the code of the unit.
        plain_names: Those with any other name.
    """

    start: str
    cells: str
    texts: int
    height: float
    place: LinkedPlace
    link: Any
    name: Any
    linked_names: dict[str, str]
    plain_names: dict[str, str]


class UnitRowWriter:
    """Writes the rows of units.

    Args:
        sheet: The sheet of plan and fact.
        links: Its links to files.
        name: The column with the names of units.
        cells: The column of each other cell of a unit's row, and the function that gives the cell.
        explanation_width: The characters that a line of the explanation has room for.
    """

    def __init__(
        self,
        sheet: StreamingSheet,
        links: FileLinks,
        name: int,
        cells: Sequence[tuple[int, Callable[[UnitRow], UnitCell]]],
        explanation_width: float,
    ) -> None:
        self._sheet = sheet
        self._links = links
        self._name_column = name
        self._cells = cells
        self._explanation_width = explanation_width
        statuses = {status: status.shown for status in Status}
        words = (Counting.JOINT, Status.NOTHING_AROSE, Status.NO_BASE)
        self._texts = UnitTexts(statuses, *(_(each.value) for each in words))
        # By the format and the quarter in which the units left, the cell with the name of each.
        self._names: dict[tuple[Any, Quarter | None], dict[str, str]] = {}

    def write(
        self,
        figure: IndicatorFigure,
        first: int,
        hidden: bool,
        formats: Mapping[Status, RowFormats],
        shares: ShareFormulas | None,
    ) -> list[float]:
        """Write the rows of an indicator's units and return their heights.

        Args:
            figure: The figure of the indicator.
            first: The position of the first row, from 0.
            hidden: The rows are folded.
            formats: The formats of a row by the status of its unit.
            shares: The formulas of a computed indicator; None for any other.
        """
        heights: list[float] = []
        self._sheet.append_rows(first, self._rows(figure, first, hidden, formats, shares, heights), _UNIT_LEVEL)
        return heights

    def _rows(
        self,
        figure: IndicatorFigure,
        first: int,
        hidden: bool,
        formats: Mapping[Status, RowFormats],
        shares: ShareFormulas | None,
        heights: list[float],
    ) -> Iterator[tuple[str, int]]:
        """Yield each row, and how many of its cells hold a text. Its height is added to `heights`."""
        add_link = self._links.add
        # Units give the same answer many times over. Its cells are made once.
        made: dict[Hashable, _Answer] = {}
        for row, each in enumerate((*figure.units, *figure.former_units), first):
            unit, returned, result = each
            # The formulas of a computed row name the row.
            content = (row, id(result)) if shares else id(result)
            answer = made.get(content)
            if answer is None:
                answer = made[content] = self._answer(figure, each, hidden, formats[result.status], shares)
            linked = add_link(row, returned, answer.place)
            names = answer.linked_names if linked else answer.plain_names
            name = names.get(unit.code)
            if name is None:
                name = names[unit.code] = self._name(each, answer.link if linked else answer.name)
            heights.append(answer.height)
            yield f"{answer.start}{name}{answer.cells}", answer.texts

    def _name(self, unit: UnitFigure, cell_format: Any) -> str:
        """Return the cell with the name of a unit."""
        return self._sheet.part([(self._name_column, clip_to_cell(former_name(unit)), cell_format)]).xml

    def _answer(
        self,
        figure: IndicatorFigure,
        unit: UnitFigure,
        hidden: bool,
        formats: RowFormats,
        shares: ShareFormulas | None,
    ) -> _Answer:
        """Return what the rows of units with the result of this one have in common."""
        joint, ceiling = figure.has_joint_count, figure.indicator.better is Better.LESS
        explanation = explanation_of(unit.entry, unit.status is Status.SHORT)
        row = UnitRow(unit, formats, self._texts, joint, ceiling, explanation, shares)
        part = self._sheet.part((position, *cell) for position, of in self._cells if (cell := of(row)) is not None)
        height = row_height([(explanation, self._explanation_width)], 15)
        return _Answer(
            start=row_start(height, _UNIT_LEVEL, hidden),
            cells=f"{part.xml}{ROW_END}",
            texts=part.texts + 1,
            height=height,
            place=linked_place(unit.entry.sheet, unit.entry.cell),
            link=formats.link,
            name=formats.name,
            linked_names=self._names.setdefault((formats.link, unit.left_in), {}),
            plain_names=self._names.setdefault((formats.name, unit.left_in), {}),
        )
