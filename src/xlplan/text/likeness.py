"""Likeness of two texts: one text that was corrected, inflected, shortened or extended, or two texts.

Words are compared by their stems, for Ukrainian inflects the ends of words. Numbers and negations are never alike.
"""

import re
from functools import lru_cache

from msgspec import Struct

from xlplan.text.normalize import match_key

# Of a text within a longer one, the longer one has at most this share of words more, and at most so many. In long
# titles a few words at the end are what tells one row from another.
_ADDED, _MOST_ADDED = 0.4, 4
# Texts that share at least this much of their words may be one text; nobody can tell without asking.
_SIMILAR = 0.6
# A shorter word with one letter changed is often another word.
_MISTYPED = 7
_SHORTEST_STEM = 3
# Words that begin with so many same letters are taken for related.
_STEM = 4
_TOKEN = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_YEAR = re.compile(r"(?:19|20)\d\d(?:-(?:19|20)\d\d)?")
# A text is read as a match key, which has its Latin letters in Cyrillic where these look alike.
_NUMERAL = re.compile(r"(?=..)[іхv]+")
_BETWEEN = (
    "а або від де для до з за зі із й і її їх його на над о об по під при про та те ті то у в це ці чи що щодо "
    "щоб як яка який яких які через між також тощо a an and at by for from in of on or the to with"
)
_WORDS_BETWEEN = frozenset(map(match_key, _BETWEEN.split()))
_NEGATIONS = frozenset(map(match_key, ("не", "ні", "без", "крім", "окрім", "not", "no", "without", "except")))
# Vowels that change within a word when it is inflected: стіл, стола; осінь, осені.
_VOWELS = str.maketrans("іїеє", "оооо")
_ENDING_TEXTS = (
    "а я у ю і ї о е є и ь й ам ям ах ях ами ями ів їв ей ов ев ом ем єм ою ею єю ові еві єві ий ій ої ого ому им "
    "ім їм их іх їх ими іми їми та те ка ку ки ко ок ня ню ні нь нням ннях ннями ння нню нні ен ень s es ed ing"
)
_ENDINGS = frozenset(("", *(match_key(ending).translate(_VOWELS) for ending in _ENDING_TEXTS.split())))


class _Words(Struct, frozen=True):
    """The words of a text: those with a meaning, and the numbers and negations, which allow no change."""

    meaning: frozenset[str]
    stems: frozenset[str]
    fixed: tuple[str, ...]


def are_alike(one: str, other: str) -> bool:
    """Tell if two match keys are one text: corrected, inflected, shortened or extended, without other words."""
    if one == other:
        return True
    words, others = _words_of(one), _words_of(other)
    if not words.meaning or not others.meaning or words.fixed != others.fixed:
        return False
    shorter, longer = sorted((words.meaning, others.meaning), key=len)
    if any(_is_missing(word, longer) for word in shorter - longer):
        return False
    added = sum(_is_missing(word, shorter) for word in longer - shorter)
    return added <= min(_MOST_ADDED, _ADDED * len(longer))


def are_similar(one: str, other: str) -> bool:
    """Tell if two match keys share so many beginnings of words that they may be one text."""
    stems, others = _words_of(one).stems, _words_of(other).stems
    return one == other or (bool(stems) and len(stems & others) >= _SIMILAR * max(len(stems), len(others)))


def _is_missing(word: str, words: frozenset[str]) -> bool:
    return not any(_is_same_word(word, each) for each in words)


@lru_cache(maxsize=4096)
def _words_of(text: str) -> _Words:
    meaning: set[str] = set()
    fixed: list[str] = []
    for word in _TOKEN.findall(text):
        if word in _NEGATIONS or _NUMERAL.fullmatch(word):
            fixed.append(word)
        elif any(sign.isdigit() for sign in word):
            # The year changes in every plan.
            fixed += [] if _YEAR.fullmatch(word) else [word]
        elif word not in _WORDS_BETWEEN:
            meaning.add(word)
    stems = (word.translate(_VOWELS)[:_STEM] for word in meaning)
    return _Words(frozenset(meaning), frozenset(stems), tuple(sorted(fixed)))


@lru_cache(maxsize=1 << 18)
def _is_same_word(one: str, other: str) -> bool:
    """Tell if two words are one in two forms, or one of them mistyped."""
    if one == other:
        return True
    stem, rest = _split_at_difference(one.translate(_VOWELS), other.translate(_VOWELS))
    if stem >= _SHORTEST_STEM and all(each in _ENDINGS for each in rest):
        return True
    return min(len(one), len(other)) >= _MISTYPED and _differs_in_one_letter(one, other)


def _split_at_difference(one: str, other: str) -> tuple[int, tuple[str, str]]:
    """Return the length of what two words begin with, and the rest of each."""
    same = next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    return same, (one[same:], other[same:])


def _differs_in_one_letter(one: str, other: str) -> bool:
    """Tell if one letter was changed, left out or put in, or two neighbours were swapped."""
    _same, (rest, other_rest) = _split_at_difference(one, other)
    if rest[1:] == other_rest[1:] or rest == other_rest[1:] or rest[1:] == other_rest:
        return True
    return rest[:2] == other_rest[:2][::-1] and rest[2:] == other_rest[2:]
