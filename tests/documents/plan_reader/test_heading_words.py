"""The words by which plans on paper head their columns."""

import pytest

from xlplan.documents.plan_reader.heading_words import name_of_heading

MEANT = {
    "number": ["№ з/п", "№ п/п", "п/п", "№", "No.", "#"],
    "direction": ["Напрям", "Напрямок", "Стратегічний напрям"],
    "task": ["Завдання", "Найменування завдання", "Objective"],
    "subtask": ["Підзавдання", "Subtask"],
    "purpose": [
        "Мета",
        "Мета та основний результат виконання завдання",
        "Очікуваний результат",
        "Expected result",
    ],
    "code": ["Код", "Код заходу", "Шифр", "Activity code"],
    "measure": [
        "Захід",
        "Найменування заходу для виконання завдання",
        "Зміст заходу",
        "Назва заходу:",
        "Заплановані\nзаходи",
        "Activity",
    ],
    "responsible": [
        "Виконавець",
        "Відповідальні",
        "Відпові-\nдальний",
        "Відповідальний виконавець заходу (на рівні відділу або службової особи)",
        "Відповідальний / виконавець",
        "Owner",
    ],
    "term": ["Строк виконання", "Термін (дата) виконання заходу", "Термін/строк", "Deadline"],
    "indicator": ["Індикатор", "Показник результативності", "Найменування показників результативності", "KPI"],
    "q1": ["І кв.", "I квартал", "1 кв", "Q1", "Quarter 1", "План на І квартал 2026 року", "Перший квартал"],
    "q2": ["ІІ", "II кв.", "2-й квартал", "q2"],
    "q4": ["ІV кв.", "IV", "Q4 2026", "четвертий квартал"],
    "total": [
        "Всього",
        "Усього",
        "Разом за рік",
        "Разом за 2026 рік",
        "2026 рік",
        "FY2026",
        "FY 2026",
        "План на 2026 рік",
        "Total",
    ],
    "note": ["Примітки", "Notes", "Коментар"],
    "unit_of_measure": ["Одиниця виміру", "Од. виміру", "Unit of measure"],
}


@pytest.mark.parametrize(("name", "heading"), [(name, each) for name, words in MEANT.items() for each in words])
def test_a_heading_means_a_column(name: str, heading: str) -> None:
    assert name_of_heading(heading) == name


@pytest.mark.parametrize(
    "text",
    [
        "Захід 1.1.1 Лекції",
        "1",
        "12",
        3,
        None,
        "",
        "лекції",
        "Завдання 1.1 Доступ",
        "Виконавець/термін",
        "постійно",
    ],
)
def test_a_value_of_a_plan_is_no_heading(text: object) -> None:
    assert name_of_heading(text) == ""
