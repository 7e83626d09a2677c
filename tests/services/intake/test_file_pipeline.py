"""Files overtake nobody: reading and recording run side by side, the answers come in order."""

import os

from tests.support.centre import send, take_files
from tests.support.held_files import held
from xlplan.domain.submission import Outcome
from xlplan.storage.archive import store
from xlplan.storage.workspace import Workspace


def test_a_burst_is_answered_in_the_order_in_which_it_was_claimed(centre: Workspace) -> None:
    # Copies of one return have an order of their own.
    for number, unit in enumerate(("MAL", "HOR", "LUG", "NAR")):
        letter = centre.inbox / f"{number} лист.txt"
        letter.write_text(f"Лист {number}.", "utf-8")
        report = send(centre, unit, name=f"{number} звіт.xlsx")
        for at, path in enumerate((report, letter)):
            os.utime(path, (number * 2 + at, number * 2 + at))
    answered = take_files(centre).results
    assert [each.file for each in answered] == [
        f"{number} {name}" for number in range(4) for name in ("звіт.xlsx", "лист.txt")
    ]
    assert [each.outcome for each in answered] == [Outcome.ACCEPTED, Outcome.NOT_TAKEN] * 4
    assert not list(centre.inbox.iterdir())


def test_the_same_bytes_twice_in_a_burst_are_one_submission(centre: Workspace) -> None:
    path = send(centre, "HOR", name="перший.xlsx")
    path.with_name("другий.xlsx").write_bytes(path.read_bytes())
    first, second = take_files(centre).results
    assert first.receipt == second.receipt
    assert first.outcome is second.outcome is Outcome.ACCEPTED


def test_a_file_that_the_child_process_cannot_reach_is_not_called_damaged_and_is_tried_again(
    centre: Workspace,
) -> None:
    path = send(centre, "HOR")
    archived = store(centre.archive, path)
    with held(archived.path):
        taken = take_files(centre)
    assert [each.file for each in taken.failed] == [path.name]
    assert isinstance(taken.failed[0].problem, PermissionError)
    assert taken.results == ()
    (answered,) = take_files(centre).results
    assert answered.outcome is Outcome.ACCEPTED
