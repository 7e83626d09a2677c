"""The past in a template: the year so far beside the quarter, and whether what was promised was done."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from msgspec.structs import replace

from tests.support.template_samples import KINDS, MADE, issue, row
from xlplan.documents.return_reader.reader import read_return
from xlplan.documents.template.number_cells import target_to_date
from xlplan.documents.template.row_state import state
from xlplan.documents.template.workbook import write_template
from xlplan.domain.issue import IssueRow, RowHistory
from xlplan.domain.plan import AddsUp, Counting
from xlplan.domain.returned import CellValue
from xlplan.domain.sheets import REPORT
from xlplan.domain.target import UNSET, count_target
from xlplan.validation.returns import check_return

PROMISE = RowHistory(target=4, done=2, shortfall=2, promised="лекція 15.07")
SHORT = row("1.1", count_target(3), past=PROMISE)
EVEN = row("1.2", count_target(3), past=RowHistory(target=4, done=4))
NEVER = row("1.3", count_target(3))
SILENT = row("1.4", UNSET, past=PROMISE)
Answers = dict[str, dict[str, CellValue]]


def written(folder: Path, *rows: IssueRow, answers: Answers | None = None) -> Path:
    path = folder / "шаблон.xlsx"
    write_template(path, issue(*rows), MADE, answers)
    return path


def table(path: Path) -> dict[str, dict[str, object]]:
    """What the report sheet shows: row code -> heading -> value."""
    rows = list(openpyxl.load_workbook(path, data_only=True)["Звіт"].iter_rows(min_row=5, values_only=True))
    return {str(each[0]): dict(zip(map(str, rows[0]), each, strict=True)) for each in rows[1:] if each[0]}


def test_a_template_without_a_past_has_none_of_its_columns(tmp_path: Path) -> None:
    assert list(table(written(tmp_path, NEVER))["1.3"]) == [
        "Код", "Захід", "Показник", "План", "Виконано", "Опис виконання", "Причина невиконання",
        "Що буде зроблено", "Стан",
    ]  # fmt: skip


def test_the_year_so_far_stands_beside_the_quarter(tmp_path: Path) -> None:
    shown = table(written(tmp_path, EVEN, NEVER, answers={"1.2": {"done": 1}}))
    assert "Чи зроблено?" not in shown["1.2"]
    assert [shown["1.2"][name] for name in ("План з початку року", "Виконано з початку року")] == [7, 5]
    assert [shown["1.3"][name] for name in ("План з початку року", "Виконано з початку року")] == [3, None]


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        (EVEN, 7),
        (NEVER, 3),
        (replace(EVEN, past=RowHistory(target=4, done=4, adds_up=AddsUp.LAST)), 3),
        (SILENT, 4),
        (row("1", count_target(17), Counting.JOINT, past=RowHistory(done=3)), None),
    ],
)
def test_the_plan_of_the_year_takes_this_quarters_in(asked: IssueRow, shown: int | None) -> None:
    assert target_to_date(asked) == shown


def test_a_promise_is_shown_with_what_was_missing_and_asks_for_yes_or_no(tmp_path: Path) -> None:
    path = written(tmp_path, SHORT, EVEN)
    shown = table(path)
    promised = "Минулого кварталу бракувало 2. Обіцяно: лекція 15.07"
    assert shown["1.1"]["Обіцяно минулого кварталу"] == promised
    assert shown["1.2"]["Обіцяно минулого кварталу"] is None
    sheet = openpyxl.load_workbook(path)["Звіт"]
    at = [cell.value for cell in sheet[5]].index("Чи зроблено?") + 1
    assert [sheet.cell(number, at).protection.locked for number in (6, 7)] == [False, True]


@pytest.mark.parametrize(
    ("asked", "answers", "says"),
    [
        (SHORT, {}, "… чи зроблено обіцяне?"),
        (SHORT, {"kept": "так"}, "… заповніть"),
        (SHORT, {"kept": "ні", "done": 3}, "✓ виконано"),
        (SHORT, {"done": 3}, "… чи зроблено обіцяне?"),
        (SILENT, {}, "… чи зроблено обіцяне?"),
        (SILENT, {"kept": "так"}, "✓ заповнено"),
    ],
)
def test_the_state_asks_for_the_promise_first(asked: IssueRow, answers: dict[str, CellValue], says: str) -> None:
    assert state(asked, answers) == says


@pytest.mark.parametrize(
    ("typed", "kept", "codes"),
    [
        ("так", True, []),
        ("Ні.", False, []),
        ("yes", True, []),
        (None, None, ["promise-unanswered"]),
        ("частково", None, ["promise-unanswered"]),
    ],
)
def test_a_return_says_whether_the_promise_was_kept(
    tmp_path: Path, typed: str | None, kept: bool | None, codes: list[str]
) -> None:
    path = written(tmp_path, SHORT, answers={"1.1": {"done": 3, "kept": typed}})
    (entry,), _events, findings = check_return(issue(SHORT), read_return(path))
    assert (entry.kept, [each.code for each in findings]) == (kept, codes)


def test_where_nothing_was_promised_nothing_is_asked(tmp_path: Path) -> None:
    path = written(tmp_path, EVEN, answers={"1.2": {"done": 3}})
    (entry,), _events, findings = check_return(issue(EVEN), read_return(path))
    assert (entry.kept, findings) == (None, ())


@pytest.mark.office
def test_libreoffice_computes_the_year_and_the_states_that_the_file_already_shows(
    tmp_path: Path, office: Callable[..., Path]
) -> None:
    rows = (
        SHORT,
        EVEN,
        NEVER,
        SILENT,
        replace(EVEN, key="1.5", past=RowHistory(target=4, done=4, adds_up=AddsUp.LAST)),
        *KINDS.values(),
    )
    answers: Answers = {
        "1.1": {"done": 2, "kept": "так"},
        "1.2": {"done": 0},
        "1.5": {"done": 9},
        "1.4": {"kept": "ні"},
    }
    path = written(tmp_path, *rows, answers=answers)
    bare = tmp_path / "без значень.xlsx"
    openpyxl.load_workbook(path).save(bare)
    computed, shown = table(office(bare, "xlsx")), table(path)
    names = [column.shown for column in REPORT.columns if column.name in ("state", "done_to_date")]
    for key, cells in shown.items():
        assert [computed[key][name] or None for name in names] == [cells[name] for name in names], key
    assert shown["1.1"]["Виконано з початку року"] == 4
    assert shown["1.5"]["Виконано з початку року"] == 9
