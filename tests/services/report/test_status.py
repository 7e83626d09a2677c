"""Status: who returned, who did not, what is wrong."""

import pytest

from tests.support.centre import QUARTER, at, call, send, take_files
from xlplan.domain.errors import XlplanError
from xlplan.domain.quarter import Quarter
from xlplan.services.report.status import read_status
from xlplan.storage.workspace import Workspace


def states(centre: Workspace, day: int = 5) -> dict[str, tuple[str, bool]]:
    (quarter,) = call(read_status, centre, lambda: at(day), QUARTER).quarters
    return {each.unit.split()[0]: (each.state, each.is_overdue) for each in quarter.returns}


def test_each_unit_has_its_state_and_the_silent_ones_fall_overdue(centre: Workspace) -> None:
    send(centre, "HOR")
    send(centre, "MAL", {"1.4.2": {"done": "один"}})
    take_files(centre)
    assert states(centre)["Хорошівське"] == ("accepted", False)
    assert states(centre)["Малинське"] == ("to correct", False)
    assert states(centre, 9)["Лугинське"] == ("issued", False)
    assert states(centre, 10)["Лугинське"] == ("issued", True)


def test_the_errors_of_a_return_to_correct_are_listed_with_their_cells(centre: Workspace) -> None:
    send(centre, "MAL", {"1.4.2": {"done": "один"}})
    take_files(centre)
    (quarter,) = call(read_status, centre, at).quarters
    (problem,) = next(each for each in quarter.returns if each.unit == "Малинське БПД").errors
    assert problem.code == "entry-not-a-number"
    assert problem.location.row == "1.4.2"


def test_files_that_were_not_taken_are_listed(centre: Workspace) -> None:
    (centre.inbox / "лист.txt").write_text("Звіт буде завтра.", "utf-8")
    take_files(centre)
    ((submission, findings),) = call(read_status, centre, at).not_taken
    assert submission.file == "лист.txt"
    assert findings[0].code == "file-text"


def test_a_quarter_that_was_never_issued_is_said_so(centre: Workspace) -> None:
    with pytest.raises(XlplanError, match="2021-Q3"):
        call(read_status, centre, at, Quarter(2021, 3))
