"""`xlplan.toml`: the settings of a workspace, checked as a whole."""

import tomllib
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from xlplan.domain.errors import XlplanError
from xlplan.text.normalize import closest_match
from xlplan.text.translation import LANGUAGES, _

FILE_NAME = "xlplan.toml"


class Settings(BaseModel):
    """The settings of a workspace. A duration is in the unit that its key names."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    language: str = "uk"
    timezone: str = "Europe/Kyiv"
    ledger: str = "xlplan.db"
    contact: str = ""
    sheet_password: str = ""
    due_days: int = Field(9, ge=0, le=90)
    on_track: float = Field(1.0, gt=0, le=1)
    far_over: float = Field(1.5, gt=1, le=100)
    quiet_seconds: float = Field(1.0, ge=0, le=60)
    rescan_seconds: float = Field(60.0, ge=1, le=3600)

    @field_validator("language")
    @classmethod
    def _known_language(cls, value: str) -> str:
        if value not in LANGUAGES:
            raise ValueError(", ".join(LANGUAGES))
        return value

    @field_validator("timezone")
    @classmethod
    def _known_timezone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError("Europe/Kyiv") from None
        return value

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the centre. Dates on receipts and due days are in it."""
        return ZoneInfo(self.timezone)


def read_settings(path: Path) -> Settings:
    """Read the settings from a file.

    Raises:
        XlplanError: It names every unknown key and every invalid value at once.
    """
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise XlplanError(
            _("{file} is not a settings file: {problem}. Correct it, or compare it with a fresh one.").format(
                file=path, problem=problem
            )
        ) from None
    try:
        return Settings(**found)
    except ValidationError as problems:
        raise XlplanError(*(_sentence(path, dict(problem)) for problem in problems.errors())) from None


def _sentence(path: Path, problem: dict[str, Any]) -> str:
    key = ".".join(str(part) for part in problem["loc"])
    if problem["type"] == "extra_forbidden":
        known = closest_match(key, Settings.model_fields) or ", ".join(Settings.model_fields)
        return _(
            "{file}: there is no setting “{key}”. Did you mean “{known}”? Correct it or remove the line."
        ).format(file=path, key=key, known=known)
    return _("{file}: the setting “{key}” cannot be {seen}. Write {wanted}.").format(
        file=path, key=key, seen=repr(problem["input"]), wanted=_wanted(problem)
    )


def _wanted(problem: dict[str, Any]) -> str:
    limit = next((f"{value:g}" for value in problem.get("ctx", {}).values() if isinstance(value, int | float)), "")
    words = {
        "greater_than": _("a number above {limit}"),
        "greater_than_equal": _("a number from {limit} up"),
        "less_than_equal": _("a number up to {limit}"),
    }.get(problem["type"])
    if words:
        return words.format(limit=limit)
    if problem["type"] == "value_error":
        return str(problem["ctx"]["error"])
    kinds = {"string_type": _("a text in quotes"), "int_from_float": _("a whole number")}
    return kinds.get(problem["type"], _("a number"))
