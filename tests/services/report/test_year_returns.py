"""Completeness and timeliness of the real plans: what is shown is what pandas counts in the lists of files."""

import json
from datetime import date

import pandas as pd
import pytest
from click.testing import CliRunner

from tests.conftest import NewYear
from tests.support import centre as korosten
from tests.support.centre import take, take_files
from tests.support.livoberezhnyi import FIRST, QUARTERS, SECOND, THIRD, after, drop, on
from tests.support.sheet_questions import contradictions
from tests.support.years.readers import read_book
from xlplan.cli import main
from xlplan.domain.quarter import Quarter
from xlplan.services.templates import issue_templates
from xlplan.storage.workspace import Workspace

# When each department's return came, by quarter; the third one is owed and did not come from one of them.
CAME = {
    FIRST: {"KER": after(FIRST, 5), "BPD": after(FIRST, 10), "FIN": after(FIRST, 20)},
    SECOND: {"KER": after(SECOND, 9), "BPD": after(SECOND, 12), "FIN": after(SECOND, 8)},
    THIRD: {"KER": after(THIRD, 9), "BPD": after(THIRD, 10)},
}
DUE = {FIRST: date(2023, 4, 12), SECOND: date(2023, 7, 9), THIRD: date(2023, 10, 9)}


@pytest.fixture(scope="module")
def year(new_year: NewYear, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Three quarters: the first with a due day of its own, the second with a correction after the due day."""
    workspace = new_year(tmp_path_factory.mktemp("year") / "рік")
    for quarter, came in CAME.items():
        named = DUE[quarter] if quarter == FIRST else None
        korosten.call(issue_templates, workspace, lambda: on(1, 3), quarter, due=named)
        for unit, moment in came.items():
            drop(workspace, quarter, unit)
            take_files(workspace, moment)
    changed = {"2.1.4.2": {"description": "уточнено (вигадано)"}}
    drop(workspace, SECOND, "KER", changed, "виправлено.xlsx")
    take_files(workspace, after(SECOND, 25))
    take(workspace, after(THIRD, 25))
    return workspace


def listed(workspace: Workspace, quarter: Quarter) -> pd.DataFrame:
    """The list of files on `Подання`, as pandas reads it from the workbook."""
    frame = pd.read_excel(workspace.report(quarter), sheet_name="Подання", header=2, engine="calamine")
    return frame[frame["Стан"].notna() & frame["SHA-256"].notna()].assign(quarter=str(quarter))


def counted(workspace: Workspace) -> pd.DataFrame:
    """By unit and quarter: accepted, and in time by the first accepted file, counted from files and due days."""
    files = pd.concat(listed(workspace, quarter) for quarter in CAME)
    taken = files[files["Стан"].str.contains("прийнято|замінено")]
    first = taken.groupby(["Підрозділ", "quarter"])["Одержано"].min().reset_index()
    due = first["quarter"].map({str(quarter): pd.Timestamp(day) for quarter, day in DUE.items()})
    return first.assign(in_time=pd.to_datetime(first["Одержано"]).dt.normalize() <= due)


@pytest.mark.slow
def test_the_year_s_returns_are_what_pandas_counts_in_the_files(year: Workspace) -> None:
    expected = counted(year)
    shown = read_book(year.report(THIRD)).year_returns
    by_unit = expected.groupby("Підрозділ").agg(accepted=("quarter", "count"), in_time=("in_time", "sum"))
    for unit, row in by_unit.iterrows():
        told = shown[str(unit)]
        assert (told["Належить подати"], told["Прийнято"], told["Вчасно"]) == (3, row.accepted, row.in_time), unit
    for quarter, group in expected.groupby("quarter"):
        numeral = str(quarter)[-1]
        told = shown[f"Усі підрозділи, {'І' * int(numeral)} квартал 2023 року"]
        assert (told["Прийнято"], told["Вчасно"]) == (len(group), group.in_time.sum()), quarter
    whole = shown["Усі підрозділи, з початку року"]
    assert (whole["Прийнято"], whole["Вчасно"]) == (len(expected), expected.in_time.sum()) == (8, 5)
    assert float(str(whole["Повнота"])) == pytest.approx(8 / 9)
    assert float(str(whole["Своєчасність"])) == pytest.approx(5 / 9)
    for quarter in CAME:
        assert contradictions(read_book(year.report(quarter))) == []


@pytest.mark.slow
def test_status_says_the_same_to_people_and_programs(year: Workspace) -> None:
    def run(*arguments: str) -> str:
        result = CliRunner().invoke(main, ["--workspace", str(year.root), "status", *arguments])
        assert result.exit_code == 0
        return result.output

    expected = counted(year)
    (told,) = json.loads(run("--json"))["years"]
    assert (told["owed"], told["accepted"], told["in_time"]) == (9, len(expected), expected.in_time.sum())
    assert {unit["unit"]: unit["in_time"] for unit in told["units"]} == dict(
        expected.groupby("Підрозділ").in_time.sum().items()
    )
    assert "2023 рік, з початку року · прийнято 8 з 9 (89%), вчасно 5 (56%)" in run()
    # In the first quarter alone, only the first quarter counts.
    (first,) = json.loads(run(str(FIRST), "--json"))["years"]
    assert (first["owed"], list(first["quarters"])) == (3, [str(FIRST)])
    assert str(QUARTERS[3]) not in told["quarters"]


def test_the_returns_of_a_plan_for_one_quarter_are_told_in_its_line_alone(centre: Workspace) -> None:
    korosten.send(centre, "HOR")
    korosten.take_files(centre)
    korosten.send(centre, "MAL")
    korosten.take(centre, korosten.at(12))
    told = CliRunner().invoke(main, ["--workspace", str(centre.root), "status"]).output
    assert "ІІ квартал 2021 року · прийнято 2 з 6, вчасно 1 · строк 09.07.2021" in told
    assert "з початку року" not in told
    book = read_book(centre.report(korosten.QUARTER))
    assert (book.tiles["звітів прийнято"], book.tiles["вчасно"]) == ("2 з 6", "1 з 6")
    assert (book.year_returns, book.year_line, contradictions(book)) == ({}, "", [])
