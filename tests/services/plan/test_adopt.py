"""Adopting a plan: a version for good, the templates that it touches and no others, nothing entered is lost."""

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace
from openpyxl import load_workbook

from tests.support.centre import QUARTER, at, call, issue_of, send, take, take_files
from tests.support.revision import REASON, by_order, edit, revise, shared, targeted, without
from tests.support.rows_only import rows_only
from xlplan.domain.errors import XlplanError
from xlplan.domain.plan import Plan, PlanVersion
from xlplan.domain.submission import AcceptedReturn, Outcome
from xlplan.ledger.accepted import accepted_returns
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.plans import load_plan, plan_versions
from xlplan.services.plan.adopt import adopt_plan
from xlplan.services.report.consolidate import load_quarter
from xlplan.services.report.status import ACCEPTED, ASKED_ANEW, TO_CORRECT, read_status
from xlplan.services.templates import IssuedTemplate, IssueResult
from xlplan.storage.workspace import Workspace
from xlplan.workflows.plan_adoption import adopt


def versions(workspace: Workspace) -> tuple[PlanVersion, ...]:
    with open_ledger(workspace.ledger) as ledger, ledger.connect() as connection:
        return plan_versions(connection)


def plan_of(workspace: Workspace, number: int) -> Plan:
    with open_ledger(workspace.ledger) as ledger, ledger.connect() as connection:
        return load_plan(connection, number)


def accepted(workspace: Workspace, unit: str) -> AcceptedReturn:
    with open_ledger(workspace.ledger) as ledger, ledger.connect() as connection:
        return accepted_returns(connection, QUARTER)[unit]


def state(workspace: Workspace, unit: str) -> tuple[str, tuple[str, ...]]:
    (quarter,) = call(read_status, workspace, at).quarters
    own = next(each for each in quarter.returns if each.unit == unit)
    return own.state, own.rows_asked_again


def template(issued: IssueResult, unit: str) -> IssuedTemplate:
    return next(each for each in issued.templates if each.unit == unit)


def cells(path: Path) -> dict[str, list[object]]:
    """The entry cells of a template by row code: done, description, reason, action."""
    rows = rows_only(path)["Звіт"].iter_rows(values_only=True)
    return {str(row[0]): list(row[4:8]) for row in rows if row[0] and str(row[0])[0].isdigit()}


def test_the_first_version_takes_its_day_and_reason_from_who_approved_it(centre: Workspace) -> None:
    (first,) = versions(centre)
    assert (first.number, first.adopted_on, first.file) == (1, date(2021, 3, 10), "План.xlsx")
    assert first.reason.startswith("затверджено 10.03.2021: Директор Коростенського")


def test_a_workbook_that_says_the_same_is_no_new_version(centre: Workspace) -> None:
    book = load_workbook(centre.templates / "План.xlsx")
    book.save(centre.templates / "План.xlsx")
    again = call(adopt_plan, centre, at, None, "ще раз")
    assert (again.is_new, again.version.number, len(versions(centre))) == (False, 1, 1)


def test_a_change_needs_a_reason(centre: Workspace) -> None:
    edit(centre, by_order)
    with pytest.raises(XlplanError, match="--reason"):
        call(adopt, centre, at)
    assert len(versions(centre)) == 1


def test_a_version_never_changes(centre: Workspace) -> None:
    before = plan_of(centre, 1)
    revise(centre, by_order)
    assert plan_of(centre, 1) == before
    assert plan_of(centre, 2) == by_order(before)
    assert [(each.number, each.reason) for each in versions(centre)][1] == (2, REASON)


@pytest.mark.parametrize(("on", "told"), [(date(2021, 9, 1), "05.07.2021"), (date(2021, 3, 1), "10.03.2021")])
def test_a_day_that_cannot_be_is_refused(centre: Workspace, on: date, told: str) -> None:
    edit(centre, by_order)
    with pytest.raises(XlplanError, match=told):
        call(adopt, centre, at, reason=REASON, on=on)


def test_a_plan_with_errors_is_refused_with_all_of_them(centre: Workspace) -> None:
    book = load_workbook(centre.templates / "План.xlsx")
    sheet = book["План"]
    by_value = {cell.value: cell for row in sheet.iter_rows() for cell in row}
    by_value["постійно"].value = "колись"
    by_value["Працівники Лугинського БПД; Працівники Народицького БПД"].value = "Нове бюро"
    book.save(centre.templates / "План.xlsx")
    with pytest.raises(XlplanError) as raised:
        call(adopt, centre, at, reason=REASON)
    assert "колись" in str(raised.value)
    assert "Нове бюро" in str(raised.value)


def test_of_several_workbooks_one_must_be_named(centre: Workspace) -> None:
    other = centre.templates / "План 2.xlsx"
    other.write_bytes((centre.templates / "План.xlsx").read_bytes())
    with pytest.raises(XlplanError, match=r"План 2\.xlsx, План\.xlsx"):
        call(adopt, centre, at)
    assert not call(adopt_plan, centre, at, other, "").is_new


def test_one_share_one_dropped_and_one_new_measure_touch_two_units_and_not_four(centre: Workspace) -> None:
    before = {path: path.read_bytes() for path in (centre.templates / "2021-Q2").iterdir()}
    codes = {code: issue_of(centre, code).form_code for code in ("HOR", "LUG", "NAR", "OVR", "MAL", "KOR")}
    (issued,) = revise(centre, by_order).issues
    assert {each.unit: each.rows_to_answer for each in issued.templates} == {
        "Хорошівське БПД": ("1.4.11",),
        "Лугинське БПД": ("1.1.2",),
    }
    assert len(issued.unchanged) == 4
    after = {path: path.read_bytes() for path in (centre.templates / "2021-Q2").iterdir()}
    assert {path.stem for path in before if before[path] != after[path]} == {"Хорошівське БПД", "Лугинське БПД"}
    changed = {code for code, form_code in codes.items() if issue_of(centre, code).form_code != form_code}
    assert changed == {"HOR", "LUG"}
    assert template(issued, "Лугинське БПД").replaces == str(codes["LUG"])


def test_a_new_template_carries_over_what_was_entered_and_asks_only_for_what_changed(centre: Workspace) -> None:
    send(centre, "LUG", {"1.1.2": {"description": "зустріч 14.05"}, "1.1.3": {"done": 1, "description": "в ОТГ"}})
    assert take_files(centre).results[0].outcome is Outcome.ACCEPTED
    (issued,) = revise(centre, by_order).issues
    own = template(issued, "Лугинське БПД")
    filled = cells(own.path)
    answers = [values for key, values in filled.items() if key != "1.1.2" and any(values)]
    assert (own.rows_to_answer, own.answers_carried, own.is_settled) == (("1.1.2",), len(answers), False)
    assert filled["1.1.2"] == [None, "зустріч 14.05", None, None]
    assert filled["1.1.3"] == [1, "в ОТГ", None, None]
    assert filled["4.2.2"][0] == "потреби не було"


def test_an_accepted_return_stands_but_for_the_rows_that_are_asked_anew(centre: Workspace) -> None:
    send(centre, "LUG")
    send(centre, "MAL")
    take_files(centre)
    revise(centre, by_order)
    assert state(centre, "Лугинське БПД") == (ASKED_ANEW, ("1.1.2",))
    assert state(centre, "Малинське БПД") == (ACCEPTED, ())
    counting = accepted(centre, "LUG")
    assert counting.asked_again == ("1.1.2",)
    assert "1.1.2" not in counting.entries
    assert counting.entries["1.1.3"].number == 1


def test_a_row_that_is_only_dropped_asks_nothing_of_who_has_returned(returned: Workspace) -> None:
    (issued,) = revise(returned, lambda plan: without(plan, "3.1.4")).issues
    assert template(issued, "Хорошівське БПД").is_settled
    assert state(returned, "Хорошівське БПД") == (ACCEPTED, ())


def test_an_older_return_is_read_by_its_row_codes_and_only_what_changed_is_asked_again(centre: Workspace) -> None:
    path = send(centre, "LUG", {"1.1.3": {"done": 1, "description": "в ОТГ"}}, "старий.xlsx")
    older = path.rename(centre.root / "старий.xlsx")
    revise(centre, by_order)
    older.rename(centre.inbox / "старий.xlsx")
    (answered,) = take_files(centre).results
    assert answered.outcome is Outcome.TO_CORRECT
    assert [(each.code, each.location.row) for each in answered.errors] == [("row-asked-again", "1.1.2")]
    assert answered.marked_return is not None
    filled = cells(answered.marked_return)
    assert filled["1.1.2"] == [None, "проведено", None, None]
    assert filled["1.1.3"] == [1, "в ОТГ", None, None]
    properties = rows_only(answered.marked_return).custom_doc_props  # type: ignore[attr-defined]
    assert properties["xlplan-form"].value == str(issue_of(centre, "LUG").form_code)


def test_the_answer_to_what_was_asked_again_completes_the_older_return(centre: Workspace) -> None:
    older = send(centre, "LUG").rename(centre.root / "старий.xlsx")
    revise(centre, by_order)
    older.rename(centre.inbox / "старий.xlsx")
    (answered,) = take_files(centre).results
    assert answered.marked_return is not None
    book = load_workbook(answered.marked_return)
    row = next(row for row in book["Звіт"].iter_rows() if row[0].value == "1.1.2")
    row[4].value = 2
    book.save(centre.inbox / "виправлений.xlsx")
    assert [each.outcome for each in take_files(centre).results] == [Outcome.ACCEPTED]
    assert state(centre, "Лугинське БПД") == (ACCEPTED, ())
    assert accepted(centre, "LUG").entries["1.1.2"].number == 2


def test_an_older_return_to_which_nothing_was_added_is_accepted_as_it_is(centre: Workspace) -> None:
    older = send(centre, "HOR").rename(centre.root / "старий.xlsx")
    revise(centre, lambda plan: without(plan, "3.1.4"))
    older.rename(centre.inbox / "старий.xlsx")
    (answered,) = take_files(centre).results
    assert answered.outcome is Outcome.ACCEPTED
    assert "3.1.4" not in accepted(centre, "HOR").entries


def test_a_unit_that_owes_nothing_any_more_loses_its_template_and_is_told_so(centre: Workspace) -> None:
    older = send(centre, "MAL").rename(centre.root / "старий.xlsx")

    def free(plan: Plan) -> Plan:
        units = tuple(
            replace(unit, groups=()) if unit.code == "MAL" else unit for unit in plan.units
        )  # no group of which it reports as a part
        for measure in plan.measures:
            if measure.units == ("MAL",) or "Малинське БПД" in measure.responsible:
                plan = without(plan, measure.code)
        return replace(plan, units=units)

    (issued,) = revise(centre, free).issues
    assert issued.withdrawn_units == ("Малинське БПД",)
    assert not centre.template(QUARTER, "Малинське БПД").exists()
    older.rename(centre.inbox / "старий.xlsx")
    (answered,) = take_files(centre).results
    assert [each.code for each in answered.errors] == ["form-withdrawn"]
    status = call(read_status, centre, at)
    assert "Малинське БПД" not in {each.unit for each in status.quarters[0].returns}
    assert [submission.file for submission, _findings in status.not_taken] == ["старий.xlsx"]


def test_the_consolidated_workbook_follows_the_plan_at_once(centre: Workspace) -> None:
    send(centre, "LUG")
    take(centre)
    assert len(revise(centre, by_order, at(6)).reports) == 1
    figures = call(load_quarter, centre, lambda: at(6), QUARTER).figures
    by_key = {figure.indicator.key: figure for figure in figures.indicators}
    assert by_key["1.1.2"].target.count == 3
    assert by_key["1.1.2"].done is None
    assert "3.1.4" not in by_key
    assert by_key["1.4.11"].target.count == 2


def test_adopting_again_after_a_crash_issues_what_was_still_to_be_issued(centre: Workspace) -> None:
    edit(centre, by_order)
    call(adopt_plan, centre, lambda: at(12, 5), None, REASON)  # killed before the templates were written
    done = call(adopt, centre, at)
    assert not done.adoption.is_new
    assert {each.unit for each in done.issues[0].templates} == {"Хорошівське БПД", "Лугинське БПД"}


def test_a_return_to_correct_is_carried_over_too(centre: Workspace) -> None:
    send(centre, "LUG", {"1.1.3": {"done": "багато"}})
    take_files(centre)
    assert state(centre, "Лугинське БПД")[0] == TO_CORRECT
    (issued,) = revise(centre, lambda plan: shared(targeted(plan, "1.1.2", 3), "1.1.2", "LUG", 2)).issues
    own = template(issued, "Лугинське БПД")
    assert not own.is_settled
    assert cells(own.path)["1.1.3"] == [None, "проведено", None, None]
