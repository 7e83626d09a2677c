"""Links from a sheet to files and to other sheets, within the limits of Excel."""

import re
from collections.abc import Callable
from functools import lru_cache
from html import escape
from typing import Any, NamedTuple

from xlsxwriter.url import Url

from xlplan.documents.report.streaming_sheet import StreamingSheet
from xlplan.domain.submission import AcceptedReturn

# Source: Excel specifications and limits. Excel drops further links silently.
MOST_LINKS = 65_530
_LONGEST_TIP = 255
_INVALID_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class LinkWriter:
    """Writes the links of one sheet. Beyond Excel's limit it writes the text without a link."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet
        self._links_left = MOST_LINKS

    def write(
        self, row: int, column: int, text: str, target: str, link_format: Any, plain_format: Any, tip: str = ""
    ) -> None:
        """Write `text` with a link to `target`; without one for "".

        A target is written like `external:../a.xlsx` or `internal:'Sheet'!A1`.
        """
        if not text:
            self._sheet.write_blank(row, column, None, plain_format)
            return
        if not target or not self._links_left:
            self._sheet.write_string(row, column, text, plain_format)
            return
        self._links_left -= 1
        url = Url(target)
        url.text = text
        url.tip = _fit_tip(tip)
        url._relationship_link = _url_path(url)
        self._sheet.write_url(row, column, url, link_format)


class LinkedPlace(NamedTuple):
    """A cell of a file that links lead to.

    Attributes:
        location: The attribute of a link as the file spells it; "" where the cell is not known.
        shown: The cell as people read it.
        tip: The beginning of the tip, before the name of the file.
    """

    location: str
    shown: str
    tip: str


# The returns of a centre have the same cells, so the results repeat.
@lru_cache(maxsize=4096)
def linked_place(sheet: str, cell: str) -> LinkedPlace:
    """Return a cell of a file, or the sheet alone where the cell is not known."""
    shown = f"{sheet}!{cell}" if sheet and cell else sheet
    location = f' location="{_escaped(f"{sheet_name(sheet)}!{cell}")}"' if sheet and cell else ""
    return LinkedPlace(location, shown, f"{_escaped(shown)} · " if shown else "")


class FileLinks:
    """The links of one column of a streaming sheet to the cells that figures come from.

    Beyond Excel's limit it adds no more.
    """

    def __init__(self, sheet: StreamingSheet, column: int, path_of: Callable[[str], str]) -> None:
        self._sheet = sheet
        self._column = column
        self._path_of = path_of
        self._links_left = MOST_LINKS
        # The number of each file, 0 where it has no path, and its name.
        self._files: dict[str, tuple[int, str]] = {}

    def add(self, row: int, returned: AcceptedReturn | None, place: LinkedPlace) -> bool:
        """Link the cell of a row to the place where its figure came from.

        Returns:
            False if there is no file or no link is left.
        """
        if returned is None or not self._links_left:
            return False
        number, file = self._files.get(returned.sha256) or self._file(returned)
        if not number:
            return False
        self._links_left -= 1
        tip = f"{place.tip}{file}"
        if len(tip) > _LONGEST_TIP:
            parts = (place.shown, returned.shown_file)
            tip = _escaped(_fit_tip(" · ".join(filter(None, parts))))
        self._sheet.add_link(row, self._column, number, f'{place.location} tooltip="{tip}"')
        return True

    def _file(self, returned: AcceptedReturn) -> tuple[int, str]:
        path = self._path_of(returned.sha256)
        number = self._sheet.link_number(_url_path(Url(f"external:{path}"))) if path else 0
        found = self._files[returned.sha256] = number, _escaped(returned.shown_file)
        return found


def _escaped(text: str) -> str:
    """Return a text as the value of an attribute in XML."""
    return escape(replace_invalid_in_xml(text), quote=False).replace('"', "&quot;").replace("\n", "&#xA;")


def _url_path(url: Any) -> str:
    # XlsxWriter turns slashes into backslashes. They work on Windows only; slashes work everywhere.
    return str(url._relationship_link).replace("\\", "/")


def _fit_tip(text: str) -> str:
    valid = replace_invalid_in_xml(text)
    return valid if len(valid) <= _LONGEST_TIP else valid[: _LONGEST_TIP - 1] + "…"


def replace_invalid_in_xml(text: str) -> str:
    """Return `text` with spaces for the characters that XML does not allow.

    XlsxWriter does so in cells, but not in tips and alternative texts.
    """
    return _INVALID_IN_XML.sub(" ", text)


def to_cell(sheet: str, cell: str) -> str:
    """Return the link to a cell of this workbook."""
    return f"internal:{sheet_name(sheet)}!{cell}"


def to_file(path: str, sheet: str = "", cell: str = "") -> str:
    """Return the link to a file, at one of its cells if that is known; "" without a file."""
    if not path:
        return ""
    return f"external:{path}#{sheet_name(sheet)}!{cell}" if sheet and cell else f"external:{path}"


def sheet_name(name: str) -> str:
    """Return a sheet's name as formulas and links write it."""
    return "'" + name.replace("'", "''") + "'"
