"""What is proposed for a new centre: codes and kinds of units, and the quarter to plan."""

from datetime import date

import pytest

from xlplan.domain.new_centre import latin_letters, propose_code, quarter_to_plan, units_named
from xlplan.domain.plan import UnitKind

OFFICE, BUREAU, DEPARTMENT = UnitKind.OFFICE, UnitKind.BUREAU, UnitKind.DEPARTMENT
UNITS = [
    ("Коростенський МЦ", "KOR", OFFICE),
    ("Хорошівське БПД", "KHO", BUREAU),
    ("Корюківське бюро правової допомоги", "KOR2", BUREAU),
    ("Ялтинське БПД", "YAL", BUREAU),
    ("Відділ кадрів", "KAD", DEPARTMENT),
    ("відділ фінансів, бухгалтерського обліку та звітності", "FIN", DEPARTMENT),
    ("Керівництво центру", "KER", OFFICE),
    ("відділ безоплатної правової допомоги", "BPD", DEPARTMENT),
    ("відділ роботи з бюро", "ROB", DEPARTMENT),
    ("сектор «Вінницьке бюро правової допомоги»", "VIN", BUREAU),
    ("бухгалтерія", "BUK", DEPARTMENT),
    ("Хорошів, бюро", "KHO2", BUREAU),
    ("IT", "IT", DEPARTMENT),
    ("Leeds legal aid bureau", "LEE", BUREAU),
    ("№ 5", "5X", DEPARTMENT),
]


def test_the_code_of_a_unit_is_the_beginning_of_the_word_that_tells_it_from_others() -> None:
    units = units_named(name for name, _code, _kind in UNITS)
    assert [(unit.name, unit.code, unit.kind) for unit in units] == UNITS


def test_a_unit_named_twice_is_one() -> None:
    assert len(units_named(["Хорошівське БПД", " хорошівське  БПД ", ""])) == 1


def test_a_code_that_is_taken_gets_a_number() -> None:
    assert propose_code("Коростенський МЦ", ["KOR", "KOR2"]) == "KOR3"


def test_ukrainian_is_written_in_latin_by_the_national_rule() -> None:
    assert latin_letters("Згорани, Єнакієве, Щербухи") == "ZHORANYIENAKIIEVESHCHERBUKHY"


@pytest.mark.parametrize(
    ("today", "expected"),
    [("2026-01-10", "2026-Q1"), ("2026-02-28", "2026-Q1"), ("2026-03-01", "2026-Q2"), ("2026-12-20", "2027-Q1")],
)
def test_in_the_last_month_of_a_quarter_the_next_one_is_planned(today: str, expected: str) -> None:
    assert str(quarter_to_plan(date.fromisoformat(today))) == expected
