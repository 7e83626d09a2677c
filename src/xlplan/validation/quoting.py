"""How findings quote what a file holds: lists of rows and cells, texts cut short."""

from collections.abc import Iterable

from xlplan.domain.returned import CellContent
from xlplan.text.translation import N_, _

_PROBLEMS = {"formula": N_("a formula"), "error": N_("an error value")}


def quote_cell(content: CellContent) -> str:
    """What stands in a cell as people see it, short; where that is no value, the catalogue's word for why."""
    if content.problem:
        return _PROBLEMS[content.problem]
    if isinstance(content.value, bool):
        return _("TRUE") if content.value else _("FALSE")
    if isinstance(content.value, float) and not content.value.is_integer():
        return f"{content.value:.12g}".replace(".", _("."))
    return shorten(content.text)


def list_names(names: Iterable[str], most: int = 30) -> str:
    """`names` in a row, each once; of more than `most` the rest is counted: `1.1, 1.2 … (+40)`."""
    shown = [name for name in dict.fromkeys(names) if name]
    rest = f" … (+{len(shown) - most})" if len(shown) > most else ""
    return ", ".join(shown[:most]) + rest


def shorten(text: str, length: int = 60) -> str:
    """`text` on one line, cut at a word to about `length` signs, for quoting in a finding."""
    # Signs that cannot be seen may not stand in a workbook, and some turn the whole line round.
    printable = text if text.isprintable() else "".join(sign if sign.isprintable() else " " for sign in text)
    line = " ".join(printable.split())
    if len(line) <= length:
        return line
    cut = line[: length - 1]
    head, space, _tail = cut.rpartition(" ")
    return f"{head if space and len(head) > length // 2 else cut}…"
