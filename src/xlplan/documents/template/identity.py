"""Identity of a template: its form code, in several places.

Only visible cells survive every program. The other places support them, and the reader decides by a vote.
"""

from typing import Any

from xlplan.documents import style
from xlplan.domain.issue import Issue
from xlplan.domain.sheets import IDENTITY_NAME, IDENTITY_PROPERTY, IDENTITY_SHEET
from xlplan.text.translation import _

_FIRST_KEY = 2


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
    hidden = book.add_worksheet(IDENTITY_SHEET)
    hidden.write_string(0, 0, code)
    keys = [row.key for row in issue.rows] or [""]
    for number, key in enumerate(keys):
        hidden.write_string(_FIRST_KEY + number, 0, key)
    hidden.protect()
    hidden.very_hidden()
    return f"{IDENTITY_SHEET}!$A${_FIRST_KEY + 1}:$A${_FIRST_KEY + len(keys)}"
