"""Random years: every figure that xlplan shows is what an independent sum says. More of them: `tools/years.py`."""

import ast
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from tests.support.paths import ROOT
from tests.support.sheet_questions import contradictions
from tests.support.thoroughness import spread
from tests.support.years.comparison import differences
from tests.support.years.model import LAST, LESS, Adopt, Explain, Reopen, Row, Scenario, Version, Withdraw
from tests.support.years.player import PlayedYear, play
from tests.support.years.readers import read_book
from tests.support.years.scenario import random_year
from xlplan.text.translation import use_language

# Plans of a year and of quarters, with shares, orders, late corrections, withdrawals undone, quarters reopened.
SEEDS = (9, 13, 65)
WITHOUT_XLPLAN = (
    *("measured", "measures", "model", "numbers", "oracle", "plans"),
    *("scenario", "standing", "wordings", "year_sum"),
)


@pytest.fixture(scope="module", params=spread(SEEDS, 3))
def played(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> PlayedYear:
    use_language("uk")
    return play(random_year(request.param), tmp_path_factory.mktemp("year") / "центр")


@pytest.mark.slow
def test_every_figure_of_a_random_year_is_what_the_independent_sum_says(played: PlayedYear) -> None:
    assert [str(each) for each in differences(played)] == []


@pytest.mark.slow
def test_the_sheets_of_a_random_year_never_contradict_each_other(played: PlayedYear) -> None:
    for path in sorted(played.workspace.outbox.glob("2025-Q*/*.xlsx")):
        assert contradictions(read_book(path)) == [], path.name


@pytest.mark.parametrize("module", WITHOUT_XLPLAN)
def test_the_independent_sum_imports_nothing_of_xlplan(module: str) -> None:
    tree = ast.parse((ROOT / "tests/support/years" / f"{module}.py").read_text("utf-8"))
    imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    ours = {f"tests.support.years.{each}" for each in WITHOUT_XLPLAN}
    assert {name for name in imported if name.startswith(("xlplan", "tests"))} <= ours


def versions_of(year: Scenario) -> list[Version]:
    return [step.version for step in year.steps if isinstance(step, Adopt)]


def changes(before: Version, now: Version) -> Counter[str]:
    """What an order, or the next quarter's plan, did to the rows."""
    found: Counter[str] = Counter()
    rows = {row.name: row for row in before.rows}
    carried = {name for row in now.rows for name in row.names}
    found["dropped"] += sum(not row.names & carried for row in before.rows)
    for row in now.rows:
        old = rows.get(row.name)
        if old is None:
            found["new"] += 1
            found["new under an old code"] += row.previous == "новий"
            continue
        found += _changes_of_row(old, row)
    return found


def _changes_of_row(old: Row, row: Row) -> Counter[str]:
    return Counter(
        {
            "moved": int(old.code != row.code),
            "reworded": int(old.indicator != row.indicator and old.wording == row.wording),
            "renamed": int(old.wording != row.wording),
            "merged": int(old.names < row.names),
            "other units": int(set(old.units) != set(row.units)),
            "another lead": int(old.counting == "lead" and old.units[0] != row.units[0]),
            "other targets": int(
                any(old.targets.get(each, count) != count for each, count in row.targets.items())
            ),
        }
    )


def rules_of(row: Row) -> list[str]:
    """The rules of the units and the quarters of a row, and whether its numbers have decimals."""
    over = "share" if row.share_of else f"{row.across} of units"
    return [over, f"{row.adds_up} of quarters", "decimals" if row.decimals else "whole numbers"]


def test_random_years_hold_everything_that_a_year_may_bring() -> None:
    found: Counter[str] = Counter()
    for seed in range(1, 250):
        year = random_year(seed)
        versions = versions_of(year)
        found["quarterly" if year.is_quarterly else "yearly"] += 1
        for before, now in pairwise(versions):
            found += changes(before, now)
        found["undone"] += sum(isinstance(step, Withdraw) and step.undo for step in year.steps)
        found["explained"] += sum(isinstance(step, Explain) for step in year.steps)
        found["reopened"] += sum(isinstance(step, Reopen) for step in year.steps)
        found["last"] += any(row.adds_up == LAST for version in versions for row in version.rows)
        found["ceilings"] += any(row.better == LESS for version in versions for row in version.rows)
        for rule in {rule for version in versions for row in version.rows for rule in rules_of(row)}:
            found[rule] += 1
    assert min(found.values()) > 5, found


def test_the_same_number_gives_the_same_year() -> None:
    assert random_year(3) == random_year(3)
    assert random_year(3) != random_year(4)


@pytest.mark.slow
def test_a_workbook_with_another_figure_is_told(played: PlayedYear, tmp_path: Path) -> None:
    """The comparison itself notices a wrong figure: on a sheet that is changed by hand."""
    from openpyxl import load_workbook

    quarter, (path, steps) = max(played.reports.items())
    book = load_workbook(path)
    sheet = book["Дані"]
    column = next(cell.column for cell in sheet[1] if cell.value == "Виконано з початку року")
    row = next(number for number in range(2, sheet.max_row + 1) if sheet.cell(number, column).value is not None)
    sheet.cell(row, column).value = 777
    changed = tmp_path / "змінено.xlsx"
    book.save(changed)
    with_another = replace(played, reports={quarter: (changed, steps)})
    told = [each for each in differences(with_another) if each.sheet == "Дані"]
    assert [each.seen for each in told if each.heading == "Виконано з початку року"] == [777]
