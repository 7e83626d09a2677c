"""A name in the executors' column ends where the next one begins as a unit or a group does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlplan.documents.plan_import.executors import NamePart, read_name_parts

TWO_LINES = "Працівники Лугинського БПД\nПрацівники Народицького БПД"
FINANCE = "відділ фінансів, бухгалтерського обліку та звітності"


def names(text: str) -> list[str]:
    return [name_of(part) for part in read_name_parts(text)]


def name_of(part: NamePart) -> str:
    if part.group:
        return f"[{part.group.name}]"
    return part.unit.name if part.unit else f"? {part.seen}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (TWO_LINES, ["Лугинське БПД", "Народицьке БПД"]),
        ("Працівники Верхівського БПД; працівники Озерянського БПД", ["Верхівське БПД", "Озерянське БПД"]),
        ("Працівники Овруцького БПД Працівники Хорошівського БПД", ["Овруцьке БПД", "Хорошівське БПД"]),
        ("Озерянське БПД\nСосницьке БПД", ["Озерянське БПД", "Сосницьке БПД"]),
        ("Відділ кадрів та юридичний відділ", ["Відділ кадрів", "юридичний відділ"]),
        ("відділу кадрів і юридичного відділу", ["відділ кадрів", "юридичний відділ"]),
        ("перший відділ, другий відділ", ["перший відділ", "другий відділ"]),
        ("Хорошівське БПД / Лугинське БПД", ["Хорошівське БПД", "Лугинське БПД"]),
        ("Відділ кадрів спільно з відділом зв'язку", ["Відділ кадрів", "відділ зв'язку"]),
        ("Відділ кадрів, а також сектор зв'язку", ["Відділ кадрів", "сектор зв'язку"]),
        ("- Відділ кадрів\n- Бюро № 2", ["Відділ кадрів", "Бюро № 2"]),
        ("1. Відділ кадрів\n2) Бюро № 2", ["Відділ кадрів", "Бюро № 2"]),
        ("Відповідальні: відділ кадрів, Друге бюро", ["відділ кадрів", "Друге бюро"]),
        ("спеціалісти відділу кадрів", ["відділ кадрів"]),
        ("Усі працівники Хорошівського БПД", ["Хорошівське БПД"]),
        ("сектор «Вінницьке бюро правової допомоги», «Друге бюро»", None),
    ],
)
def test_names_of_units_are_told_apart(text: str, expected: list[str] | None) -> None:
    assert names(text) == (expected or ["сектор «Вінницьке бюро правової допомоги»", "Друге бюро"])


@pytest.mark.parametrize(
    "text",
    [
        FINANCE,
        "відділ документообігу та управління персоналом",
        "відділ по роботі з центрами та бюро",
        "сектор комунікацій і групи підтримки",
        "відділ правової допомоги та координації роботи бюро",
        "відділ «Освіта, наука і спорт»",
        "відділ кадрів (м. Київ, вул. Миру)",
        "Department of Finance, Accounting and Reporting",
        "Department of Finance and Administration",
        "Legal Aid and Outreach Department",
    ],
)
def test_a_name_with_commas_and_conjunctions_is_one(text: str) -> None:
    assert names(text) == [text]


def test_a_name_with_commas_is_told_from_the_one_before() -> None:
    assert names(f"відділ безоплатної правової допомоги, {FINANCE}") == [
        "відділ безоплатної правової допомоги",
        FINANCE,
    ]
    assert names("Finance Department and Legal Aid and Outreach Department") == [
        "Finance Department",
        "Legal Aid and Outreach Department",
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("відділ безоплатної\nправової допомоги", "відділ безоплатної правової допомоги"),
        (
            "Відділ фінансів,\nбухгалтерського обліку\nта звітності",
            "Відділ фінансів, бухгалтерського обліку та звітності",
        ),
        ("Коростенського місцевого\nцентру", "Коростенський місцевий центр"),
        ("Працівники\nХорошівського БПД", "Хорошівське БПД"),
    ],
)
def test_a_name_that_paper_broke_into_lines_is_one(text: str, name: str) -> None:
    assert names(text) == [name]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Лугинське, Народицьке та Овруцьке БПД", ["Лугинське БПД", "Народицьке БПД", "Овруцьке БПД"]),
        ("Працівники Лугинського та Народицького бюро", ["Лугинське бюро", "Народицьке бюро"]),
        ("Перший і другий відділ", ["Перший відділ", "другий відділ"]),
    ],
)
def test_adjectives_share_the_noun_behind_them(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("усі бюро", ["[усі бюро]"]),
        ("Всіма бюро", ["[Всі бюро]"]),
        ("бюро ПД", ["[бюро ПД]"]),
        ("Усі структурні підрозділи", ["[Усі структурні підрозділи]"]),
        ("структурними підрозділами центру", ["[структурні підрозділи центру]"]),
        ("відділами", ["[відділи]"]),
        ("кожного бюро", ["[кожне бюро]"]),
        ("Кожен структурний підрозділ", ["[Кожен структурний підрозділ]"]),
        ("всі працівники центру", ["[всі працівники центру]"]),
        ("all departments", ["[all departments]"]),
        ("Each bureau", ["[Each bureau]"]),
        ("Працівники Коростенського МЦ та бюро ПД", ["[Коростенський МЦ та бюро ПД]"]),
        ("Полтавський місцевий центр і бюро", ["[Полтавський місцевий центр і бюро]"]),
        ("Відділ правопросвітництва; усі бюро", ["Відділ правопросвітництва", "[усі бюро]"]),
        ("відділ кадрів та бюро", ["відділ кадрів", "[бюро]"]),
        ("Працівники усіх бюро", ["[усі бюро]"]),
        ("працівники бюро", ["[бюро]"]),
        ("працівниками відділів", ["[відділи]"]),
        ("структурні підрозділи міської ради", ["[структурні підрозділи міської ради]"]),
        ("Полтавський МЦ, усі бюро", ["Полтавський МЦ", "[усі бюро]"]),
    ],
)
def test_several_units_are_named_at_once(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("за дорученням директора", ["? за дорученням директора"]),
        ("Директор, заступник директора", ["? Директор", "? заступник директора"]),
        ("відділ кадрів, директор", ["відділ кадрів", "? директор"]),
        ("відділ кадрів Петренко І.І.", ["відділ кадрів", "? Петренко І.І."]),
        ("відділ кадрів (О. Петренко), сектор зв'язку", ["відділ кадрів", "? О. Петренко", "сектор зв'язку"]),
        ("Finance Department, the director", ["Finance Department", "? the director"]),
        ("Петренко І.І.", ["? Петренко І.І."]),
        ("Регіональний центр, місцеві центри", ["Регіональний центр", "? місцеві центри"]),
        ("Відділ кадрів, ВПП", ["Відділ кадрів", "? ВПП"]),
        ("відділ кадрів (за згодою)", ["відділ кадрів", "? за згодою"]),
        ("робоча група, комісія", ["робоча група", "? комісія"]),
    ],
)
def test_what_is_no_unit_stays_as_it_is(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Барське БПД – 2, Жмеринське БПД – 3", [("Барське БПД", 2), ("Жмеринське БПД", 3)]),
        ("Барське БПД (2)", [("Барське БПД", 2)]),
        ("Барське БПД - 2 та Жмеринське БПД-1", [("Барське БПД", 2), ("Жмеринське БПД", 1)]),
        ("Барське БПД: 2 заходи", [("Барське БПД", 2)]),
        ("2 заходи – Барське БПД", [("Барське БПД", 2)]),
        ("Барського БПД – не менше 2 заходів", [("Барське БПД", 2)]),
        ("Барське БПД х2", [("Барське БПД", 2)]),
        ("Барське та Жмеринське БПД – по 2", [("Барське БПД", 2), ("Жмеринське БПД", 2)]),
        ("Барське БПД, Жмеринське БПД по 1", [("Барське БПД", 1), ("Жмеринське БПД", 1)]),
        ("усі бюро – по 2", [("[усі бюро]", 2)]),
        ("МЦ – 2; відділ кадрів – 3", [("МЦ", 2), ("відділ кадрів", 3)]),
        ("Відділ № 3 – 2 лекції", [("Відділ № 3", 2)]),
        ("Lviv bureau – 2, Kyiv bureau (3)", [("Lviv bureau", 2), ("Kyiv bureau", 3)]),
        ("Lviv bureau: 2 events", [("Lviv bureau", 2)]),
        ("Бюро № 2", [("Бюро № 2", None)]),
        ("Бюро – 2", [("Бюро – 2", None)]),
        ("Бюро (2)", [("Бюро (2)", None)]),
        ("2-ге бюро", [("2-ге бюро", None)]),
        ("Department No. 2", [("Department No. 2", None)]),
    ],
)
def test_a_number_beside_a_unit_is_no_part_of_its_name(text: str, expected: list[tuple[str, int | None]]) -> None:
    parts = read_name_parts(text)
    assert [(name_of(part), part.number.count if part.number else None) for part in parts] == expected


@pytest.mark.parametrize("text", ["Барське БПД – 1 квартал", "Барське БПД (2 поверх)", "Lviv bureau (2 floor)"])
def test_a_number_of_a_quarter_or_a_floor_is_no_share(text: str) -> None:
    assert [part.number for part in read_name_parts(text)] == [None]


@pytest.mark.parametrize(
    "text",
    [
        *("Барське БПД - Іваненко", "Барське БПД (Іваненко О.П.)", "Іваненко О.П., Барське БПД"),
        *("Барське БПД, Іваненко О. П.", "Барське БПД (начальник Іваненко О.П.)", "Іваненко О.П. – Барське БПД"),
        *("Іваненко О.П. (Барське БПД)", "Барське БПД Іваненко Олег Петрович", "Барське БПД, Олег Іваненко"),
        *(
            "Барське БПД\nІваненко О.П.",
            "начальник Барського БПД Іваненко О.П.",
            "Барське БПД (відп. О.П. Іваненко)",
        ),
        *("Барське БПД – Вишневська", "Барське БПД; Савчук"),
    ],
)
def test_a_person_beside_a_unit_is_told_from_it(text: str) -> None:
    parts = read_name_parts(text)
    assert [part.unit.name for part in parts if part.unit] == ["Барське БПД"]
    assert [part.is_person for part in parts if not part.unit] == [True]


@pytest.mark.parametrize(
    "text",
    ["Lviv bureau (J. Smith)", "Mr Smith, Lviv bureau", "Lviv bureau, Smith J.", "Ms Ann Smith – Lviv bureau"],
)
def test_a_person_beside_an_english_unit_is_told_from_it(text: str) -> None:
    parts = read_name_parts(text)
    assert [part.unit.name for part in parts if part.unit] == ["Lviv bureau"]
    assert [part.is_person for part in parts if not part.unit] == [True]


@pytest.mark.parametrize(
    "text", ["Київська та Львівська філії", "відділ кадрів (м. Київ)", "Подільський та Барський відділи"]
)
def test_a_place_is_no_person(text: str) -> None:
    assert not any(part.is_person for part in read_name_parts(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("начальник відділу кадрів", ["відділ кадрів"]),
        ("заступник начальника відділу кадрів", ["відділ кадрів"]),
        ("в.о. керівника Барського БПД", ["Барське БПД"]),
        ("головний спеціаліст сектору комунікацій", ["сектор комунікацій"]),
        (f"начальник {FINANCE.replace('відділ', 'відділу', 1)}", [FINANCE]),
        ("Директор Подільського МЦ", ["Подільський МЦ"]),
        ("Head of the Legal Department", ["Legal Department"]),
        ("Начальники бюро", ["[усі бюро]"]),
        ("начальники всіх бюро", ["[всі бюро]"]),
        ("керівники структурних підрозділів", ["[усі структурні підрозділи]"]),
        ("начальники відділів", ["[усі відділи]"]),
        ("heads of bureaus", ["[all bureaus]"]),
        ("bureau heads", ["[all bureaus]"]),
        ("heads of all departments", ["[all departments]"]),
        ("Директор, начальники бюро, відділ кадрів", ["? Директор", "[усі бюро]", "відділ кадрів"]),
    ],
)
def test_a_head_is_that_of_the_unit_or_of_the_group_named(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize("text", ["", " ", "—", "\n-\n", ";"])
def test_a_text_without_words_has_no_names(text: str) -> None:
    assert names(text) == []


def test_mixed_alphabets_and_no_break_spaces_are_mended() -> None:
    assert names("Xopoшiвське\u00a0БПД;\u200bВідділ\u00a0 кадрів") == ["Хорошівське БПД", "Відділ кадрів"]


WORDS = st.sampled_from(
    [
        "відділ",
        "кадрів",
        "та",
        ",",
        "бюро",
        "Хорошівське",
        "працівники",
        ";",
        "\n",
        "центру",
        "директор",
        "ПД",
        "усі",
        "і",
    ]
)


@given(st.lists(WORDS, max_size=12))
def test_no_word_of_a_text_is_lost(words: list[str]) -> None:
    text = " ".join(words)
    seen = " ".join(part.seen for part in read_name_parts(text)).split()
    dropped = {"та", ",", ";", "і", "працівники"}
    assert [word for word in seen if word.strip(",") and word not in dropped] == [
        word for word in text.split() if word not in dropped
    ]
