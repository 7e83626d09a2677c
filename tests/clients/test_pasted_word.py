"""A plan's table copied from Word's window and pasted into the sheet `План`, by the clipboard of a real office."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.support.client_programs import need
from tests.support.desktop import Desk, at_a_desk, until
from tests.support.word_files import cell, docx, paragraph, row, table
from xlplan.documents.plan_reader.reader import interpret_plan
from xlplan.documents.plan_writer.cells import PlanRows
from xlplan.documents.plan_writer.writer import write_plan_rows
from xlplan.domain.plan import Plan

pytestmark = pytest.mark.office
HOR, LUG = "Хорошівське БПД", "Лугинське БПД"
UNITS = [
    {"code": "HOR", "name": HOR, "kind": "бюро", "groups": "усі бюро"},
    {"code": "LUG", "name": LUG, "kind": "бюро", "groups": "усі бюро"},
]
GROUP, GOES_ON = "restart", "continue"


def lines(*texts: str, **properties: object) -> str:
    """A cell of several paragraphs."""
    return cell(*map(paragraph, texts), **properties)  # type: ignore[arg-type]


YEAR = table(
    row(
        *(
            cell(heading, merge=GROUP)
            for heading in ("п/п", "Завдання", "Найменування заходу", "Виконавець", "Показник")
        ),
        cell("Кількість на 2026 рік", span=5),
    ),
    row(*(cell("", merge=GOES_ON) for _heading in range(5)), "I", "II", "III", "IV", "Разом"),
    row(
        "1",
        cell("Завдання 1.1 Лекції", merge=GROUP),
        lines("Захід 1.1.1 Лекції у школах"),
        lines("Працівники Хорошівського БПД", "Працівники Лугинського БПД"),
        "лекції",
        *("2", "2", "2", "2", "8"),
    ),
    row("2", cell("", merge=GOES_ON), "Захід 1.1.2 Прийоми", "усі бюро", "прийоми", cell("за потреби", span=5)),
    row("3", "Завдання 1.2 Звіти", "Захід 1.2.1 Звіти", HOR, "звіти", "", "1", "", "1", "2"),
    columns=10,
)
QUARTER = table(
    row("Найменування заходу", "Відповідальний виконавець", "Термін", "Показник", "Показник результативності"),
    row(
        lines("Захід 1.1.1 Лекції у школах", "- лекція в ліцеї", "- лекція в гімназії"),
        lines("Працівники Хорошівського БПД", "Працівники Лугинського БПД"),
        "протягом кварталу",
        "лекції",
        "2",
    ),
    columns=5,
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One desk for all tests here: the office starts once."""
    need("lowriter", "apt-get install libreoffice-writer")
    with at_a_desk(tmp_path_factory.mktemp("desk") / "profile") as desk:
        yield desk


def pasted(desk: Desk, folder: Path, content: str, period: str) -> Plan:
    """Return the plan of a new plan workbook into whose sheet the table of a document was pasted."""
    document, workbook = folder / f"{folder.name}-план.docx", folder / f"{folder.name}-книга.xlsx"
    document.write_bytes(docx(content))
    details = {"code": "KR", "name": "Центр", "title": "Центр", "period": period}
    write_plan_rows(workbook, PlanRows(details, UNITS), datetime(2026, 1, 12))
    desk.open(document)
    desk.copy_table()
    desk.open(workbook)
    desk.see("go to sheet", "План")
    desk.go_to("A7")
    desk.press("ctrl+v")
    until(lambda: desk.see("shown", "A7"))
    desk.save()
    desk.close()
    desk.see("close text")
    reading = interpret_plan(workbook)
    assert reading.plan is not None, [str(finding) for finding in reading.findings]
    return reading.plan


def test_a_yearly_table_is_the_plan_that_it_was_in_word(desk: Desk, tmp_path: Path) -> None:
    plan = pasted(desk, tmp_path, YEAR, "2026 рік")
    assert [(each.code, each.task, each.units) for each in plan.measures] == [
        ("1.1.1", "1.1 Лекції", ("HOR", "LUG")),
        ("1.1.2", "1.1 Лекції", ("HOR", "LUG")),
        ("1.2.1", "1.2 Звіти", ("HOR",)),
    ]
    assert [target.count for _quarter, target in plan.indicator("1.1.1").targets] == [2, 2, 2, 2]
    assert [target.words for _quarter, target in plan.indicator("1.1.2").targets] == ["за потреби"] * 4
    assert [(quarter.number, target.count) for quarter, target in plan.indicator("1.2.1").targets] == [
        (2, 1),
        (4, 1),
    ]


def test_the_events_of_a_quarterly_table_are_those_of_the_units_beside_them(desk: Desk, tmp_path: Path) -> None:
    plan = pasted(desk, tmp_path, QUARTER, "II квартал 2026 року")
    assert [(event.unit, event.title) for event in plan.events] == [
        ("HOR", "лекція в ліцеї"),
        ("LUG", "лекція в гімназії"),
    ]
