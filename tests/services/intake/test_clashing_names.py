"""Two units whose names are the same as the name of a file: the answer to one touches nothing of the other."""

from pathlib import Path

from tests.support.centre import QUARTER, clean_answer, take_files
from tests.support.named_units import centre_of
from xlplan.domain.issue import Issue
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.issues import latest_issues
from xlplan.storage.workspace import Workspace
from xlplan.workflows.fill_template import fill_template


def issues(workspace: Workspace) -> dict[str, Issue]:
    with open_ledger(workspace.ledger) as ledger, ledger.connect() as connection:
        return {issue.unit.code: issue for issue in latest_issues(connection, QUARTER)}


def send(workspace: Workspace, unit: str, done: object = None) -> None:
    """A return with clean answers, but `done` in its first row."""
    issue = issues(workspace)[unit]
    answers = {row.key: clean_answer(row) for row in issue.rows}
    if done is not None:
        answers[issue.rows[0].key] = {"done": str(done)}
    template = workspace.template(QUARTER, f"БюроПівніч ({unit})")
    fill_template(template, workspace.inbox / f"{unit}.xlsx", answers)


def test_the_marked_return_of_one_stays_when_the_other_s_is_corrected(tmp_path: Path) -> None:
    workspace = centre_of(tmp_path / "центр", {"PIV": "Бюро/Північ", "BP": "БюроПівніч"})
    for unit in ("PIV", "BP"):
        send(workspace, unit, "один")
        take_files(workspace)
    folder = workspace.to_correct(QUARTER)
    assert sorted(path.name for path in folder.iterdir()) == ["БюроПівніч 0001.xlsx", "БюроПівніч 0002.xlsx"]
    send(workspace, "BP")
    take_files(workspace)
    assert [path.name for path in folder.iterdir()] == ["БюроПівніч 0001.xlsx"]
