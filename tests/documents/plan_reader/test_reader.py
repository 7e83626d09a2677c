"""Reading the plan workbook: what its rows mean, and a finding with its cell for whatever is wrong."""

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from tests.support.plan_workbook import DETAILS, ONE, PLAN_HEADINGS, UNITS, plan_book, planned
from tests.support.word_files import docx
from tests.support.zip_archives import zipped
from xlplan.documents.plan_reader.reader import read_plan
from xlplan.domain.findings.finding import Severity
from xlplan.domain.plan import AddsUp, Better, Counting, Plan
from xlplan.domain.quarter import Quarter
from xlplan.domain.sheets import PLAN
from xlplan.domain.target import UNSET, TargetKind

Q1, Q2, Q3, Q4 = (Quarter(2021, number) for number in range(1, 5))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "План.xlsx"


def plan_of(path: Path) -> Plan:
    plan, findings = read_plan(path)
    assert plan is not None, [str(finding) for finding in findings]
    return plan


def cells(path: Path) -> list[tuple[str, str, str]]:
    """What is wrong or doubtful: code, sheet and cell."""
    return [
        (each.code, each.location.sheet, each.location.cell)
        for each in read_plan(path)[1]
        if each.severity is not Severity.NOTE
    ]


def test_a_small_plan_reads(path: Path) -> None:
    plan = plan_of(plan_book(path, details={"Затвердив": "Директор", "Дата затвердження": "10.03.2021"}))
    assert (plan.centre.code, plan.centre.year, plan.centre.quarters) == ("KR", 2021, (Q1, Q2, Q3, Q4))
    assert (plan.centre.approved_by, plan.centre.approved_on) == ("Директор", date(2021, 3, 10))
    assert [unit.code for unit in plan.units] == ["KOR", "HOR", "LUG"]
    assert [(each.code, each.units) for each in plan.measures] == [("1.1", ("HOR",))]
    assert [target.count for _quarter, target in plan.measures[0].indicators[0].targets] == [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("period", "quarters"),
    [
        ("ІІ квартал 2021 року", (Q2,)),
        ("II квартал 2021 року", (Q2,)),
        (2021, (Q1, Q2, Q3, Q4)),
        ("2021-Q3", (Q3,)),
    ],
)
def test_the_period_is_a_quarter_or_a_year(path: Path, period: object, quarters: tuple[Quarter, ...]) -> None:
    plan = [planned("1.1", "Лекції", "Хорошівське БПД", "лекції", None, None, None, None, None, "постійно")]
    assert plan_of(plan_book(path, details={"Період": period}, plan=plan)).centre.quarters == quarters


def test_an_approval_day_may_be_a_date_of_the_spreadsheet(path: Path) -> None:
    plan_book(path, details={"Дата затвердження": datetime(2021, 3, 10)})
    assert plan_of(path).centre.approved_on == date(2021, 3, 10)


def test_headings_and_words_read_in_english_too(path: Path) -> None:
    book = openpyxl.load_workbook(plan_book(path))
    for name, english in (
        ("Реквізити", "Details"),
        ("Підрозділи", "Units"),
        ("План", "Plan"),
        ("Розподіл", "Shares"),
    ):
        book[name].title = english
    for cell, column in zip(book["Plan"][1], PLAN.columns, strict=True):
        cell.value = column.heading
    book["Units"]["C2"] = "centre's office"
    book["Details"]["A1"] = "Centre code:"
    book.save(path)
    assert plan_of(path).centre.code == "KR"


def test_cyrillic_numerals_stand_for_the_quarters(path: Path) -> None:
    book = openpyxl.load_workbook(plan_book(path))
    book["План"]["K1"], book["План"]["L1"], book["План"]["M1"] = "І", "ІІ", "ІІІ"
    book.save(path)
    assert plan_of(path).measures[0].indicators[0].target(Q2).count == 1


def test_a_blank_takes_the_text_above(path: Path) -> None:
    first = ["1. Доступ", "1.1 Інформація", None, "Мета", "1.1.1", "Лекції", "Усі", "протягом року", "лекції"]
    second = [*[None] * 8, "слухачі"]
    plan = plan_of(plan_book(path, plan=[first, second]))
    (measure,) = plan.measures
    assert [each.key for each in measure.indicators] == ["1.1.1", "1.1.1/2"]
    assert (measure.direction, measure.task, measure.purpose) == ("1. Доступ", "1.1 Інформація", "Мета")
    assert (measure.responsible, measure.units) == ("Усі", ("KOR", "HOR", "LUG"))


def test_a_change_at_a_higher_level_empties_the_lower_ones(path: Path) -> None:
    rows: list[list[object]] = [
        ["1. Доступ", "1.1 Інформація", "1.1.1 Люди", "Мета", "1.1.1", "Лекції", "Усі", "щомісяця", "лекції"],
        [None, "1.2 Навчання", None, None, "1.2.1", "Тренінги", "Усі", None, "тренінги"],
    ]
    second = plan_of(plan_book(path, plan=rows)).measures[1]
    assert (second.direction, second.task) == ("1. Доступ", "1.2 Навчання")
    assert (second.subtask, second.purpose, second.term) == ("", "", "")


def test_a_dash_says_that_a_level_is_absent(path: Path) -> None:
    rows = [
        ["1. Доступ", "1.1 Інформація", "1.1.1 Люди", None, "1.1.1", "Лекції", "Усі", None, "лекції"],
        [None, None, "—", None, "1.1.2", "Тренінги", "Усі", None, "тренінги"],
    ]
    assert [each.subtask for each in plan_of(plan_book(path, plan=rows)).measures] == ["1.1.1 Люди", ""]


def test_merged_cells_hold_their_text_in_every_row(path: Path) -> None:
    rows = [
        ["1. Доступ", None, None, None, "1.1", "Лекції", "Лугинське БПД", None, "лекції"],
        [None, None, None, None, "1.2", "Тренінги", None, None, "тренінги"],
    ]
    plan = plan_of(plan_book(path, plan=rows, merged=["A2:A3", "G2:G3"]))
    assert [(each.direction, each.units) for each in plan.measures] == [("1. Доступ", ("LUG",))] * 2


def test_a_row_of_its_own_may_name_a_direction_across_the_table(path: Path) -> None:
    rows: list[list[object]] = [["1. Доступ"], ONE, ["2. Якість"], planned("2.1", "Лекції", "Усі", "лекції")]
    plan = plan_of(plan_book(path, plan=rows, merged=["A2:R2", "A4:R4"]))
    assert [each.direction for each in plan.measures] == ["1. Доступ", "2. Якість"]


def test_names_are_separated_by_semicolons_or_new_lines(path: Path) -> None:
    rows = [planned("1.1", "Лекції", "Лугинське БПД;\nXорошівське  БПД", "лекції")]  # a Latin X
    (measure,) = plan_of(plan_book(path, plan=rows)).measures
    assert measure.units == ("LUG", "HOR")


def test_rows_of_one_code_apart_are_one_measure(path: Path) -> None:
    rows = [
        planned("1.1", "Лекції", "Усі", "лекції"),
        planned("1.2", "Тренінги", "Усі", "тренінги"),
        planned("1.1", "Лекції", "Усі", "слухачі"),
    ]
    plan = plan_of(plan_book(path, plan=rows))
    assert [[each.key for each in measure.indicators] for measure in plan.measures] == [["1.1", "1.1/2"], ["1.2"]]


def test_words_in_the_total_hold_for_every_quarter(path: Path) -> None:
    rows = [planned("1.1", "Лекції", "Усі", "лекції", None, None, None, None, None, "за потреби")]
    (indicator,) = plan_of(plan_book(path, plan=rows)).measures[0].indicators
    assert [(quarter, target.words) for quarter, target in indicator.targets] == [
        (quarter, "за потреби") for quarter in (Q1, Q2, Q3, Q4)
    ]
    assert indicator.total.kind is TargetKind.ON_DEMAND


def test_a_number_in_the_total_counts_for_a_plan_of_one_quarter(path: Path) -> None:
    rows = [planned("1.1", "Лекції", "Усі", "лекції", None, None, None, None, None, 5)]
    plan_book(path, details={"Період": "ІІ квартал 2021 року"}, plan=rows)
    assert plan_of(path).measures[0].indicators[0].target(Q2).count == 5


def test_no_target_is_unset_and_never_zero(path: Path) -> None:
    rows = [planned("1.1", "Лекції", "Усі", "лекції", None, "-", None, 0, None, None)]
    (indicator,) = plan_of(plan_book(path, plan=rows)).measures[0].indicators
    assert (indicator.target(Q1), indicator.target(Q3).count) == (UNSET, 0)


def test_the_latest_value_need_not_add_up_to_the_total(path: Path) -> None:
    row = [*planned("1.1", "Договори", "Усі", "чинні", None, 3, 4, 5, 6, 6)[:16], "останнє", "менше"]
    (indicator,) = plan_of(plan_book(path, plan=[row])).measures[0].indicators
    assert (indicator.adds_up, indicator.better) == (AddsUp.LAST, Better.LESS)


@pytest.mark.parametrize(
    ("responsible", "shares", "counting"),
    [
        ("Бюро", [["1.1", None, name, "I", 1] for name in ("Хорошівське БПД", "Лугинське БПД")], Counting.SPLIT),
        ("Бюро", [], Counting.JOINT),
        ("Хорошівське БПД", [], Counting.LEAD),
    ],
)
def test_a_blank_counting_follows_from_the_shares_and_the_units(
    path: Path, responsible: str, shares: list[list[object]], counting: Counting
) -> None:
    rows = [planned("1.1", "Лекції", responsible, "лекції", None, 2)]
    assert plan_of(plan_book(path, plan=rows, shares=shares)).measures[0].indicators[0].counting is counting


def test_a_row_is_a_share_an_event_or_both(path: Path) -> None:
    rows = [planned("1.1", "Лекції", "Бюро", "лекції", None, 3)]
    shares: list[list[object]] = [
        ["1.1", None, "Хорошівське БПД", "I", 1, "лекція в суді", "14.01.2021"],
        ["1.1", "лекції", "Лугинське БПД", 1, 2],
        ["1.1", None, "Лугинське БПД", "І"],
        ["1.1", None, "Лугинське БПД", "2021-Q1", None, "лекція в школі", datetime(2021, 2, 3)],
    ]
    plan = plan_of(plan_book(path, plan=rows, shares=shares))
    assert [(share.unit, share.count) for share in plan.shares] == [("HOR", 1), ("LUG", 2)]
    assert [(event.key, event.unit, event.title, event.on) for event in plan.events] == [
        ("1.1#1", "HOR", "лекція в суді", "14.01.2021"),
        ("1.1#2", "LUG", "", ""),
        ("1.1#3", "LUG", "лекція в школі", "03.02.2021"),
    ]


def test_events_fewer_than_the_target_are_only_a_warning(path: Path) -> None:
    shares = [["1.1", None, "Хорошівське БПД", "II", None, "лекція"]]
    rows = [planned("1.1", "Лекції", "Хорошівське БПД", "лекції", None, 4, 2)]
    plan, findings = read_plan(plan_book(path, plan=rows, shares=shares))
    assert plan is not None
    assert [(each.code, each.location.cell, each.location.row) for each in findings] == [
        ("plan-events-differ", "L2", "1.1")
    ]


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        (["hor!", "Бюро", "бюро"], ("plan-unit-unclear", "A5")),
        (["OVR", None, "бюро"], ("plan-unit-unclear", "B5")),
        (["OVR", "Бюро", "філія"], ("plan-unit-unclear", "C5")),
        (["OVR", "Бюро", "бюро", None, "пошта"], ("plan-unit-unclear", "E5")),
        (["НOR", "Бюро", "бюро"], ("plan-unit-repeated", "A5")),  # a Cyrillic Н
        (["OVR", "хорошівське бпд", "бюро"], ("plan-unit-repeated", "B5")),
    ],
)
def test_a_faulty_unit_is_found(path: Path, row: list[object], cell: tuple[str, str]) -> None:
    assert cells(plan_book(path, units=[*UNITS, row])) == [(cell[0], "Підрозділи", cell[1])]


@pytest.mark.parametrize(
    ("values", "finding"),
    [
        ((1.1, "Лекції", "Усі", "лекції"), ("plan-code-unclear", "E2")),
        ((datetime(2002, 4, 1), "Лекції", "Усі", "лекції"), ("plan-code-unclear", "E2")),
        (("перший", "Лекції", "Усі", "лекції"), ("plan-code-unclear", "E2")),
        ((None, "Лекції", "Усі", "лекції"), ("plan-code-unclear", "E2")),
        (("1.1", None, "Усі", "лекції"), ("plan-row-unclear", "F2")),
        (("1.1", "Лекції", None, "лекції"), ("plan-responsible-missing", "G2")),
        (("1.1", "Лекції", "Хорошевське БПД", "лекції"), ("plan-unit-unknown", "G2")),
        (("1.1", "Лекції", "Усі", None), ("plan-row-unclear", "I2")),
        (("1.1", "Лекції", "Усі", "лекції", "навпіл"), ("plan-counting-unclear", "J2")),
        (("1.1", "Лекції", "Усі", "лекції", None, "5 лекцій"), ("plan-target-unclear", "K2")),
        (("1.1", "Лекції", "Усі", "лекції", None, 2.5), ("plan-target-decimals", "K2")),
        (("1.1", "Лекції", "Усі", "лекції", None, 1, 1, 1, 1, 5), ("plan-total-differs", "O2")),
        (("1.1", "Лекції", "Усі", "лекції", None, None, None, None, None, 5), ("plan-total-differs", "O2")),
        (("1.1", "Лекції", "Усі", "лекції", None, 1, "=1+1"), ("entry-without-value", "L2")),
        (("1.1", "Лекції", "Усі", "лекції", "розподілено", 3), ("plan-shares-differ", "K2")),
    ],
)
def test_a_faulty_measure_is_found(path: Path, values: tuple[object, ...], finding: tuple[str, str]) -> None:
    assert cells(plan_book(path, plan=[planned(*values)])) == [(finding[0], "План", finding[1])]
    assert read_plan(path)[0] is None


def test_a_target_outside_the_period_is_found(path: Path) -> None:
    rows = [planned("1.1", "Лекції", "Усі", "лекції", None, None, 1, 2)]
    plan_book(path, details={"Період": "ІІ квартал 2021 року"}, plan=rows)
    assert cells(path) == [("plan-quarter-unclear", "План", "M2")]


def test_one_code_for_two_measures_is_found(path: Path) -> None:
    rows = [ONE, planned("1.1", "Тренінги", "Хорошівське БПД", "тренінги")]
    assert cells(plan_book(path, plan=rows)) == [("plan-code-repeated", "План", "F3")]


def test_one_indicator_twice_is_found(path: Path) -> None:
    assert cells(plan_book(path, plan=[ONE, ONE])) == [("plan-indicator-repeated", "План", "I3")]


def test_an_unknown_unit_comes_with_the_likely_one(path: Path) -> None:
    _plan, (finding,) = read_plan(
        plan_book(path, plan=[planned("1.1", "Лекції", "Хорошевське БПД", "лекції", None, 1)])
    )
    assert "«Хорошівське БПД»" in finding.remedy


@pytest.mark.parametrize(
    ("row", "finding"),
    [
        (["1.2", None, "Хорошівське БПД", "I", None, "лекція"], ("plan-measure-unknown", "A2")),
        ([1.1, None, "Хорошівське БПД", "I", None, "лекція"], ("plan-code-unclear", "A2")),
        (["1.1", "тренінги", "Хорошівське БПД", "I", None, "лекція"], ("plan-indicator-unknown", "B2")),
        (["1.1", None, "Хорошів", "I", None, "лекція"], ("plan-unit-unknown", "C2")),
        (["1.1", None, "Хорошівське БПД", None, None, "лекція"], ("plan-share-quarter-missing", "D2")),
        (["1.1", None, None, "I", None, "лекція"], ("plan-share-unit-missing", "C2")),
        (["1.1", None, "Хорошівське БПД", "V", None, "лекція"], ("plan-quarter-unclear", "D2")),
        (["1.1", None, "Хорошівське БПД", "I квартал 2022 року", None, "лекція"], ("plan-quarter-unclear", "D2")),
        (["1.1", None, "Хорошівське БПД", "I", "багато", "лекція"], ("plan-share-unclear", "E2")),
        (["1.1", None, "Лугинське БПД", "I", None, "лекція"], ("plan-share-elsewhere", "C2")),
    ],
)
def test_a_faulty_share_or_event_is_found(path: Path, row: list[object], finding: tuple[str, str]) -> None:
    assert cells(plan_book(path, shares=[row])) == [(finding[0], "Розподіл", finding[1])]


def test_a_share_needs_its_indicator_where_a_measure_has_several(path: Path) -> None:
    rows = [ONE, planned("1.1", "Лекції", "Хорошівське БПД", "слухачі")]
    shares = [["1.1", None, "Хорошівське БПД", "I", None, "лекція"]]
    assert cells(plan_book(path, plan=rows, shares=shares)) == [("plan-indicator-unknown", "Розподіл", "B2")]


def test_shares_that_do_not_add_up_are_found(path: Path) -> None:
    rows = [planned("1.1", "Лекції", "Бюро", "лекції", None, 3)]
    shares = [["1.1", None, name, "I", 1] for name in ("Хорошівське БПД", "Лугинське БПД")]
    assert cells(plan_book(path, plan=rows, shares=shares)) == [("plan-shares-differ", "План", "K2")]


def test_a_share_of_words_is_found(path: Path) -> None:
    rows = [planned("1.1", "Лекції", "Бюро", "лекції", None, "постійно", "—", "—", "—")]
    shares = [["1.1", None, "Хорошівське БПД", "I", 1]]
    assert cells(plan_book(path, plan=rows, shares=shares)) == [("plan-shares-differ", "План", "K2")]


@pytest.mark.parametrize("detail", list(DETAILS))
def test_a_missing_detail_is_found(path: Path, detail: str) -> None:
    row = list(DETAILS).index(detail) + 1
    assert cells(plan_book(path, details={detail: None})) == [("plan-detail-missing", "Реквізити", f"B{row}")]


@pytest.mark.parametrize(
    ("detail", "seen", "cell"),
    [
        ("Код центру", "Коростень", "B1"),
        ("Період", "весна", "B4"),
        ("Період", "ІІ квартал 0021 року", "B4"),
        ("Дата затвердження", "березень", "B5"),
        ("Дата затвердження", "31.02.2021", "B5"),
    ],
)
def test_an_unclear_detail_is_found(path: Path, detail: str, seen: str, cell: str) -> None:
    assert cells(plan_book(path, details={detail: seen})) == [("plan-detail-unclear", "Реквізити", cell)]


@pytest.mark.parametrize("sheet", ["Реквізити", "Розподіл"])
def test_a_missing_sheet_is_found(path: Path, sheet: str) -> None:
    assert [code for code, _sheet, _cell in cells(plan_book(path, without=sheet))] == ["plan-sheet-missing"]


def test_a_missing_heading_is_found(path: Path) -> None:
    book = openpyxl.load_workbook(plan_book(path))
    book["План"].cell(1, PLAN_HEADINGS.index("Облік") + 1).value = "Хто"
    book.save(path)
    assert cells(path) == [("plan-heading-missing", "План", "A1")]


def test_an_empty_plan_is_found(path: Path) -> None:
    assert cells(plan_book(path, plan=[])) == [("plan-sheet-empty", "План", "A1")]


def test_a_stray_format_far_below_costs_nothing(path: Path) -> None:
    book = openpyxl.load_workbook(plan_book(path))
    book["План"].cell(1_048_576, 1).number_format = "@"
    book.save(path)
    assert len(plan_of(path).measures) == 1


@pytest.mark.parametrize("value", [-1, True, "9" * 5000, "12,5 або 13", "#REF"])
def test_no_value_of_a_target_stops_the_reading(path: Path, value: object) -> None:
    rows = [planned("1.1", "Лекції", "Усі", "лекції", None, value)]
    assert cells(plan_book(path, plan=rows)) == [("plan-target-unclear", "План", "K2")]


def test_two_faults_are_found_at_once_with_their_cells(path: Path) -> None:
    rows = [
        planned("1.1", "Лекції", "Хорошевське БПД", "лекції", None, 1),
        planned("1.2", "Тренінги", "Усі", "тренінги", None, "5 лекцій"),
    ]
    assert cells(plan_book(path, plan=rows)) == [
        ("plan-unit-unknown", "План", "G2"),
        ("plan-target-unclear", "План", "K3"),
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file-empty"),
        (b"not a workbook", "file-not-workbook"),
        (b"PK\x03\x04 cut short", "file-damaged"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "file-encrypted"),
        (b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"), "plan-is-document"),
        (b"{\\rtf1 plan}", "plan-is-document"),
        (docx("План"), "plan-is-document"),
        (zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}), "plan-is-document"),
    ],
)
def test_a_file_that_is_no_workbook_is_found(path: Path, content: bytes, code: str) -> None:
    path.write_bytes(content)
    plan, (finding,) = read_plan(path)
    assert (plan, finding.code, finding.location.file) == (None, code, "План.xlsx")


@pytest.mark.parametrize(
    ("name", "files"),
    [("Хорошівське: БПД", "Хорошівське БПД (HOR).xlsx, Хорошівське БПД (ZZZ).xlsx"), ("Хорошівське! БПД", "")],
)
def test_names_of_units_that_are_one_file_are_told_with_both_cells(tmp_path: Path, name: str, files: str) -> None:
    units = [*UNITS, ["ZZZ", name, "бюро", ""]]
    plan, findings = read_plan(plan_book(tmp_path / "план.xlsx", units=units))
    assert plan is not None
    found = [each for each in findings if each.code == "plan-files-clash"]
    assert [(each.location.cell, dict(each.values)["cell"], dict(each.values)["files"]) for each in found] == (
        [("B5", "B3", files)] if files else []
    )


def test_a_unit_that_stands_there_twice_is_told_once(tmp_path: Path) -> None:
    units = [*UNITS, ["ZZZ", "хорошівське бпд", "бюро", ""]]
    _plan, findings = read_plan(plan_book(tmp_path / "план.xlsx", units=units))
    assert [each.code for each in findings] == ["plan-unit-repeated"]
