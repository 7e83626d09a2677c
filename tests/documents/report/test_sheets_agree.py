"""The sheets of a report never contradict each other: each question has one answer, whichever sheet is asked."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.support.measured_figures import measured_figures, share_figures
from tests.support.report_sample import FIGURES, FULL, contents_of, written_of
from tests.support.sheet_questions import contradictions, questions
from tests.support.small_plan import OPEN, figures_of, measure, plan_of
from tests.support.year_sample import YEAR, year_figures
from tests.support.years.readers import Book, read_book
from xlplan.aggregation.year_returns import returns_of_year
from xlplan.domain.figures import QuarterFigures
from xlplan.domain.plan import AddsUp, Better
from xlplan.domain.report import ReportContent


def asked_anew(figures: QuarterFigures, unit: str, *keys: str) -> QuarterFigures:
    """The figures with rows of a unit's accepted return asked anew."""
    returned = replace(figures.returns[unit], asked_again=keys)
    basis = replace(figures.basis, returns={**figures.returns, unit: returned})
    quarter = figures.period.quarter
    return replace(figures, basis=basis, year_returns=returns_of_year({quarter: basis}, quarter))


_JUDGED = plan_of(
    measure("1.1", 3, "lead", "A", better=Better.LESS),
    measure("1.2", 0, "lead", "B", better=Better.LESS),
    measure("1.3", 20, "joint", "AB"),
    measure("1.4", 1, "lead", "C"),
    measure("1.5", 10, "split", "ABC", AddsUp.LAST, earlier=8),
    shares={"1.5": {"A": 4, "B": 3, "C": 3}},
)
_SAID = {
    "A": {"1.1": 5, "1.3": 2, "1.5": 4},
    "B": {"1.2": 1, "1.3": 3, "1.5": 2},
    "C": {"1.4": 0, "1.5": 3},
}
CONTENTS: dict[str, ReportContent] = {
    "a small quarter": FULL,
    "nobody has returned": contents_of(figures_of(plan_of(measure("1.1", 3, "joint", "AB")), {})),
    "still open": contents_of(figures_of(_JUDGED, {"A": _SAID["A"]}, OPEN)),
    "ceilings exceeded": contents_of(figures_of(_JUDGED, _SAID, earlier={"A": {"1.5": 8}})),
    "within the margin": contents_of(figures_of(_JUDGED, _SAID, on_track=0.5)),
    "rows asked anew": contents_of(asked_anew(FIGURES, "A", "1.2")),
    **{f"the year, {quarter}": contents_of(year_figures(quarter)) for quarter in YEAR},
    "nothing to compute from": contents_of(share_figures({"A": ("0", "0"), "B": ("", "∅"), "C": ("1", "2")})),
    **{f"units of measure, {quarter}": contents_of(measured_figures(quarter)) for quarter in range(1, 5)},
}


@pytest.mark.parametrize("case", CONTENTS)
def test_every_sheet_gives_the_same_answers(tmp_path: Path, case: str) -> None:
    assert contradictions(read_book(written_of(tmp_path / "a.xlsx", CONTENTS[case]))) == []


def test_there_are_twelve_questions_and_several_sheets_answer_each(tmp_path: Path) -> None:
    book = read_book(written_of(tmp_path / "a.xlsx", FULL))
    assert len(questions()) == 12
    assert all(len(ask(book)) > 1 for ask in questions().values())


@pytest.mark.parametrize(
    ("sheet", "was", "becomes", "question"),
    [
        ("Підпис", "2 з 3, вчасно 2", "3 з 3, вчасно 2", "how many returns are accepted"),
        ("Підрозділи", "◌ не подано", "✓ вчасно", "which units have not returned"),
        ("Дані", "недовиконано", "виконано", "what the status of each row is"),
    ],
)
def test_a_contradiction_is_noticed(tmp_path: Path, sheet: str, was: str, becomes: str, question: str) -> None:
    book = read_book(written_of(tmp_path / "a.xlsx", FULL))
    assert contradictions(book) == []
    rows = [list(row) for row in book.sheets[sheet]]
    at = next(number for number, row in enumerate(rows) if was in row)
    rows[at][rows[at].index(was)] = becomes
    changed = Book({**book.sheets, sheet: rows}, book.stars)
    assert question in [each.partition(":")[0] for each in contradictions(changed)]


@pytest.mark.parametrize("heading", ["Належить подати", "Прийнято", "Вчасно"])
def test_a_contradiction_in_the_returns_of_the_year_is_noticed(tmp_path: Path, heading: str) -> None:
    book = read_book(written_of(tmp_path / "a.xlsx", contents_of(year_figures(YEAR[3]))))
    rows = [list(row) for row in book.sheets["Подання"]]
    top = next(at for at, row in enumerate(rows) if "Належить подати" in row)
    rows[top + 1][rows[top].index(heading)] = 0
    changed = Book({**book.sheets, "Подання": rows}, book.stars)
    assert contradictions(book) == []
    assert [each.partition(":")[0] for each in contradictions(changed)] == ["returns of the year"]
