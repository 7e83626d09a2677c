"""What a plan workbook offers beside a chosen cell: a prompt, and a list where there is one to choose from."""

from typing import Any

from xlplan.documents.plan_writer.guidance import FIRST_ROW, GUIDES, OPEN, choices
from xlplan.domain.sheets import SHARES, UNITS, Sheet
from xlplan.text.translation import _


def offer(sheet: Any, layout: Sheet, last: int) -> None:
    """A prompt beside each chosen cell down to the row `last` (from 1), and a list where there is one."""
    units = f"='{UNITS.shown}'!$B${FIRST_ROW}:$B${FIRST_ROW + 99}"
    for position, column in enumerate(layout.columns):
        prompt = GUIDES[layout.name].prompts.get(column.name)
        if prompt is None:
            continue
        options: dict[str, object] = {"validate": "any"}
        named = column.name == "responsible" or (column.name, layout) == ("unit", SHARES)
        if source := units if named else choices(column.name):
            strict = {"show_error": column.name not in OPEN, "error_title": column.shown[:32]}
            options = {"validate": "list", "source": source, "error_message": _("Choose from the list."), **strict}
        options |= {"input_title": column.shown[:32], "input_message": _(prompt)}
        sheet.data_validation(FIRST_ROW - 1, position, last - 1, position, options)
