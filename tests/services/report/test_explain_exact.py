"""Explaining what is no count: exact, with its unit, and how the centre's number comes of those of its units."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from tests.support.centre import at, call
from tests.support.recorded_centre import QUARTERS, recorded_centre
from xlplan.cli.output.explain import print_explanation
from xlplan.cli.output.explain_json import explanation_json
from xlplan.domain.computed import share_of
from xlplan.domain.entries import EntryKind
from xlplan.domain.exact_json import read_exact_json
from xlplan.domain.explanation import Explanation, ShareCounts, UnitExplanation
from xlplan.domain.unit_of_measure import PERCENTAGE
from xlplan.storage.workspace import Workspace
from xlplan.text.translation import use_language
from xlplan.workflows.closing import explain


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return recorded_centre(tmp_path_factory.mktemp("recorded") / "Коростень")


@pytest.fixture
def english() -> Iterator[None]:
    use_language("en")
    yield
    use_language("uk")


def story(centre: Workspace, code: str, unit: str | None = None) -> Explanation:
    return next(
        each
        for each in call(explain, centre, lambda: at(12), QUARTERS[1], code, unit)
        if each.figure.indicator.key == code
    )


def told(centre: Workspace, capsys: pytest.CaptureFixture[str], code: str, unit: str | None = None) -> list[str]:
    """The lines that are printed, with plain blanks."""
    print_explanation(story(centre, code, unit))
    return capsys.readouterr().out.replace("\u00a0", " ").splitlines()


def in_json(centre: Workspace, code: str, unit: str | None = None) -> dict[str, Any]:
    (shown,) = read_exact_json(explanation_json((story(centre, code, unit),)))
    return dict(shown)


def part_of(centre: Workspace, code: str, unit: str) -> UnitExplanation:
    (own,) = story(centre, code, unit).units
    return own


def test_money_is_shown_to_the_last_kopiyka_with_its_unit(
    centre: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = told(centre, capsys, "1.2", "LUG")
    assert "  виконано: 40 000,99 грн · ▼ недовиконано" in lines
    assert "  з початку року: 65 001,48 грн (план: не більше 80 001 грн)" in lines
    assert "          Звіт!E15 = 11 000,50 грн" in lines
    assert in_json(centre, "1.2")["done"] == Decimal("40000.99")


def test_numbers_follow_the_language_in_use(
    centre: Workspace, capsys: pytest.CaptureFixture[str], english: None
) -> None:
    lines = told(centre, capsys, "1.2", "LUG")
    assert "          Звіт!E15 = 11 000.50 грн" in lines


def test_a_number_in_json_has_the_digits_that_were_reported(centre: Workspace) -> None:
    shown = explanation_json((story(centre, "1.3", "HOR"),))
    assert '"number": 5.5,' in shown
    assert '"target": 5.5,' in shown
    assert in_json(centre, "1.3")["unit_of_measure"] == {"word": "дн.", "decimals": 1}


def test_a_mean_says_over_how_many_units_it_is(centre: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    lines = told(centre, capsys, "1.3")
    assert "  виконано: 5,4 дн. · середнє по 3 підрозділах: 16,3 / 3 · ✓ виконано" in lines
    assert in_json(centre, "1.3")["across_units"] == "mean"


def test_the_greatest_and_the_least_name_the_units_that_have_it(
    centre: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    greatest = "  виконано: 1,6 год · найбільше: Хорошівське бюро, Народицьке бюро · ▼ недовиконано"
    assert greatest in told(centre, capsys, "1.4")
    assert "  виконано: 84,5 % · найменше: Лугинське бюро · ▲ перевиконано" in told(centre, capsys, "1.5")


def test_a_sum_says_nothing_of_its_units(centre: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    assert "  виконано: 12 · ▼ недовиконано" in told(centre, capsys, "1.1")


def test_only_what_is_added_up_over_the_year_has_a_plus(
    centre: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    def quarters(code: str) -> str:
        return next(line for line in told(centre, capsys, code, "HOR") if "(І: " in line)

    assert "(І: 8 + ІІ: 7)" in quarters("1.1")
    assert "(І: 15 000,50 грн + ІІ: 20 000,49 грн)" in quarters("1.2")
    assert "(І: 5,4 дн.; ІІ: 5,5 дн.)" in quarters("1.3")
    assert "(І: 82,5 %; ІІ: 85 %)" in quarters("1.5")


def test_a_computed_share_of_the_centre_leads_to_its_two_counts(
    centre: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    explained = story(centre, "1.1/3")
    assert (explained.figure.done, explained.figure.done_to_date) == (Decimal("91.7"), Decimal("84.6"))
    assert (explained.counts, explained.counts_to_date) == (ShareCounts(11, 12), ShareCounts(22, 26))
    lines = told(centre, capsys, "1.1/3")
    assert "  виконано: 91,7 % · 11 (1.1/2) із 12 (1.1) · ▲ перевиконано" in lines
    assert "  з початку року: 84,6 % (план: 90 %) · 22 (1.1/2) із 26 (1.1)" in lines
    share = in_json(centre, "1.1/3")["share"]
    assert share == {"part": {"code": "1.1/2", "number": 11}, "whole": {"code": "1.1", "number": 12}}


def test_a_computed_share_of_a_unit_leads_to_the_two_cells_of_its_file(
    centre: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    own = part_of(centre, "1.1/3", "HOR")
    share = own.answers[0].share
    assert share is not None
    assert share.part is not None
    assert share.whole is not None
    assert [(each.sheet, each.cell, each.number) for each in (share.part, share.whole)] == [
        ("Звіт", "E13", 6),
        ("Звіт", "E12", 7),
    ]
    lines = told(centre, capsys, "1.1/3", "HOR")
    first = lines.index("          Звіт!E13 = 6 (1.1/2)")
    assert lines[first - 1].strip().startswith("✓ HOR.xlsx")
    assert lines[first + 1 : first + 3] == ["          Звіт!E12 = 7 (1.1)", "          обчислено: 85,7 %"]
    (unit,) = in_json(centre, "1.1/3", "HOR")["units"]
    (sent,) = unit["submissions"]
    assert (sent["share"]["part"]["code"], sent["share"]["part"]["entry"]["cell"]) == ("1.1/2", "E13")
    assert (sent["share"]["whole"]["code"], sent["share"]["whole"]["entry"]["number"]) == ("1.1", 7)


def test_a_share_of_the_year_is_of_the_counts_of_the_year_and_each_quarter_has_its_own(
    centre: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    own = part_of(centre, "1.1/3", "HOR")
    assert own.counts_to_date == ShareCounts(14, 15)
    wanted = "(І: 100 %; ІІ: 85,7 %) · 14 (1.1/2) із 15 (1.1)"
    assert any(line.endswith(wanted) for line in told(centre, capsys, "1.1/3", "HOR"))
    assert own.counts == ((QUARTERS[0], ShareCounts(8, 8)), (QUARTERS[1], ShareCounts(6, 7)))
    (unit,) = in_json(centre, "1.1/3", "HOR")["units"]
    assert unit["shares"]["2021-Q1"] == {"part": 8, "whole": 8}


def test_a_unit_without_a_base_has_no_share_and_is_not_silent(
    centre: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    own = part_of(centre, "1.1/3", "LUG")
    assert own.figure.entry.kind is EntryKind.NO_BASE
    lines = told(centre, capsys, "1.1/3", "LUG")
    assert "  Лугинське бюро · план: 90 % · немає з чого рахувати · ÷ немає з чого рахувати" in lines
    assert "          обчислено: немає з чого рахувати" in lines
    (unit,) = in_json(centre, "1.1/3", "LUG")["units"]
    assert (unit["entry"]["kind"], unit["status"]) == ("no base", "nothing to compute from")


def test_the_explanation_of_a_row_that_is_not_computed_has_no_counts(centre: Workspace) -> None:
    explained = story(centre, "1.1")
    assert (explained.counts, explained.counts_to_date) == (None, None)
    assert {(unit.counts, unit.counts_to_date) for unit in explained.units} == {((), None)}


def test_the_counts_make_the_shares_that_are_shown(centre: Workspace) -> None:
    explained = story(centre, "1.1/3")
    figure = explained.figure
    shown = [(explained.counts, figure.done), (explained.counts_to_date, figure.done_to_date)]
    shown += [(unit.counts_to_date, unit.figure.done_to_date) for unit in explained.units]
    for counts, share in shown:
        assert counts is not None
        assert counts.part is not None
        assert counts.whole is not None
        assert share_of(counts.part, counts.whole, PERCENTAGE) == share
