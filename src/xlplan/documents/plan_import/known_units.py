"""The names of units that a workspace knows, found in the texts of an import before all else."""

from collections.abc import Iterator, Sequence
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from xlplan.documents.plan_import.executors import NamePart, read_name_parts
from xlplan.documents.plan_import.unit_groups import GroupName, read_group
from xlplan.documents.plan_reader.details import units_by_name
from xlplan.documents.plan_reader.responsible import Name, UnitsByName, every_name, read_names
from xlplan.domain.executor_words import Post, number_beside
from xlplan.domain.plan import Unit
from xlplan.domain.unit_names import UnitName, read_unit_name
from xlplan.text.normalize import drop_invisible, fix_mixed_alphabets, match_key

# A longer text is no list of executors, and would take long to cut.
_LONGEST = 2000


class KnownUnits(Struct, frozen=True, dict=True):
    """The units that a workspace knows; their names need not say that they are units: “Youth Services”.

    Attributes:
        units: The units, with the groups that their list names.
    """

    units: tuple[Unit, ...] = ()

    @cached_property
    def names(self) -> dict[Unit, UnitName]:
        """The name of each unit. What a spelling shares with two of them belongs to the first."""
        names: dict[Unit, UnitName] = {}
        keys: set[str] = set()
        for unit in self.units:
            read = read_unit_name(unit.name)
            name = read if read and read.key not in keys else UnitName("", "", "", unit.kind, match_key(unit.name))
            names[unit] = replace(name, typed=unit.name, name=unit.name, kind=unit.kind)
            keys.add(name.key)
        return names

    @cached_property
    def groups(self) -> dict[str, GroupName]:
        """The groups in the list of units, by name."""
        groups: dict[str, GroupName] = {}
        heads: set[str] = set()
        for name in dict.fromkeys(group for unit in self.units for group in unit.groups):
            read = read_group(name)
            group = read if read and read.key not in heads else GroupName(name, name, f"={match_key(name)}", False)
            groups[name] = replace(group, typed=name, name=name)
            heads.add(group.key)
        return groups

    @cached_property
    def _meant(self) -> UnitsByName:
        return units_by_name(self.units)

    @cached_property
    def _keys(self) -> frozenset[str]:
        return frozenset(name.key for name in self.names.values())

    def parts(self, text: str) -> tuple[NamePart, ...]:
        """Return the names in a text of executors, in order.

        Names begin and end as the known ones do where more of the text is understood so than without them.
        """
        usual = read_name_parts(text)
        if not self.units or len(text) > _LONGEST:
            return usual
        usual = tuple(map(self._settled, usual))
        if all(self._is_known(part) for part in usual):
            return usual
        return max((usual, tuple(self._cut(text))), key=self._sum)

    def _cut(self, text: str) -> Iterator[NamePart]:
        """Yield the known names in a text; what stands between them is read as if no name were known."""
        mended, _words = fix_mixed_alphabets(drop_invisible(text))
        for name in every_name(mended, self._meant):
            if name.known:
                yield self._named(name, NamePart(name.seen))
            if name.person:
                yield NamePart(name.person, is_person=True)
            elif not name.known:
                yield from map(self._settled, read_name_parts(name.seen))

    def _settled(self, part: NamePart) -> NamePart:
        """Return a part that is a known name as one."""
        names = read_names(part.seen, self._meant) if not self._is_known(part) or part.group else ()
        return self._named(names[0], part) if len(names) == 1 and names[0].known else part

    def _named(self, known: Name, part: NamePart) -> NamePart:
        number = number_beside(known.seen) if known.has_number else None
        part = replace(
            part, number=part.number or number, post=part.post or (Post() if known.is_official else None)
        )
        key = match_key(known.known)
        unit = next((name for unit, name in self.names.items() if match_key(unit.name) == key), None)
        if unit:
            return replace(part, unit=replace(unit, typed=part.seen), group=None)
        group = next(group for name, group in self.groups.items() if match_key(name) == key)
        return replace(part, unit=None, group=replace(group, typed=part.seen))

    def _is_known(self, part: NamePart) -> bool:
        return part.group is not None or (part.unit is not None and part.unit.key in self._keys)

    def _sum(self, parts: Sequence[NamePart]) -> int:
        """Return how many parts are known, less those that mean no unit at all."""
        return sum(self._is_known(part) - _is_nothing(part) for part in parts)


def _is_nothing(part: NamePart) -> bool:
    return not (part.unit or part.group or part.post or part.is_person)
