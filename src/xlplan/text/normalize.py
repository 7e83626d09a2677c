"""One spelling for texts that people type in many ways: spaces, apostrophes, look-alike letters."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

# Seen in returns of bureaus: a Latin i in a Cyrillic word, three kinds of apostrophe, no-break spaces.
_LATIN = "aceiopxyABCEHIKMOPTXYi"
_CYRILLIC = "асеіорхуАВСЕНІКМОРТХУі"
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)
# In capitals more letters look alike than in small ones. A key is the same for both, so “AT LEAST” is “at least”.
_TO_KEY = str.maketrans(_LATIN + "bhkmt", _CYRILLIC + "внкмт")
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)
# Patterns, because `str.translate` looks at each letter of a Ukrainian text and takes fifteen times as long.
_APOSTROPHES = re.compile("[’ʼ`´‘′]")
_LATIN_WORD = re.compile("[A-Za-z]+")
# Signs that no program shows: marks of direction, joiners, soft hyphens, selectors of variants.
# Source: Unicode, Default_Ignorable_Code_Point, and the marks of annotations.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]"
)
_LETTERS = re.compile(r"[^\W\d_]+(?:['’ʼ`´‘′][^\W\d_]+)*")
_CYRILLIC_LETTER = re.compile("[\u0400-\u052f]")
_LATIN_LETTERS = re.compile("[A-Za-z]")
# Texts up to the first length are kept in thousands, those up to the second in hundreds: a file with huge cells
# fills no memory.
_SHORT, _LONG = 80, 1000
# The signs that people type for a dash. The last one is the sign that xlplan writes.
DASHES = "-‐‑‒–―−—"
_EACH_DASH = tuple(DASHES)


def clean_spaces(text: str) -> str:
    """Return `text` with single plain spaces, one kind of apostrophe and no invisible signs; letters as typed."""
    if len(text) <= _SHORT:
        return _clean_short(text)
    return _clean_long(text) if len(text) <= _LONG else _clean(text)


def _clean(text: str) -> str:
    plain = unicodedata.normalize("NFC", drop_invisible(text))
    return " ".join(_APOSTROPHES.sub("'", plain).split())


# The cell of a table is looked at several times, and the same words stand in many cells.
_clean_short, _clean_long = lru_cache(maxsize=4096)(_clean), lru_cache(maxsize=1024)(_clean)


def drop_invisible(text: str) -> str:
    """Return the text without the signs that nobody sees; spaces and line breaks stay.

    Programs add such signs to what is copied. Some of them turn a line around.
    """
    return text if text.isascii() and text.isprintable() else _INVISIBLE.sub("", text)


def without_invisible(text: str) -> str:
    """Return the text without signs that nobody sees, and with a plain space for each sign that is not printed."""
    plain = drop_invisible(text)
    return plain if plain.isprintable() else "".join(sign if sign.isprintable() else " " for sign in plain)


def match_key(text: str) -> str:
    """Return the key that two spellings of one text share: clean spaces, no case, look-alikes as Cyrillic."""
    if len(text) <= _SHORT:
        return _short_key(text)
    return _long_key(text) if len(text) <= _LONG else _key(text)


def _key(text: str) -> str:
    return _LATIN_WORD.sub(lambda found: found[0].translate(_TO_KEY), clean_spaces(text)).casefold()


# Headings, codes and names come again in each row of a table, and merged texts too.
_short_key, _long_key = lru_cache(maxsize=4096)(_key), lru_cache(maxsize=1024)(_key)


def latin_code(text: str) -> str:
    """Return `text` with clean spaces, in capitals, look-alikes as Latin: for codes from a Ukrainian keyboard."""
    return clean_spaces(text).upper().translate(_TO_LATIN)


def is_dash(text: str) -> bool:
    """Tell if `text` is nothing but dashes. People put a dash where a table has nothing to say."""
    plain = clean_spaces(text)
    return plain.startswith(_EACH_DASH) and not plain.replace(" ", "").strip(DASHES)


def fix_mixed_alphabets(text: str) -> tuple[str, tuple[str, ...]]:
    """Replace Latin look-alikes in Cyrillic words by Cyrillic letters.

    A word with another Latin letter stays as it is: nobody can tell its meaning.

    Returns:
        The text, and the mixed words as typed.
    """
    # Most texts have letters of one alphabet.
    has_both = _LATIN_LETTERS.search(text) and _CYRILLIC_LETTER.search(text)
    mixed = tuple(word for word in _LETTERS.findall(text) if _is_mixed(word)) if has_both else ()
    if not mixed:
        return text, ()
    mended = _LETTERS.sub(lambda m: m[0].translate(_TO_CYRILLIC) if _is_mixed(m[0]) else m[0], text)
    return mended, tuple(dict.fromkeys(mixed))


def _is_mixed(word: str) -> bool:
    latin_letters = _LATIN_LETTERS.findall(word)
    return bool(latin_letters and _CYRILLIC_LETTER.search(word)) and all(each in _LATIN for each in latin_letters)


def closest_match(text: str, known: Iterable[str]) -> str | None:
    """Return the entry of `known` that `text` was probably meant to be, or None."""
    from difflib import get_close_matches

    by_fold = {match_key(name): name for name in known}
    found = get_close_matches(match_key(text), list(by_fold), n=1, cutoff=0.75)
    return by_fold[found[0]] if found else None
