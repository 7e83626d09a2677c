"""A command or a round opens the ledger once, and only if it needs it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.centre import QUARTER, at, call, send, take
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.database import Ledger
from xlplan.services.new_workspace import new_workspace
from xlplan.services.open_workspace import open_workspace
from xlplan.services.plan.check import new_plan
from xlplan.storage.workspace import Workspace
from xlplan.workflows.closing import close, prepare_closing


@pytest.fixture
def openings(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Each opening of a ledger from now on, as its file."""
    opened = []

    @contextmanager
    def counted(path: Path, upgraded: Callable[[int, Path], object]) -> Iterator[Ledger]:
        opened.append(path)
        with open_ledger(path, upgraded) as ledger:
            yield ledger

    monkeypatch.setattr("xlplan.ledger.connection.open_ledger", counted)
    return opened


def test_a_whole_round_opens_the_ledger_once(centre: Workspace, openings: list[Path]) -> None:
    send(centre, "HOR")
    openings.clear()
    assert take(centre).reports
    assert openings == [centre.ledger]


def test_a_closing_opens_the_ledger_once(centre: Workspace, openings: list[Path]) -> None:
    with open_workspace(centre, lambda: at(12)) as context:
        close(context, prepare_closing(context, QUARTER))
    assert openings == [centre.ledger]


def test_a_command_that_needs_no_ledger_makes_none(tmp_path: Path) -> None:
    workspace = new_workspace(tmp_path / "центр", at(), with_plan=False)
    assert call(new_plan, workspace, at).exists()
    assert not workspace.ledger_file.exists()
