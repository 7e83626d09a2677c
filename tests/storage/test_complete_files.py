"""A file that has stopped changing may still lack its end: then it is waited for."""

import os
import time
from pathlib import Path

import pytest

from xlplan.storage.inbox import is_complete, list_files


@pytest.mark.parametrize(
    ("content", "age", "there"),
    [
        (b"PK\x03\x04 parts PK\x05\x06" + bytes(18), 0, True),
        (b"PK\x03\x04 parts PK\x05\x06" + bytes(18) + b"a comment" * 7000, 0, True),
        (b"PK\x03\x04 the first half of the par", 0, False),
        (b"PK\x03\x04 the first half of a copy" + bytes(100_000), 30, False),
        (b"PK\x03\x04 the first half of the par", 61, True),
        (b"any other file", 0, True),
        (b"", 0, True),
    ],
)
def test_a_workbook_without_its_end_has_not_ended_until_it_has_lain_for_a_minute(
    tmp_path: Path, content: bytes, age: int, there: bool
) -> None:
    path = tmp_path / "Звіт.xlsx"
    path.write_bytes(content)
    os.utime(path, (time.time() - age,) * 2)
    assert is_complete(path, list_files(tmp_path)[path]) is there
