"""Packed texts in an archive: what was written, in its place, whichever thread packed it."""

from errno import ENOSPC
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from xlplan.documents.report.packing import PackedText, QuickZip

ROW = "<row>я & ї {number}</row>"
HEAD, MIDDLE, END = "<a>", "</a>" + "між" * 50, "кінець"


def text_of(rows: int) -> PackedText:
    text = PackedText()
    write_rows(text, rows)
    text.finish()
    return text


def write_rows(text: PackedText, rows: int) -> None:
    for number in range(rows):
        text.write(ROW.format(number=number))


def rows_of(rows: int) -> str:
    return "".join(ROW.format(number=number) for number in range(rows))


# Short ones are packed without a thread, the longest one takes many pieces.
@pytest.mark.parametrize("rows", [0, 3, 60_000])
def test_a_part_holds_packed_texts_in_their_places(tmp_path: Path, rows: int) -> None:
    part, archive = tmp_path / "part.xml", tmp_path / "a.zip"
    part.write_text(HEAD + MIDDLE + END, encoding="utf-8")
    texts = [text_of(rows), text_of(2)]
    places = [len(HEAD.encode()), len((HEAD + MIDDLE).encode())]
    with QuickZip(
        {"b.xml": list(zip(places, texts, strict=True))}, archive, "w", compression=ZIP_DEFLATED
    ) as zipped:
        zipped.write(part, "b.xml")
        zipped.write(part, "c.xml")
    for text in texts:
        text.close()
    with ZipFile(archive) as zipped:
        assert zipped.testzip() is None
        assert zipped.read("b.xml").decode() == HEAD + rows_of(rows) + MIDDLE + rows_of(2) + END
        assert zipped.read("c.xml").decode() == HEAD + MIDDLE + END


def test_the_same_text_is_packed_into_the_same_bytes(tmp_path: Path) -> None:
    part = tmp_path / "part.xml"
    part.write_text(HEAD + END, encoding="utf-8")
    archives = [tmp_path / "a.zip", tmp_path / "b.zip"]
    for archive in archives:
        text = text_of(60_000)
        with QuickZip({"b.xml": [(len(HEAD), text)]}, archive, "w", compression=ZIP_DEFLATED) as zipped:
            zipped.write(part, "b.xml")
        text.close()
    assert archives[0].read_bytes() == archives[1].read_bytes()


def test_a_disk_that_is_full_while_the_thread_packs_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    text = PackedText()

    def refuse(_packed: bytes) -> None:
        raise OSError(ENOSPC, "No space left on device")

    file: Any = text._file
    monkeypatch.setattr(file, "write", refuse, raising=False)
    with pytest.raises(OSError, match="No space left"):
        write_rows(text, 120_000)
    text.close()
