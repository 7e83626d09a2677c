"""Words for units of measure: forms of one word, thousands and millions of it, and their usual decimals."""

import re

from msgspec import Struct

from xlplan.text.normalize import match_key
from xlplan.text.text_cache import text_cache

_WORD_ENDS = re.compile(r"[\s,.;:()\[\]'’]+")
# The forms of each word. A plan inflects it, and shortens it.
_MONEY = (
    "грн гривня гривні гривень гривнях ₴ uah hryvnia hryvnias",
    "usd $ долар долари доларів дол дол_сша доларів_сша",
    "eur € євро euro euros",
    "gbp £",
)
_HOURS = ("год година години годин годину годинах h hr hrs hour hours",)
_MEASURES = (
    "хв хвилина хвилини хвилин хвилинах min minute minutes",
    "день дня дні днів днях дн day days",
    "тиждень тижня тижні тижнів тижнях тиж week weeks",
    "місяць місяця місяці місяців місяцях міс month months",
    "рік року роки років роках year years",
    "бал бали балів балах point points score scores",
    "км кілометр кілометри кілометрів km",
    "м метр метри метрів m",
    "кг кілограм кілограми кілограмів kg",
    "т тонна тонни тонн t",
    "л літр літри літрів l",
    "га гектар гектари гектарів",
    "м2 м² кв_м m2 m²",
    "м3 м³ куб_м m3 m³",
    "гб гігабайт гігабайти гігабайтів gb",
    "квт·год квт-год квтг kwh",
    "ставка ставки ставок fte",
)
_COUNTED = ("сторінка сторінки сторінок стор page pages",)
_SCALES = (
    "тис тисяча тисячі тисяч thousand thousands k '000",
    "млн мільйон мільйони мільйонів mln m million millions",
    "млрд мільярд мільярди мільярдів bn billion billions",
)
_WITH_DECIMALS = len((*_MONEY, *_HOURS, *_MEASURES))
# Hours, minutes, days, weeks, months, years.
_TIMES = range(len(_MONEY), len(_MONEY) + 6)
_MONEY_DECIMALS, _HOUR_DECIMALS = 2, 1
_SCALE_KEYS = {
    plain: number
    for number, words in enumerate(_SCALES)
    for word in words.split()
    if (plain := match_key(word).strip("'"))
}
_UNIT_KEYS = {
    match_key(word).replace("_", " "): number
    for number, words in enumerate((*_MONEY, *_HOURS, *_MEASURES, *_COUNTED))
    for word in words.split()
}
# “in UAH thousand”, “thousands of UAH”.
_LINKS = frozenset(map(match_key, ("of", "у", "в", "in")))


class UnitWords(Struct, frozen=True):
    """A known unit of measure: the number of its word, and of its thousands or millions; None for neither."""

    word: int
    scale: int | None = None

    @property
    def is_money(self) -> bool:
        """Tells that it is money, also thousands of it."""
        return self.word < len(_MONEY)

    @property
    def is_time(self) -> bool:
        """Tells that it is a length of time."""
        return self.word in _TIMES

    @property
    def is_date(self) -> bool:
        """Tells that a number of it may name a date: “2026 року”, “2 місяця”."""
        return self.word in _TIMES[3:]

    @property
    def has_decimals(self) -> bool:
        """Tells that its numbers may have decimals: it measures, or counts thousands."""
        return self.scale is not None or self.word < _WITH_DECIMALS

    @property
    def decimals(self) -> int:
        """The decimals that its numbers usually have."""
        if self.is_money:
            return _MONEY_DECIMALS
        return _HOUR_DECIMALS if self.word == _TIMES[0] and self.scale is None else 0


@text_cache
def read_unit_words(text: str) -> UnitWords | None:
    """Return the known unit of measure that a text is: “тис. грн”, “UAH thousand”, “годин”; None for any other."""
    words = [word for word in _WORD_ENDS.sub(" ", match_key(text)).split() if word not in _LINKS]
    for scaled, rest in ((words[:1], words[1:]), (words[-1:], words[:-1])):
        if rest and scaled[0] in _SCALE_KEYS and " ".join(rest) in _UNIT_KEYS:
            return UnitWords(_UNIT_KEYS[" ".join(rest)], _SCALE_KEYS[scaled[0]])
    word = _UNIT_KEYS.get(" ".join(words))
    return None if word is None else UnitWords(word)


def are_forms_of_one_unit(word: str, other: str) -> bool:
    """Tell if two words are forms of one usual unit of measure: “дня” and “день”, “тис.грн” and “тис. гривень”."""
    known = read_unit_words(word)
    return known is not None and known == read_unit_words(other)
