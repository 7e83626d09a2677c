"""Numbers in rows of percentages, hours and money: read as their row means them, or asked about in its words."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest
from msgspec.structs import replace

from tests.support.return_tables import CARRIERS, SHEET, form_code, issue
from tests.support.unit_samples import MEASURED
from xlplan.domain.entries import Entry, EntryKind
from xlplan.domain.findings.finding import Finding
from xlplan.domain.issue import IssueRow
from xlplan.domain.returned import CellContent, CellValue, ReturnContent, ReturnedRow
from xlplan.domain.target import count_target
from xlplan.domain.unit_of_measure import Number, indicator_title
from xlplan.text.translation import use_language
from xlplan.validation.returns import check_return


def answered(row: IssueRow, answers: Mapping[str, CellValue], number: int = 7) -> ReturnedRow:
    """A row of a file with these answers, its locked cells as issued."""
    cells = {
        "key": row.key,
        "measure": row.measure,
        "indicator": indicator_title(row.indicator, row.unit_of_measure),
        "target": row.target.words if row.target.count is None else float(row.target.count),
        "done": None,
        "description": "прийом громадян",
        "reason": None,
        "action": None,
        **answers,
    }
    contents = {
        name: CellContent(value, f"{letter}{number}")
        for (name, value), letter in zip(cells.items(), "ABCDEFGH", strict=True)
    }
    return ReturnedRow(row.key, SHEET, number, contents)


def content(*rows: ReturnedRow) -> ReturnContent:
    """A returned workbook with these rows."""
    return ReturnContent({carrier: (str(form_code()),) for carrier in CARRIERS}, rows, (), (SHEET,), True)


def read(kind: str, done: CellValue, **more: CellValue) -> tuple[Entry, tuple[Finding, ...]]:
    """The entry and the findings of a row of this kind with this answer."""
    row = MEASURED[kind]
    (entry,), _events, findings = check_return(issue(row), content(answered(row, {"done": done, **more})))
    return entry, findings


def said(finding: Finding) -> str:
    """What a finding says, with plain spaces."""
    return f"{finding.whole_problem} {finding.whole_remedy}".replace("\u00a0", " ")


WHY = {"reason": "двоє хворіли", "action": "візьмемо помічника"}


@pytest.mark.parametrize(
    ("kind", "typed", "number"),
    [
        ("hours", 5.5, Decimal("5.5")),
        ("hours", 6, 6),
        ("hours", 5.3 + 0.3, Decimal("5.6")),
        ("money", 40.05, Decimal("40.05")),
        ("money", 0.1 + 0.2, Decimal("0.3")),
        ("money at most", 11000.5, Decimal("11000.5")),
        ("percent", 98, 98),
        ("percent", 98.5, Decimal("98.5")),
        ("percent", "98%", 98),
        ("percent", "98.5%", Decimal("98.5")),
        ("percent", "98,5 %", Decimal("98.5")),
        ("percent at most", "0.5%", Decimal("0.5")),
        ("percent", 100, 100),
        ("days at most", 3, 3),
    ],
)
def test_a_number_that_the_row_allows_is_read_exactly_and_without_a_word(
    kind: str, typed: CellValue, number: Number
) -> None:
    entry, findings = read(kind, typed, **WHY)
    assert (entry.kind, entry.number) == (EntryKind.NUMBER, number)
    assert [each.code for each in findings if each.code not in ("reason-unneeded", "entry-understood")] == []


@pytest.mark.parametrize(
    ("kind", "typed", "shown"),
    [("hours", "5,5", "5,5 год"), ("hours", "6.0 год.", "6 год"), ("money at most", "11 000,5", "11 000,50 грн")],
)
def test_a_number_that_is_a_text_is_understood_and_told(kind: str, typed: str, shown: str) -> None:
    _entry, (note, *_others) = read(kind, typed)
    assert said(note) == f"«Виконано»: записано «{typed}»; враховано як число {shown}. Робити нічого не треба."


@pytest.mark.parametrize("typed", ["98%", "98 %", "98,5 %", "98.5%"])
def test_a_percentage_with_its_sign_needs_no_note(typed: str) -> None:
    assert "entry-understood" not in [each.code for each in read("percent", typed)[1]]


@pytest.mark.parametrize(
    ("kind", "typed", "code", "words"),
    [
        (
            "hours",
            5.25,
            "number-decimals",
            "«Виконано»: записано 5,25, а тут дозволено не більше одного знака після коми. "
            "Округліть самі: наприклад, 5,3.",
        ),
        (
            "days at most",
            2.5,
            "number-decimals",
            "«Виконано»: записано 2,5, а тут дозволено лише цілі числа. Округліть самі: наприклад, 3.",
        ),
        (
            "percent",
            0.98,
            "percentage-or-share",
            "«Виконано»: записано 0,98, а це або 98 %, або 0,98 %. "
            "Якщо це 98 %, впишіть 98; якщо справді так мало, впишіть зі знаком: «1 %».",
        ),
        (
            "hours",
            "98%",
            "number-in-percent",
            "«Виконано»: записано 98%, тобто відсотки, а цей рядок не у відсотках (год). "
            "Впишіть саме число, не більше одного знака після коми.",
        ),
        (
            "money",
            "11,000",
            "number-ambiguous",
            "«Виконано»: записано «11,000», а це або 11000, або 11. "
            "Впишіть 11000 або 11, залежно від того, скільки насправді.",
        ),
        (
            "hours",
            "п'ять з половиною",
            "number-unclear",
            "«Виконано»: записано «п'ять з половиною», а потрібне число (год). "
            "Впишіть лише число, не більше одного знака після коми; пояснення — у стовпець «Опис виконання».",
        ),
        (
            "hours",
            "5 осіб",
            "number-unclear",
            "«Виконано»: записано «5 осіб», а потрібне число (год). "
            "Впишіть лише число, не більше одного знака після коми; пояснення — у стовпець «Опис виконання».",
        ),
        (
            "hours on demand",
            "-",
            "number-or-nothing",
            "«Виконано»: записано «-», а потрібне число (год) або «потреби не було». "
            "Впишіть лише число, не більше одного знака після коми, а якщо потреби не було — «потреби не було».",
        ),
        (
            "hours",
            "5 і 7",
            "number-several",
            "«Виконано»: в одній клітинці кілька чисел — «5», «7». "
            "Впишіть одне число; пояснення — у стовпець «Опис виконання».",
        ),
        (
            "hours",
            date(2021, 5, 5),
            "number-is-date",
            "У стовпці «Виконано» стоїть 05.05.2021: програма сприйняла введене як дату. "
            "Впишіть число заново, з тим знаком перед дробовою частиною, який ставить ваша програма: 5,5.",
        ),
        (
            "hours",
            None,
            "number-missing",
            "«Виконано» не заповнено, а потрібне число (год). Впишіть число; якщо нічого не було, впишіть 0.",
        ),
    ],
)
def test_a_number_that_nobody_can_be_sure_of_is_asked_about_in_the_words_of_its_row(
    kind: str, typed: CellValue, code: str, words: str
) -> None:
    entry, findings = read(kind, typed)
    assert entry.kind is EntryKind.MISSING
    assert [(each.code, said(each)) for each in findings] == [(code, words)]


def test_the_words_are_those_of_the_language() -> None:
    use_language("en")
    _entry, (finding,) = read("percent", 0.98)
    assert said(finding).startswith("“Done” reads 0.98: that is 98 % or 0.98 %.")


def test_a_shortfall_and_what_exceeds_a_ceiling_are_named_in_the_unit() -> None:
    _entry, short = read("hours", 5)
    assert [words in said(short[0]) for words in ("5,5 год", " 5 год")] == [True, True]
    _entry, over = read("money at most", 11000.51)
    assert "не більше 11 000,50 грн" in said(over[0])
    assert "11 000,51 грн" in said(over[0])


@pytest.mark.parametrize(
    ("kind", "column", "shown", "code"),
    [
        ("percent", "target", 98.0, []),
        ("percent", "target", "98,0 %", []),
        ("percent", "target", "98.0 %", []),
        ("percent", "target", 97.0, ["locked-changed"]),
        ("percent", "target", "9800%", ["locked-changed"]),
        ("hours at most", "target", "≤ 5,5", []),
        ("hours at most", "target", "≤ 5.5", []),
        ("money at most", "target", 11000.5, []),
        ("money at most", "target", "≤ 11 000,50", []),
        ("money at most", "target", 11000.0, ["locked-changed"]),
        ("hours", "indicator", "тривалість прийому (год)", []),
        ("hours", "indicator", "тривалість прийому", ["locked-changed"]),
    ],
)
def test_a_locked_cell_is_compared_with_what_the_template_shows(
    kind: str, column: str, shown: CellValue, code: list[str]
) -> None:
    row = MEASURED[kind]
    count = row.target.count or 0
    file = content(answered(row, {"done": float(count), column: shown}))
    assert [each.code for each in check_return(issue(row), file)[2]] == code


def test_a_changed_target_is_told_in_the_unit() -> None:
    row = MEASURED["money at most"]
    (finding,) = check_return(issue(row), content(answered(row, {"done": 1.5, "target": 12000.0})))[2]
    assert "не більше 11 000,50 грн" in said(finding)


@pytest.mark.parametrize(
    ("kind", "typed", "codes"),
    [
        ("money", 500.5, ["far-over-target"]),
        ("money", 44330, ["entry-like-date"]),
        ("hours", 9, ["far-over-target"]),
        ("hours", 8.5, ["far-over-target"]),
        ("hours", 7.5, []),
        ("percent", 100, []),
    ],
)
def test_a_doubtful_number_is_doubted_by_its_exact_target(kind: str, typed: float, codes: list[str]) -> None:
    assert [each.code for each in read(kind, typed)[1]] == codes


def test_an_amount_of_money_as_large_as_a_day_is_none_where_it_fits_its_target() -> None:
    row = replace(MEASURED["money"], target=count_target(44000))
    assert check_return(issue(row), content(answered(row, {"done": 44330})))[2] == ()


def test_earlier_quarters_are_quoted_in_the_unit() -> None:
    row = MEASURED["hours unset"]
    file = content(answered(row, {"done": 60.5}))
    earlier = {row.key: (Decimal("5.5"), 6)}
    (finding,) = check_return(issue(row), file, earlier)[2]
    assert (finding.code, "5,5 год, 6 год" in said(finding)) == ("unlike-earlier", True)
