"""xlplan.toml: every problem is named at once, with the key and what to do."""

import sys
import tomllib
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
    settings = Settings(ledger=str(tmp_path / "журнал.db"))
    assert read_settings(settings_file(tmp_path, settings_text(settings))) == settings


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("on_track = 5", "число, не більше за 1"),
        ("on_track = 0", "число, більше за 0"),
        ("rescan_seconds = 0", "число, не менше за 1"),
        ("board_refresh_seconds = -1", "число, не менше за 0"),
        ("board_refresh_seconds = '1m'", "число"),
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


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-8"])
def test_a_file_that_notepad_saved_as_unicode_is_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "xlplan.toml"
    path.write_text("contact = 'Їжакевич'\r\ndue_days = 7\r\n", encoding, newline="")
    assert read_settings(path) == Settings(contact="Їжакевич", due_days=7)


@pytest.mark.parametrize("encoding", ["cp1251", "utf-16-le", "koi8-u"])
def test_a_file_in_another_encoding_is_refused_with_what_to_do_in_notepad(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "xlplan.toml"
    path.write_text("contact = 'Їжакевич'", encoding)
    with pytest.raises(XlplanError, match=r"xlplan\.toml.*UTF-8.*Блокноті") as raised:
        read_settings(path)
    assert len(str(raised.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        (r'ledger = "C:\Users\Іван\xlplan.db"', r"ledger = 'C:\Users\Іван\xlplan.db'"),
        (r'ledger = "D:\xlplan.db" # тут', r"ledger = 'D:\xlplan.db'"),
        (r'ledger = "\\server\share\xlplan.db"', r"ledger = '\\server\share\xlplan.db'"),
        # These are read without an error, as a tab and as the end of a line.
        (r'ledger = "C:\temp\new.db"', r"ledger = 'C:\temp\new.db'"),
    ],
)
def test_a_path_in_double_quotes_is_answered_with_the_line_to_write(
    tmp_path: Path, line: str, wanted: str
) -> None:
    with pytest.raises(XlplanError) as raised:
        read_settings(settings_file(tmp_path, f"due_days = 9\n{line}\n"))
    assert str(raised.value).endswith(wanted)


def test_each_line_that_cannot_be_read_is_named_by_its_number_beside_the_wrong_values(tmp_path: Path) -> None:
    lines = ("language: uk", "due_days = 300", 'ledger = "C:\\Users\\x.db"', "contact = “Іван”", "due_days = 9")
    with pytest.raises(XlplanError) as raised:
        read_settings(settings_file(tmp_path, "\n".join(lines)))
    told = str(raised.value).splitlines()
    assert [number for number in range(1, 6) if any(f"рядок {number}" in line for line in told)] == [1, 3, 4, 5]


@pytest.mark.parametrize("value", ["7", "'7'", "'707'", "'008'", "'0o07'"])
def test_a_umask_is_three_octal_digits_that_leave_the_owner_everything(tmp_path: Path, value: str) -> None:
    with pytest.raises(XlplanError, match=r"«umask».*три цифри від 0 до 7 у лапках.*'007'"):
        read_settings(settings_file(tmp_path, f"umask = {value}"))


def test_a_password_in_a_line_that_cannot_be_read_is_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(XlplanError) as raised:
        read_settings(settings_file(tmp_path, "sheet_password = таємниця\nledger = 'pg://me:таємниця@here/x'"))
    assert "таємниця" not in str(raised.value)


@pytest.mark.parametrize("address", ["mongodb://me:secret@server/xlplan", "sqlite:///xlplan.db", "mysql+x://a"])
def test_an_address_of_another_kind_is_no_ledger_and_its_password_is_not_repeated(
    tmp_path: Path, address: str
) -> None:
    with pytest.raises(XlplanError, match=r"ledger.*PostgreSQL") as raised:
        read_settings(settings_file(tmp_path, f"ledger = '{address}'"))
    assert len(str(raised.value).splitlines()) == 1
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize("name", ["", " ", ".", "папка/"])
def test_a_ledger_that_is_no_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(XlplanError, match="ledger"):
        read_settings(settings_file(tmp_path, f"ledger = '{name}'"))


@pytest.mark.parametrize("path", [r"C:\Users\Іван\xlplan.db", "C:/xlplan.db", r"\\server\share\xlplan.db"])
def test_a_path_of_windows_is_a_ledger_on_windows_alone(tmp_path: Path, path: str) -> None:
    file = settings_file(tmp_path, f"ledger = '{path}'")
    if sys.platform == "win32":
        assert read_settings(file).ledger == path
    else:
        with pytest.raises(XlplanError, match="Windows"):
            read_settings(file)


@pytest.mark.parametrize("ledger", [r"C:\Users\Мар'яна\xlplan.db", '/home/o\'neil/"x"/xlplan.db', "a.db"])
def test_a_path_with_quotes_in_it_is_written_so_that_it_reads_back(tmp_path: Path, ledger: str) -> None:
    text = settings_text(Settings(ledger=ledger))
    assert tomllib.loads(text)["ledger"] == ledger


MAILBOX = "[mail.fetch]\nserver = 'imap.example.org'\nuser = 'plan@example.org'\n"


def test_the_mailbox_stands_in_a_table_of_its_own(tmp_path: Path) -> None:
    fetch = read_settings(settings_file(tmp_path, f"language = 'uk'\n{MAILBOX}folder = 'Звіти'\n")).fetch
    assert (fetch.server, fetch.known_port, fetch.folder, fetch.days) == ("imap.example.org", 993, "Звіти", 120)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("password = 'яблуко'", "не місце"),
        ("token = 'яблуко'", "не місце"),
        ("sever = 'x'", "server"),
        ("security = 'none'", "'tls', 'starttls'"),
        ("login = 'яблуко'", "xoauth2"),
        ("days = 0", "days"),
        ("folder = 5", "folder"),
    ],
)
def test_what_is_wrong_with_the_mailbox_is_told_and_a_password_is_not_repeated(
    tmp_path: Path, line: str, words: str
) -> None:
    with pytest.raises(XlplanError, match=r"\[mail\.fetch\]") as raised:
        read_settings(settings_file(tmp_path, f"{MAILBOX}{line}\n"))
    assert words in str(raised.value)
    assert "password" not in line or "яблуко" not in str(raised.value)


@pytest.mark.parametrize(
    "text", ["[mail.fetch]\nserver = 'imap.example.org'\n", "[mail]\nfetch = 'x'\n", "fetch = 5\n"]
)
def test_a_mailbox_that_lacks_a_line_or_is_no_table_is_told(tmp_path: Path, text: str) -> None:
    with pytest.raises(XlplanError, match=r"mail\.fetch"):
        read_settings(settings_file(tmp_path, text))


def test_a_line_below_the_mailbox_that_cannot_be_read_is_told_without_what_stands_in_it(tmp_path: Path) -> None:
    with pytest.raises(XlplanError) as raised:
        read_settings(settings_file(tmp_path, f"{MAILBOX}password = яблуко\nlanguag = 'uk\n"))
    assert "яблуко" not in str(raised.value)


@pytest.mark.parametrize(
    ("line", "value"),
    [("due_days = '7'", 7), ("due_days = 7.0", 7), ("quiet_seconds = 2", 2.0), ("quiet_seconds = '0.5'", 0.5)],
)
def test_a_number_that_is_plainly_meant_is_taken_in_the_kind_of_its_setting(
    tmp_path: Path, line: str, value: float
) -> None:
    read = getattr(read_settings(settings_file(tmp_path, line)), line.partition(" ")[0])
    assert (read, type(read)) == (value, type(value))


@pytest.mark.parametrize("value", ["true", "nan", "inf", "[1]", "2021-07-01"])
@pytest.mark.parametrize("key", ["due_days", "on_track", "rescan_seconds"])
def test_what_is_no_number_is_none_for_any_setting(tmp_path: Path, key: str, value: str) -> None:
    with pytest.raises(XlplanError, match=f"«{key}».*число"):
        read_settings(settings_file(tmp_path, f"{key} = {value}"))


def test_each_wrong_value_in_a_list_is_named_by_its_place(tmp_path: Path) -> None:
    with pytest.raises(XlplanError) as raised:
        read_settings(settings_file(tmp_path, "[mail]\nremind_days_before = [3, -1, 91, 'x']\n"))
    told = str(raised.value).splitlines()
    assert [f"«remind_days_before.{place}»" in line for place, line in enumerate(told, 1)] == [True] * 3


def test_the_wrong_values_come_in_the_order_of_the_settings_and_the_unknown_ones_last(tmp_path: Path) -> None:
    with pytest.raises(XlplanError) as raised:
        read_settings(settings_file(tmp_path, "on_trak = 1\nfar_over = 1\ndue_days = 91\nlanguage = 'de'\n"))
    told = str(raised.value).splitlines()
    assert [line.split("«")[1].split("»")[0] for line in told] == ["language", "due_days", "far_over", "on_trak"]
