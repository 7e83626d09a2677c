"""Quoting in findings: the content of a cell, lists of rows and cells, shortened texts."""

from collections.abc import Iterable

from xlplan.domain.returned import CellContent, CellProblem
from xlplan.text.normalize import without_invisible
from xlplan.text.translation import N_, _

_PROBLEMS = {CellProblem.FORMULA: N_("a formula"), CellProblem.ERROR: N_("an error value")}


def quote_cell(content: CellContent) -> str:
    """Return the content of a cell as people see it, shortened.

    For a cell that shows no value, the text is "a formula" or "an error value", still to be translated.
    """
    if content.problem in _PROBLEMS:
        return _PROBLEMS[content.problem]
    if isinstance(content.value, bool):
        return _("TRUE") if content.value else _("FALSE")
    if isinstance(content.value, float) and not content.value.is_integer():
        return f"{content.value:.12g}".replace(".", _("."))
    return shorten(content.text)


def list_names(names: Iterable[str], most: int = 30) -> str:
    """Return names separated by commas, each once. Beyond `most`, the rest is counted: `1.1, 1.2 … (+40)`."""
    shown = [name for name in dict.fromkeys(names) if name]
    rest = f" … (+{len(shown) - most})" if len(shown) > most else ""
    return ", ".join(shown[:most]) + rest


def shorten(text: str, length: int = 60) -> str:
    """Return a text on one line, cut at a word if it is longer than `length` characters."""
    # Invisible characters are not allowed in a workbook, and some reverse the direction of the line.
    line = " ".join(without_invisible(text).split())
    if len(line) <= length:
        return line
    cut = line[: length - 1]
    head, space, _tail = cut.rpartition(" ")
    return f"{head if space and len(head) > length // 2 else cut}…"
