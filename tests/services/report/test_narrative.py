"""The narrative of a year, and of quarters that are open, closed, and closed again."""

import itertools
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import NewYear
from tests.support.centre import call, call_by, take_files
from tests.support.livoberezhnyi import FIRST, FOURTH, SECOND, THIRD, after, close_quarter, drop
from tests.support.told_document import ReadDocument, read_document
from tests.support.told_year import play_told_year
from xlplan.domain.quarter import Quarter
from xlplan.services.closing.decisions import reopen_quarter
from xlplan.services.report.narrative import write_narrative
from xlplan.storage.workspace import Workspace


@pytest.fixture(scope="module")
def year(new_year: NewYear, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Four quarters, the last one open; the second was corrected after it had been signed."""
    workspace = new_year(tmp_path_factory.mktemp("year") / "рік")
    play_told_year(workspace)
    at = after(FOURTH, 6)
    call_by("director", reopen_quarter, workspace, lambda: at, SECOND, "уточнено число консультацій")
    drop(
        workspace, SECOND, "BPD", {"1.1.2.2": {"done": 1, "reason": "помилка", "action": "надолужимо"}}, "ще.xlsx"
    )
    take_files(workspace, at)
    close_quarter(workspace, SECOND, after(FOURTH, 7))
    return workspace


# Several tests read the same document.
@cache
def told(workspace: Workspace, period: int | Quarter) -> ReadDocument:
    at = after(FOURTH, 8)
    return read_document(call(write_narrative, workspace, lambda: at, period).file.path)


def test_a_year_names_the_edition_of_each_quarter_and_the_moment_of_the_open_one(year: Workspace) -> None:
    text = told(year, 2023).text
    for words in (
        "І квартал 2023 року — зведений звіт, випуск 1 від 12.04.2023.",
        "ІІ квартал 2023 року — зведений звіт, випуск 2 від 07.01.2024.",
        "⚠ IV квартал 2023 року не закрито: показано стан на 08.01.2024, 10:00",
    ):
        assert words in text


def test_a_year_shows_its_course_and_what_is_missing_in_it(year: Workspace) -> None:
    document = told(year, 2023)
    lead = document.measure("1.1.2.2")
    assert "За кварталами: І — 2, ІІ — 1, ІІІ — 2, IV — 2." in lead.replace("\u00a0", " ")
    silent = "ІІІ квартал: звіту не подано: відділ фінансів, бухгалтерського обліку та звітності"
    assert f"⚠ {silent}." in document.measure("1.1.2.5")
    assert f"⚠ {silent}" in document.highlighted


def test_a_number_that_was_corrected_after_a_signature_is_told_with_both_values(year: Workspace) -> None:
    words = "1.1.2.2, ІІ квартал 2023 року — підписано 2, тепер 1"
    for period in (2023, SECOND, THIRD):
        assert words in told(year, period).text, period
    assert words not in told(year, FIRST).text


def test_a_quarter_that_was_closed_again_says_why(year: Workspace) -> None:
    text = told(year, SECOND).text
    assert "зведений звіт, випуск 2 від 07.01.2024; причина нового випуску: «уточнено число консультацій»" in text
    assert "не закрито" not in text


def test_texts_of_a_year_stand_with_their_quarters_and_the_same_text_once(year: Workspace) -> None:
    words = told(year, 2023).measure("1.1.2.2")
    assert "Відділ безоплатної правової допомоги: І" in words
    quoted = [part.partition("»")[0] for part in words.split("«")[1:]]
    assert len(quoted) == len(set(quoted))


def test_what_was_promised_is_told_for_each_quarter_in_which_it_was_due(year: Workspace) -> None:
    document = told(year, 2023)
    (table,) = (each for each in document.tables if "Що було обіцяно" in each[0])
    assert {row[1] for row in table[1:]} <= {"ІІ", "ІІІ", "IV"}
    assert all(row[4].startswith(("так", "ні", "⚠")) for row in table[1:])


def test_headings_go_down_by_one_level_at_a_time(year: Workspace) -> None:
    levels = [int(style.split()[-1]) for style, _text in told(year, 2023).headings]
    assert levels[0] == 1
    assert all(now - before <= 1 for before, now in itertools.pairwise(levels))


def test_the_same_state_gives_the_same_bytes(year: Workspace) -> None:
    at = after(FOURTH, 8)
    first, second = (
        Path(call(write_narrative, year, lambda: at, 2023).file.path).read_bytes() for _time in range(2)
    )
    assert first == second
