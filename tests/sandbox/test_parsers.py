import os
import signal
from pathlib import Path

import pytest

from tests.support.parsers import read
from xlplan.sandbox.parsers import ParserChoice, ParserPool, open_parsers
from xlplan.sandbox.worker import ParserProcess

pytestmark = pytest.mark.slow


def test_results_come_in_the_order_of_submission_whatever_happens_to_some() -> None:
    names = ["one", "abort", "hang", "large", "two", "leave", "abort", "eat", "three"]
    with ParserPool(read, 3, seconds=2, memory=400_000_000) as parsers:
        for name in names:
            parsers.submit(Path(name))
        answers = [parsers.result() for _ in names]
    told = [answer[0].code if isinstance(answer, tuple) else answer[:5] for answer in answers]
    damaged, slow = "file-damaged", "file-too-slow"
    assert told == ["one", damaged, slow, "xxxxx", "two", damaged, damaged, slow, "three"]


def test_several_processes_take_turns() -> None:
    with ParserPool(read, 2) as parsers:
        for _ in range(4):
            parsers.submit(Path("who"))
        first, second, third, fourth = (parsers.result() for _ in range(4))
    assert (first, second) == (third, fourth)
    assert len({first, second, str(os.getpid())}) == 3


def test_a_pool_without_a_path_in_hand_has_no_result() -> None:
    with ParserPool(read, 2) as parsers, pytest.raises(IndexError):
        parsers.result()


@pytest.mark.parametrize(
    ("workers", "files", "children"), [(1, 600, 1), (2, 6, 1), (2, 79, 1), (2, 80, 2), (4, 600, 4)]
)
def test_a_few_files_are_not_worth_a_second_process(workers: int, files: int, children: int) -> None:
    with open_parsers(read, ParserChoice(workers), files) as parsers:
        assert isinstance(parsers, ParserProcess if children == 1 else ParserPool)
        assert parsers.ahead == 16 * children


@pytest.mark.posix(reason="Windows names no signal by which a process ended")
def test_a_child_that_is_killed_from_outside_costs_its_file_alone() -> None:
    with ParserPool(read, 2) as parsers:
        for name in ("who", "who", "hang", "one", "two", "three"):
            parsers.submit(Path(name))
        first, _second = parsers.result(), parsers.result()
        os.kill(int(str(first)), signal.SIGKILL)
        answers = [parsers.result() for _ in range(4)]
    assert [answer[0].code if isinstance(answer, tuple) else answer for answer in answers] == [
        "file-too-slow",
        "one",
        "two",
        "three",
    ]


def test_a_result_is_ready_once_it_is_there() -> None:
    with ParserPool(read, 2) as parsers:
        for name in ("one", "hang", "two", "three"):
            parsers.submit(Path(name))
        assert not parsers.is_ready(0)
        assert parsers.result() == "one"
        assert not parsers.is_ready(0.1)
    with ParserPool(read, 1) as parsers:
        for name in ("one", "two"):
            parsers.submit(Path(name))
        parsers.result()
        assert parsers.is_ready(60)
