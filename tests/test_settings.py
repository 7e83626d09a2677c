"""xlplan.toml: every problem is named at once, with the key and what to do."""

from pathlib import Path

import pytest

from xlplan.errors import XlplanError
from xlplan.settings import Settings, read_settings
from xlplan.steps.init import settings_text


def settings_file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "xlplan.toml"
    path.write_text(text, "utf-8")
    return path


def test_an_empty_file_gives_the_defaults(tmp_path: Path) -> None:
    assert read_settings(settings_file(tmp_path, "")) == Settings()


def test_a_file_saved_by_notepad_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    assert read_settings(settings_file(tmp_path, "\ufefflanguage = 'en'")).language == "en"


def test_an_unknown_key_is_named_with_the_key_that_was_meant(tmp_path: Path) -> None:
    with pytest.raises(XlplanError, match=r"xlplan\.toml.*«due_day».*«due_days»"):
        read_settings(settings_file(tmp_path, "due_day = 9"))


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(XlplanError) as raised:
        read_settings(
            settings_file(tmp_path, "langage = 'uk'\ndue_days = 'дев''ять'\ntimezone = 'Kyiv'".replace("''", ""))
        )
    assert len(str(raised.value).splitlines()) == 3


def test_a_file_that_is_no_toml_says_so(tmp_path: Path) -> None:
    with pytest.raises(XlplanError, match=r"xlplan\.toml"):
        read_settings(settings_file(tmp_path, "language: uk"))


def test_the_file_that_init_writes_reads_back_as_the_defaults(tmp_path: Path) -> None:
    windows = Settings(ledger=r"C:\xlplan\ledger.db")
    assert read_settings(settings_file(tmp_path, settings_text(windows))) == windows
