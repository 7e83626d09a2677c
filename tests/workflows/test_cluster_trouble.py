"""A cluster that is not there, not the same, or goes on the way: one clear sentence, and no file is lost."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.support.centre import Hurried, at, call, send
from tests.support.clusters import Cluster, cluster, free_port, need_dask
from tests.support.watcher_process import answers, consolidated, until, watching
from xlplan.cli import main
from xlplan.sandbox.parsers import ParserChoice
from xlplan.services.intake.results import IntakeResult
from xlplan.services.record.verify import verify
from xlplan.storage.workspace import Workspace
from xlplan.workflows.intake_round import run_intake_round

pytestmark = pytest.mark.slow

# Connects twice where nobody is. What the first time left behind is collected as the second one starts its thread.
CONNECTS_TWICE = """
import gc
from distributed import utils
from xlplan.domain.errors import XlplanError
from xlplan.sandbox.dask_cluster import DaskCluster
def connect():
    try:
        DaskCluster("gopher://scheduler:1").open()
    except XlplanError:
        print("told", flush=True)
gc.disable()
connect()
start = utils._CollectErrorThread.__init__
def collect_and_start(self, *arguments, **options):
    gc.collect()
    start(self, *arguments, **options)
utils._CollectErrorThread.__init__ = collect_and_start
connect()
"""
UNITS = ("KOR", "HOR", "LUG", "NAR", "OVR", "MAL")


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A cluster. A test leaves it at work: with a scheduler and a worker at least."""
    with cluster(tmp_path_factory.getbasetemp(), restarting=True) as running:
        yield running


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not there is waited for no longer than it takes to see that."""
    monkeypatch.setattr("xlplan.sandbox.dask_cluster._CONNECT_SECONDS", 2.0)


def intake(centre: Workspace, *options: str) -> Result:
    """The command, in the language of the tests."""
    return CliRunner().invoke(main, ["--workspace", str(centre.root), "intake", *options])


def is_untouched(centre: Workspace, *names: str) -> bool:
    """Tell if files lie in the inbox as they were dropped, and nothing has an answer."""
    return {path.name for path in centre.inbox.iterdir()} == set(names) and not answers(centre)


@pytest.mark.usefixtures("hurried")
def test_a_scheduler_that_is_not_there_is_one_sentence_and_claims_no_file(centre: Workspace) -> None:
    need_dask()
    name = send(centre, "KOR").name
    address = f"tcp://127.0.0.1:{free_port()}"
    result = intake(centre, "--scheduler", address)
    assert result.exit_code == 1
    (line,) = result.output.strip().splitlines()
    assert line.startswith(f"За адресою {address} немає планувальника Dask")
    assert is_untouched(centre, name)


@pytest.mark.parametrize("address", ["scheduler", "gopher://scheduler:1", "tcp://127.0.0.1"])
def test_an_address_that_is_none_is_one_sentence(centre: Workspace, address: str) -> None:
    need_dask()
    name = send(centre, "KOR").name
    result = intake(centre, "--scheduler", address)
    assert result.exit_code == 1
    (line,) = result.output.strip().splitlines()
    assert address in line
    assert is_untouched(centre, name)


def test_a_client_that_could_not_connect_does_not_hold_up_the_next_one() -> None:
    need_dask()
    command = [sys.executable, "-c", CONNECTS_TWICE]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.splitlines() == ["told", "told"]


def test_processes_of_this_computer_and_a_cluster_are_two_things(centre: Workspace) -> None:
    result = intake(centre, "--workers", "2", "--scheduler", "tcp://127.0.0.1:8786")
    assert result.exit_code == 2
    assert "--workers або --scheduler" in result.output


def test_without_the_extra_the_sentence_says_how_to_install_it(
    centre: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = send(centre, "KOR").name
    # What Python itself does where a package is not installed.
    for loaded in [module for module in sys.modules if module.split(".")[0] == "distributed"]:
        monkeypatch.delitem(sys.modules, loaded)
    monkeypatch.setitem(sys.modules, "distributed", None)
    result = intake(centre, "--scheduler", "tcp://127.0.0.1:8786")
    assert result.exit_code == 1
    (line,) = result.output.strip().splitlines()
    assert "pip install 'xlplan[cluster]'" in line
    assert is_untouched(centre, name)


def test_workers_with_another_xlplan_are_named_and_read_no_file(
    dask: Cluster, centre: Workspace, tmp_path: Path
) -> None:
    other = dask.folder / "other" / "xlplan"
    other.mkdir(parents=True)
    (other / "__init__.py").write_text('__version__ = "0.0.9"\n')
    stranger = dask.start_worker(PYTHONPATH=str(other.parent))
    dask.await_worker(stranger)
    name = send(centre, "KOR").name
    result = intake(centre, "--scheduler", dask.address)
    dask.kill(stranger)
    dask.await_worker(stranger, is_there=False)
    assert result.exit_code == 1
    (line,) = result.output.strip().splitlines()
    assert line.startswith("На робочих машинах кластера інший xlplan")
    assert is_untouched(centre, name)


@pytest.mark.usefixtures("hurried")
def test_a_cluster_without_workers_is_one_sentence_with_the_command_that_starts_one(
    centre: Workspace, tmp_path_factory: pytest.TempPathFactory
) -> None:
    name = send(centre, "KOR").name
    with cluster(tmp_path_factory.getbasetemp(), workers=0) as empty:
        result = intake(centre, "--scheduler", empty.address)
    assert result.exit_code == 1
    (line,) = result.output.strip().splitlines()
    assert f"dask worker {empty.address}" in line
    assert is_untouched(centre, name)


class Killer(Hurried):
    """A listener that does something once, as soon as the first file has its answer."""

    def __init__(self, act: Callable[[], None]) -> None:
        self._act: Callable[[], None] | None = act

    def file_answered(self, result: IntakeResult) -> None:
        """Hear of an answered file."""
        act, self._act = self._act, None
        if act:
            act()


def test_workers_that_are_killed_on_the_way_cost_nothing_but_time(
    dask: Cluster, centre: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for unit in UNITS:
        send(centre, unit)

    def kill() -> None:
        for process in dask.worker_processes():
            os.kill(process, signal.SIGKILL)

    choice = ParserChoice(scheduler=dask.address)
    first = call(run_intake_round, centre, at, Killer(kill), choice=choice)
    for unit in UNITS:
        send(centre, unit, {"1.4.10": {"done": 0}})
    # Of many files the workers judge the answers as well.
    monkeypatch.setattr("xlplan.services.intake.inbox_pass._MANY_FILES", len(UNITS))
    second = call(run_intake_round, centre, at, Killer(kill), choice=choice)
    assert len(first.intake.results) == len(second.intake.results) == len(UNITS)
    assert not first.intake.failed + second.intake.failed
    assert call(verify, centre, at).is_well


def test_the_watcher_comes_back_when_the_scheduler_does(dask: Cluster, centre: Workspace) -> None:
    with watching(centre, options=("--scheduler", dask.address)) as watcher:
        send(centre, "KOR")
        until(consolidated(centre, 1), "answered", watcher)
        for name in list(dask.processes):
            dask.kill(name)
        for unit in UNITS[1:]:
            send(centre, unit)
        until(lambda: "планувальник" in watcher.said, "told", watcher)
        assert len(answers(centre)) == 1
        dask.start_scheduler()
        dask.start_worker()
        until(consolidated(centre, len(UNITS)), "answered", watcher)
        assert watcher.stop() == 0
    assert [each["verdict"] for each in answers(centre)] == ["accepted"] * len(UNITS)
    assert "Traceback" not in watcher.said
