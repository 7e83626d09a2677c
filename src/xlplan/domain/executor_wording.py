"""The executors of a measure in the words of the plan, with the units that they mean."""

from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from xlplan.domain.plan import Measure, Plan


def comparable(plan: Plan, recorded: Plan) -> Plan:
    """Return a plan as it is compared with a recorded one: by the names of units where that one has no words.

    Versions that were recorded before plans kept their words for executors have none, and are the same plans.
    """
    if any(measure.executors for measure in recorded.measures):
        return plan
    return replace(plan, measures=tuple(replace(measure, executors=()) for measure in plan.measures))


class WordedExecutor(Struct, frozen=True):
    """An executor of a measure: the plan's words for it, and the codes of the units that they mean."""

    words: str
    units: tuple[str, ...]


class ExecutorWording(Struct, frozen=True, dict=True):
    """A plan's words for its executors: “Працівники Хорошівського БПД”, where the unit is “Хорошівське БПД”."""

    plan: Plan

    def of_measure(self, measure: Measure) -> tuple[WordedExecutor, ...]:
        """Return the executors of a measure in the plan's order."""
        names = [name for name in measure.responsible.split("; ") if name]
        words = measure.executors or names
        return tuple(
            WordedExecutor(said, self._units.get(name, ())) for name, said in zip(names, words, strict=False)
        )

    def of_unit(self, measure: Measure, unit: str) -> str:
        """Return the plan's words for one unit: those of the measure, else the first ones, else its name."""
        own = (each.words for each in self.of_measure(measure) if each.units == (unit,))
        return next(own, "") or self._first_words.get(unit) or self.plan.unit(unit).name

    @cached_property
    def _units(self) -> Mapping[str, tuple[str, ...]]:
        """The codes of the units by each name of a unit or a group."""
        units: dict[str, tuple[str, ...]] = {}
        for unit in self.plan.units:
            for name in unit.groups:
                units[name] = (*units.get(name, ()), unit.code)
        return units | {unit.name: (unit.code,) for unit in self.plan.units}

    @cached_property
    def _first_words(self) -> Mapping[str, str]:
        words: dict[str, str] = {}
        for measure in self.plan.measures:
            for each in self.of_measure(measure):
                if len(each.units) == 1:
                    words.setdefault(each.units[0], each.words)
        return words
