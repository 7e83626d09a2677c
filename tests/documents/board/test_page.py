"""The board: one page that says how the returns stand, for a browser that runs nothing and asks for nothing."""

import re
from datetime import datetime, timedelta
from unicodedata import category
from urllib.parse import unquote

import pytest
from msgspec.structs import replace

from tests.support.board_sample import DEADLINE, MADE, NAMES, SECOND, answer, full_board
from tests.support.html_pages import Element, page_problems, read_page
from xlplan.documents.board.page import board_page
from xlplan.domain.board import Board, BoardFile, BoardQuarter, BoardReturn
from xlplan.domain.deadline import Deadline
from xlplan.domain.return_counts import ReturnCounts
from xlplan.domain.standing import Answer
from xlplan.domain.submission import ReturnState
from xlplan.text.translation import use_language

BASIS = "0" * 64


def page(board: Board | None = None) -> Element:
    return read_page(board_page(board or full_board(), BASIS))


def of_states(*states: ReturnState, deadline: Deadline = DEADLINE, made_at: datetime = MADE) -> Element:
    """The board of a quarter in which the returns have these states."""
    accepted = states.count(ReturnState.ACCEPTED)
    quarter = BoardQuarter(
        SECOND,
        deadline,
        tuple(BoardReturn(f"Відділ {at}", state) for at, state in enumerate(states)),
        ReturnCounts(len(states), accepted, accepted),
    )
    return page(Board("Центр", made_at, (quarter,)))


def headline(shown: Element) -> Element:
    (found,) = [each for each in shown.all("p") if "headline" in each.attributes.get("class", "")]
    return found


def section(shown: Element, heading: str) -> Element:
    (found,) = [each for each in shown.all("section") if each.all("h2")[0].text == heading]
    return found


def test_it_says_when_it_was_made_and_how_to_see_a_newer_one() -> None:
    said = page().one("header").text
    assert "Складено 05.07.2021 о 23:31. Щоб побачити, що надійшло потім, оновіть сторінку." in said


@pytest.mark.parametrize(
    ("states", "said", "light"),
    [
        (("ACCEPTED", "ACCEPTED"), "Усі звіти прийнято: 2 з 2.", "green"),
        (("ACCEPTED", "NONE"), "Прийнято звітів: 1 з 2. Не надійшов 1 звіт.", "amber"),
        (
            ("ACCEPTED", "TO_CORRECT", "NONE", "NONE"),
            "Прийнято звітів: 1 з 4. На доопрацюванні 1 звіт. Не надійшли 2 звіти.",
            "amber",
        ),
        (
            ("ASKED_ANEW", "SUBMITTED"),
            "Прийнято звітів: 0 з 2. План змінився: 1 звіт треба заповнити ще раз у деяких рядках. "
            "1 звіт чекає повторного відкриття.",
            "amber",
        ),
    ],
)
def test_a_sentence_and_a_colour_say_how_a_quarter_stands(states: tuple[str, ...], said: str, light: str) -> None:
    shown = headline(of_states(*(ReturnState[each] for each in states)))
    assert shown.text == f"{said} До строку подання, 09.07.2021, лишилося 4 дні."
    assert light in shown.attributes["class"].split()


@pytest.mark.parametrize(
    ("days", "grace", "said"),
    [
        (-8, 0, "До строку подання, 09.07.2021, лишилося 8 днів."),
        (-1, 0, "До строку подання, 09.07.2021, лишився 1 день."),
        (0, 0, "Сьогодні, 09.07.2021, останній день подання."),
        (1, 3, "Строк подання минув 09.07.2021; до 12.07.2021 звіти ще вважають своєчасними."),
        (4, 3, "Строк подання минув 09.07.2021, 4 дні тому."),
        (1, 0, "Строк подання минув 09.07.2021, 1 день тому."),
    ],
)
def test_the_days_left_stand_beside_the_day_itself(days: int, grace: int, said: str) -> None:
    made = datetime(2021, 7, 9, 12, tzinfo=MADE.tzinfo) + timedelta(days=days)
    shown = headline(of_states(ReturnState.NONE, deadline=replace(DEADLINE, grace_days=grace), made_at=made))
    assert shown.text.endswith(said)
    assert ("red" in shown.attributes["class"].split()) is (days > grace)


def test_what_is_to_be_corrected_stands_with_its_findings_in_words_and_its_files() -> None:
    shown = section(page(), "ІІ квартал 2021 року")
    (item,) = [each for each in shown.all("li") if each.text.startswith(f"{NAMES[1]} ✎ на доопрацюванні")]
    assert [each.text for each in item.all("li")] == [
        "Звіт, E8 (1.1): «Виконано»: записано «5 шт.», а потрібне ціле число.",
        "Звіт, E9 (1.2); Звіт, E11 (1.4): «Виконано» не заповнено, а потрібне ціле число.",
    ]
    links = {each.text: unquote(each.attributes["href"]) for each in item.all("a")}
    assert links == {
        "звіт.xlsx": "../archive/ab/abc.xlsx",
        f"Файл на доопрацювання: {NAMES[1]}": f"2021-Q2/на доопрацювання/{NAMES[1]} 0002.xlsx",
        f"Квитанція: {NAMES[1]}": f"2021-Q2/квитанції/0002 {NAMES[1]} - прийнято.html",
    }


def test_a_return_that_counts_beside_a_later_file_to_correct_stands_in_both_lists() -> None:
    text = section(page(), "ІІ квартал 2021 року").text
    assert "Що виправити (3)" in text
    assert f"{NAMES[3]} ✓ прийнято" in text
    assert "✎ на доопрацюванні · 05.07.2021 10:06 · звіт.xlsx" in text


def test_who_has_not_returned_is_named_with_the_template_and_called_overdue() -> None:
    shown = section(page(), "ІІ квартал 2021 року")
    (item,) = [each for each in shown.all("li") if each.text.startswith(NAMES[4]) and each.all("a")]
    letter = "лист: нагадування, записано чернеткою 05.07.2021 23:31"
    assert item.text == f"{NAMES[4]} прострочено {letter} Шаблон: {NAMES[4]}"
    assert f"{NAMES[4]} 2 шаблон не видано" in shown.text


def test_a_closed_quarter_shows_what_waits_for_its_reopening() -> None:
    text = section(page(), "І квартал 2021 року").text
    assert "Закрито 05.07.2021." in text
    assert "Надійшли після закриття (2)" in text
    assert "на доопрацюванні, не врахується й тоді" in text


def test_a_sender_who_is_none_of_the_units_is_told_without_the_name_in_the_address() -> None:
    text = section(page(), "ІІ квартал 2021 року").text
    assert "Перегляньте, будь ласка (1) звіт.xlsx · Файл надійшов поштою з адреси …@example.org" in text


def test_a_reopened_quarter_says_why() -> None:
    assert "Відкрито знову: наказ № 5" in section(page(), "ІІ квартал 2021 року").text


def test_the_last_answers_name_time_file_unit_and_result() -> None:
    rows = section(page(), "Останні відповіді").all("tr")[1:]
    assert [[cell.text for cell in row.all("td")] for row in rows] == [
        [
            "05.07.2021 10:02",
            "звіт.xlsx",
            NAMES[1],
            "✎ на доопрацюванні Файл на доопрацювання: звіт.xlsx Квитанція: звіт.xlsx",
        ],
        ["05.07.2021 10:01", "звіт.xlsx", NAMES[0], "✓ прийнято Квитанція: звіт.xlsx"],
    ]


def test_files_that_were_not_taken_say_why_and_how_many_more_there_are() -> None:
    text = section(page(), "Неприйняті файли").text
    assert "Файл порожній: у ньому немає жодного байта." in text
    assert "… і ще 3 файли" in text


def test_letters_stand_with_time_unit_and_state_and_without_any_there_is_no_such_part() -> None:
    (row,) = section(page(), "Листи").all("tr")[1:]
    assert [cell.text for cell in row.all("td")] == [
        "05.07.2021 23:31",
        NAMES[4],
        "звіт.xlsx",
        "записано чернеткою",
    ]
    assert unquote(row.one("a").attributes["href"]) == "листи/звіт.xlsx.eml"
    shown = page(replace(full_board(), letters=()))
    assert "Листи" not in [each.text for each in shown.all("h2", "a")]


def test_the_year_is_a_table_of_units_and_quarters_in_which_each_sign_is_said_in_words() -> None:
    table = page().all("table")[-1]
    rows = [[cell.text for cell in row.all("th", "td")] for row in table.all("tr")]
    assert rows[0] == ["Підрозділ", "І квартал 2021 року", "ІІ квартал 2021 року", "Прийнято"]
    assert rows[1] == [NAMES[0], "прийнято", "прийнято, із запізненням", "2 з 2"]
    assert rows[2] == [NAMES[1], "прийнято", "на доопрацюванні", "1 з 2"]
    assert rows[5][:2] == [NAMES[4], "не звітує"]
    assert rows[-1] == ["Усі підрозділи", "4 з 4", "2 з 5", "6 з 9"]


def test_it_renews_itself_only_where_the_settings_say_so() -> None:
    assert 'http-equiv="refresh"' not in board_page(full_board(), BASIS)
    shown = page(full_board(refresh_seconds=120))
    (refresh,) = [each for each in shown.all("meta") if each.attributes.get("http-equiv") == "refresh"]
    assert refresh.attributes["content"] == "120"
    assert "Сторінка оновлюється сама раз на 2 хвилини." in shown.one("header").text


def test_a_workspace_without_an_issue_says_so() -> None:
    shown = page(Board("", MADE))
    assert shown.one("main").text.startswith("Шаблонів ще не видавали.")
    assert page_problems(board_page(Board("", MADE), BASIS)) == []


HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><iframe src="https://example.org">',
    "' onmouseover='alert(1)",
    "</style><style>body{display:none}",
    "</td></tr></table><h1>Прийнято.</h1>",
    "<!-- ",
    "]]>",
    "&lt;script&gt;",
    "javascript:alert(1)",
    "звіт\u202exslx.exe",
    "\u2066x\u2069\x00\x1b[31m",
    "{{ board }} {% raw %} {problem} %s",
    "=cmd|' /C calc'!A0",
    "д" * 300,
)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_shown_and_does_nothing(text: str) -> None:
    names = tuple(f"{text}{at}" for at in range(5))
    hostile = board_page(full_board(names, text), BASIS)
    plain = [each.name for each in page().all()]
    shown = read_page(hostile)
    assert [each.name for each in shown.all()] == plain
    assert page_problems(hostile) == []
    seen = "".join(letter for letter in text if category(letter) != "Cf")
    visible = " ".join("".join(letter if letter.isprintable() else " " for letter in seen).split())
    assert visible in shown.one("main").text
    assert "\u202e" not in hostile


PLACES = (
    "2021-Q2/квитанції/0001 Хорошівське БПД - прийнято.html",
    "2021-Q2/на доопрацювання/50% #2 & ще \"один\" 'файл' 0004.xlsx",
    "../templates/2021-Q2/a+b?c;d=e.xlsx",
    "2021-Q2/javascript:alert(1).xlsx",
    "2021-Q2/../../Їжак ґ.xlsx",
)


@pytest.mark.parametrize("place", PLACES)
def test_a_link_leads_to_exactly_the_file_on_every_system(place: str) -> None:
    quarter = replace(full_board().quarters[1], files=(BoardFile("Файл", place),))
    shown = page(replace(full_board(), quarters=(quarter,)))
    (link,) = [each for each in shown.all("a") if each.text == "Файл"]
    address = link.attributes["href"]
    assert unquote(address) == place
    assert re.fullmatch(r"[A-Za-z0-9/._~%-]+", address)


def test_a_file_that_was_not_taken_is_named_and_nothing_leads_to_it() -> None:
    gone = replace(answer(7, "вірус.xlsm", Answer.NOT_TAKEN, ""), original="", receipt="")
    shown = section(page(replace(full_board(), not_taken=(gone,))), "Неприйняті файли")
    assert "вірус.xlsm" in shown.text
    assert shown.all("a") == []


@pytest.mark.parametrize("language", ["uk", "en"])
def test_everybody_can_read_it(language: str) -> None:
    use_language(language)
    text = board_page(full_board(refresh_seconds=60), BASIS)
    assert page_problems(text) == []
    shown = read_page(text)
    assert shown.one("html").attributes["lang"] == language
    first = shown.all("a")[0]
    assert first.attributes["href"] == f"#{shown.one('main').attributes['id']}"


def test_in_english_no_ukrainian_word_stands_beside_the_names() -> None:
    use_language("en")
    names = tuple(f"Unit {at}" for at in range(5))
    board = replace(full_board(names, "return.xlsx"), centre="Centre", letters=())
    quarters = tuple(replace(each, reopened="", files=()) for each in board.quarters)
    text = read_page(board_page(replace(board, quarters=quarters), BASIS)).text
    assert not re.search("[А-Яа-яІЇЄҐієїґ]", text.replace("шт.", "").replace("Звіт", ""))
