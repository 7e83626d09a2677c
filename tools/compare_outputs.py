"""Prove that two checkouts of xlplan behave the same.

    .venv/bin/python tools/compare_outputs.py OLD NEW

OLD and NEW are checkouts with a `.venv`, or the interpreters in them. The rounds of `compare_rounds.py` are played
with both through the command line alone. After every command the exit code, the output and every file that the
command changed are compared: workbooks part by part, the ledger row by row, all else as text.

The exit code is 0 where all is equal. It is 1 where something differs, where a command of OLD did not end as the
round says, or where less was compared than `LEAST`.

Both sides have one clock and one source of chance, which `CLOCK` gives them, so times, form codes and passwords
are compared as they are. Masked are only: the folders of the run, the random names of claims, the times that the
logs of faults and of the watcher take from the system, and a SHA-256, which reads as the name of its file.
"""

import argparse
import hashlib
import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from io import BytesIO
from itertools import takewhile, zip_longest
from pathlib import Path
from zipfile import ZipFile

from compare_files import drop
from compare_rounds import play_demo, play_help, play_korosten, play_livoberezhnyi

# With less than this a round was cut short, and "equal" would prove nothing.
LEAST = {"commands": 270, "files": 680, "parts": 5800, "bytes": 90_000_000, "kinds of finding": 60}
DIFFERENCES_SHOWN = 40
LINES_SHOWN = 6
SHA256 = re.compile(r"\b(?:[0-9a-f]{2}/)?([0-9a-f]{64})\b")
# The `sitecustomize` of every command: the clock stands still, and each command draws the same lots on both sides.
CLOCK = """
import datetime as module, os, random, secrets, sys, zipfile
real, moment = module.datetime, module.datetime.fromisoformat(os.environ["COMPARE_NOW"])
class Kind(type):
    def __instancecheck__(cls, value): return isinstance(value, real)
    def __subclasscheck__(cls, kind): return issubclass(kind, real)
class datetime(real, metaclass=Kind):
    @classmethod
    def now(cls, tz=None):
        now = moment.astimezone(tz)
        return cls.combine(now.date(), now.timetz() if tz else now.time())
def header(self, *given, of=zipfile.ZipInfo.FileHeader):
    self.date_time = (1980, 1, 1, 0, 0, 0)
    return of(self, *given)
chance = random.Random(" ".join([os.environ["COMPARE_NOW"], *sys.orig_argv[3:]]))
module.datetime, secrets.choice, zipfile.ZipInfo.FileHeader = datetime, chance.choice, header
secrets.token_urlsafe = lambda size: chance.randbytes(size).hex()
"""

Content = str | bytes


@dataclass
class Side:
    """One checkout, its folder in this run, and its files as the last look found them.

    `hashes`: the SHA-256 of each file by its name. `labels`: what a SHA-256 reads as.
    """

    python: Path
    checkout: Path
    root: Path
    hashes: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    states: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    numbers: Counter[str] = field(default_factory=Counter)

    def run(self, folder: str, arguments: Sequence[str], moment: str, seconds: int) -> dict[str, Content]:
        """Return the exit code and the output of one command; 0 seconds let it run to its end."""
        (self.root / folder).mkdir(exist_ok=True)
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(self.root.parent / "site"),
            "HOME": str(self.root.parent),
            "TMPDIR": str(self.root / "tmp"),
            "LANG": "C.UTF-8",
            "LOGNAME": "coordinator",
            "COLUMNS": "118",
            "COMPARE_NOW": moment,
        }
        limit = ["timeout", "--signal=INT", str(seconds)] if seconds else []
        done = subprocess.run(
            [*limit, self.python, "-m", "xlplan", *arguments],
            cwd=self.root / folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=600,
            check=False,
        )
        return {
            "exit code": str(done.returncode),
            "output": self.mask(done.stdout.decode()),
            "errors": self.mask(done.stderr.decode()),
        }

    def mask(self, text: str) -> str:
        """Return a text without what differs between two runs of the same code."""
        text = text.replace(str(self.root), "<folder>").replace(str(self.checkout), "<checkout>")
        text = SHA256.sub(lambda found: self.labels.get(found[1], "<sha256>"), text)
        text = re.sub(r"\b[0-9a-f]{32}\b", "<random name>", text)
        return re.sub(r"\b\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}\b", "<time>", text)

    def look(self) -> dict[str, str]:
        """Return the files that came, changed or went since the last look: masked name -> name."""
        paths = {str(path.relative_to(self.root)): path for path in self.root.rglob("*") if path.is_file()}
        gone = [name for name in self.hashes if name not in paths]
        for name in gone:
            del self.hashes[name], self.states[name]
        # Files that are named by their SHA-256 are told apart by the order in which they came.
        order = sorted(paths, key=lambda name: (SHA256.sub("*", name), paths[name].stat().st_mtime_ns))
        changed = [name for name in order if self._has_changed(name, paths[name])]
        return {self.mask(name): name for name in (*gone, *changed)}

    def _has_changed(self, name: str, path: Path) -> bool:
        stat = path.stat()
        state = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
        if self.states.get(name) == state:
            return False
        before, now = self.hashes.get(name), hashlib.sha256(path.read_bytes()).hexdigest()
        self.states[name], self.hashes[name] = state, now
        if now not in self.labels:
            plain = SHA256.sub("*", name)
            self.numbers[plain] += 1
            self.labels[now] = f"<sha256 of {plain}, {self.numbers[plain]}>"
        return before != now

    def parts(self, name: str) -> dict[str, Content]:
        """Return what a file holds: part -> content; nothing where there is no such file."""
        path = self.root / name
        found = parts_of(path) if path.is_file() else ()
        return {part: self.mask(held) if isinstance(held, str) else held for part, held in found}


def parts_of(path: Path) -> Iterator[tuple[str, Content]]:
    """Yield the parts of a workbook, the rows of a ledger, or the text of any other file."""
    data = path.read_bytes()
    if data.startswith(b"SQLite format 3"):
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as ledger:
            version = ledger.execute("PRAGMA user_version").fetchone()[0]
            # SQLAlchemy makes the indexes of a table in a random order.
            rows = sorted(ledger.iterdump(), key=lambda row: row if row.startswith("CREATE INDEX") else "")
            yield "rows", "\n".join([f"version {version}", *rows])
    elif data.startswith(b"PK\3\4") and b"PK\5\6" in data:
        with ZipFile(BytesIO(data)) as packed:
            yield "list of parts", "\n".join(f"{part.filename} {part.compress_type}" for part in packed.infolist())
            parts = {part: text_of(packed.read(part)) for part in packed.namelist()}
            yield from comparable_parts(parts)
    else:
        yield "text", text_of(data)


def comparable_parts(parts: Mapping[str, Content]) -> Iterator[tuple[str, Content]]:
    """Yield the parts of a workbook, an element a line, each cell with its own text: their order is no content."""
    strings = re.findall("<si>.*?</si>|<si/>", str(parts.get("xl/sharedStrings.xml", "")), re.DOTALL)
    for part, content in parts.items():
        if not isinstance(content, str):
            yield part, content
        elif part == "xl/sharedStrings.xml":
            yield part, "\n".join(sorted(strings))
        elif part.startswith("xl/worksheets/sheet"):
            cells = re.sub(r't="s"><v>(\d+)</v>', lambda found: f't="s">{strings[int(found[1])]}', content)
            yield part, cells.replace("><", ">\n<")
        else:
            yield part, content.replace("><", ">\n<")


def text_of(data: bytes) -> Content:
    """Return a UTF-8 text as such, and anything else as it is."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data


def difference(old: Content | None, new: Content | None) -> tuple[str, ...]:
    """Return what differs between two contents, in a few short lines."""
    if old is None or new is None:
        return ("only in OLD" if new is None else "only in NEW",)
    if isinstance(old, bytes) or isinstance(new, bytes):
        return (f"{len(old)} bytes in OLD, {len(new)} in NEW",)
    before, after = old.splitlines(), new.splitlines()
    # One pair of lines that differs in many rows is told once.
    pairs: dict[tuple[str, ...], None] = {}
    for tag, first, last, start, end in SequenceMatcher(None, before, after).get_opcodes():
        if tag != "equal":
            for left, right in zip_longest(before[first:last], after[start:end]):
                begin = max(0, sum(1 for _ in takewhile(_same, zip(left or "", right or "", strict=False))) - 60)
                removed = [f"- {left[begin : begin + 160]}"] if left is not None else []
                added = [f"+ {right[begin : begin + 160]}"] if right is not None else []
                pairs[*removed, *added] = None
    lines = [line for pair in pairs for line in pair]
    more = [f"… and {len(lines) - LINES_SHOWN} lines more"] if len(lines) > LINES_SHOWN else []
    return (*lines[:LINES_SHOWN], *more) or ("only the ends of lines differ",)


def _same(pair: tuple[str, str]) -> bool:
    return pair[0] == pair[1]


class Comparison:
    """Plays commands on both sides at once and keeps what differs.

    `differences`: the lines of each difference -> the places where it was found. `trouble`: the commands that did
    not end as the round says.
    """

    def __init__(self, sides: Sequence[Side]) -> None:
        self.sides = sides
        self.folder = ""
        self.moment = ""
        self.counts: Counter[str] = Counter()
        self.differences: dict[tuple[str, ...], list[str]] = {}
        self.trouble: list[str] = []

    def set_clock(self, moment: str) -> None:
        """Set the clock of the commands that follow."""
        self.moment = f"{moment}+03:00"

    def start(self, folder: str, source: str, language: str = "uk") -> None:
        """Begin a workspace with the settings and the plan workbook that each checkout has in `source`."""
        self.folder = folder
        for side in self.sides:
            settings = (side.checkout / source / "xlplan.toml").read_text("utf-8").replace("'uk'", f"'{language}'")
            settings = settings.replace("quiet_seconds = 1.0", "quiet_seconds = 0.05")
            drop(side.root / folder / "xlplan.toml", settings.encode())
            book = next((side.checkout / source / "templates").glob("*.xlsx"))
            drop(side.root / folder / "templates/План.xlsx", book.read_bytes())
            (side.root / folder / "inbox").mkdir()

    def prepare(self, action: Callable[..., None], *given: object, **named: object) -> None:
        """Let `action` prepare files in the workspace of each side, which it is given first."""
        for side in self.sides:
            action(side.root / self.folder, *given, **named)

    def speaking(self, language: str) -> Callable[..., None]:
        """Return `xl` in this language."""
        return lambda line, code=0: self.xl(f"--lang {language} {line}", code)

    def xl(self, line: str, code: int = 0, seconds: int = 0) -> None:
        """Play one command and compare what came of it.

        Args:
            line: The command, without `xlplan`.
            code: The exit code that it must have.
            seconds: The time after which it is interrupted; 0 for never.
        """
        self.counts["commands"] += 1
        place = f"{self.counts['commands']}. {self.folder}: xlplan {line}"
        for side in self.sides:
            # What was prepared gives its hashes a name first.
            side.look()
        arguments = shlex.split(line)
        with ThreadPoolExecutor() as pool:
            runs = [pool.submit(side.run, self.folder, arguments, self.moment, seconds) for side in self.sides]
            old, new = (run.result() for run in runs)
        if old["exit code"] != str(code):
            self.trouble.append("\n".join([f"{place}: exit code {code} expected", *map(str, old.values())]))
        first, second = self.sides
        before, after = first.look(), second.look()
        self._compare(place, old, new)
        for name in sorted({*before, *after}):
            self.counts["files"] += 1
            here, there = before.get(name) or after[name], after.get(name) or before[name]
            self._compare(f"{place} » {name}", first.parts(here), second.parts(there))

    def _compare(self, place: str, old: Mapping[str, Content], new: Mapping[str, Content]) -> None:
        for part in dict.fromkeys([*old, *new]):
            self.counts["parts"] += 1
            self.counts["bytes"] += len(old.get(part, ""))
            if old.get(part) != new.get(part):
                lines = difference(old.get(part), new.get(part))
                if lines not in self.differences and len(self.differences) < DIFFERENCES_SHOWN:
                    print(f"  differs: {place} » {part}", flush=True)
                self.differences.setdefault(lines, []).append(f"{place} » {part}")

    def count_findings(self) -> None:
        """Count the kinds of finding that the ledgers of OLD hold."""
        kinds: set[str] = set()
        for path in self.sides[0].root.glob("**/xlplan.db"):
            with closing(sqlite3.connect(path)) as ledger:
                kinds.update(code for (code,) in ledger.execute("SELECT DISTINCT code FROM findings"))
        self.counts["kinds of finding"] = len(kinds)

    def report(self) -> list[str]:
        """Return what is wrong, as paragraphs; nothing where all is equal."""
        differences = []
        for lines, places in self.differences.items():
            more = f" (and {len(places) - 1} places more)" if places[1:] else ""
            differences.append("\n    ".join([f"{places[0]}{more}", *lines]))
        few = [
            f"Only {self.counts[name]} {name} were compared, at least {least} were expected."
            for name, least in LEAST.items()
            if self.counts[name] < least
        ]
        hidden = len(differences) - DIFFERENCES_SHOWN
        rest = [f"… and {hidden} differences more"] if hidden > 0 else []
        return [*self.trouble, *differences[:DIFFERENCES_SHOWN], *rest, *few]


def main() -> int:
    """Play the rounds with both checkouts and say what differs."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("old", type=Path, metavar="OLD", help="a checkout with a .venv, or the interpreter in it")
    parser.add_argument("new", type=Path, metavar="NEW", help="the same")
    given = parser.parse_args()
    started = time.monotonic()
    base = Path(tempfile.mkdtemp(prefix="xlplan-compare-"))
    drop(base / "site/sitecustomize.py", CLOCK.encode())
    play = Comparison([side_of(base / "old", given.old.absolute()), side_of(base / "new", given.new.absolute())])
    for round_ in (play_help, play_demo, play_korosten, play_livoberezhnyi):
        round_(play)
        print(f"{round_.__name__}: {play.counts['commands']} commands so far", flush=True)
    play.count_findings()
    wrong = play.report()
    print("", *wrong, sep="\n")
    seconds = time.monotonic() - started
    print(f"Compared in {seconds:.0f} s:", ", ".join(f"{play.counts[name]} {name}" for name in LEAST))
    if wrong:
        print(f"NOT equal. The files of both sides are in {base}.")
        return 1
    shutil.rmtree(base)
    print("Equal.")
    return 0


def side_of(root: Path, given: Path) -> Side:
    """Return the side of a checkout, or of the interpreter in its `.venv`."""
    (root / "tmp").mkdir(parents=True)
    python = given / ".venv/bin/python" if given.is_dir() else given
    return Side(python, python.parents[2], root)


if __name__ == "__main__":
    sys.exit(main())
