"""Measure the tests: change the code in one small place at a time and list the changes that no test notices.

Usage: python tools/mutants.py src/xlplan/validation src/xlplan/aggregation/quarter.py

The tests of `src/xlplan/validation` are those of `tests/validation`. They are collected and run once, and every
line that they reach is recorded. Each change is then made in a process of its own, a fork of this one. It replaces
the code of the loaded module and runs the tests that reach the changed function. No file is written. A change
counts as noticed when a test fails, when the module does not load, or when the tests take far longer than before.

Needs fork, so it runs on Linux and macOS.
"""

import ast
import gc
import importlib
import inspect
import os
import resource
import signal
import sys
import textwrap
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import EnumMeta
from functools import cached_property
from itertools import zip_longest
from pathlib import Path
from types import FrameType, FunctionType, ModuleType
from typing import Any, NoReturn

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src"
FLOOR = 90  # per cent of the changes that the tests must notice
PROCESSES = 2
MEMORY = 4 << 30  # bytes that a changed program may take before it counts as failed
COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn,
    ast.NotIn: ast.In, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
}  # fmt: skip
OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
NAMES = {"min": "max", "any": "all", "startswith": "endswith", "removeprefix": "removesuffix", "lstrip": "rstrip"}
NAMES |= {other: name for name, other in NAMES.items()}
MARKERS = {"N_", "_", "ngettext", "mark", "counted"}  # a test of the catalogue holds their texts
WRAPPERS = {"N_", "mark", "bool", "list", "tuple", "iter"}  # most code works the same without them
CONDITIONS = {"test", "ifs", "guard"}
REMOVABLE = {"ifs", "keywords"}
UNCHANGED = {"annotation", "returns", "decorator_list", "bases"}


@dataclass(frozen=True)
class Change:
    """One change: `new` takes the place of the node in a field of `owner`; None takes an item out of a list."""

    file: Path
    statement: ast.stmt  # of the module's top level, which the change is in
    function: tuple[int, int] | None  # lines of the innermost function around it
    line: int
    owner: ast.AST
    field: str
    index: int | None
    new: ast.AST | None

    def __str__(self) -> str:
        old = _slot(self.owner, self.field, self.index)
        words = [textwrap.shorten(ast.unparse(node), 90) if node else "(nothing)" for node in (old, self.new)]
        return f"{self.file.relative_to(ROOT)}:{self.line}: {words[0]}  ->  {words[1]}"

    def make(self) -> None:
        """Change the tree."""
        if self.index is None:
            setattr(self.owner, self.field, self.new)
        else:
            getattr(self.owner, self.field)[self.index : self.index + 1] = [] if self.new is None else [self.new]
        ast.fix_missing_locations(self.statement)


def _slot(owner: ast.AST, field: str, index: int | None) -> ast.AST:
    value = getattr(owner, field)
    node: ast.AST = value if index is None else value[index]
    return node


def changes(file: Path, tree: ast.Module, names: dict[str, Any]) -> Iterator[Change]:
    """Yield every change of a module, given the names it has when loaded."""

    def visit(statement: ast.stmt, owner: ast.AST, function: tuple[int, int] | None) -> Iterator[Change]:
        if isinstance(owner, ast.FunctionDef):
            function = owner.lineno, owner.end_lineno or owner.lineno
        for field, index, node in _children(owner):
            removed = [None] if field in REMOVABLE or (field == "elts" and function is None) else []
            for new in (*_replacements(node, field, names), *removed):
                line = getattr(node, "lineno", statement.lineno)
                yield Change(file, statement, function, line, owner, field, index, new)
            yield from visit(statement, node, function)

    for statement in tree.body:
        if not (
            isinstance(statement, ast.Import | ast.ImportFrom) or _is_docstring(statement) or _is_alias(statement)
        ):
            yield from visit(statement, statement, None)


def _children(owner: ast.AST) -> Iterator[tuple[str, int | None, ast.AST]]:
    for field, value in ast.iter_fields(owner):
        if field in UNCHANGED or (isinstance(owner, ast.Call) and _is_name(owner.func, MARKERS)):
            continue
        for index, node in enumerate(value) if isinstance(value, list) else [(None, value)]:
            strict = isinstance(node, ast.keyword) and node.arg == "strict"
            if isinstance(node, ast.AST) and not strict and not _is_docstring(node):
                yield field, index, node


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_alias(statement: ast.stmt) -> bool:
    """Tell an alias of a type from a value: `Findings = tuple[Finding, ...]`, `Answer = int | None`."""
    value = statement.value if isinstance(statement, ast.Assign) else None
    return isinstance(value, ast.Subscript) or (isinstance(value, ast.BinOp) and isinstance(value.op, ast.BitOr))


def _is_name(node: ast.AST, names: set[str]) -> bool:
    return isinstance(node, ast.Name) and node.id in names


def _replacements(node: ast.AST, field: str, names: dict[str, Any]) -> Iterator[ast.AST]:
    if isinstance(node, ast.expr):
        yield from _expressions(node, names)
        if field in CONDITIONS and not isinstance(node, ast.Compare | ast.BoolOp | ast.UnaryOp):
            yield ast.UnaryOp(ast.Not(), node)
    match node:
        case ast.Return(value=ast.expr()) if not isinstance(node.value, ast.Constant | ast.Tuple):
            yield ast.Return(None)
        case ast.Return(value=ast.Tuple(elts=[_, *_])):
            yield ast.Return(None)
        case ast.Expr(value=ast.Call() | ast.Yield() | ast.YieldFrom()):
            yield ast.Pass()
        case ast.AugAssign() if type(node.op) in OPERATORS:
            yield ast.AugAssign(node.target, OPERATORS[type(node.op)](), node.value)
        case ast.Continue():
            yield ast.Break()
        case ast.Break():
            yield ast.Continue()


def _expressions(node: ast.expr, names: dict[str, Any]) -> Iterator[ast.expr]:
    match node:
        case ast.Compare():
            for at, op in enumerate(node.ops):
                ops = [*node.ops[:at], COMPARISONS[type(op)](), *node.ops[at + 1 :]]
                yield ast.Compare(node.left, ops, node.comparators)
        case ast.BoolOp():
            yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
            for at in range(len(node.values)):
                left = node.values[:at] + node.values[at + 1 :]
                yield ast.BoolOp(node.op, left) if len(left) > 1 else left[0]
        case ast.UnaryOp(op=ast.Not()):
            yield node.operand
        case ast.BinOp() if type(node.op) in OPERATORS:
            yield ast.BinOp(node.left, OPERATORS[type(node.op)](), node.right)
        case ast.Constant(value=bool() as value):
            yield ast.Constant(not value)
        case ast.Constant(value=int() | float() as value):
            yield ast.Constant(value + 1)
        case ast.Constant(value=str() as value):
            yield ast.Constant(value + "#")
        case ast.Call(args=[ast.expr() as only], keywords=[], func=function) if not (
            isinstance(only, ast.Starred) or _is_name(function, WRAPPERS)
        ):
            yield only
    yield from _other_names(node, names)


def _other_names(node: ast.expr, names: dict[str, Any]) -> Iterator[ast.expr]:
    """Yield the opposite function, another member of the enumeration, another constant of the same type."""
    match node:
        case ast.Name(id=name) if name in NAMES:
            yield ast.Name(NAMES[name], node.ctx)
        case ast.Attribute(attr=name) if name in NAMES:
            yield ast.Attribute(node.value, NAMES[name], node.ctx)
        case ast.Attribute(value=ast.Name(id=kind), attr=name) if isinstance(names.get(kind), EnumMeta):
            members = list(names[kind].__members__)
            if name in members:
                yield ast.Attribute(node.value, members[members.index(name) - 1], node.ctx)
        case ast.Name(id=name, ctx=ast.Load()) if name.isupper() and name in names:
            alike = [other for other in names if other.isupper() and type(names[other]) is type(names[name])]
            if len(alike) > 1:
                yield ast.Name(alike[alike.index(name) - 1], node.ctx)


def load_changed(module: ModuleType, tree: ast.Module, changed: ast.stmt) -> None:
    """Run the changed statement again, and the assignments of the top level below it, which may rest on it."""
    names = vars(module)
    for statement in tree.body[tree.body.index(changed) :]:
        if statement is changed or isinstance(statement, ast.Assign | ast.AnnAssign):
            before = {name: value for name, value in names.items() if name != "__builtins__"}
            exec(compile(ast.Module([statement], []), "changed", "exec", dont_inherit=True), names)
            for name, old in before.items():
                if names[name] is not old:
                    names[name] = _in_place_of(name, old, names[name])


def _in_place_of(name: str, old: Any, new: Any) -> Any:
    """Return what the name stands for now: `old` with new code if it is a function or class, or `new`."""
    if isinstance(old, type) and not isinstance(old, EnumMeta):
        for attribute, value in vars(old).items():
            _recode(value, vars(new).get(attribute))
        return old
    if _recode(old, new):
        return old
    for own in _own_modules():
        if vars(own).get(name) is old:
            setattr(own, name, new)
    return new


def _recode(old: Any, new: Any) -> bool:
    """Give an old function the code of a new one; tell if it is a function at all."""
    if isinstance(old, property):
        return _recode(old.fget, new.fget)
    if isinstance(old, cached_property):
        return _recode(old.func, new.func)
    function, other = inspect.unwrap(old), inspect.unwrap(new)
    if not isinstance(function, FunctionType) or not isinstance(other, FunctionType):
        return False
    function.__code__, function.__defaults__ = other.__code__, other.__defaults__
    function.__kwdefaults__ = other.__kwdefaults__
    return True


def _clear_caches() -> None:
    for own in _own_modules():
        for value in vars(own).values():
            if hasattr(value, "cache_clear"):
                value.cache_clear()


def _own_modules() -> list[ModuleType]:
    return [module for name, module in sys.modules.items() if name.partition(".")[0] in ("xlplan", "tests")]


class Trial:
    """A plugin of pytest that runs the collected tests once, and then once more for each change."""

    def __init__(self, files: list[Path]) -> None:
        self.files = files
        self.reached: dict[str, dict[int, set[pytest.Item]]] = {str(file): defaultdict(set) for file in files}
        self.seconds: dict[pytest.Item, float] = {}
        self.made: Counter[Path] = Counter()
        self.survivors: list[Change] = []
        self.forked = False

    def pytest_sessionstart(self) -> None:
        from hypothesis import settings  # pytest has to be the first to import it

        settings.register_profile("mutants", deadline=None, database=None, derandomize=True)
        settings.load_profile("mutants")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and self.forked:
            os._exit(1)
        if report.failed:
            sys.exit(f"{report.nodeid} fails without any change:\n{report.longreprtext}")

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            sys.exit(f"{report.nodeid} cannot be collected:\n{report.longreprtext}")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        for item in session.items:
            self._record(item)
        trees = {file: ast.parse(file.read_text("utf-8")) for file in self.files}
        running: dict[int, Change] = {}
        gc.freeze()  # so that no fork copies what is there already
        for file, tree in trees.items():
            module = importlib.import_module(".".join(file.relative_to(SOURCE).with_suffix("").parts))
            for change in changes(file, tree, vars(module)):
                self.made[file] += 1
                if len(running) == PROCESSES:
                    self._reap(running)
                child = os.fork()
                if child == 0:
                    self._try(change, module, tree)
                running[child] = change
        while running:
            self._reap(running)
        return True

    def _record(self, item: pytest.Item) -> None:
        """Run a test; note its time and the lines that it reaches."""
        lines: set[tuple[str, int]] = set()

        def follow(frame: FrameType, event: str, _argument: object) -> Any:
            if frame.f_code.co_filename not in self.reached:
                return None
            lines.add((frame.f_code.co_filename, frame.f_lineno))
            return follow

        _clear_caches()  # what another test computed would hide lines from this one
        began = time.perf_counter()
        sys.settrace(follow)
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
        sys.settrace(None)
        self.seconds[item] = time.perf_counter() - began
        for file, line in lines:
            self.reached[file][line].add(item)

    def _try(self, change: Change, module: ModuleType, tree: ast.Module) -> NoReturn:
        """Exit with 0 if no test notices the change, with 2 if it could not be tried; in a process of its own."""
        self.forked = True
        reached = self.reached[str(change.file)]
        first, last = change.function or (0, max(reached, default=0))
        items = sorted(
            set().union(*(reached[line] for line in range(first, last + 1))), key=self.seconds.__getitem__
        )
        signal.alarm(10 + int(3 * sum(self.seconds[item] for item in items)))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        for stream in (1, 2):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
        try:
            change.make()
            try:
                load_changed(module, tree, change.statement)
            except Exception:
                os._exit(1)
            _clear_caches()
            for item, following in zip_longest(items, items[1:]):
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            os._exit(0)
        finally:
            os._exit(2)

    def _reap(self, running: dict[int, Change]) -> None:
        child, status = os.wait()
        change = running.pop(child)
        if os.waitstatus_to_exitcode(status) == 2:
            sys.exit(f"The trial failed: {change}")
        if status == 0:
            self.survivors.append(change)


def main(paths: list[str]) -> int:
    """Try every change of the modules at these paths; 0 if the tests notice enough of them."""
    began = time.monotonic()
    given = [Path(path).resolve() for path in paths]
    files = [file for path in given for file in (sorted(path.rglob("*.py")) if path.is_dir() else [path])]
    folders = {
        ROOT / "tests" / (path if path.is_dir() else path.parent).relative_to(SOURCE / "xlplan") for path in given
    }
    trial = Trial(files)
    options = ["-s", "-o", "addopts=", "-p", "no:terminal", "-p", "no:xdist", "-p", "no:cacheprovider"]
    pytest.main([*map(str, folders), *options], plugins=[trial])
    for change in sorted(trial.survivors, key=lambda change: (change.file, change.line)):
        print(change)
    survived = Counter(change.file for change in trial.survivors)
    print()
    for file, made in trial.made.items():
        print(_score(str(file.relative_to(ROOT)), made, survived[file]))
    made = trial.made.total()
    print(_score(f"all, in {time.monotonic() - began:.0f} s", made, survived.total()))
    return 0 if 100 * (made - survived.total()) >= FLOOR * made > 0 else 1


def _score(name: str, made: int, survived: int) -> str:
    return f"{name:50} {made - survived:5} of {made:5} noticed, {100 * (made - survived) / made:5.1f} %"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
