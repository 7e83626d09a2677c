"""What a cell of a return shows beside its value is never counted in silence, and never lost in silence."""

from datetime import date

import pytest
from msgspec.structs import replace

from tests.support.return_tables import issue, issue_row, returned
from xlplan.domain.entries import Entry, EntryKind, EventEntry
from xlplan.domain.findings.finding import Finding
from xlplan.domain.returned import CellContent, CellProblem, CellValue, LeftOut, ReturnContent
from xlplan.validation.returns import check_return

HEAD = "key | measure | indicator | target | done | description | reason | action"
EVENTS_HEAD = "key | number | event | planned_on | held_on | people | link"
STRUCK_ONE, RAISED_ONE = LeftOut("struck", "1"), LeftOut("raised", "1")


def with_cell(content: ReturnContent, name: str, cell: CellContent, events: bool = False) -> ReturnContent:
    """The same return with another cell in its first row."""
    rows = content.events if events else content.rows
    changed = replace(rows[0], cells={**rows[0].cells, name: cell._replace(cell=rows[0].cells[name].cell)})
    whole = (changed, *rows[1:])
    return replace(content, events=whole) if events else replace(content, rows=whole)


def checked(name: str, cell: CellContent, words: CellValue = 17) -> tuple[Entry, list[Finding]]:
    row = issue_row("1", words)
    file = returned(f"{HEAD}\n1 | {row.measure} | {row.indicator} | {words} | 17 | опис | |")
    (entry,), _events, findings = check_return(issue(row), with_cell(file, name, cell))
    return entry, list(findings)


def checked_event(name: str, cell: CellContent) -> tuple[EventEntry, list[Finding]]:
    row = issue_row("1", 17)
    file = returned(
        f"{HEAD}\n1 | {row.measure} | {row.indicator} | 17 | 17 | опис | |",
        f"{EVENTS_HEAD}\n1 | 1 | лекція | | 14.05.2021 | 5 |",
    )
    _entries, (event,), findings = check_return(issue(row), with_cell(file, name, cell, events=True))
    return event, list(findings)


def test_a_struck_out_sign_is_not_counted_and_the_shortfall_is_of_what_is_seen() -> None:
    entry, findings = checked("done", CellContent("8", "", None, (STRUCK_ONE,)))
    assert entry.number == 8
    assert [finding.code for finding in findings] == [*("reason-missing", "action-missing", "cell-struck")]
    assert findings[-1].problem == "«Виконано»: перекреслене «1» не враховано; прочитано «8»."


def test_a_raised_sign_is_a_footnote() -> None:
    entry, findings = checked("done", CellContent("17", "", None, (RAISED_ONE,)))
    assert entry.number == 17
    assert [finding.code for finding in findings] == ["cell-raised"]
    assert findings[-1].problem == "«Виконано»: верхній індекс «1» не враховано; прочитано «17»."


def test_an_answer_that_is_struck_out_whole_is_missing() -> None:
    entry, findings = checked("done", CellContent(None, "", None, (LeftOut("struck", "17"),)))
    assert entry.kind is EntryKind.MISSING
    assert [finding.code for finding in findings] == ["entry-missing", "cell-struck-whole"]


def test_a_locked_text_that_is_struck_out_is_a_changed_one() -> None:
    _entry, findings = checked("measure", CellContent(None, "", None, (LeftOut("struck", "Захід 1"),)))
    assert [finding.code for finding in findings] == ["locked-changed", "locked-struck"]


def test_a_row_with_a_struck_out_code_is_read_and_told() -> None:
    _entry, findings = checked("key", CellContent("1", "", None, (LeftOut("struck", "1"),)))
    assert [finding.code for finding in findings] == ["row-struck"]


@pytest.mark.parametrize("left", ["struck", "raised"])
def test_personal_data_is_looked_for_in_what_is_left_out(left: str) -> None:
    part = LeftOut("struck" if left == "struck" else "raised", "0671234567")
    _entry, findings = checked("description", CellContent("Лекція", "", None, (part,)))
    assert [finding.code for finding in findings] == [f"cell-{left}", "personal-data"]


@pytest.mark.parametrize(
    ("problem", "value", "code"),
    [
        (CellProblem.SCALED, 12000.0, "entry-scaled"),
        (CellProblem.UNSEEN, 5.0, "entry-unseen"),
        (CellProblem.UNSEEN, "5", "entry-unseen"),
        (CellProblem.MERGED, 9.0, "entry-merged"),
    ],
)
def test_a_number_that_nobody_can_be_sure_of_is_asked(problem: CellProblem, value: CellValue, code: str) -> None:
    entry, findings = checked("done", CellContent(value, "", problem))
    assert entry.kind is EntryKind.MISSING
    assert [finding.code for finding in findings] == [code]
    assert str(int(float(value))) in findings[0].problem  # type: ignore[arg-type]


def test_words_for_nothing_that_are_merged_over_rows_are_of_each_row() -> None:
    entry, findings = checked("done", CellContent("потреби не було", "", CellProblem.MERGED), "за потреби")
    assert (entry.kind, findings) == (EntryKind.NOTHING_AROSE, [])


def test_a_description_that_nobody_sees_is_asked() -> None:
    _entry, findings = checked("description", CellContent("Лекція", "", CellProblem.UNSEEN))
    assert [finding.code for finding in findings] == ["entry-unseen"]


def test_an_answer_of_invisible_signs_alone_is_blank() -> None:
    _entry, findings = checked("done", CellContent("\N{WORD JOINER}\N{LEFT-TO-RIGHT MARK}", ""))
    assert [finding.code for finding in findings] == ["entry-missing"]


@pytest.mark.parametrize(
    ("typed", "code", "quoted"),
    [
        ("10\n150", "entry-several", "«10», «150»"),
        ("10; 150", "entry-several", "«10», «150»"),
        ("11,000", "entry-ambiguous", "11000, або 11"),
        ("100%", "entry-percent", "100%"),
    ],
)
def test_a_result_that_is_no_one_number_is_asked_with_what_was_seen(typed: str, code: str, quoted: str) -> None:
    entry, findings = checked("done", CellContent(typed, ""))
    assert entry.kind is EntryKind.MISSING
    assert [finding.code for finding in findings] == [code]
    assert quoted in findings[0].problem


@pytest.mark.parametrize(
    ("cell", "code", "kept"),
    [
        (CellContent("10\n150", ""), "event-people-several", "10\n150"),
        (CellContent("1,200", ""), "event-people-ambiguous", "1,200"),
        (CellContent(12000.0, "", CellProblem.SCALED), "event-people-scaled", ""),
        (CellContent(5.0, "", CellProblem.MERGED), "event-people-merged", ""),
        (CellContent(5.0, "", CellProblem.UNSEEN), "event-unseen", ""),
    ],
)
def test_people_of_an_event_are_one_number_that_everybody_sees(cell: CellContent, code: str, kept: str) -> None:
    event, findings = checked_event("people", cell)
    assert (event.people, [finding.code for finding in findings]) == (kept, [code])


@pytest.mark.parametrize(
    ("cell", "code", "kept"),
    [
        (CellContent("14, 21 травня 2021", ""), "event-date-several", "14, 21 травня 2021"),
        (CellContent("14 серпня", ""), "event-date-yearless", "14 серпня"),
        (CellContent("понеділок, 14.05.2021", ""), "event-date-weekday", "понеділок, 14.05.2021"),
        (CellContent("14 травня", ""), "event-date-understood", "14.05.2021"),
        (CellContent(42868.0, "", CellProblem.OLD_DATE), "event-date-old", "42868"),
        (CellContent(date(2021, 5, 14), "", CellProblem.UNSEEN), "event-unseen", "14.05.2021"),
    ],
)
def test_the_day_of_an_event_is_one_day(cell: CellContent, code: str, kept: str) -> None:
    event, findings = checked_event("held_on", cell)
    assert (event.held_on, [finding.code for finding in findings]) == (kept, [code])


def test_a_bare_number_of_the_old_system_is_asked_with_both_days() -> None:
    _event, (finding,) = checked_event("held_on", CellContent(42868.0, "", CellProblem.OLD_DATE))
    assert "13.05.2017" in finding.problem
    assert "14.05.2021" in finding.problem


def test_hidden_rows_are_told_once_for_each_sheet() -> None:
    row = issue_row("1", 17)
    file = returned(f"{HEAD}\n1 | {row.measure} | {row.indicator} | 17 | 17 | | |")
    hidden = replace(file, hidden_rows={"Звіт": (7, 8, 9, 12)})
    _entries, _events, findings = check_return(issue(row), hidden)
    assert [(finding.code, finding.location.sheet) for finding in findings] == [("rows-hidden", "Звіт")]
    assert "7–9, 12" in findings[0].problem


def test_hidden_columns_are_told_by_their_letters() -> None:
    row = issue_row("1", 17)
    file = returned(f"{HEAD}\n1 | {row.measure} | {row.indicator} | 17 | 17 | | |")
    _entries, _events, findings = check_return(issue(row), replace(file, hidden_columns={"Звіт": ("F", "G")}))
    assert [finding.code for finding in findings] == ["columns-hidden"]
    assert "F, G" in findings[0].problem
