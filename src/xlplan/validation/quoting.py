"""The headings that findings quote, by the column names of a returned row; translated when they are shown."""

from collections.abc import Iterable

from xlplan.text.translation import N_

# The same messages as in the workbooks' contract of sheets and headings; a test holds the two together.
_REPORT = {
    "measure": N_("Measure"),
    "indicator": N_("Indicator"),
    "target": N_("Target"),
    "done": N_("Done"),
    "description": N_("Description"),
    "reason": N_("Reason for the shortfall"),
    "action": N_("What will be done"),
    "kept": N_("Was it done?"),
}
_EVENTS = {
    "event": N_("Event"),
    "held_on": N_("Held on"),
    "place": N_("Place"),
    "form": N_("Form"),
    "people": N_("People reached"),
    "partner": N_("Partner"),
}
HEADINGS = {**_REPORT, **_EVENTS}
REPORT_SHEET, EVENTS_SHEET, HELP_SHEET, CODE = N_("Report"), N_("Events"), N_("Help"), N_("Code")
FILLED_BY = N_("Name of who filled it in")
LOCKED = ("measure", "indicator", "target")
ENTRIES = ("done", "description", "reason", "action")


def listed(names: Iterable[str], most: int = 30) -> str:
    """`names` in a row, each once; of more than `most` the rest is counted: `1.1, 1.2 … (+40)`."""
    each = [name for name in dict.fromkeys(names) if name]
    rest = f" … (+{len(each) - most})" if len(each) > most else ""
    return ", ".join(each[:most]) + rest


def short(text: str, length: int = 60) -> str:
    """`text` on one line, cut at a word to about `length` signs, for quoting in a finding."""
    # Signs that cannot be seen may not stand in a workbook, and some turn the whole line round.
    seen = text if text.isprintable() else "".join(sign if sign.isprintable() else " " for sign in text)
    line = " ".join(seen.split())
    if len(line) <= length:
        return line
    cut = line[: length - 1]
    head, space, _tail = cut.rpartition(" ")
    return f"{head if space and len(head) > length // 2 else cut}…"
