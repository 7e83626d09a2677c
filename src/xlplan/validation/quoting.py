"""How findings quote what a file holds: lists of rows and cells, texts cut short."""

from collections.abc import Iterable


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
