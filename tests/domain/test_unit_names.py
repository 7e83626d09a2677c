"""A name of a unit begins with its head noun; its words tell its nominative, its kind and what sets it apart."""

import pytest
from hypothesis import given

from tests.support.any_text import any_text
from xlplan.domain.plan import UnitKind
from xlplan.domain.unit_names import UnitName, is_head, read_unit_name

OFFICE, BUREAU, DEPARTMENT = UnitKind.OFFICE, UnitKind.BUREAU, UnitKind.DEPARTMENT
NAMES = [
    ("Хорошівського БПД", "Хорошівське БПД", BUREAU),
    ("Полтавського МЦ", "Полтавський МЦ", OFFICE),
    ("Запорізьким бюро правової допомоги", "Запорізьке бюро правової допомоги", BUREAU),
    ("Білоцерківського місцевого центру", "Білоцерківський місцевий центр", OFFICE),
    ("Одеській службі", "Одеська служба", DEPARTMENT),
    ("Кропивницьким відділом", "Кропивницький відділ", DEPARTMENT),
    ("Другого бюро", "Друге бюро", BUREAU),
    ("Бюро № 2", "Бюро № 2", BUREAU),
    ("2-го бюро", "2-ге бюро", BUREAU),
    ("«Вінницьке бюро правничої допомоги»", "Вінницьке бюро правничої допомоги", BUREAU),
    ("сектору «Вінницьке бюро правової допомоги»", "сектор «Вінницьке бюро правової допомоги»", BUREAU),
    ("відділу правопросвітництва", "відділ правопросвітництва", DEPARTMENT),
    ("відділу (сектору) кадрів", "відділ (сектору) кадрів", DEPARTMENT),
    (
        "відділом фінансів, бухгалтерського обліку та звітності",
        "відділ фінансів, бухгалтерського обліку та звітності",
        DEPARTMENT,
    ),
    ("відділу роботи з бюро", "відділ роботи з бюро", DEPARTMENT),
    ("ВІДДІЛУ КАДРІВ", "ВІДДІЛ КАДРІВ", DEPARTMENT),
    ("Управлінням соціального захисту", "Управління соціального захисту", DEPARTMENT),
    ("Бухгалтерією", "Бухгалтерія", DEPARTMENT),
    ("загальної канцелярії", "загальна канцелярія", DEPARTMENT),
    ("прес-служби центру", "прес-служба центру", DEPARTMENT),
    ("керівництва центру", "керівництво центру", OFFICE),
    ("центрального апарату", "центральний апарат", OFFICE),
    ("ЛБ КМЦ", "ЛБ КМЦ", OFFICE),
    ("Legal department", "Legal department", DEPARTMENT),
    ("the Lviv bureau", "Lviv bureau", BUREAU),
    (
        "Department of Finance, Accounting and Reporting",
        "Department of Finance, Accounting and Reporting",
        DEPARTMENT,
    ),
    ("Head Office", "Head Office", OFFICE),
    ("відд. кадрів", "відд. кадрів", DEPARTMENT),
    ("Bureau No. 2", "Bureau No. 2", BUREAU),
    ("Operations Division (Kyiv)", "Operations Division (Kyiv)", DEPARTMENT),
]


def read(text: str) -> UnitName:
    unit = read_unit_name(text)
    assert unit
    return unit


@pytest.mark.parametrize(("typed", "name", "kind"), NAMES)
def test_a_name_is_put_into_the_nominative_and_its_head_noun_tells_the_kind(
    typed: str, name: str, kind: UnitKind
) -> None:
    unit = read(typed)
    assert (unit.name, unit.kind) == (name, kind)


@pytest.mark.parametrize(("typed", "name", "_kind"), NAMES)
def test_the_nominative_of_a_name_is_read_as_it_is(typed: str, name: str, _kind: UnitKind) -> None:
    one, other = read(typed), read(name)
    assert (other.name, other.key) == (name, one.key)
    assert other.is_read


@pytest.mark.parametrize(
    "text",
    [
        *("за дорученням директора", "керівник", "головний спеціаліст", "О.В. Коваленко", "Олена КОВАЛЬ"),
        *("начальник відділу кадрів", "завідувач сектору", "Директор центру", "заступник керівника управління"),
        *("бюджет", "відділи", "центри", "лекції", "", "12", "—"),
        *("Head of the legal department", "director", "department store of goods", "the whole staff"),
    ],
)
def test_a_text_that_does_not_begin_with_the_noun_of_a_unit_is_no_unit(text: str) -> None:
    assert read_unit_name(text) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Хорошівське БПД", "Хорошівського бюро правової допомоги"),
        ("Хорошівське бюро", "Хорошівське бюро ПД"),
        ("Хорошівське бюро правничої допомоги", "Хорошівське бюро правової допомоги"),
        ("Коростенський МЦ", "Коростенського місцевого центру з надання безоплатної вторинної правової допомоги"),
        ("відділ безплатної правової допомоги", "Відділ безоплатної правової допомоги"),
        ("відділ надання БВПД", "відділ надання безоплатної вторинної правової допомоги"),
        ("керівництво", "Керівництво центру"),
        ("відд. кадрів", "відділу кадрів"),
        ("бюро «Хорошівське»", "Бюро Хорошівське"),
        ("Legal department", "legal Department"),
        ("Відділ\u00a0кадрів", "відділ кадрів"),
    ],
)
def test_spellings_of_one_unit_share_a_key(one: str, other: str) -> None:
    assert read(one).key == read(other).key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Бюро № 1", "Бюро № 2"),
        ("Перше бюро", "Друге бюро"),
        ("Хорошівське БПД", "Хорошівський МЦ"),
        ("Київський МЦ", "Київський РЦ"),
        ("відділ кадрів", "сектор кадрів"),
        ("Іванківське бюро", "Іванівське бюро"),
        ("Lviv office", "Kyiv office"),
    ],
)
def test_two_units_have_two_keys(one: str, other: str) -> None:
    assert read(one).key != read(other).key


@given(any_text(60))
def test_any_text_is_read_and_a_name_reads_as_itself(text: str) -> None:
    unit = read_unit_name(text)
    if unit:
        again = read_unit_name(unit.name)
        assert again
        assert (again.name, again.key) == (unit.name, unit.key)


def test_the_noun_of_a_unit_is_known_in_every_case() -> None:
    assert all(map(is_head, ("відділу", "Центром", "БПД", "КМЦ", "bureau")))
    assert not any(map(is_head, ("кадрів", "бпд", "легенда", "law")))
