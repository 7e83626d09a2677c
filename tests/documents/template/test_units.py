"""Rows of percentages, hours and money in a template: the state, the target, the hints, the year so far."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from msgspec.structs import replace

from tests.documents.template.test_row_state import formula_values, without_cached_values
from tests.support.look_at import look_at
from tests.support.template_samples import KINDS, MADE, issue, row
from tests.support.unit_samples import HOURS, MEASURED
from xlplan.documents.template.number_cells import done_to_date_check, target_to_date
from xlplan.documents.template.prefill import entry_cells
from xlplan.documents.template.row_state import state
from xlplan.documents.template.workbook import write_template
from xlplan.domain.entries import Entry, EntryKind
from xlplan.domain.issue import IssueRow, RowHistory
from xlplan.domain.plan import AddsUp
from xlplan.domain.returned import CellValue
from xlplan.domain.target import count_target
from xlplan.domain.unit_of_measure import WHOLE_THINGS, Number, UnitOfMeasure
from xlplan.text.translation import use_language

WHY, SAID = "зламалося авто", "провели прийом"
NUMBER, DECIMALS = "✗ потрібне число", "✗ забагато знаків після коми"
SHARE = "✗ 98, а не 0,98, якщо це 98 %"

# kind of row | done | description | reason | what `Стан` says
CASES: tuple[tuple[str, CellValue, str, str, str], ...] = (
    ("percent", None, "", "", "… заповніть"),
    ("percent", 98, "", "", "✓ виконано"),
    ("percent", 98.5, "", "", "▲ перевиконано"),
    ("percent", 96.5, "", "", "▼ −1,5: вкажіть причину"),
    ("percent", 96.5, "", WHY, "▼ недовиконано"),
    ("percent", 0, "", "", "▼ −98: вкажіть причину"),
    ("percent", 1, "", WHY, "▼ недовиконано"),
    ("percent", 0.98, "", "", SHARE),
    ("percent", 98.55, "", "", DECIMALS),
    ("percent", "98 %", "", "", NUMBER),
    ("percent", -1, "", "", NUMBER),
    ("whole percent", 90, "", "", "✓ виконано"),
    ("whole percent", 90.5, "", "", DECIMALS),
    ("whole percent", 0.9, "", "", SHARE),
    ("percent at most", 0, "", "", "✓ виконано"),
    ("percent at most", 2.5, "", "", "▼ понад межу на 1,5: вкажіть причину"),
    ("hours", None, "", WHY, "… заповніть"),
    ("hours", 5.5, "", "", "✓ виконано"),
    ("hours", 5, "", "", "▼ −0,5: вкажіть причину"),
    ("hours", 5.4, "", "", "▼ −0,1: вкажіть причину"),
    ("hours", 5.6, "", "", "▲ перевиконано"),
    ("hours", 5.55, "", "", DECIMALS),
    ("hours", "5,5", "", "", NUMBER),
    ("hours", -0.5, "", "", NUMBER),
    ("hours at most", 5.5, "", "", "✓ виконано"),
    ("hours at most", 6.3, "", "", "▼ понад межу на 0,8: вкажіть причину"),
    ("hours at most", 6.3, "", WHY, "▼ понад межу на 0,8"),
    ("money", 40.05, "", "", "✓ виконано"),
    ("money", 0.1 + 0.2, "", WHY, "▼ недовиконано"),
    ("money", 40.04, "", "", "▼ −0,01: вкажіть причину"),
    ("money", 40.055, "", "", DECIMALS),
    ("money at most", 11000.5, "", "", "✓ виконано"),
    ("money at most", 11000.51, "", "", "▼ понад межу на 0,01: вкажіть причину"),
    ("days at most", 3, "", "", "✓ виконано"),
    ("days at most", 2.5, "", "", "✗ потрібне ціле число"),
    ("hours on demand", None, "", "", "… число або «потреби не було»"),
    ("hours on demand", 0.5, "", "", "✓ заповнено"),
    ("hours on demand", 0.55, "", "", "✗ число або «потреби не було»"),
    ("hours on demand", "потреби не було", "", "", "∅ потреби не було"),
    ("hours steadily", 2.5, SAID, "", "✓ описано"),
    ("hours steadily", 2.55, SAID, "", DECIMALS),
    ("hours unset", None, "", "", "· без кількісного плану"),
    ("hours unset", 7.5, "", "", "· без кількісного плану"),
    ("hours unset", "сім", "", "", NUMBER),
)


def _answers(case: tuple[str, CellValue, str, str, str]) -> dict[str, CellValue]:
    return dict(zip(("done", "description", "reason"), case[1:4], strict=True))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]} {case[1]!r} {case[3] or '-'}")
def test_the_state_judges_a_number_in_its_unit_of_measure(case: tuple[str, CellValue, str, str, str]) -> None:
    assert state(MEASURED[case[0]], _answers(case)) == case[4]


def test_a_difference_has_the_decimal_sign_of_the_language() -> None:
    use_language("en")
    assert state(MEASURED["hours"], {"done": 5}) == "▼ −0.5: give the reason"


def test_a_target_of_decimals_is_met_within_the_margin_of_its_decimals() -> None:
    hours = MEASURED["hours"]
    assert [state(hours, {"done": done}, 0.9) for done in (5, 4.9)] == ["✓ виконано", "▼ −0,6: вкажіть причину"]


@pytest.mark.office
@pytest.mark.parametrize("language", ["uk", "en"])
def test_libreoffice_computes_what_the_file_already_shows(
    language: str, tmp_path: Path, office: Callable[..., Path]
) -> None:
    use_language(language)
    rows = [replace(MEASURED[case[0]], key=f"1.{at}") for at, case in enumerate(CASES, start=1)]
    answers = {asked.key: _answers(case) for asked, case in zip(rows, CASES, strict=True)}
    path = tmp_path / "шаблон.xlsx"
    write_template(path, issue(*rows), MADE, answers)
    shown = formula_values(path, path)

    computed = formula_values(path, office(without_cached_values(path), "xlsx"))

    assert len(shown) == len(CASES) + 2
    assert computed == shown


@pytest.mark.office
@pytest.mark.parametrize(
    ("kind", "shares", "says"),
    [
        ("percent", (0.98, "0%"), "✓ виконано"),
        ("percent", (1, "0%"), "▲ перевиконано"),
        ("percent", (0.965, "0.0%"), "▼ −1,5: вкажіть причину"),
        ("percent at most", (0.005, "0.00%"), "✓ виконано"),
        ("hours", (0.98, "0%"), NUMBER),
    ],
)
def test_a_cell_that_shows_a_percentage_is_judged_as_it_is_seen(
    kind: str, shares: tuple[float, str], says: str, tmp_path: Path, office: Callable[..., Path]
) -> None:
    path = tmp_path / "шаблон.xlsx"
    write_template(path, issue(MEASURED[kind]), MADE)
    book = openpyxl.load_workbook(path)
    cell = book["Звіт"]["E6"]
    cell.value, cell.number_format = shares
    book.save(path)
    assert look_at(office(path, "xlsx"), values=True)["Звіт"]["I6"].value == says


@pytest.mark.parametrize(
    ("kind", "value", "form", "indicator"),
    [
        ("percent", 98, '0.0" %"', "задоволених клієнтів"),
        ("hours", 5.5, "0.0", "тривалість прийому (год)"),
        ("money at most", 11000.5, '"≤ "#,##0.00', "витрати (грн)"),
        ("days at most", 3, '"≤ "#,##0', "строк (днів)"),
    ],
)
def test_a_target_is_a_number_with_its_decimals_and_its_unit_stands_beside_it(
    kind: str, value: float, form: str, indicator: str, tmp_path: Path
) -> None:
    sheet = _sheet(tmp_path, MEASURED[kind])
    form = form.replace("0.0", "#,##0.0") if form.startswith("0.0") else form
    shown = sheet["D6"].value, sheet["D6"].number_format, sheet["C6"].value
    assert shown == (value, form, indicator)


@pytest.mark.parametrize(
    ("kind", "lines"),
    [
        ("percent", ["За планом: 98 %.", "Відсотки числом без знака, не більше одного знака після коми: 98,5."]),
        ("hours", ["За планом: 5,5 год.", "Число (год), не більше одного знака після коми: 5,5."]),
        (
            "money at most",
            [
                "За планом: не більше 11 000,50 грн.",
                "Число (грн), не більше двох знаків після коми: 40,05.",
            ],
        ),
        ("days at most", ["За планом: не більше 3 днів.", "Число (днів), лише цілі числа: 5."]),
    ],
)
def test_the_hint_says_how_a_number_is_written(kind: str, lines: list[str], tmp_path: Path) -> None:
    said = _rule(_sheet(tmp_path, MEASURED[kind]), "E6").prompt.replace("\u00a0", " ").splitlines()
    assert [said[0], said[-1]] == lines


def test_a_cell_of_decimals_refuses_by_the_rule_of_the_check_and_says_so(tmp_path: Path) -> None:
    rule = _rule(_sheet(tmp_path, MEASURED["hours"]), "E6")
    assert rule.formula1 == "IF(ISNUMBER(E6),AND(E6>=0,NOT(E6>1000000000),ROUND(E6,1)=E6),FALSE)"
    assert (rule.type, rule.errorStyle or "stop", rule.errorTitle) == ("custom", "stop", "Потрібне число")
    assert rule.error.splitlines()[0] == "Число (год), не більше одного знака після коми: 5,5."


def test_a_cell_of_percentages_lets_a_share_pass_for_98_with_its_sign_comes_as_one(tmp_path: Path) -> None:
    rule = _rule(_sheet(tmp_path, MEASURED["percent"]), "E6")
    assert rule.formula1 == "IF(ISNUMBER(E6),AND(E6>=0,NOT(E6>1000000000),OR(E6<1,ROUND(E6,1)=E6)),FALSE)"


def test_the_columns_of_numbers_are_as_wide_as_the_longest_of_them(tmp_path: Path) -> None:
    row = replace(MEASURED["money at most"], target=count_target(Decimal("12345678.9")))
    wide = _sheet(tmp_path, row).column_dimensions["D"]
    # One element says the width of all columns from `min` to `max`.
    assert (wide.width >= len("≤ 12 345 678,90") * 1.1, wide.max) == (True, 5)
    assert round(_sheet(tmp_path, KINDS["split"]).column_dimensions["D"].width) == 12


def test_an_entry_cell_has_no_number_format_so_that_a_typed_percentage_keeps_its_sign(tmp_path: Path) -> None:
    sheet = _sheet(tmp_path, *MEASURED.values())
    assert {sheet.cell(6 + at, 5).number_format for at in range(len(MEASURED))} == {"General"}


def test_no_message_is_longer_than_excel_allows(tmp_path: Path) -> None:
    long = replace(MEASURED["money at most"], unit_of_measure=UnitOfMeasure("дуже довга одиниця виміру", 4))
    rules = _sheet(tmp_path, long, *MEASURED.values()).data_validations.dataValidation
    assert max(len(each.prompt or "") for each in rules) <= 255
    assert max(len(each.error or "") for each in rules) <= 255
    assert not [each.prompt for each in rules if (each.prompt or "").endswith("…")]


def test_rows_of_whole_things_ask_and_refuse_as_ever(tmp_path: Path) -> None:
    rule = _rule(_sheet(tmp_path, KINDS["split"]), "E6")
    assert (rule.type, rule.formula1, rule.formula2) == ("whole", "0", "1000000")
    assert rule.prompt == (
        "За планом: 2.\nВпишіть число; якщо нічого не було, впишіть 0.\nМенше, ніж заплановано? Вкажіть причину."
    )


# the history | unit of measure | typed | formula | shown
TO_DATE: tuple[tuple[RowHistory, UnitOfMeasure, CellValue, str, CellValue], ...] = (
    (RowHistory(done=4), WHOLE_THINGS, 3, "IF(ISNUMBER(E),E+4,4)", 7),
    (RowHistory(done=Decimal("10.1")), HOURS, 0.2, "IF(ISNUMBER(E),ROUND(E+10.1,1),10.1)", 10.3),
    (RowHistory(done=Decimal("10.1")), HOURS, None, "IF(ISNUMBER(E),ROUND(E+10.1,1),10.1)", 10.1),
    (
        RowHistory(done=Decimal("11.5"), adds_up=AddsUp.MEAN, done_quarters=2),
        HOURS,
        5.5,
        "IF(ISNUMBER(E),ROUND((E+11.5)/3,1),5.8)",
        5.7,
    ),
    (
        RowHistory(done=Decimal("11.5"), adds_up=AddsUp.MEAN, done_quarters=2),
        HOURS,
        None,
        "IF(ISNUMBER(E),ROUND((E+11.5)/3,1),5.8)",
        5.8,
    ),
    (RowHistory(adds_up=AddsUp.MEAN), HOURS, 5.5, 'IF(ISNUMBER(E),E,"")', 5.5),
    (RowHistory(done=Decimal("5.5"), adds_up=AddsUp.LAST), HOURS, 6.5, "IF(ISNUMBER(E),E,5.5)", 6.5),
)


@pytest.mark.parametrize(("past", "unit", "typed", "formula", "shown"), TO_DATE)
def test_the_year_so_far_adds_up_exactly_and_means_over_the_quarters_with_a_number(
    past: RowHistory, unit: UnitOfMeasure, typed: CellValue, formula: str, shown: CellValue
) -> None:
    check = done_to_date_check(past, unit)
    done = typed if isinstance(typed, int | float) else None
    assert (check.excel({"done": "E"}), check.value({"done": done})) == (formula, shown)


@pytest.mark.parametrize(
    ("past", "shown"),
    [
        (RowHistory(target=Decimal("5.5")), Decimal("11.6")),
        (RowHistory(target=Decimal("11.5"), adds_up=AddsUp.MEAN, target_quarters=2), Decimal("5.9")),
        (RowHistory(target=Decimal("5.5"), adds_up=AddsUp.LAST), Decimal("6.1")),
        (RowHistory(adds_up=AddsUp.MEAN), Decimal("6.1")),
    ],
)
def test_the_plan_of_the_year_adds_up_by_the_rule_of_the_row(past: RowHistory, shown: Number) -> None:
    asked = row("1", count_target(Decimal("6.1")), unit_of_measure=HOURS, past=past)
    assert target_to_date(asked) == shown


def test_the_year_so_far_is_shown_with_the_decimals_of_its_row(tmp_path: Path) -> None:
    asked = replace(MEASURED["percent"], past=RowHistory(target=196, done=Decimal("190.5"), adds_up=AddsUp.MEAN))
    past = RowHistory(196, Decimal("190.5"), AddsUp.MEAN, target_quarters=2, done_quarters=2)
    sheet = _sheet(tmp_path, replace(asked, past=past))
    assert [(sheet[cell].value, sheet[cell].number_format) for cell in ("J6",)] == [(98, '#,##0.0" %"')]
    assert sheet["K6"].number_format == '#,##0.0" %"'


def test_a_promise_names_what_was_missing_in_its_unit(tmp_path: Path) -> None:
    past = RowHistory(shortfall=Decimal("0.5"), promised="візьмемо помічника")
    sheet = _sheet(tmp_path, replace(MEASURED["hours"], past=past))
    assert sheet["I6"].value == "Минулого кварталу бракувало 0,5\u00a0год. Обіцяно: візьмемо помічника"


def test_a_carried_answer_has_the_digits_that_were_reported(tmp_path: Path) -> None:
    asked = (MEASURED["money"], MEASURED["percent"])
    carried = [Entry(row.key, EntryKind.NUMBER, Decimal("40.05")) for row in asked]
    path = tmp_path / "шаблон.xlsx"
    write_template(path, issue(*asked), MADE, entry_cells(carried))
    sheet = look_at(path)["Звіт"]
    assert [sheet[cell].value for cell in ("E6", "E7")] == [40.05, 40.05]


def _sheet(folder: Path, *rows: IssueRow) -> Any:
    path = folder / "шаблон.xlsx"
    write_template(path, issue(*rows), MADE)
    return look_at(path)["Звіт"]


def _rule(sheet: Any, cell: str) -> Any:
    return next(each for each in sheet.data_validations.dataValidation if cell in each.sqref)
