"""The consolidated workbook: what each sheet says, read back from the file."""

import re
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from msgspec.structs import replace
from openpyxl.worksheet.worksheet import Worksheet
from openxml_audit import OpenXmlValidator

from tests.support.look_at import look_at
from tests.support.report_sample import FIGURES, FULL, SAID, contents_of, write_anew, written, written_of
from tests.support.small_plan import NAMES, OPEN, PAST, QUARTER, figures_of, measure, plan_of, returned, year_of
from xlplan.aggregation.quarter import quarter_figures
from xlplan.documents.style import MUTED
from xlplan.domain.deadline import Timeliness
from xlplan.domain.entries import Entry, EntryKind
from xlplan.domain.figures import Period, QuarterBasis, QuarterFigures
from xlplan.domain.plan import Plan
from xlplan.domain.report import SubmissionRow
from xlplan.text.translation import use_language

SHEETS = [
    "Зведення", "План-факт", "Недовиконання", "Підрозділи", "Заходи", "Подання", "Зауваження", "Дані", "Підпис",
    "Динаміка",
]  # fmt: skip
DATA = [
    "Квартал", "Код", "Захід", "Показник", "Підрозділ", "План", "Виконано", "Відхилення", "Статус",
    "Причина невиконання", "Що буде зроблено", "План з початку року", "Виконано з початку року", "Файл", "Аркуш",
    "Клітинка", "SHA-256", "Рядок",
]  # fmt: skip


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> openpyxl.Workbook:
    use_language("uk")
    return look_at(written(tmp_path_factory.mktemp("report") / "звіт.xlsx"), values=True)


def table(path: Path) -> pd.DataFrame:
    """The sheet of data as anybody's pandas reads it."""
    return pd.read_excel(path, sheet_name="Дані", dtype={"Код": str}, engine="calamine")


def row_of(sheet: Worksheet, text: str, column: int = 1, after: int = 1) -> tuple[object, ...]:
    """The values of the first row with `text` in a column, from the row `after` on."""
    rows = sheet.iter_rows(min_row=after, values_only=True)
    return next(row for row in rows if row[column - 1] == text)


def under(sheet: Worksheet, code: str) -> list[tuple[object, ...]]:
    """The unit rows under an indicator of plan and fact."""
    rows = list(sheet.iter_rows(values_only=True))
    start = next(index for index, row in enumerate(rows) if row[0] == code) + 1
    found: list[tuple[object, ...]] = []
    for row in rows[start:]:
        if row[0] or not row[1]:
            break
        found.append(row)
    return found


def text_of(sheet: Worksheet) -> str:
    """Everything that stands on a sheet, in one string."""
    return "\n".join(str(value) for row in sheet.iter_rows(values_only=True) for value in row if value is not None)


def test_the_sheets_and_the_headings_of_the_data_are_those_that_others_rely_on(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == SHEETS
    assert [cell.value for cell in book["Дані"][1]] == DATA


def test_every_sheet_says_in_a1_what_it_is(book: openpyxl.Workbook) -> None:
    titles = {name: book[name]["A1"].value for name in SHEETS if name != "Дані"}
    assert titles.pop("Зведення") == "Коростенський МЦ · виконання плану за ІІ квартал 2021 року"
    assert titles == {name: f"{name} · ІІ квартал 2021 року" for name in titles}


def test_the_summary_begins_with_the_worst_shortfall_by_name_in_its_largest_letters(
    book: openpyxl.Workbook,
) -> None:
    worst, counts = book["Зведення"]["A2"], book["Зведення"]["A3"]
    assert worst.value == f"Найгірше: 1.1 Зустрічі — виконано 0 з 1 · {NAMES['C']}"
    assert counts.value == "Недовиконано 3 показники із 5. Не подав звіт 1 підрозділ із 3: Народицьке БПД."
    assert worst.font.size > counts.font.size


def test_a_year_whose_quarters_have_no_plans_is_told_under_the_tiles_in_grey(book: openpyxl.Workbook) -> None:
    told = "Про рік загалом судити не можна: плани охоплюють не всі його квартали."
    (cell,) = [cell for (cell,) in book["Зведення"].iter_rows(max_col=1) if cell.value == told]
    assert cell.font.color.rgb == f"FF{MUTED[1:]}"


def test_a_unit_whose_file_was_sent_back_is_named_as_such_beside_those_without_a_return(tmp_path: Path) -> None:
    plan = plan_of(measure("1.1", 6, "joint", "ABC"))
    basis = QuarterBasis(plan, returns={"A": returned("A")}, to_correct=frozenset("B"), owed=plan.units)
    figures = quarter_figures({QUARTER: basis}, Period(QUARTER, PAST, PAST))
    book = look_at(written(tmp_path / "a.xlsx", figures))
    said = {row[1]: row[2] for row in book["Підпис"].iter_rows(values_only=True)}
    assert said["Не подали"] == f"{NAMES['B']}, {NAMES['C']}"
    assert said["з них на доопрацюванні"] == NAMES["B"]
    assert f"{NAMES['C']}. Із них на доопрацюванні: {NAMES['B']}." in text_of(book["Зведення"])


HEADLINES = [
    ({}, OPEN, "Ще не прийнято жодного звіту; строк подання — 10.07.2021."),
    ({}, PAST, "Не прийнято жодного звіту, а строк подання минув 10.07.2021."),
    (
        {"A": 1},
        PAST,
        "У поданому недовиконання немає. Не подали звіт 2 підрозділи із 3: Народицьке БПД, Овруцьке БПД.",
    ),
    (
        {"A": 1, "C": 1},
        OPEN,
        "У поданому недовиконання немає. До 10.07.2021 має подати звіт 1 підрозділ із 3: Народицьке БПД.",
    ),
    ({"A": 4, "B": 1, "C": 1}, PAST, "Недовиконання немає. Звіти подали всі підрозділи."),
    ({"A": 0, "B": 1, "C": 1}, PAST, "Недовиконано 1 показник із 1. Звіти подали всі підрозділи."),
]


@pytest.mark.parametrize(("said", "today", "words"), HEADLINES)
def test_the_headline_fits_every_case(tmp_path: Path, said: Mapping[str, int], today: date, words: str) -> None:
    answers = {unit: {"1.1": number} for unit, number in said.items()}
    figures = figures_of(plan_of(measure("1.1", 6, "joint", "ABC")), answers, today)
    sheet = look_at(written(tmp_path / "a.xlsx", figures))["Зведення"]
    assert words in [sheet[cell].value for cell in ("A2", "A3")]


def test_silence_is_blank_and_named_and_never_a_zero(book: openpyxl.Workbook) -> None:
    sheet = book["План-факт"]
    silent = [row for row in sheet.iter_rows(values_only=True) if row[1] == NAMES["B"]]
    assert [(row[4], row[5], row[7]) for row in silent] == [(None, None, "◌ не подано")] * 3
    lead = row_of(sheet, "2.3")
    assert (lead[4] or None, lead[5] or None, lead[7]) == (None, None, "◌ не подано")


def test_a_sum_that_lacks_a_unit_says_so_and_what_is_known_to_be_missing(book: openpyxl.Workbook) -> None:
    sheet = book["План-факт"]
    split, joint = row_of(sheet, "1.2"), row_of(sheet, "1.3")
    assert (split[4], split[7]) == (1, "▼ недовиконано щонайменше на 1, ще невідомо 2 · без: Народицьке БПД")
    assert (joint[4], joint[5] or None, joint[7]) == (3, None, "◌ не подано · без: Народицьке БПД")


def test_zero_nothing_arose_and_words_are_three_things(book: openpyxl.Workbook) -> None:
    sheet = book["План-факт"]
    assert [row[4] for row in under(sheet, "1.1")] == [2, 0]
    assert [row[4] for row in under(sheet, "2.1")] == ["потреби не було"] * 2
    assert row_of(sheet, "2.1")[4] == "потреби не було"
    (told,) = under(sheet, "2.2")
    assert (told[4], told[10]) == (None, "щотижня")


def test_a_joint_target_is_not_repeated_for_its_units(book: openpyxl.Workbook) -> None:
    assert [row[3] for row in under(book["План-факт"], "1.3")] == ["спільно"] * 3


def test_unit_rows_are_folded_only_where_nothing_is_amiss(book: openpyxl.Workbook) -> None:
    sheet = book["План-факт"]
    assert {
        sheet.cell(row, 2).value: (sheet.row_dimensions[row].outlineLevel, sheet.row_dimensions[row].hidden)
        for row in range(1, sheet.max_row + 1)
        if sheet.cell(row, 2).value in NAMES.values() and sheet.cell(row - 1, 1).value in ("1.2", "2.4")
    } == {NAMES["A"]: (1, False), NAMES["C"]: (1, True)}


def test_a_unit_row_leads_to_the_cell_of_the_file_it_came_from(tmp_path: Path) -> None:
    sheet = look_at(written(tmp_path / "a.xlsx"))["План-факт"]
    links = [cell.hyperlink for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert {(link.target, link.location, link.tooltip) for link in links} == {
        (f"../archive/{sign * 2}/{sign * 64}.xlsx", "'Звіт'!E12", f"Звіт!E12 · {name}.xlsx")
        for sign, name in (("a", NAMES["A"]), ("c", NAMES["C"]))
    }


def test_shortfalls_are_listed_worst_first_and_a_missing_reason_stands_out(book: openpyxl.Workbook) -> None:
    rows = [row for row in book["Недовиконання"].iter_rows(min_row=4, values_only=True) if row[0]]
    assert "Недовиконання" in book["Недовиконання"].tables
    joint = "спільно: Хорошівське БПД 1, Овруцьке БПД 0"
    assert [(row[0], row[3], row[4], row[5], row[6]) for row in rows] == [
        ("1.1", NAMES["C"], 1, 0, 1),
        ("2.5", joint, 5, 1, 4),
        ("1.2", NAMES["A"], 2, 1, 1),
    ]
    assert [row[7] for row in rows] == [None, None, "2 · Народицьке БПД"]
    assert {row[8] for row in rows} == {"⚠ причину не вказано"}


def test_without_a_shortfall_the_sheet_says_so_kindly(tmp_path: Path) -> None:
    figures = figures_of(plan_of(measure("1.1", 1, "lead", "A")), {"A": {"1.1": 1}})
    book = look_at(written(tmp_path / "a.xlsx", figures))
    assert book["Недовиконання"]["A4"].value == "Недовиконання немає: усе, що подано, відповідає плану."


def test_while_nothing_is_accepted_a_shortfall_is_not_known_rather_than_none(tmp_path: Path) -> None:
    figures = figures_of(plan_of(measure("1.1", 1, "lead", "A")), {})
    book = look_at(written(tmp_path / "a.xlsx", figures), values=True)
    assert book["Недовиконання"]["A4"].value == "Поки невідомо: не прийнято жодного звіту."
    unit = row_of(book["Зведення"], NAMES["A"], column=2)
    assert [value in (None, "") for value in unit[2:5]] == [True, True, True]


def test_every_submission_has_a_row_and_so_has_a_unit_without_one(tmp_path: Path) -> None:
    rows = (
        SubmissionRow(
            NAMES["A"],
            "на доопрацюванні",
            datetime(2021, 7, 4, 9, 0),
            Timeliness.IN_TIME,
            1,
            "звіт.xlsx",
            3,
            "1" * 64,
        ),
        SubmissionRow(
            NAMES["A"],
            "прийнято",
            datetime(2021, 7, 11, 9, 0),
            Timeliness.LATE,
            2,
            "звіт 2.xlsx",
            0,
            "2" * 64,
            True,
        ),
    )
    figures = figures_of(plan_of(measure("1.1", 3, "joint", "AB")), {"A": {"1.1": 3}})
    sheet = look_at(written(tmp_path / "a.xlsx", figures, rows))["Подання"]
    assert list(sheet.iter_rows(min_row=3, values_only=True)) == [
        ("Підрозділ", "Стан", "Одержано", "Вчасно", "Спроба", "Файл", "Зауваження", "SHA-256"),
        (NAMES["A"], "на доопрацюванні", datetime(2021, 7, 4, 9), "так", 1, "звіт.xlsx", 3, "1" * 64),
        (NAMES["A"], "✓ прийнято", datetime(2021, 7, 11, 9), "ні, із запізненням", 2, "звіт 2.xlsx", 0, "2" * 64),
        (NAMES["B"], "◌ не подано", None, None, None, None, None, None),
    ]
    assert sheet["F5"].hyperlink.target == f"../archive/22/{'2' * 64}.xlsx"


def test_the_data_adds_up_by_code_joint_targets_included(tmp_path: Path) -> None:
    data = table(written(tmp_path / "a.xlsx"))
    for column, independent in (
        ("План", {"1.1": 3, "1.2": 4, "1.3": 6, "2.3": 2, "2.5": 5}),
        ("Виконано", {"1.1": 2, "1.2": 1, "1.3": 3, "2.4": 7, "2.5": 1}),
    ):
        numbers = pd.to_numeric(data[column], errors="coerce")
        sums = numbers.groupby(data["Код"]).sum(min_count=1).dropna()
        assert sums.to_dict() == independent
    joint = data[data["Підрозділ"] == "спільно"]
    assert joint[["Код", "План"]].values.tolist() == [["1.3", 6], ["2.5", 5]]


def test_an_independent_sum_of_what_was_said_is_what_plan_and_fact_shows(tmp_path: Path) -> None:
    said = pd.DataFrame(
        [(code, answer) for rows in SAID.values() for code, answer in rows.items() if isinstance(answer, int)]
    )
    sums = said.groupby(0)[1].sum().to_dict()
    sheet = look_at(written(tmp_path / "a.xlsx"), values=True)["План-факт"]
    shown = {
        row[0]: row[4]
        for row in sheet.iter_rows(min_row=4, values_only=True)
        if row[2] and isinstance(row[4], int)
    }
    assert shown == sums


def test_the_data_is_one_table_with_the_source_of_every_figure(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx")
    (name, reference) = next(iter(look_at(path)["Дані"].tables.items()))  # type: ignore[no-untyped-call]
    data = table(path)
    assert (name, reference) == ("Дані", f"A1:R{len(data) + 1}")
    units = data[data["Підрозділ"].isin([NAMES["A"], NAMES["C"]]) & (data["Код"] == "1.1")]
    assert units[["Файл", "Аркуш", "Клітинка", "SHA-256"]].values.tolist() == [
        [f"{NAMES[unit]}.xlsx", "Звіт", "E12", unit.lower() * 64] for unit in "AC"
    ]
    silent = data[(data["Підрозділ"] == NAMES["B"])]
    assert silent[["Виконано", "Відхилення", "Файл", "SHA-256"]].isna().all(axis=None)
    assert set(silent["Статус"]) == {"не подано"}


def test_hostile_texts_stay_texts(tmp_path: Path) -> None:
    bad = [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "=cmd|' /C calc'!A0",
        "http://example.org",
        "_x0041_",
        "a\x01b",
        "я" * 40_000,
    ]
    plan = plan_of(*(measure(f"1.{n}", 3, "lead", "A", title=text) for n, text in enumerate(bad)))
    plan = replace(plan, units=(replace(plan.units[0], name='=1+1 * <3 "?"'),))
    said = [Entry(f"1.{n}", EntryKind.NUMBER, 1, text, text, text, "=Sh'eet", "E1") for n, text in enumerate(bad)]
    figures = _figures(plan, replace(returned("A", *said), file="=1.xlsx"))
    book = look_at(written(tmp_path / "a.xlsx", figures))
    formulas = [
        str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
    ]
    assert all(re.match(r"=(IF|SUM|SUMIFS|COUNTIFS)\(|=D\d+$", formula) for formula in formulas)
    data = book["Дані"]
    reasons = [data.cell(row, DATA.index("Причина невиконання") + 1).value for row in range(2, len(bad) + 2)]
    assert reasons[:7] == bad[:7]
    assert reasons[8] == "я" * 32_766 + "…"


def _figures(plan: Plan, *accepted: object) -> QuarterFigures:
    period = Period(QUARTER, PAST, PAST)
    return quarter_figures(year_of(plan, {QUARTER: {"A": accepted[0]}}), period)  # type: ignore[dict-item]


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    one, other = (write_anew(tmp_path / name, FULL) for name in ("a.xlsx", "b.xlsx"))
    assert one.read_bytes() == other.read_bytes()


def test_a_workbook_that_cannot_be_replaced_is_left_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"open in Excel")

    def held(self: Path, target: Path) -> Path:
        raise PermissionError(target)

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(PermissionError):
        write_anew(path, FULL)
    assert path.read_bytes() == b"open in Excel"
    assert [each.name for each in tmp_path.iterdir()] == ["a.xlsx"]


def test_no_validator_finds_anything_in_it(tmp_path: Path) -> None:
    empty = figures_of(plan_of(measure("1.1", 3, "joint", "AB")), {})
    for path in (
        written(tmp_path / "a.xlsx"),
        written(tmp_path / "b.xlsx", empty),
        written_of(tmp_path / "c.xlsx", FULL),
    ):
        assert OpenXmlValidator().validate(path).errors == []


def test_a_page_of_any_sheet_is_a4_landscape_with_its_headings_and_number(book: openpyxl.Workbook) -> None:
    for sheet in book:
        page = sheet.page_setup
        assert (page.orientation, page.paperSize) == ("landscape", 9)
        assert sheet.print_title_rows
        assert sheet.oddFooter
        assert sheet.oddFooter.right
        assert "&P" in (sheet.oddFooter.right.text or "")
        assert sheet.freeze_panes


def test_the_summary_and_short_lists_take_one_page(book: openpyxl.Workbook) -> None:
    for name in ("Зведення", "Недовиконання", "Подання"):
        sheet: Any = book[name]
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        # 1 is what programs take for a number that is not there.
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight or 1) == (1, 1)


def test_of_very_many_units_the_summary_names_the_worst_and_how_many_more(tmp_path: Path) -> None:
    plan = plan_of(measure("1.1", 3, "lead", "C"), measure("1.2", 3, "joint", "AC"))
    few = figures_of(plan, {"C": {"1.1": 1}})
    many = replace(few, basis=replace(few.basis, owed=(*plan.units[:1] * 12, plan.units[1])))
    sheet = look_at(written(tmp_path / "a.xlsx", many))["Зведення"]
    top = next(number for number, row in enumerate(sheet.iter_rows(), 2) if row[1].value == "Підрозділ")
    assert [sheet.cell(row, 2).value for row in range(top, top + 7)] == [NAMES["C"], *[NAMES["A"]] * 6]
    assert sheet.cell(top + 7, 1).value == "… ще 6 підрозділів"
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight or 1) == (1, 1)


def test_a_late_return_stands_out_on_the_summary(tmp_path: Path) -> None:
    plan = plan_of(measure("1.1", 3, "joint", "AC"))
    late = {"A": returned("A", Entry("1.1", EntryKind.NUMBER, 3)), "C": returned("C", timeliness=Timeliness.LATE)}
    figures = quarter_figures(year_of(plan, {QUARTER: late}), Period(QUARTER, PAST, PAST))
    sheet = look_at(written(tmp_path / "a.xlsx", figures))["Зведення"]
    states = {row[1].value: row[5] for row in sheet.iter_rows() if row[1].value in (NAMES["A"], NAMES["C"])}
    assert [states[NAMES[unit]].value for unit in "AC"] == [
        "✓ вчасно · 05.07.2021",
        "✓ із запізненням · 05.07.2021",
    ]
    assert states[NAMES["A"]].fill.fgColor.rgb != states[NAMES["C"]].fill.fgColor.rgb


def test_the_charts_say_in_words_what_they_show(tmp_path: Path) -> None:
    with zipfile.ZipFile(written(tmp_path / "a.xlsx")) as parts:
        drawing = parts.read("xl/drawings/drawing1.xml").decode()
        charts = [parts.read(f"xl/charts/chart{number}.xml").decode() for number in (1, 2)]
    assert drawing.count("descr=") == 2
    assert f"{NAMES['A']} 50%, {NAMES['B']} без оцінки, {NAMES['C']} 0%" in drawing
    assert "Народицьке БПД · не подано" in charts[0]
    assert "Де недовиконання?" in charts[1]


def test_the_workbook_also_speaks_english(tmp_path: Path) -> None:
    use_language("en")
    book = look_at(written(tmp_path / "a.xlsx"))
    assert " ".join(book.sheetnames) == (
        "Summary Plan and fact Shortfalls Units Events Submissions Findings Data Signature Trends"
    )
    assert book["Summary"]["A3"].value.startswith("3 indicators of 5 fell short. 1 unit of 3 has not returned")
    assert not [
        text for sheet in book for text in text_of(sheet).split() if text in ("виконано", "Разом", "підпис")
    ]


def test_beyond_what_excel_allows_a_name_is_written_without_a_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xlplan.documents.report.links.MOST_LINKS", 2)
    sheet = look_at(write_anew(tmp_path / "a.xlsx", contents_of(FIGURES)))["План-факт"]
    names = [cell for cell in sheet["B"] if cell.value in (NAMES["A"], NAMES["C"])]
    assert [bool(cell.hyperlink) for cell in names] == [True, True, *[False] * (len(names) - 2)]
