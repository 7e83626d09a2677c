"""Target of a plan: a count, or one of the typed targets that are words."""

import math
import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum

from xlplan.domain.number_reading import read_number
from xlplan.domain.unit_of_measure import Number
from xlplan.text.normalize import clean_spaces, is_dash, match_key


class TargetKind(Enum):
    """The kind of a target, which decides how it is judged. Source: design, targets are typed."""

    COUNT = "count"
    CONTINUOUS = "continuous"
    ON_DEMAND = "on-demand"
    ON_INSTRUCTION = "on-instruction"
    UNSET = "unset"


@dataclass(frozen=True)
class Target:
    """A target with the plan's own words; `count` only where the kind is COUNT."""

    kind: TargetKind
    words: str = ""
    count: Number | None = None

    def __post_init__(self) -> None:
        if (self.kind is TargetKind.COUNT) != (self.count is not None):
            raise ValueError("a target has a count exactly where its kind is COUNT")

    @property
    def shown(self) -> Number | str:
        """The number or the plan's own words, as a cell shows it; "" where the plan gives none."""
        return self.words if self.count is None else self.count


UNSET = Target(TargetKind.UNSET)

_NEED = "(потреби|потреб|потребі|потребою|необхідності)"
# Beginnings of typed targets, compared after look-alike letters and case are folded. Source: the real plans, and
# other usual words of Ukrainian plans for the same.
_BEGINNINGS = {
    TargetKind.CONTINUOUS: (
        "(постійно|безперервно|систематично|регулярно)",
        "на (постійній|регулярній|систематичній) основі",
        "(протягом|упродовж|впродовж) (усього |всього |поточного |звітного )*"
        "(року|кварталу|періоду|півріччя|місяця|([ivхі]+|20[0-9][0-9]) (року|кварталу|півріччя))",
        "(щодня|щоденно|щотижня|щотижнево|щомісяця|щомісячно|щокварталу|щоквартально|щороку|щорічно)",
    ),
    TargetKind.ON_INSTRUCTION: (
        "за (окремим |окремими )?(дорученням|дорученнями|вказівкою|вказівками|розпорядженням|наказом)",
        "згідно (з |із |зі )?(окремим |окремими )?(дорученням|дорученнями|доручення|доручень)",
        "відповідно до (окремого |окремих )?(доручення|доручень)",
        "на виконання (окремого |окремих )?(доручення|доручень)",
        "(у|в) разі (отримання |надходження |наявності )?(окремого |окремих )?(доручення|доручень)",
    ),
    TargetKind.ON_DEMAND: (
        f"(за|при|по) (наявності )?{_NEED}",
        f"(по|в|у) (міру|мірі) (виникнення |наявності )?({_NEED}|надходження|звернення)",
        "(відповідно до|залежно від) потреб",
        "(у|в) (разі|випадку)",
        "при (проведенні|проведення|зверненні|надходженні|виникненні|отриманні)",
        "(при|за) наявності",
        "за (умови|зверненням|зверненнями|запитом|запитами|заявкою|заявками)",
    ),
}
_PATTERNS = tuple(
    (re.compile("(?:" + "|".join(match_key(words) for words in each) + r")(?!\w)"), kind)
    for kind, each in _BEGINNINGS.items()
)
# Usual words, from which a message suggests the one that was probably meant.
_USUAL_WORDS = (
    *("постійно", "систематично", "щомісяця", "щокварталу", "щоквартально", "протягом року", "протягом кварталу"),
    *("упродовж року", "впродовж року", "на постійній основі", "за потреби", "при потребі", "за необхідності"),
    *("у разі потреби", "у разі необхідності", "у разі проведення", "в міру необхідності", "за дорученням"),
    *("згідно з дорученням", "за окремим дорученням"),
)
_LIKE_ENOUGH = 0.75
_NUMBER_BUT_NO_YEAR = re.compile(r"(?<!\d)(?!20\d\d(?!\d))\d")


def count_target(number: Number) -> Target:
    """Return a target that is a count."""
    return Target(TargetKind.COUNT, str(number), number)


def read_target(value: object) -> Target | None:
    """Return the target in a plan's cell, in any spelling met so far. A blank cell or a dash is UNSET, never zero.

    Returns:
        None where the cell cannot be understood: a fraction, a negative number, two numbers, unknown words, or
            words that hide a number (“щомісяця 5 лекцій”).
    """
    if value is None:
        return UNSET
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return count_target(int(value)) if math.isfinite(value) and value >= 0 and value == int(value) else None
    words = clean_spaces(str(value))
    if not words or is_dash(words):
        return UNSET
    number = read_number(str(value))
    if number.value is not None:
        return count_target(number.value)
    kind = next((kind for pattern, kind in _PATTERNS if pattern.match(match_key(words))), None)
    hides_number = kind is TargetKind.CONTINUOUS and _NUMBER_BUT_NO_YEAR.search(words)
    return None if kind is None or hides_number else Target(kind, words)


def suggest_words(text: str) -> str | None:
    """Return the usual words of a typed target that a misspelt text probably begins with; None without any."""
    typed = match_key(text).split()
    scored = []
    for usual in _USUAL_WORDS:
        begins = " ".join(typed[: len(usual.split())])
        scored.append((SequenceMatcher(None, begins, match_key(usual)).ratio(), usual))
    likeness, nearest = max(scored, key=lambda pair: pair[0])
    return nearest if likeness >= _LIKE_ENOUGH else None
