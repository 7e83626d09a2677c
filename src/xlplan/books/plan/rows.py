"""The sheet `План`: rows with blanks filled from above, read as measures with their indicators."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import TypeVar

from xlplan.books.layout import PLAN
from xlplan.books.plan.cells import Row
from xlplan.books.plan.targets import read_targets
from xlplan.finding import Finding, found
from xlplan.model import AddsUp, Better, Counting, Indicator, Measure, Unit
from xlplan.quarter import Quarter
from xlplan.spelling import closest, fold, tidy
from xlplan.texts import _, in_every_language

# In the order of the levels: a change in one empties those after it.
LEVELS = ("direction", "task", "subtask", "purpose", "code", "measure", "responsible", "term")
# What tells one measure from another under the same code.
_OF_MEASURE = ("measure", "direction", "task", "subtask", "purpose", "responsible", "term")
_OF_INDICATOR = ("indicator", "counting", "q1", "q2", "q3", "q4", "total", "note", "adds_up", "better")
# A dash says that a level is absent, where a blank would take the text above.
DASHES = ("-", "–", "—")
_CODE = re.compile(r"[0-9]+(\.[0-9]+)*")
_BETWEEN_NAMES = re.compile(r"[;\n]")

Word = TypeVar("Word", bound=Enum)


@dataclass(frozen=True)
class Rows:
    """What `План` says: the measures, and by row code the row that holds it.

    `uncounted`: the row codes whose `Облік` is blank. `unsure`: those with a fault, not to be checked further.
    """

    measures: tuple[Measure, ...]
    rows: dict[str, Row]
    uncounted: frozenset[str]
    unsure: frozenset[str]


def read_measures(
    rows: tuple[Row, ...],
    meant: dict[str, tuple[Unit, ...]],
    quarters: tuple[Quarter, ...],
    findings: list[Finding],
) -> Rows:
    """The measures in the plan's own order, each fault a finding. `meant`: who is called by each folded name.

    Without `quarters` (the period is unclear) no target is held against its quarter or total.
    """
    measures: dict[str, Measure] = {}
    firsts: dict[str, tuple[Row, dict[str, str]]] = {}
    by_key: dict[str, Row] = {}
    uncounted: set[str] = set()
    unsure: set[str] = set()
    for row, levels in _filled(rows):
        code = read_code(row, findings, levels["code"])
        if code is None:
            continue
        if code not in measures:
            measures[code] = _measure(row, code, levels, meant, findings)
            firsts[code] = (row, levels)
        else:
            findings += _clashes(row, code, levels, *firsts[code])
        measure = measures[code]
        key = f"{code}/{len(measure.indicators) + 1}" if measure.indicators else code
        faults: list[Finding] = []
        indicator = _indicator(row, key, measure, quarters, faults)
        if indicator.title and fold(indicator.title) in {fold(each.title) for each in measure.indicators}:
            faults.append(
                found("plan-indicator-repeated", row.place("indicator", key), seen=code, indicator=indicator.title)
            )
        measures[code] = replace(measure, indicators=(*measure.indicators, indicator))
        by_key[key] = row
        if not row.text("counting"):
            uncounted.add(key)
        if faults or not measure.units:
            unsure.add(key)
        findings += faults
    return Rows(tuple(measures.values()), by_key, frozenset(uncounted), frozenset(unsure))


def read_code(row: Row, findings: list[Finding], text: str | None = None) -> str | None:
    """A measure's code; None, with a finding, where it is no text of digits and points.

    A spreadsheet turns 1.10 into the number 1.1 and 1.4.2 into a day of April, so neither is trusted.
    """
    value = row.value("code")
    seen = row.text("code") if text is None else text
    code = seen.replace(" ", "").rstrip(".")
    if (value is None or isinstance(value, str)) and _CODE.fullmatch(code):
        return code
    findings.append(found("plan-code-unclear", row.place("code"), seen=seen))
    return None


def _filled(rows: tuple[Row, ...]) -> Iterator[tuple[Row, dict[str, str]]]:
    """Every row that says something of an indicator, with the texts of its levels."""
    above = dict.fromkeys(LEVELS, "")
    for row in rows:
        before = above["code"], above["measure"]
        changed = False
        for name in LEVELS:
            own = "; ".join(_names(row)) if name == "responsible" else row.text(name)
            if own:
                own = "" if own in DASHES else own
                changed = changed or fold(own) != fold(above[name])
                above[name] = own
            elif changed:
                above[name] = ""
        now = above["code"], above["measure"]
        if any(row.text(name) for name in _OF_INDICATOR) or (any(now) and now != before):
            yield row, dict(above)


def _measure(
    row: Row, code: str, levels: dict[str, str], meant: dict[str, tuple[Unit, ...]], findings: list[Finding]
) -> Measure:
    if not levels["measure"]:
        findings.append(
            found("plan-row-unclear", row.place("measure", code), heading=PLAN.column("measure").shown, seen=code)
        )
    return Measure(
        code=code,
        title=levels["measure"],
        units=_units(row, code, levels["responsible"], meant, findings),
        indicators=(),
        **{name: levels[name] for name in ("direction", "task", "subtask", "purpose", "responsible", "term")},
    )


def _names(row: Row) -> list[str]:
    names = (tidy(name) for name in _BETWEEN_NAMES.split(str(row.value("responsible") or "")))
    return [name for name in names if name and name not in DASHES]


def _units(
    row: Row, code: str, responsible: str, meant: dict[str, tuple[Unit, ...]], findings: list[Finding]
) -> tuple[str, ...]:
    """The codes of the units that are named; none at all, with findings, where one is unknown."""
    place = row.place("responsible", code)
    names = responsible.split("; ") if responsible else []
    if not names:
        findings.append(found("plan-responsible-missing", place, seen=code))
    unknown = [name for name in names if fold(name) not in meant]
    if meant:
        known = _known_names(meant)
        findings += [
            found("plan-unit-unknown", place, seen=name, known=closest(name, known) or ", ".join(known))
            for name in unknown
        ]
    if unknown:
        return ()
    return tuple(dict.fromkeys(unit.code for name in names for unit in meant[fold(name)]))


def _known_names(meant: dict[str, tuple[Unit, ...]]) -> list[str]:
    units = dict.fromkeys(unit for each in meant.values() for unit in each)
    return list(
        dict.fromkeys([*(unit.name for unit in units), *(group for unit in units for group in unit.groups)])
    )


def _clashes(row: Row, code: str, levels: dict[str, str], first: Row, known: dict[str, str]) -> list[Finding]:
    """What a second row of a code says otherwise than the first: the same code stands for another measure."""
    return [
        found(
            "plan-code-repeated",
            row.place(name, code),
            seen=code,
            row=first.at + 1,
            heading=PLAN.column(name).shown,
        )
        for name in _OF_MEASURE
        if fold(levels[name]) != fold(known[name])
    ]


def _indicator(
    row: Row, key: str, measure: Measure, quarters: tuple[Quarter, ...], findings: list[Finding]
) -> Indicator:
    if not row.text("indicator"):
        heading = PLAN.column("indicator").shown
        findings.append(found("plan-row-unclear", row.place("indicator", key), heading=heading, seen=measure.code))
    adds_up = _word(row, key, "adds_up", AddsUp.SUM, findings)
    targets, total = read_targets(row, key, quarters, adds_up, findings)
    usual = Counting.JOINT if len(measure.units) > 1 else Counting.LEAD
    return Indicator(
        key=key,
        title=row.text("indicator"),
        counting=_word(row, key, "counting", usual, findings),
        targets=targets,
        total=total,
        adds_up=adds_up,
        better=_word(row, key, "better", Better.MORE, findings),
        note=row.text("note"),
    )


def _word(row: Row, key: str, name: str, usual: Word, findings: list[Finding]) -> Word:
    """The word of a closed list that a cell holds, in either language; `usual` where it is blank."""
    seen = row.text(name)
    words = {fold(word): each for each in type(usual) for word in in_every_language(each.value)}
    if seen and fold(seen) not in words:
        known = ", ".join(_(each.value) for each in type(usual))
        heading = PLAN.column(name).shown
        findings.append(
            found("plan-counting-unclear", row.place(name, key), heading=heading, seen=seen, known=known)
        )
    return words.get(fold(seen), usual)
