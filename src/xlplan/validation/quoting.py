"""The headings that findings quote, by the column names of a returned row; translated when they are shown."""

from collections.abc import Iterable

from xlplan.text.translation import mark

# The same messages as in the workbooks' contract of sheets and headings; a test holds the two together.
_REPORT = {
    "measure": mark("Measure"),
    "indicator": mark("Indicator"),
    "target": mark("Target"),
    "done": mark("Done"),
    "description": mark("Description"),
    "reason": mark("Reason for the shortfall"),
    "action": mark("What will be done"),
    "kept": mark("Was it done?"),
}
_EVENTS = {
    "event": mark("Event"),
    "held_on": mark("Held on"),
    "place": mark("Place"),
    "form": mark("Form"),
    "people": mark("People reached"),
    "partner": mark("Partner"),
}
HEADINGS = {**_REPORT, **_EVENTS}
REPORT_SHEET, EVENTS_SHEET, HELP_SHEET, CODE = mark("Report"), mark("Events"), mark("Help"), mark("Code")
FILLED_BY = mark("Name of who filled it in")
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
