"""What the template says of a row: one table for Python and for the formulas as LibreOffice computes them."""

from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
import pytest
from msgspec.structs import replace

from tests.support.rows_only import rows_only
from tests.support.template_samples import KINDS, MADE, issue
from xlplan.documents.cell_values import Value
from xlplan.documents.template.row_state import count_owed, event_cell, progress, readiness, state
from xlplan.documents.template.workbook import write_template
from xlplan.domain.returned import CellValue
from xlplan.domain.sheets import EVENT_ENTRIES
from xlplan.text.translation import use_language

SAID, WHY = "проведено лекцію", "захворів лектор"

# kind of row | done | description | reason | what `Стан` says
CASES: tuple[tuple[str, CellValue, str, str, str], ...] = (
    ("split", None, "", "", "… заповніть"),
    ("split", " ", "", "", "… заповніть"),
    ("split", None, SAID, WHY, "… заповніть"),
    ("split", 0, "", "", "▼ −2: вкажіть причину"),
    ("split", 1, SAID, "", "▼ −1: вкажіть причину"),
    ("split", 1, SAID, "  ", "▼ −1: вкажіть причину"),
    ("split", 1, "", WHY, "▼ недовиконано"),
    ("split", 0, "", WHY, "▼ недовиконано"),
    ("split", 2, "", "", "✓ виконано"),
    ("split", 2.0, "", WHY, "✓ виконано"),
    ("split", 3, "", "", "▲ перевиконано"),
    ("split", -1, "", "", "✗ потрібне ціле число"),
    ("split", 1.5, "", "", "✗ потрібне ціле число"),
    ("split", float("inf"), "", "", "✗ потрібне ціле число"),
    ("split", "два", "", "", "✗ потрібне ціле число"),
    ("split", "потреби не було", "", "", "✗ потрібне ціле число"),
    ("lead", 2, "", "", "▼ −1: вкажіть причину"),
    ("lead", 3, "", "", "✓ виконано"),
    ("at most", 3, "", "", "✓ виконано"),
    ("at most", 0, "", "", "✓ виконано"),
    ("at most", 4, "", "", "✓ виконано"),
    ("at most", 6, "", "", "▼ понад межу на 2: вкажіть причину"),
    ("at most", 6, "", WHY, "▼ понад межу на 2"),
    ("joint", None, "", "", "… заповніть"),
    ("joint", 0, "", "", "✓ заповнено"),
    ("joint", 2, "", "", "✓ заповнено"),
    ("joint", 20, "", "", "✓ заповнено"),
    ("joint", "потреби не було", "", "", "✗ потрібне ціле число"),
    ("continuous", None, "", "", "… опишіть"),
    ("continuous", 4, "", "", "… опишіть"),
    ("continuous", None, SAID, "", "✓ описано"),
    ("continuous", 4, SAID, "", "✓ описано"),
    ("continuous", "багато", SAID, "", "✗ потрібне ціле число"),
    ("on demand", None, "", "", "… число або «потреби не було»"),
    ("on demand", None, SAID, "", "… число або «потреби не було»"),
    ("on demand", 0, "", "", "✓ заповнено"),
    ("on demand", 3, "", "", "✓ заповнено"),
    ("on demand", "потреби не було", "", "", "∅ потреби не було"),
    ("on demand", "  Потреби  НЕ було ", "", "", "∅ потреби не було"),
    ("on demand", "nothing arose", "", "", "∅ потреби не було"),
    ("on demand", "-", "", "", "✗ число або «потреби не було»"),
    ("on demand", 0.5, "", "", "✗ число або «потреби не було»"),
    ("on instruction", None, "", "", "… число або «потреби не було»"),
    ("on instruction", "потреби не було", "", "", "∅ потреби не було"),
    ("on instruction", 1, "", "", "✓ заповнено"),
    ("unset", None, "", "", "· без кількісного плану"),
    ("unset", 5, "", "", "· без кількісного плану"),
    ("unset", "п'ять", "", "", "✗ потрібне ціле число"),
)


def _answers(case: tuple[str, CellValue, str, str, str]) -> Mapping[str, CellValue]:
    return dict(zip(("done", "description", "reason"), case[1:4], strict=True))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]} {case[1]!r} {case[3] or '-'}")
def test_the_state_says_what_is_missing(case: tuple[str, CellValue, str, str, str]) -> None:
    assert state(KINDS[case[0]], _answers(case)) == case[4]


@pytest.mark.parametrize(
    ("states", "says", "tells"),
    [
        (
            ["… заповніть", "✓ виконано"],
            "Ще рано надсилати",
            "Заповнено 1 з 2 · без причини: 0 · можна надсилати: ні",
        ),
        (
            ["▼ −1: вкажіть причину", "✓ описано"],
            "Ще рано надсилати",
            "Заповнено 2 з 2 · без причини: 1 · можна надсилати: ні",
        ),
        (
            ["✗ потрібне ціле число", "▲ перевиконано"],
            "Ще рано надсилати",
            "Заповнено 1 з 2 · без причини: 0 · виправити: 1 · можна надсилати: ні",
        ),
        (
            ["▼ недовиконано", "∅ потреби не було"],
            "Можна надсилати",
            "Заповнено 2 з 2 · без причини: 0 · можна надсилати: так",
        ),
    ],
)
def test_the_box_says_whether_it_can_be_sent(states: list[str], says: str, tells: str) -> None:
    assert (readiness(states), progress(states, 2)) == (says, tells)


def test_the_box_counts_what_intake_would_warn_about_only_where_there_is_some() -> None:
    states = ["▼ недовиконано", "▼ недовиконано", "✓ виконано"]
    events: dict[str, Value] = {event_cell(name): ("", "", "") for name in EVENT_ENTRIES}
    events |= {event_cell("held_on"): (44330, "", ""), event_cell("people"): (12, 5, "")}
    told = progress(states, 3, actions=["лекція 15.07", " ", ""], events=events)
    assert told == (
        "Заповнено 3 з 3 · без причини: 0 · не сказано, що буде зроблено: 1 · подій без дати: 1 · "
        "можна надсилати: так"
    )
    assert progress(states, 3) == "Заповнено 3 з 3 · без причини: 0 · можна надсилати: так"


def test_a_row_without_a_target_owes_nothing() -> None:
    assert count_owed(KINDS.values()) == len(KINDS) - 1


@pytest.mark.office
@pytest.mark.parametrize("language", ["uk", "en"])
def test_libreoffice_computes_what_the_file_already_shows(
    language: str, tmp_path: Path, office: Callable[..., Path]
) -> None:
    use_language(language)
    rows = [KINDS[case[0]] for case in CASES]
    numbered = [replace(row, key=f"1.{at}") for at, row in enumerate(rows, start=1)]
    answers = {row.key: _answers(case) for row, case in zip(numbered, CASES, strict=True)}
    path = tmp_path / "шаблон.xlsx"
    write_template(path, issue(*numbered), MADE, answers)
    shown = formula_values(path, path)

    computed = formula_values(path, office(without_cached_values(path), "xlsx"))

    assert len(shown) == len(CASES) + 2
    assert computed == shown


@pytest.mark.office
@pytest.mark.parametrize("filled", [False, True])
def test_the_box_follows_what_is_typed_into_a_blank_template(
    filled: bool, tmp_path: Path, office: Callable[..., Path]
) -> None:
    path = tmp_path / "шаблон.xlsx"
    write_template(path, issue(), MADE)
    book = openpyxl.load_workbook(path)
    sheet = book["Звіт"]
    good: dict[str, int | str] = {
        "split": 2,
        "lead": 3,
        "at most": 1,
        "joint": 0,
        "on demand": "потреби не було",
        "on instruction": 1,
    }
    for (kind, row), number in zip(KINDS.items(), range(6, 14), strict=True):
        assert sheet.cell(number, 1).value == row.key
        if filled:
            sheet.cell(number, 5).value = good.get(kind)
            sheet.cell(number, 6).value = SAID
    book.save(path)

    report = openpyxl.load_workbook(office(path, "xlsx"), data_only=True)["Звіт"]

    expected = (
        ("Можна надсилати", "Заповнено 7 з 7 · без причини: 0 · можна надсилати: так")
        if filled
        else ("Ще рано надсилати", "Заповнено 0 з 7 · без причини: 0 · можна надсилати: ні")
    )
    assert (report["G1"].value, report["G2"].value) == expected


def formula_values(formulas: Path, values: Path) -> dict[str, object]:
    """What stands in each formula cell of the report sheet."""
    written = rows_only(formulas).worksheets[0]
    shown = rows_only(values, values=True).worksheets[0]
    values_of = [[cell.value for cell in line] for line in shown.iter_rows()]
    return {
        cell.coordinate: values_of[row][column]
        for row, line in enumerate(written.iter_rows())
        for column, cell in enumerate(line)
        if cell.data_type == "f"
    }


def without_cached_values(path: Path) -> Path:
    # openpyxl drops them, so that LibreOffice has to compute.
    bare = path.with_name("без значень.xlsx")
    openpyxl.load_workbook(path).save(bare)
    return bare
