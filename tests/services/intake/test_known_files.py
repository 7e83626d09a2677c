"""A file whose bytes came before is answered with how it stands now, in every state."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.centre import QUARTER, at, call, call_by, send, take_files
from tests.support.revision import revise, shared, targeted
from xlplan.domain.standing import Light
from xlplan.domain.submission import SubmissionState
from xlplan.services.closing.decisions import reopen_quarter, undo_withdrawal, withdraw_return
from xlplan.services.intake.results import IntakeResult
from xlplan.storage.workspace import Workspace
from xlplan.workflows.closing import close, prepare_closing

WHY = "надіслано чернетку"
Step = Callable[[Workspace], object]


def another(centre: Workspace) -> None:
    send(centre, "HOR", {"1.2.1": {"done": 4}}, "другий.xlsx")
    take_files(centre, at(6))


def withdrawn(centre: Workspace) -> None:
    call_by("Марія", withdraw_return, centre, lambda: at(7), QUARTER, "HOR", WHY)


def undone(centre: Workspace) -> None:
    call_by("Марія", undo_withdrawal, centre, lambda: at(8), QUARTER, "HOR", "усе гаразд")


def closed(centre: Workspace) -> None:
    call_by("Марія", close, centre, lambda: at(12), call(prepare_closing, centre, lambda: at(12), QUARTER))


def reopened(centre: Workspace) -> None:
    call_by("Марія", reopen_quarter, centre, lambda: at(13), QUARTER, "лист бюро")


GOOD: dict[str, Any] = {"1.2.1": {"done": 3}}
FAULTY: dict[str, Any] = {"1.2.1": {"done": "три"}}
# What came; what happened before it first came, and after; how it stands when it comes again, and the words.
STORIES = [
    (GOOD, (), (), SubmissionState.COUNTS, "прийнято"),
    (GOOD, (), (another,), SubmissionState.SUPERSEDED, "квитанція № 2 від 06.07.2021"),
    (GOOD, (), (withdrawn,), SubmissionState.WITHDRAWN, f"відкликано 07.07.2021 (Марія): {WHY}"),
    (GOOD, (), (withdrawn, undone), SubmissionState.COUNTS, "прийнято"),
    (GOOD, (), (withdrawn, undone, withdrawn), SubmissionState.WITHDRAWN, WHY),
    (GOOD, (), (withdrawn, another), SubmissionState.WITHDRAWN, WHY),
    (GOOD, (), (withdrawn, another, undone), SubmissionState.SUPERSEDED, "квитанція № 2"),
    (GOOD, (), (another, withdrawn), SubmissionState.COUNTS, "прийнято"),
    (GOOD, (), (closed,), SubmissionState.COUNTS, "прийнято"),
    (GOOD, (closed,), (), SubmissionState.LATE, "квартал закрито"),
    (GOOD, (closed,), (reopened,), SubmissionState.COUNTS, "прийнято"),
    (GOOD, (closed,), (reopened, withdrawn), SubmissionState.WITHDRAWN, WHY),
    (FAULTY, (), (), SubmissionState.TO_CORRECT, "на доопрацюванні"),
    (FAULTY, (), (another,), SubmissionState.TO_CORRECT, "тим часом враховується квитанція № 2"),
    (FAULTY, (closed,), (), SubmissionState.TO_CORRECT, "на доопрацюванні"),
]
COLOURS = {SubmissionState.COUNTS: "green", SubmissionState.NOT_TAKEN: "red"}


def receipts(centre: Workspace, number: int) -> list[Path]:
    return sorted(centre.receipts(QUARTER).glob(f"{number:04} *.html"))


def test_the_stories_walk_every_state() -> None:
    told = {state for *_story, state, _words in STORIES}
    assert told | {SubmissionState.NOT_TAKEN} == set(SubmissionState)


@pytest.mark.parametrize(("answers", "before", "after", "state", "words"), STORIES)
def test_a_known_file_is_answered_with_how_it_stands_now(
    centre: Workspace,
    answers: dict[str, Any],
    before: tuple[Step, ...],
    after: tuple[Step, ...],
    state: SubmissionState,
    words: str,
) -> None:
    for step in before:
        step(centre)
    content = send(centre, "HOR", answers, "перший.xlsx").read_bytes()
    take_files(centre, at(5))
    for step in after:
        step(centre)
    (centre.inbox / "знову.xlsx").write_bytes(content)
    (answered,) = take_files(centre, at(14)).results
    assert (answered.is_repeated, answered.number) == (True, 1)
    assert answered.standing.state is state
    assert words in answered.standing.shown
    assert answered.standing.answer.light.value == COLOURS.get(state, "amber")
    # The page, its name and the line of the log say the same, and no other page of this number says anything else.
    assert receipts(centre, 1) == [answered.receipt]
    page = " ".join(answered.receipt.read_text("utf-8").split())
    assert f'<h1 class="{COLOURS.get(state, "amber")}">' in page
    assert ("прийнято" in answered.receipt.name) == (state is SubmissionState.COUNTS)
    line = json.loads(centre.answers.read_text("utf-8").splitlines()[-1])
    assert (line["standing"], line["light"]) == (state.value, answered.standing.answer.light.value)
    assert ("quarter-closed" in str(line["findings"])) == answered.standing.is_closed * bool(before)


def test_a_file_that_was_not_taken_is_told_so_again(centre: Workspace) -> None:
    results: list[IntakeResult] = []
    for name in ("фото.jpg", "ще раз.jpg"):
        (centre.inbox / name).write_bytes(b"\xff\xd8\xff\xe0 photo")
        results += take_files(centre).results
    assert [each.standing.answer.light for each in results] == [Light.RED, Light.RED]
    assert results[0].receipt == results[1].receipt


def test_a_known_file_on_an_older_template_counts_and_is_told_which_rows_are_asked_anew(centre: Workspace) -> None:
    content = send(centre, "HOR", GOOD, "перший.xlsx").read_bytes()
    take_files(centre)
    revise(centre, lambda plan: shared(targeted(plan, "1.2.1", 7), "1.2.1", "HOR", 7), at(10))
    (centre.inbox / "знову.xlsx").write_bytes(content)
    (answered,) = take_files(centre, at(14)).results
    assert answered.standing.state is SubmissionState.COUNTS
    assert "1.2.1" in answered.standing.rows_asked_again
    assert "1.2.1" in answered.standing.shown


def test_a_file_that_comes_first_to_a_closed_quarter_is_amber_at_once(centre: Workspace) -> None:
    closed(centre)
    send(centre, "HOR", GOOD)
    (answered,) = take_files(centre, at(14)).results
    assert answered.standing.answer.light is Light.AMBER
    assert answered.receipt.name.endswith("збережено, не враховано.html")


def test_marks_that_somebody_may_be_correcting_are_left_alone(centre: Workspace) -> None:
    content = send(centre, "HOR", FAULTY).read_bytes()
    (first,) = take_files(centre).results
    assert first.marked_return
    first.marked_return.write_bytes(b"half corrected")
    (centre.inbox / "знову.xlsx").write_bytes(content)
    (second,) = take_files(centre).results
    assert second.marked_return == first.marked_return
    assert first.marked_return.read_bytes() == b"half corrected"
