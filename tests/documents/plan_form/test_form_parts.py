"""The words of the official forms, and the lines they take."""

from datetime import date

import pytest

from xlplan.documents.plan_form.form_parts import SUBTASK, TASK, level_text, measure_text
from xlplan.documents.plan_form.title_and_signatures import day_text, form_title
from xlplan.documents.text_metrics import text_lines, text_parts
from xlplan.domain.plan import Centre, Measure
from xlplan.domain.quarter import Quarter

Q2 = Quarter(2021, 2)
YEAR = tuple(Quarter(2021, number) for number in range(1, 5))


@pytest.mark.parametrize(
    ("word", "text", "point", "shown"),
    [
        (TASK, "1.1 Доступ", "", "Завдання 1.1 Доступ"),
        (TASK, "1.1. Доступ", "", "Завдання 1.1 Доступ"),
        (TASK, "1.1 Доступ", ".", "Завдання 1.1. Доступ"),
        (SUBTASK, "1.1.10 Доступ", ".", "Підзавдання 1.1.10. Доступ"),
        (TASK, "Завдання 1.1 Доступ", ".", "Завдання 1.1 Доступ"),
        (TASK, "Доступ", ".", "Доступ"),
        (TASK, "", ".", ""),
    ],
)
def test_a_level_has_its_word_and_number_once(word: str, text: str, point: str, shown: str) -> None:
    assert level_text(word, text, point) == shown


@pytest.mark.parametrize(
    ("code", "title", "shown"),
    [
        ("1.1", "Лекції", "1.1 Лекції"),
        ("1.1", "1.1 Лекції", "1.1 Лекції"),
        ("1.1", "1.1. Лекції", "1.1 Лекції"),
        ("1.1", "1.10 тисяч листівок", "1.1 1.10 тисяч листівок"),
    ],
)
def test_a_measure_has_its_code_once(code: str, title: str, shown: str) -> None:
    assert measure_text(Measure(code, title, (), ())) == shown


@pytest.mark.parametrize(
    ("period", "quarters", "plan_title", "asked", "shown"),
    [
        ("2021 рік", YEAR, "План на 2021 рік", 2021, "План\nна 2021 рік"),
        ("2021 рік", YEAR, "План на 2021 рік", Q2, "План\nна ІІ квартал 2021 року"),
        ("ІІ квартал 2021 року", (Q2,), "Наш план", Q2, "Наш план"),
        ("2021 рік", YEAR, "Наш план", Q2, "Місцевий центр\nЛокальний план заходів на ІІ квартал 2021 року"),
        ("2021 рік", YEAR, "", 2021, "Місцевий центр\nПлан діяльності на 2021 рік"),
    ],
)
def test_the_title_is_the_plans_own_for_the_period_asked_for(
    period: str, quarters: tuple[Quarter, ...], plan_title: str, asked: int | Quarter, shown: str
) -> None:
    centre = Centre("KR", "Центр", "Місцевий центр", period, 2021, quarters, plan_title=plan_title)
    assert form_title(centre, asked) == shown


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (date(2021, 3, 10), "«10» березня 2021 року"),
        (date(2023, 1, 5), "«05» січня 2023 року"),
        (None, "«____» ______________ 20___ року"),
    ],
)
def test_a_day_is_written_as_on_paper(day: date | None, shown: str) -> None:
    assert day_text(day) == shown


@pytest.mark.parametrize(
    "text", ["один", "один два-три чотири", "перший\nдругий рядок", "без_пробілів" * 40, "", "кінець\n", " - так "]
)
def test_the_lines_of_a_text_are_the_whole_text(text: str) -> None:
    lines = text_lines(text, 60, 10)
    assert "".join(lines) == text
    assert all(len(line) < 20 for line in lines)


def test_a_long_text_is_parted_between_its_words() -> None:
    text = " ".join(f"слово{number}" for number in range(200))
    parts = text_parts(text, 100, 10, bold=False, tallest=130)
    assert len(parts) > 5
    assert " ".join(parts) == text
