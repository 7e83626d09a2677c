"""Beside a known unit a number, a person and a post are read, and told."""

from pathlib import Path

import pytest

from tests.support.plan_workbook import plan_book, planned
from xlplan.documents.plan_reader.details import units_by_name
from xlplan.documents.plan_reader.reader import read_plan
from xlplan.documents.plan_reader.responsible import UnitsByName, persons_in, read_names
from xlplan.domain.plan import Unit, UnitKind

HOR = "Хорошівське БПД"
CENTRE = Unit("APA", "Апарат центру", UnitKind.OFFICE)
MEANT = units_by_name(
    (
        CENTRE,
        Unit("HOR", HOR, UnitKind.BUREAU, groups=("Усі бюро",)),
        Unit("LUG", "Лугинське БПД", UnitKind.BUREAU, groups=("Усі бюро",)),
        Unit("KAD", "Відділ кадрів", UnitKind.DEPARTMENT),
        Unit("LEG", "Legal Department", UnitKind.DEPARTMENT),
        Unit("LVI", "Lviv bureau", UnitKind.BUREAU, groups=("All bureaus",)),
    )
)


def known(text: str, meant: UnitsByName = MEANT) -> list[str]:
    return [name.known for name in read_names(text, meant)]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        (f"{HOR} – 2", [HOR]),
        (f"{HOR} (2); Лугинське БПД (1)", [HOR, "Лугинське БПД"]),
        (f"{HOR} – 2, Лугинське БПД – 1", [HOR, "Лугинське БПД"]),
        (f"{HOR}: 2 заходи", [HOR]),
        (f"2 заходи – {HOR}", [HOR]),
        ("усі бюро – по 2", ["Усі бюро"]),
        ("Lviv bureau – 2 events", ["Lviv bureau"]),
    ],
)
def test_a_number_beside_a_unit_is_seen(text: str, units: list[str]) -> None:
    assert known(text) == units
    assert all(name.has_number for name in read_names(text, MEANT))


@pytest.mark.parametrize(
    ("text", "person"),
    [
        (f"{HOR} - Іваненко", "Іваненко"),
        (f"{HOR} (Іваненко О.П.)", "Іваненко О.П."),
        (f"Іваненко О.П., {HOR}", "Іваненко О.П."),
        (f"{HOR}\nІваненко О.П.", "Іваненко О.П."),
        (f"Іваненко О.П. – {HOR}", "Іваненко О.П."),
        (f"{HOR}, Олег Іваненко", "Олег Іваненко"),
    ],
)
def test_a_person_beside_a_unit_is_left_out(text: str, person: str) -> None:
    assert known(text) == [HOR]
    assert persons_in(text, MEANT) == (person,)


def test_a_person_alone_is_an_unknown_name() -> None:
    assert known("Іваненко О.П.") == [""]
    assert persons_in("Іваненко О.П.", MEANT) == ()


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("Директор", [CENTRE.name]),
        ("заступник директора", [CENTRE.name]),
        ("the director", [CENTRE.name]),
        ("начальник відділу кадрів", ["Відділ кадрів"]),
        ("Head of the Legal Department", ["Legal Department"]),
        ("Начальники бюро", ["Усі бюро"]),
        ("heads of bureaus", ["All bureaus"]),
        ("Директор, начальники бюро", [CENTRE.name, "Усі бюро"]),
        ("Головний бухгалтер", [""]),
        ("начальник відділу зв'язку", [""]),
    ],
)
def test_a_post_is_that_of_the_unit_it_names(text: str, units: list[str]) -> None:
    assert known(text) == units


def test_the_director_is_nobody_known_where_several_units_may_be_meant() -> None:
    two = units_by_name((CENTRE, Unit("ADM", "Адміністрація", UnitKind.OFFICE)))
    assert known("Директор", two) == [""]
    assert known("Директор", units_by_name(())) == [""]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (f"{HOR} – 1", ["plan-number-beside"]),
        (f"{HOR}, Іваненко О.П.", ["plan-name-understood", "plan-person-left-out"]),
        (f"Іваненко О.П., {HOR}", ["plan-person-left-out"]),
        ("Директор", ["plan-official-read"]),
        ("Головний бухгалтер", ["plan-official-unclear"]),
        ("Іваненко О.П.", ["plan-person-alone"]),
        ("chief accountant", ["plan-official-unclear"]),
    ],
)
def test_the_check_of_a_plan_tells_what_stands_beside_units(tmp_path: Path, text: str, codes: list[str]) -> None:
    path = plan_book(tmp_path / "План.xlsx", plan=[planned("1.1", "Лекції", text, "лекції", None, 1)])
    _plan, findings = read_plan(path)
    beside = ("plan-number-", "plan-name-", "plan-person-", "plan-official-", "plan-unit-")
    assert [finding.code for finding in findings if finding.code.startswith(beside)] == codes
