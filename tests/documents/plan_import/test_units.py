"""The units of a plan are those that its executors' column names, each once, with what is proposed of them."""

from collections.abc import Mapping

import pytest

from tests.support.paths import ROOT
from xlplan.documents.plan_import.units import UnitsFound, find_units, read_executors
from xlplan.domain.plan import UnitKind

OFFICE, BUREAU, DEPARTMENT = UnitKind.OFFICE, UnitKind.BUREAU, UnitKind.DEPARTMENT
KOROSTEN = (
    *("Працівники Хорошівського БПД", "Працівники Лугинського БПД\nПрацівники Народицького БПД"),
    *("Працівники Овруцького БПД\nПрацівники Лугинського БПД", "Працівники Коростенського МЦ"),
    *("Працівники Малинського БПД", "Працівники Коростенського МЦ та бюро ПД"),
)
LIVOBEREZHNYI = (
    *("відділ безоплатної правової допомоги", "керівництво центру, відділ безоплатної правової допомоги"),
    "відділ безоплатної правової допомоги, відділ фінансів, бухгалтерського обліку та звітності",
)
OTHER_CENTRE = (
    *(
        "Усі бюро",
        "Працівники Верхівського БПД; працівники Озерянського БПД",
        "Всі бюро",
        "за дорученням директора",
    ),
    *("Відділ організації надання БВПД, Приліснянське БПД", "Відділ правопросвітництва; усі бюро", "Усі бюро"),
    *("Озерянське БПД\nСосницьке БПД", "Усі структурні підрозділи", "відділу правопросвітництва"),
)


def names(found: UnitsFound) -> list[str]:
    return [unit.name for unit in found.units]


def columns(found: UnitsFound, code: str) -> Mapping[str, list[str]]:
    """Return the columns of the doubts of one kind by the name of the unit."""
    return {found.units[at].name: [column] for at, column, doubt in found.doubts if doubt.code == code}


def test_the_units_of_the_centre_with_bureaus_are_those_of_its_plan() -> None:
    found = find_units(KOROSTEN)
    group = "Коростенський МЦ та бюро ПД"
    expected = ["Коростенський МЦ", "Хорошівське БПД", "Лугинське БПД", "Народицьке БПД", "Овруцьке БПД"]
    assert [(unit.name, unit.kind, unit.groups) for unit in found.units] == [
        (name, BUREAU if "БПД" in name else OFFICE, (group,)) for name in (*expected, "Малинське БПД")
    ]
    listed = (ROOT / "examples/korosten-2021-q2/plan/2021-Q2-units.csv").read_text("utf-8")
    assert [line.split(",")[1] for line in listed.splitlines()[1:]] == names(found)


def test_the_units_of_the_centre_with_departments_are_those_of_its_plan() -> None:
    found = find_units(LIVOBEREZHNYI)
    assert [(unit.code, unit.name, unit.kind, unit.groups) for unit in found.units] == [
        ("KER", "керівництво центру", OFFICE, ()),
        ("BPD", "відділ безоплатної правової допомоги", DEPARTMENT, ()),
        ("FIN", "відділ фінансів, бухгалтерського обліку та звітності", DEPARTMENT, ()),
    ]


def test_groups_mean_the_units_that_the_plan_names() -> None:
    found = find_units(OTHER_CENTRE)
    bureaus = ("Верхівське БПД", "Озерянське БПД", "Приліснянське БПД", "Сосницьке БПД")
    assert {unit.name: unit.groups for unit in found.units} == {
        **dict.fromkeys(bureaus, ("Усі бюро", "Усі структурні підрозділи")),
        "Відділ організації надання БВПД": ("Усі структурні підрозділи",),
        "Відділ правопросвітництва": ("Усі структурні підрозділи",),
    }
    assert [doubt.code for _at, column, doubt in found.doubts if column == "groups"] == [
        "import-group-proposed"
    ] * 2


def test_a_cell_names_units_as_the_list_spells_them() -> None:
    found = find_units(OTHER_CENTRE)
    read = [[each.name for each in read_executors(text, found)] for text in OTHER_CENTRE]
    assert read[1] == ["Верхівське БПД", "Озерянське БПД"]
    assert read[2] == ["Усі бюро"]
    assert read[5] == ["Відділ правопросвітництва", "Усі бюро"]
    assert read[-1] == ["Відділ правопросвітництва"]


def test_a_text_that_is_no_unit_is_kept_and_asked() -> None:
    found = find_units(OTHER_CENTRE)
    (executor,) = read_executors("за дорученням директора", found)
    assert (executor.name, executor.is_known) == ("за дорученням директора", False)
    assert executor.doubt
    assert executor.doubt.code == "import-executor-unclear"
    assert found.unclear == ("за дорученням директора",)


def test_a_group_of_which_the_plan_names_no_unit_is_asked() -> None:
    found = find_units(["Усі бюро", "відділ кадрів"])
    (executor,) = read_executors("усі бюро", found)
    assert executor.doubt
    assert executor.doubt.code == "import-group-empty"
    assert names(found) == ["відділ кадрів"]
    assert found.units[0].groups == ()


def test_a_name_that_is_made_is_proposed_and_one_that_is_read_is_not() -> None:
    found = find_units(["Працівники Полтавського МЦ", "Працівники Запорізького бюро", "Запорізьке бюро"])
    assert columns(found, "import-unit-name-proposed") == {"Полтавський МЦ": ["name"]}


def test_code_and_kind_of_every_unit_are_proposed() -> None:
    found = find_units(LIVOBEREZHNYI)
    assert list(columns(found, "import-unit-code-proposed")) == names(found)
    assert list(columns(found, "import-unit-kind-proposed")) == names(found)


def test_the_list_of_units_is_asked_to_be_complete_once() -> None:
    doubts = [
        (at, column) for at, column, doubt in find_units(KOROSTEN).doubts if doubt.code == "import-units-listed"
    ]
    assert doubts == [(0, "name")]


def test_the_most_frequent_spelling_in_the_nominative_is_the_name() -> None:
    texts = [
        "відділу кадрів",
        "відділу кадрів",
        "відділу кадрів",
        "Відділ кадрів",
        "Відділ кадрів",
        "відділ кадрів",
    ]
    found = find_units(texts)
    assert names(found) == ["Відділ кадрів"]
    assert found.seen["Відділ кадрів"] == ("відділу кадрів", "Відділ кадрів", "відділ кадрів")


def test_short_and_long_names_of_a_unit_are_one() -> None:
    texts = ["Одеський МЦ", "Одеського місцевого центру з надання БВПД", "Одеський МЦ", "працівники центру", "МЦ"]
    found = find_units(texts)
    assert names(found) == ["Одеський МЦ"]
    assert {each.name for text in texts for each in read_executors(text, found)} == {"Одеський МЦ"}


def test_a_known_name_of_the_centre_means_its_office() -> None:
    own = ("Центр", "Лівобережний київський місцевий центр", "Лівий берег")
    found = find_units(["Лівий берег", "відділ кадрів", "Лівобережного київського МЦ", "Лівий берег"], own)
    assert [(unit.name, unit.kind) for unit in found.units] == [
        ("Лівий берег", OFFICE),
        ("відділ кадрів", DEPARTMENT),
    ]


def test_several_offices_are_branches_but_for_the_main_one() -> None:
    found = find_units(["Lviv office", "Kyiv office", "Head office"])
    assert [(unit.name, unit.kind) for unit in found.units] == [
        ("Head office", OFFICE),
        ("Lviv office", BUREAU),
        ("Kyiv office", BUREAU),
    ]
    found = find_units(["Одеський МЦ", "Ізмаїльський МЦ", "відділ кадрів"], ["Одеський місцевий центр"])
    assert [unit.kind for unit in found.units] == [OFFICE, BUREAU, DEPARTMENT]


def test_names_that_are_almost_alike_are_asked_and_stay_two() -> None:
    found = find_units(["Іванківське бюро", "Іванівське бюро", "відділ кадрів"])
    assert names(found) == ["Іванківське бюро", "Іванівське бюро", "відділ кадрів"]
    assert columns(found, "import-units-alike") == {"Іванівське бюро": ["name"]}


def test_a_unit_within_the_name_of_another_is_asked() -> None:
    found = find_units(["сектор «Вінницьке бюро правової допомоги»", "Вінницьке бюро правової допомоги"])
    assert list(columns(found, "import-units-alike")) == ["Вінницьке бюро правової допомоги"]


def test_codes_are_distinct() -> None:
    found = find_units(["Корюківське бюро", "Коростенський МЦ", "Корсунське бюро", "відділ кадрів"])
    codes = [unit.code for unit in found.units]
    assert len(set(codes)) == len(codes)
    assert all(2 <= len(code) <= 6 and code.isascii() and code.isalnum() and code.isupper() for code in codes)


def test_english_units_and_groups_are_found() -> None:
    texts = [
        *("Legal Department", "Staff of the Lviv bureau", "Department of Finance, Audit and Reports; Lviv bureau"),
        *("All departments", "the director", "legal department", "all bureaus"),
    ]
    found = find_units(texts)
    assert [(unit.name, unit.code, unit.groups) for unit in found.units] == [
        ("Legal Department", "LEG", ("All departments",)),
        ("Lviv bureau", "LVI", ("All departments", "all bureaus")),
        ("Department of Finance, Audit and Reports", "FIN", ("All departments",)),
    ]
    assert found.unclear == ("the director",)


@pytest.mark.parametrize("texts", [[], ["", "—"], ["за потреби"]])
def test_a_plan_without_executors_has_no_units(texts: list[str]) -> None:
    found = find_units(texts)
    assert (found.units, found.doubts) == ((), ())
