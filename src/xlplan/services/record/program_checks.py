"""The checks of what is installed: xlplan itself, its libraries, LibreOffice, the time zones."""

import platform
import re
import sqlite3
import sys
from importlib.metadata import PackageNotFoundError, requires, version
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from xlplan import __version__
from xlplan.services.record.check import Check, Level
from xlplan.storage.libreoffice import find_office
from xlplan.storage.settings import Settings
from xlplan.text.translation import _

_NAME = re.compile(r"[\w.-]+")


def check_program(name: str) -> Check:
    """Say which xlplan runs, and on what."""
    facts = {
        "xlplan": __version__,
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "system": platform.system(),
        "release": platform.release(),
        "machine": platform.machine(),
    }
    text = _("xlplan {xlplan} · Python {python} · SQLite {sqlite} · {system} {release}, {machine}")
    return Check(name, Level.GOOD, text.format(**facts), facts)


def check_libraries(name: str) -> Check:
    """Look for each library that xlplan needs on this system."""
    found: dict[str, str] = {}
    missing = []
    try:
        needed = _needed()
    except PackageNotFoundError:
        # It runs from a folder with its source.
        text = _("xlplan is not installed as a package, so its libraries are not known")
        return Check(name, Level.WARNING, text, {"is_installed": False})
    for library in needed:
        try:
            found[library] = version(library)
        except PackageNotFoundError:
            missing.append(library)
    if missing:
        text = _("Libraries are missing: {names}. Install xlplan again.").format(names=", ".join(missing))
        return Check(name, Level.FAILURE, text, {**found, "missing": ", ".join(missing)})
    listed = ", ".join(f"{library} {number}" for library, number in found.items())
    return Check(name, Level.GOOD, _("Libraries: {names}").format(names=listed), found)


def _needed() -> list[str]:
    """Return the libraries that the package names, but for those of developers and of other systems."""
    names = []
    for requirement in requires("xlplan") or ():
        needed, _semicolon, condition = requirement.partition(";")
        is_elsewhere = "win32" in condition and sys.platform != "win32"
        if "extra" not in condition and not is_elsewhere and (match := _NAME.match(needed)):
            names.append(match[0])
    return names


def check_office(name: str) -> Check:
    """Look for LibreOffice, which only a PDF needs."""
    office = find_office()
    if office:
        return Check(name, Level.GOOD, _("LibreOffice: {file}").format(file=office), {"is_installed": True})
    text = _("LibreOffice is not installed. Only a PDF needs it (xlplan consolidate --pdf): install it for that.")
    return Check(name, Level.WARNING, text, {"is_installed": False})


def check_time_zones(name: str, settings: Settings) -> Check:
    """Look for the data of the centre's time zone. Windows has none of its own."""
    facts = {"timezone": settings.timezone}
    try:
        ZoneInfo(settings.timezone)
    except (ZoneInfoNotFoundError, OSError):
        text = _("The data of time zones are missing ({zone}). Install them: pip install tzdata.")
        return Check(name, Level.FAILURE, text.format(zone=settings.timezone), facts)
    return Check(name, Level.GOOD, _("Time zone: {zone}").format(zone=settings.timezone), facts)
