"""Order of arrival: the return accepted last counts, and what came before decides what else is said."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from msgspec.structs import replace

from tests.support.centre import QUARTER, Answers, at, issue_of, send, take_files
from tests.support.rows_only import rows_only
from xlplan.domain.findings.finding import Finding
from xlplan.domain.submission import Outcome
from xlplan.domain.unit_of_measure import Number
from xlplan.ledger.accepted import accepted_returns
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.submissions import entries_of, events_of, findings_of, submissions_of
from xlplan.services.intake.results import IntakeResult
from xlplan.storage.workspace import Workspace
from xlplan.workflows.fill_template import fill_template


def codes(findings: tuple[Finding, ...]) -> list[str]:
    return [each.code for each in findings]


def answers(centre: Workspace) -> list[dict[str, Any]]:
    return [json.loads(line) for line in centre.answers.read_text("utf-8").splitlines()]


def counted_number(centre: Workspace, unit: str, row: str) -> Number | None:
    with open_ledger(centre.ledger) as ledger, ledger.connect() as connection:
        return accepted_returns(connection, QUARTER)[unit].entries[row].number


def said(centre: Workspace, answered: IntakeResult) -> list[str]:
    with open_ledger(centre.ledger) as ledger, ledger.connect() as connection:
        return codes(findings_of(connection, answered.number))


def saved(path: Path, moment: str) -> None:
    """Rewrites when the file says that it was last saved."""
    with ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    core = "docProps/core.xml"
    parts[core] = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + moment.encode(), parts[core])
    with ZipFile(path, "w", ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, content)


def test_an_older_file_that_comes_later_counts_and_is_told_to_be_older(centre: Workspace) -> None:
    saved(send(centre, "HOR", {"1.4.10": {"done": 5}}), "2021-07-05T06:00:00Z")
    take_files(centre)
    saved(send(centre, "HOR", {"1.4.10": {"done": 3}}, "старий.xlsx"), "2021-07-01T06:00:00Z")
    (answered,) = take_files(centre).results
    assert answered.outcome is Outcome.ACCEPTED
    assert said(centre, answered) == ["older-than-counted"]
    assert counted_number(centre, "HOR", "1.4.10") == 3
    assert "01.07.2021 09:00" in answered.receipt.read_text("utf-8")


def test_the_right_one_saved_once_more_counts_again(centre: Workspace) -> None:
    """What the warning advises must help: the same bytes would change nothing."""
    right = send(centre, "HOR", {"1.4.10": {"done": 5}})
    saved(right, "2021-07-05T06:00:00Z")
    kept = shutil.copyfile(right, centre.root / "правильний.xlsx")
    take_files(centre)
    saved(send(centre, "HOR", {"1.4.10": {"done": 3}}), "2021-07-01T06:00:00Z")
    take_files(centre)
    saved(kept, "2021-07-06T06:00:00Z")
    kept.rename(centre.inbox / kept.name)
    (answered,) = take_files(centre).results
    assert said(centre, answered) == []
    assert counted_number(centre, "HOR", "1.4.10") == 5


def test_the_same_file_under_ten_names_is_one_submission_with_ten_answers(centre: Workspace) -> None:
    path = send(centre, "HOR", name="0.xlsx")
    for number in range(1, 10):
        shutil.copyfile(path, centre.inbox / f"{number}.xlsx")
    answered = take_files(centre).results
    assert len({each.receipt for each in answered}) == len({each.number for each in answered}) == 1
    assert [each.is_repeated for each in answered] == [False] + [True] * 9
    lines = answers(centre)
    assert {line["file"] for line in lines} == {f"{number}.xlsx" for number in range(10)}
    assert [line["again"] for line in lines] == [False] + [True] * 9
    same = [{name: line[name] for name in line.keys() - {"file", "claim", "again", "at"}} for line in lines]
    assert all(line == same[0] for line in same)
    with open_ledger(centre.ledger) as ledger, ledger.connect() as connection:
        assert len(submissions_of(connection, QUARTER)) == 1
        assert connection.value("SELECT count(*) FROM arrivals") == 10


def test_of_two_files_for_one_return_within_a_second_the_later_counts_and_both_are_answered(
    centre: Workspace,
) -> None:
    for number in (3, 5):
        send(centre, "HOR", {"1.4.10": {"done": number}}, f"{number}.xlsx")
    first, second = take_files(centre).results
    assert (first.attempt, second.attempt) == (1, 2)
    assert first.receipt != second.receipt
    assert counted_number(centre, "HOR", "1.4.10") == int(second.file[0])


def test_a_marked_return_sent_back_unchanged_is_told_so_with_the_same_findings(centre: Workspace) -> None:
    send(centre, "MAL", {"1.4.2": {"done": "один"}, "1.4.3": {"done": None}})
    (first,) = take_files(centre).results
    assert first.marked_return
    first.marked_return.rename(centre.inbox / "назад.xlsx")
    (second,) = take_files(centre).results
    assert (second.outcome, second.attempt) == (Outcome.TO_CORRECT, 2)
    assert said(centre, second) == ["nothing-corrected", *said(centre, first)]
    assert "нічого не виправлено" in second.receipt.read_text("utf-8")


def test_only_the_latest_marked_return_of_a_unit_lies_there_and_none_once_one_is_accepted(
    centre: Workspace,
) -> None:
    folder = centre.to_correct(QUARTER)
    for attempt, done in enumerate(("один", "два", "три"), 1):
        send(centre, "MAL", {"1.4.2": {"done": done}})
        take_files(centre)
        assert [path.name for path in folder.iterdir()] == [f"Малинське БПД {attempt:04}.xlsx"]
    send(centre, "HOR", {"1.1.1": {"done": "один"}})
    take_files(centre)
    assert len(list(folder.iterdir())) == 2
    send(centre, "MAL")
    take_files(centre)
    assert [path.name for path in folder.iterdir()] == ["Хорошівське БПД 0004.xlsx"]


def test_a_faulty_file_that_comes_again_after_a_later_one_was_accepted_brings_no_marks_back(
    centre: Workspace,
) -> None:
    kept = shutil.copyfile(send(centre, "MAL", {"1.4.2": {"done": "один"}}), centre.root / "старий.xlsx")
    take_files(centre)
    send(centre, "MAL")
    take_files(centre)
    shutil.copyfile(kept, centre.inbox / "старий.xlsx")
    (answered,) = take_files(centre).results
    assert (answered.is_repeated, answered.number, answered.marked_return) == (True, 1, None)
    assert not list(centre.to_correct(QUARTER).iterdir())


def test_attempt_and_deadline_stand_on_the_marked_return_and_on_the_receipt(centre: Workspace) -> None:
    due = f"{issue_of(centre, 'MAL').due:%d.%m.%Y}"
    for moment, words in (
        (at(8), f"Надішліть виправлений файл до {due} включно."),
        (at(20), f"Строк подання минув {due}"),
    ):
        send(centre, "MAL", {"1.4.2": {"done": f"{moment.day} шт."}})
        (answered,) = take_files(centre, moment).results
        assert answered.marked_return
        sheet = rows_only(answered.marked_return).worksheets[0]
        top = " ".join(str(cell.value) for row in sheet.iter_rows(max_row=5) for cell in row if cell.value)
        assert words in top
        assert f"спроба {answered.attempt}" in top
        assert words in answered.receipt.read_text("utf-8")


def test_a_file_without_its_report_sheet_gets_a_fresh_template_and_hears_of_no_pink_cells(
    centre: Workspace,
) -> None:
    from openpyxl import load_workbook

    path = send(centre, "MAL")
    book = load_workbook(path)
    book["Звіт"].delete_rows(1, 12)
    book.save(path)
    (answered,) = take_files(centre).results
    assert codes(answered.errors) == ["sheet-missing"]
    assert answered.marked_return
    assert rows_only(answered.marked_return).sheetnames[0] == "Звіт"
    page = answered.receipt.read_text("utf-8")
    assert "чистий шаблон" in page
    assert "рожев" not in page


@pytest.mark.office
def test_a_marked_return_corrected_and_saved_by_libreoffice_is_read_as_if_never_marked(
    centre: Workspace, office: Callable[[Path, str], Path], tmp_path: Path
) -> None:
    """Marks and all: the list on the first sheet, notes, colours and the rules by which they fade."""
    right: Answers = {
        "1.4.2": {"done": 1, "description": "проведено"},
        "1.4.3": {"done": 1, "description": "проведено"},
    }
    send(centre, "MAL", {"1.4.2": {"done": "один"}, "1.4.3": {"done": None}})
    (faulty,) = take_files(centre).results
    assert faulty.marked_return
    corrected = tmp_path / "виправлено.xlsx"
    fill_template(faulty.marked_return, corrected, right)
    never = send(centre, "MAL", right, "ніколи не позначений.xlsx").rename(tmp_path / "чистий.xlsx")
    read: list[object] = []
    for path in (never, corrected, office(corrected, "xlsx"), office(corrected, "ods"), office(corrected, "xls")):
        shutil.copyfile(path, centre.inbox / path.name)
        (answered,) = take_files(centre).results
        assert answered.outcome is Outcome.ACCEPTED, (path.name, answered.errors)
        with open_ledger(centre.ledger) as ledger, ledger.connect() as connection:
            entries = entries_of(connection, answered.number)
            events = events_of(connection, answered.number)
        read.append(([replace(each, cell="") for each in entries], [replace(each, cell="") for each in events]))
    assert all(each == read[0] for each in read)
