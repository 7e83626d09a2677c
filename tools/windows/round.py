"""Plays the whole round of a quarter on this system, as processes, and checks that nothing is lost.

Usage: python tools/windows/round.py FOLDER

Made for the Windows Python; it runs elsewhere too. The workspace has a Ukrainian name and lies so deep that the
longest path of a return has 250 characters. On Windows longer paths are refused as Windows refuses them. Returns
come in while the workbook, a template and a return are held open as Excel holds them; one watcher hears of folder
events and one polls; one is killed in the middle of a burst; then the quarter is closed, opened again and closed
again. Every dropped file must be answered once, its bytes must be in the archive, and the inbox must be empty.
"""

import hashlib
import json
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

CHECKOUT = Path(__file__).resolve().parents[2]
QUARTER = "2021-Q2"
REPORT = f"Зведений звіт {QUARTER}.xlsx"
LONGEST = 250
DEPTH = 170
PATIENCE = 300.0
Answers = dict[str, tuple[int, str]]


def main() -> int:
    """Play the round; 1 if something is amiss."""
    sys.path.insert(0, str(CHECKOUT))
    top = Path(sys.argv[1]).absolute()
    shutil.rmtree(top, ignore_errors=True)
    root = top / "центр"
    while len(str(root)) < DEPTH:
        root /= "Безоплатна правова допомога"[: DEPTH - len(str(root))].strip() or "ї"
    began = time.monotonic()
    amiss = _play(root)
    for each in amiss:
        print(f"AMISS: {each}", flush=True)
    print(f"{'amiss' if amiss else 'all is well'} after {time.monotonic() - began:.0f} s", flush=True)
    return 1 if amiss else 0


def _play(root: Path) -> list[str]:
    """Play the round in a workspace at `root`, and return what is amiss at its end."""
    _make_workspace(root)
    templates = sorted((root / "templates" / QUARTER).glob("*.xlsx"))
    say(f"{len(templates)} templates; the root has {len(str(root))} characters")
    returns = {path.stem: _filled(path) for path in templates}
    dropped: list[bytes] = []
    with ExitStack() as programs:
        watcher = programs.enter_context(_watching(root))
        names = list(returns)
        dropped.append(_drop(root, "звіт.xlsx", returns[names[0]]))
        dropped.append(_drop(root, _long_name(root), returns[names[1]]))
        _wait(lambda: _answered(root) == 2 and _report(root).exists(), "two returns answered", watcher)
        _drop_while_files_are_open(root, returns, names, dropped, watcher)
        say("killed in the middle of a burst; two watchers go on")
        for number, content in enumerate(_burst(returns)):
            dropped.append(_drop(root, f"лист {number}/Звіт № {number}.xlsx", content))
        _wait(lambda: _answered(root) > 6, "the burst begun", watcher)
        watcher.kill()
        for options in ((), ("--polling",)):
            programs.enter_context(_watching(root, *options))
        _wait(lambda: _answered(root) >= len(dropped), "everything answered")
        _wait(lambda: not _left(root), "the inbox empty")
    say(_cli(root, "close", QUARTER, "--yes"))
    say(_cli(root, "reopen", QUARTER, "--reason", "уточнення"))
    dropped.append(_drop(root, "уточнений звіт.xlsx", _changed(returns[names[0]], "після закриття")))
    say(_cli(root, "intake"))
    say(_cli(root, "close", QUARTER, "--yes"))
    say(_cli(root, "status", QUARTER))
    return list(_amiss(root, dropped))


def _drop_while_files_are_open(
    root: Path,
    returns: dict[str, bytes],
    names: list[str],
    dropped: list[bytes],
    watcher: "subprocess.Popen[bytes]",
) -> None:
    from tests.support.open_files import HOLDING_KEEPS, open_elsewhere

    say("the workbook, a template and a return are open in Excel")
    template = root / "templates" / QUARTER / f"{names[2]}.xlsx"
    edited = root / "inbox" / "ще правлять.xlsx"
    with open_elsewhere(_report(root)), open_elsewhere(template):
        dropped.append(_drop(root, edited.name, returns[names[2]], held=True))
        dropped.append(_drop(root, "звіт (2).xlsx", returns[names[3]]))
        answered = 3 if HOLDING_KEEPS else 4
        _wait(lambda: _answered(root) >= answered, "the one that is closed answered", watcher)
        if HOLDING_KEEPS:
            _wait(
                lambda: len(list(_report(root).parent.glob("Зведений звіт*.xlsx"))) == 2, "a copy beside", watcher
            )
    _wait(lambda: _answered(root) >= 4, "the one that was open answered", watcher)
    _wait(lambda: len(list(_report(root).parent.glob("Зведений звіт*.xlsx"))) == 1, "one workbook", watcher)


def _make_workspace(root: Path) -> None:
    root.parent.mkdir(parents=True)
    say(_cli(CHECKOUT, "init", str(root)))
    for path in (root / "templates").iterdir():
        path.unlink()
    (plan,) = (CHECKOUT / "templates").glob("*.xlsx")
    shutil.copyfile(plan, root / "templates" / plan.name)
    settings = root / "xlplan.toml"
    lines = [
        line for line in settings.read_text("utf-8").splitlines() if not line.startswith(("quiet_", "rescan_"))
    ]
    settings.write_text("\n".join([*lines, "quiet_seconds = 0.5", "rescan_seconds = 5", ""]), "utf-8")
    for command in (("plan", "check"), ("plan", "adopt"), ("issue", QUARTER)):
        say(_cli(root, *command))


def _filled(template: Path, note: str = "") -> bytes:
    """Return a template filled as a clerk fills it: every target met, every word target answered."""
    book = load_workbook(template)
    sheet = book["Звіт"]
    rows = list(sheet.iter_rows())
    heading = next(row for row in rows if any(cell.value == "Виконано" for cell in row))
    places = {str(cell.value): place for place, cell in enumerate(heading)}
    for row in rows[int(heading[0].row or 0) :]:
        if not row[places["Код"]].value or row[places["Виконано"]].protection.locked:
            continue
        target = row[places["План"]].value
        is_number = isinstance(target, int)
        row[places["Виконано"]].value = target if is_number else "потреби не було"
        row[places["Опис виконання"]].value = f"рядок {row[places['Код']].value}, подано за планом {note}".strip()
    return _saved(book)


def _changed(content: bytes, note: str) -> bytes:
    book = load_workbook(BytesIO(content))
    book.properties.description = note
    return _saved(book)


def _saved(book: Any) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _burst(returns: dict[str, bytes]) -> Iterator[bytes]:
    """Yield what comes at once: each unit's return again, other files, and one file twice."""
    for number, content in enumerate(returns.values()):
        yield _changed(content, f"уточнення {number}")
        yield f"лист {number}: звіт буде завтра".encode()
    yield b"PK\x03\x04 a workbook cut off"
    yield next(iter(returns.values()))


def _drop(root: Path, name: str, content: bytes, held: bool = False) -> bytes:
    """Put a file into the inbox; where it is `held`, have it open for some seconds as Excel does."""
    path = _whole(root / "inbox" / name)
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_bytes(content)
    if held:
        command = [sys.executable, "-X", "utf8", __file__, "--hold", str(path), "8"]
        subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return content


def _hold(path: str, seconds: str) -> None:
    sys.path.insert(0, str(CHECKOUT))
    from tests.support.open_files import open_elsewhere

    with open_elsewhere(Path(path)):
        time.sleep(float(seconds))


def _long_name(root: Path) -> str:
    """Return the name of a return whose whole path has 250 characters."""
    room = LONGEST - len(str(root / "inbox")) - len("/.xlsx")
    return f"{'Звіт Хорошівського бюро, остаточний ' * 9}"[:room].replace(" ", "_") + ".xlsx"


def _cli(root: Path, *arguments: str) -> str:
    done = subprocess.run(
        [*_program(), *(() if arguments[0] == "init" else ("--workspace", str(root))), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    text = done.stdout.decode("utf-8", "replace").strip()
    if done.returncode not in (0, 3):
        raise SystemExit(f"xlplan {' '.join(arguments)} ended with {done.returncode}:\n{text}")
    return f"$ xlplan {' '.join(arguments)}\n{text}"


def _program() -> list[str]:
    if sys.platform == "win32":
        return [sys.executable, "-X", "utf8", str(Path(__file__).with_name("short_paths.py"))]
    return [sys.executable, "-m", "xlplan"]


@contextmanager
def _watching(root: Path, *options: str) -> "Iterator[subprocess.Popen[bytes]]":
    command = [*_program(), "--workspace", str(root), "watch", *options]
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _wait(true: Callable[[], bool], what: str, process: "subprocess.Popen[bytes] | None" = None) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        if process is not None and process.poll() is not None:
            raise SystemExit(f"the watcher has ended with {process.returncode}; not {what}")
        if time.monotonic() > end:
            raise SystemExit(f"not {what} within {PATIENCE:g} s")
        time.sleep(0.2)
    say(f"{what}")


def _whole(path: Path) -> Path:
    """Return a path that this script may use at any length. Long ones are no matter of the script."""
    return Path(f"\\\\?\\{path}") if sys.platform == "win32" else path


def _report(root: Path) -> Path:
    return root / "outbox" / QUARTER / REPORT


def _left(root: Path) -> list[Path]:
    return list(_whole(root / "inbox").iterdir())


def _lines(root: Path) -> list[dict[str, Any]]:
    path = root / "outbox" / "журнал.jsonl"
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.endswith("}")]


def _answered(root: Path) -> int:
    return len(_lines(root))


def _amiss(root: Path, dropped: list[bytes]) -> Iterator[str]:
    """Yield everything that is not as it must be, by what lies on the disk."""
    wanted = Counter(hashlib.sha256(content).hexdigest() for content in dropped)
    lines = _lines(root)
    seen = Counter(str(line["sha256"]) for line in lines)
    if seen != wanted:
        yield f"{wanted.total()} files were dropped and {seen.total()} answered: {wanted - seen} {seen - wanted}"
    if len({line["claim"] for line in lines}) != len(lines):
        yield "a file was answered twice"
    archived = {path.stem: path for path in _whole(root / "archive").rglob("*") if path.is_file()}
    for sha256 in wanted:
        path = archived.get(sha256)
        if path is None or hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
            yield f"the archive lacks {sha256}"
    for line in lines:
        if not (_whole(root) / str(line["receipt_file"])).is_file():
            receipts = [path.name for path in _whole(root / "outbox").rglob(f"{line['receipt']:04} *.html")]
            if not receipts:
                yield f"there is no receipt № {line['receipt']}"
    if left := _left(root):
        yield f"the inbox still holds {left}"
    editions = sorted(path.name for path in (root / "outbox" / QUARTER).glob("*випуск*.xlsx"))
    if len(editions) != 2:
        yield f"two editions were closed, and there are {editions}"
    accepted = [line for line in lines if line["verdict"] == "accepted"]
    if len({line["unit"] for line in accepted}) != 6:
        yield f"six units reported, and {sorted({line['unit'] for line in accepted})} were accepted"


def say(line: str) -> None:
    """Print a line at once."""
    print(line, flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "--hold":
        _hold(*sys.argv[2:])
    else:
        sys.exit(main())
