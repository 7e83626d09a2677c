"""Texts in runs of one look each: what of them is the value of a cell, and what is struck out or raised."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Literal, NamedTuple

from xlplan.domain.returned import CellContent, CellValue, LeftOut

# A number or a date.
_FIGURES = re.compile(r"[\d\s.,:/%+\u2212-]*\d[\d\s.,:/%+\u2212-]*")


Look = Literal["struck", "raised", "hidden", "deleted", "placeholder"] | None


class TextRun(NamedTuple):
    """A part of a text. `look` is None for one that looks as usual."""

    text: str
    look: Look = None


def shown_signs(text: str) -> str:
    """Return a text as programs show it: one sign for a line break, however a file writes it, and none for NUL.

    A file may spell NUL, and no person sees or types it. A PostgreSQL holds no text with it.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\0", "") if "\0" in text else text


def run_look(is_struck: bool, is_raised: bool) -> Look:
    """Return the look of a run. What is struck out is not there, raised or not."""
    return "struck" if is_struck else "raised" if is_raised else None


def split_runs(runs: Iterable[TextRun]) -> tuple[str, tuple[LeftOut, ...]]:
    """Return the value of a text, and what it leaves out: what is struck out and the like, and footnote signs.

    A raised part is the sign of a footnote beside a number or a date. Beside words it may belong to them, like m².
    A text that is raised as a whole stands above nothing.
    """
    joined = _join(runs)
    if not _FIGURES.fullmatch("".join(run.text for run in joined if run.look is None)):
        joined = _join(TextRun(run.text) if run.look == "raised" else run for run in joined)
    value = "".join(run.text for run in joined if run.look is None)
    return value, tuple(LeftOut(run.look, run.text) for run in joined if run.look)


def strike_out(value: CellValue) -> tuple[LeftOut, ...]:
    """Return what a cell leaves out that is struck out as a whole."""
    text = CellContent(value, "").text
    return (LeftOut("struck", text),) if text.strip() else ()


def _join(runs: Iterable[TextRun]) -> Sequence[TextRun]:
    """Join neighbours of one look, because programs cut runs at will. Spaces between looks have none."""
    alike = _join_alike(run for run in runs if run.text)
    return list(_join_alike(run if run.text.strip() else TextRun(run.text) for run in alike))


def _join_alike(runs: Iterable[TextRun]) -> Iterator[TextRun]:
    for look, alike in groupby(runs, key=lambda run: run.look):
        yield TextRun("".join(run.text for run in alike), look)
