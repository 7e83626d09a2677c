"""Names of the files in a zip, read as people wrote them, whatever program packed it.

A zip says of a name that it is UTF-8, or says nothing. Then Windows wrote the code page of its console, macOS
wrote UTF-8 without saying so, and other programs wrote whatever they had. Only the letters themselves tell which.

Source: PKWARE APPNOTE 4.4.4 (bit 11), 4.6.9 (Unicode path), appendix D.
"""

import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import PurePosixPath
from zipfile import ZipInfo

# In the order of trust where the letters of two readings are equally plausible.
_ENCODINGS = ("utf-8", "cp866", "cp1251", "cp1125", "cp437")
_UTF8_FLAG = 0x800
_UNICODE_PATH = 0x7075
_UKRAINIAN = frozenset("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя")
# Letters that few words have: they decide between readings that are both made of Ukrainian letters.
_RARE, _VOWELS = frozenset("ґєфхцщью"), frozenset("аеєиіїоуюяaeiouy")
_COMMON_SIGNS = frozenset(" .,-_()[]+&'’ʼ`№«»–—!@#%=~/\\")
# How little plausible a letter is in the name of a file, and how little two neighbours are.
_OTHER_CYRILLIC, _ACCENTED, _SIGN, _FOREIGN = 2, 2, 6, 6
_MIXED_SCRIPTS, _CAPITAL_INSIDE, _NUMBER_SIGN_INSIDE = 4, 3, 2
_WORD = re.compile(r"[^\W\d_]{2,}")


def member_paths(entries: Iterable[ZipInfo]) -> dict[ZipInfo, PurePosixPath]:
    """Return the path of each entry, with forward slashes; names that no person can read keep their signs."""
    entries = tuple(entries)
    raw = {entry: _raw_name(entry) for entry in entries if not _is_told(entry)}
    totals = _penalties([name for name in raw.values() if not name.isascii()])
    names = {entry: _unicode_path(entry) or _read(raw[entry], totals) for entry in raw}
    return {entry: _path(names.get(entry, entry.orig_filename)) for entry in entries}


def _path(name: str) -> PurePosixPath:
    # macOS writes an accent as a sign of its own after its letter.
    return PurePosixPath(unicodedata.normalize("NFC", name.partition("\0")[0]).replace("\\", "/"))


def _is_told(entry: ZipInfo) -> bool:
    return bool(entry.flag_bits & _UTF8_FLAG)


def _raw_name(entry: ZipInfo) -> bytes:
    """Return the bytes of a name. `zipfile` reads them by a code page in which every byte is a letter."""
    try:
        return entry.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.orig_filename.encode("utf-8", "replace")


def _unicode_path(entry: ZipInfo) -> str:
    """Return the name in the extra field of Info-ZIP, if it is that of this very name; else ""."""
    name = _raw_name(entry)
    expected = b"\x01" + zlib.crc32(name).to_bytes(4, "little")
    for kind, content in _extra_fields(entry.extra):
        if kind == _UNICODE_PATH and content.startswith(expected):
            return content[len(expected) :].decode("utf-8", "replace")
    return ""


def _extra_fields(extra: bytes) -> Iterator[tuple[int, bytes]]:
    while len(extra) >= 4:
        kind, size = int.from_bytes(extra[:2], "little"), int.from_bytes(extra[2:4], "little")
        yield kind, extra[4 : 4 + size]
        extra = extra[4 + size :]


def _penalties(names: list[bytes]) -> Mapping[str, int]:
    """Return how implausible all names of one zip are together, by encoding. One program wrote most of them."""
    return {
        encoding: sum(penalty(text) if (text := _decode(name, encoding)) is not None else 1000 for name in names)
        for encoding in _ENCODINGS
    }


def _read(name: bytes, totals: Mapping[str, int]) -> str:
    if name.isascii():
        return name.decode("ascii")
    readings = {encoding: text for encoding in _ENCODINGS if (text := _decode(name, encoding)) is not None}
    best = min(readings, key=lambda encoding: (penalty(readings[encoding]), totals[encoding]))
    return readings[best]


def _decode(name: bytes, encoding: str) -> str | None:
    try:
        return unicodedata.normalize("NFC", name.decode(encoding))
    except UnicodeDecodeError:
        return None


def penalty(name: str) -> int:
    """Return how implausible a name is as one that a person in Ukraine typed; 0 for a plain one."""
    letters = sum(_letter_penalty(letter) for letter in name)
    pairs = sum(_pair_penalty(left, right) for left, right in pairwise(name))
    return letters + pairs + sum(_VOWELS.isdisjoint(word.lower()) for word in _WORD.findall(name))


def _letter_penalty(letter: str) -> int:
    if (letter.isascii() and letter.isalnum()) or letter in _COMMON_SIGNS:
        return 0
    if letter.lower() in _UKRAINIAN:
        return letter.lower() in _RARE
    script = _script(letter)
    if script == "CYRILLIC":
        return _OTHER_CYRILLIC if letter.lower() in "ыэъё" else _FOREIGN
    if script == "LATIN":
        return _ACCENTED
    return _FOREIGN if letter.isalpha() else _SIGN


def _pair_penalty(left: str, right: str) -> int:
    if not (left.isalpha() and right.isalpha()):
        is_number_sign = "№" in (left, right) and (left.isalpha() or right.isalpha())
        return _NUMBER_SIGN_INSIDE if is_number_sign else 0
    scripts = {_script(left), _script(right)}
    mixed = _MIXED_SCRIPTS if len(scripts) > 1 and not _is_latin_i(left, right) else 0
    return mixed + (_CAPITAL_INSIDE if left.islower() and right.isupper() else 0)


def _is_latin_i(left: str, right: str) -> bool:
    """Tell if one of them is the i that Windows writes for the Ukrainian letter, which its console lacks."""
    return "i" in (left.lower(), right.lower())


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]
