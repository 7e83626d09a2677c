"""What the plan workbook's formulas say as one types: the same in LibreOffice as in the file, and never read."""

import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.documents.plan_reader.test_real_plans import KOROSTEN, LIVOBEREZHNYI, plan_of
from tests.documents.plan_writer.test_writer import FULL, MADE
from tests.documents.report.test_recalculation import computed
from xlplan.documents.plan_reader.reader import read_plan
from xlplan.documents.plan_writer.cells import PlanRows
from xlplan.documents.plan_writer.check_cells import plan_checks, share_checks
from xlplan.documents.plan_writer.guidance import FIRST_ROW, USUAL_TARGETS
from xlplan.documents.plan_writer.writer import write_plan, write_plan_rows
from xlplan.domain.sheets import PLAN, SHARES
from xlplan.domain.target import TargetKind
from xlplan.domain.target_reading import read_target
from xlplan.domain.unit_of_measure import from_float
from xlplan.text.translation import _, use_language

YEAR = {"period": "2021 рік"}
QUARTER = {"period": "ІІ квартал 2021 року"}
Rows = Sequence[dict[str, Any]]


def exact(cell: object) -> object:
    """A cell as the plan holds it: no float."""
    return from_float(cell) if isinstance(cell, float) else cell


def planned(code: str, *quarters: object, total: object = "", **more: object) -> dict[str, Any]:
    """A row of `План`."""
    cells = dict(zip(("q1", "q2", "q3", "q4"), quarters, strict=False))
    cells = {name: exact(cell) for name, cell in {**cells, "total": total}.items()}
    return {"code": code, "measure": "Лекції", "indicator": "лекції", **cells, **more}


def share(code: str, quarter: object, count: object, **more: object) -> dict[str, Any]:
    """A row of `Розподіл`."""
    return {"code": code, "unit": "Хорошів", "quarter": quarter, "share": exact(count), **more}


# Each case: the period, rows of `План`, rows of `Розподіл`, what `Перевірка` and what `Частки разом` say.
CASES: dict[str, tuple[dict[str, str], Rows, Rows, list[str], list[str]]] = {
    "nothing": (YEAR, [{}], [{}], [""], [""]),
    "it fits": (YEAR, [planned("1.1", 1, 1, total=2)], [], ["✓"], []),
    "no target": (YEAR, [planned("1.1")], [], ["плану немає"], []),
    "words": (YEAR, [planned("1.1", total="за потреби")], [], ["✓"], []),
    "words among numbers": (
        YEAR,
        [planned("1.1", 2, "постійно", total=3)],
        [],
        ["Разом 3, а квартали дають 2"],
        [],
    ),
    "a total that differs": (YEAR, [planned("1.1", 2, 2, 2, total=8)], [], ["Разом 8, а квартали дають 6"], []),
    "numbers stored as texts": (YEAR, [planned("1.1", "2", "2", total="4")], [], ["✓"], []),
    "the latest counts": (YEAR, [planned("1.1", 2, 5, total=5, adds_up="останнє")], [], ["✓"], []),
    "a year's total alone": (YEAR, [planned("1.1", total=8)], [], ["Разом 8, а квартали дають 0"], []),
    "a quarter's total alone": (QUARTER, [planned("1.1", total=8)], [], ["✓"], []),
    "shares too few": (
        QUARTER,
        [planned("1.1", "", 3, total=3)],
        [share("1.1", "ІІ", 1), share("1.1", "II", 1)],
        ["частки 2 з 3"],
        ["2 з 3", "2 з 3"],
    ),
    "shares of a total alone": (
        QUARTER,
        [planned("1.1", total=3)],
        [share("1.1", "", 1)],
        ["частки 1 з 3"],
        ["1 з 3"],
    ),
    "shares in two quarters": (
        YEAR,
        [planned("1.1", 2, 3, total=5)],
        [share("1.1", "І", 1), share("1.1", "ІІ", 3), share("1.1", 1, 2)],
        ["I: частки 3 з 2"],
        ["3 з 2", "3 з 3", "3 з 2"],
    ),
    "split, but no shares": (YEAR, [planned("1.1", 2, total=2, counting="розподілено")], [], ["частки 0 з 2"], []),
    "counted jointly": (
        YEAR,
        [planned("1.1", 2, total=2, counting="спільно")],
        [share("1.1", "I", 1)],
        ["✓"],
        ["1 з 2"],
    ),
    "shares under words": (
        QUARTER,
        [planned("1.1", total="постійно")],
        [share("1.1", "ІІ", 2)],
        ["частки 2 з постійно"],
        ["2 з 0"],
    ),
    "events still to be named": (
        QUARTER,
        [planned("1.1", "", 3, total=3)],
        [share("1.1", "ІІ", "", event="лекція")],
        ["подій названо 1 з 3"],
        [""],
    ),
    "all at once": (
        QUARTER,
        [planned("1.1", "", 3, total=4)],
        [share("1.1", "ІІ", 1, event="лекція")],
        ["Разом 4, а квартали дають 3; частки 1 з 3; подій названо 1 з 3"],
        ["1 з 3"],
    ),
    "two indicators": (
        QUARTER,
        [planned("1.1", "", 1, total=1), planned("1.1", "", 2, total=2, indicator="слухачі")],
        [share("1.1", "ІІ", 1, indicator="лекції"), share("1.1", "ІІ", 1, indicator="слухачі")],
        ["✓", "частки 1 з 2"],
        ["1 з 1", "1 з 2"],
    ),
    "1.1 is not 1.10, nor a pattern": (
        QUARTER,
        [planned("1.1", "", 1, total=1), planned("1.10", "", 2, total=2), planned("1.*", "", 5, total=5)],
        [share("1.10", "ІІ", 2)],
        ["✓", "✓", "✓"],
        ["2 з 2"],
    ),
    "a code that the plan lacks": (
        QUARTER,
        [planned("1.1", "", 1, total=1)],
        [share("9.9", "ІІ", 1)],
        ["✓"],
        ["коду немає в плані"],
    ),
    "decimals without the tail of their sum": (
        YEAR,
        [planned("1.1", 0.1, 0.2, 0.3, 0.1, total=0.7, unit_of_measure="год")],
        [share("1.1", quarter, each) for quarter, each in
         (("I", 0.1), ("II", 0.1), ("II", 0.1), ("III", 0.3), ("IV", 0.1))],
        ["✓"],
        ["0.1 з 0.1", "0.2 з 0.2", "0.2 з 0.2", "0.3 з 0.3", "0.1 з 0.1"],
    ),
    "a total of decimals that differs": (
        YEAR,
        [planned("1.1", 1.5, 1.5, total=3.5, unit_of_measure="год")],
        [],
        ["Разом 3.5, а квартали дають 3"],
        [],
    ),
    "words that hide a number": (
        YEAR, [planned("1.1", "не менше 2", "до 3", total=5), planned("1.2", 2, "5 (п'ять)", total=9)], [],
        ["✓", "✓"], [],
    ),
    "words that hide a number, with shares": (
        QUARTER,
        [planned("1.1", "", "не більше 3", total="не більше 3")],
        [share("1.1", "ІІ", 3)],
        ["✓"],
        ["3"],
    ),
    "shares of a limit in words, by quarter": (
        YEAR,
        [planned("1.1", "не більше 3", 4, total=7)],
        [share("1.1", "I", 3), share("1.1", "ІІ", 3)],
        ["II: частки 3 з 4"],
        ["3", "3 з 4"],
    ),
    "percentages are not added up": (
        YEAR, [planned("1.1", 90, 95, total=95, unit_of_measure="%"), planned("1.2", 90, 95, total=92.5,
         unit_of_measure="% ; 2", adds_up="середнє")], [], ["✓", "✓"], [],
    ),
    "the year of a computed share": (
        YEAR, [planned("1.1", 90, 95, total=95, across_units="частка 1.2 від 1.3")], [], ["✓"], [],
    ),
    "targets of the units' own": (
        QUARTER,
        [planned("1.1", "", 90, total=90, unit_of_measure="%", across_units="середнє")],
        [share("1.1", "ІІ", 80), share("1.1", "ІІ", 95)],
        ["✓"],
        ["", ""],
    ),
    "a code left blank": (QUARTER, [planned("", "", 1, total=2)], [], ["Разом 2, а квартали дають 1"], []),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_row_is_told_what_does_not_fit(case: str) -> None:
    details, plan, shares, checks, sums = CASES[case]
    rows = PlanRows(details, (), plan, shares)
    assert (plan_checks(rows), share_checks(rows)) == (checks, sums)


def told(sheets: Mapping[str, Sequence[Sequence[object]]]) -> tuple[list[object], list[object]]:
    """The last columns of `План` and of `Розподіл`, below their headings."""
    return tuple(  # type: ignore[return-value]
        [row[len(each.columns)] for row in sheets[each.shown][FIRST_ROW - 1 :]] for each in (PLAN, SHARES)
    )


@pytest.mark.office
def test_libreoffice_says_the_same_of_each_case(tmp_path: Path, office: Callable[..., Path]) -> None:
    """All cases of one period are one plan, each with codes of its own."""
    for details in (YEAR, QUARTER):
        cases = [case for case in CASES.values() if case[0] == details]
        plan: list[dict[str, Any]] = []
        shares: list[dict[str, Any]] = []
        for number, case in enumerate(cases):
            own = [{**row, "code": f"{number}.{row['code']}"} if row.get("code") else row for row in case[1]]
            plan += own
            shares += [{**row, "code": f"{number}.{row['code']}"} if row else row for row in case[2]]
        write_plan_rows(tmp_path / "plan.xlsx", PlanRows(details, (), plan, shares), MADE)
        checks, sums = told(computed(tmp_path / "plan.xlsx", office))
        assert checks[: len(plan)] == [text for case in cases for text in case[3]]
        assert sums[: len(shares)] == [text for case in cases for text in case[4]]
        assert set(checks[len(plan) :]) | set(sums[len(shares) :]) == {""}


@pytest.mark.office
@pytest.mark.parametrize("path", [KOROSTEN, LIVOBEREZHNYI, None], ids=["korosten", "livoberezhnyi", "small"])
def test_a_plan_shows_what_libreoffice_computes(
    tmp_path: Path, office: Callable[..., Path], path: Path | None
) -> None:
    write_plan(tmp_path / "plan.xlsx", plan_of(path) if path else FULL, MADE)
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx", data_only=True)
    ours = told({each.title: [list(row) for row in each.iter_rows(values_only=True)] for each in book})
    theirs = told(computed(tmp_path / "plan.xlsx", office))
    for shown, calculated in zip(ours, theirs, strict=True):
        assert [value or "" for value in shown] == calculated
    assert any(value == "✓" for value in ours[0])


@pytest.mark.office
def test_a_share_that_is_changed_is_told_at_once(tmp_path: Path, office: Callable[..., Path]) -> None:
    write_plan(tmp_path / "plan.xlsx", plan_of(KOROSTEN), MADE)
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    (cell,) = (
        row[4]
        for row in book["Розподіл"].iter_rows()
        if row[0].value == "1.1.2" and row[2].value == "Лугинське БПД"
    )
    cell.value = 5
    book.save(tmp_path / "plan.xlsx")
    checks, sums = told(computed(tmp_path / "plan.xlsx", office))
    assert checks[1] == "частки 6 з 2"
    assert [value for value in sums if value == "6 з 2"] == ["6 з 2"] * 2


@pytest.mark.slow
@pytest.mark.office
def test_a_year_split_among_many_units_is_summed_to_its_last_row(
    tmp_path: Path, office: Callable[..., Path]
) -> None:
    rows = PlanRows(YEAR, (), [planned("1.1", 700, total=700)], [share("1.1", "I", 1) for _unit in range(700)])
    write_plan_rows(tmp_path / "plan.xlsx", rows, MADE)
    checks, sums = told(computed(tmp_path / "plan.xlsx", office))
    assert (checks[0], set(sums[:700])) == ("✓", {"700 з 700"})


@pytest.mark.parametrize("stale", ["<v>7</v>", ""], ids=["stale", "without a value"])
def test_what_a_formula_shows_is_never_read(tmp_path: Path, stale: str) -> None:
    write_plan(tmp_path / "a.xlsx", FULL, MADE)
    with zipfile.ZipFile(tmp_path / "a.xlsx") as source, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as target:
        for part in source.namelist():
            content = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1" + stale.encode(), source.read(part))
            target.writestr(part, content)
    (plan, findings), (_same, usual) = (read_plan(tmp_path / name) for name in ("b.xlsx", "a.xlsx"))
    assert plan == FULL, [str(finding) for finding in findings]
    assert [each.code for each in findings] == [each.code for each in usual]


def test_there_is_room_to_paste_a_plan_into(tmp_path: Path) -> None:
    write_plan(tmp_path / "plan.xlsx", None, MADE)
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    for sheet in (PLAN, SHARES):
        cells = [row[len(sheet.columns)] for row in book[sheet.shown].iter_rows(min_row=FIRST_ROW)]
        assert len(cells) >= 60
        assert {cell.data_type for cell in cells} == {"f"}


def test_formulas_are_as_long_as_excel_2010_takes_and_use_what_it_knows(tmp_path: Path) -> None:
    write_plan(tmp_path / "plan.xlsx", FULL, MADE)
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    formulas = [
        str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
    ]
    assert max(map(len, formulas)) <= 8192
    assert max(map(_depth, formulas)) <= 64
    used = set(re.findall(r"([A-Z.]+)\(", " ".join(formulas)))
    assert used == {
        *("AND", "COUNTA", "IF", "IFERROR", "INDEX", "ISERROR", "ISNUMBER", "LEFT", "MATCH", "NOT", "OR"),
        *("FIND", "ROUND", "SEARCH", "SUBSTITUTE", "SUMPRODUCT", "VALUE"),
    }


def _depth(formula: str) -> int:
    """Return how many parentheses are open at once, outside of texts."""
    brackets = re.sub(r"[^()]", "", re.sub(r'"[^"]*"', "", formula))
    return max(accumulate(1 if bracket == "(" else -1 for bracket in brackets))


@pytest.mark.parametrize(("language", "sheet"), [("uk", "План"), ("en", "Plan")])
def test_targets_are_offered_as_plans_word_them_and_never_forced(
    tmp_path: Path, language: str, sheet: str
) -> None:
    use_language(language)
    write_plan(tmp_path / "plan.xlsx", None, MADE)
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    columns = {"K", "L", "M", "N", "O"}
    offered = [_(words) for words in USUAL_TARGETS]
    rules = [rule for rule in book[sheet].data_validations.dataValidation if str(rule.sqref)[0] in columns]
    assert len(rules) == 5
    for rule in rules:
        assert (rule.type, rule.showErrorMessage, len(rule.formula1) <= 257) == ("list", False, True)
        assert rule.formula1.strip('"').split(",") == offered
    kinds = {word: read_target(word) for word in offered}
    assert all(target and target.kind not in (TargetKind.COUNT, TargetKind.UNSET) for target in kinds.values())
