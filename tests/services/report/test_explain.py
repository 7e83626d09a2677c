"""Explaining: a figure's whole story, from the version of the plan to the cell of a file."""

import json

import pytest
from openpyxl import load_workbook

from tests.support.centre import QUARTER, at, call, send, take_files
from tests.support.revision import by_order, revise
from tests.support.rows_only import rows_only
from xlplan.cli.output.explain import print_explanation
from xlplan.cli.output.explain_json import explanation_json
from xlplan.domain.errors import XlplanError
from xlplan.domain.explanation import Explanation
from xlplan.domain.sheets import FILLED_BY
from xlplan.domain.submission import SubmissionState
from xlplan.services.closing.decisions import withdraw_return
from xlplan.storage.workspace import Workspace
from xlplan.text.translation import _
from xlplan.workflows.closing import close, explain, prepare_closing

ROW = "1.2.1"


def story(centre: Workspace, code: str = ROW, unit: str | None = "HOR") -> Explanation:
    (told,) = call(explain, centre, lambda: at(12), QUARTER, code, unit)
    return told


def answered(centre: Workspace, done: object, name: str) -> None:
    send(centre, "HOR", {ROW: {"done": done}}, name)  # type: ignore[dict-item]
    take_files(centre)


def test_it_leads_from_the_plan_to_the_cell_of_the_archived_file(centre: Workspace) -> None:
    answered(centre, 3, "звіт.xlsx")
    told = story(centre)
    assert (told.version.number, f"{told.version.adopted_on:%d.%m.%Y}") == (1, "10.03.2021")
    (unit,) = told.units
    (said,) = unit.answers
    assert (said.state, said.attempt, said.submission.file) == (SubmissionState.COUNTS, 1, "звіт.xlsx")
    assert said.submission.received_at == at()
    assert said.entry is not None
    (kept,) = centre.archive.rglob(f"{said.submission.sha256}*")
    assert rows_only(kept)[said.entry.sheet][said.entry.cell].value == 3


def test_it_names_who_filled_the_return_in(centre: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    path = send(centre, "HOR")
    book = load_workbook(path)
    sheet = book["Довідка"]
    label = next(cell for row in sheet.iter_rows() for cell in row if cell.value == _(FILLED_BY))
    sheet.cell(label.row, label.column + 3).value = "Олена Коваль"
    book.save(path)
    take_files(centre)
    print_explanation(story(centre))
    assert "заповнив(-ла): Олена Коваль" in capsys.readouterr().out


def test_every_submission_is_told_with_what_it_said_and_what_became_of_it(centre: Workspace) -> None:
    answered(centre, "три", "перший.xlsx")
    answered(centre, 3, "другий.xlsx")
    answered(centre, 4, "третій.xlsx")
    answered(centre, 5, "четвертий.xlsx")
    call(withdraw_return, centre, lambda: at(6), QUARTER, "HOR", "помилка")
    call(close, centre, lambda: at(12), call(prepare_closing, centre, lambda: at(12), QUARTER))
    answered(centre, 6, "пятий.xlsx")
    (unit,) = story(centre).units
    assert [(each.submission.file, each.state, each.entry and each.entry.number) for each in unit.answers] == [
        ("перший.xlsx", SubmissionState.TO_CORRECT, None),
        ("другий.xlsx", SubmissionState.SUPERSEDED, 3),
        ("третій.xlsx", SubmissionState.COUNTS, 4),
        ("четвертий.xlsx", SubmissionState.WITHDRAWN, 5),
        ("пятий.xlsx", SubmissionState.LATE, 6),
    ]
    assert "три" in unit.answers[0].findings[0].problem
    assert unit.figure.entry.number == 4


def test_what_was_written_and_not_taken_is_no_missing_answer(
    centre: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    answered(centre, "десять", "звіт.xlsx")
    print_explanation(story(centre))
    shown = capsys.readouterr().out
    assert "записано «десять», не враховано" in shown
    assert "подано: немає відповіді" not in shown


def test_it_tells_what_each_edition_says(centre: Workspace) -> None:
    answered(centre, 3, "звіт.xlsx")
    call(close, centre, lambda: at(12), call(prepare_closing, centre, lambda: at(12), QUARTER))
    told = story(centre)
    ((edition, kept),) = told.editions
    assert told.closing_edition == edition
    assert kept is not None
    assert kept.done == told.figure.done


def test_a_row_that_the_plan_asks_anew_is_told_so(centre: Workspace) -> None:
    send(centre, "LUG")
    take_files(centre)
    revise(centre, by_order)
    (unit,) = story(centre, "1.1.2", "LUG").units
    assert unit.asked_again
    assert unit.answers[0].entry is not None


def test_a_silent_unit_has_a_story_without_submissions(centre: Workspace) -> None:
    (unit,) = story(centre, ROW, "Хорошівське БПД").units
    assert unit.answers == ()


def test_without_a_unit_every_unit_of_the_row_is_told(centre: Workspace) -> None:
    told = story(centre, "1.4.10", None)
    assert len(told.units) == 6


@pytest.mark.parametrize("code", ["1.4.10.", " 1.4.10 "])
def test_a_code_is_read_as_people_type_it(centre: Workspace, code: str) -> None:
    assert story(centre, code, None).figure.indicator.key == "1.4.10"


def test_an_unknown_code_is_answered_with_the_nearest_ones(centre: Workspace) -> None:
    with pytest.raises(XlplanError, match=r"1\.4\.11.*1\.4\.1"):
        story(centre, "1.4.11")


def test_a_code_is_whole_never_a_prefix(centre: Workspace) -> None:
    assert story(centre, "1.4.1", None).figure.indicator.key == "1.4.1"
    with pytest.raises(XlplanError):
        story(centre, "1.4", None)


def test_programs_get_the_same_in_english_words(centre: Workspace) -> None:
    answered(centre, 3, "звіт.xlsx")
    (told,) = json.loads(explanation_json((story(centre),)))
    assert (told["code"], told["plan"]["version"], told["units"][0]["unit"]) == (ROW, 1, "HOR")
    assert told["units"][0]["submissions"][0]["standing"] == "counts"
    assert told["units"][0]["entry"]["number"] == 3
