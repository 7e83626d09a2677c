"""Writes constraints.txt: the version of every package in this environment, which the tests passed with."""

from importlib.metadata import distributions
from pathlib import Path

from packaging.utils import canonicalize_name

FILE = Path(__file__).parents[1] / "constraints.txt"
# xlplan itself, and what each environment brings of its own.
_LEFT_OUT = {"xlplan", "pip", "setuptools", "wheel"}
_HEAD = """\
# The versions that the tests last passed with, on Linux and Python 3.11; `make constraints` renews the list.
# It limits nothing in pyproject.toml. A package that another system or Python needs, and that is not listed here,
# comes in its newest version.
"""


def page() -> str:
    """Return the whole file: a line for each package, in the order of their names."""
    found = {canonicalize_name(each.name): each.version for each in distributions()}
    lines = (f"{name}=={found[name]}\n" for name in sorted(found) if name not in _LEFT_OUT)
    return _HEAD + "".join(lines)


if __name__ == "__main__":
    FILE.write_text(page(), "utf-8")
