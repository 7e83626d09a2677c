"""The live view: what the watcher is doing, the last answers, the counts of today, what waits."""

from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from msgspec.structs import replace
from rich.console import Console

from tests.support.centre import at
from xlplan.cli.output.live import LiveDisplay, LiveView, render_view
from xlplan.domain.findings.file_kinds import FILE_EMPTY
from xlplan.domain.standing import Answer, Standing, first_state
from xlplan.domain.submission import Outcome
from xlplan.services.intake.results import IntakeResult
from xlplan.storage.workspace import Workspace


def answer(outcome: Outcome, file: str) -> IntakeResult:
    problems = () if outcome is Outcome.ACCEPTED else (FILE_EMPTY.at(),)
    standing = Standing(first_state(outcome, False))
    return IntakeResult(
        file, outcome, standing, None, "Малинське БПД", problems, Path("a"), None, 1, at(), 1, False
    )


def drawn(view: LiveView) -> str:
    console = Console(file=StringIO(), width=110, force_terminal=True, color_system=None)
    console.print(render_view(view))
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


VIEW = LiveView("inbox", at().date(), {Answer.ACCEPTED: 12, Answer.TO_CORRECT: 3}, waiting=4)


@pytest.mark.parametrize(
    ("view", "words"),
    [
        (VIEW, ["Зараз: чекаю на файли", "✓ 12 прийнято", "✎ 3 на доопрацюванні", "✗ 0", "в inbox чекає: 4"]),
        (replace(VIEW, file_in_hand="звіт.xlsx"), ["Зараз: читаю «звіт.xlsx»"]),
        (replace(VIEW, problem="На диску немає місця."), ["! На диску немає місця."]),
        (
            replace(VIEW, recent=((at(), answer(Outcome.NOT_TAKEN, "[red]фото[/red].jpg")),)),
            ["10:00", "✗", "[red]фото[/red].jpg", "Малинське БПД", "не прийнято: Файл порожній"],
        ),
        (replace(VIEW, file_in_hand="a" * 500), ["Зараз: читаю «aaa", "…"]),
    ],
)
def test_it_shows(view: LiveView, words: list[str]) -> None:
    text = drawn(view)
    assert all(word in text for word in words), text


def test_it_keeps_the_last_answers_and_the_counts_of_one_day(returned: Workspace) -> None:
    clock = [at(hour=11)]
    live = LiveDisplay(returned, lambda: clock[0])
    assert live.view.counts == {Answer.ACCEPTED: 1}
    for number in range(10):
        live.file_answered(answer(Outcome.NOT_TAKEN, f"{number}.txt"))
    assert [each.file for _at, each in live.view.recent] == [f"{number}.txt" for number in range(2, 10)]
    assert live.view.counts == {Answer.ACCEPTED: 1, Answer.NOT_TAKEN: 10}
    clock[0] += timedelta(days=1)
    live.file_answered(answer(Outcome.ACCEPTED, "вранці.xlsx"))
    assert live.view.counts == {Answer.ACCEPTED: 1}
    assert isinstance(clock[0], datetime)


def test_it_counts_what_lies_in_the_inbox_and_opens_where_the_ledger_cannot(centre: Workspace) -> None:
    centre.ledger_file.write_bytes(b"no ledger" * 200)
    (centre.inbox / "лист.txt").touch()
    live = LiveDisplay(centre, at)
    live.show_problem("Журнал не відкривається.")
    console = Console(file=StringIO(), width=110)
    console.print(live.draw())
    assert isinstance(console.file, StringIO)
    assert "в inbox чекає: 1" in console.file.getvalue()
    assert "Журнал не відкривається." in console.file.getvalue()
