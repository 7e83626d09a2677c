"""Folders of several machines with one ledger: what is elsewhere is known to be there, and is not missing."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import Prepare
from tests.support.centre import QUARTER, at, call, send, take, take_files
from tests.support.machines import another_machine, on_server
from xlplan.domain.decision_log import DecisionKind, read_entry
from xlplan.domain.errors import XlplanError
from xlplan.ledger.archive_gaps import archive_gaps
from xlplan.ledger.places import count_places, files_elsewhere
from xlplan.services.closing.editions import edition_of
from xlplan.services.closing.waivers import WaiverRequest, waive_finding
from xlplan.services.open_workspace import OpenWorkspace
from xlplan.services.record.backup import make_backup
from xlplan.services.record.verify import verify
from xlplan.storage.workspace import Workspace, find_workspace
from xlplan.workflows.closing import close, explain, prepare_closing

if TYPE_CHECKING:
    from xlplan.storage.ledger_address import LedgerAddress

pytestmark = [pytest.mark.slow, pytest.mark.posix(reason="a PostgreSQL as it is installed on Debian")]


@pytest.fixture
def first(prepared: Prepare, database: "LedgerAddress", monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """The machine that had the ledger in a file, and has it in a database now."""
    from tests.support.postgresql import PASSWORD

    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    return on_server(prepared(_return_of_the_office).root, database)


def _return_of_the_office(centre: Workspace) -> None:
    send(centre, "KOR")
    take(centre)


@pytest.fixture
def second(first: Workspace, tmp_path: Path) -> Workspace:
    """Another machine, which opens the ledger after the first one."""
    places(first)
    return another_machine(first, tmp_path / "друга")


def places(machine: Workspace) -> int:
    """How many places work with the ledger."""

    def count(context: OpenWorkspace) -> int:
        with context.ledger.connect() as connection:
            return count_places(connection)

    return call(count, machine, at)


def decide(machine: Workspace) -> None:
    """Makes a decision there."""
    request = WaiverRequest("HOR", "far-over-target", "так домовлено")
    call(waive_finding, machine, at, QUARTER, request)


def log_of(machine: Workspace) -> list[str]:
    """The lines of its decision log."""
    return machine.decision_log.read_text("utf-8").splitlines()


def elsewhere(machine: Workspace) -> set[str]:
    """The folders of other machines in whose archives files lie."""

    def read(context: OpenWorkspace) -> set[str]:
        with context.ledger.connect() as connection:
            return {Path(place.folder).name for place in files_elsewhere(connection).values()}

    return call(read, machine, at)


def test_what_came_before_the_ledger_moved_lies_at_the_first_place(first: Workspace, second: Workspace) -> None:
    assert elsewhere(first) == set()
    assert elsewhere(second) == {first.root.name}
    for machine in (first, second):
        assert call(_gaps, machine, at) == ()


def _gaps(context: OpenWorkspace) -> tuple[str, ...]:
    with context.ledger.connect() as connection:
        return archive_gaps(connection, context.workspace).missing


def test_a_folder_is_one_place_under_every_path(first: Workspace, tmp_path: Path) -> None:
    assert places(first) == 1
    (tmp_path / "другий шлях").symlink_to(first.root)
    assert places(Workspace(tmp_path / "другий шлях", first.settings)) == 1


def test_verify_proves_what_lies_here_and_counts_what_lies_elsewhere(first: Workspace, second: Workspace) -> None:
    send(first, "HOR").replace(second.inbox / "звіт.xlsx")
    take_files(second)
    of_first, of_second = (call(verify, machine, at) for machine in (first, second))
    assert of_first.is_well, of_first
    assert of_second.is_well, of_second
    assert [(Path(place.folder).name, count) for place, count in of_first.elsewhere.items()] == [("друга", 1)]
    assert [count for _place, count in of_second.elsewhere.items()] == [2]


def test_a_backup_lacks_what_lies_elsewhere_says_so_and_is_whole(
    first: Workspace, second: Workspace, tmp_path: Path
) -> None:
    send(first, "HOR").replace(second.inbox / "звіт.xlsx")
    take_files(second)
    backup = call(make_backup, second, at, tmp_path / "копія.zip")
    assert backup.is_complete
    assert backup.elsewhere_count == 2


def test_an_explanation_names_the_machine_where_a_file_lies(first: Workspace, second: Workspace) -> None:
    (of_second,) = call(explain, second, at, QUARTER, "1.4.10", "KOR")
    (of_first,) = call(explain, first, at, QUARTER, "1.4.10", "KOR")
    assert of_second.units[0].answers[0].elsewhere.endswith(f": {first.root}")
    assert of_first.units[0].answers[0].elsewhere == ""


def test_a_file_that_is_gone_where_it_came_in_is_missing_there(first: Workspace, second: Workspace) -> None:
    send(first, "HOR").replace(second.inbox / "звіт.xlsx")
    take_files(second)
    (gone,) = (path for path in second.archive.glob("??/*") if path.is_file())
    gone.unlink()
    assert [each.code for each in call(verify, second, at).findings] == ["archived-file-missing"]
    assert call(verify, first, at).is_well


def test_every_decision_stands_in_the_log_of_every_machine(first: Workspace, second: Workspace) -> None:
    decide(second)
    assert len(log_of(second)) == 4
    decide(first)
    assert len(log_of(first)) == 5
    places(second)
    assert log_of(first) == log_of(second)


def test_a_log_that_lacks_what_was_decided_elsewhere_is_not_older_and_nobody_cut_it(
    first: Workspace, second: Workspace
) -> None:
    places(second)
    before = log_of(first)
    decide(second)
    assert log_of(first) == before
    assert call(verify, first, at).is_well
    places(first)
    assert DecisionKind.LOG_COMPLETION.value not in "".join(log_of(first))


def test_lines_that_somebody_cut_from_the_log_of_one_machine_are_written_again_and_it_is_told(
    first: Workspace, second: Workspace
) -> None:
    decide(second)
    whole = log_of(second)
    second.decision_log.write_text("".join(f"{line}\n" for line in whole[:-2]), "utf-8")
    places(first)
    assert log_of(first) == whole
    places(second)
    assert log_of(second)[:-1] == whole
    entry = read_entry(log_of(second)[-1])
    assert entry
    assert entry.decision.kind is DecisionKind.LOG_COMPLETION
    assert entry.decision.after == {"lines": [3, 4]}


def test_a_log_that_knows_more_than_the_ledger_is_still_refused(first: Workspace, second: Workspace) -> None:
    decide(second)
    line = log_of(second)[-1]
    later = line.replace('{"number": 4,', '{"number": 9,')
    assert later != line
    with second.decision_log.open("a", encoding="utf-8") as log:
        log.write(f"{later}\n")
    with pytest.raises(XlplanError, match="старіший"):
        places(second)
    assert places(first) == 2


def test_a_folder_of_another_workspace_is_refused(first: Workspace, second: Workspace) -> None:
    settings = second.root / "xlplan.toml"
    text = settings.read_text("utf-8").replace(first.settings.workspace, "0" * 16)
    settings.write_text(text, "utf-8")
    with pytest.raises(XlplanError, match="0000000000000000"):
        places(find_workspace(second.root))


def test_an_edition_lies_where_the_quarter_was_closed_and_the_other_machine_names_it(
    first: Workspace, second: Workspace
) -> None:
    call(lambda context: close(context, prepare_closing(context, QUARTER)), second, lambda: at(20))
    take(first, at(21))
    assert second.edition(QUARTER, 1).exists()
    assert not first.edition(QUARTER, 1).exists()
    with pytest.raises(XlplanError, match="друга"):
        call(edition_of, first, lambda: at(21), QUARTER)
    for machine in (first, second):
        assert call(verify, machine, lambda: at(21)).is_well


def test_machines_that_share_their_archive_reach_every_file(first: Workspace, second: Workspace) -> None:
    (second.root / "archive").symlink_to(first.archive)
    call(lambda context: close(context, prepare_closing(context, QUARTER)), second, lambda: at(20))
    take(first, at(21))
    assert first.edition(QUARTER, 1).exists()
    for machine in (first, second):
        proof = call(verify, machine, lambda: at(21))
        assert proof.is_well, proof
        assert proof.elsewhere == {}


def test_the_log_is_written_once_where_machines_share_their_archive(first: Workspace, second: Workspace) -> None:
    (second.root / "archive").symlink_to(first.archive)
    decide(second)
    decide(first)
    places(second)
    assert [read_entry(line).number for line in log_of(first)] == [1, 2, 3, 4, 5]  # type: ignore[union-attr]


def test_a_copied_workbook_of_one_machine_is_not_taken_for_that_of_another(
    first: Workspace, second: Workspace
) -> None:
    send(first, "HOR").replace(second.inbox / "звіт.xlsx")
    take(second)
    (report,) = take(first).reports
    assert report.path == first.report(QUARTER)
    assert take(second).reports == ()
    shutil.rmtree(second.outbox)
    assert len(take(second).reports) == 1
