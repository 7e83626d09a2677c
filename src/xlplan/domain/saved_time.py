"""The time of the last save, as programs write it into a workbook.

It is a hint, because clocks differ. A time without a zone is the clock of some computer: it is compared only with
another one of its like.
"""

import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta

# Any prefix may stand before the names.
_IN_CORE = re.compile(rb"[<:]modified\b[^<>]*>\s*([0-9T:.+Z-]{16,32})\s*</")
_IN_META = re.compile(rb"[<:]date\b[^<>]*>\s*([0-9T:.+Z-]{16,32})\s*</")
# Source: MS-OLEPS 2.21: the property set of a summary, its header, and the property "last saved".
_SUMMARY = bytes.fromhex("E0859FF2F94F6810AB9108002B27B3D9")
_HEADER_SIZE, _LAST_SAVED, _FILE_TIME = 28, 13, 64
_MOST_PROPERTIES = 100
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_YEARS = range(1990, 2100)


def saved_in_core(part: bytes) -> datetime | None:
    """Return the time in the core properties of an xlsx; None where they have none, or one without a zone."""
    moment = _moment(_IN_CORE.search(part))
    return moment if moment and moment.tzinfo else None


def saved_in_meta(part: bytes) -> datetime | None:
    """Return the time in the metadata of an ods. LibreOffice writes it without a zone, other programs with one."""
    return _moment(_IN_META.search(part))


def _moment(named: re.Match[bytes] | None) -> datetime | None:
    if named:
        # LibreOffice writes billionths of a second.
        text = re.sub(r"(\.\d{6})\d+", r"\1", named[1].decode())
        with suppress(ValueError):
            return datetime.fromisoformat(text)
    return None


def saved_in_summary(data: bytes) -> datetime | None:
    """Return the time in the summary of an xls, which lies in one piece; None where there is none."""
    start = data.find(_SUMMARY) - _HEADER_SIZE
    if start < 0:
        return None
    section = start + _number(data, start + _HEADER_SIZE + len(_SUMMARY))
    for position in range(min(_number(data, section + 4), _MOST_PROPERTIES)):
        at = section + 8 + 8 * position
        value = section + _number(data, at + 4)
        if _number(data, at) == _LAST_SAVED and _number(data, value) == _FILE_TIME:
            with suppress(OverflowError):
                ticks = int.from_bytes(data[value + 4 : value + 12], "little")
                moment = _EPOCH + timedelta(microseconds=ticks // 10)
                return moment if moment.year in _YEARS else None
    return None


def _number(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "little")


def are_alike(*moments: datetime | None) -> bool:
    """Tell if these times are all known and can be compared: all with a zone, or all without one."""
    return len({moment and moment.tzinfo is not None for moment in moments} - {None}) == 1 and all(moments)
