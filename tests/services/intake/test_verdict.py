"""What a file is judged by beside itself: other units' events, the settings, the mail it came in."""

from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.support.centre import QUARTER, at, clean_answer, issue_of, send, take_files
from xlplan.documents.template.workbook import write_template
from xlplan.domain.findings.finding import Finding
from xlplan.domain.returned import CellValue
from xlplan.domain.submission import Outcome, Submission
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.submissions import findings_of, submissions_not_taken, submissions_of
from xlplan.storage.workspace import Workspace, find_workspace

EVENT: dict[str, CellValue] = {"event": "Лекція про спадщину", "held_on": "14.05.2021", "place": "бібліотека"}


def submissions(workspace: Workspace) -> dict[str, tuple[Submission, tuple[Finding, ...]]]:
    """Every submission by the name of its file, with what was found in it."""
    with open_ledger(workspace.ledger) as ledger, ledger.connect() as connection:
        sent = (
            *submissions_of(connection, QUARTER),
            *submissions_not_taken(connection),
        )
        return {each.file: (each, findings_of(connection, each.number)) for each in sent}


def codes(workspace: Workspace, file: str) -> list[str]:
    return [finding.code for finding in submissions(workspace)[file][1]]


def send_with_event(workspace: Workspace, unit: str) -> None:
    issue = issue_of(workspace, unit)
    answers = {row.key: clean_answer(row) for row in issue.rows}
    path = workspace.inbox / f"{unit}.xlsx"
    write_template(path, issue, at(), answers, [{"key": "1.4.8", **EVENT}])


def test_an_event_that_two_units_report_is_asked_about_with_the_name_of_the_other(centre: Workspace) -> None:
    send_with_event(centre, "HOR")
    take_files(centre)
    send_with_event(centre, "LUG")
    take_files(centre)
    assert "event-elsewhere" not in codes(centre, "HOR.xlsx")
    (doubled,) = (each for each in submissions(centre)["LUG.xlsx"][1] if each.code == "event-elsewhere")
    assert dict(doubled.values)["unit"] == "Хорошівське БПД"
    assert submissions(centre)["LUG.xlsx"][0].outcome is Outcome.ACCEPTED


@pytest.mark.parametrize(("setting", "expected"), [("1.5", ["far-over-target"]), ("9.0", [])])
def test_how_far_over_its_target_a_number_is_asked_about_is_a_setting(
    centre: Workspace, setting: str, expected: list[str]
) -> None:
    path = centre.root / "xlplan.toml"
    path.write_text(path.read_text("utf-8").replace("far_over = 1.5", f"far_over = {setting}"), "utf-8")
    workspace = find_workspace(centre.root)
    row = next(row for row in issue_of(centre, "HOR").rows if row.is_judged and row.target.count == 1)
    send(workspace, "HOR", {row.key: {"done": 8}}, "HOR.xlsx")
    take_files(workspace)
    assert codes(workspace, "HOR.xlsx") == expected


def test_a_workbook_with_macros_is_taken_and_noted(centre: Workspace) -> None:
    path = send(centre, "HOR")
    content = BytesIO(path.read_bytes())
    with ZipFile(content, "a") as parts:
        parts.writestr("xl/vbaProject.bin", b"Auto_Open")
    path.unlink()
    (centre.inbox / "HOR.xlsm").write_bytes(content.getvalue())
    take_files(centre)
    assert submissions(centre)["HOR.xlsm"][0].outcome is Outcome.ACCEPTED
    assert "file-with-macros" in codes(centre, "HOR.xlsm")


def mailed(folder: Path, *files: tuple[str, bytes]) -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "bureau@example.org", "Звіт"
    mail.set_content("Надсилаємо звіт.")
    for name, content in files:
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    (folder / "лист.eml").write_bytes(mail.as_bytes())


def test_the_files_of_a_saved_mail_are_answered_each(centre: Workspace) -> None:
    path = send(centre, "HOR", name="HOR.xlsx")
    mailed(centre.inbox, ("HOR.xlsx", path.read_bytes()), ("скан.pdf", b"%PDF-1.7"))
    path.unlink()
    answered = take_files(centre).results
    assert {each.file: each.outcome for each in answered} == {
        "HOR.xlsx": Outcome.ACCEPTED,
        "скан.pdf": Outcome.NOT_TAKEN,
    }
    assert codes(centre, "скан.pdf") == ["file-pdf"]
    assert not list(centre.inbox.iterdir())


def test_what_is_attached_in_place_of_a_workbook_is_named_and_the_mail_is_not_called_empty(
    centre: Workspace,
) -> None:
    mailed(centre.inbox, ("скан.pdf", b"%PDF-1.7"))
    (answer,) = take_files(centre).results
    assert answer.file == "скан.pdf"
    assert codes(centre, "скан.pdf") == ["file-pdf"]


def test_a_saved_mail_to_which_nothing_is_attached_is_answered_as_that(centre: Workspace) -> None:
    mailed(centre.inbox)
    (answer,) = take_files(centre).results
    assert answer.file == "лист.eml"
    assert codes(centre, "лист.eml") == ["file-mail"]
    assert "Прикріпіть заповнений шаблон" in answer.receipt.read_text("utf-8")


def test_seven_alike_warnings_are_one_line_of_the_receipt_with_their_rows(centre: Workspace) -> None:
    rows = [row.key for row in issue_of(centre, "KOR").rows][:7]
    said = [f"проведено {number}-го, тел. 050 123 45 6{number}" for number in range(7)]
    send(centre, "KOR", {key: {"description": words} for key, words in zip(rows, said, strict=True)})
    (answered,) = take_files(centre).results
    page = answered.receipt.read_text("utf-8")
    assert page.count("номер телефону") == 1
    assert all(key in page for key in rows)
