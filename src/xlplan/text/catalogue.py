"""A compiled gettext catalogue, in which a message is looked up when it is first asked for.

A command shows some dozens of two thousand messages. `gettext.GNUTranslations` reads all of them at the start.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Literal

_MAGIC = 0x950412DE
# Bytes of a number, and of an entry in a table: the length of a text, and its place.
_NUMBER, _ENTRY = 4, 8
# As gettext reads a catalogue that names no rule.
_DEFAULT_RULE = "n != 1"


class Untranslated:
    """The language of the messages themselves, which needs no catalogue."""

    def gettext(self, message: str) -> str:
        """Return `message`."""
        return message

    def ngettext(self, one: str, many: str, number: int) -> str:
        """Return `one` for one, and `many` for any other number."""
        return one if number == 1 else many


class Catalogue(Untranslated):
    """The messages of one catalogue. It answers as `gettext.GNUTranslations` does."""

    def __init__(self, path: str) -> None:
        """Read the file, and none of its messages.

        Args:
            path: The compiled catalogue. Its messages are sorted, as the format demands.

        Raises:
            OSError: There is no such file, it is no catalogue, or its end is missing.
        """
        with open(path, "rb") as file:
            self._content = file.read()
        self._order: Literal["little", "big"] = "little"
        if self._number(0) != _MAGIC:
            self._order = "big"
        if self._number(0) != _MAGIC:
            raise OSError(0, "Bad magic number", path)
        self._count, self._messages, self._translations = map(self._number, (8, 12, 16))
        if not self._is_whole():
            raise OSError(0, "File is corrupt", path)
        self._known: dict[str, str] = {}
        self._known_forms: dict[str, tuple[str, ...]] = {}

    def gettext(self, message: str) -> str:
        """Return the translation of `message`; `message` itself where there is none."""
        known = self._known.get(message)
        if known is None:
            forms, is_counted = self._look_up(message)
            if not forms:
                # It is not kept, for it may be anything that somebody has typed.
                return message
            known = self._known[message] = forms[self._form(1) if is_counted else 0]
        return known

    def ngettext(self, one: str, many: str, number: int) -> str:
        """Return the translation that fits `number`; `one` or `many` where there is none."""
        forms = self._known_forms.get(one)
        if forms is None:
            forms, is_counted = self._look_up(one)
            forms = self._known_forms[one] = forms if is_counted else ()
        if not forms:
            return super().ngettext(one, many, number)
        return forms[self._form(number)]

    def _is_whole(self) -> bool:
        size = len(self._content)
        if not self._count or max(self._messages, self._translations) + _ENTRY * self._count > size:
            return False
        # The last translation ends the file, with a zero behind it.
        length, start = self._entry(self._translations, self._count - 1)
        return start + length < size

    def _look_up(self, message: str) -> tuple[tuple[str, ...], bool]:
        """Return the forms of the translation, none where there is none, and if a number chooses among them."""
        # A zero ends a message, or stands between the one for one and the one for many.
        # A name from a disk may hold what is no text.
        wanted = message.encode(errors="surrogatepass") + b"\0"
        content, order, size = self._content, self._order, len(wanted)
        first, end = 0, self._count
        while first < end:
            middle = (first + end) // 2
            at = self._messages + _ENTRY * middle + _NUMBER
            start = int.from_bytes(content[at : at + _NUMBER], order)
            seen = content[start : start + size]
            if seen == wanted:
                return self._forms(middle), self._entry(self._messages, middle)[0] >= size
            if seen < wanted:
                first = middle + 1
            else:
                end = middle
        return (), False

    def _forms(self, position: int) -> tuple[str, ...]:
        length, start = self._entry(self._translations, position)
        return tuple(self._content[start : start + length].decode().split("\0"))

    @cached_property
    def _form(self) -> Callable[[int], int]:
        # Hardly any child process counts.
        from gettext import c2py

        header = "".join(self._look_up("")[0])
        rule = header.partition("Plural-Forms:")[2].partition(" plural=")[2].partition(";")[0]
        return c2py(rule or _DEFAULT_RULE)

    def _entry(self, table: int, position: int) -> tuple[int, int]:
        at = table + _ENTRY * position
        return self._number(at), self._number(at + _NUMBER)

    def _number(self, at: int) -> int:
        return int.from_bytes(self._content[at : at + _NUMBER], self._order)
