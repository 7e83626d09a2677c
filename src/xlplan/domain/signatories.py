"""The post and the name of a person who signs, told apart in one line of text."""

import re

# The third apostrophe, ʼ, is a letter to Unicode. As a sign between letters as well it would give a long text so
# many meanings that no search came to its end.
_WORD_PATTERN = r"[^\W\d_]+(?:['’-][^\W\d_]+)*"
_INITIALS = r"(?<!\w)(?:[^\W\d_]\.\s?){1,2}"
_SHORT_NAMES = (
    re.compile(rf"{_INITIALS}\s?{_WORD_PATTERN}$"),  # О.В. Коваленко
    re.compile(rf"{_WORD_PATTERN} {_INITIALS}$"),  # Коваленко О.В.
)
_FULL_NAMES = (
    re.compile(rf"{_WORD_PATTERN} {_WORD_PATTERN}(?:ич|вна) {_WORD_PATTERN}$"),  # Оксана Іванівна ПЕТРЕНКО
    re.compile(rf"{_WORD_PATTERN} {_WORD_PATTERN}$"),  # Оксана ПЕТРЕНКО
)
# A name is sought at the end of a text alone: elsewhere the search would take long, and find none.
_LONGEST_NAME = 120
_VOWELS = set("аеєиіїоуюяaeiouy")
# Endings of an adjective before an abbreviation, as in «начальник Народицького ДРАЦС». No given name has them.
_ADJECTIVE_ENDINGS = ("ого", "ої", "их", "ому")


def split_post_and_name(text: str) -> tuple[str, str]:
    """Return the post, and the name at its end: `О.В. Коваленко` or `Оксана ПЕТРЕНКО`.

    The name is "" where it is not certain.
    """
    for patterns, is_name in ((_SHORT_NAMES, _is_short_name), (_FULL_NAMES, _is_full_name)):
        for pattern in patterns:
            name = pattern.search(text, max(0, len(text) - _LONGEST_NAME))
            if name and is_name(name[0]) and (name.start() or is_name is _is_short_name):
                return text[: name.start()].rstrip(" ,"), name[0]
    return text, ""


def _is_short_name(text: str) -> bool:
    return all(word[0].isupper() for word in re.split(r"[\s.]+", text) if word)


def _is_full_name(text: str) -> bool:
    *given, surname = text.split()
    return (
        all(_is_given(part) for word in given for part in word.split("-"))
        and surname.isupper()
        and len(surname) >= 3
        and bool(_VOWELS & set(surname.casefold()))
    )


def _is_given(word: str) -> bool:
    return word[0].isupper() and word[1:].islower() and not word.endswith(_ADJECTIVE_ENDINGS)
