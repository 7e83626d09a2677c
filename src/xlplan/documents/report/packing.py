"""Packing of a workbook: long texts are packed by a thread while the next rows are made."""

import stat
from collections import deque
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import Any
from zipfile import ZipFile, ZipInfo

from xlsxwriter.packager import Packager
from zlib_ng import zlib_ng

# Of zlib-ng: a third of the time that zlib takes as XlsxWriter uses it, for a fiftieth more bytes.
_LEVEL = 4
_SIGNS_AT_ONCE = 1 << 18
# The thread gets its turn only when Python lets go, so a few pieces may wait for it.
_MOST_AHEAD = 4
_BYTES_AT_ONCE = 1 << 18
_MOST_IN_MEMORY = 1 << 20
# Of a file that its owner alone may read and write: the same for all parts on every computer.
_ATTRIBUTES = (stat.S_IFREG | stat.S_IRUSR | stat.S_IWUSR) << 16


def _compressor() -> Any:
    return zlib_ng.compressobj(_LEVEL, zlib_ng.DEFLATED, -zlib_ng.MAX_WBITS)


class PackedText:
    """A long text on the way into a part of a workbook. What is packed of it lies in a file once it is much.

    zlib-ng lets Python go on while it packs, so a thread does that. A short text is packed without one.
    """

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(_MOST_IN_MEMORY)  # noqa: SIM115  lives as long as the text
        self._compressor = _compressor()
        self._waiting: list[str] = []
        self._waiting_signs = 0
        self._thread: ThreadPoolExecutor | None = None
        self._packing: deque[Future[None]] = deque()
        self._crc = self._size = self._packed_size = 0

    def write(self, text: str) -> None:
        """Add to the end of the text."""
        self._waiting.append(text)
        self._waiting_signs += len(text)
        if self._waiting_signs >= _SIGNS_AT_ONCE:
            self._hand_over()

    def finish(self) -> None:
        """Pack the rest.

        Raises:
            OSError: The disk takes no more.
        """
        self._wait(0)
        self._pack(self._waiting)
        self._waiting = []
        # The end falls between two bytes, so that other packed bytes can follow.
        self._keep(self._compressor.flush(zlib_ng.Z_SYNC_FLUSH))

    def insert_into(self, part: Any) -> None:
        """Add the finished text to a part of an archive that is being written, as if it were written there."""
        # `zipfile` has no way to take what is packed. Its sums are those of the whole part.
        before = part._compressor.flush(zlib_ng.Z_SYNC_FLUSH)
        part._fileobj.write(before)
        self._file.seek(0)
        copyfileobj(self._file, part._fileobj, _BYTES_AT_ONCE)
        part._compress_size += len(before) + self._packed_size
        part._file_size += self._size
        part._crc = zlib_ng.crc32_combine(part._crc, self._crc, self._size)
        # What follows must not refer to what stands before the text.
        part._compressor = _compressor()

    def close(self) -> None:
        """Close the temporary file, also if the disk does not take the last of it."""
        if self._thread:
            self._thread.shutdown()
        with suppress(OSError):
            self._file.close()

    def _hand_over(self) -> None:
        self._thread = self._thread or ThreadPoolExecutor(1)
        self._wait(_MOST_AHEAD - 1)
        self._packing.append(self._thread.submit(self._pack, self._waiting))
        self._waiting, self._waiting_signs = [], 0

    def _wait(self, still_packing: int) -> None:
        """Wait until no more pieces than these are left to be packed."""
        while len(self._packing) > still_packing:
            self._packing.popleft().result()

    def _pack(self, pieces: Sequence[str]) -> None:
        content = "".join(pieces).encode("utf-8")
        self._crc = zlib_ng.crc32(content, self._crc)
        self._size += len(content)
        self._keep(self._compressor.compress(content))

    def _keep(self, packed: bytes) -> None:
        self._file.write(packed)
        self._packed_size += len(packed)


class QuickPackager(Packager):  # type: ignore[misc]
    """Names the files of the parts itself where their folder is the workbook's own, so none is there already."""

    def _filename(self, xml_filename: str) -> str:
        if not self.tmpdir:
            return str(super()._filename(xml_filename))
        path = str(Path(self.tmpdir) / f"part{len(self.filenames)}")
        self.filenames.append((path, xml_filename, False))
        return path


class QuickZip(ZipFile):
    """An archive that is packed by zlib-ng.

    Attributes:
        packed: By the name of a part, the packed texts in it, each with its place: the bytes of the part before it
            without those of other packed texts.
    """

    def __init__(self, packed: Mapping[str, Sequence[tuple[int, PackedText]]], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.packed = packed

    def open(self, name: Any, mode: Any = "r", *others: Any, **options: Any) -> Any:
        """Open a part; one to write is packed by zlib-ng."""
        part: Any = super().open(name, mode, *others, **options)
        if mode == "w":
            part._compressor = _compressor()
        return part

    def write(self, filename: Any, arcname: Any = None, *_others: Any, **_options: Any) -> None:
        """Add a file as a part, with the packed texts that belong into it."""
        info = ZipInfo.from_file(filename, arcname)
        info.compress_type = self.compression
        info.external_attr = _ATTRIBUTES
        with Path(filename).open("rb") as file, self.open(info, "w") as part:
            for place, text in self.packed.get(arcname, ()):
                part.write(file.read(place - file.tell()))
                text.insert_into(part)
            copyfileobj(file, part, _BYTES_AT_ONCE)
