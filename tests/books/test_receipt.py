"""A receipt says first how the file was taken, then everything a coordinator needs to answer an e-mail."""

from datetime import UTC, date, datetime

import pytest

from tests.rules.tables import form_code, issue, issue_row
from xlplan.books.receipt import receipt_text
from xlplan.finding import Finding, Place, found
from xlplan.submission import Entry, EntryKind, Outcome, Submission, Verdict
from xlplan.texts import use_language

SHA256 = "0123456789abcdef" * 4
ISSUE = issue(
    issue_row("1.1", 5, "split"),
    issue_row("1.2", 6, "joint"),
    issue_row("1.3", "при проведенні"),
    issue_row("1.4", "постійно"),
    issue_row("1.10", None),
    issued=date(2021, 4, 1),
)
ENTRIES = (
    Entry("1.1", EntryKind.NUMBER, 0),
    Entry("1.2", EntryKind.NUMBER, 2),
    Entry("1.3", EntryKind.NOTHING_AROSE),
    Entry("1.4", EntryKind.MISSING, description="триває"),
    Entry("1.10", EntryKind.MISSING),
)
PLACE = Place(sheet="Звіт", cell="E12", row="1.1")
ERROR = found("entry-not-a-number", PLACE, heading="Done", description="Description", seen="5 шт.")
WARNING = found("column-missing", Place(sheet="Звіт"), heading="Indicator")
NOTE = found("carriers-lost", seen="прихований аркуш")


def receipt(outcome: Outcome, *findings: Finding, known: bool = True, marked: str = "", own: bool = True) -> str:
    at = datetime(2021, 7, 5, 10, 15, tzinfo=UTC)
    submission = Submission(12, SHA256, "звіт хорошів.xlsx", at, outcome, str(form_code()), ISSUE.quarter, "HOR")
    verdict = Verdict(outcome, ISSUE if known else None, findings, ENTRIES if known else ())
    return receipt_text(submission, verdict, marked, own)


@pytest.mark.parametrize(
    ("outcome", "findings", "first"),
    [
        (Outcome.ACCEPTED, (), "Прийнято."),
        (Outcome.ACCEPTED, (WARNING, NOTE), "Прийнято."),
        (Outcome.TO_CORRECT, (ERROR,), "Потрібно виправити: 1 зауваження."),
        (Outcome.TO_CORRECT, (ERROR,) * 5 + (WARNING, NOTE), "Потрібно виправити: 5 зауважень."),
        (Outcome.NOT_TAKEN, (found("file-empty"),), "Не прийнято. Файл порожній: у ньому немає жодного байта."),
    ],
)
def test_the_first_line_is_the_verdict_and_counts_only_what_must_be_corrected(
    outcome: Outcome, findings: tuple[Finding, ...], first: str
) -> None:
    assert receipt(outcome, *findings).splitlines()[0] == first


def test_it_names_file_unit_quarter_code_moment_number_and_hash() -> None:
    text = receipt(Outcome.ACCEPTED)
    for fact in (
        "звіт хорошів.xlsx",
        "Хорошівське БПД",
        "ІІ квартал 2021 року",
        str(form_code()),
        "05.07.2021 10:15",
    ):
        assert fact in text
    assert "№ 12" in text
    assert SHA256 in text


def test_zero_nothing_arose_words_and_no_answer_are_told_apart() -> None:
    lines = [line.split("  ") for line in receipt(Outcome.ACCEPTED).splitlines() if "Захід" in line]
    answers = {
        parts[0].strip() or parts[1].strip(): [part.strip() for part in parts if part.strip()][1]
        for parts in lines
    }
    assert answers == {
        "1.1": "0 з 5",
        "1.2": "2 (спільний план: 6)",
        "1.3": "потреби не було (план: при проведенні)",
        "1.4": "описано словами (план: постійно)",
        "1.10": "немає відповіді",
    }


def test_each_finding_says_where_what_and_how() -> None:
    text = receipt(Outcome.TO_CORRECT, ERROR)
    assert (
        "   1. Звіт, клітинка E12 · рядок 1.1\n"
        "      «Виконано»: записано «5 шт.», а потрібне ціле число.\n"
        "      → Впишіть лише число; пояснення — у стовпець «Опис виконання».\n"
    ) in text


def test_errors_warnings_and_notes_stand_apart_in_this_order() -> None:
    text = receipt(Outcome.TO_CORRECT, NOTE, WARNING, ERROR)
    titles = ["Що виправити", "Перегляньте, будь ласка", "До відома", "Що далі"]
    assert [line for line in text.splitlines() if line in titles] == titles


@pytest.mark.parametrize(
    ("outcome", "marked", "own", "said"),
    [
        (Outcome.ACCEPTED, "", True, "Нічого робити не треба"),
        (Outcome.TO_CORRECT, "Хорошівське БПД 0012.xlsx", True, "це ваш файл"),
        (Outcome.TO_CORRECT, "Хорошівське БПД 0012.xlsx", False, "чистий шаблон із вашими відповідями"),
        (Outcome.TO_CORRECT, "", True, "Виправте свій файл"),
        (Outcome.NOT_TAKEN, "", True, "надішліть файл ще раз"),
    ],
)
def test_it_ends_with_what_to_do_next(outcome: Outcome, marked: str, own: bool, said: str) -> None:
    findings = () if outcome is Outcome.ACCEPTED else (ERROR,)
    text = " ".join(receipt(outcome, *findings, marked=marked, own=own).split())
    assert said in text.partition("Що далі")[2]
    assert marked in text


def test_a_file_of_nobody_has_no_unit_and_nothing_counted() -> None:
    text = receipt(Outcome.NOT_TAKEN, found("not-ours", sheet="Report"), known=False)
    assert "Підрозділ" not in text
    assert "виконано з плану" not in text


def test_it_is_plain_text_that_survives_an_e_mail() -> None:
    hostile = found("entry-not-a-number", PLACE, heading="Done", description="Description", seen="a\r\nb " * 40)
    text = receipt(Outcome.TO_CORRECT, hostile, WARNING, NOTE)
    assert "\r" not in text
    assert text.endswith("\n")
    assert max(map(len, text.splitlines())) <= 100


def test_the_same_submission_gets_the_same_text_in_the_language_in_use() -> None:
    assert receipt(Outcome.TO_CORRECT, ERROR) == receipt(Outcome.TO_CORRECT, ERROR)
    use_language("en")
    assert receipt(Outcome.TO_CORRECT, ERROR).startswith("To correct: 1 finding.\n")
    assert "“Done” reads “5 шт.”" in receipt(Outcome.TO_CORRECT, ERROR)
