"""What a coordinator is asked about the rows of a revised plan, where, and how it is settled."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from msgspec.structs import replace
from openpyxl.utils.cell import coordinate_to_tuple

from tests.conftest import NewYear
from tests.support.centre import QUARTER, at, call
from tests.support.livoberezhnyi import FIRST, SECOND, THIRD, on
from tests.support.paths import ROOT
from tests.support.revision import REASON, edit, revise, targeted
from tests.support.rows_only import rows_only
from xlplan.cli import main
from xlplan.domain.errors import XlplanError
from xlplan.domain.plan import AddsUp, Indicator, Measure, Plan
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.plan_lines import lines_of_version
from xlplan.ledger.plans import plan_in_force, plan_versions
from xlplan.services.new_workspace import new_workspace
from xlplan.services.plan.check import check_plans, write_annotated_copy
from xlplan.storage.workspace import Workspace
from xlplan.workflows.plan_adoption import adopt

KOROSTEN = next((ROOT / "templates").glob("*.xlsx"))
CODE = "1.1.2"


def changed(code: str, change: Callable[[Measure], Measure]) -> Callable[[Plan], Plan]:
    """A change of one measure of a plan."""
    return lambda plan: replace(
        plan, measures=tuple(change(each) if each.code == code else each for each in plan.measures)
    )


def of_indicator(**values: object) -> Callable[[Measure], Measure]:
    """A change of the first indicator of a measure."""

    def change(measure: Measure) -> Measure:
        first, *rest = measure.indicators
        made: Indicator = replace(first, **values)
        return replace(measure, indicators=(made, *rest))

    return change


def other_words(measure: Measure) -> Measure:
    return replace(measure, title="Закупівля паперу")


def findings(workspace: Workspace) -> list[tuple[str, str, str]]:
    """What the check finds about the descent: code, cell, words."""
    (checked,) = call(check_plans, workspace, at)
    return [
        (each.code, each.location.cell, f"{each.problem} {each.remedy}")
        for each in checked.reading.findings
        if each.code.startswith("descent-")
    ]


def lines(workspace: Workspace, version: int, key: str) -> tuple[str, ...]:
    with open_ledger(workspace.ledger) as ledger, ledger.connect() as connection:
        return lines_of_version(connection, version)[key]


def cli(workspace: Workspace, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--workspace", str(workspace.root), *arguments])


def test_other_words_under_a_code_are_asked_at_its_cell_with_both_wordings(centre: Workspace) -> None:
    before = next(row for row in rows(centre) if row[4] == CODE)
    edit(centre, changed(CODE, other_words))
    ((code, cell, words),) = findings(centre)
    assert code == "descent-unlike"
    row, column = coordinate_to_tuple(cell)
    table = rows(centre)
    assert "Попередній код" in [each[column - 1] for each in table[: row - 1]]
    assert table[row - 1][4] == CODE
    for part in (CODE, "«Закупівля паперу»", str(before[5]), str(before[8]), "«Попередній код»", "«новий»"):
        assert part in words
    with pytest.raises(XlplanError, match="Закупівля паперу"):
        call(adopt, centre, at, reason=REASON)
    result = cli(centre, "plan", "check")
    assert result.exit_code == 3
    assert "Виправте в книзі 1 помилку" in result.output


def rows(workspace: Workspace) -> list[tuple[object, ...]]:
    return list(rows_only(workspace.templates / "План.xlsx")["План"].iter_rows(values_only=True))


@pytest.mark.parametrize(("named", "line"), [((CODE,), CODE), ((), f"{CODE}~2")])
def test_the_column_settles_what_was_asked(centre: Workspace, named: tuple[str, ...], line: str) -> None:
    revised = revise(
        centre, changed(CODE, lambda measure: of_indicator(continues=named)(other_words(measure))), at(12, 5)
    )
    assert revised.adoption.is_new
    assert lines(centre, 2, CODE) == (line,)
    # The note is about the version before. It settles nothing anew, and asks nothing.
    assert findings(centre) == []
    revise(centre, lambda plan: targeted(plan, "1.1.1", 7))
    assert lines(centre, 3, CODE) == (line,)


def test_a_workbook_whose_notes_alone_went_says_the_same(centre: Workspace) -> None:
    revise(centre, changed(CODE, lambda measure: of_indicator(continues=(CODE,))(other_words(measure))))
    edit(centre, changed(CODE, of_indicator(continues=None)))
    assert not call(adopt, centre, at).adoption.is_new


def test_all_that_is_asked_is_named_at_once(centre: Workspace) -> None:
    edit(
        centre,
        lambda plan: changed("1.1.1", other_words)(changed(CODE, of_indicator(continues=("7.7", "8.8/2")))(plan)),
    )
    with pytest.raises(XlplanError) as raised:
        call(adopt, centre, at, reason=REASON)
    assert "Закупівля паперу" in str(raised.value)
    assert "7.7; 8.8/2" in str(raised.value)
    assert [code for code, _cell, _words in findings(centre)] == ["descent-unlike", "descent-unknown"]


def test_a_changed_rule_is_a_warning_and_the_plan_can_be_adopted(centre: Workspace) -> None:
    edit(centre, changed(CODE, of_indicator(adds_up=AddsUp.LAST)))
    ((code, _cell, words),) = findings(centre)
    assert code == "descent-rule-changed"
    assert "Попередні квартали до нього більше не додаються" in words
    result = cli(centre, "plan", "adopt", "--reason", REASON)
    assert result.exit_code == 0
    assert "починається заново, бо «Підсумок», «Краще»" in result.output
    assert lines(centre, 2, CODE) == (f"{CODE}~2",)


def test_the_copy_of_the_workbook_has_it_as_a_note_on_the_cell(centre: Workspace) -> None:
    edit(centre, changed(CODE, other_words))
    ((_code, cell, _words),) = findings(centre)
    (checked,) = call(check_plans, centre, at)
    copy = write_annotated_copy(centre, checked)
    assert copy is not None
    note = openpyxl.load_workbook(copy)["План"][cell].comment
    assert note is not None
    assert "Закупівля паперу" in note.text


def test_a_check_makes_no_ledger(tmp_path: Path) -> None:
    workspace = new_workspace(tmp_path / "центр", at(), with_plan=False)
    (workspace.templates / KOROSTEN.name).write_bytes(KOROSTEN.read_bytes())
    (checked,) = call(check_plans, workspace, at)
    assert checked.reading.plan is not None
    assert not workspace.ledger_file.exists()


def test_a_version_applies_from_the_quarter_that_is_named(issued_year: Workspace) -> None:
    code = call(check_plans, issued_year, at)[0].reading.measures[0].code
    edit(issued_year, changed(code, lambda measure: replace(measure, term="щомісяця")))
    moment = on(20, 6)
    adopted = call(adopt, issued_year, lambda: moment, reason=REASON, applies_from=THIRD)
    assert adopted.adoption.issued_quarters == ()
    assert adopted.issues == ()
    with open_ledger(issued_year.ledger) as ledger, ledger.connect() as connection:
        found = [plan_in_force(connection, quarter) for quarter in (FIRST, SECOND, THIRD)]
    assert [each[0].number for each in found if each] == [1, 1, 2]


def test_by_default_only_the_templates_from_its_own_quarter_on_are_touched(issued_year: Workspace) -> None:
    code = call(check_plans, issued_year, at)[0].reading.measures[0].code
    edit(issued_year, changed(code, lambda measure: replace(measure, term="щомісяця")))
    adopted = call(adopt, issued_year, lambda: on(20, 6), reason=REASON)
    assert adopted.adoption.issued_quarters == (SECOND,)


def test_the_command_takes_the_quarter_says_it_and_refuses_one_outside_the_plan(
    new_year: NewYear, tmp_path: Path
) -> None:
    workspace = new_year(tmp_path / "центр")
    code = call(check_plans, workspace, at)[0].reading.measures[0].code
    edit(workspace, changed(code, lambda measure: replace(measure, term="щомісяця")))
    refused = cli(workspace, "plan", "adopt", "--reason", REASON, "--from", "2024-Q1")
    assert refused.exit_code == 1
    assert "У плані немає кварталу 2024-Q1" in refused.output
    adopted = cli(workspace, "plan", "adopt", "--reason", REASON, "--from", "2023-Q3")
    assert adopted.exit_code == 0
    assert "діє з ІІІ кварталу" in adopted.output
    assert "діє з ІІІ кварталу" in cli(workspace, "plan", "diff", "1", "2").output
    assert "діє з" not in cli(workspace, "plan", "diff", "2", "1").output.replace("діє з ІІІ кварталу", "", 1)


def test_a_plan_of_one_quarter_applies_from_it_and_nothing_is_said(centre: Workspace) -> None:
    with open_ledger(centre.ledger) as ledger, ledger.connect() as connection:
        (version,) = plan_versions(connection)
    assert (version.applies_from, version.first_quarter) == (QUARTER, QUARTER)
    assert not version.applies_later
