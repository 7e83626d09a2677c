"""A count of the steps of a long piece of work."""

from collections.abc import Callable


class Counter:
    """A counter of what was done, which passes each name on."""

    def __init__(self, advance: Callable[[str], None]) -> None:
        self.number = 0
        self._advance = advance

    def __call__(self, name: str) -> None:
        """Count one step, and tell its name."""
        self.number += 1
        self._advance(name)
