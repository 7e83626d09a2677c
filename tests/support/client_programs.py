"""The programs that open a template and save it again, each by one function: (files, folder, format) -> files."""

import json
import os
import shutil
import subprocess
import sys
import warnings
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from openpyxl import load_workbook

from tests.support.office_profile import write_profile
from tests.support.paths import ROOT

NODE = ROOT / "tests/clients/node"
SYSTEM_PYTHON = "/usr/bin/python3"
# What `ssconvert` calls the formats that Gnumeric offers by itself.
_GNUMERIC = {
    "xlsx": "Gnumeric_Excel:xlsx2",
    "xls": "Gnumeric_Excel:excel_biff8",
    "ods": "Gnumeric_OpenCalc:odf",
}
_NODE_FORMATS = {"exceljs": (".xlsx",), "SheetJS": (".xlsx", ".xls", ".ods")}
_PATIENCE = 120

Save = Callable[[Path, Path], None]


def lacking(what: str, how: str) -> None:
    """Skips the test that needs a program; in CI it fails, for there it must be installed."""
    reason = f"{what} is missing ({how}): this test proves nothing without it"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def need(program: str, how: str) -> str:
    """The path of a program on this machine."""
    found = shutil.which(program)
    if found is None:
        lacking(program, how)
    return str(found)


@cache
def need_uno() -> None:
    """UNO is a module of the system's own Python, not of this one."""
    python = need(SYSTEM_PYTHON, "apt-get install python3-uno")
    if subprocess.run([python, "-c", "import uno"], capture_output=True, check=False).returncode:
        lacking("UNO", "apt-get install python3-uno")


def run(*command: str | Path, said: str = "") -> None:
    """A program run to its end, `said` on its standard input; what it answers is shown where it fails."""
    done = subprocess.run(command, input=said.encode(), capture_output=True, timeout=_PATIENCE, check=False)
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")


def _by_node(program: str) -> Save:
    def save(path: Path, out: Path) -> None:
        out.write_bytes(_saved_by_node(program, path.read_bytes())[out.suffix])

    return save


# A library takes longer to load than to save, so that a file is saved at once in each of its formats.
@lru_cache(maxsize=4)
def _saved_by_node(program: str, content: bytes) -> dict[str, bytes]:
    node = need("node", "apt-get install nodejs npm")
    if not (NODE / "node_modules").is_dir():
        lacking(f"npm's {program}", "make clients")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "звіт.xlsx"
        path.write_bytes(content)
        files = [path.with_name(f"saved{suffix}") for suffix in _NODE_FORMATS[program]]
        # What runs once is not worth to be compiled well.
        run(node, "--no-opt", NODE / "resave.mjs", program, path, *files)
        return {each.suffix: each.read_bytes() for each in files}


def _by_gnumeric(path: Path, out: Path) -> None:
    convert = need("ssconvert", "apt-get install gnumeric")
    run(convert, "-T", _GNUMERIC[out.suffix[1:]], path, out)


def _by_openpyxl(path: Path, out: Path) -> None:
    load_workbook(path).save(out)


def _by_pandas(path: Path, out: Path) -> None:
    """Every sheet as a table, as a script does that collects and passes on."""
    import pandas as pd

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tables = pd.read_excel(path, sheet_name=None, header=None)
    with pd.ExcelWriter(out) as writer:
        for name, table in tables.items():
            table.to_excel(writer, sheet_name=name, header=False, index=False)


# LibreOffice is driven by the fixture `office`.
PROGRAMS: dict[str, Save] = {
    "exceljs": _by_node("exceljs"),
    "SheetJS": _by_node("SheetJS"),
    "Gnumeric": _by_gnumeric,
    "openpyxl": _by_openpyxl,
    "pandas": _by_pandas,
}


def hands(jobs: list[tuple[str, Path, list[Path]]], profile: Path) -> None:
    """What a person does in LibreOffice with the mouse; `jobs`: (what, file, saved as), see `office_client.py`.

    The bridge to LibreOffice breaks off at times on a busy machine, at any call. Then a new office does all of it
    once more; what the first one said is printed. The rules of the tests are judged on the files alone.
    """
    need("soffice", "apt-get install libreoffice-calc")
    need_uno()
    listed = json.dumps([(what, str(path), [str(out) for out in files]) for what, path, files in jobs])
    client = ROOT / "tests/support/office_client.py"
    for attempt in ("first", "second"):
        write_profile(profile / attempt)
    try:
        run(SYSTEM_PYTHON, client, profile / "first", said=listed)
    except AssertionError as broken_off:
        sys.stderr.write(f"LibreOffice did not do its jobs and is asked again:\n{broken_off}\n")
        run(SYSTEM_PYTHON, client, profile / "second", said=listed)
