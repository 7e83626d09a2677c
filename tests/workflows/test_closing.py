"""Quarter's end: whatever people send arrives at once, and the watcher answers all of it, unattended."""

import os
import random
import re
import shutil
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.support.centre import Answers, send
from tests.support.failing_calls import strace
from tests.support.thoroughness import examples
from tests.support.watcher_process import STOPPED, answers, consolidated, until, watching
from tests.support.zip_archives import zipped
from xlplan.ledger.connection import open_ledger
from xlplan.storage.exclusions import is_nuisance
from xlplan.storage.workspace import Workspace

pytestmark = pytest.mark.slow

UNITS = ("KOR", "HOR", "LUG", "NAR", "OVR", "MAL")
GOOD = 30
_OWN_WORDS = b"words of the return"
CORPUS = os.environ.get("XLPLAN_CORPUS", "")
# How many returns come at once; by hand some hundreds.
BURST = int(os.environ.get("XLPLAN_BURST") or examples(60, 30))


def good_returns(centre: Workspace, folder: Path, count: int) -> list[Path]:
    """Clean returns, each other than all others, under names that nobody asked for."""
    folder.mkdir()
    filled = [_filled_in(centre, unit) for unit in UNITS]
    made = []
    for number in range(count):
        made.append(folder / f"звіт {number}.xlsx")
        made[-1].write_bytes(_with_words(filled[number % len(UNITS)], f"проведено, довідка {number}"))
    return made


def _filled_in(centre: Workspace, unit: str) -> dict[str, bytes]:
    """The parts of the return of a unit, which has words of its own under one row."""
    answers: Answers = {"1.4.10": {"done": 1, "description": _OWN_WORDS.decode()}}
    path = send(centre, unit, answers)
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    path.unlink()
    assert sum(part.count(_OWN_WORDS) for part in parts.values()) == 1
    return parts


def _with_words(parts: Mapping[str, bytes], words: str) -> bytes:
    """The return with other words under that row."""
    # Whatever the encoding of a part of XML, a letter may stand in it as its number.
    new = words.encode("ascii", "xmlcharrefreplace")
    return zipped({name: part.replace(_OWN_WORDS, new) for name, part in parts.items()})


def foreign_files(folder: Path, sample: Path) -> list[Path]:
    """The spreadsheets of others, and what a test can make itself: texts, halves, bombs, hostile names."""
    folder.mkdir()
    half = sample.read_bytes()
    for name, content in {
        "порожній.xlsx": b"",
        "лист.docx": b"PK\x03\x04 nothing of the kind",
        "половина.xlsx": half[: len(half) // 2],
        "фото.xlsx": b"\xff\xd8\xff\xe0" + bytes(2000),
        "<script>alert(1)<script>.xls": b"<html><table><tr><td>1</td></tr></table></html>",
        "=cmd|' !A0.csv": b"=cmd|' /C calc'!A0;1",
        "назва в один рядок\nі в другий.txt": b"x",
        "ї" * 120 + ".xlsx": b"x",
        "🗒" * 60 + ".xlsx": b"y",
        "$(touch here);`touch here`.xlsx": b"z",
    }.items():
        (folder / name).write_bytes(content)
    with ZipFile(folder / "мандрівник.zip", "w") as packed:
        packed.writestr("../../назовні.xlsx", b"a")
        packed.writestr("/tmp/назовні абсолютно.xlsx", b"b")
        packed.writestr("ї" * 200 + ".xlsx", b"c")
        packed.writestr("C:\\Windows\\назовні.xlsx", b"d")
    found = [path for path in Path(CORPUS).rglob("*") if path.is_file()] if CORPUS else []
    for number, path in enumerate(found):
        shutil.copyfile(path, folder / f"{number:03} {path.name}")
    return [path for path in folder.iterdir() if not is_nuisance(path.name)]


def outside(centre: Workspace) -> list[str]:
    """Everything around the workspace, but not in it."""
    around = centre.root.parent
    return sorted(str(path) for path in around.rglob("*") if not path.is_relative_to(centre.root))


@pytest.mark.posix(reason="strace, which lists the calls of a process, is a program of Linux")
def test_whatever_comes_beside_thirty_good_returns_they_are_accepted_and_all_is_answered(
    centre: Workspace, tmp_path_factory: pytest.TempPathFactory, record_property: Callable[[str, object], None]
) -> None:
    store = tmp_path_factory.mktemp("post")
    good = good_returns(centre, store / "good", GOOD)
    foreign = foreign_files(store / "foreign", good[0])
    in_zip = 4 - 1
    calls = centre.root.parent.with_name("calls.txt")
    # Without a sandbox's filter every call would stop; with it only those that are asked for do.
    trace = [strace(), "-f", "--seccomp-bpf", "-qq", "-o", str(calls), "-e", "trace=network"]
    with watching(centre, before=trace) as watcher:
        before = outside(centre)
        began = time.monotonic()
        for path in random.Random(5).sample([*good, *foreign], len(good) + len(foreign)):
            shutil.copyfile(path, centre.inbox / path.name)
            # What lacks its end is waited for, but not where it has been lying for long.
            os.utime(centre.inbox / path.name, (1, 1))
        until(consolidated(centre, len(good) + len(foreign) + in_zip), "all answered", watcher)
        took, peak = time.monotonic() - began, watcher.peak
        assert watcher.process.poll() is None
        # A workbook that is still being written has a folder of its own for its parts.
        until(lambda: outside(centre) == before, "nothing left outside the workspace", watcher)
    verdicts = Counter(line["verdict"] for line in answers(centre))
    assert verdicts == {"accepted": GOOD, "not taken": len(foreign) + in_zip}
    named = {line["file"]: line["verdict"] for line in answers(centre)}
    assert {named[path.name] for path in good} == {"accepted"}
    assert all((centre.root / line["receipt_file"]).is_file() for line in answers(centre))
    assert not [path for path in centre.root.parent.rglob("*") if path.name in ("here", "назовні.xlsx")]
    reached = {line for line in calls.read_text("utf-8").splitlines() if re.search(r"AF_(?!UNIX)|SOCK_RAW", line)}
    assert not reached
    record_property("files", len(good) + len(foreign) + in_zip)
    record_property("seconds", round(took, 1))
    record_property("peak MiB", peak)


def test_a_burst_dropped_at_once_slowly_and_over_the_same_name_is_answered_whole(
    centre: Workspace, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    folder = tmp_path / "post"
    made = good_returns(centre, folder, BURST)
    third = BURST // 3
    at_once, slowly, over = made[:third], made[third : 2 * third], made[2 * third :]
    contents = {path: path.read_bytes() for path in made}

    def trickle() -> None:
        for path in slowly:
            with (centre.inbox / path.name).open("wb") as file:
                size = len(contents[path])
                for start in range(0, size, size // 3 + 1):
                    file.write(contents[path][start : start + size // 3 + 1])
                    file.flush()
                    time.sleep(0.02)

    def overwrite() -> None:
        for path in over:
            while (centre.inbox / "звіт.xlsx").exists():
                time.sleep(0.005)
            (centre.inbox / "звіт.xlsx").write_bytes(contents[path])

    # Long enough for a file that is written in pieces to change between two looks.
    with watching(centre, quiet=0.3) as watcher:
        threads = [threading.Thread(target=each) for each in (trickle, overwrite)]
        for thread in threads:
            thread.start()
        for path in at_once:
            (centre.inbox / path.name).write_bytes(contents[path])
        for thread in threads:
            thread.join()
        until(consolidated(centre, BURST), "all answered", watcher)
        peak = watcher.peak
    lines = answers(centre)
    assert Counter(line["verdict"] for line in lines) == {"accepted": BURST}
    assert not any(line["again"] for line in lines)
    record_property("peak MiB", peak)


def test_two_watchers_on_one_inbox_answer_each_file_once(centre: Workspace, tmp_path: Path) -> None:
    made = good_returns(centre, tmp_path / "post", 60)
    with watching(centre, "one") as one, watching(centre, "two") as two:
        # Whoever begins first could else have done all of it before the other has begun.
        until(lambda: bool(one.said and two.said), "both begun", one)
        for path in made:
            path.rename(centre.inbox / path.name)
        until(consolidated(centre, len(made)), "all answered", one)
        assert one.process.poll() is two.process.poll() is None
        assert (one.stop(), two.stop()) == (STOPPED, STOPPED)
    lines = answers(centre)
    assert sorted(line["file"] for line in lines) == sorted(path.name for path in made)
    assert not any(line["again"] for line in lines)
    with open_ledger(centre.ledger) as ledger, ledger.connect() as connection:
        assert connection.value("SELECT count(*) FROM submissions") == len(made)
    answered = [said.count("прийнято") for said in (one.said, two.said)]
    assert all(count > 0 for count in answered), "one of them did all the work"


def test_a_watcher_killed_at_random_under_load_loses_nothing_and_records_nothing_twice(
    centre: Workspace, tmp_path: Path
) -> None:
    made = good_returns(centre, tmp_path / "post", 130)
    chance = random.Random(7)
    killed = 0
    for path in made:
        path.rename(centre.inbox / path.name)
    while len(answers(centre)) < len(made) - 4 and killed < 8:
        done = len(answers(centre))
        with watching(centre, f"killed {killed}") as watcher:
            # From the moment at which it works: its start would be killed far too often.
            until(lambda done=done: len(answers(centre)) > done, "begun", watcher)  # type: ignore[misc]
            time.sleep(chance.uniform(0, 0.15))
            watcher.process.kill()
            watcher.process.wait()
            killed += 1
    with watching(centre, "last") as watcher:
        until(consolidated(centre, len(made)), "all answered", watcher)
        assert watcher.stop() == STOPPED
    lines = answers(centre)
    assert killed >= 3
    assert len({line["claim"] for line in lines}) == len(lines) == len(made)
    with open_ledger(centre.ledger) as ledger, ledger.connect() as connection:
        recorded = connection.column("SELECT sha256 FROM submissions ORDER BY number")
    assert len(set(recorded)) == len(recorded) == len(made)
