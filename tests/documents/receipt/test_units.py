"""A receipt shows each number in the unit of measure of its row."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from tests.support.return_tables import issue
from tests.support.unit_samples import FREE_SHARE, MEASURED, PART, SHARE, WHOLE
from xlplan.documents.receipt.text import answer_rows
from xlplan.domain.entries import Entry, EntryKind
from xlplan.domain.issue import IssueRow
from xlplan.domain.plan import Counting
from xlplan.domain.submission import Outcome, Verdict
from xlplan.domain.unit_of_measure import Number
from xlplan.text.translation import use_language


def answer(row: IssueRow, number: Number | None, kind: EntryKind = EntryKind.NUMBER) -> str:
    """The answer of a row as the receipt shows it, with plain spaces."""
    verdict = Verdict(Outcome.ACCEPTED, issue(row), (), (Entry(row.key, kind, number),))
    ((_key, _measure, shown),) = answer_rows(verdict)
    return shown.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("row", "number", "shown"),
    [
        (MEASURED["hours"], Decimal("5.4"), "5,4 год (план: 5,5 год)"),
        (MEASURED["money at most"], Decimal("10999.5"), "10 999,50 грн (план: не більше 11 000,50 грн)"),
        (MEASURED["percent"], 97, "97 % (план: 98 %)"),
        (MEASURED["hours unset"], Decimal("7.5"), "7,5 год"),
        (replace(MEASURED["hours"], counting=Counting.JOINT), 2, "2 год (спільний план: 5,5 год)"),
        (WHOLE, 60, "60"),
        (SHARE, Decimal("66.7"), "66,7 % (план: 95 %)"),
        (FREE_SHARE, 85, "85 %"),
    ],
    ids=lambda value: value.key if isinstance(value, IssueRow) else str(value),
)
def test_a_number_and_its_target_have_the_unit_of_the_row(row: IssueRow, number: Number, shown: str) -> None:
    assert answer(row, number) == shown


def test_a_share_without_a_whole_says_that_there_is_nothing_to_compute_from() -> None:
    assert answer(SHARE, None, EntryKind.NO_BASE) == "немає з чого рахувати (план: 95 %)"


def test_a_share_that_lacks_a_count_has_no_answer() -> None:
    assert answer(SHARE, None, EntryKind.MISSING).startswith("немає відповіді")


def test_the_decimal_sign_is_that_of_the_language() -> None:
    use_language("en")
    assert answer(MEASURED["hours"], Decimal("5.4")).startswith("5.4 год")


def test_counts_behind_a_share_are_shown_as_they_were_typed() -> None:
    assert [answer(PART, 51), answer(WHOLE, 60)] == ["51", "60"]
