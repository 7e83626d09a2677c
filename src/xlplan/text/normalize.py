"""One spelling for texts that people type in many ways: spaces, apostrophes, look-alike letters."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

# Seen in returns of bureaus: a Latin i in a Cyrillic word, three kinds of apostrophe, no-break spaces.
_LATIN = "aceiopxyABCEHIKMOPTXYi"
_CYRILLIC = "асеіорхуАВСЕНІКМОРТХУі"
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)
_APOSTROPHES = str.maketrans(dict.fromkeys("’ʼ`´‘′", "'"))
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_SPACES = re.compile(r"\s+")
_LETTERS = re.compile(r"[^\W\d_]+(?:['’ʼ`´‘′][^\W\d_]+)*")
_CYRILLIC_LETTER = re.compile("[\u0400-\u052f]")
_LATIN_LETTERS = re.compile("[A-Za-z]")
# The signs that people type for a dash. The last one is the sign that xlplan writes.
DASHES = "-‐‑‒–―−—"


def clean_spaces(text: str) -> str:
    """Return `text` with single plain spaces, one kind of apostrophe and no invisible signs; letters as typed."""
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFC", text)).translate(_APOSTROPHES)
    return _SPACES.sub(" ", plain).strip()


def without_invisible(text: str) -> str:
    """Return the text with a space for each sign that cannot be seen. Some of these turn a line around."""
    return text if text.isprintable() else "".join(sign if sign.isprintable() else " " for sign in text)


def match_key(text: str) -> str:
    """Return the key that two spellings of one text share: clean spaces, no case, look-alikes as Cyrillic."""
    return clean_spaces(text).translate(_TO_CYRILLIC).casefold()


def latin_code(text: str) -> str:
    """Return `text` with clean spaces, in capitals, look-alikes as Latin: for codes from a Ukrainian keyboard."""
    return clean_spaces(text).upper().translate(_TO_LATIN)


def is_dash(text: str) -> bool:
    """Tell if `text` is nothing but dashes. People put a dash where a table has nothing to say."""
    plain = clean_spaces(text).replace(" ", "")
    return bool(plain) and not plain.strip(DASHES)


def fix_mixed_alphabets(text: str) -> tuple[str, tuple[str, ...]]:
    """Replace Latin look-alikes in Cyrillic words by Cyrillic letters.

    A word with another Latin letter stays as it is: nobody can tell its meaning.

    Returns:
        The text, and the mixed words as typed.
    """
    mixed = tuple(word for word in _LETTERS.findall(text) if _is_mixed(word))
    if not mixed:
        return text, ()
    mended = _LETTERS.sub(lambda m: m[0].translate(_TO_CYRILLIC) if _is_mixed(m[0]) else m[0], text)
    return mended, tuple(dict.fromkeys(mixed))


def _is_mixed(word: str) -> bool:
    latin_letters = _LATIN_LETTERS.findall(word)
    return bool(latin_letters and _CYRILLIC_LETTER.search(word)) and all(each in _LATIN for each in latin_letters)


def closest_match(text: str, known: Iterable[str]) -> str | None:
    """Return the entry of `known` that `text` was probably meant to be, or None."""
    by_fold = {match_key(name): name for name in known}
    found = get_close_matches(match_key(text), list(by_fold), n=1, cutoff=0.75)
    return by_fold[found[0]] if found else None
