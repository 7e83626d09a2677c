"""A centre's own form, pasted whole into `План`, gives the same plan from every format: nothing of it is lost."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.conftest import Office
from tests.support.plan_workbook import plan_book
from xlplan.documents.plan_reader.reader import PlanReading, interpret_plan
from xlplan.domain.findings.finding import Severity
from xlplan.domain.plan import AddsUp

HOR, LUG = "Хорошівське БПД", "Лугинське БПД"
FORM: Sequence[Sequence[object]] = [
    ["План роботи центру на 2021 рік"],
    [
        "№ з/п",
        "Найменування\nзаходу",
        "Виконавці",
        "Строк",
        "Показник",
        "План на 2021 рік",
        None,
        None,
        None,
        None,
    ],
    [None, None, None, None, None, "І кв.", "ІІ кв.", "ІІІ кв.", "ІV кв.", "Всього"],
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    ["І. ДОСТУП ДО ДОПОМОГИ"],
    ["Завдання 1.1. Наближення послуг"],
    ["1.1.1", "Лекції:\n- 12.02.2021 лекція у школі\n- семінар – травень", HOR, None, "лекції", 1, 1, "-", "-", 2],
    ["1.1.2", "Консультації", f"Працівники {HOR}; {LUG}", None, "особи", "протягом року", None, None, None, None],
    ["ІІ. ПРАВОПРОСВІТА"],
    ["Завдання 2.1. Мережі"],
    ["2.1.1", "Сторінка", LUG, None, "Підписники (наростаючим підсумком)", 500, 550, 600, 650, 650],
    ["2.1.2", "Звернення", HOR, "за потреби", "Частка вчасних, %", "95%", "95%", "95%", "95%", "95%"],
    ["Разом", None, None, None, None, 500, 550, 600, 650, 650],
    ["* план може змінюватися"],
    ["Заступник начальника відділу", None, None, "Олена СЕРГІЄНКО"],
    ["Виконавець: Іваненко, тел. (04142) 5-12-12"],
]
MERGED = ["A2:J2", "F3:J3", "A6:J6", "A7:J7", "A10:J10", "A11:J11", "F9:I9", "A15:J15", "A17:J17"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return plan_book(tmp_path / "План.xlsx", plan=FORM, merged=MERGED)


def read(path: Path) -> PlanReading:
    reading = interpret_plan(path)
    assert reading.plan, [str(finding) for finding in reading.findings if finding.severity is Severity.ERROR]
    return reading


def test_the_headings_of_directions_and_tasks_are_levels(path: Path) -> None:
    assert [(each.code, each.direction, each.task) for each in read(path).measures] == [
        ("1.1.1", "І. ДОСТУП ДО ДОПОМОГИ", "1.1 Наближення послуг"),
        ("1.1.2", "І. ДОСТУП ДО ДОПОМОГИ", "1.1 Наближення послуг"),
        ("2.1.1", "ІІ. ПРАВОПРОСВІТА", "2.1 Мережі"),
        ("2.1.2", "ІІ. ПРАВОПРОСВІТА", "2.1 Мережі"),
    ]


def test_the_events_have_their_dates_and_quarters(path: Path) -> None:
    assert [(each.title, each.on, each.quarter.number) for each in read(path).events] == [
        ("лекція у школі", "12.02.2021", 1),
        ("семінар", "травень", 2),
    ]


def test_the_numbers_come_together_as_their_rows_say(path: Path) -> None:
    _lectures, advice, followers, share = (each.indicators[0] for each in read(path).measures)
    assert [target.words for _quarter, target in advice.targets] == ["протягом року"] * 4
    assert followers.adds_up is AddsUp.LAST
    assert share.unit_of_measure.is_percentage


def test_what_is_no_row_is_left_out_and_told(path: Path) -> None:
    left = [finding.location.cell for finding in read(path).findings if finding.code == "plan-row-left-out"]
    assert left[-4:] == ["A14", "A15", "A16", "A17"]


@pytest.mark.office
@pytest.mark.parametrize("to", ["ods", "xls"])
def test_every_format_gives_the_same_plan_and_tells_the_same(path: Path, to: str, office: Office) -> None:
    first, other = read(path), read(office(path, to))
    assert other.plan == first.plan
    told = [sorted((each.code, each.location.cell) for each in one.findings) for one in (first, other)]
    assert told[0] == told[1]
