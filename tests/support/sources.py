"""The modules of xlplan as trees of what they say, for rules that hold for each of them."""

import ast
from functools import cache
from pathlib import Path


@cache
def tree_of(path: Path) -> ast.Module:
    """The tree of a module, which is not changed: several rules look at it."""
    return ast.parse(path.read_text("utf-8"))
