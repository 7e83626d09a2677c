"""A command imports what it uses: the start is most of its time. Modules are counted, and no time is measured."""

import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.support.centre import QUARTER, issue_of, send
from xlplan.storage.workspace import Workspace

# As the script of an installation does it: the program lies in a file, and a child process could import it.
PROGRAM = """\
import sys
from xlplan.cli import main

if __name__ == "__main__":
    try:
        main()
    finally:
        print("\\nMODULES", *sys.modules, file=sys.stderr)
"""
WRITERS = {"xlsxwriter", "openpyxl", "docx", "jinja2"}
OF_WATCHING = {"watchdog", "rich", "xlplan.workflows.watcher"}
# A module of XML imports these for a function that nobody calls.
WEB = {"urllib.request", "http.client"}


def imported(tmp_path: Path, *command: object) -> set[str]:
    """Return the modules that a command has imported at its end."""
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, "utf-8")
    run = subprocess.run(
        [sys.executable, program, *map(str, command)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    line = next(line for line in run.stderr.splitlines() if line.startswith("MODULES"))
    assert run.returncode == 0, run.stderr[:2000]
    return set(line.split()[1:])


def test_the_help_imports_click_the_words_and_no_command(tmp_path: Path) -> None:
    modules = imported(tmp_path, "--help")
    assert {each for each in modules if each.startswith("xlplan.")} == {
        *("xlplan.cli", "xlplan.cli.app", "xlplan.cli.command_list", "xlplan.cli.commands", "xlplan.cli.language"),
        *("xlplan.cli.commands.main", "xlplan.storage", "xlplan.storage.settings_file"),
        *("xlplan.text", "xlplan.text.catalogue", "xlplan.text.translation"),
    }
    assert modules.isdisjoint({"sqlalchemy", "sqlite3", "dataclasses", "tomllib", "logging", "rich", "asyncio"})
    assert modules.isdisjoint({"pathlib", "shutil", "struct", "copy"})


@pytest.fixture(scope="module")
def status_modules(_issued_centre: Path, tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The modules that the status of a quarter imports."""
    folder = tmp_path_factory.mktemp("status")
    centre = shutil.copytree(_issued_centre, folder / "centre")
    return imported(folder, "--workspace", centre, "status", QUARTER)


def test_a_command_imports_no_other_one(status_modules: set[str]) -> None:
    commands = {each for each in status_modules if each.startswith("xlplan.cli.commands.")}
    assert commands == {"xlplan.cli.commands.main", "xlplan.cli.commands.round"}


@pytest.mark.parametrize("command", [["verify"], ["plan", "check"]], ids=lambda each: each[0])
def test_a_command_that_only_reads_imports_nothing_that_writes_or_watches(
    tmp_path: Path, centre: Workspace, command: list[object]
) -> None:
    modules = imported(tmp_path, "--workspace", centre.root, *command)
    assert modules.isdisjoint(WRITERS | OF_WATCHING | WEB)


def test_status_imports_nothing_that_writes_or_watches(status_modules: set[str]) -> None:
    assert status_modules.isdisjoint(WRITERS | OF_WATCHING | WEB)


def test_status_imports_neither_readers_nor_the_round(status_modules: set[str]) -> None:
    parts = ("documents", "sandbox", "validation", "workflows", "services.intake")
    assert not [each for each in status_modules if each.startswith(tuple(f"xlplan.{part}" for part in parts))]
    readers = {"python_calamine", "multiprocessing", "pathvalidate", "xlplan.domain.day_reading"}
    assert status_modules.isdisjoint(readers)


def test_status_imports_nothing_that_it_needs_only_for_mail_hashes_or_descent(status_modules: set[str]) -> None:
    assert status_modules.isdisjoint({"subprocess", "shlex", "hashlib", "difflib", "click.shell_completion"})
    assert status_modules.isdisjoint({"xlplan.domain.descent", "xlplan.text.likeness", "xlplan.domain.unit_words"})
    assert "xlplan.domain.period_reading" not in status_modules


def test_where_there_is_no_workspace_nothing_that_opens_one_is_imported(tmp_path: Path) -> None:
    modules = imported(tmp_path, "--workspace", tmp_path)
    parts = ("documents", "ledger", "services", "workflows")
    assert not [each for each in modules if each.startswith(tuple(f"xlplan.{part}" for part in parts))]


def test_identifying_imports_nothing_that_writes_or_watches(tmp_path: Path, centre: Workspace) -> None:
    modules = imported(tmp_path, "--workspace", centre.root, "identify", template_in(centre))
    assert modules.isdisjoint(WRITERS | OF_WATCHING | WEB)


def test_watching_imports_nothing_that_writes_sends_letters_or_draws_on_a_terminal() -> None:
    code = "import sys, xlplan.workflows.watcher, xlplan.cli.output.console_listener; print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    modules = set(told.stdout.split())
    assert "watchdog" in modules
    assert modules.isdisjoint(
        WRITERS | {"smtplib", "rich", "xlplan.workflows.letters", "xlplan.documents.plan_reader"}
    )


@pytest.mark.both_ledgers
@pytest.mark.parametrize("command", ["status", "verify", "intake", "identify"])
def test_a_ledger_that_is_there_is_used_without_the_library_that_creates_its_tables(
    tmp_path: Path, centre: Workspace, command: str
) -> None:
    send(centre, "HOR")
    files = [template_in(centre)] if command == "identify" else []
    assert "sqlalchemy" not in imported(tmp_path, "--workspace", centre.root, command, *files)


@pytest.mark.posix(reason="on Windows a child process does not write where its parent does")
def test_a_new_process_that_reads_files_imports_nothing_of_the_command_line_and_the_ledger(
    tmp_path: Path, centre: Workspace
) -> None:
    times = times_imported(tmp_path, centre, "from xlplan.sandbox import child_process\n" + SPAWNING)
    assert times["xlplan.sandbox.worker"] == 2
    assert [times[name] for name in ("click", "xlplan.cli", "xlplan.ledger")] == [1] * 3


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks")
def test_a_forked_process_that_reads_files_imports_nothing_that_its_parent_has_or_will_have(
    tmp_path: Path, centre: Workspace
) -> None:
    times = times_imported(tmp_path, centre, "")
    assert times["xlplan.sandbox.worker"] == 1
    assert [name for name in times if name.startswith("xlplan") and times[name] > 1] == []


SPAWNING = "child_process.can_fork = lambda: False\n"


def times_imported(tmp_path: Path, centre: Workspace, beginning: str) -> Counter[str]:
    """How often each module is imported where a file is identified, in both processes together."""
    program = tmp_path / "program.py"
    program.write_text(beginning + PROGRAM, "utf-8")
    # Python tells of every import in both processes.
    run = subprocess.run(
        [sys.executable, program, "--workspace", str(centre.root), "identify", template_in(centre)],
        env={**os.environ, "PYTHONPROFILEIMPORTTIME": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    told = (line.rpartition("|")[2].strip() for line in run.stderr.splitlines() if line.startswith("import time"))
    return Counter(told)


def template_in(centre: Workspace) -> Path:
    return centre.template(QUARTER, issue_of(centre, "HOR").unit.name)
