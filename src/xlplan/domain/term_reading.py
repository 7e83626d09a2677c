"""Terms as plans word them: a day, a month, a quarter, a range of these, and the quarters that they fall in."""

import re
from collections.abc import Iterator

from msgspec import Struct

from xlplan.domain.day_reading import is_weekday, month_of
from xlplan.domain.quarter import Quarter
from xlplan.text.normalize import clean_spaces, match_key
from xlplan.text.text_cache import text_cache


class Term(Struct, frozen=True):
    """A day, a month or a quarter in a plan's own words.

    Attributes:
        words: The words, as written.
        numbers: The numbers of the quarters that it falls in, from the first to the last; none for a term
            without a month, like “протягом кварталу”.
        years: The years that it names.
    """

    words: str
    numbers: tuple[int, ...] = ()
    years: tuple[int, ...] = ()

    def quarters_of(self, known: tuple[Quarter, ...]) -> tuple[Quarter, ...]:
        """Return the quarters among `known` that the term falls in."""
        return tuple(
            each for each in known if each.number in self.numbers and (not self.years or each.year in self.years)
        )


class DatedText(Struct, frozen=True):
    """A text without the term in front of it or at its end, and that term."""

    text: str
    term: Term | None = None


_ORDINAL = r"(?:-?(?:го|му|ому|й|те|е|st|nd|rd|th)(?![^\W\d_]))?"
_TOKEN = re.compile(
    r"\s*(?:"
    r"(?P<iso>(?P<iy>\d{4})-(?P<im>\d{1,2})-\d{1,2})(?!\d)"
    r"|(?P<full>\d{1,2}[./]\s?(?P<fm>\d{1,2})[./]\s?(?P<fy>\d{4}|\d\d))(?!\d)"
    r"|(?P<short>\d{1,2}\.(?P<sm>\d\d))(?![\d.]*\d)"
    r"|(?P<clock>\d{1,2}:\d\d)(?!\d)"
    rf"|(?P<numeral>[IІV]{{1,3}}|[1-4]){_ORDINAL}\s?(?:квартал[^\W\d_]*|кв\.?|quarter|qtr\.?)(?![^\W\d_])"
    r"|(?:Q\s?(?P<q>[1-4])|(?:quarter|квартал)\s(?P<qn>[1-4]))(?!\d)"
    r"|(?P<ordinal>перш|друг|трет|четверт|first|second|third|fourth)[^\W\d_]*\s(?:квартал[^\W\d_]*|quarter)"
    r"|(?P<year>(?:19|20)\d\d)(?!\d)"
    rf"|(?P<number>\d{{1,2}}){_ORDINAL}(?![\d.,]*\d)"
    r"|(?P<word>[^\W\d_]+(?:'[^\W\d_]+)*)"
    r"|(?P<sign>[.,/–—−‑‒-])"
    r")",
    re.IGNORECASE,
)
_ORDINALS = {"перш": 1, "друг": 2, "трет": 3, "четверт": 4, "first": 1, "second": 2, "third": 3, "fourth": 4}
_LINKS = frozenset(
    match_key(
        "до|від|з|із|зі|по|у|в|на|о|об|протягом|упродовж|впродовж|орієнтовно|початок|початку|кінець|кінця"
        "|кінці|середина|середині|і|й|та|не|пізніше|раніше|by|in|on|from|to|until|till|before|during|of|the"
        "|and|at|early|mid|late|end|beginning|around|about|no|later|than"
    ).split("|")
)
# These belong to a term where a month, a quarter or a year stands beside them.
_PARTS = frozenset(
    match_key(
        "р|рр|рік|року|роки|років|місяць|місяця|год|година|години|годині|декада|декаді|декади|тиждень|тижня"
        "|тижні|половина|половині|половини|перша|перший|першій|друга|другій|друга|третя|третій|year|month"
        "|week|half|квартал|кварталу"
    ).split("|")
)
_WITHOUT_MONTH = re.compile(
    f"(?:{match_key('протягом|упродовж|впродовж|during|throughout')}) (?:{match_key('the')} )?"
    f"(?:(?:{match_key('усього|всього|поточного|звітного|whole')}) )?"
    f"(?:{match_key('кварталу|року|періоду|quarter|year|period')})"
)
_LONGEST = 70
_BRACKETS_AT_END = re.compile(r"\s*[(\[]([^()\[\]]+)[)\]]\s*[.;,]*$")
_BRACKETS_IN_FRONT = re.compile(r"[(\[]([^()\[\]]+)[)\]]\s*[-–—:,.]*\s*")
_SEPARATOR = re.compile(r"\s+[-–—]\s*|\s*[,;:]\s+|:\s*|(?<=\S)\s+")
_BEHIND = re.compile(r"\s*[-–—:,;]\s*|\s+")


@text_cache
def read_term(text: str) -> Term | None:
    """Return the term that a text is, with nothing beside it; None for any other text."""
    words = clean_spaces(text).strip(" .;,")
    if not words or len(words) > _LONGEST:
        return None
    if _WITHOUT_MONTH.fullmatch(match_key(words)):
        return Term(words)
    ends = [end for end, _term in _prefixes(words)]
    return _term_of(words, words) if ends and ends[-1] == len(words) else None


@text_cache
def split_term(text: str) -> DatedText:
    """Split a term off that stands in front of a text or at its end.

    That is “12.02.2026 лекція”, “у березні – лекція”, “лекція (12.02)”, “лекція – травень”.
    """
    plain = clean_spaces(text)
    return _in_front(plain) or _at_end(plain) or DatedText(plain)


def _in_front(text: str) -> DatedText | None:
    if (bracketed := _BRACKETS_IN_FRONT.match(text)) and (term := read_term(bracketed[1])):
        return DatedText(text[bracketed.end() :], term)
    found = None
    for end, term in _prefixes(text[:_LONGEST]):
        behind = _BEHIND.match(text, end)
        # A word alone may begin a name: “Травень правової освіти”. A sign behind it makes it a term.
        is_parted = behind and (behind[0].strip() or text[0].isdigit() or len(term.words.split()) > 1)
        if end == len(text) or is_parted:
            found = DatedText(text[behind.end() if behind else end :], term)
    return found


def _at_end(text: str) -> DatedText | None:
    if (bracketed := _BRACKETS_AT_END.search(text)) and (term := read_term(bracketed[1])):
        return DatedText(text[: bracketed.start()].rstrip(" ;,"), term)
    for separator in _SEPARATOR.finditer(text, max(0, len(text) - _LONGEST)):
        tail = text[separator.end() :]
        term = read_term(tail)
        # Without a sign before it only a whole day is a term: “до Дня знань 1 вересня” names a feast.
        if term and (separator[0].strip() or (tail[0].isdigit() and term.years)):
            return DatedText(text[: separator.start()].rstrip(" ;,"), term)
    return None


def _prefixes(text: str) -> Iterator[tuple[int, Term]]:
    """Yield the end of each beginning of a text that is a term, and that term; the longest comes last."""
    at = 0
    while match := _TOKEN.match(text, at):
        if match["word"] and not _is_known(match["word"]):
            return
        at = match.end()
        dotted = at + 1 if match["word"] and text[at : at + 1] == "." else at
        ends = not match["sign"] and not (match["word"] and match_key(match["word"]) in _LINKS)
        if ends and (term := _term_of(text[:at], text[:dotted])):
            yield dotted, term
        at = dotted


def _is_known(word: str) -> bool:
    key = match_key(word)
    return key in _LINKS or key in _PARTS or month_of(word) is not None or is_weekday(word)


def _term_of(text: str, words: str) -> Term | None:
    """Return the term that the tokens of a text name; None where they name no month and no quarter."""
    numbers: set[int] = set()
    years: set[int] = set()
    for match in _TOKEN.finditer(text):
        month = next((int(match[name]) for name in ("im", "fm", "sm") if match[name]), None)
        if match["word"]:
            month = month_of(match["word"])
        if month is not None:
            if month not in range(1, 13):
                return None
            numbers.add((month + 2) // 3)
        if year := match["iy"] or match["fy"] or match["year"]:
            years.add(int(year) + (2000 if len(year) == 2 else 0))
        if quarter := match["numeral"] or match["q"] or match["qn"]:
            numeral = quarter.upper().replace("І", "I")
            number = {"I": 1, "II": 2, "III": 3, "IV": 4}.get(numeral, int(quarter) if quarter.isdigit() else 0)
            if not number:
                return None
            numbers.add(number)
        if match["ordinal"]:
            numbers.add(_ORDINALS[match["ordinal"].casefold()])
    if not numbers:
        return None
    return Term(words.strip(" ,"), tuple(range(min(numbers), max(numbers) + 1)), tuple(sorted(years)))
