"""The modules of xlplan as trees of what they say, for rules that hold for each of them."""

import ast
from functools import cache
from pathlib import Path


@cache
def tree_of(path: Path) -> ast.Module:
    """The tree of a module, which is not changed: several rules look at it."""
    return ast.parse(path.read_text("utf-8"))


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    """All nodes of that tree: to walk through it takes as long as to read it."""
    return tuple(ast.walk(tree_of(path)))
