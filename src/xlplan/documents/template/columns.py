"""Which columns the sheet `Звіт` of an issue has: those of the year's past only where there is one."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from xlplan.domain.plan import Issue
from xlplan.domain.sheets import REPORT, Column

_WIDTHS = {
    "key": 8, "measure": 42, "indicator": 22, "target": 11, "done": 11, "description": 29, "reason": 25,
    "action": 25, "promised": 23, "kept": 13, "state": 19, "target_to_date": 12, "done_to_date": 12,
}  # fmt: skip
# Beside the past, the others make room, so that all are in sight on a laptop.
_NARROWER = {"measure": 35, "indicator": 17, "description": 24, "reason": 20, "action": 20, "state": 18}
_PROMISE, _TO_DATE = ("promised", "kept"), ("target_to_date", "done_to_date")


@dataclass(frozen=True)
class Columns:
    """The columns in order, with their widths in characters by name."""

    every: tuple[Column, ...]
    widths: Mapping[str, float]

    @cached_property
    def at(self) -> Mapping[str, int]:
        """Where each column stands, from 0, by name."""
        return {column.name: position for position, column in enumerate(self.every)}

    @property
    def last(self) -> int:
        """The position of the last one."""
        return len(self.every) - 1

    @property
    def zoom(self) -> int:
        """The zoom, in per cent, at which all of them are in sight on a laptop."""
        return 90 if sum(self.widths[column.name] for column in self.every) < 200 else 75


def columns_of(issue: Issue) -> Columns:
    """The columns of an issue's report sheet."""
    promised = any(row.promised for row in issue.rows)
    to_date = any(row.past for row in issue.rows)
    hidden = {*(() if promised else _PROMISE), *(() if to_date else _TO_DATE)}
    every = tuple(column for column in REPORT.columns if column.name not in hidden)
    narrower = _NARROWER if promised or to_date else {}
    return Columns(every, {**_WIDTHS, **narrower})
