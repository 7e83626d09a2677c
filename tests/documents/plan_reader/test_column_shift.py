"""Columns that stand under wrong headings are one sentence that says which stands where."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.support.plan_workbook import plan_book, planned
from xlplan.documents.plan_reader.reader import interpret_plan
from xlplan.domain.findings.finding import Finding, Severity
from xlplan.text.translation import use_language

HOR, LUG, KOR = "Хорошівське БПД", "Лугинське БПД", "Коростенський МЦ"
TEXTS = ("Лекції у школах району", "Тренінги для юристів громад", "Зустрічі з ветеранами", "Прийом громадян")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "План.xlsx"


def whole_rows() -> list[list[object]]:
    """Rows as they stand under the headings of the sheet."""
    return [
        planned(f"1.1.{at}", text, HOR, "кількість", None, 1, 1, 1, 1, 4) for at, text in enumerate(TEXTS, start=1)
    ]


def faults(path: Path, plan: Sequence[Sequence[object]], shares: Sequence[Sequence[object]] = ()) -> list[Finding]:
    reading = interpret_plan(plan_book(path, plan=plan, shares=shares))
    return [finding for finding in reading.findings if finding.severity is Severity.ERROR]


def test_a_table_one_column_aside_is_one_sentence(path: Path) -> None:
    (fault,) = faults(path, [[None, *row[:-1]] for row in whole_rows()])
    assert (fault.code, fault.location.cell) == ("plan-columns-shifted", "E2")
    assert fault.problem == (
        "Стовпці стоять не під своїми заголовками: коди стоять у стовпці F «Захід»; підрозділи стоять у стовпці "
        "H «Термін»; числа кварталів починаються зі стовпця L «II»; усе на 1 стовпець правіше, ніж треба."
    )


def test_a_table_without_its_first_columns_is_one_sentence(path: Path) -> None:
    (fault,) = faults(path, [row[4:] for row in whole_rows()])
    assert "коди стоять у стовпці A «Напрям»" in fault.problem
    assert "усе на 4 стовпці лівіше" in fault.problem


def test_measures_under_the_codes_are_one_sentence(path: Path) -> None:
    rows: list[list[object]] = [
        [at, "1.1 Доступ", None, "Мета", f"Захід 1.1.{at} {text}", LUG, "кількість", 1, 1, 1, 1, 4]
        for at, text in enumerate(TEXTS, start=1)
    ]
    (fault,) = faults(path, rows)
    assert "заходи стоять у стовпці E «Код»; підрозділи стоять у стовпці F «Захід»" in fault.problem
    assert "під «Код» стоять тексти на зразок «Захід 1.1.1 Лекції у школах району»" in fault.problem


def test_numbers_under_the_codes_are_no_codes_where_codes_and_units_stand_elsewhere(path: Path) -> None:
    rows = [[f"1.{at}", text, HOR, "кількість", 1] for at, text in enumerate(TEXTS, start=1)]
    (fault,) = faults(path, rows)
    assert "коди стоять у стовпці A «Напрям»; підрозділи стоять у стовпці C «Підзавдання»" in fault.problem


def test_numbers_for_codes_beside_numbers_of_tasks_are_no_shift(path: Path) -> None:
    rows = whole_rows()
    for at, row in enumerate(rows, start=1):
        row[1], row[4] = f"1.{at}", at
    assert faults(path, rows) == []


def test_long_texts_alone_under_the_codes_are_told(path: Path) -> None:
    rows = [[None, None, None, None, text, "усі", None, None, "кількість"] for text in TEXTS]
    assert [fault.code for fault in faults(path, rows)] == ["plan-columns-shifted"]


def test_the_sentence_is_in_english_too(path: Path) -> None:
    use_language("en")
    (fault,) = faults(path, [[None, *row[:-1]] for row in whole_rows()])
    assert "the codes stand in the column F “Measure”" in fault.problem
    assert "all of it 1 column too far to the right" in fault.problem


def test_shares_of_a_shifted_plan_are_no_further_faults(path: Path) -> None:
    shares = [["1.1.1", None, KOR, 1, 1, None, None]]
    assert len(faults(path, [[None, *row[:-1]] for row in whole_rows()], shares)) == 1


@pytest.mark.parametrize("number", [1, 2])
def test_a_few_wrong_codes_are_faults_of_their_rows(path: Path, number: int) -> None:
    rows = whole_rows()
    for row in rows[:number]:
        row[4] = "Лекції у школах району"
    assert {fault.code for fault in faults(path, rows)} == {"plan-code-unclear"}


def test_short_words_for_codes_are_faults_of_their_rows(path: Path) -> None:
    rows = whole_rows()
    for row, word in zip(rows, ("перший", "другий", "третій", "четвертий"), strict=True):
        row[4] = word
    assert {fault.code for fault in faults(path, rows)} == {"plan-code-unclear"}


def test_codes_in_the_texts_of_measures_are_no_shift(path: Path) -> None:
    rows = [planned(None, f"Захід 1.1.{at} {text}", HOR, "кількість", None, 1) for at, text in enumerate(TEXTS)]
    assert faults(path, rows) == []


def test_previous_codes_are_no_shift(path: Path) -> None:
    rows = [[*row[:20], f"2.1.{at}"] for at, row in enumerate(whole_rows())]
    assert faults(path, rows) == []
