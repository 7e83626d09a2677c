"""What the cells of a plan show beside their values is told or asked, and never read in silence."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Literal

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook import Workbook

from tests.conftest import Office
from tests.support.plan_workbook import ONE, plan_book, planned
from xlplan.documents.plan_reader.reader import read_plan
from xlplan.domain.plan import Plan

STRUCK, RAISED = InlineFont(strike=True), InlineFont(vertAlign="superscript")
TWO = planned("1.2", "Прийоми", "Хорошівське БПД", "прийоми", None, 2, 2, 2, 2, 8)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "plan.xlsx"


def changed(path: Path, change: Callable[[Workbook], None], **content: object) -> Path:
    """A plan workbook with the rows `ONE` and `TWO` that somebody changed by hand."""
    plan_book(path, **({"plan": [ONE, TWO]} | content))  # type: ignore[arg-type]
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path


def told(path: Path) -> list[tuple[str, str]]:
    """The findings as code and cell, without those on numbers that are texts."""
    findings = read_plan(path)[1]
    return [(each.code, each.location.cell) for each in findings if each.code != "plan-number-read"]


def plan_of(path: Path) -> Plan:
    plan, findings = read_plan(path)
    assert plan, [str(finding) for finding in findings]
    return plan


def targets(path: Path, at: int = 0) -> list[tuple[int, object]]:
    """The targets of the first indicator of a measure, by number of the quarter."""
    indicator = plan_of(path).measures[at].indicators[0]
    return [(quarter.number, target.shown) for quarter, target in indicator.targets]


def put(cell: str, value: CellRichText | str | float, sheet: str = "План") -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        book[sheet][cell] = value

    return change


def test_a_struck_out_part_of_a_target_is_left_out_and_told(path: Path) -> None:
    changed(path, put("K3", CellRichText(TextBlock(STRUCK, "1"), "2")))
    assert told(path) == [("plan-cell-struck", "K3")]
    assert targets(path, 1)[0] == (1, 2)


def test_a_raised_part_of_a_target_is_a_footnote(path: Path) -> None:
    changed(path, put("K3", CellRichText("2", TextBlock(RAISED, "1"))))
    assert told(path) == [("plan-cell-raised", "K3")]
    assert targets(path, 1)[0] == (1, 2)


def test_a_struck_out_part_of_a_text_is_left_out_and_told(path: Path) -> None:
    changed(path, put("F2", CellRichText("Лекції", TextBlock(STRUCK, " та семінари"))))
    assert told(path) == [("plan-cell-struck", "F2")]
    assert plan_of(path).measures[0].title == "Лекції"


def test_a_target_that_is_struck_out_whole_is_empty_and_told(path: Path) -> None:
    changed(path, lambda book: setattr(book["План"]["O2"], "font", Font(strike=True)))
    assert told(path) == [("plan-cell-struck-whole", "O2")]


@pytest.mark.parametrize("cells", ["ABCDEFGHIJKLMNOP", "EF", "I"])
def test_a_row_that_is_struck_out_is_asked_once(path: Path, cells: str) -> None:
    def strike(book: Workbook) -> None:
        for letter in cells:
            book["План"][f"{letter}3"].font = Font(strike=True)

    changed(path, strike)
    assert [code for code, _cell in told(path)] == ["plan-row-struck"]
    assert read_plan(path)[0] is None


def test_hidden_rows_are_part_of_the_plan_and_told_by_runs(path: Path) -> None:
    codes = ("1.1", "1.2", "1.3", "1.4", "1.5")
    rows = [planned(code, f"Лекції {code}", "Хорошівське БПД", "лекції", None, 1, 1, 1, 1, 4) for code in codes]

    def hide(book: Workbook) -> None:
        for row in (2, 3, 5):
            book["План"].row_dimensions[row].hidden = True

    changed(path, hide, plan=rows)
    assert told(path) == [("plan-rows-hidden", "A2"), ("plan-rows-hidden", "A5")]
    assert "2–3" in read_plan(path)[1][0].problem
    assert len(plan_of(path).measures) == 5


def test_a_hidden_column_is_read_and_told(path: Path) -> None:
    def hide(book: Workbook) -> None:
        book["План"].column_dimensions["L"].hidden = True

    changed(path, hide)
    assert told(path) == [("plan-columns-hidden", "L2")]


@pytest.mark.parametrize(
    ("form", "value", "code"),
    [
        ("0,", 12000, "plan-cell-scaled"),
        ("0,,", 12000000, "plan-cell-scaled"),
        (";;;", 5, "plan-cell-unseen"),
        ("0%", 1, "plan-target-percent"),
        ("0.00%", 0.5, "plan-target-percent"),
    ],
)
def test_a_target_that_its_format_shows_otherwise_is_asked(path: Path, form: str, value: float, code: str) -> None:
    def write(book: Workbook) -> None:
        book["План"]["O3"] = value
        book["План"]["O3"].number_format = form

    only_total = planned("1.2", "Прийоми", "Хорошівське БПД", "прийоми", None, *[None] * 4, 8)
    changed(path, write, plan=[ONE, only_total])
    assert (code, "O3") in told(path)
    assert read_plan(path)[0] is None


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("11,000", "plan-target-ambiguous"),
        ("10.000", "plan-target-ambiguous"),
        ("10\n150", "plan-target-several"),
        ("10; 150", "plan-target-several"),
        ("100%", "plan-target-percent"),
    ],
)
def test_a_target_that_is_no_one_number_is_asked(path: Path, typed: str, code: str) -> None:
    changed(path, put("K3", typed))
    assert told(path) == [(code, "K3")]


@pytest.mark.parametrize(
    ("ranges", "expected"),
    [
        ("K3:O3", [(1, "протягом року"), (2, "протягом року"), (3, "протягом року"), (4, "протягом року")]),
        ("K3:N3", [(1, "протягом року"), (2, "протягом року"), (3, "протягом року"), (4, "протягом року")]),
        ("K3:L3", [(1, "протягом року"), (2, "протягом року")]),
        ("M3:O3", [(3, "протягом року"), (4, "протягом року")]),
    ],
)
def test_words_merged_across_quarters_are_of_all_of_them(
    path: Path, ranges: str, expected: list[tuple[int, str]]
) -> None:
    words = planned("1.2", "Прийоми", "Хорошівське БПД", "прийоми")
    plan_book(path, plan=[ONE, words], merged=[ranges])
    book = openpyxl.load_workbook(path)
    book["План"][ranges[:2]] = "протягом року"
    book.save(path)
    assert told(path) == []
    assert targets(path, 1) == expected


def test_words_in_the_first_quarter_alone_are_those_of_the_year_and_told(path: Path) -> None:
    words = planned("1.2", "Прийоми", "Хорошівське БПД", "прийоми", None, "за потреби")
    plan_book(path, plan=[ONE, words])
    plan, _findings = read_plan(path)
    assert plan is not None
    assert {target.words for _quarter, target in plan.indicator("1.2").targets} == {"за потреби"}
    assert len(plan.indicator("1.2").targets) == 4
    assert ("plan-words-alone", "K3") in told(path)


@pytest.mark.parametrize(
    ("period", "row"), [("2021 рік", ("за потреби", "—", "—", "—")), ("І квартал 2021 року", ("за потреби",))]
)
def test_words_of_the_first_quarter_stay_there_where_that_is_said(
    path: Path, period: str, row: tuple[str, ...]
) -> None:
    words = planned("1.2", "Прийоми", "Хорошівське БПД", "прийоми", None, *row)
    one = ONE if "рік" in period else planned("1.1", "Лекції", "Хорошівське БПД", "лекції", None, 1)
    plan_book(path, details={"Період": period}, plan=[one, words])
    plan, _findings = read_plan(path)
    assert plan is not None
    assert len(plan.indicator("1.2").targets) == 1


def test_words_merged_across_the_quarters_of_a_quarterly_plan_are_of_its_quarter(path: Path) -> None:
    row = planned("1.1", "Лекції", "Хорошівське БПД", "лекції", None, "постійно")
    plan_book(path, details={"Період": "ІІ квартал 2021 року"}, plan=[row], merged=["K2:O2"])
    assert told(path) == []
    assert targets(path) == [(2, "постійно")]


@pytest.mark.parametrize("ranges", ["K3:O3", "K3:N3", "L3:M3"])
def test_a_number_merged_across_quarters_is_asked(path: Path, ranges: str) -> None:
    plan_book(path, plan=[ONE, planned("1.2", "Прийоми", "Хорошівське БПД", "прийоми")], merged=[ranges])
    book = openpyxl.load_workbook(path)
    book["План"][ranges[:2]] = 8
    book.save(path)
    assert ("plan-target-merged", ranges[:2]) in told(path)
    assert read_plan(path)[0] is None


def test_a_number_merged_over_one_quarter_and_the_total_is_both(path: Path) -> None:
    row = planned("1.2", "Прийоми", "Хорошівське БПД", "прийоми", None, None, None, None, 8)
    plan_book(path, plan=[ONE, row], merged=["N3:O3"])
    assert told(path) == []
    assert targets(path, 1) == [(4, 8)]


def test_an_escaped_carriage_return_is_the_end_of_a_line(path: Path) -> None:
    measure = "Лекції_x000D_\n- лекція в ліцеї_x000D_\n- лекція в коледжі"
    row = planned("1.1", measure, "Хорошівське БПД", "лекції", None, None, 2)
    plan_book(path, plan=[row])
    assert plan_of(path).measures[0].title == "Лекції"
    assert [event.title for event in plan_of(path).events] == ["лекція в ліцеї", "лекція в коледжі"]


def test_signs_that_nobody_sees_are_nothing_in_a_plan(path: Path) -> None:
    changed(path, put("K3", "\N{LEFT-TO-RIGHT OVERRIDE}2\N{POP DIRECTIONAL FORMATTING}"))
    assert told(path) == []
    assert targets(path, 1)[0] == (1, 2)


@pytest.mark.parametrize(
    "typed",
    ["10.03.2021", "10 березня 2021 р.", "10.03.21", "«10» березня 2021 року", "2021-03-10", "10.03.2021 № 15"],
)
def test_the_day_of_approval_is_read_however_people_write_it(path: Path, typed: str) -> None:
    plan_book(path, details={"Дата затвердження": typed})
    assert plan_of(path).centre.approved_on == date(2021, 3, 10)


@pytest.mark.parametrize("typed", ["10 березня", "31.06.2021", "10.03, 11.03.2021", "понеділок, 10.03.2021"])
def test_a_day_of_approval_that_is_in_doubt_is_asked(path: Path, typed: str) -> None:
    plan_book(path, details={"Дата затвердження": typed})
    assert [code for code, _cell in told(path)] == ["plan-detail-unclear"]


def test_a_bare_number_as_the_day_of_approval_is_read_and_told(path: Path) -> None:
    plan_book(path, details={"Дата затвердження": 44265})
    assert [code for code, _cell in told(path)] == ["plan-date-read"]
    assert plan_of(path).centre.approved_on == date(2021, 3, 10)


def test_a_bare_number_of_a_workbook_that_counts_from_1904_is_asked_with_both_days(path: Path) -> None:
    def use_old_dates(book: Workbook) -> None:
        book.epoch = CALENDAR_MAC_1904

    changed(path, use_old_dates, details={"Дата затвердження": 42803})
    (finding,) = (each for each in read_plan(path)[1] if each.code == "plan-date-old")
    assert "10.03.2021" in finding.problem
    assert "09.03.2017" in finding.problem
    assert read_plan(path)[0] is None


@pytest.mark.parametrize(
    ("typed", "kept", "codes"),
    [
        ("14.05.2021", "14.05.2021", []),
        ("протягом травня", "протягом травня", []),
        (date(2021, 5, 14), "14.05.2021", []),
        (44330, "14.05.2021", ["plan-date-read"]),
        (12.05, "12.05", ["plan-event-date-unclear"]),
        ("31.06.2021", "31.06.2021", ["plan-event-date-unclear"]),
        ("14.05, 21.05.2021", "14.05, 21.05.2021", ["plan-event-date-unclear"]),
    ],
)
def test_the_date_of_a_planned_event_keeps_its_words_and_is_doubted(
    path: Path, typed: object, kept: str, codes: list[str]
) -> None:
    share = ["1.1", None, "Хорошівське БПД", "II", None, "лекція в ліцеї", typed]
    plan_book(path, shares=[share])
    assert [code for code, _cell in told(path)] == codes
    assert [event.on for event in plan_of(path).events] == [kept]


@pytest.mark.parametrize("typed", ["2026/27", "2026/2027", "2026-27", "2026–2027", "2026/27 навчальний рік"])
def test_a_year_of_two_halves_is_refused_with_what_can_be_written(path: Path, typed: str) -> None:
    plan_book(path, details={"Період": typed})
    assert [code for code, _cell in told(path)] == ["plan-period-fiscal"]


def test_a_direction_and_a_task_over_the_whole_width_are_both_levels(path: Path) -> None:
    width = len(ONE)
    rows: list[list[object]] = [
        ["Напрям 1. Доступ", *[None] * (width - 1)],
        ["Завдання 1.1. Наближення послуг", *[None] * (width - 1)],
        ONE,
        ["Завдання 1.2. Правопросвіта", *[None] * (width - 1)],
        TWO,
    ]
    plan_book(path, plan=rows, merged=["A2:O2", "A3:O3", "A5:O5"])
    levels = [(each.direction, each.task) for each in plan_of(path).measures]
    assert levels == [("1. Доступ", "1.1 Наближення послуг"), ("1. Доступ", "1.2 Правопросвіта")]
    assert told(path) == []


def test_a_list_after_a_colon_is_events_where_the_row_plans_as_many(path: Path) -> None:
    measure = "Лекції у закладах освіти:\n- лекція в ліцеї\n- лекція в коледжі"
    plan_book(path, plan=[planned("1.1", measure, "Хорошівське БПД", "лекції", None, None, 2)])
    assert plan_of(path).measures[0].title == "Лекції у закладах освіти"
    assert [event.title for event in plan_of(path).events] == ["лекція в ліцеї", "лекція в коледжі"]


def test_another_list_after_a_colon_is_text_and_told(path: Path) -> None:
    measure = "Лекції для:\n- дітей\n- дорослих"
    plan_book(path, plan=[planned("1.1", measure, "Хорошівське БПД", "лекції", None, None, 5)])
    assert told(path) == [("plan-list-kept", "F2")]
    assert plan_of(path).measures[0].title == "Лекції для: - дітей - дорослих"
    assert plan_of(path).events == ()


def test_a_panic_of_a_reader_is_a_finding(path: Path) -> None:
    path.write_bytes(plan_book(path).read_bytes()[:-400])
    assert [code for code, _cell in told(path)] == ["file-damaged"]


def test_a_line_break_that_a_program_escaped_is_one(path: Path) -> None:
    plan_book(
        path,
        plan=[planned("1.1", "Лекції_x000D_\n- у школі_x000D_\n- у ліцеї", "Хорошівське БПД", "лекції", None, 2)],
    )
    assert plan_of(path).measures[0].title == "Лекції"
    assert [event.title for event in plan_of(path).events] == ["у школі", "у ліцеї"]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_of_the_plan_is_read_and_told(path: Path, state: Literal["hidden", "veryHidden"]) -> None:
    def change(book: Workbook) -> None:
        book["Розподіл"].sheet_state = state
        book.create_sheet("Чернетка").sheet_state = state

    book = changed(path, change)
    assert told(book) == [("plan-sheet-hidden", "A1")]
    assert plan_of(book)


@pytest.mark.office
@pytest.mark.parametrize("to", ["ods", "xls"])
def test_looks_read_the_same_from_every_format(path: Path, to: str, office: Office) -> None:
    def change(book: Workbook) -> None:
        sheet = book["План"]
        sheet["K3"] = CellRichText(TextBlock(STRUCK, "1"), "2")
        sheet["L3"] = CellRichText("2", TextBlock(RAISED, "1"))
        sheet.row_dimensions[4].hidden = True
        sheet["O4"].number_format = ";;;"
        sheet["L4"] = 1
        sheet["L4"].number_format = "0%"
        book["Розподіл"].sheet_state = "hidden"

    third = planned("1.3", "Виїзди", "Хорошівське БПД", "виїзди", None, 2, 2, 2, 2, 8)
    book = changed(path, change, plan=[ONE, TWO, third])
    assert sorted(told(office(book, to))) == sorted(told(book))
    assert {code for code, _cell in told(book)} == {
        *(
            "plan-cell-struck",
            "plan-cell-raised",
            "plan-rows-hidden",
            "plan-cell-unseen",
            "plan-target-percent",
            "plan-sheet-hidden",
        )
    }
