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
        ("начальник відділу кадрів", ["? начальник відділу кадрів"]),
        ("відділ кадрів, директор", ["відділ кадрів", "? директор"]),
        ("відділ кадрів Петренко І.І.", ["відділ кадрів", "? Петренко І.І."]),
        ("відділ кадрів (О. Петренко), сектор зв'язку", ["відділ кадрів", "? О. Петренко", "сектор зв'язку"]),
        ("Finance Department, the director", ["Finance Department", "? the director"]),
        ("Петренко І.І.", ["? Петренко І.І."]),
        ("головний спеціаліст сектору комунікацій", ["? головний спеціаліст сектору комунікацій"]),
        ("Регіональний центр, місцеві центри", ["Регіональний центр", "? місцеві центри"]),
        ("Відділ кадрів, ВПП", ["Відділ кадрів", "? ВПП"]),
        ("відділ кадрів (за згодою)", ["відділ кадрів", "? за згодою"]),
        ("робоча група, комісія", ["робоча група", "? комісія"]),
    ],
)
def test_what_is_no_unit_stays_as_it_is(text: str, expected: list[str]) -> None:
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
