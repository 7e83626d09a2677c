"""A check of the doctor: its level, its words and its facts. Each check stands by itself."""

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Concatenate, ParamSpec

from msgspec import Struct, field

from xlplan.domain.errors import XlplanError
from xlplan.text.translation import _

P = ParamSpec("P")
# What a program may be told: no names of people, units or files.
Fact = str | int | float | bool | None


class Level(Enum):
    """The answer of a check: all is well, a person should know of it, or something fails."""

    GOOD = "ok"
    WARNING = "warning"
    FAILURE = "failure"


class Check(Struct, frozen=True):
    """The outcome of a check.

    Attributes:
        name: Its name for programs. It never changes.
        level: What it says.
        text: The words for people, with what to do.
        facts: What somebody who helps from afar needs, without names, paths and quotations.
        problem: The error behind it. Its own words come after the text.
    """

    name: str
    level: Level
    text: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
    problem: Exception | None = None


def run_check(
    name: str, check: Callable[Concatenate[str, P], Check], *arguments: P.args, **options: P.kwargs
) -> Check:
    """Run a check. An error that it does not expect is its outcome and ends no other check."""
    try:
        return check(name, *arguments, **options)
    except XlplanError as problem:
        # Its own words say enough.
        return failed_check(name, "", problem)
    except Exception as problem:
        return failed_check(name, _("This could not be checked."), problem)


def failed_check(name: str, text: str, problem: Exception, facts: Mapping[str, Fact] | None = None) -> Check:
    """Return the outcome of a check for an error. Its words may quote names, so programs get its kind alone."""
    error: dict[str, Fact] = {"error": type(problem).__name__, "errno": getattr(problem, "errno", None)}
    return Check(name, Level.FAILURE, text, {**(facts or {}), **error}, problem)
