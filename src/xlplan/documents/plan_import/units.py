"""The units of a plan from the texts of its column of executors, and the names of units in such a text."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations

from msgspec import Struct, field
from msgspec.structs import replace

from xlplan.documents.plan_import.executors import NamePart
from xlplan.documents.plan_import.known_units import KnownUnits
from xlplan.documents.plan_import.unit_groups import GroupName
from xlplan.domain.executor_words import NumberBeside
from xlplan.domain.findings.finding import Finding
from xlplan.domain.findings.plan_import_kinds import (
    IMPORT_EXECUTOR_UNCLEAR,
    IMPORT_GROUP_EMPTY,
    IMPORT_GROUP_PROPOSED,
    IMPORT_OFFICIAL_PROPOSED,
    IMPORT_OFFICIAL_UNCLEAR,
    IMPORT_PERSON_ALONE,
    IMPORT_UNIT_CODE_PROPOSED,
    IMPORT_UNIT_KIND_PROPOSED,
    IMPORT_UNIT_NAME_PROPOSED,
    IMPORT_UNIT_ONCE,
    IMPORT_UNITS_ALIKE,
    IMPORT_UNITS_LISTED,
)
from xlplan.domain.new_centre import propose_code
from xlplan.domain.plan import Unit, UnitKind
from xlplan.domain.sheets import UNITS
from xlplan.domain.unit_names import CENTRE, ENGLISH_HEADS, HEADS, UnitName, read_unit_name
from xlplan.text.likeness import are_alike
from xlplan.text.normalize import match_key

_OWN = "own centre"
_GROUP = "group "
# Each name is compared with each other one; no centre has more units.
_MOST_COMPARED = 100
_BEHIND = re.compile(r"\s*[(\[:=–—]|\s+-|-\s|(?<=[^\W\d_])\s*-?\s*\d")
# Nouns of offices that a centre may have in several places, and what tells the main one.
_PLACES = (CENTRE, "офіс", "office", "centre", "center")
_MAIN = re.compile(r"(?:головн|центральн|регіональн)|\b(?:head|main|central|regional)\b")


class Executor(Struct, frozen=True):
    """A name in a text of the executors' column.

    Attributes:
        seen: The text as typed, with clean spaces.
        name: The unit or the group that it means, as the list of units spells it; `seen` where it means neither.
        is_known: True if it means a unit or a group of units.
        is_group: True if it means a group, also where the plan names no unit of it.
        number: The number beside it, which may be the share of the unit.
        is_official: True for a post. What it means is then proposed.
        is_person: True for the name of a person, which no plan holds.
    """

    seen: str
    name: str
    is_known: bool = True
    is_group: bool = False
    number: NumberBeside | None = None
    is_official: bool = False
    is_person: bool = False

    @property
    def doubt(self) -> Finding | None:
        """The reason to look at the cell; None for a name of a unit or of a group."""
        if self.is_person:
            return IMPORT_PERSON_ALONE.at(seen=self.seen)
        if self.is_official:
            asked = IMPORT_OFFICIAL_UNCLEAR.at(seen=self.seen, sheet=UNITS.name)
            return IMPORT_OFFICIAL_PROPOSED.at(seen=self.seen, name=self.name) if self.is_known else asked
        if self.is_known:
            return None
        return (IMPORT_GROUP_EMPTY if self.is_group else IMPORT_EXECUTOR_UNCLEAR).at(seen=self.seen)


class UnitsFound(Struct, frozen=True):
    """The units that the texts of a plan name.

    Attributes:
        units: The units, each with its groups: the centre's office first, else in the order of the plan.
        seen: The spellings of each unit and group in the plan, by its name, most frequent first.
        doubts: The position of a unit, the name of a column and a reason to look at that cell.
        unclear: The texts that mean no unit, in the order of the plan.
        names: The name of each unit and group by what its spellings share.
        own: The match keys of the centre's own names.
        known: The units that the workspace knows.
    """

    units: tuple[Unit, ...] = ()
    seen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    doubts: tuple[tuple[int, str, Finding], ...] = ()
    unclear: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    own: frozenset[str] = frozenset()
    known: KnownUnits = field(default_factory=KnownUnits)


class _Entry(Struct):
    """The spellings of one unit or group: as the text has them in the nominative, and as they are made.

    `known`: the name of a unit or a group that the workspace knows.
    """

    unit: UnitName | None = None
    group: GroupName | None = None
    known: str = ""
    read: Counter[str] = field(default_factory=Counter)
    made: Counter[str] = field(default_factory=Counter)
    seen: Counter[str] = field(default_factory=Counter)

    def add(self, name: UnitName | GroupName, seen: str) -> None:
        """Add a spelling."""
        (self.read if name.typed == name.name else self.made)[name.name] += 1
        self.seen[seen] += 1

    @property
    def name(self) -> str:
        """The known name; or the most frequent nominative; or what is made of the most frequent spelling."""
        return self.known or (self.read or self.made).most_common(1)[0][0]


def find_units(
    texts: Sequence[str], own_names: Collection[str] = (), units_known: Sequence[Unit] = ()
) -> UnitsFound:
    """Return the units that are known, and the others that the texts of the executors' column name.

    Args:
        texts: The text of each cell, lines divided by a line feed; the same text as often as it stands there.
        own_names: The names of the centre, which mean its office in this column.
        units_known: The units that the workspace knows.
    """
    known = KnownUnits(tuple(units_known))
    own = frozenset(_own_keys(own_names))
    parts = [_with_own(part, own) for text in texts for part in known.parts(text)]
    entries = _with_branches(_merge_bare_centre(_collect(parts, own, known)))
    named = {key: entry for key, entry in entries.items() if entry.unit}
    groups = {key: entry for key, entry in entries.items() if entry.group}
    named = dict(sorted(named.items(), key=lambda item: _order(item[1])))
    units = _units(named, known.units)
    members = {key: _members(entry, units, named) for key, entry in groups.items()}
    groups = {key: entry for key, entry in groups.items() if members[key]}
    units = tuple(
        replace(
            unit,
            groups=tuple(
                dict.fromkeys([*unit.groups, *(groups[key].name for key in groups if unit in members[key])])
            ),
        )
        for unit in units
    )
    names = {key: entry.name for key, entry in {**named, **groups}.items()}
    found = UnitsFound(
        units,
        {
            entry.name: tuple(text for text, _times in entry.seen.most_common())
            for entry in (*named.values(), *groups.values())
        },
        names=_with_bare_centre(names, entries),
        own=own,
        known=known,
    )
    unclear = (
        each for text in texts for each in read_executors(text, found) if not (each.is_known or each.is_person)
    )
    return replace(
        found,
        doubts=(*_unit_doubts(units, list(named.values())), *_group_doubts(units, groups.values())),
        unclear=tuple(dict.fromkeys(each.seen for each in unclear)),
    )


def read_executors(text: str, found: UnitsFound) -> tuple[Executor, ...]:
    """Return the names in one text of the executors' column, in order, as the list of units spells them.

    Args:
        text: The text of the cell or of one of its paragraphs.
        found: The units that `find_units` found in all texts of the plan.
    """
    return tuple(_executor(_with_own(part, found.own), found) for part in found.known.parts(text))


def _executor(part: NamePart, found: UnitsFound) -> Executor:
    name = found.names.get(_key(part, found.own))
    if part.post and part.post.is_leader:
        offices = [unit.name for unit in found.units if unit.kind is UnitKind.OFFICE]
        name = offices[0] if len(offices) == 1 else None
    is_official = part.post is not None
    number, is_person = part.number, part.is_person
    return Executor(
        part.seen, name or part.seen, name is not None, bool(part.group), number, is_official, is_person
    )


def _key(part: NamePart, own: Collection[str]) -> str:
    if part.group:
        return _GROUP + _key_of_group(part.group, own)
    return _key_of(part.unit, own) if part.unit else ""


def _key_of(unit: UnitName, own: Collection[str]) -> str:
    return _OWN if unit.key in own or match_key(unit.name) in own else unit.key


def _key_of_group(group: GroupName, own: Collection[str]) -> str:
    return f"{_key_of(group.office, own)}+{group.head}" if group.office else group.head


def _own_keys(names: Collection[str]) -> Iterator[str]:
    for name in filter(None, names):
        yield match_key(name)
        unit = read_unit_name(name)
        if unit and not unit.is_bare:
            yield unit.key


def _with_own(part: NamePart, own: Collection[str]) -> NamePart:
    """Return a part that is a name of the centre as a unit, though no head noun tells it."""
    key = match_key(part.seen)
    if part.unit or part.group or part.post or key not in own:
        return part
    return replace(part, unit=UnitName(part.seen, part.seen, CENTRE, UnitKind.OFFICE, key))


def _collect(parts: Sequence[NamePart], own: Collection[str], known: KnownUnits) -> dict[str, _Entry]:
    """Return the spellings of each unit and group by its key: the known ones, then in the order of the plan."""
    entries = {_key_of(name, own): _Entry(name, known=unit.name) for unit, name in known.names.items()}
    entries |= {
        _GROUP + _key_of_group(group, own): _Entry(group=group, known=name) for name, group in known.groups.items()
    }
    for part in parts:
        office = part.group.office if part.group else None
        if office:
            entry = entries.setdefault(_key_of(office, own), _Entry(unit=office))
            entry.add(office, office.typed)
        if part.unit:
            entries.setdefault(_key(part, own), _Entry(unit=part.unit)).add(part.unit, part.seen)
        if part.group:
            entries.setdefault(_key(part, own), _Entry(group=part.group)).add(part.group, part.seen)
    return entries


def _merge_bare_centre(entries: dict[str, _Entry]) -> dict[str, _Entry]:
    """Return the entries with “центр” and “МЦ” as the one centre that has a name of its own."""
    centres = [key for key, entry in entries.items() if entry.unit and entry.unit.head == CENTRE]
    named = [key for key in centres if not _is_bare(entries[key])]
    if len(named) != 1:
        return entries
    for key in centres:
        if key != named[0] and not entries[key].known:
            entries[named[0]].seen += entries[key].seen
    return {key: entry for key, entry in entries.items() if key not in centres or key == named[0] or entry.known}


def _with_branches(entries: dict[str, _Entry]) -> dict[str, _Entry]:
    """Return the entries with offices as bureaus where a plan has several: they are the branches of one centre."""
    heads = Counter(entry.unit.head for entry in entries.values() if entry.unit)
    for key, entry in entries.items():
        unit = entry.unit
        if unit and unit.head in _PLACES and heads[unit.head] > 1 and key != _OWN and not _MAIN.search(unit.key):
            entry.unit = replace(unit, kind=UnitKind.BUREAU)
    return entries


def _is_bare(entry: _Entry) -> bool:
    return entry.unit is not None and entry.unit.is_bare


def _with_bare_centre(names: dict[str, str], entries: Mapping[str, _Entry]) -> dict[str, str]:
    centres = [key for key, entry in entries.items() if entry.unit and entry.unit.head == CENTRE]
    return {CENTRE: names[centres[0]], **names} if len(centres) == 1 else names


def _order(entry: _Entry) -> tuple[bool, bool]:
    """Return what the known units stand first by, in their own order, then offices."""
    return not entry.known, not entry.known and (entry.unit is None or entry.unit.kind is not UnitKind.OFFICE)


def _units(named: Mapping[str, _Entry], known: Sequence[Unit]) -> tuple[Unit, ...]:
    by_name = {unit.name: unit for unit in known}
    units: list[Unit] = []
    for entry in named.values():
        if entry.known:
            units.append(by_name[entry.known])
        elif entry.unit:
            code = propose_code(entry.name, (unit.code for unit in (*known, *units)))
            units.append(Unit(code, entry.name, entry.unit.kind))
    return tuple(units)


def _members(entry: _Entry, units: Sequence[Unit], named: Mapping[str, _Entry]) -> tuple[Unit, ...]:
    if entry.group is None:
        return ()
    if entry.known:
        return tuple(unit for unit in units if entry.known in unit.groups)
    known = [
        (unit, each.unit.head or _head_of_kind(entry.group.head, unit.kind), each.unit.key)
        for unit, each in zip(units, named.values(), strict=True)
        if each.unit
    ]
    return entry.group.members(known)


def _head_of_kind(head: str, kind: UnitKind) -> str:
    """Return the head noun of a group for a unit whose own name has none, if it is of that kind; else ""."""
    own = HEADS[head][1] if head in HEADS else ENGLISH_HEADS.get(head)
    return head if own is kind else ""


def _unit_doubts(units: Sequence[Unit], entries: Sequence[_Entry]) -> Iterator[tuple[int, str, Finding]]:
    """Yield what is proposed of each unit; at the first one, that the list may lack others."""
    if units and not any(entry.known for entry in entries):
        listed = "; ".join(unit.name for unit in units)
        yield 0, "name", IMPORT_UNITS_LISTED.at(units=listed)
    for at, (unit, entry) in enumerate(zip(units, entries, strict=True)):
        if entry.known:
            continue
        yield at, "code", IMPORT_UNIT_CODE_PROPOSED.at(code=unit.code, name=unit.name)
        if not entry.read:
            seen = entry.seen.most_common(1)[0][0]
            yield at, "name", IMPORT_UNIT_NAME_PROPOSED.at(name=unit.name, seen=seen)
        if entry.seen.total() == 1 and not entry.known:
            yield at, "name", IMPORT_UNIT_ONCE.at(name=unit.name)
        yield at, "kind", IMPORT_UNIT_KIND_PROPOSED.at(name=unit.name, kind=unit.kind.value)
    for (_first, one), (second, other) in combinations(enumerate(entries[:_MOST_COMPARED]), 2):
        if one.unit and other.unit and not (one.known and other.known) and _may_be_one(one.unit, other.unit):
            yield second, "name", IMPORT_UNITS_ALIKE.at(name=other.name, other=one.name)


def _may_be_one(one: UnitName, other: UnitName) -> bool:
    inner = {_quoted_key(each) for each in (one, other)} - {""}
    is_alike = are_alike(one.key, other.key) or bool(inner & {one.key, other.key})
    return is_alike or (_lone_key(one) == _lone_key(other) and not one.is_bare and not other.is_bare)


def _lone_key(unit: UnitName) -> str:
    """Return the key of a name without what stands behind a dash, a colon or in brackets."""
    lone = read_unit_name(_BEHIND.split(unit.name)[0])
    return unit.key if lone is None or lone.is_bare else lone.key


def _quoted_key(unit: UnitName) -> str:
    """Return the key of a name in quotation marks within a name: сектор «Вінницьке бюро …»."""
    quoted = re.search(r"[«„“\"](.+)[»“”\"]", unit.rest)
    inner = read_unit_name(quoted[1]) if quoted else None
    return inner.key if inner else ""


def _group_doubts(units: Sequence[Unit], groups: Collection[_Entry]) -> Iterator[tuple[int, str, Finding]]:
    for entry in groups:
        if entry.known:
            continue
        members = [(at, unit.name) for at, unit in enumerate(units) if entry.name in unit.groups]
        listed = "; ".join(name for _at, name in members)
        yield members[0][0], "groups", IMPORT_GROUP_PROPOSED.at(group=entry.name, units=listed)
