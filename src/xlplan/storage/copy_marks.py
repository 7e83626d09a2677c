"""The marks by which copies of one return are known before they are read: form code and time of saving.

They are searched as bytes, within limits, and nothing is parsed. They decide only in which order files are
processed; the reader finds out by itself whose return a file is.
"""

import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from xlplan.domain.copies import CopyMarks, ReturnKey
from xlplan.domain.form_code import read_form_codes
from xlplan.domain.saved_time import saved_in_core, saved_in_meta, saved_in_summary
from xlplan.storage.zips import BROKEN, STARTS, is_boundless, open_zip

_MEGABYTE = 1_000_000
# Longer files are refused by the gate, and longer parts hold no form code of ours at their beginning.
_LARGEST_FILE, _LARGEST_PART = 20 * _MEGABYTE, 8 * _MEGABYTE
_CORE, _META = "docprops/core.xml", "meta.xml"
_CODE_PARTS = ("docprops/custom.xml", "xl/workbook.xml", "xl/sharedstrings.xml", _META, "content.xml")
_CODE = re.compile(rb"\b[A-Z0-9]{2,6}-\d\dQ[1-4]-[A-Z0-9]{2,6}-[A-Z0-9]{4}-[A-Z0-9]\b")
_MOST_CODES = 50
# A zip without times says 1980, and a file whose time is not known has that of 1970.
_FIRST_YEAR = 1981


def read_copy_marks(path: Path, name: str) -> CopyMarks:
    """Return the marks of a file. What cannot be read has none; the gate says why.

    Args:
        path: The file.
        name: The name under which it came.
    """
    key, saved_at, file_time = None, None, None
    try:
        state = path.stat()
        moment = datetime.fromtimestamp(state.st_mtime, UTC)
        file_time = moment if moment.year >= _FIRST_YEAR else None
        if state.st_size <= _LARGEST_FILE:
            key, saved_at = _read_content(path)
    except BROKEN:
        pass
    return CopyMarks(name, key, saved_at, file_time)


def _read_content(path: Path) -> tuple[ReturnKey | None, datetime | None]:
    with path.open("rb") as file:
        is_zip = file.read(4).startswith(STARTS)
    if not is_zip:
        data = path.read_bytes()
        # Texts lie there with a byte or with two bytes for each letter.
        return _return_key(data, data.replace(b"\0", b"")), saved_in_summary(data)
    if is_boundless(path):
        return None, None
    with open_zip(path) as packed:
        names = {entry.filename.lower().replace("\\", "/"): entry for entry in packed.infolist()}
        core, meta = (_part(packed, names[name]) if name in names else b"" for name in (_CORE, _META))
        # Most programs keep the custom property, so that the first part has the code.
        parts = (_part(packed, names[name]) for name in _CODE_PARTS if name in names)
        key = next((key for part in parts if (key := _return_key(part))), None)
    return key, saved_in_core(core) or saved_in_meta(meta)


def _part(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with packed.open(entry) as part:
        return part.read(_LARGEST_PART)


def _return_key(*contents: bytes) -> ReturnKey | None:
    """Return the return that all form codes in these bytes belong to; None where they name none or several."""
    found = {code for content in contents for code in _CODE.findall(content)}
    if len(found) > _MOST_CODES:
        return None
    codes = {code for text in found for code in read_form_codes(text.decode("ascii"))}
    keys = {(code.centre, code.quarter, code.unit) for code in codes}
    return keys.pop() if len(keys) == 1 else None
