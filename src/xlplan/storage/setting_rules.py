"""Rules for the values of settings. A rule returns the value, or says what is to be written instead."""

from collections.abc import Callable, Collection, Mapping
from math import isfinite
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from xlplan.text.normalize import closest_match
from xlplan.text.translation import _

Rule = Callable[[object], Any]


class Fault(Struct, frozen=True):
    """A fault of a setting.

    Attributes:
        seen: The value.
        wanted: What to write instead, in words.
        sentence: The sentence that says so, where it is not the usual one.
        place: The place in a list of values; None outside of a list.
    """

    seen: object
    wanted: str = ""
    sentence: str = ""
    place: int | None = None


class SettingError(Exception):
    """A value of a setting, or values in its list, that a rule refuses."""

    def __init__(self, *faults: Fault) -> None:
        """Take the faults."""
        super().__init__(faults)
        self.faults = faults


def read_table(
    path: Path, values: Mapping[str, object], rules: Mapping[str, Rule], known: Collection[str], table: str = ""
) -> tuple[dict[str, Any], list[str]]:
    """Return the good values of a table, and a sentence about each one that is unknown or wrong.

    Args:
        path: The file of the settings.
        values: The values of the table.
        rules: The rule of each setting.
        known: The names that are proposed in the place of an unknown one.
        table: The name of the table; "" for the settings above all tables.
    """
    where = f"{path}, [{table}]" if table else str(path)
    good: dict[str, Any] = {}
    problems: list[str] = []
    for key in (key for key in rules if key in values):
        try:
            good[key] = rules[key](values[key])
        except SettingError as refused:
            problems += [_fault_sentence(where, key, fault) for fault in refused.faults]
    problems += [_unknown_sentence(where, key, known) for key in values if key not in rules]
    return good, problems


def _fault_sentence(where: str, key: str, fault: Fault) -> str:
    if fault.sentence:
        return f"{where}: {key}: {fault.sentence}"
    name = key if fault.place is None else f"{key}.{fault.place}"
    return _("{file}: the setting “{key}” cannot be {seen}. Write {wanted}.").format(
        file=where, key=name, seen=repr(fault.seen), wanted=fault.wanted
    )


def _unknown_sentence(where: str, key: str, known: Collection[str]) -> str:
    meant = closest_match(key, known) or ", ".join(known)
    return _("{file}: there is no setting “{key}”. Did you mean “{known}”? Correct it or remove the line.").format(
        file=where, key=key, known=meant
    )


def plain_text(value: object) -> str:
    """Return a text."""
    if not isinstance(value, str):
        raise SettingError(Fault(value, _("a text in quotes")))
    return value


def one_of(known: Collection[str], words: Callable[[], str]) -> Rule:
    """Return the rule of a text that is one of `known`; `words` names them."""

    def rule(value: object) -> str:
        if plain_text(value) not in known:
            raise SettingError(Fault(value, words()))
        return plain_text(value)

    return rule


def number(
    *,
    above: float | None = None,
    least: float | None = None,
    most: float,
    is_whole: bool = False,
    in_quotes: bool = False,
) -> Rule:
    """Return the rule of a number.

    Args:
        above: What it is greater than.
        least: What it is at least.
        most: What it is at most.
        is_whole: It is a whole number.
        in_quotes: It may stand in quotes.
    """

    def rule(value: object) -> float:
        found = _number(value, in_quotes)
        if is_whole and not isfinite(found):
            wanted = _("a number")
        elif is_whole and found != int(found):
            wanted = _("a whole number")
        elif above is not None and not found > above:
            wanted = _("a number above {limit}").format(limit=f"{above:g}")
        elif least is not None and not found >= least:
            wanted = _("a number from {limit} up").format(limit=f"{least:g}")
        elif not found <= most:
            wanted = _("a number up to {limit}").format(limit=f"{most:g}")
        else:
            return int(found) if is_whole else float(found)
        raise SettingError(Fault(value, wanted))

    return rule


def _number(value: object, in_quotes: bool) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    try:
        if in_quotes and isinstance(value, str):
            return float(value)
    except ValueError:
        pass
    raise SettingError(Fault(value, _("a number")))


def several(rule: Rule, words: Callable[[], str]) -> Rule:
    """Return the rule of a list of values that each have a rule; `words` says how a list is written."""

    def rule_of_list(values: object) -> tuple[Any, ...]:
        if not isinstance(values, list):
            raise SettingError(Fault(values, words()))
        found, faults = [], []
        for place, value in enumerate(values):
            try:
                found.append(rule(value))
            except SettingError as refused:
                faults += [replace(each, place=place) for each in refused.faults]
        if faults:
            raise SettingError(*faults)
        # The settings never change, and a list would.
        return tuple(found)

    return rule_of_list
