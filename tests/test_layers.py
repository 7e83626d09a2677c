"""Imports run one way, down the layers; every module has a declared layer, a summary and a readable size."""

import ast
from functools import cache
from pathlib import Path

import xlplan
from tests.support.sources import nodes_of, tree_of

SOURCE = Path(xlplan.__file__).parent
MODULES = sorted(SOURCE.rglob("*.py"))

# From the bottom. Packages of one layer do not know each other.
LAYERS = (
    ("text",),
    ("domain",),
    ("storage",),
    ("documents", "validation", "aggregation", "ledger", "sandbox"),
    ("services",),
    ("workflows",),
    ("cli",),
    ("__main__",),
)
# Which folders of `documents` a folder there may import, beside itself and the shared modules.
DOCUMENTS: dict[str, tuple[str, ...]] = {
    "formats": (),
    "plan_reader": ("formats",),
    "plan_writer": ("plan_reader",),
    "plan_csv": ("plan_reader", "plan_writer"),
    "plan_import": ("formats", "plan_reader", "plan_writer"),
    "word_writer": (),
    "plan_form": ("word_writer",),
    "template": (),
    "return_reader": ("formats",),
    "marked_return": (),
    "receipt": (),
    "letters": (),
    "board": (),
    "report": (),
    "history": ("plan_csv", "report"),
    "narrative": ("word_writer",),
}
SHARED_DOCUMENTS = (
    "style",
    "page_fit",
    "text_metrics",
    "html_look",
    "formulas",
    "formula_functions",
    "formula_sheet",
    "cell_values",
    "unchanged_cell",
)
# What the folders of `services`, which do not know each other, may import from its root.
SHARED_SERVICES = ("open_workspace", "document_base")
LONGEST_MODULE = 400
SHORTEST_MODULE = 40
# Short modules that one other module imports, or none, each with the reason why it stays one.
SHORT_MODULES = {
    "__main__": "an entry point: python -m xlplan",
    "ledger.revisions.env": "an entry point: Alembic runs it",
    "domain.findings.quarter_kinds": "kinds of findings have a module for each thing that they are about",
}


def name_of(path: Path) -> str:
    """Return the dotted name inside the package: `domain.plan`; "" for the package itself."""
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def package_of(name: str) -> str:
    """Return the top-level entry of a dotted name."""
    return name.partition(".")[0]


def folder_of(name: str) -> str:
    """Return the second part of a dotted name; "" where there is none."""
    return name.split(".")[1] if "." in name else ""


def is_module(base: str, name: str) -> bool:
    """Tell a module or package from a name inside one."""
    path = SOURCE.joinpath(*base.split("."), name) if base else SOURCE / name
    return path.is_dir() or path.with_suffix(".py").is_file()


@cache
def imports_of(path: Path) -> frozenset[str]:
    """Return the modules of the package that a module imports, at the top or inside a function."""
    imported = set()
    for node in nodes_of(path):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "xlplan":
            base = node.module.removeprefix("xlplan").lstrip(".")
            for alias in node.names:
                imported.add(f"{base}.{alias.name}".lstrip(".") if is_module(base, alias.name) else base)
        elif isinstance(node, ast.Import):
            imported |= {alias.name.removeprefix("xlplan.") for alias in node.names if "xlplan." in alias.name}
    return frozenset(imported - {""})


def arrows() -> list[tuple[str, str]]:
    """Return every import inside the package as a pair: the module that imports, the module imported."""
    return [(name_of(path), other) for path in MODULES for other in sorted(imports_of(path))]


def test_every_top_level_entry_has_a_declared_layer() -> None:
    entries = {path.name.removesuffix(".py") for path in SOURCE.iterdir() if path.is_dir() or path.suffix == ".py"}
    assert entries - {"__init__", "__pycache__"} == {package for layer in LAYERS for package in layer}


def test_imports_run_down_the_layers() -> None:
    layer = {package: number for number, packages in enumerate(LAYERS) for package in packages}
    offenders = [
        f"{name} imports {other}"
        for name, other in arrows()
        if name and package_of(name) != package_of(other) and layer[package_of(name)] <= layer[package_of(other)]
    ]
    assert offenders == []


def test_folders_of_documents_import_only_what_is_listed_for_them() -> None:
    offenders = [
        f"{name} imports {other}"
        for name, other in arrows()
        if package_of(name) == package_of(other) == "documents"
        and folder_of(other) not in (folder_of(name), *SHARED_DOCUMENTS, *DOCUMENTS.get(folder_of(name), ()))
    ]
    assert offenders == []


def test_every_folder_of_documents_is_listed() -> None:
    folders = {path.name for path in (SOURCE / "documents").iterdir() if (path / "__init__.py").is_file()}
    assert folders == set(DOCUMENTS)


def test_services_do_not_know_each_other() -> None:
    offenders = [
        f"{name} imports {other}"
        for name, other in arrows()
        if package_of(name) == package_of(other) == "services"
        and folder_of(other) not in (folder_of(name), *SHARED_SERVICES)
    ]
    assert offenders == []


def test_no_module_outgrows_its_reader() -> None:
    lengths = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_a_short_module_serves_more_than_one_other_or_is_a_section_of_that_one() -> None:
    importers: dict[str, set[str]] = {name_of(path): set() for path in MODULES}
    for name, other in arrows():
        importers.setdefault(other, set()).add(name)
    offenders = [
        name_of(path)
        for path in MODULES
        if path.stem != "__init__"
        and len(path.read_text("utf-8").splitlines()) < SHORTEST_MODULE
        and len(importers[name_of(path)]) < 2
        and name_of(path) not in SHORT_MODULES
    ]
    assert offenders == []


def test_a_module_says_in_one_line_what_it_holds() -> None:
    offenders = [
        name_of(path)
        for path in MODULES
        if not (summary := (ast.get_docstring(tree_of(path)) or "").partition("\n")[0]) or len(summary) > 115
    ]
    assert offenders == []
