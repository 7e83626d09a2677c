"""Sentences about a setting that is unknown or has a wrong value."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from xlplan.storage.time_zones import refusal_of_zone
from xlplan.text.normalize import closest_match
from xlplan.text.translation import _


def setting_sentence(path: Path, problem: Mapping[str, Any], known: Collection[str], table: str = "") -> str:
    """Return the sentence about a setting that pydantic refused.

    Args:
        path: The file of the settings.
        problem: The problem, as pydantic describes it.
        known: The names of the settings that there are.
        table: The table in which the setting stands; "" where it stands in none.
    """
    key = ".".join(str(part) for part in problem["loc"])
    where = f"{path}, [{table}]" if table else str(path)
    if problem["type"] == "extra_forbidden":
        meant = closest_match(key, known) or ", ".join(known)
        return _(
            "{file}: there is no setting “{key}”. Did you mean “{known}”? Correct it or remove the line."
        ).format(file=where, key=key, known=meant)
    if key == "timezone" and isinstance(problem["input"], str):
        return f"{path}: timezone: {refusal_of_zone(problem['input'])}"
    return _("{file}: the setting “{key}” cannot be {seen}. Write {wanted}.").format(
        file=where, key=key, seen=repr(problem["input"]), wanted=_wanted(problem)
    )


def _wanted(problem: Mapping[str, Any]) -> str:
    limit = next((f"{value:g}" for value in problem.get("ctx", {}).values() if isinstance(value, int | float)), "")
    words = {
        "greater_than": _("a number above {limit}"),
        "greater_than_equal": _("a number from {limit} up"),
        "less_than_equal": _("a number up to {limit}"),
    }.get(problem["type"])
    if words:
        return words.format(limit=limit)
    if problem["type"] == "value_error":
        return str(problem["ctx"]["error"])
    kinds = {
        "string_type": _("a text in quotes"),
        "int_from_float": _("a whole number"),
        "tuple_type": _("whole numbers in square brackets, such as [7, 2]"),
    }
    return kinds.get(problem["type"], _("a number"))
