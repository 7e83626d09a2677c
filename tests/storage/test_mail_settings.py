"""The table `[mail]`: every fault is named at once, and a password has no place in it."""

from pathlib import Path

import pytest

from xlplan.domain.errors import XlplanError
from xlplan.storage.mail_settings import MailSettings
from xlplan.storage.settings import Settings, read_settings


def read(tmp_path: Path, text: str) -> Settings:
    path = tmp_path / "xlplan.toml"
    path.write_text(text, "utf-8")
    return read_settings(path)


def test_without_the_table_letters_are_drafts(tmp_path: Path) -> None:
    assert read(tmp_path, "").mail == MailSettings()
    assert MailSettings().server == ""


def test_a_whole_table_is_read(tmp_path: Path) -> None:
    mail = read(
        tmp_path,
        "due_days = 9\n[mail]\naddress = 'plan@example.org'\nserver = 'smtp.example.org'\nsecurity = 'tls'\n"
        "remind_days_before = [7, 2]\nremind_days_after = []\n",
    ).mail
    assert (mail.known_port, mail.known_user) == (465, "plan@example.org")
    assert (mail.remind_days_before, mail.remind_days_after) == ((7, 2), ())


def test_the_tables_of_letters_and_of_the_mailbox_stand_side_by_side(tmp_path: Path) -> None:
    settings = read(
        tmp_path,
        "[mail]\naddress = 'plan@example.org'\n[mail.fetch]\nserver = 'imap.example.org'\nuser = 'plan'\n"
        "[due]\n2021-Q2 = 2021-07-15\n",
    )
    assert settings.mail.address == "plan@example.org"
    assert settings.fetch.server == "imap.example.org"
    assert len(settings.due) == 1


@pytest.mark.parametrize("key", ["password", "smtp_password", "token", "Пароль", "pass"])
@pytest.mark.parametrize("quote", ['"', "'"])
def test_a_password_is_refused_and_not_repeated(tmp_path: Path, key: str, quote: str) -> None:
    line = f'"{key}" = {quote}s3cret-word{quote}' if not key.isascii() else f"{key} = {quote}s3cret-word{quote}"
    with pytest.raises(XlplanError) as refused:
        read(tmp_path, f"[mail]\n{line}\n")
    assert "не місце в цьому файлі" in str(refused.value)
    assert "s3cret-word" not in str(refused.value)


def test_a_password_in_a_line_that_cannot_be_read_is_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(XlplanError) as refused:
        read(tmp_path, '[mail]\npassword = "s3cret\\word"\naddress = s3cret\n')
    assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("adress = 'a@x.example'", "«adress»"),
        ("address = 'a at x'", "одну адресу"),
        ("server = 'https://x.example/'\naddress = 'a@x.example'", "саму назву сервера"),
        ("server = 'smtp.example.org'", "названо сервер, але немає адреси"),
        ("security = 'none'", "одне з таких: 'tls', 'starttls'"),
        ("login = 'cram'", "одне з таких: 'password', 'xoauth2', 'none'"),
        ("port = 99999", "не більше за 65535"),
        ("remind_days_before = 3", "у квадратних дужках"),
        ("remind_days_after = [-1]", "не менше за 0"),
        ("due_days = 9", "Перенесіть його рядок вище за [mail]"),
    ],
)
def test_a_fault_is_one_sentence_with_what_to_write(tmp_path: Path, line: str, says: str) -> None:
    with pytest.raises(XlplanError) as refused:
        read(tmp_path, f"[mail]\n{line}\n")
    assert says in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1


def test_all_faults_of_all_tables_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(XlplanError) as refused:
        read(tmp_path, "langage = 'uk'\n[mail]\nport = 'x'\nsecurity = 'no'\n[due]\nX = 1\n")
    assert len(str(refused.value).splitlines()) == 4


def test_a_line_mail_that_is_no_table_says_so(tmp_path: Path) -> None:
    with pytest.raises(XlplanError, match=r"Напишіть \[mail\]"):
        read(tmp_path, "mail = 'plan@example.org'")
