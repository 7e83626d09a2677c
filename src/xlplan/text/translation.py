"""The words that a person reads: one gettext catalogue, English source, Ukrainian by default."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from xlplan.text.catalogue import Catalogue, Untranslated

LANGUAGES = ("uk", "en")
DEFAULT_LANGUAGE = "uk"

_LOCALES = os.path.join(os.path.dirname(__file__), "locale")


@lru_cache(maxsize=2 * len(LANGUAGES))
def _catalogue(language: str, domain: str = "xlplan") -> Catalogue | Untranslated:
    # English is the source, so it needs no catalogue; a missing Ukrainian one is a broken installation.
    if language == "en":
        return Untranslated()
    return Catalogue(os.path.join(_LOCALES, language, "LC_MESSAGES", f"{domain}.mo"))


_language = DEFAULT_LANGUAGE


def use_language(language: str) -> None:
    """Let `_` answer in `language` from now on.

    Args:
        language: "uk" or "en".

    Raises:
        ValueError: There is no such language.
    """
    global _language  # noqa: PLW0603  one person sits before one process; gettext itself works so
    if language not in LANGUAGES:
        raise ValueError(language)
    _language = language


def language() -> str:
    """Return the language in use: "uk" or "en"."""
    return _language


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Let `_` answer in another language for a while: for what others read than whoever gives the command."""
    before = _language
    use_language(language)
    try:
        yield
    finally:
        use_language(before)


def _(message: str) -> str:
    """Return `message` in the language in use."""
    return _catalogue(_language).gettext(message)


def translated(message: str, language: str) -> str:
    """Return `message` in a language, whichever is in use."""
    return _catalogue(language).gettext(message)


def ngettext(one: str, many: str, number: int, **values: object) -> str:
    """Return the plural form that fits `number`, with {number} and the other `values` filled in."""
    return _catalogue(_language).ngettext(one, many, number).format(number=number, **values)


def click_text(message: str) -> str:
    """Return a sentence of the command line's library in the language in use."""
    return _catalogue(_language, "click").gettext(message)


def click_ngettext(one: str, many: str, number: int) -> str:
    """Return the plural form of a sentence of the command line's library that fits `number`."""
    return _catalogue(_language, "click").ngettext(one, many, number)


def quote(text: str) -> str:
    """Return `text` in the quotation marks of the language in use."""
    return _("“{words}”").format(words=text)


def N_(message: str) -> str:  # noqa: N802 - the name that gettext tools know
    """Return `message` unchanged; mark it for the catalogue. For constants that are translated when shown."""
    return message


@lru_cache(maxsize=1024)
def all_translations(message: str) -> tuple[str, ...]:
    """Return `message` in each language. A sheet or heading is read in either."""
    return tuple(dict.fromkeys(_catalogue(language).gettext(message) for language in LANGUAGES))
