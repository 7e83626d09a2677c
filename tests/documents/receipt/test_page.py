"""A receipt says first how the file was taken and what to do, then all that a unit needs to put things right."""

import re
from datetime import UTC, date, datetime
from html import unescape
from html.parser import HTMLParser

import pytest

from tests.support.html_pages import page_problems
from tests.support.return_tables import form_code, issue, issue_row
from xlplan.documents.html_look import POLICY
from xlplan.documents.receipt.page import Html, receipt_page, tag
from xlplan.domain.decisions import Withdrawal
from xlplan.domain.entries import Entry, EntryKind
from xlplan.domain.findings.answer_kinds import (
    COLUMN_MISSING,
    ENTRY_MISSING,
    ENTRY_NOT_A_NUMBER,
    ENTRY_UNDERSTOOD,
    ENTRY_WITHOUT_VALUE,
    ROW_REPEATED,
    SHEET_MISSING,
)
from xlplan.domain.findings.file_kinds import (
    CARRIERS_LOST,
    FILE_EMPTY,
    NOT_OURS,
    NOTHING_CORRECTED,
    QUARTER_CLOSED,
)
from xlplan.domain.findings.finding import Finding, Location
from xlplan.domain.standing import Standing
from xlplan.domain.submission import Attempt, MarkedReturn, Outcome, Submission, SubmissionState, Verdict
from xlplan.text.translation import use_language

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
PLACE = Location(sheet="Звіт", cell="E12", row="1.1")
ERROR = ENTRY_NOT_A_NUMBER.at(PLACE, heading="Done", description="Description", seen="5 шт.")
WARNING = COLUMN_MISSING.at(Location(sheet="Звіт"), heading="Indicator")
NOTE = CARRIERS_LOST.at(seen="прихований аркуш")
UNDERSTOOD = ENTRY_UNDERSTOOD.at(
    Location(sheet="Звіт", cell="E9", row="1.2"), heading="Done", seen="2,0", number=2
)
SAME = NOTHING_CORRECTED.at(date="05.07.2021 10:00", number=11)
IN_TIME, LATE = Attempt(1, date(2021, 7, 9), is_late=False), Attempt(2, date(2021, 7, 9), is_late=True)
FILE = "Хорошівське БПД 0012.xlsx"


class Reader(HTMLParser):
    """What a browser would show: texts by the element they stand in, and every element with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[tuple[str, str]] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag != "meta":
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip() and self._open[-1] != "style":
            self.texts.append((self._open[-1], " ".join(data.split())))


def page(
    outcome: Outcome,
    *findings: Finding,
    known: bool = True,
    attempt: Attempt | None = IN_TIME,
    marked: MarkedReturn | None = None,
    file: str = "звіт хорошів.xlsx",
    standing: Standing | None = None,
    entries: tuple[Entry, ...] = ENTRIES,
) -> str:
    at = datetime(2021, 7, 5, 10, 15, tzinfo=UTC)
    submission = Submission(12, SHA256, file, at, outcome, str(form_code()), ISSUE.quarter, "HOR")
    verdict = Verdict(outcome, ISSUE if known else None, findings, entries if known else ())
    return receipt_page(submission, verdict, attempt if known else None, marked, standing)


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    return reader


def texts(text: str, *elements: str) -> list[str]:
    return [shown for element, shown in read(text).texts if element in elements or not elements]


@pytest.mark.parametrize(
    ("outcome", "findings", "first"),
    [
        (Outcome.ACCEPTED, (), "Прийнято."),
        (Outcome.ACCEPTED, (WARNING, NOTE), "Прийнято."),
        (Outcome.TO_CORRECT, (ERROR,), "Треба виправити: 1 помилка."),
        (Outcome.TO_CORRECT, (ERROR,) * 5 + (WARNING, NOTE), "Треба виправити: 5 помилок."),
        (
            Outcome.NOT_TAKEN,
            (FILE_EMPTY.at(),),
            "Не прийнято. Файл порожній: у ньому немає жодного байта.",
        ),
    ],
)
def test_the_heading_is_the_verdict_and_counts_only_what_must_be_corrected(
    outcome: Outcome, findings: tuple[Finding, ...], first: str
) -> None:
    assert texts(page(outcome, *findings), "h1") == [first]


def test_it_names_file_unit_quarter_code_moment_deadline_attempt_number_and_hash() -> None:
    shown = texts(page(Outcome.ACCEPTED, attempt=LATE))
    for fact in (
        "звіт хорошів.xlsx",
        "Хорошівське БПД",
        "ІІ квартал 2021 року",
        str(form_code()),
        "05.07.2021 10:15",
        "09.07.2021, файл надійшов пізніше",
        "2",
        f"SHA-256: {SHA256}",
    ):
        assert fact in shown
    assert any("Квитанція № 12" in text for text in shown)


def test_zero_nothing_arose_words_and_no_answer_are_told_apart() -> None:
    cells = texts(page(Outcome.ACCEPTED), "td")
    answers = {key: cells[cells.index(key) + 2] for key in ("1.1", "1.2", "1.3", "1.4", "1.10")}
    assert answers == {
        "1.1": "0 з 5",
        "1.2": "2 (спільний план: 6)",
        "1.3": "потреби не було (план: при проведенні)",
        "1.4": "описано словами (план: постійно)",
        "1.10": "немає відповіді",
    }


def test_each_finding_says_where_what_and_how() -> None:
    shown = texts(page(Outcome.TO_CORRECT, ERROR))
    at = shown.index("Звіт, клітинка E12 · рядок 1.1")
    assert shown[at + 1 : at + 3] == [
        "«Виконано»: записано «5 шт.», а потрібне ціле число.",
        "→ Впишіть лише число; пояснення — у стовпець «Опис виконання».",
    ]


def test_the_same_finding_in_many_cells_is_one_row_with_every_place() -> None:
    many = [ENTRY_MISSING.at(Location("", "Звіт", f"E{at}", f"1.{at}"), heading="Done") for at in (6, 7, 9)]
    shown = texts(page(Outcome.TO_CORRECT, *many, ERROR))
    assert "Звіт: E6 (1.6), E7 (1.7), E9 (1.9)" in shown
    assert sum("не заповнено" in text for text in shown) == 1


def test_what_to_do_comes_before_errors_warnings_and_notes_in_this_order() -> None:
    titles = texts(page(Outcome.TO_CORRECT, NOTE, WARNING, ERROR), "h2")
    assert titles == [
        "Що далі",
        "Що виправити",
        "Перегляньте, будь ласка",
        "До відома",
        "Що надійшло",
        "Що прочитано (виконано з плану)",
    ]


@pytest.mark.parametrize(
    ("outcome", "attempt", "marked", "said"),
    [
        (Outcome.ACCEPTED, IN_TIME, None, ["Нічого робити не треба"]),
        (Outcome.TO_CORRECT, IN_TIME, MarkedReturn(FILE), [FILE, "рожеві клітинки", "до 09.07.2021 включно"]),
        (Outcome.TO_CORRECT, LATE, MarkedReturn(FILE), [FILE, "Строк подання минув 09.07.2021"]),
        (Outcome.TO_CORRECT, IN_TIME, MarkedReturn(FILE, is_own=False), ["чистий шаблон", "рожеві клітинки"]),
        (Outcome.TO_CORRECT, IN_TIME, None, ["Виправте у своєму файлі"]),
        (Outcome.NOT_TAKEN, IN_TIME, None, ["надішліть знову", "не враховується"]),
    ],
)
def test_it_says_step_by_step_what_to_do_next(
    outcome: Outcome, attempt: Attempt, marked: MarkedReturn | None, said: list[str]
) -> None:
    findings = {Outcome.ACCEPTED: (), Outcome.TO_CORRECT: (ERROR,)}.get(outcome, (FILE_EMPTY.at(),))
    steps = " ".join(texts(page(outcome, *findings, attempt=attempt, marked=marked), "li"))
    for words in said:
        assert words.lower() in steps.lower()


@pytest.mark.parametrize("own", [True, False])
def test_it_speaks_of_pink_cells_only_where_there_are_some(own: bool) -> None:
    gone = SHEET_MISSING.at(sheet="Report", key="Code", done="Done")
    shown = " ".join(
        texts(page(Outcome.TO_CORRECT, gone, marked=MarkedReturn(FILE, is_own=own, has_pink_cells=False)))
    )
    assert FILE in shown
    assert "рожев" not in shown


def test_that_nothing_was_corrected_is_said_right_under_the_verdict() -> None:
    shown = texts(page(Outcome.TO_CORRECT, SAME, ERROR), "h1", "p", "h2")
    at = shown.index("Що далі")
    assert shown[at - 1].startswith("З 05.07.2021 10:00 (квитанція № 11) нічого не виправлено")
    assert "До відома" not in shown


WITHDRAWAL = Withdrawal(12, datetime(2021, 7, 12, tzinfo=UTC), "Марія", "не той файл")
LATER = Submission(
    15, "f" * 64, "новий.xlsx", datetime(2021, 7, 8, tzinfo=UTC), Outcome.ACCEPTED, None, None, "HOR"
)
KEPT = [
    (
        Standing(SubmissionState.WITHDRAWN, withdrawal=WITHDRAWAL),
        ("відкликано 12.07.2021", "Марія", "не той файл"),
    ),
    (Standing(SubmissionState.LATE, is_closed=True), ("квартал закрито",)),
    (Standing(SubmissionState.SUPERSEDED, counting=LATER), ("№ 15", "08.07.2021")),
]


@pytest.mark.parametrize(("standing", "words"), KEPT)
def test_what_is_kept_and_does_not_count_is_amber_and_says_why_and_is_not_called_counted(
    standing: Standing, words: tuple[str, ...]
) -> None:
    findings = (QUARTER_CLOSED.at(quarter="ІІ квартал 2021 року", date="12.07.2021"),)
    text = page(Outcome.ACCEPTED, *findings, standing=standing)
    (banner,) = [attributes for element, attributes in read(text).elements if element == "h1"]
    assert banner["class"] == "amber"
    assert "✓" not in texts(text)
    (headline,) = texts(text, "h1")
    assert headline.startswith("Збережено, не враховано: ")
    for word in words:
        assert word in headline
    assert "Що прочитано (виконано з плану)" in texts(text, "h2")
    # Only a return that waits for its quarter is told when that was closed.
    is_late = standing.state is SubmissionState.LATE
    assert any("ІІ квартал 2021 року закрито 12.07.2021" in cell for cell in texts(text, "div")) is is_late


@pytest.mark.parametrize(
    ("standing", "command"),
    [
        (KEPT[0][0], "xlplan withdraw 2021-Q2 --unit HOR --undo --reason"),
        (KEPT[1][0], "xlplan reopen 2021-Q2 --reason"),
    ],
)
def test_a_receipt_of_what_does_not_count_says_how_the_coordinator_lets_it_count(
    standing: Standing, command: str
) -> None:
    steps = texts(page(Outcome.ACCEPTED, standing=standing), "li")
    assert any(command in step for step in steps)


def test_a_file_to_correct_that_a_later_one_overtook_needs_no_correction() -> None:
    standing = Standing(SubmissionState.TO_CORRECT, counting=LATER)
    steps = texts(page(Outcome.TO_CORRECT, ERROR, standing=standing), "li")
    assert "№ 15" in steps[0]
    assert not any("рожев" in step for step in steps)


def test_a_return_with_rows_asked_anew_counts_and_names_them() -> None:
    standing = Standing(SubmissionState.COUNTS, rows_asked_again=("1.1", "1.2"))
    steps = texts(page(Outcome.ACCEPTED, standing=standing), "li")
    assert any("1.1, 1.2" in step for step in steps)


def test_a_file_of_nobody_has_no_unit_and_nothing_counted() -> None:
    shown = texts(page(Outcome.NOT_TAKEN, NOT_OURS.at(sheet="Report"), known=False))
    assert "Підрозділ:" not in shown
    assert "Код" not in shown


def test_where_nothing_could_be_read_no_table_of_missing_answers_follows() -> None:
    text = receipt_page(
        Submission(1, SHA256, "a", datetime(2021, 7, 5, tzinfo=UTC), Outcome.TO_CORRECT, None, None, "HOR"),
        Verdict(
            Outcome.TO_CORRECT, ISSUE, (ERROR,), tuple(Entry(row.key, EntryKind.MISSING) for row in ISSUE.rows)
        ),
    )
    assert "немає відповіді" not in text


HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><iframe src="https://example.org">',
    "'; background: url(https://example.org)",
    "</style><style>body{display:none}",
    "</td></tr></table><h1>Прийнято.</h1>",
    "<!-- ",
    "]]>",
    "&lt;script&gt;",
    "javascript:alert(1)",
    "\u202egnp.exe",
    "\u2066x\u2069\x00\x1b[31m",
    "{problem} %s {{",
    "=cmd|' /C calc'!A0",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_shown_and_does_nothing(text: str) -> None:
    plain = read(page(Outcome.TO_CORRECT, ERROR, marked=MarkedReturn("a.xlsx")))
    finding = ENTRY_NOT_A_NUMBER.at(Location(text, text, text, text), heading=text, description=text, seen=text)
    hostile = read(page(Outcome.TO_CORRECT, finding, file=text, marked=MarkedReturn(text)))
    assert hostile.elements == plain.elements
    visible = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    assert any(visible in shown for _element, shown in hostile.texts)


def test_it_needs_nothing_and_runs_nothing() -> None:
    reader = read(page(Outcome.TO_CORRECT, ERROR, WARNING, NOTE, marked=MarkedReturn(FILE)))
    assert {element for element, _attributes in reader.elements}.isdisjoint(
        {"script", "link", "img", "iframe", "object", "embed", "form", "a", "base"}
    )
    names = {name for _element, attributes in reader.elements for name in attributes}
    plain = {"lang", "charset", "http-equiv", "content", "name", "class", "id", "scope"}
    assert names == plain | {"aria-hidden", "aria-labelledby"}
    policy = next(attributes["content"] for _element, attributes in reader.elements if "http-equiv" in attributes)
    assert policy == POLICY
    assert POLICY.startswith("default-src 'none'; style-src 'unsafe-inline';")
    assert not re.search(r"url\(|@import|https?:", page(Outcome.TO_CORRECT, ERROR))


@pytest.mark.parametrize("language", ["uk", "en"])
@pytest.mark.parametrize("outcome", list(Outcome))
def test_everybody_can_read_it(outcome: Outcome, language: str) -> None:
    use_language(language)
    findings = {
        Outcome.ACCEPTED: (WARNING, NOTE),
        Outcome.TO_CORRECT: (SAME, ERROR, WARNING, NOTE),
        Outcome.NOT_TAKEN: (FILE_EMPTY.at(),),
    }[outcome]
    assert page_problems(page(outcome, *findings, marked=MarkedReturn(FILE))) == []


def test_an_attribute_cannot_be_broken_out_of() -> None:
    assert (
        tag("p", "a", Html("<b>b</b>"), cls='x" onclick="y') == '<p class="x&quot; onclick=&quot;y">a<b>b</b></p>'
    )


def test_the_same_submission_gets_the_same_page_in_the_language_in_use() -> None:
    assert page(Outcome.TO_CORRECT, ERROR) == page(Outcome.TO_CORRECT, ERROR)
    use_language("en")
    english = page(Outcome.TO_CORRECT, ERROR)
    assert texts(english, "h1") == ["To correct: 1 finding."]
    assert "“Done” reads “5 шт.”" in unescape(english)
    assert '<html lang="en">' in english


def answers(*entries: Entry, findings: tuple[Finding, ...] = ()) -> dict[str, str]:
    """The answers that a receipt shows, by row code."""
    outcome = Outcome.TO_CORRECT if findings else Outcome.ACCEPTED
    cells = texts(page(outcome, *findings, entries=(*entries, Entry("1.10", EntryKind.NUMBER, 1))), "td")
    return {entry.key: cells[cells.index(entry.key) + 2] for entry in entries}


def test_a_row_with_a_common_target_says_so_whatever_the_answer() -> None:
    assert answers(Entry("1.2", EntryKind.MISSING)) == {"1.2": "немає відповіді (спільний план: 6)"}
    assert answers(Entry("1.2", EntryKind.NUMBER, 3)) == {"1.2": "3 (спільний план: 6)"}


def test_what_was_written_and_not_taken_is_quoted_and_is_no_missing_answer() -> None:
    first = ENTRY_MISSING.at(Location("", "Звіт", "E7", "1.3"), heading="Done")
    shown = answers(Entry("1.1", EntryKind.MISSING), Entry("1.3", EntryKind.MISSING), findings=(first, ERROR))
    assert shown["1.1"] == "записано «5 шт.», не враховано — див. зауваження 2 (план: 5)"
    assert shown["1.3"] == "немає відповіді (план: при проведенні)"


def test_a_formula_without_a_value_is_quoted_in_the_words_of_its_finding() -> None:
    finding = ENTRY_WITHOUT_VALUE.at(PLACE, heading="Done", seen="a formula")
    shown = answers(Entry("1.1", EntryKind.MISSING), findings=(finding,))
    assert shown["1.1"] == "формула, результат якої не збережено, не враховано — див. зауваження 1 (план: 5)"


def test_a_row_that_stands_twice_is_not_called_unanswered() -> None:
    finding = ROW_REPEATED.at(PLACE, row="1.1", seen="E7, E9")
    assert answers(Entry("1.1", EntryKind.MISSING), findings=(finding,)) == {
        "1.1": "не враховано — див. зауваження 1 (план: 5)"
    }


def test_findings_have_one_number_each_across_the_page() -> None:
    numbers = [text for text in texts(page(Outcome.TO_CORRECT, ERROR, WARNING), "td") if text.isdecimal()]
    assert numbers[:2] == ["1", "2"]


def test_notes_are_short_lines_below_the_tables_of_what_is_to_do() -> None:
    shown = read(page(Outcome.TO_CORRECT, NOTE, UNDERSTOOD, ERROR))
    classes = [attributes["class"] for _element, attributes in shown.elements if "class" in attributes]
    assert classes.index("found") < classes.index("notes")
    assert (
        "li",
        "Звіт, клітинка E9 · рядок 1.2: «Виконано»: записано «2,0»; враховано як число 2.",
    ) in shown.texts


def test_a_closed_quarter_is_told_with_its_day_and_what_to_do_stands_once() -> None:
    closed = QUARTER_CLOSED.at(quarter="ІІ квартал 2021 року", date="12.07.2021")
    shown = texts(page(Outcome.ACCEPTED, closed))
    assert sum("Повідомте координатора" in text for text in shown) == 1
    assert sum("12.07.2021" in text for text in shown) == 1
