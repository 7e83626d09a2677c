"""The units that a workspace knows are found in a plan by their names, and stay its units."""

import pytest

from tests.support.plan_sources import FILE, QUARTER_HEADINGS, QUARTERLY, doubted, grid
from xlplan.documents.plan_import.importer import ImportedPlan, import_source
from xlplan.documents.plan_import.known import KnownCentre
from xlplan.documents.plan_import.source import Source
from xlplan.documents.plan_import.units import find_units, read_executors
from xlplan.domain.new_centre import units_named
from xlplan.domain.plan import Unit, UnitKind
from xlplan.domain.sheets import PLAN, UNITS

ENGLISH = units_named(
    ["Advice", "Housing Advice", "Youth Services", "Finance and Administration", "Volunteers", "Research & Policy"]
)
UKRAINIAN = units_named(
    ["Гаряча лінія", "Житлова консультація", "Молодіжні програми", "Фінанси та адміністрування"]
)


def names(text: str, units: tuple[Unit, ...], others: tuple[str, ...] = ()) -> list[str]:
    """The names in a text of executors; those that mean no unit in brackets."""
    found = find_units([text, *others], units_known=units)
    return [each.name if each.is_known else f"({each.name})" for each in read_executors(text, found)]


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("Youth Services", ["Youth Services"]),
        ("youth  services.", ["Youth Services"]),
        ("Housing Advice & Finance and Administration", ["Housing Advice", "Finance and Administration"]),
        ("Housing Advice and Youth Services", ["Housing Advice", "Youth Services"]),
        ("Youth Services / Research & Policy", ["Youth Services", "Research & Policy"]),
        ("Housing Advice, Volunteers", ["Housing Advice", "Volunteers"]),
        ("Housing Advice together with Youth Services", ["Housing Advice", "Youth Services"]),
        ("Staff of Youth Services", ["Youth Services"]),
        ("Youth Services and the mayor", ["Youth Services", "(the mayor)"]),
        ("Youth Services; Legal Department", ["Youth Services", "Legal Department"]),
    ],
)
def test_a_text_is_cut_by_the_known_names(text: str, known: list[str]) -> None:
    assert names(text, ENGLISH) == known


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("Гаряча лінія", ["Гаряча лінія"]),
        ("Гарячої лінії та молодіжних програм", ["Гаряча лінія", "Молодіжні програми"]),
        ("Житлова консультація і Фінанси та адміністрування", [UKRAINIAN[1].name, UKRAINIAN[3].name]),
        ("Гаряча лінія / Молодіжні програми", ["Гаряча лінія", "Молодіжні програми"]),
        ("Гаряча лінія спільно з Молодіжні програми", ["Гаряча лінія", "Молодіжні програми"]),
        ("Гаряча лінія; відділ кадрів", ["Гаряча лінія", "відділ кадрів"]),
    ],
)
def test_a_text_is_cut_by_the_known_names_in_ukrainian(text: str, known: list[str]) -> None:
    assert names(text, UKRAINIAN) == known


def test_adjectives_that_share_a_noun_are_units_also_where_one_of_them_is_unknown() -> None:
    units = units_named(["Озерянське БПД", "Сосницьке БПД"])

    assert names("Працівники Озерянського та Сосницького БПД, відділ кадрів", units) == [
        "Озерянське БПД",
        "Сосницьке БПД",
        "відділ кадрів",
    ]
    assert names("Озерянське бюро правової допомоги", units) == ["Озерянське БПД"]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("All departments", ENGLISH),
        ("Усі підрозділи", UKRAINIAN),
        ("All teams", units_named(["Advice", "Youth Services"])),
    ],
)
def test_a_group_means_all_known_units(text: str, units: tuple[Unit, ...]) -> None:
    found = find_units([text], units_known=units)

    assert [unit.groups for unit in found.units] == [(text,)] * len(units)


def test_a_group_of_the_known_list_is_that_group_and_is_not_doubted() -> None:
    units = (
        Unit("HOU", "Housing Advice", UnitKind.DEPARTMENT, groups=("Front line",)),
        Unit("FIN", "Finance", UnitKind.DEPARTMENT),
    )

    found = find_units(["Front line", "Finance"], units_known=units)

    assert found.units == units
    assert found.doubts == ()
    assert names("Front line and Finance", units) == ["Front line", "Finance"]


def test_a_new_unit_stands_behind_the_known_ones_with_a_code_of_its_own() -> None:
    known = (Unit("LEG", "Youth Services", UnitKind.DEPARTMENT, email="youth@example.org"),)

    found = find_units(["Legal Department"], units_known=known)

    assert found.units[0] == known[0]
    assert [(unit.code, unit.name) for unit in found.units[1:]] == [("LEG2", "Legal Department")]


def imported(executors: str, units: tuple[Unit, ...]) -> ImportedPlan:
    row = ("1.1 А", "1.1.1 Б", executors, "", "лекції", 5)
    source = Source(FILE, (QUARTERLY, grid(QUARTER_HEADINGS, row)))
    plan = import_source(source, KnownCentre(units=units))
    assert isinstance(plan, ImportedPlan)
    return plan


def test_all_known_units_are_in_the_workbook_and_settled() -> None:
    plan = imported("Youth Services", ENGLISH)

    assert [(row["code"], row["name"]) for row in plan.rows.units] == [(unit.code, unit.name) for unit in ENGLISH]
    assert doubted(plan, UNITS.name) == {}
    assert (0, "responsible") not in doubted(plan, PLAN.name)
    assert plan.rows.plan[0]["responsible"] == "Youth Services"
