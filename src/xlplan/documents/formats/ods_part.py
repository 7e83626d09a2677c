"""ods by calamine, and by odfpy where calamine refuses, panics or cannot tell a cell's trouble."""

import re
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, TypeVar

from xlplan.documents.formats.grid import Parts, Rows, UnreadableError
from xlplan.documents.formats.xlsx import names_of, open_with_calamine, parsed, rows_of

# An error as LibreOffice marks it; a formula cell without any value.
_TROUBLE = re.compile(
    rb'calcext:value-type="error"|<table:table-cell(?=[^>]*\stable:formula=)(?![^>]*\soffice:value-type=)[^>]*/>'
)
# What calamine leaves out of a text, and of a number that is shown as a percentage.
_LEFT_OUT = re.compile(rb'<text:(?:tab|line-break)\b|office:value-type="percentage"')

T = TypeVar("T")


class OdsBook:
    """Source of the shape: OpenDocument 1.3, part 3."""

    def __init__(self, data: bytes, parts: Parts) -> None:
        self._data = data
        self._parts = parts

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The sheets."""
        return self._either(lambda: names_of(self._calamine), lambda: self._odf.names)

    def rows(self, sheet: str) -> Rows:
        """As calamine gives them, or odfpy where it cannot or would lose a part of what is seen."""
        if _LEFT_OUT.search(self._parts.get("content.xml", b"")):
            read: Rows = self._odf.rows(sheet)
            return read
        return self._either(lambda: rows_of(self._calamine, sheet), lambda: self._odf.rows(sheet))

    def troubles(self, sheet: str) -> Mapping[str, str]:
        """Read by odfpy, but only where a search of the bytes says that there is one."""
        if not _TROUBLE.search(self._parts.get("content.xml", b"")):
            return {}
        troubles: Mapping[str, str] = self._odf.troubles(sheet)
        return troubles

    def property(self, name: str) -> str:
        """From `meta.xml`."""
        for element in parsed(self._parts.get("meta.xml", b"")).iter():
            if any(key.endswith("}name") and value == name for key, value in element.attrib.items()):
                return "".join(element.itertext())
        return ""

    def defined(self, name: str) -> str:
        """From `content.xml`: an expression, or the address of a range."""
        text = self._parts.get("content.xml", b"")
        pattern = rb'<table:named-(?:range|expression)\s[^>]*table:name="' + re.escape(name.encode()) + rb'"[^>]*>'
        match = re.search(pattern, text)
        if not match:
            return ""
        value = re.search(rb'table:(?:expression|cell-range-address)="([^"]*)"', match[0])
        return value[1].decode("utf-8", "replace").replace("&quot;", '"').replace("&apos;", "'") if value else ""

    @cached_property
    def _calamine(self) -> Any:
        return open_with_calamine(self._data)

    @cached_property
    def _odf(self) -> Any:
        # odfpy keeps quiet about a part that it could read only half.
        if not len(parsed(self._parts.get("content.xml", b""))):
            raise UnreadableError("file-damaged")
        from xlplan.documents.formats.ods import OdfReader

        return OdfReader(self._data)

    def _either(self, first: Callable[[], T], second: Callable[[], T]) -> T:
        try:
            return first()
        except (KeyboardInterrupt, SystemExit, MemoryError):
            raise
        except UnreadableError as refused:
            if refused.finding.code == "file-encrypted":
                raise
        # A panic of calamine is not an Exception.
        except BaseException:
            pass
        return second()
