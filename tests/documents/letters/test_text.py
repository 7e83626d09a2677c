"""The text of a letter says what its unit owes; a centre's own counts, and its faults are named by line."""

from datetime import date
from pathlib import Path

import pytest

from xlplan.documents.letters.content import (
    ACCEPTED,
    ANEW,
    CORRECT,
    KEPT,
    MISSING,
    REFUSED,
    TO_FILL,
    LetterContent,
    Matter,
)
from xlplan.documents.letters.text import letter_text, shipped_text
from xlplan.domain.errors import XlplanError
from xlplan.domain.letters import LetterKind
from xlplan.domain.quarter import Quarter
from xlplan.text.translation import LANGUAGES, use_language

Q2, DUE = Quarter(2021, 2), date(2021, 7, 9)
NOWHERE = Path("nowhere.txt")
EVERY_STATE = (TO_FILL, MISSING, CORRECT, ANEW, ACCEPTED, KEPT, REFUSED)


def content(
    kind: LetterKind, *matters: Matter, unit: str = "Овруцьке бюро", contact: str = "Марія", today: int = 5
) -> LetterContent:
    return LetterContent(kind, unit, "Центр", contact, date(2021, 7, today), matters)


def matter(state: str, **others: object) -> Matter:
    return Matter(Q2, DUE, state, ("файл.xlsx",), **others)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", LetterKind)
@pytest.mark.parametrize("today", [5, 9, 12])
def test_every_text_of_xlplan_fills_in_whole(language: str, kind: LetterKind, today: int) -> None:
    use_language(language)
    every = [
        Matter(
            Q2, DUE, state, ("файл.xlsx",), replaces, ("1.4",), ("погано",), 7, "05.07.2021", "прийнято", replaces
        )
        for state in EVERY_STATE
        for replaces in (True, False)
    ]
    for each in (*([one] for one in every), every):
        text = letter_text(content(kind, *each, today=today), NOWHERE)
        assert text.subject
        assert "{" not in text.subject + text.plain
        assert "файл.xlsx" in text.plain
        assert "\n\n\n" not in text.plain


def test_a_reminder_says_what_is_owed_and_for_how_long() -> None:
    text = letter_text(content(LetterKind.REMINDER, matter(MISSING)), NOWHERE)
    assert "ще не отримали" in text.plain
    assert "до нього ще 4 дні" in text.plain
    late = letter_text(content(LetterKind.REMINDER, matter(MISSING), today=12), NOWHERE)
    assert "Строк подання минув 09.07.2021" in late.plain
    correct = letter_text(content(LetterKind.REMINDER, matter(CORRECT, problems=("E8: не число",))), NOWHERE)
    assert "потребує доопрацювання" in correct.plain
    assert "\n- E8: не число\n" in correct.plain
    anew = letter_text(content(LetterKind.REMINDER, matter(ANEW, rows=("1.4.5", "2.1"))), NOWHERE)
    assert "заповнити ще раз: 1.4.5, 2.1" in anew.plain


def test_more_problems_than_anybody_reads_are_counted() -> None:
    many = tuple(f"зауваження {number}" for number in range(25))
    text = letter_text(content(LetterKind.ANSWER, matter(CORRECT, problems=many)), NOWHERE)
    assert "- зауваження 9\n- … і ще 15 зауважень." in text.plain


def test_the_page_says_what_the_plain_text_says_and_escapes_it() -> None:
    hostile = "<img src=x onerror=alert(1)> & «Бюро»"
    text = letter_text(content(LetterKind.TEMPLATE, matter(TO_FILL), unit=hostile), NOWHERE)
    assert hostile in text.plain
    assert "<img" not in text.html
    assert "&lt;img src=x onerror=alert(1)&gt; &amp; «Бюро»" in text.html
    assert "<script" not in text.html
    assert "var(--" not in text.html
    assert text.html.count("<li>") == text.plain.count("\n- ")


def test_a_name_with_line_breaks_stays_in_its_line() -> None:
    text = letter_text(content(LetterKind.TEMPLATE, matter(TO_FILL), unit="Бюро\nТема: інше\n- пункт"), NOWHERE)
    assert "Бюро Тема: інше - пункт" in text.subject
    assert "\n- пункт" not in text.plain


def test_a_text_of_the_centre_counts(tmp_path: Path) -> None:
    own = tmp_path / "шаблон.txt"
    own.write_text("Тема: {{ quarter }}\n\nКолеги, ось файл {{ files }}.\n", "utf-8")
    text = letter_text(content(LetterKind.TEMPLATE, matter(TO_FILL)), own)
    assert text.subject == "ІІ квартал 2021 року"
    assert text.plain == "Колеги, ось файл «файл.xlsx».\n"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_notepad_may_have_saved_it(tmp_path: Path, encoding: str) -> None:
    own = tmp_path / "шаблон.txt"
    own.write_text("Тема: {{ quarter }}\r\n\r\nТак.\r\n", encoding, newline="")
    assert letter_text(content(LetterKind.TEMPLATE, matter(TO_FILL)), own).plain == "Так.\n"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Тема: x\n\n{{ unitt }}\n", "рядок 3: у тексті листа помилка ('unitt' is undefined)"),
        ("Тема: x\n\n{% for a in matters %}\n{{ a.colour }}\n{% endfor %}", "рядок 4"),
        ("Тема: x\n{% if unit %}\nтекст\n", "рядок"),
        ("Тема: x\n\n\n{{ 1 / 0 }}\n", "рядок 4"),
        ("Тема: x\n{{ ''.__class__.__mro__ }}\n", "рядок 2"),
        ("Тема: x\n{{ matters.append(1) }}\n", "рядок 2"),
        ("{% include 'xlplan.toml' %}", "рядок 1"),
        ("Добрий день\n", "першим рядком листа має бути його тема"),
        ("Тема:\n\nтекст", "першим рядком листа має бути його тема"),
        ("", "першим рядком листа має бути його тема"),
    ],
)
def test_a_fault_in_it_is_one_sentence_with_file_and_line(tmp_path: Path, text: str, says: str) -> None:
    own = tmp_path / "шаблон.txt"
    own.write_text(text, "utf-8")
    with pytest.raises(XlplanError) as fault:
        letter_text(content(LetterKind.TEMPLATE, matter(TO_FILL)), own)
    assert says in str(fault.value)
    assert str(own) in str(fault.value)


def test_a_text_that_is_no_text_is_one_sentence(tmp_path: Path) -> None:
    own = tmp_path / "шаблон.txt"
    own.write_bytes("Тема: бюро".encode("cp1251"))
    with pytest.raises(XlplanError, match="збережено не в UTF-8"):
        letter_text(content(LetterKind.TEMPLATE, matter(TO_FILL)), own)


@pytest.mark.parametrize("kind", LetterKind)
def test_the_texts_of_both_languages_use_the_same_words(kind: LetterKind) -> None:
    def names(language: str) -> set[str]:
        text = shipped_text(kind, language).partition("#}")[2]
        return {
            word.strip(" {}%")
            for word in text.replace("{%", "{{").replace("%}", "}}").split("{{")[1:]
            for word in [word.partition("}}")[0]]
        }

    assert names("uk") == names("en")
