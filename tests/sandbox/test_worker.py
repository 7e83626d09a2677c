import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from errno import EACCES, EMFILE
from pathlib import Path

import pytest

from tests.support.child_ways import SPAWN, WAYS, begin_children_by, is_alive
from tests.support.parsers import count_vowels, read, read_unless_held
from tests.support.thoroughness import spread
from xlplan.domain.errors import XlplanError
from xlplan.domain.findings.finding import Finding
from xlplan.sandbox.worker import ParserProcess

pytestmark = pytest.mark.slow

Answer = str | tuple[Finding, ...]


@pytest.fixture(scope="module", params=WAYS, autouse=True)
def way(request: pytest.FixtureRequest) -> Iterator[str]:
    """Have children begin in each of the ways."""
    with pytest.MonkeyPatch.context() as patch:
        begin_children_by(request.param, patch)
        yield request.param


@pytest.fixture(scope="module")
def child(way: str) -> Iterator[ParserProcess[str]]:
    with ParserProcess(read, seconds=2, memory=400_000_000) as made:
        yield made


def codes(answer: Answer) -> list[str]:
    """The codes of the findings; fails on a result."""
    assert isinstance(answer, tuple)
    return [finding.code for finding in answer]


def test_it_gives_what_the_function_gives(child: ParserProcess[str]) -> None:
    assert child.run(Path("звіт.xlsx")) == "звіт"
    assert codes(child.run(Path("refuse"))) == ["file-binary"]


def test_one_process_serves_many_files(child: ParserProcess[str]) -> None:
    assert child.run(Path("who")) == child.run(Path("who")) != str(os.getpid())


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("abort", "file-damaged"),
        ("leave", "file-damaged"),
        ("raise", "file-damaged"),
        ("panic", "file-damaged"),
        ("hang", "file-too-slow"),
        ("eat", "file-too-slow"),
    ],
)
def test_a_reader_that_goes_wrong_costs_one_file(child: ParserProcess[str], name: str, expected: str) -> None:
    assert codes(child.run(Path(name))) == [expected]
    assert child.run(Path("next")) == "next"


def test_several_files_are_answered_in_order_whatever_happens_to_some(child: ParserProcess[str]) -> None:
    names = ["one", "abort", "two", "large", "hang", "abort", "three"]
    for name in names:
        child.submit(Path(name))
    answers = [child.result() for _ in names]
    told = [codes(answer)[0] if isinstance(answer, tuple) else answer[:5] for answer in answers]
    assert told == ["one", "file-damaged", "two", "xxxxx", "file-too-slow", "file-damaged", "three"]


def test_it_reads_on_while_the_parent_is_busy_for_longer_than_one_file_may_take(tmp_path: Path) -> None:
    last = tmp_path / "touch"
    with ParserProcess(read, seconds=1) as child:
        child.run(Path("warm"))
        child.submit(Path("one"))
        child.submit(last)
        while not last.exists():
            time.sleep(0.01)
        time.sleep(1.1)
        assert [child.result(), child.result()] == ["one", "touch"]


def test_the_time_limit_holds_for_a_reader_that_never_gives_way() -> None:
    with ParserProcess(count_vowels, seconds=0.2) as busy:
        before = time.monotonic()
        assert codes(busy.run(Path("any"))) == ["file-too-slow"]  # type: ignore[arg-type]
    assert time.monotonic() - before < 60


def test_the_time_limit_holds_where_a_system_cannot_limit_memory() -> None:
    with ParserProcess(count_vowels, seconds=0.2, memory=None) as busy:
        assert codes(busy.run(Path("any"))) == ["file-too-slow"]  # type: ignore[arg-type]


def test_without_a_limit_on_memory_a_reader_may_take_what_there_is() -> None:
    with ParserProcess(read, seconds=60, memory=None) as free:
        assert free.run(Path("roomy")) == "roomy"


@pytest.mark.posix(reason="Windows has no limit on the memory of a process")
def test_a_reader_that_asks_for_more_memory_than_it_may_have_costs_one_file() -> None:
    with ParserProcess(read, seconds=60, memory=400_000_000) as limited:
        assert codes(limited.run(Path("roomy"))) == ["file-too-slow"]


def test_a_file_that_another_program_holds_is_not_called_damaged() -> None:
    with ParserProcess(read_unless_held) as child:
        before = child.run(Path("who"))
        for path in (Path("held"), Path("next")):
            child.submit(path)
        with pytest.raises(PermissionError) as raised:
            child.result()
        assert (raised.value.errno, raised.value.filename) == (EACCES, "held")
        # The process has done no harm, and goes on.
        assert child.result() == "next"
        assert child.run(Path("who")) == before


@pytest.mark.posix(reason="Windows sets a process no limit on open files")
@pytest.mark.parametrize("free", [0, *spread(range(2, 12, 2), 2)])
def test_too_few_file_handles_are_told_as_that(way: str, free: int) -> None:
    code = (
        "import os, resource\nfrom pathlib import Path\n"
        "from tests.support.parsers import read\nfrom xlplan.sandbox.worker import ParserProcess\n"
        f"from xlplan.sandbox import child_process\nchild_process.can_fork = lambda: {way != SPAWN}\n"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))\n"
        "held = []\n"
        "try:\n while True: held.append(os.open(os.devnull, os.O_RDONLY))\nexcept OSError: pass\n"
        f"for number in held[:{free}]: os.close(number)\n"
        "try:\n with ParserProcess(read) as child:\n  print(child.run(Path('next')))\n"
        "except OSError as problem:\n print(problem.errno)\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.stdout.strip() in (str(EMFILE), "next"), done.stderr) == (True, ""), done.stdout
    assert free or done.stdout.strip() == str(EMFILE)


def test_the_finding_names_the_limit(child: ParserProcess[str]) -> None:
    refused = child.run(Path("hang"))
    assert isinstance(refused, tuple)
    (finding,) = refused
    assert "понад 2 с" in finding.problem


def test_what_a_reader_prints_stays_out_of_the_terminal(
    child: ParserProcess[str], capfd: pytest.CaptureFixture[str]
) -> None:
    assert child.run(Path("babble")) == "babble"
    assert capfd.readouterr() == ("", "")


def test_a_bug_in_a_reader_is_logged(child: ParserProcess[str], caplog: pytest.LogCaptureFixture) -> None:
    child.run(Path("raise"))
    assert "RuntimeError: a bug" in caplog.text


@pytest.mark.posix(reason="Windows has no SIGKILL")
def test_a_process_that_the_system_kills_was_out_of_memory(child: ParserProcess[str]) -> None:
    who = child.run(Path("who"))
    assert isinstance(who, str)
    child.submit(Path("hang"))
    os.kill(int(who), signal.SIGKILL)
    assert codes(child.result()) == ["file-too-slow"]


def test_nothing_is_started_before_it_is_needed() -> None:
    with ParserProcess(read) as idle:
        assert idle._process is None


def test_a_function_that_cannot_be_imported_is_no_fault_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    # A fork imports nothing.
    begin_children_by(SPAWN, monkeypatch)
    with ParserProcess(_Unloadable()) as orphan:
        orphan.submit(Path("any"))
        with pytest.raises(XlplanError):
            orphan.result()


class _Unloadable:
    """Pickles, but fails where it is loaded."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (exec, ("raise SystemExit(0)",))

    def __call__(self, path: Path) -> str:
        return ""


@pytest.mark.posix(reason="Windows has no SIGKILL")
@pytest.mark.parametrize(
    ("busy", "patience"),
    [("", 5), ("child.submit(Path('hang'))", 20)],
    ids=["while it waits", "in the middle of a file that never ends"],
)
def test_the_child_ends_when_its_parent_is_killed(way: str, busy: str, patience: float) -> None:
    code = (
        "import sys, time\nfrom pathlib import Path\n"
        "from tests.support.parsers import read\nfrom xlplan.sandbox.worker import ParserProcess\n"
        f"from xlplan.sandbox import child_process\nchild_process.can_fork = lambda: {way != SPAWN}\n"
        f"with ParserProcess(read, seconds=0.5) as child:\n pid = child.run(Path('who'))\n {busy}\n"
        " time.sleep(0.3)\n print(pid, flush=True)\n time.sleep(60)\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, env=environment, text=True
    ) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        parent.kill()
    end = time.monotonic() + patience
    while is_alive(pid):
        assert time.monotonic() < end, "the child outlived its parent"
        time.sleep(0.05)
