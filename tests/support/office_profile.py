"""The profile of a LibreOffice that tests start."""

from pathlib import Path

from tests.support.thoroughness import IS_THOROUGH

_LOCALE = """<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
<value>{locale}</value></prop></item>
"""
# Under a new profile LibreOffice first tries its drawing, unless a later version has run there.
# In a file of its own format it draws a small picture of the first page, which takes a third of that file's time.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/Product"><prop oor:name="ooSetupLastVersion" oor:op="fuse">
<value>99.9</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Save/Document"><prop oor:name="GenerateThumbnail" oor:op="fuse">
<value>{pictures}</value></prop></item>
{items}</oor:items>
"""


def write_profile(folder: Path, locale: str = "", items: str = "") -> None:
    """Makes a profile of the office in a folder; a locale says how decimals and days are written."""
    (folder / "user").mkdir(parents=True)
    of_locale = _LOCALE.format(locale=locale) if locale else ""
    settings = _SETTINGS.format(pictures=str(IS_THOROUGH).lower(), items=items + of_locale)
    (folder / "user" / "registrymodifications.xcu").write_text(settings, "utf-8")
