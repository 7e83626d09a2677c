"""Numbers in words, as plans repeat them in brackets: “5 (п'ять)”, “25 (twenty-five)”."""

import re

from xlplan.text.normalize import match_key

_ONES = (
    ("нуль нуля zero", 0),
    ("один одна одне одного однієї одному one", 1),
    ("два дві двох two", 2),
    ("три трьох three", 3),
    ("чотири чотирьох four", 4),
    ("п'ять п'яти five", 5),
    ("шість шести six", 6),
    ("сім семи seven", 7),
    ("вісім восьми eight", 8),
    ("дев'ять дев'яти nine", 9),
    ("десять десяти ten", 10),
    ("одинадцять одинадцяти eleven", 11),
    ("дванадцять дванадцяти twelve", 12),
    ("тринадцять тринадцяти thirteen", 13),
    ("чотирнадцять чотирнадцяти fourteen", 14),
    ("п'ятнадцять п'ятнадцяти fifteen", 15),
    ("шістнадцять шістнадцяти sixteen", 16),
    ("сімнадцять сімнадцяти seventeen", 17),
    ("вісімнадцять вісімнадцяти eighteen", 18),
    ("дев'ятнадцять дев'ятнадцяти nineteen", 19),
)
_TENS = (
    ("двадцять двадцяти twenty", 20),
    ("тридцять тридцяти thirty", 30),
    ("сорок сорока forty", 40),
    ("п'ятдесят п'ятдесяти fifty", 50),
    ("шістдесят шістдесяти sixty", 60),
    ("сімдесят сімдесяти seventy", 70),
    ("вісімдесят вісімдесяти eighty", 80),
    ("дев'яносто дев'яноста ninety", 90),
)
_HUNDREDS = (
    ("сто ста", 100),
    ("двісті двохсот", 200),
    ("триста трьохсот", 300),
    ("чотириста чотирьохсот", 400),
    ("п'ятсот п'ятисот", 500),
    ("шістсот шестисот", 600),
    ("сімсот семисот", 700),
    ("вісімсот восьмисот", 800),
    ("дев'ятсот дев'ятисот", 900),
)


def _table(*rows: tuple[str, int]) -> dict[str, int]:
    return {match_key(word): value for words, value in rows for word in words.split()}


_SMALL, _TEN, _HUNDRED = _table(*_ONES), _table(*_TENS), _table(*_HUNDREDS)
_HUNDRED_WORD, _AND = match_key("hundred"), match_key("and")
_THOUSAND_WORDS = frozenset(map(match_key, ("тисяча", "тисячі", "тисяч", "thousand")))
_BETWEEN = re.compile(r"[\s-]+")


def read_numeral(text: str) -> int | None:
    """Return the whole number below a million that words name, in either language; None for any other words."""
    words = [word for word in _BETWEEN.split(match_key(text).strip(" .,")) if word and word != _AND]
    at = next((at for at, word in enumerate(words) if word in _THOUSAND_WORDS), None)
    if at is None:
        return _below_thousand(words)
    thousands = _below_thousand(words[:at]) if at else 1
    rest = _below_thousand(words[at + 1 :]) if words[at + 1 :] else 0
    return None if not thousands or rest is None else thousands * 1000 + rest


def _below_thousand(words: list[str]) -> int | None:
    """Return the sum of hundreds, tens and ones in this order, each at most once; None where they are not so."""
    number, rest = 0, list(words)
    if len(rest) > 1 and rest[1] == _HUNDRED_WORD and 0 < _SMALL.get(rest[0], 0) < 10:
        number, rest = _SMALL[rest[0]] * 100, rest[2:]
    elif rest and rest[0] in _HUNDRED:
        number, rest = _HUNDRED[rest[0]], rest[1:]
    has_tens = bool(rest) and rest[0] in _TEN
    if has_tens:
        number, rest = number + _TEN[rest[0]], rest[1:]
    if rest and rest[0] in _SMALL and (not has_tens or 0 < _SMALL[rest[0]] < 10):
        number, rest = number + _SMALL[rest[0]], rest[1:]
    return None if rest or not words else number
