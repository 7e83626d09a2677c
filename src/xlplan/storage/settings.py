"""`xlplan.toml`: the settings of a workspace, checked as a whole."""

import json
import re
import sys
import tomllib
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from xlplan.domain.errors import XlplanError
from xlplan.domain.quarter import Quarter
from xlplan.storage import due_table, mail_settings
from xlplan.storage.due_table import DueDays, due_line_problem, read_due_days
from xlplan.storage.fetch_settings import FetchSettings, read_fetch_settings
from xlplan.storage.ledger_address import is_address, read_address
from xlplan.storage.mail_settings import MailSettings, read_mail_settings
from xlplan.storage.permissions import OWNER_AND_GROUP
from xlplan.storage.server_settings import SECRET_KEYS
from xlplan.storage.setting_rules import Fault, Rule, SettingError, number, one_of, plain_text, read_table
from xlplan.storage.settings_file import DEFAULT_LEDGER
from xlplan.storage.time_zones import DEFAULT_ZONE, is_known_zone, refusal_of_zone
from xlplan.text.translation import LANGUAGES, _

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_ADDRESS = r"([A-Za-z][A-Za-z0-9+.-]+)://"
# The owner is withheld nothing: xlplan could not read what it wrote.
_UMASK = r"0{1,2}[0-7]{2}"
_WINDOWS_PATH = r"[A-Za-z]:[\\/]|\\\\"
_TABLE_HEADING = rf"\s*\[\s*({due_table.TABLE}|{mail_settings.TABLE}|mail\.fetch)\s*\]\s*(?:#.*)?"
# A line whose value stands in double quotes, where each backslash begins an escape.
_DOUBLE_QUOTES = r'\s*([\w-]+)\s*=\s*"(.*)"\s*(?:#.*)?'


class Settings(Struct, frozen=True):
    """The settings of a workspace. A duration is in the unit that its key names."""

    language: str = "uk"
    file_names: str = ""
    timezone: str = DEFAULT_ZONE
    ledger: str = DEFAULT_LEDGER
    workspace: str = ""
    contact: str = ""
    sheet_password: str = ""
    umask: str = OWNER_AND_GROUP
    due_days: int = 9
    grace_days: int = 0
    due: DueDays = ()
    on_track: float = 1.0
    far_over: float = 1.5
    quiet_seconds: float = 1.0
    rescan_seconds: float = 60.0
    board_refresh_seconds: int = 0
    backup_folder: str = ""
    fetch: FetchSettings = FetchSettings()
    mail: MailSettings = MailSettings()

    def __repr__(self) -> str:
        # The address of a ledger may hold a password, and an error may show the settings.
        return f"{type(self).__name__}(workspace={self.workspace!r})"

    @property
    def zone(self) -> "ZoneInfo":
        """The time zone of the centre. Dates on receipts and due days are in it."""
        from zoneinfo import ZoneInfo

        return ZoneInfo(self.timezone)

    def due_day(self, quarter: Quarter) -> date:
        """Return the due day of a quarter: its own, or the usual number of days after its end."""
        return dict(self.due).get(quarter, quarter.last_day + timedelta(days=self.due_days))


def _zone_name(value: object) -> str:
    name = plain_text(value)
    if not is_known_zone(name):
        raise SettingError(Fault(value, sentence=refusal_of_zone(name)))
    return name


def _umask(value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch(_UMASK, value):
        raise SettingError(
            Fault(value, _("three digits from 0 to 7 in quotes, the first of them 0, such as '007' or '027'"))
        )
    return value


_DAYS = number(least=0, most=90, is_whole=True, in_quotes=True)
_NAMES_OF_LANGUAGES = ", ".join(LANGUAGES)
_RULES: dict[str, Rule] = {
    "language": one_of(LANGUAGES, lambda: _NAMES_OF_LANGUAGES),
    # Settings of an earlier version do not say.
    "file_names": one_of(("", *LANGUAGES), lambda: _NAMES_OF_LANGUAGES),
    "timezone": _zone_name,
    "ledger": plain_text,
    "workspace": plain_text,
    "contact": plain_text,
    "sheet_password": plain_text,
    "umask": _umask,
    "due_days": _DAYS,
    "grace_days": _DAYS,
    "on_track": number(above=0, most=1, in_quotes=True),
    "far_over": number(above=1, most=100, in_quotes=True),
    "quiet_seconds": number(least=0, most=60, in_quotes=True),
    "rescan_seconds": number(least=1, most=3600, in_quotes=True),
    "board_refresh_seconds": number(least=0, most=86400, is_whole=True, in_quotes=True),
    "backup_folder": plain_text,
}


def read_settings(path: Path) -> Settings:
    """Read the settings from a file. Notepad may have saved it, in UTF-8 or UTF-16.

    Raises:
        XlplanError: It names everything that is wrong at once: lines, unknown keys and invalid values.
    """
    found, problems = _read_toml(path, _text(path))
    known = Settings.__struct_fields__
    due, due_problems = read_due_days(path, found.pop(due_table.TABLE, {}), known)
    fetch, fetch_problems = read_fetch_settings(path, _fetch_table(found))
    mail, mail_problems = read_mail_settings(path, found.pop(mail_settings.TABLE, {}), known)
    values, wrong = read_table(path, found, _RULES, known)
    problems += due_problems + fetch_problems + mail_problems + wrong
    settings = Settings(**values, due=due, fetch=fetch, mail=mail)
    if not wrong:
        problems += _ledger_problems(path, settings.ledger) + _folder_problems(path, settings.backup_folder)
    if problems:
        raise XlplanError(*problems)
    return settings


def _fetch_table(found: dict[str, Any]) -> object:
    """Take the table of the mailbox out of the values: [mail.fetch]. A line “fetch” outside of it is none."""
    mail = found.get("mail")
    table = mail.pop("fetch", {}) if isinstance(mail, dict) else {}
    if mail == {}:
        found.pop("mail")
    return found.pop("fetch") if "fetch" in found else table


def toml_text(value: str) -> str:
    """Return a text as it is written in a settings file."""
    # A backslash in a Windows path would be an escape in double quotes. An apostrophe, as in a name, cannot stand
    # in single ones; the rules of JSON for a text are among those of TOML.
    return json.dumps(value, ensure_ascii=False) if "'" in value else f"'{value}'"


def _text(path: Path) -> str:
    content = path.read_bytes()
    # Notepad calls it “Unicode”.
    encoding = "utf-16" if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise XlplanError(
            _(
                "{file} is not saved in UTF-8. Open it in Notepad, choose File, Save as, "
                "then UTF-8 in the list “Encoding”, and save it under the same name."
            ).format(file=path)
        )
    return text


def _read_toml(path: Path, text: str) -> tuple[dict[str, Any], list[str]]:
    """Return the values in the text, and a sentence about each line that cannot be read."""
    text = text.replace("\r\n", "\n")
    try:
        return tomllib.loads(text), []
    except tomllib.TOMLDecodeError as problem:
        whole = _("{file} is not a settings file: {problem}. Correct it, or compare it with a fresh one.").format(
            file=path, problem=problem
        )
    # Every setting has a line of its own, so each line tells by itself if it can be read.
    found: dict[str, Any] = {}
    problems: list[str] = []
    here, about_line = found, _line_problem
    for at, line in enumerate(text.split("\n"), start=1):
        try:
            values = tomllib.loads(line)
        except tomllib.TOMLDecodeError:
            problems.append(about_line(path, at, line))
            continue
        if heading := re.fullmatch(_TABLE_HEADING, line):
            # A line of another table may hold a password, which is not shown.
            about_line = due_line_problem if heading[1] == due_table.TABLE else _line_problem
            table = found.setdefault(heading[1].removeprefix("mail."), {})
            # A setting of the same name is no table. `read_due_days` says so.
            here = table if isinstance(table, dict) else {}
            continue
        problems += [
            _(
                "{file}, line {line}: the setting “{key}” stands there a second time. Leave one of the two lines."
            ).format(file=path, line=at, key=key)
            for key in values.keys() & here.keys()
        ]
        here |= values
    return found, problems or [whole]


def _line_problem(path: Path, number: int, line: str) -> str:
    quoted = re.fullmatch(_DOUBLE_QUOTES, line)
    if quoted and "\\" in quoted[2] and not re.fullmatch(SECRET_KEYS, quoted[1]):
        return _single_quotes_needed(f"{path}, " + _("line {line}").format(line=number), quoted[1], quoted[2])
    # What stands after the sign may be a password.
    return _(
        "{file}, line {line}: “{seen}” cannot be read. "
        "A setting is written as: name = value; a text stands in single quotes."
    ).format(file=path, line=number, seen=line.partition("=")[0].strip()[:40])


def _single_quotes_needed(where: str, key: str, value: str) -> str:
    return _(
        "{where}: in double quotes a backslash has a meaning of its own. "
        "Write the path in single quotes: {key} = '{value}'"
    ).format(where=where, key=key, value=value)


def _ledger_problems(path: Path, ledger: str) -> list[str]:
    """Return what is wrong with the path of the ledger."""
    if escape := _escape_problem(path, "ledger", ledger):
        return [escape]
    if is_address(ledger):
        try:
            read_address(ledger)
        except XlplanError as problem:
            return [_("{file}: the setting “ledger”: {problem}").format(file=path, problem=problem)]
        return []
    if address := re.match(_ADDRESS, ledger):
        # The rest of an address may hold a password.
        return [
            _(
                "{file}: the setting “ledger” is an address of another kind ({seen}://…). Name a file on a local "
                "disk, or a database on a PostgreSQL server: postgresql://…"
            ).format(file=path, seen=address[1])
        ]
    if sys.platform != "win32" and re.match(_WINDOWS_PATH, ledger):
        return [
            _(
                "{file}: the setting “ledger” is a path of Windows ({seen}), and this is another system. "
                "Name a file on a disk of this computer."
            ).format(file=path, seen=ledger)
        ]
    if not ledger.strip() or ledger.endswith(("/", "\\")) or ledger in (".", ".."):
        return [
            _(
                "{file}: the setting “ledger” is “{seen}”, which is no file. Name a file, such as xlplan.db."
            ).format(file=path, seen=ledger)
        ]
    return []


def _folder_problems(path: Path, folder: str) -> list[str]:
    """Return what is wrong with the path of the folder for backups."""
    if escape := _escape_problem(path, "backup_folder", folder):
        return [escape]
    if sys.platform != "win32" and re.match(_WINDOWS_PATH, folder):
        return [
            _(
                "{file}: the setting “backup_folder” is a path of Windows ({seen}), and this is another system. "
                "Name a folder that this computer reaches."
            ).format(file=path, seen=folder)
        ]
    return []


def _escape_problem(path: Path, key: str, value: str) -> str | None:
    """Return the sentence about a path in which an escape was read; None where there is none."""
    if all(ord(letter) >= 32 for letter in value):
        return None
    # \t and \n in double quotes are read without an error: "C:\temp" holds a tab.
    escapes = {"\t": "\\t", "\n": "\\n", "\r": "\\r", "\b": "\\b", "\f": "\\f"}
    written = "".join(escapes.get(letter, letter) for letter in value)
    return _single_quotes_needed(str(path), key, written)
