"""From filled files to the consolidated workbook: its figures are what pandas adds up from the same files."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from random import Random

import pandas as pd
import pytest
from msgspec.structs import replace
from python_calamine import CalamineWorkbook

from tests.documents.report.test_recalculation import without_cached_values
from tests.support.centre import ZONE, call, take
from tests.support.rows_only import rows_only
from tests.support.small_plan import measure, plan_of
from tests.support.thoroughness import spread
from xlplan.domain.issue import IssueRow, rows_of
from xlplan.domain.plan import AddsUp, Plan
from xlplan.domain.quarter import Quarter
from xlplan.domain.returned import CellValue
from xlplan.domain.target import TargetKind
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.plans import Adoption, record_plan
from xlplan.services.new_workspace import new_workspace
from xlplan.services.templates import issue_templates
from xlplan.storage.workspace import Workspace
from xlplan.text.translation import use_language
from xlplan.workflows.fill_template import fill_template

FIRST, SECOND = Quarter(2021, 1), Quarter(2021, 2)
NOTHING = "потреби не було"
TARGETS = (*range(1, 6), "за потреби", "постійно", "")
CODES = {"A": "HOR", "B": "NAR", "C": "OVR"}
Played = tuple[Plan, Workspace, dict[Quarter, dict[str, Path]]]


def at(month: int, day: int = 5) -> datetime:
    return datetime(2021, month, day, 10, 0, tzinfo=ZONE)


def random_plan(random: Random) -> Plan:
    measures, shares = [], {}
    for place in range(1, 9):
        counting, units = random.choice(("split", "joint", "lead")), random.choice(("A", "AB", "ABC"))
        target: object = random.choice(TARGETS)
        if counting == "split" and isinstance(target, int):
            shares[f"1.{place}"] = {unit: random.randint(0, 4) for unit in units}
            target = sum(shares[f"1.{place}"].values())
        earlier = None if counting == "split" else random.choice((None, 2, 4))
        adds_up = random.choice((AddsUp.SUM, AddsUp.LAST))
        measures.append(measure(f"1.{place}", target, counting, units, adds_up, earlier=earlier))
    # Each unit has something to report, whatever chance says.
    measures.append(measure("2.1", 6, "joint", "ABC", earlier=4))
    plan = plan_of(*measures, shares=shares)
    # A form code needs more than one letter for a unit.
    return replace(
        plan,
        units=tuple(replace(each, code=CODES[each.code]) for each in plan.units),
        measures=tuple(replace(each, units=tuple(CODES[unit] for unit in each.units)) for each in plan.measures),
        shares=tuple(replace(each, unit=CODES[each.unit]) for each in plan.shares),
    )


def answer(row: IssueRow, random: Random) -> dict[str, CellValue]:
    promise: dict[str, CellValue] = {"kept": random.choice(("так", "ні"))} if row.promised else {}
    if row.target.kind is TargetKind.COUNT:
        done = random.randint(0, 6)
        return promise | {"done": done, "description": "проведено", "reason": "карантин", "action": "у липні"}
    nothing: dict[str, CellValue] = {}
    if row.target.kind is TargetKind.UNSET:
        number: dict[str, CellValue] = {"done": random.randint(0, 5)}
        return random.choice((nothing, number))
    told: dict[str, CellValue] = {"done": random.randint(0, 5), "description": "щодня"}
    if row.target.kind is TargetKind.CONTINUOUS:
        weekly: dict[str, CellValue] = {"description": "щотижня"}
        return random.choice((told, weekly))
    nothing["done"] = NOTHING
    return random.choice((nothing, told))


def added_events(name: str, key: str, random: Random) -> dict[str, dict[str, CellValue]]:
    """Two events in the spare rows of a return; of the second nobody counted the people."""
    return {
        f"+{number}": {"key": key, "event": f"Лекція {name} {number}", "held_on": "14.05.2021", "people": people}
        for number, people in ((1, random.randint(1, 90)), (2, None))
    }


def play(folder: Path, seed: int) -> Played:
    """Two quarters of a random plan, issued, filled and dealt with; in the second the last unit sends nothing."""
    use_language("uk")
    random, plan = Random(seed), random_plan(Random(seed))
    workspace = new_workspace(folder / "центр", at(3), with_plan=False)
    with open_ledger(workspace.ledger) as ledger, ledger.write() as connection:
        record_plan(
            connection, plan, "План.xlsx", "f" * 64, Adoption(at(3).date(), "", min(plan.centre.quarters), at(3))
        )
    sent: dict[Quarter, dict[str, Path]] = {}
    for quarter, month in ((FIRST, 4), (SECOND, 7)):
        call(issue_templates, workspace, partial(at, month, 1), quarter)
        sent[quarter] = {}
        for unit in plan.units[: -1 if quarter is SECOND else None]:
            template = workspace.template(quarter, unit.name)
            promised = promises(template)
            rows = rows_of(plan, unit, quarter)
            answers = {
                row.key: answer(row, random) | ({"kept": "так"} if row.key in promised else {}) for row in rows
            }
            kept = folder / f"{quarter} {unit.name}.xlsx"
            fill_template(template, kept, answers, added_events(kept.stem, rows[0].key, random))
            sent[quarter][unit.name] = kept
            (workspace.inbox / kept.name).write_bytes(kept.read_bytes())
        done = take(workspace, at(month))
        assert {each.outcome.value for each in done.intake.results} == {"accepted"}
    return plan, workspace, sent


def promises(template: Path) -> set[str]:
    """The codes under which a template asks whether a promise was kept."""
    table = form(template).reindex(columns=["Код", "Обіцяно минулого кварталу"]).dropna()
    return set(table["Код"])


def form(path: Path, sheet: str = "Звіт") -> pd.DataFrame:
    """The rows of a file under its headings, as pandas reads them."""
    raw = pd.read_excel(path, sheet_name=sheet, header=None, dtype=object, engine="calamine")
    top = next(number for number, row in enumerate(raw.values.tolist()) if "Код" in row)
    return raw.iloc[top + 1 :].set_axis([str(name) for name in raw.iloc[top]], axis=1).dropna(subset="Код")


def added(sent: dict[str, Path]) -> pd.DataFrame:
    """What all files say, a row for each unit and code, with the number where it is one."""
    tables = [form(path)[["Код", "Виконано"]].assign(unit=name) for name, path in sent.items()]
    table = pd.concat(tables)
    return table.assign(number=pd.to_numeric(table["Виконано"], errors="coerce"))


def sums(table: pd.DataFrame) -> dict[str, float]:
    by_code: dict[str, float] = table.groupby("Код")["number"].sum(min_count=1).dropna().to_dict()
    return by_code


def figures(path: Path, column: str) -> dict[str, float]:
    """A column of the indicators' rows on plan and fact: the numbers by code."""
    rows = form(path, "План-факт")
    by_code: dict[str, float] = pd.to_numeric(rows.set_index("Код")[column], errors="coerce").dropna().to_dict()
    return by_code


@pytest.fixture(scope="module", params=spread([1, 2, 3], 3))
def played(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Played:
    return play(tmp_path_factory.mktemp("round"), request.param)


def test_plan_and_fact_shows_what_the_files_add_up_to(played: Played) -> None:
    plan, workspace, sent = played
    report, table = workspace.report(SECOND), added(sent[SECOND])
    assert figures(report, "Виконано") == sums(table)
    both = pd.concat([added(sent[FIRST]), table]).dropna(subset="number")
    first, second, together = sums(added(sent[FIRST])), sums(table), sums(both)
    wanted = {}
    for each in plan.measures:
        indicator, code = each.indicators[0], each.code
        # The latest value is that of the latest quarter in which the row was asked.
        is_asked = indicator.target(SECOND).kind is not TargetKind.UNSET or code in second
        latest = second if is_asked else first
        wanted[code] = (together if indicator.adds_up is AddsUp.SUM else latest).get(code)
    wanted = {code: number for code, number in wanted.items() if number is not None}
    assert figures(report, "Виконано з початку року") == wanted


def test_the_data_holds_each_answer_as_its_file_does(played: Played) -> None:
    _plan, workspace, sent = played
    data = form(workspace.report(SECOND), "Дані")
    data = data[data["Підрозділ"] != "спільно"]
    theirs = added(sent[SECOND]).set_index(["unit", "Код"])["Виконано"].dropna().to_dict()
    ours = data.set_index(["Підрозділ", "Код"])["Виконано"].dropna().to_dict()
    assert ours == theirs
    silent = data[~data["Підрозділ"].isin(sent[SECOND])]
    assert len(silent)
    # A row without a target asks nothing of a unit.
    assert {"очікується"} <= set(silent["Статус"]) <= {"очікується", "без кількісного плану"}
    assert (data["Виконано"] == NOTHING).equals(data["Статус"] == NOTHING)


def test_the_map_of_units_and_the_register_hold_what_the_files_do(played: Played) -> None:
    _plan, workspace, sent = played
    book = rows_only(workspace.report(SECOND), values=True)
    rows = list(book["Підрозділи"].iter_rows(min_row=4, values_only=True))
    cells = {
        (row[0], code): value
        for row in rows[1:-1]
        for code, value in zip(rows[0][5:], row[5:], strict=True)
        if isinstance(value, int)
    }
    table = added(sent[SECOND]).dropna(subset="number")
    assert cells == table.set_index(["unit", "Код"])["number"].to_dict()
    people = sum(form(path, "Заходи")["Охоплено осіб"].dropna().sum() for path in sent[SECOND].values())
    register = list(book["Заходи"].iter_rows(min_row=3, values_only=True))
    assert register[0][8] == people == sum(int(str(row[8] or 0)) for row in register[2:])
    assert len(register[2:]) == 2 * len(sent[SECOND])


def test_every_source_is_the_cell_of_the_archived_file_that_holds_the_figure(played: Played) -> None:
    _plan, workspace, sent = played
    data = form(workspace.report(SECOND), "Дані").dropna(subset=["Клітинка", "Виконано"])
    assert data["SHA-256"].nunique() == len(sent[SECOND])
    for sha256, rows in data.groupby("SHA-256"):
        source = rows_only(next(workspace.archive.rglob(f"{sha256}*")))
        assert [source[row["Аркуш"]][row["Клітинка"]].value for _at, row in rows.iterrows()] == rows[
            "Виконано"
        ].tolist()


@pytest.mark.office
def test_libreoffice_computes_what_the_workbooks_show(
    played: Played, tmp_path: Path, office: Callable[..., Path]
) -> None:
    _plan, workspace, _sent = played
    for quarter in (FIRST, SECOND):
        report, bare = workspace.report(quarter), tmp_path / f"{quarter}.xlsx"
        without_cached_values(report, bare)
        shown, formulas = rows_only(report, values=True), rows_only(report)
        with CalamineWorkbook.from_path(str(office(bare, "xlsx"))) as theirs:
            sheets = {
                name: theirs.get_sheet_by_name(name).to_python(skip_empty_area=False)
                for name in theirs.sheet_names
            }
        compared = 0
        for sheet in formulas:
            values = {
                cell.coordinate: cell.value
                for row in shown[sheet.title].iter_rows()
                for cell in row
                if cell.value is not None
            }
            for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
                ours = values.get(cell.coordinate)
                assert cell.row
                assert cell.column
                computed = sheets[sheet.title][cell.row - 1][cell.column - 1]
                assert ("" if ours is None else ours) == pytest.approx(computed), (sheet.title, cell.coordinate)
                compared += 1
        assert compared > 40
