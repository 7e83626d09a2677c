"""Everything that is written opens in Excel without a repair prompt, as far as two validators can tell."""

import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.support.centre import QUARTER, at, call, call_by, copy_of, send, take
from tests.support.many_units import MANY
from tests.support.paths import ROOT
from tests.support.report_sample import contents_of
from tests.support.small_plan import figures_of
from tests.support.thoroughness import spread
from tests.support.unit_samples import MEASURED, PART, SHARE, WHOLE
from tests.support.validators import faults_of
from xlplan.documents.plan_form.writer import write_plan_form
from xlplan.documents.plan_reader.reader import read_plan
from xlplan.documents.plan_writer.writer import write_plan
from xlplan.documents.report.workbook import write_report
from xlplan.documents.template.workbook import write_template
from xlplan.domain.issue import Issue, RowHistory
from xlplan.domain.plan import Counting, Plan, Unit, UnitKind
from xlplan.services.report.history import export_history
from xlplan.text.translation import use_language
from xlplan.workflows.closing import close, prepare_closing

(LIVOBEREZHNYI,) = (ROOT / "examples" / "livoberezhnyi-2023" / "templates").glob("*.xlsx")
PAST = RowHistory(target=4, done=2, shortfall=2, promised="=лекція 15.07")
UNITS = ("Коростенський МЦ", "Хорошівське БПД", "Лугинське БПД", "Народицьке БПД", "Овруцьке БПД", "Малинське БПД")
PLANS = ("річний план", "порожній план", "квартальний план", "план без підрозділів", "план на сотні підрозділів")
REPORTS = ("зведений звіт", "звіт без підрозділів", "випуск звіту")
BOOKS = (
    # Templates of units differ in their rows alone, plans and reports hardly more.
    *spread(UNITS, 6),
    *spread(PLANS, 2),
    *spread(REPORTS, 2),
    "шаблон з минулим",
    "шаблон із частками",
    "форма року",
    "форма кварталу",
    "історія",
)


@pytest.fixture(scope="session")
def books(_issued_centre: Path, issue: Issue, korosten: Plan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one workbook of each kind."""
    use_language("uk")
    folder = tmp_path_factory.mktemp("books")
    workspace = copy_of(_issued_centre, folder / "Коростень")
    for unit in ("HOR", "KOR"):
        send(workspace, unit)
    take(workspace)
    for unit in UNITS:
        shutil.copyfile(workspace.template(QUARTER, unit), folder / f"{unit}.xlsx")
    shutil.copyfile(workspace.report(QUARTER), folder / "зведений звіт.xlsx")
    later = replace(issue, rows=tuple(replace(row, past=PAST) for row in issue.rows))
    write_template(folder / "шаблон з минулим.xlsx", later, at(), password="замок")
    measured = (*MEASURED.values(), WHOLE, PART, SHARE)
    in_units = replace(issue, rows=tuple(replace(row, past=PAST) for row in measured))
    write_template(folder / "шаблон із частками.xlsx", in_units, at(), {"1.2.1": {"done": 60}})
    annual, _findings = read_plan(LIVOBEREZHNYI)
    assert annual is not None
    write_plan(folder / "порожній план.xlsx", None, at())
    write_plan(folder / "річний план.xlsx", annual, at())
    write_plan(folder / "квартальний план.xlsx", korosten, at())
    write_plan_form(folder / "форма року.xlsx", annual, 2023, "проєкт", at())
    write_plan_form(folder / "форма кварталу.xlsx", korosten, QUARTER, "проєкт", at())
    call_by("director", close, workspace, at, call(prepare_closing, workspace, at, QUARTER))
    shutil.copyfile(workspace.edition(QUARTER, 1), folder / "випуск звіту.xlsx")
    call(export_history, workspace, at)
    shutil.copyfile(workspace.history(), folder / "історія.xlsx")
    nobody, many = with_units(korosten, 0), with_units(korosten, MANY)
    write_report(folder / "звіт без підрозділів.xlsx", contents_of(figures_of(nobody, {})), at())
    write_plan(folder / "план без підрозділів.xlsx", nobody, at())
    write_plan(folder / "план на сотні підрозділів.xlsx", many, at())
    return folder


def with_units(plan: Plan, number: int) -> Plan:
    """The plan for so many units, all of which answer for every measure together."""
    units = tuple(Unit(f"U{at:04}", f"Бюро {at:04}", UnitKind.BUREAU) for at in range(number))
    measures = tuple(
        replace(
            measure,
            units=tuple(unit.code for unit in units),
            indicators=tuple(replace(each, counting=Counting.JOINT) for each in measure.indicators),
        )
        for measure in plan.measures
    )
    return replace(plan, units=units, measures=measures, shares=(), events=())


@pytest.mark.parametrize("name", BOOKS)
def test_both_validators_find_nothing(name: str, books: Path) -> None:
    assert faults_of(books / f"{name}.xlsx") == []
