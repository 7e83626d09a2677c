"""`xlplan history`: what it writes, what it says, what it refuses."""

from pathlib import Path

from click.testing import CliRunner, Result

from xlplan.cli import main
from xlplan.storage.workspace import Workspace


def run(centre: Workspace, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--workspace", str(centre.root), *arguments])


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.glob("Історія*")}


def test_it_writes_the_workbook_and_on_request_the_csv_file(returned: Workspace) -> None:
    result = run(returned, "history")
    assert result.exit_code == 0, result.output
    assert result.output.startswith("1 квартал, ")
    assert names(returned.outbox) == {"Історія.xlsx"}
    result = run(returned, "--lang", "en", "history", "--csv")
    assert result.exit_code == 0, result.output
    assert result.output.startswith("1 quarter, ")
    # Files keep the names of the language that the workspace began with.
    assert names(returned.outbox) == {"Історія.xlsx", "Історія.csv"}


def test_a_workbook_that_was_changed_by_hand_stays(centre: Workspace) -> None:
    run(centre, "history")
    path = centre.history()
    path.write_bytes(b"own")
    result = run(centre, "history")
    assert path.read_bytes() == b"own"
    assert f"{path.name} змінено вручну" in result.output


def test_quarters_without_templates_are_refused_in_one_sentence(centre: Workspace) -> None:
    result = run(centre, "history", "--from", "2030-Q1")
    assert result.exit_code == 1
    (line,) = result.stderr.splitlines()
    assert "2021-Q2" in line
