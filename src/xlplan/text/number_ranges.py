"""Numbers of rows in words: those that follow each other as one range."""

from collections.abc import Iterable


def number_ranges(numbers: Iterable[int]) -> str:
    """Return numbers in order, neighbours joined: `5, 7–9`."""
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs_of(numbers))


def runs_of(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Return the first and the last of each run of numbers that follow each other, in order."""
    runs: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs
