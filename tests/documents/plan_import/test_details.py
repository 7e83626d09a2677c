"""The text around a plan's table gives the lines of `Реквізити`; what it does not give is asked, the rest told."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.paths import ROOT
from xlplan.documents.plan_import.details import DetailsFound, read_details_around
from xlplan.text.translation import use_language

KOROSTEN = (
    *("ЗАТВЕРДЖЕНО", "Директор Коростенського місцевого", "центру з надання БПД у Житомирській", "області"),
    *("«10» березня 2021 року", ""),
    "Локальний план заходів Коростенського місцевого центру з надання безоплатної вторинної правової допомоги",
    "на ІІ квартал 2021 року",
)
POST = "Заступник начальника відділу правопросвітництва та надання безоплатної правової допомоги"
LIVOBEREZHNYI = (
    "План діяльності Лівобережного київського місцевого центру з надання безоплатної вторинної правової допомоги "
    "на 2023 рік"
)
FULL_NAME = "Одеський місцевий центр з надання безоплатної правничої допомоги"


def codes(found: DetailsFound) -> dict[str, str]:
    return {name: doubt.code for name, doubt in found.doubts}


def title(*lines: str) -> DetailsFound:
    return read_details_around(lines, ())


def example(path: str) -> dict[str, str]:
    lines = (ROOT / "examples" / path).read_text("utf-8").splitlines()[1:]
    return {name: value.strip('"') for name, _comma, value in (line.partition(",") for line in lines)}


def test_the_quarterly_plan_of_the_centre_with_bureaus_gives_its_details() -> None:
    found = read_details_around(KOROSTEN, ("", POST))
    expected = example("korosten-2021-q2/plan/2021-Q2-details.csv")
    for name in ("name", "title", "period", "plan_title", "approved_by"):
        assert found.details[name] == expected[name]
    assert found.details["approved_on"] == date(2021, 3, 10)
    assert found.details["signed_by"] == POST
    assert codes(found) == {
        **dict.fromkeys(("code", "name", "title"), "import-detail-proposed"),
        "signed_by": "import-signature-nameless",
    }
    assert found.unread == ()


def test_the_yearly_plan_of_the_centre_with_departments_gives_its_details() -> None:
    found = title(LIVOBEREZHNYI)
    expected = example("livoberezhnyi-2023/plan/2023-details.csv")
    assert [found.details[name] for name in ("title", "period", "plan_title")] == [
        expected[name] for name in ("title", "period", "plan_title")
    ]
    assert (found.details["name"], found.details["code"]) == ("Лівобережний київський МЦ", "LIV")


def test_an_order_approves_on_its_day() -> None:
    found = title("ЗАТВЕРДЖЕНО", "Наказ директора від 10.01.2026 № 3", "", "ПЛАН діяльності на 2026 рік", "")
    assert found.details == {
        "approved_by": "Наказ директора від 10.01.2026 № 3",
        "approved_on": date(2026, 1, 10),
        "period": "2026 рік",
        "plan_title": "ПЛАН діяльності на 2026 рік",
    }
    assert codes(found) == dict.fromkeys(("code", "name", "title"), "import-detail-asked")


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("«10» березня 2021 року", date(2021, 3, 10)),
        ("« 5 » січня 2026 р.", date(2026, 1, 5)),
        ("01.02.2026", date(2026, 2, 1)),
        ("12 January 2026", date(2026, 1, 12)),
        ("Наказ від 3 лютого 2026 року № 5-о/д", date(2026, 2, 3)),
        ("Наказом від «14» травня 2026 р. № 7", date(2026, 5, 14)),
        ("«__» ______ 2026 року", None),
        ("«____» ______________ 20__ р.", None),
        ("___ березня 2026 року", None),
        ("Наказ директора від ________ № ____", None),
    ],
)
def test_a_blank_for_a_date_is_no_date(line: str, day: date | None) -> None:
    found = title("ЗАТВЕРДЖУЮ", "Директор центру", line, "ПЛАН РОБОТИ на 2026 рік")
    assert found.details.get("approved_on") == day
    assert str(found.details["approved_by"]).startswith("Директор центру")


def test_a_name_and_its_line_to_sign_on_belong_to_who_approves() -> None:
    found = title("ЗАТВЕРДЖУЮ", "Директор центру", "___________ Олена КОВАЛЬ", "(підпис)", "План на 2026 рік")
    assert found.details["approved_by"] == "Директор центру Олена КОВАЛЬ"
    assert found.unread == ()


@pytest.mark.parametrize(
    "word", ["ЗАТВЕРДЖЕНО", "Затверджую:", "З А Т В Е Р Д Ж Е Н О", "«ЗАТВЕРДЖУЮ»", "APPROVED", "Approved by"]
)
def test_the_word_of_the_approval_is_no_part_of_it(word: str) -> None:
    assert title(word, "Олена КОВАЛЬ", "План на 2026 рік").details["approved_by"] == "Олена КОВАЛЬ"


def test_the_word_and_the_order_may_stand_in_one_line() -> None:
    found = title("Затверджено наказом директора від 10.01.2026 № 3", "План на 2026 рік")
    assert (found.details["approved_by"], found.details["approved_on"]) == (
        "наказом директора від 10.01.2026 № 3",
        date(2026, 1, 10),
    )


def test_who_only_agrees_does_not_approve() -> None:
    agreed = ("ПОГОДЖЕНО", "Голова ради", "І. ПЕТРЕНКО", "01.02.2026")
    approved = ("ЗАТВЕРДЖЕНО", "Директор", "О. КОВАЛЬ", "05.02.2026")
    for lines in ((*agreed, *approved), (*approved, *agreed)):
        found = title(*lines, "", "План на 2026 рік")
        assert found.details["approved_by"] == "Директор О. КОВАЛЬ"
        assert found.details["approved_on"] == date(2026, 2, 5)
        assert found.unread == agreed


def test_blocks_beside_each_other_are_told_apart() -> None:
    found = title(
        *("ПОГОДЖЕНО\t\tЗАТВЕРДЖЕНО", "Голова ради\t\tДиректор", "\t\tцентру", "І. ПЕТРЕНКО\t\tО. КОВАЛЬ"),
        *("01.02.2026\t\t05.02.2026", "", "ПЛАН РОБОТИ", "на 2026 рік"),
    )
    assert found.details["approved_by"] == "Директор центру О. КОВАЛЬ"
    assert found.details["approved_on"] == date(2026, 2, 5)
    assert found.details["plan_title"] == "ПЛАН РОБОТИ на 2026 рік"
    assert found.unread == ("ПОГОДЖЕНО", "Голова ради", "І. ПЕТРЕНКО", "01.02.2026")


def test_an_approval_below_the_table_is_read_too() -> None:
    found = read_details_around(
        ["План на 2026 рік"], ["Начальник відділу О. ІВАНЕНКО", "", "ЗАТВЕРДЖУЮ", "О. КОВАЛЬ"]
    )
    assert (found.details["signed_by"], found.details["approved_by"]) == (
        "Начальник відділу О. ІВАНЕНКО",
        "О. КОВАЛЬ",
    )


@pytest.mark.parametrize(
    ("lines", "full", "name"),
    [
        (
            ["План роботи Полтавського регіонального центру на 2026 рік"],
            "Полтавський регіональний центр",
            "Полтавський РЦ",
        ),
        (["План", "Запорізького бюро правової допомоги", "на 2026 рік"], "Запорізьке бюро правової допомоги", ""),
        (["План роботи Білоцерківського МЦ на 2026 рік"], "Білоцерківський МЦ", ""),
        (["План роботи управління освіти Одеської ради на 2026 рік"], "Управління освіти Одеської ради", ""),
        (["План роботи відділу освіти Кропивницької ради, 2026 рік"], "Відділ освіти Кропивницької ради", ""),
        (
            ["План заходів Державної установи «Центр пробації» на 2026 рік"],
            "Державна установа «Центр пробації»",
            "",
        ),
        (["План служби у справах дітей щодо захисту прав на 2026 рік"], "Служба у справах дітей", ""),
        (["План діяльності КНП «Міська лікарня» на 2026 рік"], "КНП «Міська лікарня»", ""),
        (["ПЛАН РОБОТИ ОДЕСЬКОГО МІСЦЕВОГО ЦЕНТРУ НА 2026 РІК"], "ОДЕСЬКИЙ МІСЦЕВИЙ ЦЕНТР", "ОДЕСЬКИЙ МЦ"),
        (["Work plan of the Lviv Legal Aid Centre for 2026"], "Lviv Legal Aid Centre", ""),
        (["Legal Aid Office", "Operational plan", "Q1 2026"], "Legal Aid Office", ""),
        (
            ["Local plan of activities of Korosten local centre for the II quarter of 2021"],
            "Korosten local centre",
            "",
        ),
        (["План на ІІ квартал 2026 року відділу правопросвітництва"], "Відділ правопросвітництва", ""),
        (["План роботи «Центру послуг» Одеської ради на 2026 рік"], "«Центр послуг» Одеської ради", ""),
        (["Центр: Сумський МЦ", "План", "на 2026 рік"], "Сумський МЦ", ""),
        (["План роботи ЦНАП Одеської ради на 2026 рік"], "ЦНАП Одеської ради", ""),
        ([f"{FULL_NAME}. План роботи на 2026 рік"], FULL_NAME, "Одеський МЦ"),
        ([FULL_NAME, "План щодо розвитку системи БПД", "на 2026 рік"], FULL_NAME, "Одеський МЦ"),
        (["Міністерство юстиції України", FULL_NAME, "", "ПЛАН РОБОТИ", "на 2026 рік"], FULL_NAME, "Одеський МЦ"),
    ],
)
def test_the_centre_is_named_in_the_nominative(lines: list[str], full: str, name: str) -> None:
    found = title(*lines)
    assert found.details["title"] == full
    assert found.details["name"] == (name or full)


@pytest.mark.parametrize(
    "lines",
    [
        ["ЗАТВЕРДЖУЮ", "Директор центру", "О. КОВАЛЬ", "", "План діяльності Центру на 2026 рік (далі – План)"],
        ["Затверджено", "рішенням міської ради від 12.12.2025 № 234", "ПРОГРАМА розвитку на 2026 рік"],
        ["Запланована кількість заходів", "2026"],
    ],
)
def test_a_centre_without_a_name_of_its_own_is_asked(lines: list[str]) -> None:
    found = title(*lines)
    assert {name: codes(found).get(name) for name in ("code", "name", "title")} == dict.fromkeys(
        ("code", "name", "title"), "import-detail-asked"
    )
    assert "short" not in found.details


def test_a_full_name_that_is_read_is_no_doubt() -> None:
    assert "title" not in codes(title(FULL_NAME, "", "ПЛАН РОБОТИ", "на 2026 рік"))


def test_the_approval_names_the_centre_where_the_title_does_not() -> None:
    found = title("ЗАТВЕРДЖУЮ", "Директор Вінницького місцевого центру", "05.01.2026", "ПЛАН на 2026 рік")
    assert found.details["title"] == "Вінницький місцевий центр"


@pytest.mark.parametrize(
    ("lines", "short"),
    [
        (["План роботи Полтавського місцевого центру (далі – Центр) на 2026 рік"], "Центр"),
        (["План роботи Полтавського місцевого центру (далі – ПМЦ)", "на 2026 рік"], "ПМЦ"),
        (["План роботи Лівобережного київського місцевого центру (ЛБ КМЦ) на 2026 рік"], "ЛБ КМЦ"),
        (["Work plan of the Legal Aid Centre (hereinafter referred to as LAC) for 2026"], "LAC"),
        (["План роботи центру (м. Полтава) на 2026 рік"], None),
    ],
)
def test_the_short_name_is_the_one_that_the_text_gives(lines: list[str], short: str | None) -> None:
    assert title(*lines).details.get("short") == short


@pytest.mark.parametrize(
    ("line", "period"),
    [
        ("на ІІ квартал 2021 року", "ІІ квартал 2021 року"),
        ("на II кварталі 2021 р.", "II кварталі 2021 р."),
        ("на 2026 рік", "2026 рік"),
        ("у 2026 році", "2026 році"),
        ("на 2026/27 навчальний рік", "2026/27 навчальний рік"),
        ("на І півріччя 2026 року", "І півріччя 2026 року"),
        ("for 2026", "2026"),
        ("у лютому 2026 року", "лютому 2026 року"),
        ("на квітень – червень 2026 року", "ІІ квартал 2026 року"),
        ("на січень-грудень 2026 року", "2026"),
        ("на виконання плану на 2021 рік у ІІ кварталі 2021 року", "ІІ кварталі 2021 року"),
        ("на виконання Програми на 2021-2025 роки на 2023 рік", "2023 рік"),
    ],
)
def test_the_period_is_in_the_words_of_the_title(line: str, period: str) -> None:
    found = title("План роботи", line)
    assert found.details["period"] == period
    assert found.details["plan_title"] == f"План роботи {line}"
    assert "period" not in codes(found)


@pytest.mark.parametrize("words", ["Q1 2026", "2026-Q1", "first quarter of 2026", "перший квартал 2026 року"])
def test_a_quarter_is_read_in_either_language(words: str) -> None:
    use_language("en")
    period = str(title(f"Plan for {words}").details["period"])
    assert "2026" in period
    assert title(f"Plan for {words}").doubts[-1][0] != "period"


def test_several_periods_are_asked_and_the_last_one_is_taken() -> None:
    found = title("План заходів на 2025 рік та на 2026 рік")
    assert found.details["period"] == "2026 рік"
    assert codes(found)["period"] == "import-periods-differ"


def test_a_title_without_a_period_is_asked() -> None:
    found = title("ПЛАН РОБОТИ", "центру", "", "Інше")
    assert codes(found)["period"] == "import-detail-asked"
    assert found.details["plan_title"] == "ПЛАН РОБОТИ центру"
    assert found.unread == ("Інше",)


@pytest.mark.parametrize(
    ("lines", "signed"),
    [
        (["Директор      О. ПЕТРЕНКО"], "Директор О. ПЕТРЕНКО"),
        (["Директор\t\t\tО. ПЕТРЕНКО"], "Директор О. ПЕТРЕНКО"),
        (["Директор ____________ О. ПЕТРЕНКО", "(підпис)"], "Директор О. ПЕТРЕНКО"),
        (["Директор", "", "Олена ПЕТРЕНКО"], "Директор Олена ПЕТРЕНКО"),
        (
            ["Заступник начальника", "відділу кадрів", "О.В. Коваленко"],
            "Заступник начальника відділу кадрів О.В. Коваленко",
        ),
        (["* на рівні відділу", "", "В.о. директора Коваленко О.В."], "В.о. директора Коваленко О.В."),
        (["Head of the department", "J. Smith"], "Head of the department J. Smith"),
        (["Signed by: Director J. Smith"], "Director J. Smith"),
        (
            ["Одеський міський голова _______ Анатолій КОВАЛЬ", "(підпис) (ім'я, прізвище)"],
            "Одеський міський голова Анатолій КОВАЛЬ",
        ),
        (["Deputy Director", "* units as of January", "John SMITH"], "Deputy Director John SMITH"),
        (["Директор О. ПЕТРЕНКО", "", "Головний бухгалтер І. КОВАЛЬ"], "Директор О. ПЕТРЕНКО"),
    ],
)
def test_the_first_signature_is_post_and_name(lines: list[str], signed: str) -> None:
    found = read_details_around(["План на 2026 рік"], lines)
    assert found.details["signed_by"] == signed
    assert "signed_by" not in codes(found)


@pytest.mark.parametrize(
    "lines",
    [
        ["Виконавець: Іваненко І., тел. 044 123 45 67"],
        ["* на рівні відділу або службової особи"],
        ["Примітка. Директор затверджує зміни."],
        ["Усього заходів: 26"],
        ["Відповідальна особа: Іваненко"],
        ["ПОГОДЖЕНО", "Голова ради І. ПЕТРЕНКО"],
        ["Підготував:", "Начальник відділу О. КОВАЛЬ"],
        ["Начальники відділів звітують щомісяця."],
    ],
)
def test_what_is_no_signature_is_told(lines: list[str]) -> None:
    found = read_details_around(["План на 2026 рік"], ["", *lines])
    assert "signed_by" not in found.details
    assert found.unread == tuple(lines)


def test_no_text_gives_no_details() -> None:
    found = read_details_around([], ["", "____"])
    assert (found.details, found.unread) == ({}, ())
    assert codes(found) == dict.fromkeys(("code", "name", "title", "period"), "import-detail-asked")


LINES = st.lists(
    st.sampled_from(
        [
            *("", "ЗАТВЕРДЖЕНО", "ПОГОДЖЕНО", "Директор центру", "О. КОВАЛЬ", "«10» березня 2021 року"),
            *(
                "План роботи",
                "Одеського місцевого центру",
                "на 2026 рік",
                "Примітка",
                "Голова ради\tДиректор",
                "м. Одеса",
            ),
            *("ПОГОДЖЕНО\tЗАТВЕРДЖЕНО", "«__» ____ 2026 р.", "Інші слова"),
        ]
    ),
    max_size=8,
)


@given(LINES, LINES)
def test_no_words_of_the_text_are_lost(above: list[str], below: list[str]) -> None:
    found = read_details_around(above, below)
    shown = " ".join([*map(str, found.details.values()), *found.unread])
    if "approved_on" in found.details:
        shown += " «10» березня 2021 року"
    words = {word for line in (*above, *below) for word in line.split() if word.strip("_")}
    assert {word for word in words - {"ЗАТВЕРДЖЕНО"} if word not in shown} == set()


@pytest.mark.parametrize(
    ("line", "signed"),
    [
        ("Director ____________ Sarah Whitfield", "Director Sarah Whitfield"),
        ("Director ____ S. Whitfield", "Director S. Whitfield"),
        ("Директор __________ Сара Вітфілд", "Директор Сара Вітфілд"),
    ],
)
def test_a_name_stands_behind_the_blank_to_sign_in(line: str, signed: str) -> None:
    found = read_details_around((), ("", line))
    assert found.details["signed_by"] == signed
    assert "signed_by" not in codes(found)


def test_words_behind_a_blank_that_are_no_name_are_asked_about() -> None:
    assert (
        codes(read_details_around((), ("", "Director ____ to sign here")))["signed_by"]
        == "import-signature-nameless"
    )
