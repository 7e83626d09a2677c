"""Whose ledger it is, and whether it is the latest one: told before a byte of it changes."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.support.centre import QUARTER, at, call, call_by, copy_of, send, take_files
from tests.support.old_ledger import old_centre
from xlplan.domain.errors import XlplanError
from xlplan.services.closing.decisions import withdraw_return
from xlplan.services.report.status import read_status
from xlplan.services.templates import issue_templates
from xlplan.storage.workspace import Workspace, find_workspace


def use(centre: Workspace) -> None:
    """Opens the ledger, as any command does."""
    call(read_status, centre, at)


def with_ledger(centre: Workspace, path: Path) -> Workspace:
    """The centre with another file as its ledger."""
    return replace(centre, settings=replace(centre.settings, ledger=str(path)))


def without_identity(centre: Workspace) -> Workspace:
    """The centre with settings from before the identity."""
    return replace(centre, settings=replace(centre.settings, workspace=""))


def copied_ledger(centre: Workspace, to: Path) -> Path:
    """A copy of the ledger with all that is in its log."""
    with closing(sqlite3.connect(centre.ledger_file)) as ledger, closing(sqlite3.connect(to)) as copy:
        ledger.backup(copy)
    return to


def put_back(centre: Workspace, copy: Path) -> None:
    for ending in ("-wal", "-shm"):
        Path(f"{centre.ledger}{ending}").unlink(missing_ok=True)
    shutil.copyfile(copy, centre.ledger_file)


def test_a_ledger_of_another_workspace_is_refused_and_not_changed(
    centre: Workspace, foreign_centre: Workspace, tmp_path: Path
) -> None:
    theirs = copied_ledger(foreign_centre, tmp_path / "інший.db")
    before = theirs.read_bytes()
    with pytest.raises(XlplanError, match="належить іншій робочій теці"):
        use(with_ledger(centre, theirs))
    assert theirs.read_bytes() == before


def test_a_workspace_without_identity_takes_no_ledger_of_others_for_its_own(
    foreign_centre: Workspace, tmp_path: Path
) -> None:
    empty = tmp_path / "порожній"
    (empty / "archive").mkdir(parents=True)
    (empty / "xlplan.toml").write_text("", encoding="utf-8")
    with pytest.raises(XlplanError, match=rf"workspace = '{foreign_centre.settings.workspace}'"):
        use(with_ledger(find_workspace(empty), foreign_centre.ledger_file))


def test_a_workspace_from_before_the_identity_knows_its_ledger_by_the_decision_log(centre: Workspace) -> None:
    use(without_identity(centre))


def test_an_older_ledger_is_refused_where_the_archive_has_none_of_its_files(tmp_path: Path) -> None:
    centre = old_centre(tmp_path / "центр")
    shutil.rmtree(centre.archive)
    before = centre.ledger_file.read_bytes()
    with pytest.raises(XlplanError, match="немає жодного з файлів"):
        use(centre)
    assert centre.ledger_file.read_bytes() == before


def test_a_database_of_another_program_is_refused_and_not_changed(centre: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "чужа.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE photos (name)")
        other.commit()
    before = path.read_bytes()
    with pytest.raises(XlplanError, match="файл іншої програми"):
        use(with_ledger(centre, path))
    assert path.read_bytes() == before
    assert sorted(each.name for each in tmp_path.glob("чужа*")) == ["чужа.db"]


def test_an_empty_file_is_called_empty(centre: Workspace, tmp_path: Path) -> None:
    (tmp_path / "порожній.db").touch()
    with pytest.raises(XlplanError, match="порожній"):
        use(with_ledger(centre, tmp_path / "порожній.db"))


def test_a_ledger_that_lacks_a_decision_of_the_log_is_refused(returned: Workspace, tmp_path: Path) -> None:
    older = copied_ledger(returned, tmp_path / "копія.db")
    call_by("Марія", withdraw_return, returned, lambda: at(7), QUARTER, "HOR", "не той файл")
    put_back(returned, older)
    with pytest.raises(XlplanError, match="старіший за протокол рішень"):
        use(returned)


def test_a_ledger_that_would_give_a_receipt_twice_is_refused(centre: Workspace, tmp_path: Path) -> None:
    older = copied_ledger(centre, tmp_path / "копія.db")
    send(centre, "HOR")
    take_files(centre)
    put_back(centre, older)
    with pytest.raises(XlplanError, match="видано квитанцію № 1"):
        use(centre)


def test_a_file_of_the_ledger_without_the_log_beside_it_is_refused(centre: Workspace, tmp_path: Path) -> None:
    # While a command runs, the latest returns lie in the log of SQLite and not yet in the file.
    with closing(sqlite3.connect(centre.ledger_file)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM plans").fetchall()
        send(centre, "HOR")
        take_files(centre)
        shutil.copyfile(centre.ledger_file, tmp_path / "без журналу.db")
    put_back(centre, tmp_path / "без журналу.db")
    with pytest.raises(XlplanError, match="видано квитанцію № 1"):
        use(centre)


def test_a_ledger_of_a_copy_that_went_its_own_way_is_refused(returned: Workspace, tmp_path: Path) -> None:
    copy = copy_of(returned.root, tmp_path / "копія")
    call_by("Марія", withdraw_return, returned, lambda: at(7), QUARTER, "HOR", "не той файл")
    call_by("Іван", withdraw_return, copy, lambda: at(8), QUARTER, "HOR", "усе не те")
    with pytest.raises(XlplanError, match="двох копій"):
        use(with_ledger(returned, copy.ledger_file))


def test_the_latest_ledger_of_the_workspace_itself_is_taken_wherever_it_lies(
    centre: Workspace, tmp_path: Path
) -> None:
    call(issue_templates, centre, at, QUARTER)
    use(with_ledger(centre, copied_ledger(centre, tmp_path / "на іншому диску.db")))
