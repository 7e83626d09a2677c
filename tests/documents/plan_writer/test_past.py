"""The last plan beside the next one: columns that a person compares with, and that no reader takes for targets."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from openxml_audit import OpenXmlValidator

from tests.support.look_at import look_at
from tests.support.year_sample import YEAR, year_plan
from xlplan.documents.plan_reader.reader import read_plan
from xlplan.documents.plan_writer.past import PastPlan
from xlplan.documents.plan_writer.writer import write_next_plan
from xlplan.domain.figures import RowResult
from xlplan.domain.findings.plan_kinds import PLAN_COLUMN_NOT_READ
from xlplan.domain.next_plan import begin_next_plan
from xlplan.domain.plan import EmptyLevel
from xlplan.domain.quarter import Quarter
from xlplan.domain.status import Status
from xlplan.text.translation import speaking, use_language

MADE = datetime(2023, 12, 10, 9, 0, tzinfo=UTC)
RESULTS = {
    "1.1.2.2": RowResult(9, False, None),
    "1.1.2.3": RowResult(7, True, None),
    "1.1.1.5": RowResult(None, False, Status.NOTHING_AROSE),
}

Written = Callable[..., Path]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """`written(last, language)`: the next plan beside one with results up to a quarter, to be looked at."""

    @cache
    def write(last: Quarter | None = YEAR[3], language: str = "uk") -> Path:
        path = tmp_path_factory.mktemp("next") / "План.xlsx"
        past = PastPlan(year_plan(), RESULTS if last else {}, last)
        with speaking(language):
            write_next_plan(path, begin_next_plan(year_plan()).plan, past, MADE)
        return path

    return write


def table(path: Path) -> dict[str, dict[str, Any]]:
    """The cells of `План` by row code and heading."""
    sheet = look_at(path)["План"]
    headings = [str(cell.value) for cell in sheet[5]]
    rows = [dict(zip(headings, row, strict=True)) for row in sheet.iter_rows(min_row=6)]
    return {str(row["Код"].value): row for row in rows if row["Код"].value}


def test_targets_and_results_stand_beside_their_row(written: Written) -> None:
    rows = table(written())
    past = ("План 2023", "За кварталами 2023", "Виконано 2023")
    assert [rows["1.1.2.2"][heading].value for heading in past] == [8, "2 · 2 · 2 · 2", 9]
    assert [rows["1.1.1.5"][heading].value for heading in past] == ["у разі потреби", None, "потреби не було"]
    assert [rows["1.1.2.2"][heading].value for heading in ("I", "II", "III", "IV", "Разом")] == [None] * 5


def test_a_number_that_lacks_a_return_carries_a_star_and_stays_a_number(written: Written) -> None:
    cell = table(written())["1.1.2.3"]["Виконано 2023"]
    assert (cell.value, cell.number_format) == (7, '0" *"')
    sheet = look_at(written())["План"]
    assert any("бракує звіту" in str(cell.value) for cell in sheet[4])


def test_a_heading_says_up_to_which_quarter_the_results_go(written: Written) -> None:
    assert "Виконано 2023 (І–ІІІ)" in table(written(YEAR[2]))["1.1.2.2"]


def test_without_returns_there_is_no_column_of_results(written: Written) -> None:
    headings = table(written(None))["1.1.2.2"]
    assert [each for each in headings if "2023" in each] == ["План 2023", "За кварталами 2023"]


@pytest.mark.parametrize("language", ["uk", "en"])
def test_the_reader_leaves_the_last_plan_out_and_says_nothing_of_it(written: Written, language: str) -> None:
    plan, findings = read_plan(written(YEAR[2], language))
    assert plan == begin_next_plan(year_plan()).plan
    assert not [each for each in findings if each.code == PLAN_COLUMN_NOT_READ.code]


def test_sorting_by_the_filter_takes_the_last_plan_along(written: Written) -> None:
    sheet = look_at(written())["План"]
    first, last = sheet.auto_filter.ref.split(":")
    heading = next(cell for cell in sheet[5] if cell.value == "Виконано 2023")
    assert (first, last.rstrip("0123456789")) == ("A5", heading.column_letter)


def test_the_file_is_valid(written: Written) -> None:
    result = OpenXmlValidator().validate(written())
    assert result.is_valid, result.errors


def test_a_level_without_measures_has_nothing_of_the_past_beside_it(tmp_path: Path) -> None:
    use_language("uk")
    plan = replace(year_plan(), empty_levels=(EmptyLevel(task="0 Порожнє", before=year_plan().measures[0].code),))
    path = tmp_path / "План.xlsx"
    write_next_plan(path, begin_next_plan(plan).plan, PastPlan(plan, RESULTS, YEAR[3]), MADE)
    assert table(path)["1.1.2.2"]["Виконано 2023"].value == 9
    sheet = look_at(path)["План"]
    headings = [str(cell.value) for cell in sheet[5]]
    assert [sheet.cell(6, headings.index(name) + 1).value for name in ("Завдання", "План 2023")] == [
        "0 Порожнє",
        None,
    ]
