"""A workspace is brought back from its backup: whole into an empty folder, or the missing parts of it."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.centre import QUARTER, Hurried, at, call, send, take, take_files
from xlplan.domain.errors import XlplanError
from xlplan.ledger.copy import ledger_content
from xlplan.services.closing.decisions import withdraw_return
from xlplan.services.new_workspace import new_workspace
from xlplan.services.record.backup import add_backup, make_backup
from xlplan.services.record.restore import RestoreResult, restore
from xlplan.services.record.restore_preview import RestorePreview, prepare_restore
from xlplan.services.record.verify import verify
from xlplan.storage.atomic import is_link
from xlplan.storage.workspace import Workspace, find_workspace
from xlplan.workflows.intake_round import run_intake_round


@pytest.fixture
def backup(returned: Workspace, tmp_path: Path) -> Path:
    return call(make_backup, returned, at, tmp_path / "копія.zip").path


def brought_back(backup: Path, folder: Path) -> tuple[RestorePreview, RestoreResult]:
    with prepare_restore(backup, folder) as preview:
        return preview, restore(preview, at)


def tree(folder: Path) -> dict[str, bytes]:
    """Each file of a workspace with its bytes, without locks and what lies beside the ledger."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
        and not path.name.startswith((".", "xlplan.db", "xlplan.report", "xlplan.board", "xlplan.backup"))
    }


def damage(ledger: Path) -> None:
    content = ledger.read_bytes()
    half = len(content) // 2 // 4096 * 4096
    ledger.write_bytes(content[:half] + b"\xff" * 8192 + content[half + 8192 :])


def test_an_empty_folder_becomes_the_workspace_as_it_was(
    returned: Workspace, backup: Path, tmp_path: Path
) -> None:
    _preview, result = brought_back(backup, tmp_path / "нова тека")
    before, after = tree(returned.root), tree(tmp_path / "нова тека")
    made_again = {returned.place(path) for path in (returned.report(QUARTER), returned.board)}
    assert before.keys() - after.keys() == made_again
    assert {path for path in after if after[path] != before[path]} == set()
    assert (result.content.last_number, result.content.quarters) == (1, (str(QUARTER),))


def test_the_next_round_makes_the_workbooks_again(returned: Workspace, backup: Path, tmp_path: Path) -> None:
    brought_back(backup, tmp_path / "new")
    restored = find_workspace(tmp_path / "new")
    take(restored)
    assert restored.report(QUARTER).is_file()
    assert ledger_content(restored.ledger_file).last_number == ledger_content(returned.ledger_file).last_number


def test_a_folder_of_backups_is_restored_by_its_latest_or_by_the_manifest_that_is_named(
    returned: Workspace, tmp_path: Path
) -> None:
    folder = tmp_path / "копії"
    call(add_backup, returned, lambda: at(6), folder)
    send(returned, "MAL")
    take_files(returned, at(7))
    call(add_backup, returned, lambda: at(8), folder)
    assert brought_back(folder, tmp_path / "latest")[1].content.last_number == 2
    earlier = folder / "2021-07-06 10-00-00.sha256"
    assert brought_back(earlier, tmp_path / "earlier")[1].content.last_number == 1


def test_only_the_missing_parts_are_put_there_and_what_differs_is_told_and_stays(
    returned: Workspace, backup: Path
) -> None:
    (archived,) = (path for path in returned.archive.rglob("*.xlsx") if path.stem in _received(returned))
    (receipt,) = returned.receipts(QUARTER).glob("*.html")
    settings = returned.root / "xlplan.toml"
    archived.chmod(0o644)
    archived.unlink()
    receipt.write_bytes(b"changed")
    settings.write_bytes(settings.read_bytes() + b"\n# a word of hers\n")
    preview, result = brought_back(backup, returned.root)
    assert result.restored == (archived.relative_to(returned.root).as_posix(),)
    assert set(preview.differing) == {receipt.relative_to(returned.root).as_posix(), "xlplan.toml"}
    assert receipt.read_bytes() == b"changed"
    assert archived.is_file()


def _received(workspace: Workspace) -> set[str]:
    line = workspace.answers.read_text("utf-8")
    return {line.split('"sha256": "')[1][:64]}


def test_a_ledger_that_is_whole_stays(returned: Workspace, backup: Path) -> None:
    send(returned, "MAL")
    take_files(returned)
    preview, result = brought_back(backup, returned.root)
    assert (preview.puts_ledger, result.restored, preview.differing) == (False, (), ())
    assert result.content.last_number == 2


def test_a_lost_ledger_comes_back(returned: Workspace, backup: Path) -> None:
    returned.ledger_file.unlink()
    preview, result = brought_back(backup, returned.root)
    assert (preview.later_logs, preview.later_files, result.restored) == ((), (), ("xlplan.db",))
    take_files(returned)
    assert ledger_content(returned.ledger_file).last_number == 1


def test_a_damaged_ledger_is_kept_under_another_name(returned: Workspace, backup: Path) -> None:
    damage(returned.ledger_file)
    broken = returned.ledger_file.read_bytes()
    preview, result = brought_back(backup, returned.root)
    assert preview.fault
    assert broken in [path.read_bytes() for path in result.renamed]
    assert result.content.last_number == 1


def test_the_log_of_a_lost_ledger_is_not_taken_for_that_of_the_restored_one(
    returned: Workspace, backup: Path
) -> None:
    returned.ledger_file.unlink()
    left = returned.ledger_file.with_name("xlplan.db-wal")
    left.write_bytes(b"pages of the lost ledger")
    _preview, result = brought_back(backup, returned.root)
    assert [path.read_bytes() for path in result.renamed] == [b"pages of the lost ledger"]
    assert result.content.last_number == 1


def test_what_came_after_the_backup_is_told_before_an_older_ledger_is_put_back_and_is_taken_again(
    returned: Workspace, backup: Path
) -> None:
    send(returned, "MAL", name="Малин, остаточний.xlsx")
    take_files(returned, at(6))
    answers = returned.answers.read_bytes()
    returned.ledger_file.unlink()
    with prepare_restore(backup, returned.root) as preview:
        assert "outbox/журнал.jsonl" in preview.later_logs
        assert [answer.file for answer in preview.later_answers] == ["Малин, остаточний.xlsx"]
        # Nothing has happened yet.
        assert not returned.ledger_file.exists()
        assert returned.answers.read_bytes() == answers
        result = restore(preview, lambda: at(8))
    assert answers in [path.read_bytes() for path in result.renamed]
    assert [path.name for path in result.to_take_again] == ["Малин, остаточний.xlsx"]
    call(run_intake_round, returned, lambda: at(8), Hurried())
    # The number of the lost answer is not given again.
    assert ledger_content(returned.ledger_file).last_number == 3
    assert len(returned.answers.read_text("utf-8").splitlines()) == 2
    entry = json.loads(returned.decision_log.read_text("utf-8").splitlines()[-1])
    assert (entry["decision"], entry["before"]["receipt"], entry["after"]) == ("older-ledger", 2, {"receipt": 1})
    assert call(verify, returned, lambda: at(9)).is_well


def test_a_file_of_the_archive_that_nobody_answered_is_told(returned: Workspace, backup: Path) -> None:
    send(returned, "MAL")
    take_files(returned)
    returned.ledger_file.unlink()
    returned.answers.unlink()
    preview, _result = brought_back(backup, returned.root)
    assert len(preview.later_files) == 1


def test_a_folder_with_other_files_is_refused(backup: Path, tmp_path: Path) -> None:
    (tmp_path / "Документи").mkdir()
    (tmp_path / "Документи" / "лист.docx").write_bytes(b"hers")
    with pytest.raises(XlplanError, match=r"лист\.docx"):
        brought_back(backup, tmp_path / "Документи")
    assert [path.name for path in (tmp_path / "Документи").iterdir()] == ["лист.docx"]


def test_a_restoring_that_was_ended_half_way_is_finished_by_the_next(backup: Path, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    brought_back(backup, folder)
    for name in ("xlplan.toml", "xlplan.db"):
        (folder / name).unlink()
    _preview, result = brought_back(backup, folder)
    assert set(result.restored) == {"xlplan.toml", "xlplan.db"}


def test_settings_that_name_a_ledger_elsewhere_get_one_inside(returned: Workspace, tmp_path: Path) -> None:
    away = tmp_path / "локально" / "журнал.db"
    away.parent.mkdir()
    settings = returned.root / "xlplan.toml"
    text = settings.read_text("utf-8")
    line = next(line for line in text.splitlines() if line.startswith("ledger"))
    settings.write_text(text.replace(line, f"ledger = '{away.as_posix()}'"), "utf-8")
    returned.ledger_file.replace(away)
    before = away.read_bytes()
    backup = call(make_backup, find_workspace(returned.root), at, tmp_path / "a.zip").path
    preview, result = brought_back(backup, tmp_path / "new")
    assert preview.has_other_ledger_place
    assert find_workspace(tmp_path / "new").ledger == tmp_path / "new" / "xlplan.db"
    assert result.content.last_number == 1
    assert ledger_content(away).last_number == 1
    assert len(away.read_bytes()) == len(before)


def test_a_folder_that_is_a_link_is_not_written_through(returned: Workspace, backup: Path, tmp_path: Path) -> None:
    folder = returned.receipts(QUARTER)
    shutil.rmtree(folder)
    (tmp_path / "elsewhere").mkdir()
    try:
        folder.symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    except OSError:
        pytest.skip("this system lets the user make no links")
    if not is_link(folder):
        pytest.skip("this system tells no program that it is a link")
    with pytest.raises(XlplanError):
        brought_back(backup, returned.root)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_files_of_the_archive_are_for_reading_only(backup: Path, tmp_path: Path) -> None:
    brought_back(backup, tmp_path / "new")
    (changed,) = {path.stat().st_mode & 0o222 for path in (tmp_path / "new" / "archive").rglob("*.xlsx")}
    assert changed == 0


def test_an_empty_ledger_makes_room(returned: Workspace, backup: Path) -> None:
    returned.ledger_file.write_bytes(b"")
    preview, result = brought_back(backup, returned.root)
    assert preview.fault
    assert result.content.last_number == 1


def test_an_older_ledger_of_its_own_makes_room_for_the_latest_backup(
    returned: Workspace, backup: Path, tmp_path: Path
) -> None:
    older = returned.ledger_file.read_bytes()
    send(returned, "MAL")
    take_files(returned)
    latest = call(make_backup, returned, at, tmp_path / "latest.zip").path
    returned.ledger_file.write_bytes(older)
    preview, result = brought_back(latest, returned.root)
    assert "№ 2" in preview.fault
    assert preview.later_logs == ()
    assert result.content.last_number == 2
    assert older in [path.read_bytes() for path in result.renamed]
    take_files(returned)


def test_a_decision_that_came_after_the_backup_is_told_and_stays_in_the_renamed_log(
    returned: Workspace, backup: Path
) -> None:
    call(withdraw_return, returned, lambda: at(6), QUARTER, "HOR", "помилка")
    log = returned.decision_log.read_bytes()
    returned.ledger_file.unlink()
    preview, result = brought_back(backup, returned.root)
    assert preview.later_decision_count == 1
    assert log in [path.read_bytes() for path in result.renamed]
    take_files(returned)


def test_the_backup_of_another_workspace_is_refused(backup: Path, tmp_path: Path) -> None:
    other = new_workspace(tmp_path / "інший центр", at(), with_plan=False)
    with pytest.raises(XlplanError, match="іншої робочої теки"):
        brought_back(backup, other.root)


def test_the_file_of_another_program_stays_where_the_settings_name_it(returned: Workspace, backup: Path) -> None:
    returned.ledger_file.unlink()
    with closing(sqlite3.connect(returned.ledger_file)) as foreign:
        foreign.execute("CREATE TABLE photos (name)")
    before = returned.ledger_file.read_bytes()
    with pytest.raises(XlplanError):
        brought_back(backup, returned.root)
    assert returned.ledger_file.read_bytes() == before
