"""Time zones by the names of the public database: which are known here, and which one this computer is set to."""

import os
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from xlplan.text.normalize import clean_spaces, closest_match
from xlplan.text.translation import _, language

DEFAULT_ZONE = "Europe/Kyiv"
# Names for one zone that are out of use, and what computers that serve others are set to.
_ALIASES = {"Europe/Kiev": DEFAULT_ZONE, "Europe/Uzhgorod": DEFAULT_ZONE, "Europe/Zaporozhye": DEFAULT_ZONE}
_WORLD_TIME = (
    "UTC",
    "Etc/UTC",
    "Etc/GMT",
    "Etc/UCT",
    "Etc/Universal",
    "Etc/Zulu",
    "GMT",
    "UCT",
    "Universal",
    "Zulu",
)
_LINK = Path("/etc/localtime")
# Windows tells no name of the public database. These are tried by their hours, winter and summer.
_USUAL_ZONES = (
    *(DEFAULT_ZONE, "Europe/Warsaw", "Europe/London", "Europe/Lisbon", "Europe/Istanbul", "Asia/Tbilisi"),
    *("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Sao_Paulo"),
    *("Africa/Johannesburg", "Africa/Nairobi", "Africa/Lagos", "Asia/Kolkata", "Asia/Singapore", "Asia/Tokyo"),
    *("Australia/Sydney", "Pacific/Auckland", "UTC"),
)


def is_known_zone(name: str) -> bool:
    """Tell if a name is that of a time zone of which this computer has data."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return bool(name)


def read_zone(text: str) -> str | None:
    """Return the zone that a text names, in any case, also by its city alone; None for any other text."""
    wanted = clean_spaces(text).replace(" ", "_").casefold()
    by_name, by_city = _zones()
    return by_name.get(wanted) or by_city.get(wanted)


def refusal_of_zone(seen: str) -> str:
    """Return the sentence on a text that names no time zone, with what can be written."""
    if not available_timezones():
        return _(
            "“{seen}” cannot be looked up: this computer has no data of time zones. "
            "Run: python -m pip install tzdata. Then start xlplan again."
        ).format(seen=seen)
    near = closest_match(clean_spaces(seen), (*_zones()[0].values(), *_zones()[1])) or ""
    known = read_zone(near) or DEFAULT_ZONE
    return _("“{seen}” is no time zone. Write its name like this: {known}.").format(seen=seen, known=known)


def propose_zone() -> str:
    """Return the time zone that this computer is set to.

    A computer on world time is a server more often than not. In Ukrainian its centre is taken to be in Ukraine.
    """
    system = _system_zone()
    is_of_server = system is None or system in _WORLD_TIME
    return DEFAULT_ZONE if system is None or (is_of_server and language() == "uk") else system


def _system_zone() -> str | None:
    """Return the name of this computer's zone; None where it cannot be told."""
    linked = str(_LINK.resolve()).rpartition("zoneinfo/")[2] if _LINK.is_symlink() else ""
    for name in (os.environ.get("TZ", "").removeprefix(":"), linked):
        if name and is_known_zone(name):
            return _ALIASES.get(name, name)
    return next((name for name in _USUAL_ZONES if is_known_zone(name) and _has_hours_of_here(name)), None)


def _has_hours_of_here(name: str) -> bool:
    year = datetime.now().year
    days = (datetime(year, 1, 15), datetime(year, 7, 15))
    return all(day.astimezone().utcoffset() == day.replace(tzinfo=ZoneInfo(name)).utcoffset() for day in days)


@lru_cache(maxsize=1)
def _zones() -> tuple[dict[str, str], dict[str, str]]:
    """Return the zones by their names, and those of continents by the city that they are named after."""
    names = {_ALIASES.get(name, name) for name in available_timezones()}
    by_name = {name.casefold(): name for name in sorted(names)}
    by_city = {
        name.rpartition("/")[2].casefold(): name
        for name in sorted(names)
        if "/" in name and not name.startswith(("Etc/", "US/", "SystemV/", "posix/", "right/"))
    }
    return by_name | {old.casefold(): new for old, new in _ALIASES.items()}, by_city
