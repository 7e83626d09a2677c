"""The files of an export, known by a list of their hashes that lies next to them.

Such a folder travels: it is kept under version control, cloned to another machine, sent on a stick. The record of
the workspace does not travel with it, and the list does. It has the form of `sha256sum`, and the same files give
the same list.
"""

import hashlib
import os
import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path

from msgspec import Struct

from xlplan.domain.errors import XlplanError
from xlplan.storage.atomic import atomic_write_bytes, is_link
from xlplan.text.translation import _

_LINE = re.compile(r"([0-9a-f]{64})  (.+)")


class ExportedFiles(Struct, frozen=True, dict=True):
    """The files that an export left in a folder. `name` is the base name of the files and of their list."""

    folder: Path
    name: str

    @property
    def list_path(self) -> Path:
        """The path of the list."""
        return self.folder / f"{self.name}.sha256"

    @cached_property
    def _lines(self) -> tuple[str, ...] | None:
        """The lines of the list; none where there is no list. None where a file of that name is no list."""
        if not os.path.lexists(self.list_path):
            return ()
        if is_link(self.list_path) or not self.list_path.is_file():
            return None
        lines = tuple(self.list_path.read_text("utf-8", "replace").splitlines())
        return lines if all(map(_LINE.fullmatch, lines)) else None

    def require_free(self, names: Iterable[str], contents: Mapping[str, bytes]) -> None:
        """Check that files of these names are missing, as an export left them, or as the new one writes them.

        Raises:
            XlplanError: It names every file that is in the way.
        """
        in_the_way = [each for each in sorted(names) if not self._is_free(each, contents)]
        if self._lines is None:
            in_the_way.append(self.list_path.name)
        if in_the_way:
            raise XlplanError(
                _(
                    "Nothing was written, for in {folder} there are files that no export left, or that were "
                    "changed since: {files}. Move them away, or name another folder with --to."
                ).format(folder=self.folder, files=", ".join(in_the_way))
            )

    def _is_free(self, name: str, contents: Mapping[str, bytes]) -> bool:
        path = self.folder / name
        if not os.path.lexists(path):
            return True
        if is_link(path) or not path.is_file():
            return False
        content = _with_plain_ends(path.read_bytes())
        return content == contents.get(name) or _line(name, content) in (self._lines or ())

    def is_same(self, name: str, content: bytes) -> bool:
        """Tell if the file holds this content already."""
        path = self.folder / name
        return path.is_file() and path.read_bytes() == content

    def write_list(self, contents: Mapping[str, bytes], keep_old: bool = False) -> None:
        """Write the list of these files by their names. `keep_old`: the lines of the old list stay, too."""
        old = (self._lines or ()) if keep_old else ()
        lines = dict.fromkeys((*old, *(_line(name, content) for name, content in sorted(contents.items()))))
        text = "".join(f"{line}\n" for line in lines).encode()
        if not self.is_same(self.list_path.name, text):
            atomic_write_bytes(self.list_path, text)


def _line(name: str, content: bytes) -> str:
    return f"{hashlib.sha256(content).hexdigest()}  {name}"


def _with_plain_ends(content: bytes) -> bytes:
    """Return the content with the ends of lines that an export writes. Git on Windows may have changed them."""
    return content.replace(b"\r\n", b"\n")
