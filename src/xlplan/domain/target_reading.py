"""Targets as plans write them: a number, words for a limit with a number, or words alone."""

import re
from difflib import SequenceMatcher
from enum import Enum
from functools import lru_cache

from msgspec import Struct, field

from xlplan.domain.number_reading import NumberProblem, NumberReading, read_number
from xlplan.domain.numerals import read_numeral
from xlplan.domain.plan import Better
from xlplan.domain.target import UNSET, Target, TargetKind, count_target
from xlplan.domain.unit_of_measure import MOST_DECIMALS, WHOLE_THINGS, UnitOfMeasure
from xlplan.domain.unit_words import are_forms_of_one_unit
from xlplan.text.normalize import clean_spaces, drop_invisible, is_dash, match_key
from xlplan.text.text_cache import LONGEST, text_cache

# Under this unit of measure a number of any kind is a target, also a percentage.
ANY_UNIT = UnitOfMeasure("%", MOST_DECIMALS)
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
        "ongoing|(continuous|continual|constant|permanent|regular|systematic)(ly)?|systematically",
        "at all times|year-round|all year",
        "(on|in) an? (ongoing|regular|continuous|continuing|permanent|constant) (basis|manner)",
        "(throughout|during|within) (the )?(whole |entire |current |reporting )*"
        "(year|quarter|period|month|half-year)",
        "(throughout|during) 20[0-9][0-9]",
        "daily|weekly|monthly|quarterly|yearly|annually|(every|each) (day|week|month|quarter|year)",
    ),
    TargetKind.ON_INSTRUCTION: (
        "за (окремим |окремими )?(дорученням|дорученнями|вказівкою|вказівками|розпорядженням|наказом)",
        "згідно (з |із |зі )?(окремим |окремими )?(дорученням|дорученнями|доручення|доручень)",
        "відповідно до (окремого |окремих )?(доручення|доручень)",
        "на виконання (окремого |окремих )?(доручення|доручень)",
        "(у|в) разі (отримання |надходження |наявності )?(окремого |окремих )?(доручення|доручень)",
        "(on|upon|by|per|as per|under|following|according to|in accordance with) (the |an |a |separate |special )*"
        "(instructions?|orders?|assignments?|directives?)",
        "(as|if|when|where) (instructed|directed|ordered|assigned)",
    ),
    TargetKind.ON_DEMAND: (
        f"(за|при|по) (наявності )?{_NEED}",
        f"(по|в|у) (міру|мірі) (виникнення |наявності )?({_NEED}|надходження|звернення)",
        "(відповідно до|залежно від) потреб",
        "(у|в) (разі|випадку)",
        "при (проведенні|проведення|зверненні|надходженні|виникненні|отриманні)",
        "(при|за) наявності",
        "за (умови|зверненням|зверненнями|запитом|запитами|заявкою|заявками)",
        "(as|if|when|whenever|where|wherever) (and when |and where |is |are |it is )?"
        "(needed|required|necessary|requested|applicable|appropriate|any|possible|available)",
        "(as|if|when|where) (the |a |any )?(needs?|requests?|demand|cases?) (arises?|occurs?)",
        "(on|upon|at|by|per|subject to|depending on|according to) (the |a |an |separate |individual )*"
        "(demand|requests?|needs?|necessity|availability|applications?|appeals?)",
        "in (the )?(case|event) of|in case|subject to|provided that",
    ),
}
# To compile the patterns takes as long as Python to start, and a return that asks for numbers needs none.
# Words by which a plan says that it gives no target, or none yet. “х” is also “x”.
_NO_TARGET = match_key(
    "н/д|н/з|х|не (застосовується|визначено|визначений|встановлено|планується|передбачено)|уточнюється"
    "|буде (визначено|уточнено)|n[./]?a|not (applicable|set|planned|defined|determined)|none|no target"
    "|tb[dca]|to be (determined|defined|decided|confirmed|agreed)"
)
_PATTERNS = tuple(
    ("(?:" + "|".join(match_key(words) for words in each) + r")(?!\w)", kind) for kind, each in _BEGINNINGS.items()
)
# Usual words, from which a message suggests the one that was probably meant.
_USUAL_WORDS = (
    *("постійно", "систематично", "щомісяця", "щокварталу", "щоквартально", "протягом року", "протягом кварталу"),
    *("упродовж року", "впродовж року", "на постійній основі", "за потреби", "при потребі", "за необхідності"),
    *("у разі потреби", "у разі необхідності", "у разі проведення", "в міру необхідності", "за дорученням"),
    *("згідно з дорученням", "за окремим дорученням", "ongoing", "on an ongoing basis", "throughout the year"),
    *("throughout the quarter", "as needed", "as required", "if necessary", "when required", "on demand"),
    *("upon request", "on request", "on instruction", "as instructed", "monthly", "quarterly", "in case of need"),
)
_LIKE_ENOUGH = 0.75
_NUMBER_BUT_NO_YEAR = r"(?<!\d)(?!20\d\d(?!\d))\d"


class Limit(Enum):
    """The way in which the words of a target limit its number."""

    FLOOR = "floor"
    CEILING = "ceiling"

    @property
    def better(self) -> Better:
        """The way that is good for an indicator with such a limit."""
        return Better.LESS if self is Limit.CEILING else Better.MORE


class TargetReading(Struct, frozen=True):
    """A target as a plan's cell gives it.

    Attributes:
        target: The target; None where the cell cannot be understood.
        limit: The limit that its words set, if they set one.
        number: The reading of the number in it, which says why there is no target.
    """

    target: Target | None
    limit: Limit | None = None
    number: NumberReading = field(default_factory=NumberReading)


_LIMITS = {
    Limit.FLOOR: (
        "не (менше|менш|нижче)( як| ніж| від)?|щонайменше|як мінімум|мінімум|мінімально|мін"
        "|at least|(no|not) (less|fewer) than|no lower than|minimum( of)?|min",
        r"≥|>=|⩾",
    ),
    Limit.CEILING: (
        "не (більше|більш|вище)( як| ніж| від)?|не (перевищує|перевищувати|перевищуватиме)|щонайбільше"
        "|як максимум|максимум|максимально|макс|до|(в|у) межах( до)?"
        "|at most|(no|not) (more|higher) than|(not exceeding|not to exceed)|up to|within|maximum( of)?|max",
        r"≤|<=|⩽",
    ),
}
_WITH_LIMIT = tuple(
    (rf"(?:(?P<word>(?:{match_key(words)})\.?:?) |(?:{signs}) ?)(?P<rest>\S.*)", limit)
    for limit, (words, signs) in _LIMITS.items()
)
# “до 5” is a ceiling. “до 01.06” and “до 2024” are days and years, by which something is to be done.
_UNTIL = frozenset(map(match_key, ("до", "up to", "within")))
_DAY, _YEAR = r"\d{1,2}\.(?:0\d|1[0-2])(?:\.\d+)?", r"(?:19|20)\d\d"
# Two numbers with more than one blank between them are never joined.
_APART = r"\d(?:\s*[\t-\r\x85\u2028\u2029]\s*|\s{2,})\d"
_IN_BRACKETS = r"(?P<before>[^()]*\d[^()]*?) ?\((?P<words>[^()\d]+)\) ?(?P<after>[^()\d]*)"
_COUNTING = (
    r"(?P<number>.*\d) ?(?:"
    + match_key(
        "шт|штука|штуки|штук|од|одиниця|одиниці|одиниць|раз|рази|разів|особа|особи|осіб|людина|людини|людей"
        "|захід|заходи|заходів|послуга|послуги|послуг|pcs|pc|pieces|piece|items|item|units|unit|times|time"
        "|people|persons|person|events|event"
    )
    + r")\.?"
)
_WORDED = r"(?P<number>.*\d) ?(?P<word>[^\d\s][^\d]*)"


def read_target(value: object, unit: UnitOfMeasure = WHOLE_THINGS) -> Target | None:
    """Return the target in a plan's cell, in any spelling met so far; None where it cannot be understood."""
    return read_limited_target(value, unit).target


def is_target(value: object, unit: UnitOfMeasure = WHOLE_THINGS) -> bool:
    """Tell if a cell holds a target: one that is understood, and no blank."""
    return read_target(value, unit) not in (None, UNSET)


def read_limited_target(value: object, unit: UnitOfMeasure = WHOLE_THINGS) -> TargetReading:
    """Read the target in a plan's cell. A blank cell or a dash is UNSET, never zero.

    There is no target where the cell holds more decimals than its row allows, a negative number, two numbers,
    unknown words, or words that hide a number (“щомісяця 5 лекцій”).

    Args:
        value: The value of the cell.
        unit: The unit of measure of its row.
    """
    if value is None:
        return TargetReading(UNSET)
    if not isinstance(value, str):
        number = read_number(value if isinstance(value, int | float) else None, unit)
        return TargetReading(None if number.value is None else count_target(number.value), None, number)
    return _read_short_text(value, unit) if len(value) <= LONGEST else _read_text(value, unit)


def _read_text(value: str, unit: UnitOfMeasure) -> TargetReading:
    words = clean_spaces(value)
    if not words or is_dash(words) or says_no_target(words):
        return TargetReading(UNSET)
    number = read_number(value, unit)
    if number.value is not None:
        return TargetReading(count_target(number.value), None, number)
    if number.problem is not NumberProblem.NOT_A_NUMBER or re.search(_APART, drop_invisible(value)):
        return TargetReading(None, None, number)
    said = _in_words(words, unit)
    if said.target or said.number.problem not in (None, NumberProblem.NOT_A_NUMBER):
        return said
    kind = next((kind for pattern, kind in _PATTERNS if re.match(pattern, match_key(words))), None)
    hides_number = kind is TargetKind.CONTINUOUS and re.search(_NUMBER_BUT_NO_YEAR, words)
    return TargetReading(None if kind is None or hides_number else Target(kind, words), None, number)


# A row is looked at several times before its targets are settled.
_read_short_text = lru_cache(maxsize=1024)(_read_text)


@text_cache
def says_no_target(words: str) -> bool:
    """Tell if words say that the plan gives no target, or none yet: “н/д”, “tbd”."""
    return re.fullmatch(_NO_TARGET, match_key(words).strip(" .()*")) is not None


def _in_words(words: str, unit: UnitOfMeasure) -> TargetReading:
    """Read a number with words around it: a limit before, what is counted behind, itself in brackets."""
    rest, limit = match_key(words), None
    for pattern, each in _WITH_LIMIT:
        if found := re.fullmatch(pattern, rest):
            if found["word"] in _UNTIL and _is_day_or_year(found["rest"], unit):
                return TargetReading(None)
            rest, limit = found["rest"], each
            break
    number = _counted(rest, unit)
    target = None if number.value is None else Target(TargetKind.COUNT, words, number.value)
    return TargetReading(target, limit, number)


def _is_day_or_year(text: str, unit: UnitOfMeasure) -> bool:
    """Tell if a text may be a day or a year by which something is to be done."""
    return bool(re.fullmatch(_DAY, text)) or (unit == WHOLE_THINGS and bool(re.fullmatch(_YEAR, text)))


def _counted(text: str, unit: UnitOfMeasure) -> NumberReading:
    """Read a number that a word for what is counted, or the number itself in brackets, may follow."""
    # A long text without a bracket would be tried from each of its signs to its end.
    if "(" in text and (bracketed := re.fullmatch(_IN_BRACKETS, text)):
        number = _counted(f"{bracketed['before']} {bracketed['after']}".strip(), unit)
        is_same = number.value is not None and read_numeral(bracketed["words"]) == number.value
        return number if is_same or number.value is None else NumberReading(problem=NumberProblem.NOT_A_NUMBER)
    number = read_number(text, unit)
    if number.value is not None:
        return number
    if unit == WHOLE_THINGS and (counted := re.fullmatch(_COUNTING, text)):
        return read_number(counted["number"], unit)
    if unit.word and (worded := re.fullmatch(_WORDED, text)) and are_forms_of_one_unit(worded["word"], unit.word):
        return read_number(f"{worded['number']} {unit.word}", unit)
    return number


def suggest_words(text: str) -> str | None:
    """Return the usual words of a typed target that a misspelt text probably begins with; None without any."""
    typed = match_key(text).split()
    scored = []
    for usual in _USUAL_WORDS:
        begins = " ".join(typed[: len(usual.split())])
        scored.append((SequenceMatcher(None, begins, match_key(usual)).ratio(), usual))
    likeness, nearest = max(scored, key=lambda pair: pair[0])
    return nearest if likeness >= _LIKE_ENOUGH else None
