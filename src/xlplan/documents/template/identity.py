"""Identity of a template: its form code, in several places.

Only visible cells survive every program. The other places support them, and the reader of returns decides by a
vote. Two of them can be read in a moment; they tell the templates in a folder apart.
"""

import re
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any

from xlplan.documents import style
from xlplan.domain.form_code import read_form_codes
from xlplan.domain.issue import Issue
from xlplan.domain.sheets import IDENTITY_NAME, IDENTITY_PROPERTY, IDENTITY_SHEET
from xlplan.text.translation import _

_FIRST_KEY = 2
# The parts that name the form code in one element, the surest first. Tags are short, so a search of them is too.
_QUICK_PLACES = tuple(
    (part, re.compile(rf'<[^<>]{{0,300}}\bname="{name}"[^<>]{{0,300}}>{between}([^<>]{{0,100}})<'))
    for part, name, between in (
        ("docProps/custom.xml", IDENTITY_PROPERTY, r"\s{0,9}<[^<>]{0,300}>"),
        ("xl/workbook.xml", IDENTITY_NAME, ""),
    )
)
# Such a part of a template has one kilobyte, and of a workbook with hundreds of sheets less than a hundred.
_PART_LIMIT = 1 << 18
_FILE_LIMIT = 50_000_000


def write_form_code(sheet: Any, formats: style.Formats, row: int, column: int, issue: Issue) -> None:
    """Write the visible form code with its name, as one text in one cell."""
    cell_format = formats(bold=True, font_color=style.INK, valign="vcenter", quote_prefix=True, indent=1)
    sheet.write_string(row, column, _("Form code: {code}").format(code=issue.form_code), cell_format)


def write_identity(book: Any, issue: Issue) -> str:
    """Write the form code as a property, as a defined name and on the hidden sheet.

    Returns:
        The range on the hidden sheet that lists the row codes of the unit.
    """
    code = str(issue.form_code)
    book.set_custom_property(IDENTITY_PROPERTY, code, "text")
    book.define_name(IDENTITY_NAME, f'="{code}"')
    # Who reads an identity writes no workbook.
    from xlplan.documents.template.template_sheet import TemplateSheet

    hidden = book.add_worksheet(IDENTITY_SHEET, TemplateSheet)
    hidden.write_string(0, 0, code)
    keys = tuple(row.key for row in issue.rows) or ("",)
    hidden.once(keys, lambda: _write_keys(hidden, keys))
    hidden.protect()
    hidden.very_hidden()
    return f"{IDENTITY_SHEET}!$A${_FIRST_KEY + 1}:$A${_FIRST_KEY + len(keys)}"


def _write_keys(hidden: Any, keys: tuple[str, ...]) -> None:
    for number, key in enumerate(keys):
        hidden.write_string(_FIRST_KEY + number, 0, key)


def form_code_of(path: Path) -> str:
    """Return the form code that a workbook carries; "" where it has none or cannot be read.

    Nothing of the file is unpacked but two small parts, and nothing of them is parsed.
    """
    # What zipfile raises on a damaged archive. An OSError: another program has the file and shares it with nobody.
    with suppress(
        OSError, ValueError, NotImplementedError, RuntimeError, EOFError, zipfile.BadZipFile, zlib.error
    ):
        if path.stat().st_size <= _FILE_LIMIT:
            with zipfile.ZipFile(path) as archive:
                return next(filter(None, (_quick_code(archive, *place) for place in _QUICK_PLACES)), "")
    return ""


def _quick_code(archive: zipfile.ZipFile, part: str, element: re.Pattern[str]) -> str:
    """Return the form code in an element of a part; "" where there is none."""
    if part not in archive.namelist():
        return ""
    info = archive.getinfo(part)
    if info.file_size > _PART_LIMIT or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return ""
    with archive.open(info) as content:
        found = element.search(content.read(_PART_LIMIT).decode("utf-8", "replace"))
    codes = read_form_codes(found[1]) if found else ()
    return str(codes[0]) if len(codes) == 1 else ""
