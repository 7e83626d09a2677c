"""Who is named in `Відповідальний`: the units and groups that a text means, however it is written on paper."""

import re
from dataclasses import dataclass

from xlplan.domain.findings.finding import Finding, Location, make_finding
from xlplan.domain.plan import Unit
from xlplan.text.normalize import clean_spaces, closest_match, is_dash, match_key
from xlplan.text.translation import quote

Meant = dict[str, tuple[Unit, ...]]

# Between two names. A name may hold all of these but the first two, so the longest known one is taken.
_BETWEEN = re.compile(r"\s*[;,]\s*|\s*\n\s*|\s+(?:та|і|й)\s+|\s+(?=працівник)", re.IGNORECASE)
_HARD = re.compile(r"[;\n]")
_PEOPLE = re.compile(
    r"(?:(?:працівники|працівник|спеціалісти|спеціаліст|фахівці|фахівець)(?:\s+|$))+", re.IGNORECASE
)
# How far two forms of one word may differ: “Хорошівське” and “Хорошівського”, “відділ” and “відділу”.
_ENDINGS = frozenset(
    match_key(ending)
    for ending in (
        "",
        *"ауіоеяюєї",
        "ий",
        "ій",
        "ого",
        "ому",
        "им",
        "ім",
        "их",
        "ої",
        "ою",
        "ими",
        "ом",
        "ем",
        "ів",
        "ам",
    )
)
_STEM = 4


@dataclass(frozen=True)
class Name:
    """A name as it stands, and the name it is known by ("" where nobody is called so)."""

    seen: str
    known: str = ""

    @property
    def plain(self) -> bool:
        """Whether it is written as it is known."""
        return match_key(self.seen) == match_key(self.known)


def read_names(text: str, meant: Meant) -> tuple[Name, ...]:
    """The names in a cell's text, in its order, separated by “;”, a new line, a comma or “та”.

    A name is known by its own words, also in another case and after “Працівники”, where exactly one unit or
    group fits. What is not known stays whole between the names that are. `meant`: who each folded name calls.
    """
    if is_dash(text):
        return ()
    names: list[Name] = []
    unknown: list[tuple[int, int]] = []
    parts = _parts(text)
    at = 0
    while at < len(parts):
        end, known = _longest(text, parts, at, meant)
        if known or (unknown and _HARD.search(text[unknown[-1][1] : parts[at][0]])):
            names += _unknown(text, unknown)
            unknown = []
        if known:
            names.append(Name(clean_spaces(text[parts[at][0] : parts[end - 1][1]]), known))
        else:
            unknown.append(parts[at])
        at = end
    return tuple(name for name in (*names, *_unknown(text, unknown)) if name.seen)


def _parts(text: str) -> list[tuple[int, int]]:
    """Where the pieces between all separators begin and end."""
    parts, start = [], 0
    for between in _BETWEEN.finditer(text):
        parts.append((start, between.start()))
        start = between.end()
    parts.append((start, len(text)))
    return [(start, end) for start, end in parts if _bare(text[start:end]) and not is_dash(text[start:end])]


def _longest(text: str, parts: list[tuple[int, int]], at: int, meant: Meant) -> tuple[int, str]:
    """The part after the longest known name that begins at a part, and that name; the next part and "" without."""
    for end in range(len(parts), at, -1):
        if known := _known(_bare(text[parts[at][0] : parts[end - 1][1]]), meant):
            return end, known
    return at + 1, ""


def _bare(text: str) -> str:
    people = _PEOPLE.match(clean_spaces(text))
    return clean_spaces(text)[people.end() if people else 0 :].strip(" .,:;")


def _known(bare: str, meant: Meant) -> str:
    key = match_key(bare)
    alike = [key] if key in meant else [each for each in meant if _inflected(key, each)]
    return _called(alike[0], meant) if len(alike) == 1 else ""


def _called(key: str, meant: Meant) -> str:
    """The name that folds to `key`, as the list of units spells it."""
    unit = meant[key][0]
    return next(name for name in (unit.name, *unit.groups) if match_key(name) == key)


def _inflected(one: str, other: str) -> bool:
    words, others = one.split(), other.split()
    return len(words) == len(others) and all(map(_same_word, words, others))


def _same_word(one: str, other: str) -> bool:
    if one == other:
        return True
    stem = 0
    while stem < min(len(one), len(other)) and one[stem] == other[stem]:
        stem += 1
    return any(one[at:] in _ENDINGS and other[at:] in _ENDINGS for at in range(_STEM, stem + 1))


def _unknown(text: str, parts: list[tuple[int, int]]) -> list[Name]:
    return [Name(clean_spaces(text[parts[0][0] : parts[-1][1]]))] if parts else []


def known_names(meant: Meant) -> list[str]:
    """All names by which units are called: their own, then those of their groups."""
    units = dict.fromkeys(unit for each in meant.values() for unit in each)
    return list(
        dict.fromkeys([*(unit.name for unit in units), *(group for unit in units for group in unit.groups)])
    )


def nobody_called(seen: str, known: list[str], place: Location) -> Finding:
    """That nobody is called so, with the name that was probably meant, or all there are."""
    nearest = closest_match(seen, known)
    names = ", ".join(map(quote, [nearest] if nearest else known))
    return make_finding("plan-unit-unknown", place, seen=seen, known=names)
