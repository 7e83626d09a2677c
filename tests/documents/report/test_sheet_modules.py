"""A sheet is a module: its names and headings, the sheets that come only sometimes, the order of writing."""

from pathlib import Path

import openpyxl
import pytest

from tests.support.look_at import look_at
from tests.support.report_sample import FULL, MADE, written_of
from tests.support.small_plan import QUARTER
from xlplan.documents.report import changes, findings, plan_fact, signature, summary
from xlplan.documents.report.context import Positions
from xlplan.documents.report.workbook import SHEETS, in_writing_order, write_report
from xlplan.domain.edition import Edition
from xlplan.domain.restatement import FigureChange, Restatement

# Others rely on these names and headings.
HEADINGS = {
    "Що змінилося": [
        "Код", "Захід", "Підрозділ", "Виконано", "Статус", "Центр загалом: виконано", "Центр загалом: статус",
        "Що ще змінилося", "№ файла",
    ],
    "План-факт": [
        "Код", "Захід / підрозділ", "Показник", "План", "Виконано", "Відхилення", "%", "Статус",
        "План з початку року", "Виконано з початку року", "Причина, що буде зроблено, опис виконання",
    ],
    "Недовиконання": [
        "Код", "Захід", "Показник", "Підрозділ", "План", "Виконано", "Недовиконання", "Ще невідомо",
        "Причина невиконання", "Що буде зроблено",
    ],
    "Підрозділи": ["Підрозділ", "Звіт", "виконано чи перевиконано", "недовиконано", "не подано"],
    "Заходи": [
        "Підрозділ", "Код", "Захід", "Заплановано на", "Дата проведення", "Стан", "Місце", "Форма",
        "Охоплено осіб", "Партнер", "Посилання",
    ],
    "Подання": ["Підрозділ", "Стан", "Одержано", "Вчасно", "Спроба", "Файл", "Зауваження", "SHA-256"],
    "Зауваження": ["Вид", "Підрозділ", "Код", "Що помічено", "Що зробити", "Де"],
    "Дані": [
        "Квартал", "Код", "Захід", "Показник", "Підрозділ", "План", "Виконано", "Відхилення", "Статус",
        "Причина невиконання", "Що буде зроблено", "План з початку року", "Виконано з початку року", "Файл",
        "Аркуш", "Клітинка", "SHA-256",
    ],
}  # fmt: skip
BEFORE, EDITION = (Edition(QUARTER, number, MADE, "І. Коваль", "", 1, 1, "") for number in (1, 2))
RESTATEMENT = Restatement(EDITION, BEFORE, (FigureChange("1.1", "Зустрічі", "", "Done", 2, 3, ()),))


@pytest.fixture(scope="module")
def restated(tmp_path_factory: pytest.TempPathFactory) -> openpyxl.Workbook:
    path = tmp_path_factory.mktemp("report") / "a.xlsx"
    write_report(path, FULL, MADE, None, RESTATEMENT)
    return look_at(path)


@pytest.mark.parametrize("name", HEADINGS)
def test_every_sheet_has_the_headings_that_others_rely_on(restated: openpyxl.Workbook, name: str) -> None:
    row = next(module.SHEET.heading_row for module in SHEETS if module.SHEET.shown == name) + 1
    headings = [cell.value for cell in restated[name][row]]
    assert headings[: len(HEADINGS[name])] == HEADINGS[name]


def test_the_sheets_stand_in_the_order_of_the_list(restated: openpyxl.Workbook) -> None:
    assert restated.sheetnames == [module.SHEET.shown for module in SHEETS]


def test_the_sheet_of_what_changed_is_only_in_an_edition_that_follows_another(tmp_path: Path) -> None:
    names = look_at(written_of(tmp_path / "a.xlsx", FULL)).sheetnames
    assert names == [module.SHEET.shown for module in SHEETS if module is not changes]


@pytest.mark.parametrize("module", SHEETS, ids=lambda module: module.SHEET.name)
def test_no_two_columns_of_a_sheet_share_a_name_or_a_heading(module: object) -> None:
    columns = module.SHEET.columns  # type: ignore[attr-defined]
    assert len({column.name for column in columns}) == len(columns)
    assert len({column.shown for column in columns}) == len(columns)


def test_a_sheet_is_written_after_those_that_it_needs() -> None:
    modules = list(in_writing_order(SHEETS))
    written = {module.SHEET.name: place for place, module in enumerate(modules)}
    assert len(modules) == len(SHEETS)
    assert all(
        written[needed.name] < place for place, module in enumerate(modules) for needed in module.SHEET.after
    )


def test_otherwise_sheets_are_written_in_the_order_of_the_list() -> None:
    assert list(in_writing_order([summary, findings, plan_fact, signature])) == [
        plan_fact,
        findings,
        signature,
        summary,
    ]


def test_the_positions_on_a_sheet_that_is_not_written_yet_cannot_be_read() -> None:
    with pytest.raises(AttributeError):
        _ = Positions().rows
