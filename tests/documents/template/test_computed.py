"""A computed row of a template: its share is shown and never typed, and the box counts without it."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from msgspec.structs import replace

from tests.documents.template.test_row_state import formula_values, without_cached_values
from tests.support.look_at import look_at
from tests.support.rows_only import rows_only
from tests.support.template_samples import KINDS, MADE, issue
from tests.support.unit_samples import FREE_SHARE, PART, SHARE, WHOLE
from xlplan.documents.template.row_state import count_owed
from xlplan.documents.template.workbook import write_template
from xlplan.domain.issue import IssueRow, RowHistory
from xlplan.domain.plan import AddsUp, Ratio
from xlplan.domain.returned import CellValue
from xlplan.text.translation import use_language

Answers = Mapping[str, Mapping[str, CellValue]]
WHY = "двоє хворіли"
NOTHING, NO_BASE = "потреби не було", "немає з чого рахувати"
WAITING = "· рахується з 1.2.1/2 і 1.2.1"

# part | whole | reason | the cell of the share | what `Стан` says
CASES: tuple[tuple[CellValue, CellValue, str, CellValue, str], ...] = (
    (None, None, "", None, WAITING),
    (49, None, "", None, WAITING),
    (None, 50, "", None, WAITING),
    (49, 50, "", 98, "▲ перевиконано"),
    (57, 60, "", 95, "✓ виконано"),
    (51, 60, "", 85, "▼ −10: вкажіть причину"),
    (51, 60, WHY, 85, "▼ недовиконано"),
    (2, 3, WHY, 66.7, "▼ недовиконано"),
    (1, 16, WHY, 6.3, "▼ недовиконано"),
    (0, 50, "", 0, "▼ −95: вкажіть причину"),
    (0, 0, "", NO_BASE, "÷ немає з чого рахувати"),
    (None, 0, "", NO_BASE, "÷ немає з чого рахувати"),
    (NOTHING, NOTHING, "", NO_BASE, "÷ немає з чого рахувати"),
    (61, 60, "", 101.7, "✗ 1.2.1/2 більше, ніж 1.2.1"),
    (3, 0, "", NO_BASE, "✗ 1.2.1/2 більше, ніж 1.2.1"),
    ("49", 50, "", None, WAITING),
)


def _answers(case: tuple[CellValue, CellValue, str, CellValue, str]) -> Answers:
    return {"1.2.1/2": {"done": case[0]}, "1.2.1": {"done": case[1]}, "1.2.1/3": {"reason": case[2]}}


def _written(folder: Path, *rows: IssueRow, answers: Answers | None = None) -> Path:
    path = folder / "шаблон.xlsx"
    write_template(path, issue(*rows), MADE, answers)
    return path


def _report(path: Path, values: bool = False) -> Any:
    book = rows_only(path, values=True) if values else look_at(path)
    return book["Звіт"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]} of {case[1]}")
def test_the_share_is_computed_from_the_two_counts_and_judged(
    case: tuple[CellValue, CellValue, str, CellValue, str], tmp_path: Path
) -> None:
    sheet = _report(_written(tmp_path, WHOLE, PART, SHARE, answers=_answers(case)), values=True)
    assert (sheet["E8"].value, sheet["I8"].value) == case[3:]


@pytest.mark.office
@pytest.mark.parametrize("language", ["uk", "en"])
def test_libreoffice_computes_what_the_file_already_shows(
    language: str, tmp_path: Path, office: Callable[..., Path]
) -> None:
    use_language(language)
    rows: list[IssueRow] = []
    answers: dict[str, Mapping[str, CellValue]] = {}
    for at, case in enumerate(CASES, start=1):
        keys = {old: old.replace("1.2.1", f"2.{at}") for old in ("1.2.1", "1.2.1/2", "1.2.1/3")}
        ratio = Ratio(keys["1.2.1/2"], keys["1.2.1"])
        past = RowHistory(done=at, adds_up=AddsUp.SUM)
        rows += [
            replace(WHOLE, key=keys["1.2.1"], past=replace(past, done=2 * at)),
            replace(PART, key=keys["1.2.1/2"], past=past if at % 2 else None),
            replace(SHARE, key=keys["1.2.1/3"], ratio=ratio),
        ]
        answers |= {keys[key]: cells for key, cells in _answers(case).items()}
    path = _written(tmp_path, *rows, answers=answers)
    shown = formula_values(path, path)

    computed = formula_values(path, office(without_cached_values(path), "xlsx"))

    assert {cell: None if value == "" else value for cell, value in computed.items()} == shown


def test_the_cell_of_a_share_is_locked_and_its_words_are_not(tmp_path: Path) -> None:
    sheet = _report(_written(tmp_path, WHOLE, PART, SHARE))
    assert sheet["E8"].number_format == '#,##0.0" %"'
    assert "ROUND(E7*100/E6,1)" in sheet["E8"].value
    assert [sheet[f"{column}8"].protection.locked for column in "EFGH"] == [True, False, False, False]


def test_the_hint_of_a_share_says_that_nothing_is_written_there(tmp_path: Path) -> None:
    rules = _report(_written(tmp_path, WHOLE, PART, SHARE)).data_validations.dataValidation
    said = next(rule.prompt for rule in rules if "E8" in rule.sqref)
    assert said.splitlines()[1] == (
        "Рахується само: рядок 1.2.1/2 у відсотках від рядка 1.2.1. Тут нічого не вписуйте."
    )


def test_the_counts_of_a_share_with_a_target_must_be_there_and_those_of_another_need_not(tmp_path: Path) -> None:
    asked = _report(_written(tmp_path, WHOLE, PART, SHARE), values=True)
    free = _report(_written(tmp_path, WHOLE, PART, FREE_SHARE), values=True)
    assert [asked[f"I{at}"].value for at in (6, 7)] == ["… заповніть", "… заповніть"]
    assert [free[f"I{at}"].value for at in (6, 7)] == ["· без кількісного плану", "· без кількісного плану"]


def test_a_share_without_a_target_is_shown_and_not_judged(tmp_path: Path) -> None:
    answers = {"1.2.1": {"done": 50}, "1.2.1/2": {"done": 10}}
    sheet = _report(_written(tmp_path, WHOLE, PART, FREE_SHARE, answers=answers), values=True)
    assert (sheet["E8"].value, sheet["I8"].value) == (20, "· без кількісного плану")


def test_a_share_is_nothing_to_fill_in(tmp_path: Path) -> None:
    rows = (KINDS["split"], WHOLE, PART, SHARE)
    assert count_owed(rows) == 3
    answers: Answers = {"1.2.1": {"done": 60}, "1.2.1/2": {"done": 51}}
    sheet = _report(_written(tmp_path, *rows, answers=answers), values=True)
    assert sheet["G2"].value == (
        "Заповнено 2 з 3 · без причини: 1 · не сказано, що буде зроблено: 1 · можна надсилати: ні"
    )
    explained: Answers = {**answers, "1.1.1": {"done": 2}, "1.2.1/3": {"reason": WHY}}
    sheet = _report(_written(tmp_path, *rows, answers=explained), values=True)
    assert [sheet[cell].value for cell in ("G1", "G2")] == [
        "Можна надсилати",
        "Заповнено 3 з 3 · без причини: 0 · не сказано, що буде зроблено: 1 · можна надсилати: так",
    ]


@pytest.mark.office
def test_the_box_counts_without_the_share_as_one_types(tmp_path: Path, office: Callable[..., Path]) -> None:
    path = _written(tmp_path, KINDS["split"], WHOLE, PART, SHARE)
    book = openpyxl.load_workbook(path)
    for cell, value in (("E7", 60), ("E8", 57)):
        book["Звіт"][cell].value = value
    book.save(path)
    sheet = _report(office(path, "xlsx"), values=True)
    assert (sheet["E9"].value, sheet["I9"].value) == (95, "✓ виконано")
    assert sheet["G2"].value == "Заповнено 2 з 3 · без причини: 0 · можна надсилати: ні"


def test_the_year_so_far_is_a_sum_over_a_sum(tmp_path: Path) -> None:
    rows = (
        replace(WHOLE, past=RowHistory(done=80)),
        replace(PART, past=RowHistory(done=78)),
        replace(SHARE, past=RowHistory(target=95, done=Decimal("97.5"), adds_up=AddsUp.LAST)),
    )
    answers = {"1.2.1": {"done": 60}, "1.2.1/2": {"done": 51}}
    path = _written(tmp_path, *rows, answers=answers)
    shown = [_report(path, values=True)[cell].value for cell in ("J8", "K6", "K7", "K8")]
    assert shown == [95, 140, 129, 92.1]
    assert "ROUND(K7*100/K6,1)" in _report(path)["K8"].value


def test_a_part_above_its_whole_is_coloured_and_the_locked_share_never_is(tmp_path: Path) -> None:
    rules = _report(_written(tmp_path, WHOLE, PART, SHARE)).conditional_formatting
    first = {str(each.sqref): each.rules[0] for each in rules if str(each.sqref) in ("E7", "E8")}
    assert {cell: (rule.formula, rule.stopIfTrue) for cell, rule in first.items()} == {
        "E7": (["AND(ISNUMBER(E7),ISNUMBER(E6),E7>E6)"], True),
        "E8": (["TRUE"], True),
    }
    priorities = [rule.priority for each in rules for rule in each.rules if str(each.sqref) == "E6:E8"]
    assert max(rule.priority for rule in first.values()) < min(priorities)


def test_a_form_that_lacks_one_of_the_two_counts_shows_no_share(tmp_path: Path) -> None:
    sheet = _report(_written(tmp_path, WHOLE, SHARE))
    assert (sheet["E7"].value, sheet["E7"].protection.locked) == (None, True)


def test_the_first_cell_to_fill_is_selected_though_a_share_stands_above_it(tmp_path: Path) -> None:
    assert _report(_written(tmp_path, SHARE, WHOLE, PART)).sheet_view.selection[-1].activeCell == "E7"
