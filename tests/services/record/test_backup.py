"""A backup holds everything that cannot be made again, as it was at one moment, and nobody else's."""

import hashlib
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.support.centre import QUARTER, at, call, send, take_files
from xlplan.domain.errors import XlplanError
from xlplan.ledger.copy import damage_of, ledger_content
from xlplan.services.new_workspace import new_workspace
from xlplan.services.record.backup import BackupResult, add_backup, make_backup
from xlplan.storage.backup_reading import open_backup
from xlplan.storage.last_backup import last_backup
from xlplan.storage.workspace import Workspace


def made(workspace: Workspace, target: Path | None = None) -> BackupResult:
    return call(make_backup, workspace, at, target)


def files_of(path: Path) -> dict[str, str]:
    with open_backup(path) as backup:
        return dict(backup.manifest.files)


def ledger_of(path: Path, folder: Path) -> Path:
    with zipfile.ZipFile(path) as packed:
        return Path(packed.extract("xlplan.db", folder))


def test_it_holds_ledger_settings_plan_templates_archive_answers_and_receipts(centre: Workspace) -> None:
    send(centre, "HOR")
    send(centre, "MAL", {"1.4.2": {"done": "один"}})
    take_files(centre)
    files = files_of(made(centre).path)
    wanted = [
        centre.root / "xlplan.toml",
        centre.own_files,
        centre.answers,
        centre.template(QUARTER, "Малинське БПД"),
        *centre.plan_workbooks,
        *centre.receipts(QUARTER).glob("*.html"),
        *centre.to_correct(QUARTER).glob("*.xlsx"),
        *(path for path in centre.archive.rglob("*.xlsx")),
    ]
    for path in wanted:
        place = path.relative_to(centre.root).as_posix()
        assert files[place] == hashlib.sha256(path.read_bytes()).hexdigest(), place
    assert "xlplan.db" in files


def test_a_workbook_that_can_be_made_again_is_left_out_and_one_that_a_person_changed_is_not(
    returned: Workspace,
) -> None:
    report = returned.report(QUARTER)
    assert report.relative_to(returned.root).as_posix() not in files_of(made(returned).path)
    report.write_bytes(report.read_bytes() + b"a word of hers")
    assert report.relative_to(returned.root).as_posix() in files_of(made(returned).path)


def test_locks_temporary_files_and_links_are_left_out(centre: Workspace, tmp_path: Path) -> None:
    (centre.templates / "~$План.xlsx").write_bytes(b"lock of Excel")
    (centre.templates / ".xlplan-12345678.xlsx").write_bytes(b"half a file")
    (tmp_path / "secret").write_bytes(b"of another user")
    try:
        (centre.templates / "link.xlsx").symlink_to(tmp_path / "secret")
    except OSError:
        pytest.skip("this system lets the user make no links")
    assert [path for path in files_of(made(centre).path) if "link" in path or "~" in path or "/." in path] == []


def test_what_is_only_in_the_log_of_the_ledger_is_in_the_backup(centre: Workspace, tmp_path: Path) -> None:
    with closing(sqlite3.connect(centre.ledger_file)) as open_elsewhere:
        open_elsewhere.execute("BEGIN")
        open_elsewhere.execute("SELECT count(*) FROM submissions").fetchone()
        send(centre, "HOR")
        take_files(centre)
        # The file by itself lacks the return while somebody reads an earlier state.
        alone = tmp_path / "alone.db"
        alone.write_bytes(centre.ledger_file.read_bytes())
        result = made(centre, tmp_path / "a.zip")
    assert ledger_content(alone).last_number == 0
    ledger = ledger_of(result.path, tmp_path)
    assert ledger_content(ledger).last_number == 1
    assert damage_of(ledger) == ""


def test_a_ledger_outside_the_workspace_is_inside_the_backup(centre: Workspace, tmp_path: Path) -> None:
    away = tmp_path / "локально" / "журнал центру.db"
    away.parent.mkdir()
    centre.ledger_file.replace(away)
    moved = Workspace(centre.root, replace(centre.settings, ledger=str(away)))
    ledger = ledger_of(made(moved).path, tmp_path)
    assert ledger_content(ledger).quarters == (str(QUARTER),)
    assert [path.name for path in away.parent.iterdir() if path.name.startswith(".")] == []


def test_a_damaged_ledger_makes_no_backup_and_leaves_the_old_one(centre: Workspace, tmp_path: Path) -> None:
    target = made(centre, tmp_path / "a.zip").path
    before = target.read_bytes()
    content = centre.ledger_file.read_bytes()
    half = len(content) // 2
    centre.ledger_file.write_bytes(content[:half] + b"\xff" * 8192 + content[half + 8192 :])
    with pytest.raises((XlplanError, sqlite3.DatabaseError)):
        made(centre, target)
    assert target.read_bytes() == before


def test_it_goes_to_the_folder_of_the_settings_under_the_name_of_the_workspace_and_the_time(
    centre: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "диск").mkdir()
    settings = replace(centre.settings, backup_folder=str(tmp_path / "диск" / "копії"))
    result = made(Workspace(centre.root, settings))
    assert result.path == tmp_path / "диск" / "копії" / "Коростень 2021-07-05 10-00-00.zip"


def test_without_a_setting_it_goes_to_a_folder_of_the_workspace_which_no_backup_holds(centre: Workspace) -> None:
    first = made(centre).path
    assert first.parent == centre.root / "backup"
    assert not any(path.startswith("backup/") for path in files_of(made(centre).path))


def test_a_backup_of_this_workspace_is_replaced_and_any_other_file_is_not(
    centre: Workspace, tmp_path: Path
) -> None:
    target = made(centre, tmp_path / "a.zip").path
    send(centre, "HOR")
    take_files(centre)
    made(centre, target)
    assert ledger_content(ledger_of(target, tmp_path)).last_number == 1
    for name, content in (("b.zip", b"PK"), ("c.xlsx", b"a workbook")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(XlplanError, match=name):
            made(centre, tmp_path / name)
        assert (tmp_path / name).read_bytes() == content


def test_a_second_backup_onto_a_folder_copies_only_what_is_new(centre: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "копії"
    first = call(add_backup, centre, at, folder)
    assert first.copied_count > 1
    assert call(add_backup, centre, at, folder).copied_count == 0
    send(centre, "HOR")
    take_files(centre)
    new = {"xlplan.db", "xlplan.sha256"}
    before = files_of(folder)
    third = call(add_backup, centre, at, folder)
    changed = {path for path, sha256 in files_of(folder).items() if before.get(path) != sha256}
    assert third.copied_count == len(changed)
    assert new < changed
    assert sum(path.startswith("archive/") and path.endswith(".xlsx") for path in changed) == 1


def test_a_folder_with_other_files_takes_no_backup(centre: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "Документи"
    folder.mkdir()
    (folder / "лист.docx").write_bytes(b"hers")
    with pytest.raises(XlplanError, match="Документи"):
        call(add_backup, centre, at, folder)
    assert [path.name for path in folder.iterdir()] == ["лист.docx"]


def test_a_file_of_the_archive_that_was_changed_or_removed_is_told(centre: Workspace) -> None:
    send(centre, "HOR")
    send(centre, "MAL")
    take_files(centre)
    (plan,) = (
        path
        for path in centre.archive.rglob("*.xlsx")
        if path.read_bytes() == centre.plan_workbooks[0].read_bytes()
    )
    changed, removed = (path for path in sorted(centre.archive.rglob("*.xlsx")) if path != plan)
    for path in (changed, removed):
        path.chmod(0o644)
    changed.write_bytes(b"another return")
    removed.unlink()
    result = made(centre)
    assert result.altered == (changed.relative_to(centre.root).as_posix(),)
    assert set(result.missing) == {changed.stem, removed.stem}
    assert plan.stem not in result.missing
    assert not result.is_complete


def test_files_that_wait_in_the_inbox_are_told(centre: Workspace) -> None:
    send(centre, "HOR")
    assert made(centre).waiting_count == 1


def test_a_name_that_not_every_system_can_hold_is_told(centre: Workspace) -> None:
    try:
        (centre.templates / "План: чернетка?.xlsx").write_bytes(b"draft")
    except OSError:
        pytest.skip("this system holds no such name either")
    result = made(centre)
    assert result.unfit == ("templates/План: чернетка?.xlsx",)
    assert not result.is_complete


def test_the_last_backup_is_known(centre: Workspace, tmp_path: Path) -> None:
    assert last_backup(centre.root) is None
    made(centre, tmp_path / "a.zip")
    last = last_backup(centre.root)
    assert last is not None
    assert (last.path, last.made_at, last.is_complete) == (tmp_path / "a.zip", at(), True)


def test_a_disk_that_is_away_is_no_folder_to_be_made(centre: Workspace, tmp_path: Path) -> None:
    settings = replace(centre.settings, backup_folder=str(tmp_path / "флешка" / "копії"))
    with pytest.raises(FileNotFoundError):
        made(Workspace(centre.root, settings))
    assert not (tmp_path / "флешка").exists()


def test_backups_of_another_workspace_take_none_of_this_one(centre: Workspace, tmp_path: Path) -> None:
    other = new_workspace(tmp_path / "інший центр", at(), with_plan=False)
    call(add_backup, other, at, tmp_path / "копії")
    made(other, tmp_path / "a.zip")
    with pytest.raises(XlplanError, match="копії"):
        call(add_backup, centre, at, tmp_path / "копії")
    with pytest.raises(XlplanError, match=r"a\.zip"):
        made(centre, tmp_path / "a.zip")
