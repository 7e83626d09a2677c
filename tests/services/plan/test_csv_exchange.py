"""Export and import of a plan: files for version control, and never over somebody's workbook."""

import shutil
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.support.centre import call
from tests.support.paths import ROOT
from xlplan.cli import main
from xlplan.documents.plan_reader.reader import read_plan
from xlplan.domain.errors import XlplanError
from xlplan.domain.findings.finding import errors_of
from xlplan.services.plan.csv_exchange import export_plan, import_plan
from xlplan.storage.settings import Settings
from xlplan.storage.workspace import Workspace

FILES = ROOT / "examples/korosten-2021-q2/plan"
NAMES = ["2021-Q2-details.csv", "2021-Q2-events.csv", "2021-Q2-measures.csv", "2021-Q2-units.csv"]


def now() -> datetime:
    return datetime(2021, 3, 10, 9, 0, tzinfo=UTC)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace with the Korosten plan."""
    shutil.copytree(ROOT / "templates", tmp_path / "templates", ignore=shutil.ignore_patterns("20*"))
    shutil.copy(ROOT / "xlplan.toml", tmp_path)
    return Workspace(tmp_path, Settings())


def names(paths: tuple[Path, ...]) -> list[str]:
    return sorted(path.name for path in paths)


def test_the_plan_in_templates_goes_into_the_folder_plan(workspace: Workspace) -> None:
    exported = export_plan(workspace)
    assert names(exported.written) == NAMES
    assert {path.parent for path in exported.written} == {workspace.root / "plan"}
    assert [path.read_bytes() for path in sorted(exported.written)] == [
        path.read_bytes() for path in sorted(FILES.iterdir())
    ]


def test_what_is_the_same_is_not_written_again(workspace: Workspace) -> None:
    export_plan(workspace)
    (workspace.root / "plan" / "2021-Q2-units.csv").write_bytes(b"")
    again = export_plan(workspace)
    assert (names(again.written), len(again.unchanged)) == (["2021-Q2-units.csv"], 3)


def test_a_file_that_the_plan_no_longer_needs_is_removed(workspace: Workspace) -> None:
    stale = workspace.root / "plan" / "2021-Q2-shares.csv"
    other = workspace.root / "plan" / "2020-Q2-shares.csv"
    stale.parent.mkdir()
    for path in (stale, other):
        path.touch()
    assert export_plan(workspace).removed == (stale,)
    assert other.exists()


def test_a_plan_with_errors_is_not_exported(workspace: Workspace, tmp_path: Path) -> None:
    CliRunner().invoke(main, ["--workspace", str(tmp_path), "plan", "new"])
    with pytest.raises(XlplanError, match="Код центру"):
        export_plan(workspace, workspace.templates / "План.xlsx")


def test_of_several_plans_one_must_be_named(workspace: Workspace) -> None:
    (book,) = workspace.templates.glob("*.xlsx")
    shutil.copy(book, workspace.templates / "Другий.xlsx")
    with pytest.raises(XlplanError, match=r"Другий\.xlsx"):
        export_plan(workspace)
    assert names(export_plan(workspace, book).written) == NAMES


def test_an_import_makes_the_plan_that_was_exported(workspace: Workspace) -> None:
    (book,) = workspace.templates.glob("*.xlsx")
    imported = call(import_plan, workspace, now, FILES / "2021-Q2-measures.csv")
    assert imported.path == workspace.templates / "План 2021-Q2.xlsx"
    assert names(imported.sources) == NAMES
    assert imported.findings == ()
    assert read_plan(imported.path)[0] == read_plan(book)[0]


def test_an_import_never_writes_over_a_workbook(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "є.xlsx").write_bytes(b"mine")
    with pytest.raises(XlplanError, match="--to"):
        call(import_plan, workspace, now, FILES / "2021-Q2-measures.csv", tmp_path / "є.xlsx")
    assert (tmp_path / "є.xlsx").read_bytes() == b"mine"


def test_without_units_and_details_the_workbook_says_what_is_to_be_filled_in(
    workspace: Workspace, tmp_path: Path
) -> None:
    for ending in ("measures", "events"):
        shutil.copy(FILES / f"2021-Q2-{ending}.csv", tmp_path)
    imported = call(import_plan, workspace, now, tmp_path / "2021-Q2-measures.csv")
    assert [each.code for each in imported.findings] == ["csv-period-from-name", "csv-units-from-names"]
    plan, findings = read_plan(imported.path)
    assert plan is None
    assert Counter(each.code for each in errors_of(findings)) == {
        "plan-detail-missing": 3,
        "plan-unit-unclear": 14,
    }


def test_a_file_with_errors_makes_no_workbook(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "план.csv").write_text("code,name\n1,2\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["--workspace", str(tmp_path), "plan", "import", str(tmp_path / "план.csv")])
    assert result.exit_code == 1
    assert "measure_code" in result.output
    assert len(list(workspace.templates.glob("*.xlsx"))) == 1


def test_the_command_line_says_what_it_wrote_and_what_comes_next(workspace: Workspace) -> None:
    at = ["--workspace", str(workspace.root), "plan"]
    exported = CliRunner().invoke(main, [*at, "export"])
    assert (exported.exit_code, exported.output.splitlines()[-1]) == (0, "записано 4 файли")
    file = workspace.root / "plan" / "2021-Q2-measures.csv"
    imported = CliRunner().invoke(main, [*at, "import", str(file), "--to", str(workspace.root / "новий.xlsx")])
    assert imported.exit_code == 0
    assert (workspace.root / "новий.xlsx").exists()
    assert "xlplan plan check" in imported.output
