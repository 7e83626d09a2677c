"""Links from a sheet to files and to other sheets, within what Excel allows."""

from typing import Any

from xlsxwriter.url import Url

# Source: Excel specifications and limits; beyond them Excel drops links without a word.
MOST_LINKS = 65_530
_LONGEST_TIP = 255


class Links:
    """The links of one sheet; when they are used up, the same text is written without a link."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet
        self._left = MOST_LINKS

    def write(self, row: int, column: int, text: str, to: str, linked: Any, plain: Any, tip: str = "") -> None:
        """Writes `text`, leading to `to` where there is one: `external:../a.xlsx` or `internal:'Sheet'!A1`."""
        if not to or not text or not self._left:
            self._sheet.write_string(row, column, text, plain)
            return
        self._left -= 1
        url = Url(to)
        url.text = text
        url.tip = tip if len(tip) <= _LONGEST_TIP else tip[: _LONGEST_TIP - 1] + "…"
        # XlsxWriter turns slashes into backslashes, which lead nowhere outside Windows; slashes lead everywhere.
        url._relationship_link = url._relationship_link.replace("\\", "/")
        self._sheet.write_url(row, column, url, linked)


def to_cell(sheet: str, cell: str) -> str:
    """The link to a cell of this workbook."""
    return f"internal:{sheet_name(sheet)}!{cell}"


def to_file(path: str, sheet: str = "", cell: str = "") -> str:
    """The link to a file, at one of its cells where it is known; "" where there is no file."""
    if not path:
        return ""
    return f"external:{path}#{sheet_name(sheet)}!{cell}" if sheet and cell else f"external:{path}"


def sheet_name(name: str) -> str:
    """A sheet's name as formulas and links write it."""
    return "'" + name.replace("'", "''") + "'"
