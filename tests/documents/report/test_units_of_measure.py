"""Numbers that are not counts on every sheet of the report: exact, in their unit, joined by their row's rule."""

from collections.abc import Callable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from openxml_audit import OpenXmlValidator

from tests.support.look_at import look_at
from tests.support.measured_figures import followed_figures, measured_figures, share_figures
from tests.support.report_sample import FULL, MADE, contents_of, written, written_of
from tests.support.small_plan import NAMES, QUARTER
from tests.support.years.measured import ROWS, SAID, SILENT, UNITS
from tests.support.years.model import GREATEST, LAST, LEAST, MEAN, Row
from xlplan.documents.report.workbook import write_report
from xlplan.domain.edition import Edition
from xlplan.domain.restatement import DONE, FigureChange, Restatement
from xlplan.domain.status import Status
from xlplan.domain.unit_of_measure import PERCENTAGE, UnitOfMeasure
from xlplan.text.translation import use_language

HOURS, MONEY, SHARE = "#,##0.0", "#,##0.00", '#,##0.0" %"'
NO_BASE = "немає з чого рахувати"
BY_CODE = {row.code: row for row in ROWS}
QUARTERS = range(1, 5)
Books = Mapping[int, Workbook]


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> Mapping[int, Path]:
    """The report of each quarter."""
    use_language("uk")
    folder = tmp_path_factory.mktemp("measured")
    return {quarter: written(folder / f"{quarter}.xlsx", measured_figures(quarter)) for quarter in QUARTERS}


@pytest.fixture(scope="module")
def books(paths: Mapping[int, Path]) -> Books:
    """Those workbooks with the values that they show."""
    return {quarter: look_at(path, values=True) for quarter, path in paths.items()}


def exact(value: object) -> Decimal | None:
    """The number of a cell, digit by digit as its file has it."""
    return Decimal(repr(value)) if isinstance(value, int | float) else None


def rows_of(sheet: Worksheet, top: int) -> Iterator[dict[str, object]]:
    """The rows under a heading row, by heading."""
    headings = [str(cell.value) for cell in sheet[top]]
    for row in sheet.iter_rows(min_row=top + 1, values_only=True):
        yield dict(zip(headings, row, strict=True))


def plan_fact(book: Workbook) -> Mapping[tuple[str, str], dict[str, object]]:
    """The rows of plan and fact: by code alone of the centre, by code and name of a unit."""
    found, code = {}, ""
    for row in rows_of(book["План-факт"], 3):
        if row["Показник"]:
            code = str(row["Код"])
            found[code, ""] = row
        elif row["Захід / підрозділ"] in UNITS.values():
            found[code, str(row["Захід / підрозділ"])] = row
    return found


def plan_rows(book: Workbook) -> list[dict[str, object]]:
    """The rows of plan and fact."""
    return list(rows_of(book["План-факт"], 3))


def opened(path: Path) -> tuple[Workbook, Workbook]:
    """A workbook with the values that it shows, and with its formulas."""
    return look_at(path, values=True), look_at(path)


# The independent sum, over the answers alone.


def half_up(number: Decimal, decimals: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def said(name: str, quarter: int) -> dict[str, Decimal]:
    """The numbers that units wrote in a quarter."""
    return {
        unit: Decimal(str(each[quarter - 1]))
        for unit, each in SAID[name].items()
        if str(each[quarter - 1])[0].isdigit() and (quarter, unit) != (2, SILENT)
    }


def percentage(part: Decimal, whole: Decimal) -> Decimal | None:
    return half_up(part * 100 / whole, 1) if whole else None


def done(row: Row, quarter: int) -> dict[str, Decimal | None]:
    """The result of each unit that has one, and of the centre under ""."""
    if row.share_of:
        part, whole = (said(name, quarter) for name in row.share_of)
        both = [unit for unit in part if unit in whole]
        shares: dict[str, Decimal | None] = {unit: percentage(part[unit], whole[unit]) for unit in both}
        shares[""] = percentage(sum(part[unit] for unit in both), sum(whole[unit] for unit in both))  # type: ignore[arg-type]
        return shares
    numbers = said(row.name, quarter)
    return {**numbers, "": joined(row, list(numbers.values()))}


def joined(row: Row, numbers: list[Decimal]) -> Decimal | None:
    if not numbers:
        return None
    total = sum(numbers, Decimal())
    mean = half_up(total / len(numbers), row.decimals)
    return {MEAN: mean, GREATEST: max(numbers), LEAST: min(numbers)}.get(row.across, total)


def to_date(row: Row, quarter: int) -> dict[str, Decimal | None]:
    """The same since the start of the year."""
    if row.share_of:
        part, whole = (to_date(each, quarter) for name in row.share_of for each in ROWS if each.name == name)
        return {unit: percentage(part[unit] or Decimal(), whole[unit] or Decimal()) for unit in whole}
    if row.adds_up == LAST:
        return done(row, quarter)
    by_quarter = [said(row.name, each) for each in range(1, quarter + 1)]
    numbers: dict[str, Decimal] = {}
    for unit in row.reporting:
        if own := [each[unit] for each in by_quarter if unit in each]:
            total = sum(own, Decimal())
            numbers[unit] = half_up(total / len(own), row.decimals) if row.adds_up == MEAN else total
    return {**numbers, "": joined(row, list(numbers.values()))}


@pytest.mark.parametrize("quarter", QUARTERS)
def test_every_result_is_what_the_answers_make(books: Books, quarter: int) -> None:
    shown = plan_fact(books[quarter])
    for code, row in BY_CODE.items():
        numbers, since = done(row, quarter), to_date(row, quarter)
        for unit, name in {"": "", **UNITS}.items():
            if cells := shown.get((code, name)):
                year = cells["Виконано за рік" if quarter == 4 else "Виконано з початку року"]
                assert exact(cells["Виконано"]) == numbers.get(unit), (code, name)
                assert exact(year) == since.get(unit), (code, name)


@pytest.mark.parametrize("quarter", QUARTERS)
def test_the_map_of_units_shows_the_same_numbers_and_the_centre_below(books: Books, quarter: int) -> None:
    for row in rows_of(books[quarter]["Підрозділи"], 4):
        unit = {"Разом": "", **{name: code for code, name in UNITS.items()}}[str(row["Підрозділ"])]
        for code, of_plan in BY_CODE.items():
            assert exact(row[code]) == done(of_plan, quarter).get(unit), (code, unit)


def test_the_data_have_the_same_numbers_and_say_which_may_be_added_up(
    books: Books,
) -> None:
    rows = [row for row in rows_of(books[1]["Дані"], 1) if row["Підрозділ"] != "спільно"]
    names = {name: code for code, name in UNITS.items()}
    for row in rows:
        numbers = done(BY_CODE[str(row["Код"])], 1)
        assert exact(row["Виконано"]) == numbers.get(names[str(row["Підрозділ"])]), row["Код"]
    rules = {str(row["Код"]): (row["Одиниця"], row["По підрозділах"]) for row in rows}
    assert rules == {
        "1.1": (None, "сума"),
        "1.1/2": (None, "сума"),
        "1.1/3": ("%", "обчислено: 1.1/2 від 1.1"),
        "1.2": ("прим.", "сума"),
        "1.3": ("год", "сума"),
        "1.4": ("грн", "сума"),
        "2.1": ("день", "середнє за підрозділами"),
        "2.2": ("%", "середнє за підрозділами"),
        "2.3": ("%", "найменше з підрозділів"),
        "2.4": ("год", "найбільше з підрозділів"),
        "2.5": ("%", "одного підрозділу"),
        "3.1": ("год", "сума"),
        "3.2": (None, "сума"),
    }


FORMATS = {
    "1.1": ("0", "0", "+0;−0;0"),
    "1.1/3": (SHARE, SHARE, f"+{SHARE};−{SHARE};{SHARE}"),
    "1.2": ("#,##0", "#,##0", "+#,##0;−#,##0;#,##0"),
    "1.3": (HOURS, HOURS, f"+{HOURS};−{HOURS};{HOURS}"),
    "1.4": (f'"≤ "{MONEY}', MONEY, f"+{MONEY};−{MONEY};{MONEY}"),
    "2.1": (f'"≤ "{HOURS}', HOURS, f"+{HOURS};−{HOURS};{HOURS}"),
    "2.3": ('#,##0" %"', '#,##0" %"', '+#,##0" %";−#,##0" %";#,##0" %"'),
    "2.5": ('#,##0.00" %"', '#,##0.00" %"', '+#,##0.00" %";−#,##0.00" %";#,##0.00" %"'),
}


@pytest.mark.parametrize("code", FORMATS)
def test_the_format_of_a_number_is_that_of_its_unit(books: Books, code: str) -> None:
    sheet = books[1]["План-факт"]
    headings = [str(cell.value) for cell in sheet[3]]
    row = next(row for row in sheet.iter_rows(min_row=4) if row[0].value == code)
    formats = [row[headings.index(name)].number_format for name in ("План", "Виконано", "Відхилення")]
    assert tuple(formats) == FORMATS[code]


def row_of(book: Workbook, code: str) -> dict[str, str]:
    """The formulas of the centre's row on plan and fact."""
    sheet = book["План-факт"]
    headings = [str(cell.value) for cell in sheet[3]]
    row = next(row for row in sheet.iter_rows(min_row=4) if row[0].value == code)
    return {heading: str(cell.value) for heading, cell in zip(headings, row, strict=True)}


@pytest.mark.parametrize(
    ("code", "begins"),
    [
        ("1.1", "SUM("),
        ("1.3", "ROUND(SUM("),
        ("2.1", "ROUND(AVERAGE("),
        ("2.3", "MIN("),
        ("2.4", "MAX("),
    ],
)
def test_the_centre_is_a_live_formula_by_the_rule_of_the_row(
    paths: Mapping[int, Path], code: str, begins: str
) -> None:
    row = row_of(look_at(paths[3]), code)
    for heading in ("Виконано", "Виконано з початку року"):
        assert row[heading].startswith("=IF(COUNT(")
        assert row[heading].partition('"",')[2].startswith(begins)
    assert ("ROUND" in row["Відхилення"]) is (code not in ("1.1", "2.3"))


def test_a_share_is_a_formula_over_its_two_counts_for_the_centre_and_for_each_unit(
    paths: Mapping[int, Path],
) -> None:
    sheet = look_at(paths[1])["План-факт"]
    places = {row[0].value: row[0].row for row in sheet.iter_rows(min_row=4) if row[0].value}
    for offset in range(7):
        part, whole = (f"G{places[code] + offset}" for code in ("1.1/2", "1.1"))
        formula = str(sheet[f"G{places['1.1/3'] + offset}"].value)
        assert formula.endswith(f'IF(COUNT({part},{whole})<2,"",ROUND(100*{part}/{whole},1)))')
    row = places["1.1/3"]
    assert str(sheet[f"L{row}"].value).startswith(f"=IF(COUNT(L{places['1.1/2']},L{places['1.1']})<2")


def test_a_share_over_units_of_which_some_lack_a_count_names_the_cells_that_take_part(tmp_path: Path) -> None:
    figures = share_figures({"A": ("2", "3"), "B": ("1", ""), "C": ("1", "4")})
    shown, formulas = opened(written(tmp_path / "a.xlsx", figures))
    row = next(row for row in formulas["План-факт"].iter_rows(min_row=4) if row[0].value == "1.3")
    assert row[6].value == "=ROUND(100*SUM(G5:G5,G7:G7)/SUM(G9:G9,G11:G11),1)"
    assert shown["План-факт"][row[6].coordinate].value == 42.9
    # So does the share of the year, which is no share of the two rows above it.
    assert (row[11].value, str(row[-1].value)[:14]) == (42.9, "З початку року")


def test_a_share_of_counts_with_decimals_scales_them_to_whole_numbers(tmp_path: Path) -> None:
    figures = share_figures({"A": ("2.3", "4"), "B": ("", ""), "C": ("", "")}, UnitOfMeasure("год", 2))
    _shown, formulas = opened(written(tmp_path / "a.xlsx", figures))
    row = next(row for row in formulas["План-факт"].iter_rows(min_row=4) if row[0].value == "1.3")
    assert "ROUND(ROUND(10000*G4,0)/ROUND(100*G8,0),1)" in str(row[6].value)


def test_a_share_with_nothing_to_compute_from_says_so_and_is_judged_nowhere(tmp_path: Path) -> None:
    figures = share_figures({"A": ("0", "0"), "B": ("", "∅"), "C": ("0", "0")})
    shown, _formulas = opened(written(tmp_path / "a.xlsx", figures))
    rows = [row for row in plan_rows(shown) if row["Код"] == "1.3" or row["Захід / підрозділ"] in NAMES.values()]
    of_share = rows[-4:]
    assert [row["Виконано"] for row in of_share] == [NO_BASE] * 4
    assert [row["Статус"] for row in of_share] == [f"÷ {NO_BASE}"] * 4
    assert {row["Відхилення"] for row in of_share} == {row["%"] for row in of_share} == {None}
    summary, data = shown["Зведення"], rows_of(shown["Дані"], 1)
    assert (summary["H6"].value, summary["H7"].value) == (1, f"÷ {NO_BASE}")
    assert [row["Виконано"] for row in data if row["Код"] == "1.3"] == [NO_BASE] * 3
    assert NO_BASE in str(shown["Підрозділи"]["A2"].value)
    assert [cell.value for cell in shown["Підрозділи"]["H"][4:7]] == ["÷"] * 3
    assert shown["Недовиконання"]["A4"].value == "Недовиконання немає: усе, що подано, відповідає плану."


def test_a_report_in_which_every_share_has_a_base_does_not_speak_of_it(tmp_path: Path) -> None:
    for name, figures in (("a", measured_figures(1)), ("b", FULL.figures)):
        shown, _formulas = opened(written(tmp_path / f"{name}.xlsx", figures))
        texts = {str(cell.value) for sheet in shown for row in sheet.iter_rows() for cell in row}
        assert not [text for text in texts if NO_BASE in text]


def test_control_totals_add_only_rows_of_one_unit_of_measure_whose_units_add_up(
    books: Books,
) -> None:
    sheet = books[1]["Підпис"]
    rows = [[cell.value for cell in row[1:6]] for row in sheet.iter_rows()]
    top = next(at for at, row in enumerate(rows) if row[4] == "Контроль")
    controls = {str(row[0]): row[1:] for row in rows[top + 1 :] if row[4] == "✓"}
    assert list(controls) == [
        f"{name}{unit}"
        for unit in ("", ", прим.", ", год", ", грн")
        for name in ("План", "Виконано", "Виконано з початку року")
    ]
    hours = sum((Decimal(str(x)) for name in ("hours", "duty") for x in said(name, 1).values()), Decimal())
    assert [exact(value) for value in controls["Виконано, год"][:3]] == [hours] * 3
    assert [exact(value) for value in controls["План, грн"][:2]] == [Decimal("40000.5")] * 2


@pytest.mark.office
def test_a_control_notices_a_number_of_one_sheet_that_another_does_not_have(
    tmp_path: Path, office: Callable[..., Path]
) -> None:
    path = written(tmp_path / "a.xlsx", measured_figures(1))
    book = load_workbook(path)
    row = next(row for row in book["Дані"].iter_rows() if row[1].value == "1.4")
    row[6].value = float(str(row[6].value)) + 0.01
    book.save(path)
    sheet = look_at(office(path, "xlsx"), values=True)["Підпис"]
    controls = {str(row[1].value): row[5].value for row in sheet.iter_rows()}
    assert controls["Виконано, год"] == "✓"
    assert str(controls["Виконано, грн"]).split() == ["✗", "−0.01", "0"]


def test_phrases_show_numbers_in_the_unit_of_their_row(books: Books) -> None:
    shown = plan_fact(books[2])
    assert shown["1.3", ""]["Статус"] == (
        "▼ недовиконано щонайменше на 12,3\u00a0год, ще невідомо 12,5\u00a0год · без: Овруцьке бюро"
    )
    worst = {quarter: str(books[quarter]["Зведення"]["A2"].value) for quarter in QUARTERS}
    assert worst[2].startswith("Найгірше: 1.4 Закупівля пального службовим автомобілям — виконано 12\u00a0345,67")
    assert worst[2].endswith("а мало бути не більше 5000\u00a0грн · Малинське бюро")
    assert "виконано 0\u00a0% із 85\u00a0%, бракує 85\u00a0%" in worst[4]
    unknown = [row["Ще невідомо"] for row in rows_of(books[2]["Недовиконання"], 3) if row["Код"] == "1.3"]
    assert unknown[:2] == ["12,5\u00a0год · Овруцьке бюро"] * 2


def test_the_sheet_says_how_units_make_the_centre_and_that_a_mean_has_no_weights(
    books: Books,
) -> None:
    shown = plan_fact(books[1])
    assert shown["2.1", ""]["По підрозділах"] == "середнє за підрозділами"
    assert shown["1.1/3", ""]["По підрозділах"] == "обчислено: 1.1/2 від 1.1"
    assert "Середнє — без ваг, за підрозділами, що подали число." in str(books[1]["План-факт"]["A2"].value)
    assert shown["1.3", ""]["Показник"] == "тривалість консультувань (год)"


def test_a_figure_that_lacks_a_return_has_a_star_after_its_unit(
    books: Books,
) -> None:
    sheet = books[2]["План-факт"]
    stars = {row[0].value: row[11].number_format for row in sheet.iter_rows(min_row=4) if row[0].value in BY_CODE}
    assert (stars["1.1"], stars["1.1/3"], stars["1.4"]) == ('0" *"', '#,##0.0" % *"', '#,##0.00" *"')


def test_a_plan_of_whole_things_that_add_up_has_no_columns_for_units_of_measure(tmp_path: Path) -> None:
    shown, _formulas = opened(written_of(tmp_path / "a.xlsx", FULL))
    for name, top in (("План-факт", 3), ("Дані", 1)):
        assert not {"Одиниця", "По підрозділах"} & {cell.value for cell in shown[name][top]}


@pytest.mark.parametrize("language", ["uk", "en"])
def test_no_validator_finds_anything_in_either_language(tmp_path: Path, language: str) -> None:
    use_language(language)
    path = written(tmp_path / "a.xlsx", measured_figures(4))
    assert OpenXmlValidator().validate(path).errors == []


def test_the_sheet_of_changes_shows_decimals_in_the_unit_of_their_row(tmp_path: Path) -> None:
    edition = Edition(QUARTER, 2, MADE, "І. Коваль", "уточнення", 1, 1, "")
    old, new = Decimal("12.5"), Decimal("13.7")
    change = FigureChange("1.3", "Захід", "Бюро", DONE, old, new, (), UnitOfMeasure("год", 1))
    gone = replace(change, key="1.4", old=Status.NO_BASE.value, new=Decimal("66.7"), unit_of_measure=PERCENTAGE)
    contents = replace(contents_of(measured_figures(1)), edition=edition)
    path = tmp_path / "a.xlsx"
    write_report(path, contents, MADE, None, Restatement(edition, replace(edition, number=1), (change, gone)))
    rows = list(look_at(path)["Що змінилося"].iter_rows(min_row=7, max_row=8, values_only=True))
    assert [row[3] for row in rows] == ["12,5\u00a0год → 13,7\u00a0год", f"{NO_BASE} → 66,7\u00a0%"]


def test_percentages_of_units_that_followed_each_other_are_not_added_up_by_a_formula(tmp_path: Path) -> None:
    _shown, formulas = opened(written(tmp_path / "a.xlsx", followed_figures()))
    row = next(row for row in formulas["План-факт"].iter_rows(min_row=4) if row[0].value == "1.1")
    assert [cell.data_type for cell in (row[6], row[11])] == ["f", "n"]
