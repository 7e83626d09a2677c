"""Figures of a run: how they are shown, kept in a file, and compared with those of an earlier run."""

import json
import os
import platform
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct, to_builtins

HERE = Path(__file__).parent
# A figure that is worse by more than this part of the earlier one is named.
TOLERANCE = 0.1


class Figure(Struct, frozen=True):
    """A measured figure.

    Attributes:
        name: What was measured, and against what.
        value: In `unit`.
        unit: "×" for a ratio, "%" for a part; "ms", "s", "MB".
        goal: The value to reach; None where there is none.
        more_is_better: The goal is the least value, and not the greatest.
    """

    name: str
    value: float
    unit: str = "×"
    goal: float | None = None
    more_is_better: bool = False

    @property
    def shown(self) -> str:
        return f"{rounded(self.value)} {self.unit}"

    @property
    def shown_goal(self) -> str:
        if self.goal is None:
            return ""
        is_met = self.value >= self.goal if self.more_is_better else self.value <= self.goal
        return f"{'≥' if self.more_is_better else '≤'} {self.goal:g}, {'met' if is_met else 'not met'}"

    def is_worse_than(self, earlier: "Figure") -> bool:
        change = self.value / earlier.value
        return change < 1 - TOLERANCE if self.more_is_better else change > 1 + TOLERANCE


def rounded(value: float) -> str:
    """Three digits, and no fewer than stand before the point."""
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


class Measurement(Struct, frozen=True):
    """The figures of one group, and when, where and of which revision they were measured."""

    group: str
    date: str
    machine: str
    revision: str
    figures: tuple[Figure, ...]


def measurement(group: str, figures: Sequence[Figure]) -> Measurement:
    command = ["git", "describe", "--always", "--dirty"]
    revision = subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=False).stdout.strip()
    where = f"{os.cpu_count()} cores, {processor()}, {platform.system()}, Python {platform.python_version()}"
    return Measurement(group, f"{date.today():%Y-%m-%d}", where, revision or "unknown", tuple(figures))


def processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), "unknown")


def save(measurements: Sequence[Measurement], to: Path) -> None:
    """Write a file that a later run can be held against. Groups that were not measured now stay as they were."""
    groups = {**(load(to) if to.exists() else {}), **{each.group: each for each in measurements}}
    body = [to_builtins(each) for each in groups.values()]
    to.write_text(json.dumps(body, ensure_ascii=False, indent=1) + "\n", "utf-8")
    to.with_suffix(".md").write_text(page(groups.values()), "utf-8")


def load(path: Path) -> dict[str, Measurement]:
    """The measurements of a file, by the name of the group."""
    rows = json.loads(path.read_text("utf-8"))
    each = [Measurement(**{**row, "figures": tuple(Figure(**one) for one in row["figures"])}) for row in rows]
    return {one.group: one for one in each}


def page(measurements: Iterable[Measurement]) -> str:
    parts = ["# Results\n\n[What is measured](README.md)."]
    for each in measurements:
        rows = "\n".join(f"| {one.name} | {one.shown} | {one.shown_goal} |" for one in each.figures)
        head = f"{each.date}, {each.machine}, revision {each.revision}."
        parts.append(f"## {each.group}\n\n{head}\n\n| | measured | goal |\n| --- | --- | --- |\n{rows}")
    return "\n\n".join(parts) + "\n"


def worse(now: Sequence[Measurement], earlier: Mapping[str, Measurement]) -> list[str]:
    """A line for each figure that is worse by more than a tenth than the one of the same name."""
    before = {each.name: each for measured in earlier.values() for each in measured.figures}
    return [
        f"{each.name}: {before[each.name].shown} before, {each.shown} now"
        for measured in now
        for each in measured.figures
        if each.name in before and each.is_worse_than(before[each.name])
    ]
