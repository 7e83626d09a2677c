"""The real plans as Word documents: each comes in equal to the plan of the repository, but for what is asked."""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from msgspec.structs import replace

from tests.support.centre import at, call
from tests.support.own_form import write_own_form
from tests.support.paper_plans import write_quarterly_plan, write_yearly_plan
from tests.support.paths import ROOT
from tests.support.rows_only import rows_only
from xlplan.documents.plan_reader.reader import read_plan
from xlplan.domain.errors import XlplanError
from xlplan.domain.new_centre import NewCentre, units_named
from xlplan.domain.plan import Plan
from xlplan.services.new_workspace import new_workspace
from xlplan.services.plan.import_layout import LayoutImport, import_layout
from xlplan.storage.workspace import Workspace

_KOROSTEN = next((ROOT / "templates").glob("*.xlsx"))
_LIVOBEREZHNYI = next((ROOT / "examples/livoberezhnyi-2023/templates").glob("*.xlsx"))
_TEXTS = ("direction", "task", "subtask", "purpose", "title")
# The measures of which the quarterly plan on paper leaves shares and holders open.
_OPEN = ("1.1.3", "3.1.1")


@pytest.fixture
def empty(tmp_path: Path) -> Workspace:
    return new_workspace(tmp_path / "центр", at(), with_plan=False)


@pytest.fixture(scope="module")
def quarterly(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The quarterly plan on paper."""
    return write_quarterly_plan(tmp_path_factory.mktemp("paper") / "план.docx")


def imported(workspace: Workspace, document: Path) -> LayoutImport:
    result: LayoutImport = call(import_layout, workspace, at, document)
    return result


def known(path: Path) -> Plan:
    plan, _findings = read_plan(path)
    assert plan is not None
    return plan


@cache
def known_example(path: Path) -> Plan:
    """The plan of a workbook of the repository."""
    return known(path)


def fill_in(path: Path, plan: Plan, details: Sequence[str], has_open_shares: bool = False) -> None:
    """Fills in what an import asks for, as the plan of the repository has it: a coordinator knows it.

    `has_open_shares`: also shares, holders and the events without words of the two measures that leave these open.
    """
    book = openpyxl.load_workbook(path)
    labels = {"code": "Код центру", "name": "Центр", "signed_by": "Підписав"}
    lines = {row[0].value: row[1] for row in book["Реквізити"].iter_rows(min_row=5)}
    for name in details:
        lines[labels[name]].value = getattr(plan.centre, name)
    units = {unit.name: unit for unit in plan.units}
    for row in book["Підрозділи"].iter_rows(min_row=6):
        if row[1].value:
            row[0].value = units[str(row[1].value)].code
    if has_open_shares:
        _fill_open_shares(book)
    book.save(path)


def _fill_open_shares(book: openpyxl.Workbook) -> None:
    answers = [[cell.value for cell in row] for row in _rows_of_shares(rows_only(_KOROSTEN))]
    answers = [row for row in answers if row[0] in _OPEN]
    rows = [row for row in _rows_of_shares(book) if row[0].value in (*_OPEN, None)]
    for number, row in enumerate(rows):
        for at_column, cell in enumerate(row):
            cell.value = answers[number][at_column] if number < len(answers) else None


def _rows_of_shares(book: openpyxl.Workbook) -> Iterator[Sequence[Any]]:
    return (row[:7] for row in book["Розподіл"].iter_rows(min_row=6))


def without_notes_and_stops(plan: Plan) -> Plan:
    """A plan without what an import need not keep: notes, and full stops at the end of a text."""
    measures = tuple(
        replace(
            measure,
            **{
                name: getattr(measure, name).rstrip(".")
                for name in ("direction", "task", "subtask", "purpose", "title")
            },
            indicators=tuple(replace(each, note="") for each in measure.indicators),
        )
        for measure in plan.measures
    )
    events = sorted(plan.events, key=lambda event: (event.key, event.unit))
    levels = tuple(replace(each, note="", purpose=each.purpose.rstrip(".")) for each in plan.empty_levels)
    shares = tuple(sorted(plan.shares, key=lambda share: (share.indicator, share.unit)))
    return replace(plan, measures=measures, events=tuple(events), shares=shares, empty_levels=levels)


def test_the_quarterly_plan_comes_in_equal_but_for_what_is_asked(empty: Workspace, quarterly: Path) -> None:
    plan = known_example(_KOROSTEN)

    result = imported(empty, quarterly)
    fill_in(result.check.path, plan, ("code", "name", "signed_by"), has_open_shares=True)

    assert without_notes_and_stops(known(result.check.path)) == without_notes_and_stops(plan)


def test_the_yearly_plan_comes_in_equal_but_for_what_is_asked(empty: Workspace, tmp_path: Path) -> None:
    plan = known_example(_LIVOBEREZHNYI)

    result = imported(empty, write_yearly_plan(tmp_path / "план.docx"))
    fill_in(result.check.path, plan, ("code", "name"))

    assert without_notes_and_stops(known(result.check.path)) == without_notes_and_stops(plan)


def test_a_second_import_takes_the_place_of_the_first_one_that_nobody_changed(
    empty: Workspace, quarterly: Path
) -> None:
    first, second = imported(empty, quarterly), imported(empty, quarterly)
    assert (first.is_anew, second.is_anew) == (False, True)
    assert second.check.path == first.check.path
    assert empty.plan_workbooks == [first.check.path]


def test_a_workbook_that_a_person_changed_stays_and_the_sentence_says_what_to_do(
    empty: Workspace, quarterly: Path
) -> None:
    path = imported(empty, quarterly).check.path
    book = openpyxl.load_workbook(path)
    book["План"]["A1"].value = "змінено"
    book.save(path)
    before = path.read_bytes()
    with pytest.raises(XlplanError, match="видаліть"):
        imported(empty, quarterly)
    assert path.read_bytes() == before


def test_a_new_import_knows_what_the_earlier_one_knew_and_proposes_the_rest_anew(tmp_path: Path) -> None:
    centre = NewCentre("Лісовий МЦ", "LIS", "2026 рік", units_named(("Лісовий МЦ", "Річківське БПД")))
    workspace = new_workspace(tmp_path / "центр", at(), centre=centre)
    document = write_own_form(tmp_path / "план.docx")
    first, second = imported(workspace, document), imported(workspace, document)
    assert second.is_anew
    assert second.imported.rows == first.imported.rows
    assert second.imported.doubts == first.imported.doubts
    assert second.check.reading.centre == first.check.reading.centre
    assert [unit.code for unit in second.check.reading.units[:2]] == [unit.code for unit in centre.units]
