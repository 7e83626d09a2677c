"""A template that asks for the same is new where the year so far, the promise or the margin changed."""

import pytest

from tests.support.centre import call, take_files
from tests.support.livoberezhnyi import FIRST, SECOND, Changes, after, drop, issue_of
from tests.support.rows_only import rows_only
from xlplan.domain.submission import Outcome
from xlplan.services.templates import IssueResult, Renewal, issue_templates
from xlplan.storage.workspace import Workspace, find_workspace

PROMISE = "надолужимо у травні (вигадано)"


@pytest.fixture
def year(issued_year: Workspace) -> Workspace:
    """Two quarters issued before anything came back."""
    return issued_year


def issue(workspace: Workspace) -> IssueResult:
    return call(issue_templates, workspace, lambda: after(FIRST), SECOND)


def short_row(workspace: Workspace, unit: str) -> tuple[str, Changes]:
    """A row that the unit misses in the first quarter, and its answer with a promise."""
    rows = {row.key: row for row in issue_of(workspace, SECOND, unit).rows}
    row = next(
        each
        for each in issue_of(workspace, FIRST, unit).rows
        if each.is_judged and each.target.count and each.key in rows
    )
    return row.key, {row.key: {"done": 0, "reason": "карантин (вигадано)", "action": PROMISE}}


def renewals(result: IssueResult) -> list[tuple[str, Renewal | None]]:
    return [(template.unit, template.renewal) for template in result.templates]


def test_a_template_issued_before_the_last_return_takes_the_year_and_the_promise_when_they_come(
    year: Workspace,
) -> None:
    before = issue_of(year, SECOND, "KER")
    key, answers = short_row(year, "KER")
    drop(year, FIRST, "KER", answers)
    take_files(year, after(FIRST))

    result = issue(year)

    now = issue_of(year, SECOND, "KER")
    assert renewals(result) == [(now.unit.name, Renewal.YEAR_KNOWN)]
    assert len(result.unchanged) == 2
    assert result.templates[0].rows_to_answer == ()
    assert now.form_code != before.form_code
    assert {row.key: row.promised for row in now.rows}[key] == PROMISE
    sheet = rows_only(result.templates[0].path, values=True)["Звіт"]
    shown = [str(cell.value) for line in sheet.iter_rows(min_row=5) for cell in line if cell.value]
    assert {"План з початку року", "Чи зроблено?"} <= set(shown)
    assert any(PROMISE in text for text in shown)
    assert renewals(issue(year)) == []


def test_a_return_on_the_template_before_still_counts(year: Workspace) -> None:
    old = drop(year, SECOND, "KER")
    kept = old.rename(year.root / old.name)
    drop(year, FIRST, "KER")
    take_files(year, after(FIRST))
    issue(year)
    kept.rename(old)

    (answered,) = take_files(year, after(SECOND)).results

    assert answered.outcome is Outcome.ACCEPTED


def test_where_something_has_come_back_the_template_stays(year: Workspace) -> None:
    drop(year, SECOND, "KER")
    take_files(year, after(FIRST))
    before = issue_of(year, SECOND, "KER")
    drop(year, FIRST, "KER")
    drop(year, FIRST, "BPD")
    take_files(year, after(FIRST))

    result = issue(year)

    assert renewals(result) == [(issue_of(year, SECOND, "BPD").unit.name, Renewal.YEAR_KNOWN)]
    assert issue_of(year, SECOND, "KER") == before


def test_a_correction_of_the_last_quarter_changes_the_year_so_far(year: Workspace) -> None:
    drop(year, FIRST, "KER")
    take_files(year, after(FIRST))
    issue(year)
    key, answers = short_row(year, "KER")
    drop(year, FIRST, "KER", answers, "виправлений.xlsx")
    take_files(year, after(FIRST, 6))

    result = issue(year)

    now = issue_of(year, SECOND, "KER")
    assert renewals(result) == [(now.unit.name, Renewal.YEAR_CHANGED)]
    assert {row.key: row.promised for row in now.rows}[key] == PROMISE


def test_another_margin_makes_new_templates_and_asks_nothing_anew(year: Workspace) -> None:
    drop(year, SECOND, "KER")
    take_files(year, after(FIRST))
    settings = year.root / "xlplan.toml"
    settings.write_text(settings.read_text("utf-8").replace("on_track = 1.0", "on_track = 0.9"), "utf-8")
    workspace = find_workspace(year.root)

    result = issue(workspace)

    assert {renewal for _unit, renewal in renewals(result)} == {Renewal.MARGIN_CHANGED}
    assert [template.rows_to_answer for template in result.templates] == [(), (), ()]
    assert [template.unit for template in result.templates if template.is_settled] == [
        issue_of(year, SECOND, "KER").unit.name
    ]
    assert issue_of(year, SECOND, "KER").on_track == 0.9
    assert renewals(issue(workspace)) == []
