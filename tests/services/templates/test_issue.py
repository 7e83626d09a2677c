"""Issuing: a template for each unit, recorded before it is written."""

import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.support.centre import QUARTER, at, call, issue_of, send, take
from tests.support.revision import REASON, by_order, edit, revise, targeted
from xlplan.domain.errors import XlplanError
from xlplan.domain.plan import Counting, Plan
from xlplan.domain.quarter import Quarter
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.plans import plan_versions
from xlplan.services.new_workspace import new_workspace
from xlplan.services.plan.adopt import adopt_plan
from xlplan.services.templates import issue, issue_templates
from xlplan.storage.workspace import Workspace


def test_each_unit_gets_a_template_with_its_own_rows(centre: Workspace) -> None:
    names = {path.name for path in (centre.templates / "2021-Q2").iterdir()}
    assert names == {
        "Коростенський МЦ.xlsx",
        "Хорошівське БПД.xlsx",
        "Лугинське БПД.xlsx",
        "Народицьке БПД.xlsx",
        "Овруцьке БПД.xlsx",
        "Малинське БПД.xlsx",
    }
    rows = {row.key: row for row in issue_of(centre, "HOR").rows}
    assert rows["1.1.1"].target.count == 1
    assert "1.1.2" not in rows
    assert rows["1.4.9"].counting is Counting.JOINT
    assert rows["1.4.9"].target.count == 6
    assert [event.title for event in rows["1.5.6"].events] == [
        "консультування осіб у відділі сприяння зайнятості у Хорошівському районі"
    ]


def test_issuing_again_changes_nothing(centre: Workspace) -> None:
    before = {path: path.read_bytes() for path in (centre.templates / "2021-Q2").iterdir()}
    again = call(issue_templates, centre, at, QUARTER)
    assert (len(again.written), len(again.unchanged)) == (0, 6)
    assert before == {path: path.read_bytes() for path in (centre.templates / "2021-Q2").iterdir()}


def test_a_template_that_was_deleted_comes_back_the_same(centre: Workspace) -> None:
    path = centre.template(QUARTER, "Малинське БПД")
    before = path.read_bytes()
    path.unlink()
    assert call(issue_templates, centre, at, QUARTER).written == (path,)
    assert path.read_bytes() == before


def test_only_the_units_whose_rows_changed_get_a_new_form_code(centre: Workspace) -> None:
    before = {code: issue_of(centre, code).form_code for code in ("HOR", "MAL")}
    edit(centre, lambda plan: targeted(plan, "1.1.1", 2))
    call(adopt_plan, centre, at, None, REASON)
    issued = call(issue_templates, centre, at, QUARTER)
    assert [path.name for path in issued.written] == ["Хорошівське БПД.xlsx"]
    assert issue_of(centre, "HOR").form_code != before["HOR"]
    assert issue_of(centre, "MAL").form_code == before["MAL"]
    assert issue_of(centre, "HOR").plan_version == 2


def test_only_one_unit_can_be_issued_by_name_or_code(centre: Workspace) -> None:
    shutil.rmtree(centre.templates / "2021-Q2")
    assert len(call(issue_templates, centre, at, QUARTER, "MAL").written) == 1
    assert len(call(issue_templates, centre, at, QUARTER, "Лугинське БПД").written) == 1
    with pytest.raises(XlplanError, match=r"Бердичів.*MAL"):
        call(issue_templates, centre, at, QUARTER, "Бердичів")


def test_a_quarter_that_the_plan_has_not_is_named_with_those_it_has(centre: Workspace) -> None:
    with pytest.raises(XlplanError, match=r"2021-Q3.*2021-Q2"):
        call(issue_templates, centre, at, Quarter(2021, 3))


def test_a_template_is_issued_from_the_plan_in_force_and_a_changed_workbook_is_told(centre: Workspace) -> None:
    edit(centre, lambda plan: targeted(plan, "1.1.1", 2))
    issued = call(issue_templates, centre, at, QUARTER)
    assert (issued.version.number, issued.written) == (1, ())
    assert [path.name for path in issued.unadopted_plans] == ["План.xlsx"]


def test_a_workbook_that_was_only_saved_again_is_not_told(centre: Workspace) -> None:
    edit(centre, lambda plan: plan)
    assert call(issue_templates, centre, at, QUARTER).unadopted_plans == ()


def test_a_workbook_that_cannot_be_read_now_is_not_told(
    centre: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(path: Path) -> str:
        raise PermissionError(13, "open in another program", str(path))

    monkeypatch.setattr(issue, "sha256_of", held)
    issued = call(issue_templates, centre, at, QUARTER)
    assert (issued.unadopted_plans, len(issued.unchanged)) == ((), 6)


def test_without_an_adopted_plan_the_sentence_says_what_to_do(tmp_path: Path) -> None:
    workspace = new_workspace(tmp_path / "новий", at())
    with pytest.raises(XlplanError, match="xlplan plan adopt"):
        call(issue_templates, workspace, at, QUARTER)


def test_a_lost_template_comes_back_with_what_it_carried_over(centre: Workspace) -> None:
    send(centre, "LUG", {"1.1.3": {"description": "в ОТГ"}})
    take(centre)
    ((path,),) = (
        [each.path for each in issued.templates if each.unit == "Лугинське БПД"]
        for issued in revise(centre, by_order).issues
    )
    before = path.read_bytes()
    path.unlink()
    assert call(issue_templates, centre, at, QUARTER).written == (path,)
    assert path.read_bytes() == before


def test_a_unit_of_another_name_leaves_no_template_under_the_old_one(centre: Workspace) -> None:
    def renamed(plan: Plan) -> Plan:
        units = tuple(replace(each, name="Лугини") if each.code == "LUG" else each for each in plan.units)
        measures = tuple(
            replace(each, responsible=each.responsible.replace("Лугинське БПД", "Лугини"), executors=())
            for each in plan.measures
        )
        return replace(plan, units=units, measures=measures)

    revise(centre, renamed)
    names = {path.stem for path in (centre.templates / "2021-Q2").iterdir()}
    assert "Лугини" in names
    assert "Лугинське БПД" not in names


def test_the_plan_workbook_itself_is_archived(centre: Workspace) -> None:
    with open_ledger(centre.ledger) as ledger, ledger.connect() as connection:
        (version,) = plan_versions(connection)
    kept = next((centre.archive / version.sha256[:2]).iterdir())
    assert kept.read_bytes() == (centre.templates / "План.xlsx").read_bytes()
