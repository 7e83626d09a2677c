"""Several watchers and machines with one ledger in a PostgreSQL: shared work, nothing lost, nothing twice."""

import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from threading import Barrier
from typing import TYPE_CHECKING

import pytest

from tests.support.centre import QUARTER, ZONE, Hurried, at, call, call_by, copy_of, send, take
from tests.support.machines import (
    amiss,
    another_machine,
    are_answered,
    drop,
    hashes_of,
    on_server,
    returns_of,
    sheet_rows,
    wide_centre,
)
from tests.support.mail_centre import with_addresses
from tests.support.thoroughness import examples
from tests.support.watcher_process import Watcher, answers, until, watching
from xlplan.domain.errors import XlplanError
from xlplan.services.intake.inbox_pass import process_inbox
from xlplan.services.open_workspace import OpenWorkspace, open_workspace
from xlplan.services.record.verify import verify
from xlplan.services.report.consolidate import consolidate
from xlplan.storage.workspace import Workspace, find_workspace
from xlplan.workflows.closing import close, prepare_closing
from xlplan.workflows.letters import LetterOptions, send_templates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.postgresql import PostgresqlServer
    from xlplan.storage.ledger_address import LedgerAddress

pytestmark = [
    pytest.mark.slow,
    pytest.mark.posix(reason="a PostgreSQL as it is installed on Debian"),
]

# How many bureaus answer; by hand six hundred.
UNITS = int(os.environ.get("XLPLAN_UNITS", examples(60, 24)))
ROWS = 6
# So many files come to both machines.
SHARED = 6
SHEETS = ("Дані", "План-факт", "Недовиконання", "Підрозділи", "Подання")
SIGKILL = 9


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[Path, ...]]:
    """A centre of many bureaus with its ledger in a file, and a return of each."""
    folder = tmp_path_factory.mktemp("wide")
    workspace = wide_centre(folder / "центр", UNITS, ROWS)
    return workspace.root, returns_of(workspace, folder / "пошта")


@pytest.fixture
def server(postgresql: "PostgresqlServer", monkeypatch: pytest.MonkeyPatch) -> "PostgresqlServer":
    """The server, which lets this process and those that it starts in."""
    from tests.support.postgresql import PASSWORD

    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    return postgresql


@pytest.fixture
def machines(
    wide: tuple[Path, tuple[Path, ...]], server: "PostgresqlServer", database: "LedgerAddress", tmp_path: Path
) -> tuple[Workspace, Workspace]:
    """Two machines with that centre, its ledger in one database."""
    shutil.copytree(wide[0], tmp_path / "a" / "перша")
    first = on_server(tmp_path / "a" / "перша", database)
    # The first one opens the ledger first, as the documentation says.
    call(verify_nothing, first, at)
    return first, another_machine(first, tmp_path / "b" / "друга")


@pytest.fixture
def two(
    centre: Workspace, server: "PostgresqlServer", database: "LedgerAddress", tmp_path: Path
) -> tuple[Workspace, Workspace]:
    """Two machines with the Korosten centre, its ledger in one database."""
    first = on_server(centre.root, database)
    call(verify_nothing, first, at)
    return first, another_machine(first, tmp_path / "друга")


def verify_nothing(context: OpenWorkspace) -> None:
    """Opens the ledger."""
    assert context.ledger


@contextmanager
def watched(*machines: Workspace) -> "Iterator[list[Watcher]]":
    """A watcher for each, all of them at work."""
    with ExitStack() as stack:
        watchers = [
            stack.enter_context(watching(each, f"watcher{number}")) for number, each in enumerate(machines)
        ]
        for each in watchers:
            until(lambda each=each: bool(each.said), "begun", each)  # type: ignore[misc]
        yield watchers


def workbook(machine: Workspace) -> dict[str, list[list[object]]]:
    """The cells of the workbook, written anew."""
    call(consolidate, machine, lambda: datetime.now(ZONE), QUARTER)
    return sheet_rows(machine.report(QUARTER), *SHEETS)


def without_times(rows: dict[str, list[list[object]]]) -> dict[str, list[list[object]]]:
    """The cells without the time at which a file came: each process took it at another."""
    taken = rows["Подання"]
    column = next(row.index("Одержано") for row in taken if "Одержано" in row)
    return {**rows, "Подання": [[*row[:column], *row[column + 1 :]] for row in taken]}


def test_three_watchers_on_two_inboxes_give_the_figures_of_one_process_with_sqlite(
    wide: tuple[Path, tuple[Path, ...]], machines: tuple[Workspace, Workspace], tmp_path: Path
) -> None:
    root, returns = wide
    first, second = machines
    half = len(returns) // 2
    dropped = {first.root: returns[:half], second.root: returns[half - SHARED :]}
    with watched(first, first, second) as watchers:
        for machine, paths in dropped.items():
            drop(paths, machine / "inbox")
        until(are_answered(dropped), "answered")
        for each in watchers:
            each.stop()
    assert amiss(dropped) == []
    # What came to both was new at one of them, and a repeat at the other.
    news = Counter(line["sha256"] for machine in machines for line in answers(machine) if not line["again"])
    assert set(news.values()) == {1}
    repeats = [line["sha256"] for machine in machines for line in answers(machine) if line["again"]]
    assert sorted(repeats) == sorted(hashes_of(returns[half - SHARED : half]))
    alone = Workspace(tmp_path / "alone", copy_of(root, tmp_path / "alone").settings)
    drop(returns, alone.inbox)
    call(process_inbox, alone, lambda: datetime.now(ZONE), Hurried())
    expected = without_times(workbook(alone))
    assert [without_times(workbook(machine)) for machine in machines] == [expected, expected]


def test_killed_watchers_and_a_killed_database_lose_nothing_and_record_nothing_twice(
    wide: tuple[Path, tuple[Path, ...]], machines: tuple[Workspace, Workspace], server: "PostgresqlServer"
) -> None:
    _root, returns = wide
    first, second = machines
    dropped: dict[Path, list[Path]] = {first.root: [], second.root: []}
    rounds = examples(4, 2)
    for number in range(rounds):
        some = returns[number * UNITS // rounds : (number + 1) * UNITS // rounds]
        with watched(first, first, second) as watchers:
            for place, root in enumerate(dropped):
                came = [*some[place::2], *some[:2]]
                dropped[root] += came
                before = len(answers(find_workspace(root)))
                drop(came, root / "inbox")
            until(lambda: len(answers(second)) > before, "at work", watchers[2])  # noqa: B023
            if number % 2:
                server.stop(signal.SIGKILL)
            for each in watchers[number % 2 :]:
                os.killpg(each.process.pid, SIGKILL)
            if number % 2:
                server.start()
    with watched(first, second) as watchers:
        until(are_answered(dropped), "answered", watchers[0])
        for each in watchers:
            each.stop()
    assert amiss(dropped) == []


def test_a_watcher_outlives_a_killed_database_and_goes_on_by_itself(
    wide: tuple[Path, tuple[Path, ...]], machines: tuple[Workspace, Workspace], server: "PostgresqlServer"
) -> None:
    _root, returns = wide
    first, _second = machines
    dropped = {first.root: returns[: UNITS // 2]}
    with watched(first) as (watcher,):
        drop(dropped[first.root], first.inbox)
        until(lambda: bool(answers(first)), "at work", watcher)
        server.stop(signal.SIGKILL)
        server.start()
        until(are_answered(dropped), "answered", watcher)
        watcher.stop()
    assert amiss(dropped) == []


def test_of_two_coordinators_who_close_a_quarter_at_once_one_does_and_the_other_is_told(
    two: tuple[Workspace, Workspace],
) -> None:
    for machine in two:
        send(two[0], "HOR").replace(machine.inbox / "звіт.xlsx")
        take(machine)
    ready = Barrier(2)

    def sign(machine: Workspace, person: str) -> str:
        with open_workspace(machine, lambda: at(20), person) as context:
            preview = prepare_closing(context, QUARTER)
            ready.wait()
            try:
                close(context, preview)
            except XlplanError as problem:
                return str(problem)
            return ""

    with ThreadPoolExecutor(2) as pool:
        told = sorted(pool.map(sign, two, ("Олена", "Іван")))
    assert told[0] == ""
    assert "закрито" in told[1]
    assert "Олена" in told[1] or "Іван" in told[1]
    for machine in two:
        take(machine, at(21))
        proof = call(verify, machine, lambda: at(21))
        assert proof.is_well, proof
    assert sum(machine.edition(QUARTER, 1).exists() for machine in two) == 1


def test_two_coordinators_who_send_the_same_letters_send_each_once(two: tuple[Workspace, Workspace]) -> None:
    machine = with_addresses(two[0])
    ready = Barrier(2)

    def post(person: str) -> int:
        def sending(context: OpenWorkspace) -> int:
            assert context.ledger
            ready.wait()
            return len(send_templates(context, QUARTER, LetterOptions()).records)

        return call_by(person, sending, machine, lambda: at(16, 6))

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(post, ("Олена", "Іван"))) == [0, 6]


def test_a_machine_whose_clock_is_behind_takes_returns_and_makes_no_decisions(
    two: tuple[Workspace, Workspace],
) -> None:
    ahead, behind = two
    send(ahead, "HOR")
    take(ahead, at(20, hour=12))
    send(ahead, "MAL").replace(behind.inbox / "звіт.xlsx")
    taken = take(behind, at(20, hour=10))
    assert len(taken.intake.results) == 1
    assert taken.intake.clock_doubt
    with open_workspace(behind, lambda: at(20, hour=10)) as context, pytest.raises(XlplanError, match="12:00"):
        prepare_closing(context, QUARTER)
    with open_workspace(behind, lambda: at(20, hour=12)) as context:
        assert close(context, prepare_closing(context, QUARTER)).editions


def test_of_two_moves_of_a_ledger_at_once_one_is_made_and_one_ledger_is_in_force(
    returned: Workspace, server: "PostgresqlServer"
) -> None:
    targets = [server.make_database(), server.make_database()]
    try:
        command = [sys.executable, "-m", "xlplan", "--workspace", str(returned.root), "ledger", "move"]
        moves = [
            subprocess.Popen([*command, str(target)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            for target in targets
        ]
        told = [move.communicate()[0].decode() for move in moves]
        assert sorted(move.returncode for move in moves) == [0, 1], told
        moved = find_workspace(returned.root)
        assert str(moved.ledger) == str(targets[[move.returncode for move in moves].index(0)])
        proof = call(verify, moved, at)
        assert proof.is_well, proof
        send(moved, "MAL")
        assert [each.number for each in take(moved).intake.results] == [2]
    finally:
        for target in targets:
            server.drop_database(target)
