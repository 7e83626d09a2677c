"""The sheets beside the figures: units, events, remarks, promises, signature, and the forms of a year."""

from datetime import datetime
from pathlib import Path
from typing import Any, cast

import pytest
from msgspec.structs import replace
from openxml_audit import OpenXmlValidator

from tests.support.look_at import look_at
from tests.support.report_sample import FULL, write_anew, written, written_of
from tests.support.rows_only import rows_only
from tests.support.small_plan import NAMES, PAST, QUARTER, entry, figures_of, measure, plan_of, returned, year_of
from tests.support.thoroughness import spread
from tests.support.year_sample import YEAR, year_figures
from tests.support.years.readers import read_book
from xlplan.aggregation.quarter import quarter_figures
from xlplan.aggregation.quarter import year_shortfalls as figures_of_year
from xlplan.domain.figures import Period
from xlplan.domain.quarter import Quarter

Rows = list[tuple[object, ...]]


def rows_of(path: Path, name: str, first: int = 1) -> Rows:
    book = rows_only(path, values=True)
    return [row for row in book[name].iter_rows(min_row=first, values_only=True) if any(row)]


def headings_of(path: Path, name: str, row: int) -> list[object]:
    return [cell.value for cell in look_at(path)[name][row] if cell.value]


def test_the_map_of_units_tells_number_zero_nothing_and_silence_apart(tmp_path: Path) -> None:
    book = look_at(written(tmp_path / "a.xlsx"), values=True)
    sheet = book["Підрозділи"]
    codes = [cell.value for cell in sheet[4]][5:]
    shown = {
        (row[0].value, code): (cell.value, cell.number_format, cell.fill.fgColor.rgb)
        for row in sheet.iter_rows(min_row=5, max_row=7)
        for code, cell in zip(codes, row[5:], strict=True)
    }
    a, b, c = NAMES["A"], NAMES["B"], NAMES["C"]
    assert shown[a, "1.1"][:2] == (2, '"✓ "0')
    assert shown[c, "1.1"][:2] == (0, '"▼ "0')
    assert shown[a, "2.1"][0] == "∅"
    assert shown[b, "1.2"][0] == "◌"
    assert shown[a, "2.2"][0] == "·"
    assert shown[b, "1.1"][0] is None
    assert len({shown[key][2] for key in ((a, "1.1"), (c, "1.1"), (b, "1.2"), (a, "2.1"), (b, "1.1"))}) == 5


def test_the_map_of_units_sums_each_indicator_below_and_is_gathered_by_direction(tmp_path: Path) -> None:
    rows = rows_of(written(tmp_path / "a.xlsx"), "Підрозділи", 3)
    assert [value for value in rows[0] if value] == ["1. Напрям", "2. Напрям"]
    assert rows[-1][0] == "Разом"
    assert [value or None for value in rows[-1][5:]] == [2, 1, 3, None, None, None, 7, 1]


def test_a_wide_map_of_units_is_printed_on_several_pages_in_breadth_with_the_units_repeated(
    tmp_path: Path,
) -> None:
    plan = plan_of(*(measure(f"1.{number}", 3, "joint", "AB") for number in range(1, 121)))
    sheet = look_at(written(tmp_path / "a.xlsx", figures_of(plan, {})))["Підрозділи"]
    assert len(sheet.col_breaks.brk) == 4
    assert (sheet.print_title_cols, sheet.print_title_rows) == ("$A:$A", "$3:$4")


def test_the_register_has_every_event_with_people_added_up_and_links_as_text(tmp_path: Path) -> None:
    contents = replace(
        FULL,
        events=tuple(
            replace(each, entry=each.entry and replace(each.entry, link="=HYPERLINK(1)")) for each in FULL.events
        ),
    )
    path = written_of(tmp_path / "a.xlsx", contents)
    note, totals, headings, *rows = rows_of(path, "Заходи", 2)
    unread = "у 1 події кількість людей не вдалося прочитати — її не додано"
    assert note[0] == f"0 запланованих подій · 3 поза планом · {unread}"
    assert (totals[2], totals[5], totals[8]) == (3, 3, 25)
    assert headings == (
        "Підрозділ", "Код", "Захід", "Заплановано на", "Дата проведення", "Стан", "Місце", "Форма",
        "Охоплено осіб", "Партнер", "Посилання",
    )  # fmt: skip
    assert [(row[1], row[4], row[8]) for row in rows] == [
        ("1.1", datetime(2021, 5, 14), 25),
        ("1.3", datetime(2021, 5, 14), "багато"),
        ("1.1", None, None),
    ]
    assert {row[10] for row in rows} == {"=HYPERLINK(1)"}
    sheet = look_at(path)["Заходи"]
    assert {cell.data_type for cell in sheet["K"][4:]} == {"s"}
    assert sheet["F5"].hyperlink.location == "'Заходи'!C9"


def test_the_remarks_name_doubts_warnings_and_waivers_and_where_they_stand(tmp_path: Path) -> None:
    path = written_of(tmp_path / "a.xlsx", FULL)
    rows = rows_of(path, "Зауваження", 4)
    assert [(row[0], row[1], row[2], row[5]) for row in rows] == [
        ("⚠ можливий подвійний підрахунок", f"{NAMES['A']}, {NAMES['C']}", "1.1, 1.3", "Заходи, клітинка C9"),
        ("! попередження", NAMES["A"], "1.2", "Звіт, клітинка G12"),
        ("○ виняток", NAMES["C"], None, None),
    ]
    assert rows[2][3] == (
        "«…»: схоже, тут …; у звіті таких даних бути не повинно. "
        "Виняток зроблено (І. Коваль, до 30.09.2021): адресу бюро оприлюднено"
    )
    assert look_at(path)["Зауваження"]["F5"].hyperlink.target.startswith("../archive/aa/")
    assert rows_of(written(tmp_path / "b.xlsx"), "Зауваження", 3)[0][0].startswith("✓ Немає")  # type: ignore[attr-defined]


@pytest.mark.parametrize(("kept", "shown"), [(True, "✓ так"), (False, "✗ ні"), (None, "⚠ не сказано")])
def test_under_the_shortfalls_stands_what_was_promised_and_whether_it_was_done(
    tmp_path: Path, kept: bool | None, shown: str
) -> None:
    plan = plan_of(measure("1.1", 2, "lead", "A", earlier=3))
    before = returned("A", replace(entry("1.1", 1), reason="карантин", action="лекція 15.07"))
    now = returned("A", replace(entry("1.1", 2), kept=kept))
    period = Period(QUARTER, PAST, PAST)
    figures = quarter_figures(year_of(plan, {Quarter(2021, 1): {"A": before}, QUARTER: {"A": now}}), period)
    heading, _headings, row = rows_of(written(tmp_path / "a.xlsx", figures), "Недовиконання", 5)
    assert heading[0] == "Що обіцяли минулого кварталу і чи зроблено"
    assert row == ("1.1", "Зустрічі", "зустрічі", NAMES["A"], 2, 2, "✓ виконано", shown, "лекція 15.07", None)


def test_the_signature_says_what_is_signed_and_over_which_files(tmp_path: Path) -> None:
    rows = rows_of(written_of(tmp_path / "a.xlsx", FULL), "Підпис", 2)
    said = {row[1]: row[2] for row in rows}
    assert rows[0][0] == "Випуск 1, закрито 12.07.2021 16:40: І. Коваль. без зауважень"
    assert said["План"] in ("редакція 3 від 10.03.2021 · уточнено планові показники", 20)
    assert (said["Прийнято звітів"], said["Не подали"]) == ("2 з 3, вчасно 2", NAMES["B"])
    assert said["Недовиконання"] == "3; без причини 3; не сказано, що буде зроблено: 3"
    assert said["Зауваження"] == "попереджень 1, можливих подвійних підрахунків 1, винятків 1"
    assert [row[5] for row in rows if row[1] in ("План", "Виконано", "Виконано з початку року")][-3:] == ["✓"] * 3
    assert [row[5] for row in rows if isinstance(row[0], int)] == ["a" * 64, "c" * 64]
    assert [row[1] for row in rows if row[2] == "підпис" or row[1] == "Директор"] == ["Директор", None, None]


def test_a_working_copy_says_that_it_is_not_signed(tmp_path: Path) -> None:
    rows = rows_of(written(tmp_path / "a.xlsx"), "Підпис", 2)
    assert (
        rows[0][0]
        == "Робоча версія станом на 12.07.2021 16:40: змінюється з кожним прийнятим звітом, не підписується."
    )


FORMS = {
    0: ["План з початку року", "Виконано з початку року", "Статус з початку року",
        "Недовиконано в попередніх кварталах", "План на рік", "Частка річного плану", "Прогноз на рік"],
    3: ["План на рік", "Виконано за рік", "Статус за рік", "Частка річного плану"],
}  # fmt: skip


@pytest.mark.parametrize("number", FORMS)
def test_plan_and_fact_has_the_columns_of_the_year_and_the_last_quarter_is_the_annual_report(
    tmp_path: Path, number: int
) -> None:
    path = written(tmp_path / "a.xlsx", year_figures(YEAR[number]))
    assert headings_of(path, "План-факт", 3)[8:-1] == FORMS[number]
    title = look_at(path)["План-факт"]["A1"].value
    assert ("2023 рік, із підсумком за" in title) is (number == 3)


def test_the_summary_of_a_year_shows_its_course_in_figures_and_in_a_chart(tmp_path: Path) -> None:
    figures = year_figures(YEAR[2])
    path = written(tmp_path / "a.xlsx", figures)
    rows = rows_of(path, "Зведення")
    quarters = [row for row in rows if row[1] and "квартал 2023 року" in str(row[1])]
    assert [row[1] for row in quarters] == [quarter.title for quarter in YEAR[:3]]
    assert all(sum(row[2:6]) == len(figures.indicators) for row in quarters)  # type: ignore[arg-type]
    assert len(cast("Any", look_at(path)["Зведення"])._charts) == 3


def test_the_main_figures_have_names_and_no_cells_of_data_are_merged(tmp_path: Path) -> None:
    book = look_at(written_of(tmp_path / "a.xlsx", FULL))
    assert book.defined_names["показників_недовиконано"].attr_text == "'Зведення'!$A$6"
    merged = {sheet.title for sheet in book if sheet.merged_cells.ranges}
    # In the map of units the names of directions alone are merged, over their columns.
    assert merged <= {"Зведення", "Підпис", "Підрозділи"}
    assert {each.min_row for each in book["Підрозділи"].merged_cells.ranges} <= {3}
    tables = {name for sheet in book for name in sheet.tables}
    assert tables == {"Недовиконання", "Заходи", "Подання", "Зауваження", "Дані", "Джерела"}
    assert (book.properties.creator, book.properties.title) == (
        "Коростенський МЦ",
        "План-факт: Коростенський МЦ, ІІ квартал 2021 року · випуск 1",
    )


def test_no_validator_finds_anything_in_the_forms_of_a_year(tmp_path: Path) -> None:
    # The first one, and the one with the year.
    for quarter in spread(YEAR, 3):
        path = written(tmp_path / f"{quarter}.xlsx", year_figures(quarter))
        assert OpenXmlValidator().validate(path).errors == []


def test_the_same_contents_give_the_same_bytes(tmp_path: Path) -> None:
    one, other = (write_anew(tmp_path / name, FULL) for name in ("a.xlsx", "b.xlsx"))
    assert one.read_bytes() == other.read_bytes()


def test_the_summary_of_the_last_quarter_leads_with_the_year_and_has_all_tiles_of_the_quarter(
    tmp_path: Path,
) -> None:
    figures = year_figures(YEAR[3])
    book = read_book(written(tmp_path / "a.xlsx", figures))
    first = [str(row[0]) for row in book.sheets["Зведення"] if row and row[0]]
    assert first[1].startswith("Найгірше за рік: ")
    assert first[2].startswith("За рік недовиконано ")
    order = ["2023 рік", "Найбільші недовиконання за рік", "IV квартал 2023 року"]
    assert [text for text in first if text in order] == order
    assert {"попереджень у звітах", "можливих подвійних підрахунків", "без причини"} <= set(book.tiles)
    worst = figures_of_year(figures)
    top = next(row for row in book.sheets["Зведення"] if row and row[0] == worst[0].figure.indicator.key)
    assert top[2:5] == [worst[0].figure.target_to_date, worst[0].figure.done_to_date, worst[0].missing]
    assert len(worst) == book.year_tiles["▼ недовиконано"]


@pytest.mark.parametrize("number", [1, 2, 3])
def test_the_tiles_of_quarter_and_year_count_every_indicator_once(tmp_path: Path, number: int) -> None:
    figures = year_figures(YEAR[number])
    book = read_book(written(tmp_path / "a.xlsx", figures))
    for tiles in (book.tiles, book.year_tiles):
        counts = [value for label, value in tiles.items() if label[0] in "▼◌…✓▲∅·÷"]
        assert sum(counts) == len(figures.indicators)  # type: ignore[arg-type]
