"""The house: imports run down the floors, and no module outgrows its reader."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "xlplan"
MODULES = sorted(SOURCE.rglob("*.py"))
MIDDLE = ("books", "rules", "figures", "guard", "ledger")
FLOORS = {
    "__main__": 6,
    "cli": 6,
    "faults": 6,
    "edges": 5,
    "steps": 4,
    **dict.fromkeys(MIDDLE, 3),
    "workspace": 2,
    "settings": 2,
    "files": 2,
}
WORDS = 1


def name_of(path: Path) -> str:
    """The dotted name inside the package: `books.layout`."""
    return ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")


def imports_of(path: Path) -> set[str]:
    """The modules of the package that a module imports, at the top or inside a function."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("xlplan"):
            base = node.module.removeprefix("xlplan").lstrip(".")
            for alias in node.names:
                below = SOURCE.joinpath(*base.split("."), alias.name)
                is_module = below.is_dir() or below.with_suffix(".py").is_file()
                found.add(f"{base}.{alias.name}".lstrip(".") if is_module else base)
    return {name for name in found if name}


def room(name: str) -> str:
    """The room a module lies in: its folder, or its own name at the top."""
    return name.partition(".")[0]


def floor(name: str) -> int:
    """How high a module lies; the words are on the ground."""
    return FLOORS.get(room(name), WORDS)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_run_down_the_floors(path: Path) -> None:
    name = name_of(path)
    upward = {other for other in imports_of(path) if floor(other) > floor(name)}
    assert not upward


@pytest.mark.parametrize("path", [path for path in MODULES if room(name_of(path)) in MIDDLE], ids=name_of)
def test_the_rooms_of_the_middle_floor_do_not_know_each_other(path: Path) -> None:
    name = name_of(path)
    others = {other for other in imports_of(path) if room(other) in MIDDLE and room(other) != room(name)}
    assert not others


@pytest.mark.parametrize("path", [path for path in MODULES if room(name_of(path)) == "steps"], ids=name_of)
def test_steps_do_not_call_steps(path: Path) -> None:
    own = name_of(path).split(".")[:2]
    others = {other for other in imports_of(path) if room(other) == "steps" and other.split(".")[:2] != own}
    assert not others


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_fits_its_reader(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 300


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_says_in_a_line_what_it_is(path: Path) -> None:
    words = ast.get_docstring(ast.parse(path.read_text("utf-8")))
    assert words
    assert len(words.splitlines()[0]) <= 115
