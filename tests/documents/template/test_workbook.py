"""The template workbook: its contract, its locks, its identity, and what it says to a clerk."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import python_calamine
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from openxml_audit import OpenXmlValidator

from tests.support.look_at import look_at
from tests.support.paths import ROOT
from tests.support.template_samples import FORM_CODE, HOSTILE, KINDS, MADE, event, issue, row
from xlplan.documents import style
from xlplan.documents.plan_reader.reader import read_plan
from xlplan.documents.template.hints import MESSAGE_LIMIT, TITLE_LIMIT
from xlplan.documents.template.workbook import write_template
from xlplan.domain.findings.answer_kinds import (
    ENTRY_MISSING,
    ENTRY_NOT_A_NUMBER,
    ENTRY_UNDERSTOOD,
    EVENT_PEOPLE_UNCLEAR,
    EVENT_UNKNOWN,
    LOCKED_CHANGED,
    REASON_MISSING,
    ROW_MISSING,
)
from xlplan.domain.findings.file_kinds import NOT_OURS
from xlplan.domain.findings.finding import Location
from xlplan.domain.form_code import FormCode, read_form_codes
from xlplan.domain.issue import Issue, rows_of
from xlplan.domain.plan import Counting
from xlplan.domain.sheets import (
    ENTRY_COLUMNS,
    EVENTS,
    IDENTITY_NAME,
    IDENTITY_PROPERTY,
    IDENTITY_SHEET,
    REPORT,
    find_columns,
    find_heading_row,
)
from xlplan.domain.target import Target, TargetKind, count_target
from xlplan.text.translation import use_language

PLAN = ROOT / "templates" / "План Коростенського МЦ 2021-Q2.xlsx"
EVENT_ROWS = (
    row("1.4.1", count_target(2), events=(event("1.4.1#1", "лекція"), event("1.4.1#2", "", "травень"))),
    row("1.4.10", count_target(17), Counting.JOINT, direction="1. Доступ", task="1.4 Просвіта"),
    row("1.4.11", Target(TargetKind.ON_DEMAND, "за потреби"), direction="1. Доступ", task="1.4 Просвіта"),
)


def written(folder: Path, made: Issue | None = None, **more: Any) -> Path:
    """A template on disk."""
    path = folder / "шаблон.xlsx"
    write_template(path, made or issue(), MADE, **more)
    return path


def opened(folder: Path, made: Issue | None = None, **more: Any) -> Any:
    """The same, opened by openpyxl, to be looked at."""
    return look_at(written(folder, made, **more))


def cell_of(sheet: Worksheet, key: str, column: str) -> Any:
    """The cell of a row code and a column name on the report sheet."""
    for cells in sheet.iter_rows(min_row=6):
        if cells[0].value == key:
            return cells[[each.name for each in REPORT.columns].index(column)]
    raise KeyError(key)


def texts_of(path: Path) -> Sequence[Sequence[Sequence[object]]]:
    """What every sheet shows, as calamine reads it."""
    book = python_calamine.CalamineWorkbook.from_path(path)
    return [book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names]


def test_the_sheets_and_headings_are_the_contract(tmp_path: Path) -> None:
    book = opened(tmp_path)
    assert book.sheetnames == ["Звіт", "Заходи", "Довідка", "_xlplan"]
    assert [cell.value for cell in book["Звіт"][5]] == [
        "Код", "Захід", "Показник", "План", "Виконано", "Опис виконання", "Причина невиконання",
        "Що буде зроблено", "Стан",
    ]  # fmt: skip
    assert [cell.value for cell in book["Заходи"][5]] == [column.shown for column in EVENTS.columns]


def test_the_top_says_what_it_is_for_whom_and_when_it_is_due(tmp_path: Path) -> None:
    sheet = opened(tmp_path)["Звіт"]
    assert sheet["A1"].value == "Звіт про виконання плану · ІІ квартал 2021 року"
    for part in ("Хорошівське БПД", "Коростенський місцевий центр з надання БВПД", "09.07.2021"):
        assert part in sheet["A2"].value
    assert "Tab" in sheet["A3"].value


def test_each_row_shows_its_code_and_its_target_in_the_plans_own_words(tmp_path: Path) -> None:
    sheet = opened(tmp_path)["Звіт"]
    shown = {key: cell_of(sheet, key, "target").value for key in (each.key for each in KINDS.values())}
    assert shown == {
        "1.1.1": 2, "1.1.10": 3, "1.2.1": 4, "1.2.2": 17, "2.1.1": "постійно", "2.1.2": "за потреби",
        "2.1.3": "за дорученням Координаційного центру", "2.1.3/2": None,
    }  # fmt: skip


def test_a_joint_target_stays_a_number_and_reads_as_joint(tmp_path: Path) -> None:
    cell = cell_of(opened(tmp_path)["Звіт"], "1.2.2", "target")
    assert (cell.value, cell.number_format) == (17, '0" спільно"')


def test_group_rows_stand_before_their_measures_without_a_code(tmp_path: Path) -> None:
    sheet = opened(tmp_path, issue(*EVENT_ROWS))["Звіт"]
    assert [(sheet.cell(at, 1).value, sheet.cell(at, 2).value) for at in range(6, 11)] == [
        ("1.4.1", "Захід 1.4.1\n• лекція\n• подія, назви якої в плані немає"),
        (None, "1. Доступ"),
        (None, "Завдання 1.4 Просвіта"),
        ("1.4.10", "Захід 1.4.10"),
        ("1.4.11", "Захід 1.4.11"),
    ]


def unlocked(sheet: Worksheet) -> Iterator[str]:
    """The addresses of the cells that can be typed into."""
    return (cell.coordinate for line in sheet.iter_rows() for cell in line if not cell.protection.locked)


def test_only_entry_cells_are_unlocked(tmp_path: Path) -> None:
    book = opened(tmp_path, issue(*EVENT_ROWS))
    assert set(unlocked(book["Звіт"])) == {f"{column}{at}" for at in (6, 9, 10) for column in "EFGH"}
    # The second planned event has no name in the plan, so the unit may give it one.
    spare = {f"{column}{at}" for at in range(8, 23) for column in "ACEFGHIJ"}
    planned = {f"{column}{at}" for at in (6, 7) for column in "EFGHIJ"}
    assert set(unlocked(book["Заходи"])) == planned | {"C7"} | spare
    # Who filled it in, and the post.
    assert set(unlocked(book["Довідка"])) == {"D5", "D6"}


def test_every_sheet_is_protected_and_stays_usable(tmp_path: Path) -> None:
    book = opened(tmp_path)
    assert all(sheet.protection.sheet for sheet in book)
    report = book["Звіт"]
    assert report.protection.password is None
    # In the file a permission is the absence of a lock.
    assert not any((report.protection.formatColumns, report.protection.formatRows, report.protection.autoFilter))
    assert report.protection.formatCells
    assert report.protection.sort
    assert report.auto_filter.ref == "A5:I13"
    assert report.freeze_panes == "C6"


def test_the_structure_is_locked(tmp_path: Path) -> None:
    path = written(tmp_path)
    assert look_at(path).security.lockStructure
    with ZipFile(path) as parts:
        text = parts.read("xl/workbook.xml").decode()
    assert text.count("<workbookProtection") == 1
    assert text.index("<workbookProtection") < text.index("<bookViews")


def test_every_carrier_holds_the_form_code(tmp_path: Path) -> None:
    book = opened(tmp_path)
    code = str(FORM_CODE)
    for name in ("Звіт", "Заходи"):
        top = [str(cell.value) for line in book[name].iter_rows(max_row=4) for cell in line]
        assert [read_form_codes(text) for text in top if read_form_codes(text)] == [(FORM_CODE,)]
    assert book[IDENTITY_SHEET]["A1"].value == code
    assert book[IDENTITY_SHEET].sheet_state == "veryHidden"
    assert book.defined_names[IDENTITY_NAME].value == f'"{code}"'
    assert {each.name: each.value for each in book.custom_doc_props.props} == {IDENTITY_PROPERTY: code}


def test_planned_events_carry_code_and_number_and_spare_rows_neither(tmp_path: Path) -> None:
    sheet = opened(tmp_path, issue(*EVENT_ROWS))["Заходи"]
    lines = [[cell.value for cell in line[:4]] for line in sheet.iter_rows(min_row=6)]
    assert lines[:2] == [["1.4.1", 1, "лекція", None], ["1.4.1", 2, None, "травень"]]
    assert lines[2:] == [[None] * 4] * 15


def test_a_spare_row_offers_the_codes_of_this_unit(tmp_path: Path) -> None:
    book = opened(tmp_path, issue(*EVENT_ROWS))
    lists = {rule.formula1 for rule in book["Заходи"].data_validations.dataValidation if rule.type == "list"}
    assert lists == {"_xlplan!$A$3:$A$5", '"очно,онлайн,змішано"'}
    assert [book[IDENTITY_SHEET].cell(at, 1).value for at in (3, 4, 5)] == ["1.4.1", "1.4.10", "1.4.11"]


@pytest.mark.parametrize("language", ["uk", "en"])
def test_every_entry_cell_has_a_hint_and_a_stop_that_excel_can_hold(language: str, tmp_path: Path) -> None:
    use_language(language)
    long = Target(TargetKind.ON_INSTRUCTION, "за дорученням " + "Координаційного центру " * 20)
    book = opened(tmp_path, issue(*EVENT_ROWS, *KINDS.values(), row("9.9.9", long)))
    for sheet in book.worksheets[:2]:
        rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
        held = [cell for rule in rules.values() for cell in rule.sqref.ranges]
        cells = [f"{get_column_letter(at)}{line}" for each in held for line, at in each.cells]
        assert sorted(cells) == sorted(unlocked(sheet))
        for rule in rules.values():
            assert rule.showInputMessage
            assert rule.showErrorMessage
            assert rule.errorStyle in (None, "stop")
            assert 0 < len(rule.promptTitle) <= TITLE_LIMIT
            assert 0 < len(rule.errorTitle) <= TITLE_LIMIT
            assert 0 < len(rule.prompt) <= MESSAGE_LIMIT
            assert 0 < len(rule.error) <= MESSAGE_LIMIT
            assert len(rule.formula1) <= 255


def test_cells_with_the_same_hint_share_one_rule(tmp_path: Path) -> None:
    rows = [row(f"1.1.{number}", count_target(2)) for number in range(1, 31)]
    for sheet in opened(tmp_path, issue(*rows)).worksheets:
        rules = [
            (rule.formula1, rule.promptTitle, rule.prompt, rule.error)
            for rule in sheet.data_validations.dataValidation
        ]
        assert len(rules) == len(set(rules))


def test_a_number_cell_refuses_what_the_check_would_refuse(tmp_path: Path) -> None:
    sheet = opened(tmp_path)["Звіт"]
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    whole = rules[cell_of(sheet, "1.1.1", "done").coordinate]
    assert (whole.type, whole.formula1) == ("whole", "0")
    either = rules[cell_of(sheet, "2.1.2", "done").coordinate]
    assert either.type == "custom"
    assert "потреби не було" in either.formula1


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_text_stays_text_wherever_it_stands(hostile: str, tmp_path: Path) -> None:
    nasty = row(
        "1.1.1", count_target(1), measure=hostile, indicator=hostile, direction=hostile, task=hostile,
        events=(event("1.1.1#1", hostile, hostile),),
    )  # fmt: skip
    words = row("1.1.2", Target(TargetKind.CONTINUOUS, hostile))
    answers = {"1.1.1": dict.fromkeys(ENTRY_COLUMNS, hostile)}
    events = [{"key": "1.1.1", "number": 1, "held_on": hostile, "people": hostile, "link": hostile}]
    book = opened(tmp_path, issue(nasty, words), answers=answers, event_answers=events)
    report, register = book["Звіт"], book["Заходи"]
    kinds = {
        cell.data_type for sheet in (report, register) for line in sheet for cell in line if cell.value == hostile
    }
    assert kinds == {"s"}
    formulas = [cell.coordinate for sheet in book for line in sheet for cell in line if cell.data_type == "f"]
    assert formulas == ["G1", "G2", "I8", "I9"]
    assert not report._hyperlinks
    assert not register._hyperlinks


def test_answers_are_filled_in_exactly_as_typed(tmp_path: Path) -> None:
    typed: Mapping[str, object] = {"done": "5 шт.", "description": " два\nрядки", "reason": 12, "action": None}
    sheet = opened(tmp_path, answers={"1.1.1": typed, "7.7.7": {"done": 1}})["Звіт"]
    assert {name: cell_of(sheet, "1.1.1", name).value for name in ENTRY_COLUMNS} == typed
    assert not cell_of(sheet, "1.1.1", "done").protection.locked


def test_a_number_typed_over_words_becomes_a_number(tmp_path: Path) -> None:
    sheet = opened(tmp_path, answers={"1.1.1": {"done": "5 шт.", "reason": "-"}})["Звіт"]
    done, reason = (cell_of(sheet, "1.1.1", name) for name in ("done", "reason"))
    assert (done.number_format, done.quotePrefix) == ("General", False)
    assert (reason.number_format, reason.quotePrefix) == ("@", True)


def test_event_answers_return_to_their_row_and_the_others_to_spare_ones(tmp_path: Path) -> None:
    held = datetime(2021, 5, 14)
    given = [
        {"key": "1.4.10", "event": "виїзд", "held_on": "14 травня", "people": 12},
        {
            "key": "1.4.1",
            "number": 2.0,
            "event": "семінар",
            "held_on": held,
            "place": "школа",
            "form": "очно",
            "people": 7,
            "partner": "ЦНАП",
            "link": "http://x.ua",
        },
        {"key": "1.4.1", "number": 1.0, "held_on": None},
    ]
    sheet = opened(tmp_path, issue(*EVENT_ROWS), event_answers=given)["Заходи"]
    lines = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=6, max_row=8)]
    assert lines == [
        ["1.4.1", 1, "лекція", None, None, None, None, None, None, None],
        ["1.4.1", 2, "семінар", "травень", held, "школа", "очно", 7, "ЦНАП", "http://x.ua"],
        ["1.4.10", None, "виїзд", None, "14 травня", None, None, 12, None, None],
    ]  # fmt: skip
    assert sheet.max_row == 7 + 15


def test_more_events_than_spare_rows_all_find_room(tmp_path: Path) -> None:
    given = [{"key": "1.4.10", "event": f"захід {number}"} for number in range(20)]
    sheet = opened(tmp_path, issue(*EVENT_ROWS), event_answers=given)["Заходи"]
    assert [sheet.cell(at, 3).value for at in range(8, 28)] == [each["event"] for each in given]


def test_a_faulty_cell_is_coloured_and_says_what_to_do(tmp_path: Path) -> None:
    faults = (
        ENTRY_NOT_A_NUMBER.at(
            Location("ф.xls", "Звіт", "Q77", "1.1.1"),
            heading="Виконано",
            seen="5 шт.",
            description="Опис виконання",
        ),
        REASON_MISSING.at(Location(row="1.1.10"), heading="Reason for the shortfall", target=3, seen=1),
        ROW_MISSING.at(Location(row="1.2.1"), row="1.2.1", measure="Захід"),
        LOCKED_CHANGED.at(Location(row="1.2.2"), heading="Захід", seen="x", issued="y"),
        ENTRY_UNDERSTOOD.at(Location(row="2.1.1"), heading="Виконано", seen="5,0", number=5),
        NOT_OURS.at(sheet="Звіт"),
    )
    sheet = opened(tmp_path, findings=faults)["Звіт"]
    marked = {cell.coordinate for line in sheet for cell in line if cell.comment}
    at = [("1.1.1", "done"), ("1.1.10", "reason"), ("1.2.1", "done")]
    assert marked == {cell_of(sheet, key, column).coordinate for key, column in at}
    cell = cell_of(sheet, "1.1.1", "done")
    assert cell.comment.text.startswith("Що не так: «Виконано»: записано «5 шт.», а потрібне ціле число.")
    assert "Як виправити: " in cell.comment.text
    assert cell.fill.fgColor.rgb != cell_of(sheet, "1.2.2", "done").fill.fgColor.rgb


def test_a_faulty_event_is_marked_in_its_own_row_only(tmp_path: Path) -> None:
    given = [
        {"key": "1.4.1", "number": 1, "people": "багато"},
        {"key": "1.4.1", "number": 2, "people": 12},
        {"key": "8.8.8", "event": "чужий"},
    ]
    faults = (
        EVENT_PEOPLE_UNCLEAR.at(Location(sheet="Заходи", row="1.4.1"), heading="Охоплено осіб", seen="багато"),
        EVENT_UNKNOWN.at(Location(sheet="Заходи", row="8.8.8"), row="8.8.8"),
    )
    sheet = opened(tmp_path, issue(*EVENT_ROWS), event_answers=given, findings=faults)["Заходи"]
    assert [cell.coordinate for line in sheet for cell in line if cell.comment] == ["H6", "A8"]
    # Both are warnings. The colour goes away when the cell changes, and that of an entry cell comes back.
    rules = {str(area.sqref): area.rules for area in sheet.conditional_formatting}
    fills = [rule.dxf.fill.bgColor.rgb[2:] for rule in rules["H6"]]
    assert fills == [style.DOUBT[1:], style.ENTRY[1:]]
    assert rules["H6"][0].formula == ['AND(N("xlplan")=0,EXACT(H6,"багато"))']


def test_the_same_issue_gives_the_same_bytes(tmp_path: Path) -> None:
    faults = (ENTRY_MISSING.at(Location(row="1.1.1"), heading="Виконано"),)
    first = written(tmp_path, answers={"1.1.1": {"reason": "так"}}, findings=faults).read_bytes()
    second = written(tmp_path, answers={"1.1.1": {"reason": "так"}}, findings=faults).read_bytes()
    assert first == second


def test_nothing_but_the_template_is_left_in_the_folder(tmp_path: Path) -> None:
    path = written(tmp_path)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("language", ["uk", "en"])
def test_the_auditor_finds_nothing(language: str, tmp_path: Path) -> None:
    use_language(language)
    faults = (ENTRY_MISSING.at(Location(row="1.4.1"), heading="Виконано"),)
    answers = {"1.4.1": {"done": 0, "reason": "=1+1"}}
    path = written(tmp_path, issue(*EVENT_ROWS, *KINDS.values()), answers=answers, findings=faults)
    result = OpenXmlValidator().validate(path)
    assert result.is_valid, result.errors


def test_a_row_that_is_filled_in_grows_with_its_text(tmp_path: Path) -> None:
    with ZipFile(written(tmp_path)) as parts:
        text = parts.read("xl/worksheets/sheet1.xml").decode()
    fixed = {int(number) for number in re.findall(r'<row r="(\d+)"[^>]*customHeight', text)}
    assert fixed == {1, 2, 3, 4, 5}


def test_a_long_answer_makes_its_row_tall_enough(tmp_path: Path) -> None:
    answers = {"1.1.1": {"description": "Проведено зустріч із громадою. " * 20}}
    sheet = opened(tmp_path, answers=answers)["Звіт"]
    assert sheet.row_dimensions[6].height > 200
    assert sheet.row_dimensions[7].height < 60


@pytest.mark.office
@pytest.mark.parametrize("to", ["xlsx", "xls", "ods"])
def test_codes_headings_and_form_code_survive_a_resave(
    to: str, tmp_path: Path, office: Callable[..., Path]
) -> None:
    path = written(tmp_path, issue(*EVENT_ROWS, *KINDS.values()))
    before, after = texts_of(path), texts_of(office(path, to))
    for sheet, layout in ((0, REPORT), (1, EVENTS)):
        at = find_heading_row(after[sheet], layout)
        assert at == 4
        assert [cell for cell in after[sheet][at] if cell] == [cell for cell in before[sheet][4] if cell]
        assert find_columns(after[sheet][at], layout) == find_columns(before[sheet][4], layout)
        assert [line[:3] for line in after[sheet] if line[0]] == [line[:3] for line in before[sheet] if line[0]]
    assert any(read_form_codes(str(value)) == (FORM_CODE,) for value in after[0][2])
    assert any(read_form_codes(str(value)) == (FORM_CODE,) for value in after[1][0])


def test_each_unit_of_a_real_plan_gets_its_own_rows_and_events(tmp_path: Path) -> None:
    plan, _findings = read_plan(PLAN)
    assert plan is not None
    quarter = plan.centre.quarters[0]
    seen = {}
    for unit in plan.units:
        rows = rows_of(plan, unit, quarter)
        code = FormCode("KR", quarter, unit.code, "7F3K")
        made = Issue(code, plan.centre.name, unit, 1, MADE.date(), MADE.date(), rows)
        book = opened(tmp_path, made)
        keys = [line[0].value for line in book["Звіт"].iter_rows(min_row=6) if line[0].value]
        assert keys == [row.key for row in rows]
        events = [line[0].value for line in book["Заходи"].iter_rows(min_row=6) if line[1].value]
        seen[unit.name] = (len(keys), len(events))
    assert seen == {
        "Коростенський МЦ": (28, 11), "Хорошівське БПД": (21, 8), "Лугинське БПД": (17, 5),
        "Народицьке БПД": (16, 4), "Овруцьке БПД": (18, 6), "Малинське БПД": (19, 7),
    }  # fmt: skip
