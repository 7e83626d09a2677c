"""Consolidating: the workbook follows the ledger, and says what an independent sum says."""

from pathlib import Path

import pandas as pd
import pytest

from tests.conftest import Prepare
from tests.support.centre import QUARTER, Answers, at, call, send, take, take_files
from tests.support.open_in_excel import hold
from tests.support.rows_only import rows_only
from xlplan.domain.errors import XlplanError
from xlplan.domain.quarter import Quarter
from xlplan.domain.status import Status
from xlplan.services.report.consolidate import consolidate, load_quarter, stale_quarters
from xlplan.storage.publish import Obstacle
from xlplan.storage.workspace import Workspace

RETURNS: dict[str, Answers] = {
    "KOR": {"1.4.4": {"done": 1, "reason": "карантин", "action": "20.07"}, "1.4.10": {"done": 9}},
    "HOR": {"1.4.10": {"done": 2}, "1.4.6": {"done": 3}},
    "LUG": {"1.4.10": {"done": 0}},
    "OVR": {"1.1.3": {"done": 0, "reason": "відрядження", "action": "08.07"}},
    "MAL": {},
}


@pytest.fixture
def files(prepared: Prepare) -> list[Path]:
    """Five returns of six, dropped and dealt with; copies of what was dropped."""
    return sorted((prepared(_five_returns).root / "dropped").iterdir())


def _five_returns(centre: Workspace) -> None:
    (centre.root / "dropped").mkdir()
    for unit, changes in RETURNS.items():
        path = send(centre, unit, changes)
        (centre.root / "dropped" / f"{unit}.xlsx").write_bytes(path.read_bytes())
    take(centre)


def independent(files: list[Path]) -> pd.DataFrame:
    """The sum of every measure over the returned files, by pandas alone; NaN where no number stands."""
    tables = []
    for path in files:
        raw = pd.read_excel(path, sheet_name="Звіт", header=None, engine="openpyxl")
        top = next(number for number, row in enumerate(raw.values.tolist()) if "Код" in row and "Виконано" in row)
        table = raw.iloc[top + 1 :].set_axis(raw.iloc[top].tolist(), axis=1)
        tables.append(table.loc[:, ["Код", "Виконано"]].dropna(subset=["Код"]))
    everything = pd.concat(tables)
    everything["Виконано"] = pd.to_numeric(everything["Виконано"], errors="coerce")
    return everything.groupby("Код")["Виконано"].sum(min_count=1).to_frame()


def data_of(path: Path) -> pd.DataFrame:
    raw = pd.read_excel(path, sheet_name="Дані", header=None, dtype=object, engine="openpyxl")
    top = next(number for number, row in enumerate(raw.values.tolist()) if "Код" in row and "SHA-256" in row)
    return raw.iloc[top + 1 :].set_axis(raw.iloc[top].tolist(), axis=1)


def test_every_measure_says_what_an_independent_sum_over_the_files_says(
    centre: Workspace, files: list[Path]
) -> None:
    wanted = independent(files)["Виконано"]
    data = data_of(centre.report(QUARTER))
    numbers = pd.to_numeric(data["Виконано"], errors="coerce")
    own = data["Підрозділ"] != "спільно"
    sums = numbers[own].groupby(data["Код"][own]).sum(min_count=1)
    compared = pd.concat([wanted, sums], axis=1, keys=["files", "workbook"])
    assert len(compared) == 37
    assert compared["files"].equals(compared["workbook"])


def test_the_plan_fact_sheet_shows_the_same_sums(centre: Workspace, files: list[Path]) -> None:
    wanted = independent(files)["Виконано"].dropna()
    sheet = rows_only(centre.report(QUARTER), values=True)["План-факт"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    top = next(number for number, row in enumerate(rows) if "Код" in row and "Виконано" in row)
    code, done = rows[top].index("Код"), rows[top].index("Виконано")
    shown = {row[code]: row[done] for row in rows[top + 1 :] if row[code] in wanted.index}
    assert shown == wanted.astype(int).to_dict()


def test_the_unit_that_did_not_return_is_named_and_never_zero(centre: Workspace, files: list[Path]) -> None:
    data = data_of(call(consolidate, centre, lambda: at(10), QUARTER).path)
    silent = data[data["Підрозділ"] == "Народицьке БПД"]
    assert len(silent) > 0
    assert silent["Виконано"].isna().all()
    # Where the plan gives no target, nothing was asked, so nothing is missing.
    asked = set(data[data["План"].notna()]["Код"])
    assert {(code in asked, status) for code, status in zip(silent["Код"], silent["Статус"], strict=True)} == {
        (True, "не подано"),
        (False, "без кількісного плану"),
    }


def test_every_figure_names_its_file_sheet_cell_and_hash(centre: Workspace, files: list[Path]) -> None:
    data = data_of(centre.report(QUARTER))
    row = data[(data["Код"] == "1.4.4") & (data["Підрозділ"] == "Коростенський МЦ")].iloc[0]
    source = next((centre.archive / row["SHA-256"][:2]).glob(f"{row['SHA-256']}*"))
    assert rows_only(source)[row["Аркуш"]][row["Клітинка"]].value == row["Виконано"] == 1


def test_a_submission_says_how_many_findings_its_file_had(centre: Workspace) -> None:
    send(centre, "HOR", {"1.4.10": {"done": "багато"}})
    send(centre, "LUG")
    take_files(centre)
    sheet = rows_only(call(consolidate, centre, lambda: at(6), QUARTER).path)["Подання"]
    found = {row[0]: row[6] for row in sheet.iter_rows(min_row=4, values_only=True)}
    assert (found["Хорошівське БПД"], found["Лугинське БПД"], found["Народицьке БПД"]) == (1, 0, None)


def test_a_burst_of_returns_is_consolidated_once(centre: Workspace) -> None:
    for unit in ("HOR", "MAL", "LUG"):
        send(centre, unit)
    assert len(take(centre).reports) == 1
    assert call(stale_quarters, centre, at) == ()


def test_a_workbook_that_was_lost_is_made_again_at_the_next_round(returned: Workspace) -> None:
    returned.report(QUARTER).unlink()
    take(returned)
    assert returned.report(QUARTER).exists()


def test_the_workbook_is_made_again_once_the_due_day_has_passed(centre: Workspace) -> None:
    send(centre, "HOR")
    take(centre, at(9))
    assert call(stale_quarters, centre, lambda: at(9, hour=23)) == ()
    assert call(stale_quarters, centre, lambda: at(10)) == (QUARTER,)
    assert len(take(centre, at(10)).reports) == 1
    figures = call(load_quarter, centre, lambda: at(10), QUARTER).figures
    assert figures.with_status(Status.EXPECTED) == ()
    assert call(stale_quarters, centre, lambda: at(11)) == ()


def test_a_workbook_held_open_is_written_beside_and_the_name_taken_over_later(
    returned: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as open_in_excel:
        hold(open_in_excel, [returned.report(QUARTER)])
        beside = call(consolidate, returned, at, QUARTER)
    assert beside.obstacle is Obstacle.HELD
    assert beside.path.name == "Зведений звіт 2021-Q2 05.07 10-00.xlsx"
    own = returned.report(QUARTER).with_stem("Зведений звіт 2021-Q2 копія для директора")
    own.touch()
    assert call(consolidate, returned, at, QUARTER).obstacle is None
    assert not beside.path.exists()
    assert own.exists()


def test_a_quarter_that_was_never_issued_is_said_so(centre: Workspace) -> None:
    with pytest.raises(XlplanError, match=r"2021-Q3.*xlplan plan adopt"):
        call(consolidate, centre, at, Quarter(2021, 3))


def test_a_late_return_counts_and_is_marked_late(centre: Workspace) -> None:
    send(centre, "HOR")
    take_files(centre, at(10))
    figures = call(load_quarter, centre, lambda: at(10), QUARTER).figures
    assert [unit.code for unit in figures.accepted_units] == ["HOR"]
    assert figures.return_counts.in_time == 0
