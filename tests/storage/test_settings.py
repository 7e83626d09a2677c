"""xlplan.toml: every problem is named at once, with the key and what to do."""

from pathlib import Path

import pytest

from xlplan.domain.errors import XlplanError
from xlplan.services.new_workspace import settings_text
from xlplan.storage.settings import Settings, read_settings


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


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("on_track = 5", "число, не більше за 1"),
        ("on_track = 0", "число, більше за 0"),
        ("rescan_seconds = 0", "число, не менше за 1"),
        ("due_days = 2.5", "ціле число"),
        ("due_days = 'x'", "число"),
        ("ledger = 3", "текст у лапках"),
        ("language = 'de'", "uk, en"),
    ],
)
def test_an_unfit_value_is_answered_with_what_to_write_in_the_language_of_people(
    tmp_path: Path, line: str, wanted: str
) -> None:
    with pytest.raises(XlplanError) as raised:
        read_settings(settings_file(tmp_path, line))
    assert str(raised.value).endswith(f"Впишіть {wanted}.")
