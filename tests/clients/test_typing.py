"""A template filled in LibreOffice by somebody at the keyboard: what the lock and the hints let through."""

import re
from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile

import pytest
from openpyxl import load_workbook

from tests.support.centre import QUARTER, issue_of
from tests.support.client_answers import read
from tests.support.desktop import Desk, at_a_desk, until
from xlplan.domain.issue import Issue, IssueRow
from xlplan.domain.target import TargetKind
from xlplan.storage.workspace import Workspace

pytestmark = pytest.mark.office
UNIT = "HOR"
VERDICT, PROGRESS = "G1", "G2"


@pytest.fixture(scope="module")
def office_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One desk for all tests here: the office starts once."""
    with at_a_desk(tmp_path_factory.mktemp("desk") / "profile") as desk:
        yield desk


@pytest.fixture
def template(issued: Workspace, tmp_path: Path) -> Path:
    """A copy of the bureau's template, under the name of its test's folder, so that its window is known by it."""
    path = tmp_path / f"{tmp_path.name}.xlsx"
    return Path(copyfile(issued.template(QUARTER, issue_of(issued, UNIT).unit.name), path))


@pytest.fixture
def desk(office_desk: Desk, template: Path) -> Iterator[Desk]:
    """The desk with that template open on it."""
    office_desk.open(template)
    yield office_desk
    office_desk.close()


@pytest.fixture
def bureau(issued: Workspace) -> Issue:
    """What was issued to the bureau."""
    return issue_of(issued, UNIT)


def first(issue: Issue, *kinds: TargetKind) -> IssueRow:
    """The bureau's first row with such a target; a count that it alone can fall short of."""
    return next(
        row for row in issue.rows if row.target.kind in kinds and (row.is_judged or row.target.count is None)
    )


def cell_of(path: Path, row: IssueRow, column: str) -> str:
    """The address of a cell of a row."""
    return next(each.cells[column].cell for each in read(path).rows if each.key == row.key)


def value(path: Path, cell: str) -> object:
    """What a cell of the saved report sheet holds."""
    return load_workbook(path, data_only=True)["Звіт"][cell].value


def stop_of(path: Path, cell: str) -> list[str]:
    """Title and text of the message with which the template refuses an entry."""
    rules = load_workbook(path)["Звіт"].data_validations.dataValidation
    rule = next(rule for rule in rules if cell in rule.sqref)
    return [str(rule.errorTitle), str(rule.error)]


def test_a_locked_cell_refuses(desk: Desk, template: Path, bureau: Issue) -> None:
    row = first(bureau, TargetKind.COUNT)
    cell, entry = (cell_of(template, row, column) for column in ("target", "done"))
    before = value(template, cell)
    desk.go_to(cell)
    desk.type("9")
    assert "Protected cells can not be modified." in desk.refusal()
    desk.go_to(entry)
    desk.type("1", "Return")
    desk.save()
    assert (value(template, cell), value(template, entry)) == (before, 1)


def test_text_a_negative_number_and_a_fraction_are_refused_in_a_count_in_our_own_words(
    desk: Desk, template: Path, bureau: Issue
) -> None:
    cell = cell_of(template, first(bureau, TargetKind.COUNT), "done")
    stop = stop_of(template, cell)
    assert stop[0] == "Потрібне ціле число"
    for typed in ("abc", "-1", "1.5"):
        desk.go_to(cell)
        desk.type(typed, "Return")
        assert desk.refusal()[:2] == stop
        assert desk.see("shown", cell) == ""
    desk.go_to(cell)
    desk.type("2", "Return")
    desk.save()
    assert value(template, cell) == 2


def test_a_cell_for_a_number_or_words_refuses_other_words(desk: Desk, template: Path, bureau: Issue) -> None:
    cell = cell_of(template, first(bureau, TargetKind.ON_DEMAND), "done")
    stop = stop_of(template, cell)
    desk.go_to(cell)
    desk.type("abc", "Return")
    assert desk.refusal()[:2] == stop
    desk.go_to(cell)
    desk.type("потреби не було", "Return")
    until(lambda: desk.see("shown", cell))
    desk.save()
    assert value(template, cell) == "потреби не було"


def test_tab_walks_from_entry_to_entry_and_over_the_titles_between_them(
    desk: Desk, template: Path, bureau: Issue
) -> None:
    names = ("done", "description", "reason", "action")
    entries = [cell_of(template, row, name) for row in bureau.rows for name in names]
    desk.go_to(entries[0])
    walked = [entries[0]]
    for _step in entries[1:]:
        desk.press("Tab")
        walked.append(until(lambda: (at := desk.see("selected")) != walked[-1] and at))
    assert walked == entries


def test_the_box_at_the_top_changes_as_one_types(desk: Desk, template: Path, bureau: Issue) -> None:
    row = first(bureau, TargetKind.COUNT)

    def box() -> list[int]:
        """Filled in, of, without a reason."""
        return [int(number) for number in re.findall(r"\d+", desk.see("shown", PROGRESS))]

    _none, owed, _reasons = box()
    assert box() == [0, owed, 0]
    assert desk.see("shown", VERDICT) == "Ще рано надсилати"
    desk.go_to(cell_of(template, row, "done"))
    desk.type("0", "Return")
    until(lambda: box()[2] == 1)
    desk.go_to(cell_of(template, row, "reason"))
    desk.type("карантин", "Return")
    until(lambda: box()[2] == 0)
    desk.save()
    assert value(template, PROGRESS) == desk.see("shown", PROGRESS)
