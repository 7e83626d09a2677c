"""Shares of a return: computed from two counts, asked about where these are not there or do not fit."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

import pytest
from msgspec.structs import replace

from tests.support.return_tables import form_code, issue
from tests.support.unit_samples import FREE_SHARE, MEASURED, PART, SHARE, WHOLE
from tests.validation.test_numbers import answered, content, said
from xlplan.domain.entries import Entry, EntryKind
from xlplan.domain.findings.finding import Finding
from xlplan.domain.issue import Issue, IssueRow
from xlplan.domain.returned import CellValue
from xlplan.domain.target import Target, TargetKind, count_target
from xlplan.domain.unit_of_measure import Number
from xlplan.validation.reissued import apply_reissue
from xlplan.validation.returns import check_return

NOTHING, NO_BASE = "потреби не було", "немає з чого рахувати"
WHY: dict[str, CellValue] = {"reason": "двоє хворіли", "action": "візьмемо помічника до 1 серпня"}


def check(
    part: CellValue,
    whole: CellValue,
    share: IssueRow = SHARE,
    rows: tuple[IssueRow, IssueRow] = (WHOLE, PART),
    cells: Mapping[str, CellValue] = MappingProxyType({}),
) -> tuple[Entry, list[Finding]]:
    """The entry of the share, and the findings; `cells` are those of the row of the share."""
    whole_row, part_row = rows
    file = content(
        answered(whole_row, {"done": whole}, 7), answered(part_row, {"done": part}, 8), answered(share, cells, 9)
    )
    entries, _events, findings = check_return(issue(whole_row, part_row, share), file)
    return entries[2], list(findings)


@pytest.mark.parametrize(
    ("part", "whole", "kind", "number"),
    [
        (49, 50, EntryKind.NUMBER, 98),
        (2, 3, EntryKind.NUMBER, Decimal("66.7")),
        (1, 16, EntryKind.NUMBER, Decimal("6.3")),
        (0, 50, EntryKind.NUMBER, 0),
        ("49", "50 ", EntryKind.NUMBER, 98),
        (0, 0, EntryKind.NO_BASE, None),
        (NOTHING, NOTHING, EntryKind.NO_BASE, None),
        (None, 50, EntryKind.MISSING, None),
        (49, None, EntryKind.MISSING, None),
        ("сорок", 50, EntryKind.MISSING, None),
    ],
)
def test_the_entry_of_a_computed_row_is_the_share_that_its_counts_make(
    part: CellValue, whole: CellValue, kind: EntryKind, number: Number | None
) -> None:
    entry, _findings = check(part, whole, cells=WHY)
    assert (entry.kind, entry.number, entry.reason) == (kind, number, WHY["reason"])


def test_a_share_that_falls_short_needs_a_reason_and_wants_an_action() -> None:
    _entry, findings = check(51, 60)
    assert [(each.code, each.location.cell) for each in findings] == [
        ("reason-missing", "G9"),
        ("action-missing", "H9"),
    ]
    assert "95 %" in said(findings[0])
    assert "85 %" in said(findings[0])
    assert check(51, 60, cells=WHY)[1] == []
    assert check(57, 60)[1] == []


def test_a_blank_count_of_a_share_with_a_target_is_asked_though_it_has_no_target_of_its_own() -> None:
    _entry, findings = check(None, None)
    assert [(each.code, each.location.cell) for each in findings] == [
        ("count-missing", "E7"),
        ("count-missing", "E8"),
    ]
    assert said(findings[0]) == (
        "«Виконано» не заповнено, а з цього числа рахується частка в рядку 1.2.1/3. "
        "Впишіть число; якщо нічого не було, впишіть 0."
    )


def test_a_blank_count_with_a_target_of_its_own_is_asked_once() -> None:
    _entry, findings = check(None, 50, rows=(WHOLE, replace(PART, target=count_target(5))))
    assert [each.code for each in findings] == ["entry-missing"]


def test_a_count_that_cannot_be_read_is_asked_once() -> None:
    assert [each.code for each in check("сорок", 50)[1]] == ["entry-not-a-number"]


def test_the_counts_of_a_share_without_a_target_may_be_blank() -> None:
    assert check(None, None, share=FREE_SHARE)[1] == []


def test_a_part_above_its_whole_is_asked_with_both_cells_and_numbers() -> None:
    _entry, (finding,) = check(61, 60)
    assert (finding.code, finding.location.cell, finding.location.row) == ("part-above-whole", "E8", "1.2.1/2")
    assert said(finding) == (
        "У рядку 1.2.1/2 стоїть 61 (клітинка E8): це більше, ніж у рядку 1.2.1, частиною якого він є: "
        "60 (клітинка E7). Виправте одне з двох чисел."
    )


@pytest.mark.parametrize("whole", [0, NOTHING])
def test_a_part_of_nothing_is_above_its_whole(whole: CellValue) -> None:
    assert [each.code for each in check(3, whole)[1]] == ["part-above-whole"]


def test_a_part_above_its_whole_is_asked_where_the_share_has_no_target_too() -> None:
    assert [each.code for each in check(61, 60, share=FREE_SHARE)[1]] == ["part-above-whole"]


def test_a_part_that_was_not_called_for_is_asked_where_there_is_a_whole() -> None:
    _entry, (finding,) = check(NOTHING, 60)
    assert (finding.code, finding.location.cell) == ("part-not-called-for", "E8")
    assert said(finding) == (
        "«Виконано»: записано «потреби не було», а в рядку 1.2.1 їх 60, і це їхня частина. "
        "Якщо їх не було, впишіть 0."
    )


def test_a_part_on_demand_that_was_not_called_for_is_asked_too() -> None:
    part = replace(PART, target=Target(TargetKind.ON_DEMAND, "за потреби"))
    assert [each.code for each in check(NOTHING, 60, rows=(WHOLE, part))[1]] == ["part-not-called-for"]
    assert check(NOTHING, NOTHING, rows=(WHOLE, part))[1] == []


@pytest.mark.parametrize("shown", [None, "", 95.0, "95,0 %", "95.0 %", "95%"])
def test_a_cell_that_shows_the_computed_share_or_nothing_is_quiet(shown: CellValue) -> None:
    assert check(57, 60, cells={"done": shown})[1] == []


@pytest.mark.parametrize("shown", [NO_BASE, "nothing to compute from", None])
def test_a_cell_that_says_there_is_nothing_to_compute_from_is_quiet(shown: CellValue) -> None:
    assert check(0, 0, cells={"done": shown})[1] == []


@pytest.mark.parametrize(("shown", "seen"), [(99.0, "99"), ("майже все", "майже все"), (0.95, "0,95")])
def test_a_cell_that_shows_another_share_is_told_and_not_counted(shown: CellValue, seen: str) -> None:
    entry, (finding,) = check(57, 60, cells={"done": shown})
    assert (entry.number, finding.code, finding.location.cell) == (95, "share-changed", "E9")
    assert said(finding) == (
        f"«Виконано» рахується з рядків 1.2.1/2 і 1.2.1: 95 %. Записане в клітинці «{seen}» не враховано. "
        "Якщо частка неправильна, виправте числа, з яких вона рахується."
    )


def test_where_a_count_is_missing_the_cell_of_the_share_is_not_looked_at() -> None:
    assert [each.code for each in check(None, 60, cells={"done": 99.0})[1]] == ["count-missing"]


def brought(
    newer: Issue, part: int = 51, cells: Mapping[str, CellValue] = MappingProxyType({})
) -> tuple[dict[str, Entry], list[tuple[str, str]]]:
    """What a return of 60 requests, with these in time, says on a newer template."""
    older = issue(WHOLE, PART, SHARE)
    file = content(answered(WHOLE, {"done": 60}, 7), answered(PART, {"done": part}, 8), answered(SHARE, cells, 9))
    entries, _events, findings = apply_reissue(check_return(older, file), older, newer)
    return {entry.key: entry for entry in entries}, [(each.code, each.location.row) for each in findings]


def test_a_share_whose_target_changed_keeps_its_counts_and_is_judged_anew() -> None:
    stricter = issue(WHOLE, PART, replace(SHARE, target=count_target(98)), code=form_code(token="AAAA"))
    entries, findings = brought(stricter, part=57)
    assert (entries["1.2.1/3"].number, findings) == (
        95,
        [("reason-missing", "1.2.1/3"), ("action-missing", "1.2.1/3")],
    )
    assert brought(stricter, 57, WHY)[1] == []
    milder = issue(WHOLE, PART, replace(SHARE, target=count_target(80)), code=form_code(token="AAAA"))
    assert brought(milder)[1] == []


def test_a_share_is_missing_while_one_of_its_counts_is_asked_again() -> None:
    newer = issue(replace(WHOLE, target=count_target(70)), PART, SHARE, code=form_code(token="AAAA"))
    entries, findings = brought(newer, 51, WHY)
    assert (entries["1.2.1/3"].kind, entries["1.2.1/3"].reason) == (EntryKind.MISSING, WHY["reason"])
    assert findings == [("row-asked-again", "1.2.1")]


def test_a_new_share_is_computed_from_the_answers_that_are_there() -> None:
    older, newer = issue(WHOLE, PART), issue(WHOLE, PART, SHARE, code=form_code(token="AAAA"))
    file = content(answered(WHOLE, {"done": 60}, 7), answered(PART, {"done": 57}, 8))
    entries, _events, findings = apply_reissue(check_return(older, file), older, newer)
    assert (entries[2].number, findings) == (95, ())


def test_a_blank_count_that_only_a_newer_template_needs_is_asked() -> None:
    older, newer = issue(WHOLE, PART), issue(WHOLE, PART, SHARE, code=form_code(token="AAAA"))
    file = content(answered(WHOLE, {"done": 60}, 7), answered(PART, {}, 8))
    _entries, _events, findings = apply_reissue(check_return(older, file), older, newer)
    assert [(each.code, each.location.cell) for each in findings] == [("count-missing", "E8")]


def test_a_question_names_the_unit_of_measure_before_and_now() -> None:
    hours = MEASURED["hours"]
    older, newer = (
        issue(hours),
        issue(replace(hours, target=count_target(Decimal("6.5"))), code=form_code(token="AAAA")),
    )
    file = content(answered(hours, {"done": 5.5}))
    _entries, _events, (finding,) = apply_reissue(check_return(older, file), older, newer)
    assert [each in said(finding) for each in ("(год) — 5,5 год", "(год) — 6,5 год")] == [True, True]
