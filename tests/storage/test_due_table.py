"""The table [due] of the settings: a quarter a line, and one clear sentence for each wrong line."""

from datetime import date
from pathlib import Path

import pytest

from xlplan.domain.errors import XlplanError
from xlplan.domain.quarter import Quarter
from xlplan.services.new_workspace import settings_text
from xlplan.storage.settings import Settings, read_settings

SECOND, THIRD = Quarter(2021, 2), Quarter(2021, 3)


def read(tmp_path: Path, text: str) -> Settings:
    path = tmp_path / "xlplan.toml"
    path.write_text(text, "utf-8")
    return read_settings(path)


def told(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(XlplanError) as raised:
        read(tmp_path, text)
    return str(raised.value).splitlines()


def test_a_quarter_has_its_own_due_day_and_others_the_usual_number_of_days(tmp_path: Path) -> None:
    settings = read(tmp_path, "due_days = 5\n[due]\n2021-Q2 = 2021-07-15\n")
    assert settings.due_day(SECOND) == date(2021, 7, 15)
    assert settings.due_day(THIRD) == date(2021, 10, 5)


@pytest.mark.parametrize(
    "line",
    [
        "2021-Q2 = 2021-07-15",
        "2021-Q2 = '15.07.2021'",
        "2021-Q2 = '15 липня 2021 р.'",
        "'ІІ квартал 2021 року' = '2021-07-15'",
    ],
)
def test_a_line_is_read_in_the_spellings_of_people(tmp_path: Path, line: str) -> None:
    assert read(tmp_path, f"[due]\n{line}\n").due == ((SECOND, date(2021, 7, 15)),)


@pytest.mark.parametrize("line", ["2021-Q2 = 15.07.2021", "ІІ квартал 2021 = 2021-07-15 # лист"])
def test_a_line_that_toml_cannot_read_is_answered_with_the_line_to_write(tmp_path: Path, line: str) -> None:
    (sentence,) = told(tmp_path, f"due_days = 9\n[due] # строки\n{line}\n")
    assert "рядок 3" in sentence
    assert sentence.endswith("Напишіть рядок так: 2021-Q2 = 2021-07-15")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("2021-Q5 = 2021-07-15", "«2021-Q5» — не квартал"),
        ("2021-Q2 = 'завтра'", "«завтра» — не дата"),
        ("2021-Q2 = 9", "«9» — не дата"),
        ("2021-Q2 = 2020-07-15", "15.07.2020 настає раніше, ніж закінчується ІІ квартал 2021 року (30.06.2021)"),
        ("2021-Q2 = 2031-07-15", "понад рік"),
        ("2021-Q2 = 2021-07-15\n'ІІ квартал 2021' = 2021-07-16", "удруге"),
        ("2021-Q2 = 2021-07-15\n2021-Q2 = 2021-07-16", "вдруге"),
        ("grace_days = 3", "стоїть нижче за [due]"),
    ],
)
def test_a_wrong_line_is_named_in_one_sentence(tmp_path: Path, line: str, words: str) -> None:
    (sentence,) = told(tmp_path, f"[due]\n{line}\n")
    assert words in sentence


@pytest.mark.parametrize("text", ["due = 2021-07-15\n", "due = 9\n[due]\n2021-Q2 = 2021-07-15\n"])
def test_a_due_day_without_a_quarter_is_answered_with_the_table_to_write(tmp_path: Path, text: str) -> None:
    assert any("[due]" in sentence and "2021-Q2 = 2021-07-15" in sentence for sentence in told(tmp_path, text))


def test_wrong_lines_of_the_table_and_wrong_settings_are_told_at_once(tmp_path: Path) -> None:
    sentences = told(tmp_path, "grace_days = -1\nlanguage: uk\n[due]\n2021-Q2 = 15.07.21\n2021-Q3 = 5\n")
    assert len(sentences) == 4


def test_a_settings_file_is_written_with_its_due_days(tmp_path: Path) -> None:
    settings = Settings(due=((SECOND, date(2021, 7, 15)), (THIRD, date(2021, 10, 20))))
    assert read(tmp_path, settings_text(settings)) == settings
