"""The words by which plans on paper head their columns."""

import pytest

from xlplan.documents.plan_reader.heading_words import name_of_heading, settle_unit

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
        "Lead department",
        "Lead officer",
        "Lead organisation",
        "Responsible teams",
        "Accountable person",
        "Person responsible",
        "Department responsible",
        "Delivered by",
        "Team",
        "Team / person",
        "Хто виконує",
        "Виконує",
        "Відповідальна особа",
        "Відповідальна служба",
        "Відповідальний підрозділ",
        "Служба, відповідальна",
        "Головний виконавець",
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
        "Annual",
        "Annual target",
        "Year",
        "Full year",
        "Річний план",
        "За рік",
        "Загалом за рік",
    ],
    "note": ["Примітки", "Notes", "Коментар"],
    "unit_of_measure": [
        "Одиниця виміру",
        "Од. виміру",
        "Од. вим.",
        "Од.вим.",
        "Одиниця",
        "Unit of measure",
        "Unit of measurement",
        "Measure unit",
    ],
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


@pytest.mark.parametrize(
    ("headings", "meant"),
    [
        (["Activity", "Lead team", "KPI", "Unit", "Total"], "unit_of_measure"),
        (["Unit", "Activity", "Owner", "KPI", "Q1"], "unit_of_measure"),
        (["Activity", "KPI", "Units", "Q1", "Year"], "unit_of_measure"),
        (["Activity", "Deadline", "KPI", "Q1", "Units"], "unit_of_measure"),
        (["Activity", "Unit", "Deadline", "KPI", "Annual"], "responsible"),
        (["No.", "Activity", "Unit", "KPI", "Q1"], "responsible"),
    ],
)
def test_a_unit_is_counted_beside_an_indicator_or_a_number_and_else_a_part_of_the_centre(
    headings: list[str], meant: str
) -> None:
    meanings = settle_unit({at: name_of_heading(text) for at, text in enumerate(headings)})
    (at,) = (at for at, text in enumerate(headings) if text in ("Unit", "Units"))
    assert meanings[at] == meant
