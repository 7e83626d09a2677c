"""A target that its words may give to each unit is asked, where nobody says who counts toward it."""

from pathlib import Path

import pytest

from tests.support.plan_workbook import plan_book, planned
from xlplan.documents.plan_reader.per_unit_targets import words_per_unit
from xlplan.documents.plan_reader.reader import interpret_plan
from xlplan.domain.findings.finding import Finding
from xlplan.domain.findings.plan_number_kinds import PLAN_TARGET_PER_UNIT

HOR, LUG = "Хорошівське БПД", "Лугинське БПД"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Meetings held per department", "per department"),
        ("visits by each local office", "by each local office"),
        ("at least 2 in every team", "in every team"),
        ("3 each", "each"),
        ("meetings (3 each)", "each"),
        ("наради, на кожне бюро", "на кожне бюро"),
        ("зустрічі по кожному підрозділу", "по кожному підрозділу"),
        ("кожен структурний підрозділ", "кожен структурний підрозділ"),
        ("3 на бюро", "на бюро"),
        ("зустрічі, кожен", "кожен"),
        ("по 3", "по 3"),
    ],
)
def test_these_words_may_give_a_target_to_each_unit(text: str, words: str) -> None:
    assert words_per_unit(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "visits per quarter",
        "clients seen by each lawyer",
        "each quarter",
        "teachers of each school",
        "calls to the department",
        "на кожного адвоката",
        "кожного кварталу",
        "звернення до бюро",
        "направлено до центру",
        "по суті",
    ],
)
def test_other_words_do_not(text: str) -> None:
    assert words_per_unit(text) == ""


def asked(path: Path, indicator: str, units: str, counting: str | None = None, share: int = 0) -> list[Finding]:
    row = planned("1.1", "Зустрічі", units, indicator, counting, None, 3)
    shares = [["1.1", None, unit, "ІІ", share, None, None] for unit in (HOR, LUG) if share]
    reading = interpret_plan(plan_book(path / "План.xlsx", plan=[row], shares=shares))
    return [finding for finding in reading.findings if finding.kind is PLAN_TARGET_PER_UNIT]


@pytest.mark.parametrize("indicator", ["зустрічі на кожне бюро", "meetings per bureau"])
def test_it_is_asked_at_the_cell_that_says_who_counts(tmp_path: Path, indicator: str) -> None:
    (finding,) = asked(tmp_path, indicator, f"{HOR}; {LUG}")
    assert finding.location.row == "1.1"
    assert dict(finding.values)["target"] == "3"


def test_one_unit_a_word_of_who_counts_or_shares_leave_nothing_to_ask(tmp_path: Path) -> None:
    assert asked(tmp_path, "зустрічі на кожне бюро", HOR) == []
    assert asked(tmp_path, "зустрічі на кожне бюро", f"{HOR}; {LUG}", "спільно") == []
    assert asked(tmp_path, "зустрічі на кожне бюро", f"{HOR}; {LUG}", share=3) == []
