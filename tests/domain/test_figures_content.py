"""What figures of units say. Equal contents share the cells of a report, so nothing shown may be missing."""

from dataclasses import replace
from typing import Any

import pytest

from tests.support.report_sample import FIGURES
from xlplan.domain.entries import Entry, EntryKind
from xlplan.domain.figures import UnitFigure
from xlplan.domain.quarter import Quarter
from xlplan.domain.status import Status
from xlplan.domain.target import count_target

FIGURE = FIGURES.indicators[0].units[0]
# Another value for each field but those of whose figure it is.
OTHERS: dict[str, Any] = {
    "target": count_target(77),
    "is_judged": not FIGURE.is_judged,
    "entry": replace(FIGURE.entry, description="інше"),
    "is_answered": not FIGURE.is_answered,
    "deviation": 77,
    "shortfall": 77,
    "status": Status.NO_BASE,
    "target_to_date": 77,
    "done_to_date": 77,
    "backlog": 77,
    "left_in": Quarter(2021, 1),
}


def test_every_field_but_the_unit_and_its_return_has_another_value() -> None:
    assert set(OTHERS) == set(UnitFigure._fields) - {"unit", "returned"}


@pytest.mark.parametrize("name", OTHERS)
def test_figures_that_differ_in_a_field_have_other_contents(name: str) -> None:
    assert FIGURE._replace(**{name: OTHERS[name]}).content != FIGURE.content


def test_figures_of_two_units_with_the_same_answer_have_equal_contents() -> None:
    other = FIGURES.indicators[0].units[1]
    assert FIGURE._replace(unit=other.unit, returned=None).content == FIGURE.content


def test_entries_that_differ_have_other_contents() -> None:
    entry = Entry(FIGURE.entry.key, EntryKind.MISSING)
    assert FIGURE._replace(entry=entry).content != FIGURE.content
