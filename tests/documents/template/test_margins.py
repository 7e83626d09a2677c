"""Within the margin of a target there is no shortfall: in the template, in the check and in the report alike."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from msgspec.structs import replace

from tests.support.return_tables import issue as check_issue
from tests.support.return_tables import returned
from tests.support.template_samples import MADE, issue, row
from xlplan.documents.template.report_sheet import HEADING_ROW
from xlplan.documents.template.row_state import GIVE_REASON, state
from xlplan.documents.template.workbook import write_template
from xlplan.domain.issue import IssueRow
from xlplan.domain.judging import judge
from xlplan.domain.plan import Better, Counting
from xlplan.domain.returned import CellValue
from xlplan.domain.status import Status
from xlplan.domain.target import count_target
from xlplan.text.translation import _
from xlplan.validation.returns import check_return

PLAN_OF_10 = row("1.1", count_target(10))
AT_MOST_40 = row("1.2", count_target(40), better=Better.LESS)
WHY, SOON = "захворів лектор", "у липні"
HEAD = "key | measure | indicator | target | done | description | reason | action"
ABOUT_REASONS = ("reason-missing", "reason-unneeded")

# row | part that is enough | done | reason | what `Стан` says | codes of the check
CASES: tuple[tuple[IssueRow, float, int, str, str, list[str]], ...] = (
    (PLAN_OF_10, 1.0, 9, "", "▼ −1: вкажіть причину", ["reason-missing"]),
    (PLAN_OF_10, 0.9, 9, "", "✓ виконано", []),
    (PLAN_OF_10, 0.9, 9, WHY, "✓ виконано", []),
    (PLAN_OF_10, 0.9, 10, WHY, "✓ виконано", ["reason-unneeded"]),
    (PLAN_OF_10, 0.9, 8, "", "▼ −2: вкажіть причину", ["reason-missing"]),
    (PLAN_OF_10, 0.9, 8, WHY, "▼ недовиконано", []),
    (PLAN_OF_10, 0.9, 11, "", "▲ перевиконано", []),
    (AT_MOST_40, 1.0, 41, "", "▼ понад межу на 1: вкажіть причину", ["reason-missing"]),
    (AT_MOST_40, 0.9, 44, "", "✓ виконано", []),
    (AT_MOST_40, 0.9, 44, WHY, "✓ виконано", []),
    (AT_MOST_40, 0.9, 40, WHY, "✓ виконано", ["reason-unneeded"]),
    (AT_MOST_40, 0.9, 47, "", "▼ понад межу на 7: вкажіть причину", ["reason-missing"]),
    (AT_MOST_40, 0.9, 47, WHY, "▼ понад межу на 7", []),
)


def codes_of_check(asked: IssueRow, on_track: float, done: int, reason: str = "") -> list[str]:
    issued = f"{asked.key} | {asked.measure} | {asked.indicator} | {asked.target.shown}"
    line = f"{issued} | {done} | опис | {reason} | {SOON}"
    file = returned(f"{HEAD}\n{line}")
    findings = check_return(replace(check_issue(asked), on_track=on_track), file)[2]
    return [each.code for each in findings if each.code in ABOUT_REASONS]


@pytest.mark.parametrize(("asked", "on_track", "done", "reason", "says", "codes"), CASES)
def test_the_template_and_the_check_ask_for_a_reason_beyond_the_margin_only(
    asked: IssueRow, on_track: float, done: int, reason: str, says: str, codes: list[str]
) -> None:
    assert state(asked, {"done": done, "reason": reason}, on_track) == says
    assert codes_of_check(asked, on_track, done, reason) == codes


@pytest.mark.parametrize("better", Better)
@pytest.mark.parametrize("on_track", [1.0, 0.9, 0.85, 0.55])
def test_the_three_judge_every_number_alike(better: Better, on_track: float) -> None:
    for planned in (0, 1, 7, 10, 100):
        asked = row("1.1", count_target(planned), better=better)
        for done in range(2 * planned + 3):
            short = judge(done, planned, better, on_track) is Status.SHORT
            assert (_(GIVE_REASON) in state(asked, {"done": done}, on_track)) is short
            assert ("reason-missing" in codes_of_check(asked, on_track, done)) is short


def test_a_joint_target_asks_no_unit_for_a_reason_whatever_the_margin() -> None:
    joint = row("1.1", count_target(10), Counting.JOINT)
    assert state(joint, {"done": 1}, 0.9) == "✓ заповнено"
    assert codes_of_check(joint, 0.9, 1) == []


@pytest.mark.parametrize(
    ("asked", "on_track", "says"),
    [
        (PLAN_OF_10, 1.0, "Менше, ніж заплановано? Вкажіть причину."),
        (PLAN_OF_10, 0.9, "Менше ніж 9? Вкажіть причину."),
        (AT_MOST_40, 1.0, "Більше, ніж заплановано? Вкажіть причину."),
        (AT_MOST_40, 0.9, "Більше ніж 44? Вкажіть причину."),
    ],
)
def test_the_prompt_names_the_limit_from_which_a_reason_is_needed(
    tmp_path: Path, asked: IssueRow, on_track: float, says: str
) -> None:
    path = tmp_path / "шаблон.xlsx"
    write_template(path, replace(issue(asked), on_track=on_track), MADE)
    sheet = openpyxl.load_workbook(path)["Звіт"]
    prompts = [str(each.prompt) for each in sheet.data_validations.dataValidation]
    assert [says in prompt for prompt in prompts].count(True) == 1


@pytest.mark.office
def test_libreoffice_computes_the_states_of_a_template_with_a_margin(
    tmp_path: Path, office: Callable[..., Path]
) -> None:
    cases = [case for case in CASES if case[1] == 0.9]
    rows = [replace(case[0], key=f"1.{at}") for at, case in enumerate(cases, start=1)]
    answers: dict[str, dict[str, CellValue]] = {
        each.key: {"done": case[2], "reason": case[3]} for each, case in zip(rows, cases, strict=True)
    }
    path, bare = tmp_path / "шаблон.xlsx", tmp_path / "без значень.xlsx"
    write_template(path, replace(issue(*rows), on_track=0.9), MADE, answers)
    # openpyxl drops the cached values, so that LibreOffice has to compute.
    openpyxl.load_workbook(path).save(bare)

    computed = openpyxl.load_workbook(office(bare, "xlsx"), data_only=True)["Звіт"]

    first = HEADING_ROW + 2
    assert [computed.cell(first + at, 9).value for at in range(len(cases))] == [case[4] for case in cases]
    assert computed["G1"].value == "Ще рано надсилати"
    assert "без причини: 2" in str(computed["G2"].value)
