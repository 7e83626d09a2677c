"""What people do to a template once the lock is off: read right, or told with its code."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.support.client_answers import Checked, checked, codes, read
from tests.support.look_at import look_at
from xlplan.domain.entries import Entry, EntryKind
from xlplan.domain.issue import Issue

# What the filled template says before: one event's people are given in words.
BEFORE = ["event-people-unclear"]
FIRST = 6


@pytest.fixture
def after(filled: Path, issue: Issue, tmp_path: Path) -> Callable[[Callable[[Any], None]], Checked]:
    """What the file says after a change to its sheets."""

    def change_and_check(change: Callable[[Any], None]) -> Checked:
        book = load_workbook(filled)
        for sheet in book:
            sheet.protection.disable()
        change(book)
        book.save(tmp_path / "звіт.xlsx")
        return checked(issue, tmp_path / "звіт.xlsx")

    return change_and_check


After = Callable[[Callable[[Any], None]], Checked]


def said(entries: tuple[Entry, ...]) -> list[tuple[object, ...]]:
    """What each entry says, wherever it stands."""
    return [(each.key, each.kind, each.number, each.description, each.reason, each.action) for each in entries]


def row_of(sheet: Any, key: str) -> int:
    """The row in which a code stands."""
    return next(int(cell.row) for (cell,) in sheet.iter_rows(max_col=1) if cell.value == key)


def test_rows_inserted_above_and_between_change_nothing(before: Checked, after: After) -> None:
    def insert(book: Any) -> None:
        book["Звіт"].insert_rows(row_of(book["Звіт"], "1.4.10"), 2)
        book["Звіт"].insert_rows(1)

    entries, events, findings = after(insert)
    assert said(entries) == said(before[0])
    assert events == before[1]
    assert codes(findings) == BEFORE


def test_an_inserted_row_with_an_answer_and_no_code_is_told(before: Checked, after: After) -> None:
    def insert(book: Any) -> None:
        sheet = book["Звіт"]
        at = row_of(sheet, "1.4.10")
        sheet.insert_rows(at)
        sheet.cell(at, 2).value = "Ще один захід"
        sheet.cell(at, 5).value = 7

    entries, _events, findings = after(insert)
    assert said(entries) == said(before[0])
    assert sorted(codes(findings)) == sorted([*BEFORE, "row-without-code"])


def test_a_deleted_row_is_missing_and_the_others_keep_their_answers(before: Checked, after: After) -> None:
    entries, _events, findings = after(lambda book: book["Звіт"].delete_rows(row_of(book["Звіт"], "1.4.10")))
    gone = ("1.4.10", EntryKind.MISSING, None, "", "", "")
    assert said(entries) == [gone if each[0] == "1.4.10" else each for each in said(before[0])]
    assert codes(findings) == ["row-missing", *BEFORE]


def test_a_deleted_event_row_takes_no_other_event_with_it(before: Checked, after: After) -> None:
    def delete(book: Any) -> None:
        book["Заходи"].delete_rows(FIRST)

    assert [each.title for each in after(delete)[1]] == [each.title for each in before[1]]


@pytest.mark.office
@pytest.mark.parametrize("to", ["xlsx", "ods"])
def test_sorted_rows_are_read_by_their_codes(to: str, issue: Issue, before: Checked, by_hand: Path) -> None:
    path = by_hand / f"sort rows.{to}"
    order = [row.key for row in read(path).rows]
    assert order != [row.key for row in issue.rows]
    assert sorted(order) == sorted(row.key for row in issue.rows)
    entries, events, findings = checked(issue, path)
    assert said(entries) == said(before[0])
    assert events == before[1]
    assert codes(findings) == BEFORE


@pytest.mark.office
@pytest.mark.parametrize("to", ["xlsx", "xls", "ods"])
def test_filtered_rows_are_read_though_nobody_sees_them(
    to: str, issue: Issue, before: Checked, by_hand: Path
) -> None:
    entries, events, findings = checked(issue, by_hand / f"filter rows.{to}")
    assert (entries, events) == before[:2]
    assert sorted(codes(findings)) == sorted([*BEFORE, "rows-hidden"])


@pytest.mark.parametrize(("column", "told"), [("A", []), ("E", ["columns-hidden"]), ("G", ["columns-hidden"])])
def test_a_hidden_column_is_read(column: str, told: list[str], before: Checked, after: After) -> None:
    def hide(book: Any) -> None:
        # One entry of the file is for columns G and H.
        book["Звіт"].column_dimensions[column].hidden = True

    entries, events, findings = after(hide)
    assert (entries, events) == before[:2]
    assert sorted(codes(findings)) == sorted([*BEFORE, *told])


def test_a_deleted_column_of_reasons_is_told_and_leaves_the_results(before: Checked, after: After) -> None:
    entries, _events, findings = after(lambda book: book["Звіт"].delete_cols(7))
    assert [(each.key, each.number) for each in entries] == [(each.key, each.number) for each in before[0]]
    assert {"column-missing", "reason-missing"} <= set(codes(findings))


def test_a_column_moved_to_the_front_is_read_by_its_heading(before: Checked, after: After) -> None:
    def move(book: Any) -> None:
        sheet = book["Звіт"]
        sheet.insert_cols(1)
        for row in range(FIRST - 1, sheet.max_row + 1):
            sheet.cell(row, 1).value = sheet.cell(row, 6).value
            sheet.cell(row, 6).value = None

    entries, _events, findings = after(move)
    assert said(entries) == said(before[0])
    assert codes(findings) == BEFORE


def test_a_renamed_sheet_is_known_by_its_headings(before: Checked, after: After) -> None:
    def rename(book: Any) -> None:
        book["Звіт"].title = "Аркуш1"
        book["Заходи"].title = "2 квартал"

    entries, events, findings = after(rename)
    assert said(entries) == said(before[0])
    assert [each.title for each in events] == [each.title for each in before[1]]
    assert codes(findings) == BEFORE


def test_another_sheet_in_front_is_not_taken_for_the_report(before: Checked, after: After) -> None:
    def put_in_front(book: Any) -> None:
        front = book.create_sheet("Чернетка", 0)
        front.append(["Код", "Сума", "Примітка"])
        front.append(["1.4.10", 99, "не сюди"])

    assert after(put_in_front) == before


def test_an_older_copy_of_the_report_in_front_is_told_and_not_counted(before: Checked, after: After) -> None:
    def put_in_front(book: Any) -> None:
        copy = book.copy_worksheet(book["Звіт"])
        copy.title = "Звіт (старий)"
        copy.cell(row_of(copy, "1.4.10"), 5).value = 99
        book.move_sheet(copy, -len(book.sheetnames) + 1)

    entries, _events, findings = after(put_in_front)
    assert entries == before[0]
    assert codes(findings) == [*BEFORE, "sheet-left-out"]


@pytest.mark.office
def test_libreoffice_takes_the_lock_off_by_the_right_password_alone(by_hand: Path) -> None:
    unlocked = look_at(by_hand / "unlock.xlsx")
    report, events = (unlocked[name].protection for name in ("Звіт", "Заходи"))
    assert not report.sheet
    assert events.hashValue == look_at(by_hand / "locked.xlsx")["Заходи"].protection.hashValue
