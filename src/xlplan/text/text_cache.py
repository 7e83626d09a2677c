"""Functions of a text that keep their results: the same words stand in many cells, each read several times."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

T = TypeVar("T")

# Longer texts are rare. Without a limit a file with huge cells would fill the memory.
LONGEST = 400
_MOST = 512


def text_cache(function: Callable[[str], T]) -> Callable[[str], T]:
    """Let a function of a text keep what it returned. The result depends on the text alone, and never changes."""
    kept = lru_cache(maxsize=_MOST)(function)

    @wraps(function)
    def look_up(text: str) -> T:
        return kept(text) if len(text) <= LONGEST else function(text)

    return look_up
