"""A disk that takes no more ends the writing of the consolidated workbook without a trace of it."""

import gc
import os
import subprocess
import sys
import tempfile
from errno import EFBIG, ENOSPC
from pathlib import Path
from typing import IO

import pytest
from xlsxwriter import xmlwriter

from tests.support.paths import ROOT
from tests.support.report_sample import FULL, write_anew

PROGRAM = """
import resource, sys
from pathlib import Path
from tests.support.report_sample import FULL, write_anew
resource.setrlimit(resource.RLIMIT_FSIZE, (6000, 6000))
try:
    write_anew(Path(sys.argv[1]), FULL)
except OSError as problem:
    print(problem.errno, problem.filename)
"""


@pytest.mark.parametrize("part", [1, 4, 12])
def test_a_part_that_cannot_be_made_leaves_no_other_and_the_report_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: int
) -> None:
    report = tmp_path / "звіт.xlsx"
    report.write_bytes(b"the report before")
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    made = []

    def open_part(path: str, mode: str, encoding: str) -> IO[str]:
        made.append(path)
        if len(made) == part:
            raise OSError(ENOSPC, "No space left on device")
        return Path(path).open(mode, encoding=encoding)

    monkeypatch.setattr(xmlwriter, "open", open_part, raising=False)
    with pytest.raises(OSError, match="No space left") as raised:
        write_anew(report, FULL)
    assert raised.value.errno == ENOSPC
    assert raised.value.filename == str(temporary)
    assert list(temporary.iterdir()) == []
    assert report.read_bytes() == b"the report before"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["звіт.xlsx"]


@pytest.mark.slow
@pytest.mark.posix(reason="Windows sets a process no limit on the size of a file")
def test_a_part_that_cannot_be_written_whole_is_told_without_a_trace_on_the_screen(tmp_path: Path) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    environment = {**os.environ, "TMPDIR": str(temporary), "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])}
    report = tmp_path / "звіт.xlsx"
    # With `-X dev` Python tells of files that it could not close, as its newer versions always do.
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-W", "ignore", "-c", PROGRAM, report],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert (done.stdout.split(), done.stderr) == ([str(EFBIG), str(temporary)], "")
    assert list(temporary.iterdir()) == []
    assert not report.exists()


@pytest.fixture(autouse=True)
def _collected() -> None:
    """What an earlier test left to be collected is not told as this one's."""
    gc.collect()
