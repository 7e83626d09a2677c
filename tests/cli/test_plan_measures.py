"""`xlplan plan check` tells how each measure was understood, in a line of its own."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.support.plan_workbook import PLAN_HEADINGS, plan_book, planned
from xlplan.cli.output.plan_measures import measure_lines
from xlplan.documents.plan_reader.reader import interpret_plan
from xlplan.text.translation import use_language

HOR, LUG = "Хорошівське БПД", "Лугинське БПД"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "План.xlsx"


def lines(path: Path, *plan: Sequence[object], shares: Sequence[Sequence[object]] = ()) -> list[str]:
    told = measure_lines(interpret_plan(plan_book(path, plan=plan, shares=shares)))
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line, _is_faulty in told]


def test_one_unit_with_its_targets(path: Path) -> None:
    row = planned("1.1", "Лекції", HOR, "лекції", None, 1, 2, None, 3, 6)
    assert lines(path, row) == ["1.1 Лекції: Хорошівське БПД · І — 1, ІІ — 2, IV — 3"]


def test_several_units_with_who_counts(path: Path) -> None:
    row = planned("1.1", "Лекції", f"{HOR}; {LUG}", "лекції", "головний виконавець", 1)
    assert lines(path, row) == ["1.1 Лекції: Хорошівське БПД, Лугинське БПД · головний виконавець · І — 1"]


def test_a_group_with_the_number_of_its_units(path: Path) -> None:
    row = planned("1.1", "Лекції", "Усі", "лекції", None, *["постійно"] * 4)
    assert lines(path, row) == ["1.1 Лекції: Усі (3) · спільно · постійно"]


def test_a_line_for_each_indicator_under_its_own_name(path: Path) -> None:
    rows = [planned("1.1", "Лекції", HOR, "лекції", None, 1), planned("1.1", "Лекції", HOR, "слухачі", None, 9)]
    assert lines(path, *rows) == [
        "1.1 лекції: Хорошівське БПД · І — 1",
        "1.1/2 слухачі: Хорошівське БПД · І — 9",
    ]


def test_the_unit_of_measure_and_the_rule_over_units(path: Path) -> None:
    row = planned("1.1", "Скарги", "Бюро", "частка", None, "5 %", "5 %", "5 %", "5 %")
    row[PLAN_HEADINGS.index("Одиниця")] = "%"
    row[PLAN_HEADINGS.index("По підрозділах")] = "середнє"
    (line,) = lines(path, row)
    assert "Одиниця: % · По підрозділах: середнє" in line


def test_the_number_of_shares_and_events(path: Path) -> None:
    row = planned("1.1", "Лекції", f"{HOR}; {LUG}", "лекції", None, 2)
    shares = [["1.1", None, HOR, "I", 1, "лекція", None], ["1.1", None, LUG, "I", 1, "лекція", None]]
    (line,) = lines(path, row, shares=shares)
    assert line.endswith("розподілено · І — 2 · 2 частки підрозділів · 2 заплановані події")


def test_a_long_title_is_cut(path: Path) -> None:
    (line,) = lines(path, planned("1.1", "Лекції для слухачів " * 9, HOR, "лекції", None, 1))
    assert line.startswith("1.1 Лекції для слухачів Лекції для слухачів…: ")


def test_what_was_not_understood_is_told_and_marked(path: Path) -> None:
    rows = [
        planned("1.1", "Лекції", "Ніхто", "лекції", None, 1),
        planned("1.2", "Тренінги", HOR, "тренінги", None, "п'ять"),
        planned("1.3", "Збори", HOR, "збори"),
    ]
    told = list(measure_lines(interpret_plan(plan_book(path, plan=rows))))
    assert [is_faulty for _line, is_faulty in told] == [True, True, False]
    assert "хто виконує, незрозуміло" in told[0][0]
    assert told[1][0].endswith("план не прочитано")
    assert told[2][0].endswith("плану немає")


def test_in_english(path: Path) -> None:
    use_language("en")
    row = planned("1.1", "Lectures", f"{HOR}; {LUG}", "lectures", None, 1)
    assert lines(path, row) == ["1.1 Lectures: Хорошівське БПД, Лугинське БПД · joint · I — 1"]


def test_a_task_without_measures_stands_in_its_place(path: Path) -> None:
    empty = [None, "1.2 Сайт", *[None] * (len(PLAN_HEADINGS) - 2)]
    rows = [planned(code, "Лекції", HOR, "лекції", None, 1) for code in ("1.1", "1.3")]
    rows[0][1], rows[1][1] = "1.1 Люди", "1.3 Села"
    assert lines(path, rows[0], empty, rows[1]) == [
        "1.1 Лекції: Хорошівське БПД · І — 1",
        "1.2 Сайт: без заходів",
        "1.3 Лекції: Хорошівське БПД · І — 1",
    ]
