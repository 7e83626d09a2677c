"""What a return must satisfy, a rule a test: a small table in, finding codes out."""

from datetime import date, datetime

import pytest
from msgspec.structs import replace

from tests.support.return_tables import issue, issue_row, returned
from xlplan.domain.entries import Entry, EntryKind
from xlplan.domain.findings.file_kinds import FILE_WITH_MACROS
from xlplan.domain.findings.finding import Finding, Location, Severity, errors_of
from xlplan.domain.issue import Issue
from xlplan.domain.plan import Better
from xlplan.domain.returned import CellContent, CellValue
from xlplan.validation.returns import check_return

HEAD = "key | measure | indicator | target | done | description | reason | action"
KINDS = {
    "split": issue_row("1", 5, "split"),
    "lead": issue_row("1", 5, "lead"),
    "ceiling": issue_row("1", 5, "lead", Better.LESS),
    "joint": issue_row("1", 5, "joint"),
    "continuous": issue_row("1", "постійно"),
    "demand": issue_row("1", "за потреби"),
    "order": issue_row("1", "за дорученням"),
    "unset": issue_row("1", None),
}


def checked(wanted: Issue, *lines: str, head: str = HEAD) -> tuple[tuple[Entry, ...], tuple[Finding, ...]]:
    entries, _events, findings = check_return(wanted, returned("\n".join((head, *lines))))
    for finding in findings:
        assert finding.problem
        assert finding.remedy
    return entries, findings


def codes(findings: tuple[Finding, ...]) -> str:
    return " ".join(f"{finding.code}@{finding.location.cell}" for finding in findings)


@pytest.mark.parametrize(
    ("kind", "answer", "expected"),
    [
        # kind     | done | description | reason | action
        ("split", "5 | | |", ""),
        ("split", "6 | | |", ""),
        ("split", " | | |", "entry-missing@E7"),
        ("split", "4 | | |", "reason-missing@G7 action-missing@H7"),
        ("split", "4 | | хвороба |", "action-missing@H7"),
        ("split", "4 | | | у липні", "reason-missing@G7"),
        ("split", "4 | | хвороба | у липні", ""),
        ("split", "0 | | |", "reason-missing@G7 action-missing@H7"),
        ("split", "потреби не було | | |", "nothing-arose-misplaced@E7"),
        ("lead", "4 | | |", "reason-missing@G7 action-missing@H7"),
        ("lead", "'4' | | |", "entry-understood@E7 reason-missing@G7 action-missing@H7"),
        ("ceiling", "5 | | |", ""),
        ("ceiling", "0 | | |", ""),
        ("ceiling", "6 | | |", "reason-missing@G7 action-missing@H7"),
        ("joint", "0 | | |", ""),
        ("joint", " | провели | |", "entry-missing@E7"),
        ("joint", "потреби не було | | |", "nothing-arose-misplaced@E7"),
        ("continuous", " | триває | |", ""),
        ("continuous", "3 | триває | |", ""),
        ("continuous", "3 | | |", "description-missing@F7"),
        ("continuous", " | | |", "description-missing@F7"),
        ("demand", "3 | | |", ""),
        ("demand", "0 | | |", ""),
        ("demand", "потреби не було | | |", ""),
        ("demand", " | | |", "answer-missing@E7"),
        ("demand", " | потреби не виникало | |", "nothing-arose-elsewhere@E7"),
        ("demand", "- | | |", "answer-unclear@E7"),
        ("demand", "немає | | |", "answer-unclear@E7"),
        ("order", " | | |", "answer-missing@E7"),
        ("order", "доручень не було | | |", ""),
        ("unset", " | | |", ""),
        ("unset", "7 | | |", ""),
        ("unset", "сім | | |", "entry-not-a-number@E7"),
        ("unset", "потреби не було | | |", ""),
    ],
)
def test_each_kind_of_target_asks_for_its_own_answer(kind: str, answer: str, expected: str) -> None:
    row = KINDS[kind]
    _entries, findings = checked(
        issue(row), f"1 | {row.measure} | {row.indicator} | {row.target.words} | {answer}"
    )
    assert codes(findings) == expected


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("5 шт.", "entry-not-a-number"),
        ("п'ять", "entry-not-a-number"),
        ("12,5", "entry-fraction"),
        ("12.5", "entry-fraction"),
        ("-1", "entry-negative"),
        ("nan", "entry-not-a-number"),
        ("inf", "entry-not-a-number"),
        ("!formula", "entry-without-value"),
        ("!error", "entry-without-value"),
    ],
)
def test_what_is_typed_must_be_a_whole_number_for_every_kind(kind: str, typed: str, expected: str) -> None:
    row = KINDS[kind]
    line = f"1 | {row.measure} | {row.indicator} | {row.target.words} | {typed} | опис | |"
    entries, findings = checked(issue(row), line)
    if expected == "entry-not-a-number" and kind in ("demand", "order"):
        expected = "answer-unclear"
    assert codes(findings) == f"{expected}@E7"
    assert entries[0].kind is EntryKind.MISSING


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (date(2021, 6, 5), "entry-is-date"),
        (datetime(2021, 6, 5), "entry-is-date"),
        ("50%", "entry-percent"),
        ("12,5 %", "entry-percent"),
        ("5.06", "entry-fraction"),
        ("05.06.2021", "entry-not-a-number"),
        ("12 осіб", "entry-not-a-number"),
        ("1e3", "entry-not-a-number"),
        ("9,000,000", "entry-not-a-number"),
        ("９", "entry-understood"),
        ("1\N{NO-BREAK SPACE}200", "entry-understood"),
        (True, "entry-not-a-number"),
    ],
)
def test_a_number_typed_in_another_way_is_understood_or_quoted_for_what_it_is(
    typed: CellValue, expected: str
) -> None:
    row = issue_row("1", None)
    file = returned(f"{HEAD}\n1 | {row.measure} | {row.indicator} | | 5 | | |")
    cells = {**file.rows[0].cells, "done": CellContent(typed, "E7")}
    _entries, _events, (finding,) = check_return(
        issue(row), replace(file, rows=(replace(file.rows[0], cells=cells),))
    )
    assert (finding.code, finding.location.cell) == (expected, "E7")
    assert finding.problem


def test_a_date_in_place_of_a_count_is_quoted_as_the_sheet_shows_it() -> None:
    row = issue_row("1", 5)
    file = returned(f"{HEAD}\n1 | {row.measure} | {row.indicator} | 5 | 5 | | |")
    cells = {**file.rows[0].cells, "done": CellContent(datetime(2021, 6, 5), "E7")}
    _entries, _events, (finding,) = check_return(
        issue(row), replace(file, rows=(replace(file.rows[0], cells=cells),))
    )
    assert "05.06.2021" in finding.problem


@pytest.mark.parametrize(
    ("done", "kind", "number"),
    [
        ("5", EntryKind.NUMBER, 5),
        ("'5 '", EntryKind.NUMBER, 5),
        ("0", EntryKind.NUMBER, 0),
        ("", EntryKind.MISSING, None),
        ("потреби не було", EntryKind.NOTHING_AROSE, None),
    ],
)
def test_zero_nothing_arose_and_blank_make_three_different_entries(
    done: str, kind: EntryKind, number: int | None
) -> None:
    entries, _findings = checked(issue(KINDS["demand"]), f"1 | Захід 1 | лекції | за потреби | {done} | опис | |")
    assert entries == (Entry("1", kind, number, "опис", sheet="Звіт", cell="E7"),)


def test_all_findings_come_in_one_pass_each_with_sheet_cell_and_row() -> None:
    wanted = issue(issue_row("1.1", 1), issue_row("1.2", 2), issue_row("1.3", "постійно"))
    _entries, findings = checked(
        wanted,
        "1.1 | Захід 1.1 | лекції | 1        | п'ять | | |",
        "1.2 | Захід 1.2 | лекції | 2        | 1     | | |",
        "1.3 | Захід 1.3 | лекції | постійно |       | | |",
    )
    assert [(each.code, each.location.sheet, each.location.cell, each.location.row) for each in findings] == [
        ("entry-not-a-number", "Звіт", "E7", "1.1"),
        ("reason-missing", "Звіт", "G8", "1.2"),
        ("action-missing", "Звіт", "H8", "1.2"),
        ("description-missing", "Звіт", "F9", "1.3"),
    ]


def test_a_missing_reason_is_an_error_and_a_missing_action_a_warning() -> None:
    _entries, findings = checked(issue(KINDS["split"]), "1 | Захід 1 | лекції | 5 | 4 | | |")
    assert [(each.code, each.severity) for each in findings] == [
        ("reason-missing", Severity.ERROR),
        ("action-missing", Severity.WARNING),
    ]


def test_a_row_that_is_gone_is_named_and_its_entry_is_missing() -> None:
    wanted = issue(issue_row("1.1"), issue_row("1.10"))
    entries, findings = checked(wanted, "1.10 | Захід 1.10 | лекції | 1 | 1 | | |")
    assert [each.kind for each in entries] == [EntryKind.MISSING, EntryKind.NUMBER]
    assert [(each.code, each.location.row) for each in findings] == [("row-missing", "1.1")]


def test_rows_are_read_by_code_not_by_position() -> None:
    wanted = issue(issue_row("1.1"), issue_row("1.2", 2))
    lines = ("1.2 | Захід 1.2 | лекції | 2 | 2 | | |", "1.1 | Захід 1.1 | лекції | 1 | 1 | | |")
    entries, findings = checked(wanted, *lines)
    assert [(each.key, each.number, each.cell) for each in entries] == [("1.1", 1, "E8"), ("1.2", 2, "E7")]
    assert findings == ()


def test_of_a_row_that_stands_twice_neither_is_guessed() -> None:
    lines = ("1 | Захід 1 | лекції | 5 | 5 | | |", "1 | Захід 1 | лекції | 5 | 7 | | |")
    entries, findings = checked(issue(KINDS["split"]), *lines)
    assert codes(findings) == "row-repeated@A8"
    assert "A7, A8" in findings[0].problem
    assert entries[0].kind is EntryKind.MISSING


def test_a_code_that_stands_in_thousands_of_rows_is_one_finding_of_a_readable_length() -> None:
    line = "1 | Захід 1 | лекції | 5 | 5 | | |"
    _entries, findings = checked(issue(KINDS["split"]), *(line for _ in range(20_000)))
    assert [each.code for each in findings] == ["row-repeated"]
    assert "A7, A8, A9" in findings[0].problem
    assert len(findings[0].problem) < 300


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("9.9 | Ще захід | лекції | 1 | 1 | | |", "row-unknown@A8"),
        (" | Ще захід | лекції | 1 | 1 | | |", "row-without-code@A8"),
        ("Начальник бюро | | | | | | |", "row-left-out@A8"),
    ],
)
def test_no_row_of_the_file_is_dropped_in_silence(line: str, expected: str) -> None:
    _entries, findings = checked(issue(KINDS["split"]), "1 | Захід 1 | лекції | 5 | 5 | | |", line)
    assert codes(findings) == expected


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ("Захід 1 | лекції | 5", ""),
        ("Зaхід  1 | лекцiї | '5'", ""),
        ("Захід 1 | лекції | 4", "locked-changed@D7"),
        ("Захід 1 | лекції | ", "locked-changed@D7"),
        ("Захід 1 | лекції | постійно", "locked-changed@D7"),
        ("Захід 1 | лекції | inf", "locked-changed@D7"),
        ("Захід 1 | лекції | п'ять", "locked-changed@D7"),
        ("Захід 1 | лекції | !error", "locked-changed@D7"),
        ("Інший | зустрічі | 5", "locked-changed@B7 locked-changed@C7"),
    ],
)
def test_locked_cells_that_came_back_changed_are_a_warning_and_spelling_is_not_a_change(
    cells: str, expected: str
) -> None:
    _entries, findings = checked(issue(KINDS["split"]), f"1 | {cells} | 5 | | |")
    assert codes(findings) == expected
    assert errors_of(findings) == ()


def test_the_target_that_counts_is_the_one_issued_never_the_one_in_the_file() -> None:
    _entries, findings = checked(issue(KINDS["split"]), "1 | Захід 1 | лекції | 4 | 4 | | |")
    assert codes(findings) == "reason-missing@G7 action-missing@H7 locked-changed@D7"


@pytest.mark.parametrize("shown", ["", "-", "–"])
def test_a_blank_target_stands_for_an_unset_one(shown: str) -> None:
    assert checked(issue(KINDS["unset"]), f"1 | Захід 1 | лекції | {shown} | 3 | | |")[1] == ()


def test_a_changed_cell_is_quoted_short_beside_what_was_issued() -> None:
    _entries, findings = checked(issue(KINDS["split"]), f"1 | {'дуже довгий захід ' * 20} | лекції | 5 | 5 | | |")
    values = dict(findings[0].values)
    assert len(values["seen"]) <= 60
    assert values["seen"].endswith("…")
    assert values["issued"] == "Захід 1"


def test_the_planned_events_under_a_title_are_not_a_change_of_it() -> None:
    row = issue_row("1", 5, events="лекція; зустріч")
    file = returned(f"{HEAD}\n1 | Захід 1 | лекції | 5 | 5 | | |")
    cells = dict(file.rows[0].cells)
    for title in ("Захід 1\n• лекція\n• зустріч", "Захід 1\r\n  • лекція", "Захід 1\n• щось інше"):
        changed = type(cells["measure"])(title, "B7")
        rows = (type(file.rows[0])("1", "Звіт", 7, {**cells, "measure": changed}),)
        assert check_return(issue(row), type(file)(file.form_codes, rows, (), file.sheets, True))[2] == ()


def test_a_column_that_is_gone_is_said_once() -> None:
    wanted = issue(issue_row("1"), issue_row("2"))
    _entries, findings = checked(
        wanted, "1 | 1 | | |", "2 | 2 | | |", head="key | done | description | reason | action"
    )
    assert [dict(each.values)["heading"] for each in findings] == ["Measure", "Indicator", "Target"]
    assert {each.code for each in findings} == {"column-missing"}


def test_without_the_report_sheet_there_is_one_finding_and_every_entry_is_missing() -> None:
    entries, _events, findings = check_return(issue(issue_row("1"), issue_row("2")), returned(recognised=False))
    assert [each.kind for each in entries] == [EntryKind.MISSING] * 2
    assert [each.code for each in findings] == ["sheet-missing"]


@pytest.mark.parametrize("problem", ["!formula", "!error"])
def test_words_behind_a_formula_without_a_value_are_asked_for_as_words(problem: str) -> None:
    row = KINDS["split"]
    line = f"1 | {row.measure} | {row.indicator} | {row.target.words} | 5 | {problem} | |"
    _entries, findings = checked(issue(row), line)
    assert codes(findings) == "text-without-value@F7"


def test_what_stands_behind_a_sheet_that_was_not_read_is_said() -> None:
    row = KINDS["split"]
    line = f"key | measure | indicator | target | done\n1 | {row.measure} | {row.indicator} | 5 | 5"
    read = replace(returned(line), other_report_sheets=("Звіт (2)",))
    (finding,) = check_return(issue(row), read)[2][-1:]
    assert (finding.code, finding.location.sheet) == ("sheet-left-out", "Звіт (2)")


LONG = "Захід із дуже довгою назвою, яка не вміщується в один рядок зауваження"
QUOTED = "Захід із дуже довгою назвою, яка не вміщується в один…"


def test_a_row_that_is_gone_is_told_by_its_title_on_the_sheet_of_the_report() -> None:
    wanted = issue(replace(issue_row("1.1"), measure=LONG), issue_row("1.2"))
    line = "1.2 | Захід 1.2 | лекції | 1 | 1 | | |"
    _entries, (finding,) = checked(wanted, line)
    assert finding.location == Location(sheet="Звіт", row="1.1")
    assert dict(finding.values) == {"row": "1.1", "measure": QUOTED}
    renamed = returned(f"{HEAD}\n{line}")
    renamed = replace(renamed, rows=tuple(replace(row, sheet="Звіт (2)") for row in renamed.rows))
    assert check_return(wanted, renamed)[2][0].location.sheet == "Звіт (2)"


def test_a_report_without_rows_lacks_every_row_of_the_sheet_as_it_is_called() -> None:
    _entries, findings = checked(issue(issue_row("1.1"), issue_row("1.2")))
    assert [(each.code, each.location) for each in findings] == [
        ("row-missing", Location(sheet="Звіт", row="1.1")),
        ("row-missing", Location(sheet="Звіт", row="1.2")),
    ]


def test_a_row_that_stands_twice_is_told_at_its_last_cell_with_all_of_them() -> None:
    line = "1 | Захід 1 | лекції | 5 | 5 | | |"
    _entries, (finding,) = checked(issue(KINDS["split"]), line, line, line)
    assert finding.location == Location(sheet="Звіт", cell="A9", row="1")
    assert dict(finding.values) == {"row": "1", "seen": "A7, A8, A9"}


def test_a_code_without_a_cell_of_its_own_is_read_all_the_same() -> None:
    """A program that keeps no cell of the code column still gives the code of each row."""
    file = returned(f"{HEAD}\n1 | Захід 1 | лекції | 5 | 5 | | |\n9.9 | Ще | лекції | 5 | 5 | | |")
    without = [
        replace(row, cells={name: cell for name, cell in row.cells.items() if name != "key"}) for row in file.rows
    ]
    twice = replace(file, rows=(*without, without[0]))
    _entries, _events, findings = check_return(issue(KINDS["split"]), twice)
    assert [(each.code, each.location) for each in findings] == [
        ("row-repeated", Location(sheet="Звіт", row="1")),
        ("row-unknown", Location(sheet="Звіт", row="9.9")),
    ]


def test_a_column_that_is_gone_is_told_on_the_sheet_of_the_report() -> None:
    _entries, findings = checked(
        issue(issue_row("1")), "1 | 1 | | |", head="key | done | description | reason | action"
    )
    assert {each.location for each in findings} == {Location(sheet="Звіт")}


# A row that the template does not have, and what is told of it.
UNKNOWN = {
    "an answer under a strange code": ("9.9 | Ще | лекції | 1 | 1 | | |", "row-unknown", "9.9", {"row": "9.9"}),
    "an answer under no code": (" | Ще | лекції | 1 | 1 | опис | |", "row-without-code", "", {"seen": "1 · опис"}),
    "an answer that cannot be read, under a code": (
        "9.9 | Ще | лекції | 1 | !error | | |", "row-unknown", "9.9", {"row": "9.9"},
    ),
    "an answer that cannot be read, under no code": (
        " | Ще | лекції | 1 | !error | опис | |", "row-without-code", "", {"seen": "опис"},
    ),
    "long words under no code": (f" | | | | | {LONG} | |", "row-without-code", "", {"seen": QUOTED}),
    "a long code": (f"{LONG} | | | | 1 | | |", "row-unknown", LONG, {"row": QUOTED}),
    "a line of words": (f"{LONG} | | | | | | |", "row-left-out", LONG, {"seen": QUOTED}),
    "a row without an answer": ("9.9 | Ще | лекції | 1 | | | |", "row-left-out", "9.9", {"seen": "9.9"}),
}  # fmt: skip


@pytest.mark.parametrize("case", UNKNOWN)
def test_a_row_that_was_not_issued_is_told_by_its_code_else_by_its_answers(case: str) -> None:
    line, code, row, values = UNKNOWN[case]
    _entries, (finding,) = checked(issue(KINDS["split"]), "1 | Захід 1 | лекції | 5 | 5 | | |", line)
    assert (finding.code, finding.location) == (code, Location(sheet="Звіт", cell="A8", row=row))
    assert dict(finding.values) == values


def test_an_answer_without_a_code_and_its_cell_is_told_at_the_answer() -> None:
    file = returned(f"{HEAD}\n1 | Захід 1 | лекції | 5 | 5 | | |\n | Ще | лекції | | | опис | причина |")
    last = file.rows[1]
    bare = replace(last, cells={name: cell for name, cell in last.cells.items() if name != "key"})
    _entries, _events, (finding,) = check_return(issue(KINDS["split"]), replace(file, rows=(file.rows[0], bare)))
    assert (finding.code, finding.location) == ("row-without-code", Location(sheet="Звіт", cell="F8"))


def test_a_sheet_that_was_not_read_is_told_beside_the_one_that_was() -> None:
    read = replace(returned(f"{HEAD}\n1 | Захід 1 | лекції | 5 | 5 | | |"), other_report_sheets=("Звіт (2)",))
    (finding,) = check_return(issue(KINDS["split"]), read)[2]
    assert (finding.location, dict(finding.values)) == (
        Location(sheet="Звіт (2)"),
        {"seen": "Звіт (2)", "sheet": "Звіт"},
    )


def test_only_events_with_a_day_are_held_against_the_number() -> None:
    row = issue_row("1", 3, events="лекція; зустріч; семінар")
    events = "key | number | event | held_on | people\n1 | 1 | лекція | | 12\n1 | 2 | зустріч | | 12"
    file = returned(f"{HEAD}\n1 | Захід 1 | лекції | 3 | 3 | | |", events)
    assert {finding.code for finding in check_return(issue(row), file)[2]} == {"event-without-date"}


def test_of_more_than_two_hundred_findings_of_one_kind_the_rest_is_counted() -> None:
    lines = [f"9.{number} | Ще | лекції | 1 | 1 | | |" for number in range(201)]
    _entries, findings = checked(issue(KINDS["split"]), "1 | Захід 1 | лекції | 5 | 5 | | |", *lines)
    assert [each.code for each in findings] == ["row-unknown"] * 200 + ["more-errors"]


def test_what_was_found_while_the_file_was_opened_is_told_last() -> None:
    macros = FILE_WITH_MACROS.at()
    read = replace(returned(f"{HEAD}\n1 | Захід 1 | лекції | 4 | 5 | | |"), file_findings=(macros,))
    findings = check_return(issue(KINDS["split"]), read)[2]
    assert codes(findings[:-1]) == "locked-changed@D7"
    assert findings[-1] == macros


def test_a_row_that_is_gone_is_told_once_whatever_it_asked_for() -> None:
    for row in KINDS.values():
        _entries, findings = checked(issue(row))
        assert [each.code for each in findings] == ["row-missing"]
