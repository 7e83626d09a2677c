"""The Livoberezhnyi year as departments would tell it: four quarters with texts and events of realistic length."""

from datetime import datetime
from functools import partial
from pathlib import Path
from random import Random

from tests.support.centre import call, take_files
from tests.support.livoberezhnyi import (
    FIRST,
    QUARTERS,
    SECOND,
    THIRD,
    UNITS,
    after,
    close_quarter,
    issue_of,
)
from xlplan.documents.cell_values import cell_number
from xlplan.domain.issue import IssueRow
from xlplan.domain.plan import Counting
from xlplan.domain.quarter import Quarter
from xlplan.domain.returned import CellValue
from xlplan.domain.target import TargetKind
from xlplan.services.templates import issue_templates
from xlplan.storage.workspace import Workspace
from xlplan.workflows.fill_template import fill_template

_TEXTS = (
    "Роз'яснено порядок звернення за безоплатною правовою допомогою, права та обов'язки клієнтів, надано пам'ятки "
    "та контакти гарячої лінії; обговорено типові запитання учасників.",
    "Матеріали підготовлено спільно з партнерами, погоджено з керівництвом центру та оприлюднено на офіційних "
    "сторінках; зібрано відгуки відвідувачів.",
    "Під час роботи опрацьовано звернення мешканців Дарницького, Деснянського та Дніпровського районів; "
    "найчастіше запитували про житлові субсидії, спадщину й аліменти.",
    "Роботу проведено за графіком, затвердженим керівництвом; учасникам роздано інформаційні буклети й надано "
    "індивідуальні консультації.",
    "Звернень було більше, ніж минулого кварталу: люди цікавилися соціальним захистом внутрішньо переміщених осіб "
    "та поновленням документів.",
)
_REASONS = (
    ("через повітряні тривоги два заходи перервано й не завершено", "проведемо їх до 20 числа наступного місяця"),
    ("заклад-партнер переніс зустріч на прохання керівництва", "нову дату погоджено, захід відбудеться онлайн"),
    ("друкарня затримала наклад", "буклети отримаємо й поширимо в першій декаді кварталу"),
)
_EVENTS = (
    "Лекція «Права людини в умовах воєнного стану» для {who}",
    "Семінар щодо доступу до безоплатної правової допомоги для {who}",
    "Зустріч із питань соціального захисту для {who}",
    "Вебінар про земельні відносини для {who}",
)
_WHO = ("учнів ліцею № 209", "внутрішньо переміщених осіб", "військовослужбовців", "працівників ЦНАПу")
_PLACES = ("м. Київ, вул. Бажана, 12", "Дарницька РДА", "бібліотека ім. Сухомлинського", "онлайн, Zoom")
# The department that sends nothing in the third quarter.
SILENT = (THIRD, "FIN")


def play_told_year(workspace: Workspace, quarters: tuple[Quarter, ...] = QUARTERS) -> None:
    """Plays the year: the first three quarters closed, the last one open and without a workbook."""
    for quarter in quarters:
        issued_at = after(quarter, 1)
        call(issue_templates, workspace, partial(lambda at: at, issued_at), quarter)
        for unit in UNITS:
            if (quarter, unit) != SILENT:
                drop_told(workspace, quarter, unit)
        take_files(workspace, after(quarter))
        if quarter in (FIRST, SECOND, THIRD):
            close_quarter(workspace, quarter)


def drop_told(workspace: Workspace, quarter: Quarter, unit: str, random: Random | None = None) -> Path:
    """Drops a return with texts, and with events beside those that the plan names."""
    chance = random or Random(f"{quarter}{unit}")
    issue = issue_of(workspace, quarter, unit)
    answers = {row.key: _answer(row, chance, unit) for row in issue.rows}
    path = workspace.inbox / f"{issue.unit.name} {quarter}.xlsx"
    counted = [row.key for row in issue.rows if "аход" in row.indicator and answers[row.key].get("done")]
    events = {f"+{number}": _event(key, quarter, chance) for number, key in enumerate(counted[:12], start=1)}
    fill_template(workspace.template(quarter, issue.unit.name), path, answers, events)
    return path


def _answer(row: IssueRow, chance: Random, unit: str) -> dict[str, CellValue]:
    text = chance.choice(_TEXTS)
    kept: dict[str, CellValue] = {"kept": chance.choice(("так", "ні"))} if row.promised else {}
    if row.target.count is None:
        if row.target.kind is TargetKind.CONTINUOUS:
            return {"description": text, **kept}
        return kept if row.target.kind is TargetKind.UNSET else {"done": "потреби не було", **kept}
    target = cell_number(row.target.count)
    if row.counting is Counting.JOINT and unit != "BPD":
        return {"done": 0, **kept}
    if chance.random() < 0.15 and isinstance(target, int):
        reason, action = chance.choice(_REASONS)
        return {"done": target // 2, "description": text, "reason": reason, "action": action, **kept}
    return {"done": target, "description": text, **kept}


def _event(key: str, quarter: Quarter, chance: Random) -> dict[str, CellValue]:
    return {
        "key": key,
        "event": chance.choice(_EVENTS).format(who=chance.choice(_WHO)),
        "held_on": datetime(quarter.year, quarter.number * 3 - 1, chance.randint(1, 28)),
        "place": chance.choice(_PLACES),
        "form": "очно",
        "people": chance.randint(8, 60),
        "partner": "районний центр зайнятості",
    }
