import multiprocessing
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import tests.support.parsers
from tests.support.clusters import Cluster, cluster
from tests.support.parsers import read_on_worker
from xlplan.domain.errors import XlplanError
from xlplan.domain.findings.finding import Finding
from xlplan.sandbox import batches
from xlplan.sandbox.batches import code_version
from xlplan.sandbox.dask_cluster import DaskCluster
from xlplan.sandbox.executor_parsers import BatchLimits, ExecutorParsers, ExecutorSource
from xlplan.sandbox.limits import FILE_LIMIT
from xlplan.services.intake.child_tasks import parse_file

pytestmark = pytest.mark.slow

Open = Callable[[], ExecutorSource]
SMALL = BatchLimits(files=4)


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    environment = {
        # A task that ended two workers is given up. By its own settings Dask tries four, each of them a start.
        "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
        # A worker that starts anew has imported what it needs.
        "DASK_DISTRIBUTED__WORKER__MULTIPROCESSING_METHOD": "forkserver",
    }
    with cluster(tmp_path_factory.getbasetemp(), environment=environment, restarting=True) as running:
        yield running


def processes() -> ExecutorSource:
    # A process that has imported what a worker needs starts it sooner, and many a worker is ended here.
    way = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    multiprocessing.set_forkserver_preload([tests.support.parsers.__name__, batches.__name__])
    return ExecutorSource(lambda: ProcessPoolExecutor(2, mp_context=multiprocessing.get_context(way)), 2)


def threads() -> ExecutorSource:
    return ExecutorSource(lambda: ThreadPoolExecutor(2), 2)


@pytest.fixture(params=["threads", "processes", "dask"])
def source(request: pytest.FixtureRequest) -> ExecutorSource:
    return _source(request)


@pytest.fixture(params=["processes", "dask"])
def mortal(request: pytest.FixtureRequest) -> ExecutorSource:
    """Workers that are processes: one that ends does not end the parent."""
    return _source(request)


def _source(request: pytest.FixtureRequest) -> ExecutorSource:
    if request.param == "dask":
        return DaskCluster(request.getfixturevalue("dask").address)
    return processes() if request.param == "processes" else threads()


def files(folder: Path, *names: str) -> list[Path]:
    """Files of these names, each of which holds its name."""
    made = []
    for number, name in enumerate(names):
        (folder / str(number)).mkdir(exist_ok=True)
        made.append(folder / str(number) / f"{name}.xlsx")
        made[-1].write_text(name, "utf-8")
    return made


def answers(parsers: ExecutorParsers[str], paths: list[Path]) -> list[str]:
    """What is told of each file: the code of a finding, or the first letters of a result."""
    for path in paths:
        parsers.submit(path)
    results: list[str | tuple[Finding, ...]] = [parsers.result() for _ in paths]
    return [each[0].code if isinstance(each, tuple) else each[:5] for each in results]


def parsers_of(source: ExecutorSource, limits: BatchLimits = SMALL, seconds: float = 2) -> ExecutorParsers[str]:
    return ExecutorParsers(read_on_worker, source, limits, seconds, memory=400_000_000)


def test_results_come_in_the_order_of_submission_whatever_happens_to_some(
    source: ExecutorSource, tmp_path: Path
) -> None:
    names = ["one", "abort", "hang", "large", "two", "leave", "refuse", "eat", "panic", "raise", "three"]
    with parsers_of(source) as parsers:
        told = answers(parsers, files(tmp_path, *names))
    damaged, slow = "file-damaged", "file-too-slow"
    assert told == [
        *("one", damaged, slow, "xxxxx", "two", damaged, "file-binary", slow, damaged, damaged, "three"),
    ]


def test_the_bytes_of_a_file_travel_to_the_worker(source: ExecutorSource, tmp_path: Path) -> None:
    with parsers_of(source) as parsers:
        assert answers(parsers, files(tmp_path, "seen")) == ["seen"]


def test_a_worker_keeps_its_child_from_one_batch_to_the_next(source: ExecutorSource, tmp_path: Path) -> None:
    with parsers_of(source) as parsers:
        children = {answer for _ in range(8) for answer in answers(parsers, files(tmp_path, "who"))}
    assert 1 <= len(children) <= 2
    assert str(os.getpid()) not in children


def test_a_file_that_ends_its_worker_costs_a_finding_and_no_other_file(
    mortal: ExecutorSource, tmp_path: Path
) -> None:
    names = ["one", "two", "murder", "three", "four", "five", "murder", "six"]
    with parsers_of(mortal) as parsers:
        told = answers(parsers, files(tmp_path, *names))
    assert told == ["one", "two", "file-too-slow", "three", "four", "five", "file-too-slow", "six"]


def test_nobody_is_blamed_where_every_file_ends_its_worker(tmp_path: Path) -> None:
    with (
        ExecutorParsers(end_the_worker, processes()) as parsers,
        pytest.raises(XlplanError, match="Робочі процеси кластера"),
    ):
        answers(parsers, files(tmp_path, "one", "two"))


def end_the_worker(path: Path) -> str:
    """End the worker that started this process, whatever the file is."""
    return str(read_on_worker(Path("murder")))


def test_a_file_that_cannot_be_read_is_told_in_its_place(source: ExecutorSource, tmp_path: Path) -> None:
    one, gone, two = files(tmp_path, "one", "gone", "two")
    gone.unlink()
    with parsers_of(source) as parsers:
        for path in (one, gone, two):
            parsers.submit(path)
        assert parsers.result() == "one"
        with pytest.raises(FileNotFoundError) as raised:
            parsers.result()
        assert raised.value.filename == str(gone)
        assert parsers.result() == "two"


def test_a_file_above_the_limit_is_refused_by_its_size_and_does_not_travel(tmp_path: Path) -> None:
    large = tmp_path / "large.xlsx"
    with large.open("wb") as file:
        file.truncate(FILE_LIMIT + 1)
    carrying = CountingThreads(1)
    with ExecutorParsers(parse_file, ExecutorSource(lambda: carrying, 1)) as parsers:
        parsers.submit(large)
        refused = parsers.result()
    assert isinstance(refused, tuple)
    assert [finding.code for finding in refused] == ["file-too-large"]
    assert carrying.bytes_carried == [0]


class CountingThreads(ThreadPoolExecutor):
    """Threads that remember what they were given, and how much of it at once."""

    def __init__(self, threads: int) -> None:
        super().__init__(threads)
        self.bytes_carried: list[int] = []
        self.files_carried: list[int] = []
        self.begun: list[Future[Any]] = []
        self.most_at_once = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        carried = args[2]
        self.bytes_carried.append(sum(len(file.data) for file in carried))
        self.files_carried.append(len(carried))
        self.begun.append(super().submit(fn, *args, **kwargs))
        self.most_at_once = max(self.most_at_once, sum(not each.done() for each in self.begun))
        return self.begun[-1]


def test_many_files_stream_and_never_are_all_on_their_way(tmp_path: Path) -> None:
    executor = CountingThreads(2)
    paths = files(tmp_path, *(f"n{number}" for number in range(60)))
    told = []
    with parsers_of(ExecutorSource(lambda: executor, 2)) as parsers:
        assert parsers.ahead == 20
        waiting = 0
        for path in paths:
            parsers.submit(path)
            waiting += 1
            if waiting > parsers.ahead:
                told.append(parsers.result())
                waiting -= 1
        told += [parsers.result() for _ in range(waiting)]
    assert told == [path.stem for path in paths]
    assert executor.most_at_once <= 4
    assert executor.files_carried == [4] * 15


def test_a_few_files_are_spread_over_the_workers(tmp_path: Path) -> None:
    executor = CountingThreads(2)
    with parsers_of(ExecutorSource(lambda: executor, 2), BatchLimits(files=16)) as parsers:
        answers(parsers, files(tmp_path, "one", "two", "three"))
    assert executor.files_carried == [2, 1]


def test_a_batch_holds_no_more_bytes_than_it_may_but_at_least_one_file(tmp_path: Path) -> None:
    executor = CountingThreads(1)
    paths = files(tmp_path, "one", "two", "three", "four")
    for path, size in zip(paths, (30, 60, 200, 10), strict=True):
        path.write_bytes(b"x" * size)
    with parsers_of(ExecutorSource(lambda: executor, 1), BatchLimits(files=16, size=100)) as parsers:
        answers(parsers, paths)
    assert executor.bytes_carried == [90, 200, 10]


def test_the_children_of_a_worker_end_with_it(tmp_path: Path) -> None:
    with parsers_of(processes()) as parsers:
        (child,) = answers(parsers, files(tmp_path, "who"))
    end = time.monotonic() + 20
    while Path(f"/proc/{child}").exists():
        assert time.monotonic() < end, "the child outlived its worker"
        time.sleep(0.05)


def test_children_of_threads_end_with_the_pass(tmp_path: Path) -> None:
    with parsers_of(threads()) as parsers:
        answers(parsers, files(tmp_path, "one", "two"))
        assert multiprocessing.active_children()
    assert not [each for each in multiprocessing.active_children() if each.name == "xlplan-reader"]


def test_the_version_of_the_code_is_the_same_however_often_it_is_asked() -> None:
    assert code_version() == code_version()
    assert code_version().startswith("0.")


def test_an_executor_without_a_path_has_no_result(tmp_path: Path) -> None:
    with parsers_of(threads()) as parsers, pytest.raises(IndexError):
        parsers.result()


class Lost(ThreadPoolExecutor):
    """An executor that gives every task up."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.cancel()
        future.set_running_or_notify_cancel()
        return future


def test_tasks_that_were_given_up_stop_the_pass(tmp_path: Path) -> None:
    lost: Executor = Lost()
    with parsers_of(ExecutorSource(lambda: lost, 1)) as parsers, pytest.raises(XlplanError, match="зупинено"):
        answers(parsers, files(tmp_path, "one"))
