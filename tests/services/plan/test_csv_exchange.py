"""Export and import of a plan: files for version control, and never over somebody's workbook."""

import hashlib
import shutil
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from tests.support.centre import call
from tests.support.paths import ROOT, link_to
from xlplan.cli import main
from xlplan.documents.plan_reader.reader import read_plan
from xlplan.domain.errors import XlplanError
from xlplan.domain.findings.finding import errors_of
from xlplan.services.plan.csv_exchange import export_plan, import_plan
from xlplan.storage.archive import sha256_of
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
    (workspace.root / "plan" / "2021-Q2-units.csv").unlink()
    again = export_plan(workspace)
    assert (names(again.written), len(again.unchanged)) == (["2021-Q2-units.csv"], 3)


def listed(folder: Path, name: str, content: bytes) -> Path:
    """A file that the list of an export knows."""
    path = folder / name
    path.write_bytes(content)
    with (folder / "2021-Q2.sha256").open("a", encoding="utf-8") as lines:
        lines.write(f"{hashlib.sha256(content).hexdigest()}  {name}\n")
    return path


def test_a_file_of_an_earlier_export_that_the_plan_no_longer_needs_is_removed(workspace: Workspace) -> None:
    folder = workspace.root / "plan"
    folder.mkdir()
    stale = listed(folder, "2021-Q2-shares.csv", b"measure_code\n")
    other = folder / "2020-Q2-shares.csv"
    other.touch()
    assert export_plan(workspace).removed == (stale,)
    assert (stale.exists(), other.exists()) == (False, True)


def test_a_file_of_an_earlier_export_is_replaced(workspace: Workspace) -> None:
    folder = workspace.root / "plan"
    folder.mkdir()
    listed(folder, "2021-Q2-units.csv", b"code,unit\n")
    assert "2021-Q2-units.csv" in names(export_plan(workspace).written)


def test_files_that_no_export_left_are_named_and_nothing_is_written(workspace: Workspace) -> None:
    folder = workspace.root / "plan"
    export_plan(workspace)
    (folder / "2021-Q2-units.csv").write_bytes(b"edited")
    (folder / "2021-Q2-shares.csv").write_bytes(b"mine")
    (folder / "2021-Q2-details.csv").unlink()
    with pytest.raises(XlplanError, match=r"2021-Q2-shares\.csv, 2021-Q2-units\.csv.*--to") as refused:
        export_plan(workspace)
    assert len(str(refused.value).splitlines()) == 1
    assert (folder / "2021-Q2-units.csv").read_bytes() == b"edited"
    assert (folder / "2021-Q2-shares.csv").read_bytes() == b"mine"
    assert not (folder / "2021-Q2-details.csv").exists()


def test_a_file_of_another_with_the_name_of_the_list_stays(workspace: Workspace) -> None:
    (workspace.root / "plan").mkdir()
    planted = workspace.root / "plan" / "2021-Q2.sha256"
    planted.write_text("my notes\n", "utf-8")
    with pytest.raises(XlplanError, match=r"2021-Q2\.sha256"):
        export_plan(workspace)
    assert planted.read_text("utf-8") == "my notes\n"


def test_a_link_with_the_name_of_a_file_stays_and_its_target_too(workspace: Workspace, tmp_path: Path) -> None:
    (workspace.root / "plan").mkdir()
    target = tmp_path / "чуже.csv"
    target.write_bytes(b"mine")
    link_to(target, workspace.root / "plan" / "2021-Q2-units.csv")
    with pytest.raises(XlplanError, match=r"2021-Q2-units\.csv"):
        export_plan(workspace)
    assert target.read_bytes() == b"mine"


def test_a_clone_of_the_folder_on_another_machine_is_known_as_an_export(
    workspace: Workspace, tmp_path: Path
) -> None:
    exported = workspace.root / "plan"
    listed_before = export_plan(workspace)
    book = openpyxl.load_workbook(workspace.plan_workbooks[0])
    clone = tmp_path / "клон"
    shutil.copytree(exported, clone)
    for path in clone.iterdir():  # as Git on Windows checks out texts
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    (cell,) = (cell for row in book["План"].iter_rows() for cell in row if cell.value == "1.1.1")
    book["План"].cell(cell.row, cell.column + 1).value = "Інший захід"
    book.save(workspace.plan_workbooks[0])
    again = export_plan(workspace, to=clone)
    assert names(again.written) == names(listed_before.written)


def test_the_list_names_the_files_of_the_export_as_sha256sum_does(workspace: Workspace) -> None:
    written = export_plan(workspace).written
    listing = (workspace.root / "plan" / "2021-Q2.sha256").read_text("utf-8")
    assert listing == "".join(f"{sha256_of(path)}  {path.name}\n" for path in sorted(written))


def test_an_export_that_was_killed_halfway_is_finished_by_the_next(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = workspace.root / "plan"
    folder.mkdir()
    for name in NAMES:
        listed(folder, name, b"of an older plan\n")
    with monkeypatch.context() as killed:
        killed.setattr("xlplan.services.plan.csv_exchange.atomic_write_bytes", _killed_at("2021-Q2-measures.csv"))
        with pytest.raises(KeyboardInterrupt):
            export_plan(workspace)
    assert export_plan(workspace).removed == ()
    assert {path.name: path.read_bytes() for path in folder.glob("*.csv")} == {
        path.name: path.read_bytes() for path in FILES.iterdir()
    }


def _killed_at(name: str) -> Callable[[Path, bytes], None]:
    def write(path: Path, content: bytes) -> None:
        if path.name == name:
            raise KeyboardInterrupt
        path.write_bytes(content)

    return write


def test_a_folder_that_is_a_file_is_refused_in_one_sentence(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "файл").write_bytes(b"mine")
    at = ["--workspace", str(workspace.root), "plan", "export", "--to", str(tmp_path / "файл")]
    result = CliRunner().invoke(main, at)
    assert (result.exit_code, len(result.output.splitlines())) == (1, 1)
    assert "це файл, а тут потрібна тека" in result.output


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
