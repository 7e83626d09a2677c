"""A file of lines that several processes add to: each line is whole, or it is not there."""

import json
import signal
from pathlib import Path

import pytest

from tests.support.child_ways import QUICK
from xlplan.storage.append_log import append_line, has_line, last_lines


def test_a_line_is_added_after_those_that_are_there(tmp_path: Path) -> None:
    path = tmp_path / "outbox" / "журнал.jsonl"
    append_line(path, "перший")
    append_line(path, "другий")
    assert path.read_text("utf-8") == "перший\nдругий\n"


@pytest.mark.parametrize("torn", ["", "пів", "x" * 200_000])
def test_what_a_killed_process_left_of_a_line_goes(tmp_path: Path, torn: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f"цілий\n{torn}", "utf-8")
    append_line(path, "новий")
    assert path.read_text("utf-8") == "цілий\nновий\n"


def test_a_file_of_nothing_but_a_torn_line_starts_anew(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("пів", "utf-8")
    append_line(path, "новий")
    assert path.read_text("utf-8") == "новий\n"


def add_beyond_the_limit(path: Path) -> None:
    """The disk takes a part of the line, as one that fills up: the limit on the size of files does the same."""
    import resource  # not on Windows

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 4, resource.RLIM_INFINITY))
    with pytest.raises(OSError, match=r"."):
        append_line(path, "довгий рядок, якому бракує місця")


@pytest.mark.posix(reason="Windows has no limit on the size of a file that a process may write")
def test_a_line_that_does_not_fit_is_not_there_at_all(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    append_line(path, "перший")
    process = QUICK.Process(target=add_beyond_the_limit, args=(path,))
    process.start()
    process.join()
    assert process.exitcode == 0
    assert path.read_text("utf-8") == "перший\n"


def add_many(path: Path, name: str) -> None:
    for number in range(50):
        append_line(path, json.dumps({"name": name, "number": number, "long": "x" * 5000}))


def test_several_processes_add_whole_lines_and_none_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    context = QUICK
    processes = [context.Process(target=add_many, args=(path, name)) for name in "абв"]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    seen = [(line["name"], line["number"]) for line in map(json.loads, path.read_text("utf-8").splitlines())]
    assert sorted(seen) == [(name, number) for name in "абв" for number in range(50)]


def test_a_line_is_found_by_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    assert not has_line(path, "abc")
    append_line(path, '{"claim": "abc"}')
    assert has_line(path, "abc")
    assert not has_line(path, "abd")


@pytest.mark.parametrize("longest", [10, 70_000, 200_000])
def test_the_last_lines_are_whole_however_long_they_are(tmp_path: Path, longest: int) -> None:
    path = tmp_path / "a.jsonl"
    lines = [f"{number} {'ї' * longest}" for number in range(3)]
    path.write_text("\n".join([*lines, "половина"]), "utf-8")
    read = last_lines(path)
    assert read
    assert read == lines[-len(read) :]


def test_a_file_that_is_missing_or_empty_has_no_last_lines(tmp_path: Path) -> None:
    assert last_lines(tmp_path / "немає.jsonl") == []
    (tmp_path / "порожній.jsonl").touch()
    assert last_lines(tmp_path / "порожній.jsonl") == []
