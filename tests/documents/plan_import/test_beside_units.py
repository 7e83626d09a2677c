"""Numbers, persons and posts beside the units of an imported plan: what is proposed, asked and told."""

import pytest

from tests.support.plan_sources import doubted, plan_in, quarter, year
from xlplan.documents.plan_import.importer import ImportedPlan
from xlplan.documents.plan_import.known import KnownCentre, with_known_units
from xlplan.documents.plan_import.source import Source
from xlplan.documents.plan_import.units import find_units, read_executors
from xlplan.domain.plan import Unit, UnitKind
from xlplan.domain.sheets import PLAN, SHARES, UNITS


def plan_of(*cells: str, target: object = 4) -> Source:
    """A plan for a quarter with a measure for each of these texts of executors."""
    rows = (("1.1 А", f"1.1.{at} Б", text, "", "в", target) for at, text in enumerate(cells, start=1))
    return quarter(*rows)  # type: ignore[arg-type]


def units(plan: ImportedPlan) -> list[object]:
    return [row["name"] for row in plan.rows.units]


def shares(plan: ImportedPlan) -> list[tuple[object, ...]]:
    return [(row["unit"], row["quarter"], row["share"]) for row in plan.rows.shares]


@pytest.mark.parametrize(
    "text",
    [
        *("Барське БПД – 1, Жмеринське БПД – 3", "Барське БПД (1); Жмеринське БПД (3)"),
        *("Барське БПД: 1 захід\nЖмеринське БПД: 3 заходи", "1 захід – Барське БПД; 3 заходи – Жмеринське БПД"),
    ],
)
def test_numbers_that_make_up_the_target_are_proposed_as_shares(text: str) -> None:
    plan = plan_in(plan_of(text))

    assert units(plan) == ["Барське БПД", "Жмеринське БПД"]
    assert plan.rows.plan[0]["responsible"] == "Барське БПД; Жмеринське БПД"
    assert shares(plan) == [("Барське БПД", "ІІ", 1), ("Жмеринське БПД", "ІІ", 3)]
    assert doubted(plan, SHARES.name) == {
        (0, "share"): ["import-numbers-proposed"],
        (1, "share"): ["import-numbers-proposed"],
    }


def test_english_numbers_are_shares_too() -> None:
    plan = plan_in(plan_of("Lviv bureau – 1, Kyiv bureau (3 events)"))

    assert units(plan) == ["Lviv bureau", "Kyiv bureau"]
    assert [share for *_part, share in shares(plan)] == [1, 3]


def test_a_number_for_each_of_several_units_is_the_share_of_each() -> None:
    plan = plan_in(plan_of("Барське та Жмеринське БПД – по 2", "усі бюро – по 2"))

    assert [(unit, share) for unit, _quarter, share in shares(plan)] == [
        *(("Барське БПД", 2), ("Жмеринське БПД", 2)) * 2
    ]


@pytest.mark.parametrize(
    "text",
    [
        *("Барське БПД – 1, Жмеринське БПД – 2", "Барське БПД – 4, Жмеринське БПД", "усі бюро – 3"),
        "Барське БПД – 50 %, Жмеринське БПД – 50 %",
    ],
)
def test_numbers_that_do_not_make_up_the_target_are_asked(text: str) -> None:
    plan = plan_in(plan_of(text, "Барське БПД", "Жмеринське БПД"))

    assert shares(plan) == []
    assert units(plan) == ["Барське БПД", "Жмеринське БПД"]
    assert doubted(plan, PLAN.name)[0, "responsible"] == ["import-numbers-asked"]


def test_numbers_hold_for_each_quarter_that_has_their_sum() -> None:
    row = ("1.1 А", "1.1.1 Б", "Барське БПД – 1, Жмеринське БПД – 1", "в", 2, None, 2, None, 4)

    assert shares(plan_in(year(row))) == [
        (unit, quarter, 1) for quarter in ("І", "ІІІ") for unit in ("Барське БПД", "Жмеринське БПД")
    ]


def test_numbers_of_a_year_are_asked_where_nobody_can_tell_the_quarters() -> None:
    row = ("1.1 А", "1.1.1 Б", "Барське БПД – 5, Жмеринське БПД – 3", "в", 2, 2, 2, 2, 8)
    plan = plan_in(year(row))

    assert shares(plan) == []
    assert doubted(plan, PLAN.name)[0, "responsible"] == ["import-numbers-asked"]


@pytest.mark.parametrize(
    "text", ["Барське БПД - Іваненко", "Барське БПД (Іваненко О.П.)", "Іваненко О.П., Барське БПД"]
)
def test_a_person_beside_a_unit_is_left_out_and_told(text: str) -> None:
    plan = plan_in(plan_of(text, "Барське БПД"))

    assert units(plan) == ["Барське БПД"]
    assert plan.rows.plan[0]["responsible"] == "Барське БПД"
    assert [finding.code for finding in plan.findings] == ["import-persons-left-out"]
    assert "Іваненко" in str(plan.findings[0].values)


def test_a_person_alone_is_asked() -> None:
    plan = plan_in(plan_of("Іваненко О.П.", "Барське БПД"))

    assert units(plan) == ["Барське БПД"]
    assert doubted(plan, PLAN.name)[0, "responsible"] == ["import-person-alone"]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("начальник відділу кадрів", "відділ кадрів"),
        ("Директор", "Подільський МЦ"),
        ("Заступник директора", "Подільський МЦ"),
        ("в.о. директора центру", "Подільський МЦ"),
        ("заступник директора з питань БПД", "Подільський МЦ"),
        ("the deputy director", "Подільський МЦ"),
        ("Начальники бюро", "усі бюро"),
        ("керівники бюро правової допомоги", "усі бюро"),
    ],
)
def test_an_official_is_proposed_as_a_unit_or_a_group(text: str, unit: str) -> None:
    plan = plan_in(plan_of(text, "відділ кадрів", "Подільський МЦ", "усі бюро", "усі бюро", "Барське БПД"))

    assert units(plan) == ["Подільський МЦ", "відділ кадрів", "Барське БПД"]
    assert plan.rows.plan[0]["responsible"] == unit
    assert doubted(plan, PLAN.name)[0, "responsible"] == ["import-official-proposed"]


@pytest.mark.parametrize("text", ["Директор", "Заступник директора", "Головний бухгалтер", "the director"])
@pytest.mark.parametrize("others", [("Барське БПД",), ("Подільський МЦ", "адміністрація", "Барське БПД")])
def test_an_official_is_asked_where_no_unit_or_several_may_be_meant(text: str, others: tuple[str, ...]) -> None:
    text = "Головний бухгалтер" if len(others) > 1 and text == "the director" else text
    plan = plan_in(plan_of(text, *others))

    assert plan.rows.plan[0]["responsible"] == text
    assert doubted(plan, PLAN.name)[0, "responsible"] == ["import-official-unclear"]


def test_a_unit_that_the_plan_names_once_is_asked() -> None:
    plan = plan_in(plan_of("Барське БПД", "Барське БПД", "Жмеринське БПД"))

    named = {row: codes for (row, name), codes in doubted(plan, UNITS.name).items() if name == "name"}
    assert named == {0: ["import-units-listed"], 1: ["import-unit-once"]}


@pytest.mark.parametrize(
    "text",
    [
        "Барське БПД (Вінниця)",
        "Барське БПД – 1 квартал",
        "Барське БПД (м. Бар)",
        "Барське БПД - Петров І",
        "Барське БПД: лютий",
    ],
)
def test_a_name_with_more_behind_another_one_is_asked(text: str) -> None:
    codes = [doubt.code for _at, _column, doubt in find_units(["Барське БПД", "Барське БПД", text, text]).doubts]

    assert codes.count("import-units-alike") == 1


def test_a_unit_that_the_centre_does_not_have_so_far_is_asked() -> None:
    known = KnownCentre(units=(Unit("BAR", "Барське БПД", UnitKind.BUREAU),))
    found = with_known_units(find_units(["Барське БПД", "Жмеринське БПД", "Жмеринське БПД"]), known)

    assert [at for at, _column, doubt in found.doubts if doubt.code == "import-unit-new"] == [1]


@pytest.mark.parametrize("name", ["Youth Services", "Барське БПД"])
def test_beside_a_unit_that_the_centre_has_all_is_read_too(name: str) -> None:
    known = (Unit("YOU", name, UnitKind.BUREAU), Unit("APA", "Лівий берег", UnitKind.OFFICE))
    text = f"{name} – 2, Іваненко О.П., Директор"
    found = find_units([text], units_known=known)

    unit, person, official = read_executors(text, found)

    assert (unit.name, unit.number and unit.number.count) == (name, 2)
    assert person.is_person
    assert (official.name, official.is_official) == ("Лівий берег", True)
