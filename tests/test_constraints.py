"""constraints.txt holds a version for every package that pyproject.toml asks for."""

import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]


def pins() -> dict[str, str]:
    """The listed versions by the name of the package."""
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    return dict(line.split("==") for line in lines if line and not line.startswith("#"))


def requirements() -> list[Requirement]:
    """The packages that the program and its tests need, on the system that the list was made on."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = map(Requirement, (*project["dependencies"], *project["optional-dependencies"]["dev"]))
    on_linux = {"sys_platform": "linux"}
    return [each for each in wanted if each.marker is None or each.marker.evaluate(on_linux)]


def test_every_requirement_has_a_version_that_fits_it() -> None:
    listed = pins()
    missing = [
        str(each)
        for each in requirements()
        if not each.specifier.contains(listed.get(canonicalize_name(each.name), "0"))
    ]
    assert not missing, "constraints.txt is stale: make constraints"


def test_the_names_are_sorted_and_spelled_as_pip_compares_them() -> None:
    names = list(pins())
    assert names == sorted(map(canonicalize_name, names))
