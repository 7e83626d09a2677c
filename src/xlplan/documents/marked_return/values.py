"""The values of formulas, put back where openpyxl leaves them out, so that a copy shows its figures at once."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.datetime import to_excel
from openpyxl.workbook import Workbook

# A formula as openpyxl writes it.
_FORMULA = re.compile(
    r'<c r="([A-Z]+[0-9]+)"((?: s="[0-9]+")?)>(<f(?:\s[^>]*)?(?:/>|>[^<]*</f>))<v\s*(?:/>|></v>)</c>'
)


def with_values(before: bytes, after: bytes, book: Workbook) -> bytes:
    """`after`, which openpyxl wrote from `book`, with the values that the formulas have in `before`.

    A formula that has none there stays without.
    """
    values = load_workbook(BytesIO(before), data_only=True)
    wanted = {
        # openpyxl numbers the sheets' parts by their order.
        f"xl/worksheets/sheet{number}.xml": {
            cell.coordinate: values[sheet.title][cell.coordinate].value
            for cell in list(sheet._cells.values())
            if cell.data_type == "f" and sheet.title in values
        }
        for number, sheet in enumerate(book.worksheets, start=1)
    }
    if not any(wanted.values()):
        return after
    out = BytesIO()
    with ZipFile(BytesIO(after)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for part in source.infolist():
            content = source.read(part)
            if cells := wanted.get(part.filename):
                content = _filled(content.decode("utf-8"), cells).encode("utf-8")
            target.writestr(part, content)
    return out.getvalue()


def _filled(xml: str, cells: Mapping[str, object]) -> str:
    return _FORMULA.sub(lambda match: _cell(match, cells.get(match[1])), xml)


def _cell(match: re.Match[str], value: Any) -> str:
    kind, text = _written(value)
    return f'<c r="{match[1]}"{match[2]}{kind}>{match[3]}<v>{text}</v></c>' if text else match[0]


def _written(value: Any) -> tuple[str, str]:
    """The type of a cell and its value as a spreadsheet's XML has them. Source: ECMA-376, 18.3.1.4."""
    if value is None:
        return "", ""
    if isinstance(value, bool):
        return ' t="b"', str(int(value))
    if isinstance(value, int | float):
        return "", repr(value)
    if isinstance(value, date | datetime | time | timedelta):
        return "", repr(to_excel(value))  # type: ignore[no-untyped-call]
    text = escape(str(value))
    return (' t="e"' if text.startswith("#") else ' t="str"'), text
