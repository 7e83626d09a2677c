"""The proof of the record: it finds each thing that was changed by hand, and nothing where all is well."""

import json
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from tests.support.centre import QUARTER, at, call, send, take_files
from tests.support.decided_centre import COORDINATOR, decide_everything
from tests.support.thoroughness import examples
from xlplan.cli import main
from xlplan.domain.decision_log import NO_ENTRY, entry_line, line_hash, read_entry
from xlplan.domain.findings.finding import Finding
from xlplan.ledger.row_hashes import KINDS
from xlplan.ledger.tables import TABLES
from xlplan.services.closing.decisions import withdraw_return
from xlplan.services.record.verify import Verification
from xlplan.services.record.verify import verify as verify_record
from xlplan.storage.workspace import Workspace

# How many returns come before the proof; by hand a thousand.
MANY = int(os.environ.get("XLPLAN_RETURNS", examples(12, 5)))
HASHED = sorted(table for table in TABLES if table != "row_hashes")


def verify(centre: Workspace) -> Verification:
    return call(verify_record, centre, lambda: at(20))


def found(centre: Workspace) -> list[str]:
    return sorted(finding.code for finding in verify(centre).findings)


def the_finding(centre: Workspace) -> Finding:
    (finding,) = verify(centre).findings
    return finding


def execute(centre: Workspace, statement: str) -> None:
    """Changes the ledger as a person with a tool for SQLite does."""
    with closing(sqlite3.connect(centre.ledger_file)) as ledger:
        assert ledger.execute(statement).rowcount == 1
        ledger.commit()


def one_archived(centre: Workspace) -> Path:
    return sorted(centre.archive.glob("*/*.xlsx"))[0]


def remove(path: Path) -> None:
    """Removes a file that can only be read, which Windows refuses."""
    path.chmod(0o600)
    path.unlink()


def log_lines(centre: Workspace) -> list[str]:
    return centre.decision_log.read_text("utf-8").splitlines(keepends=True)


def write_log(centre: Workspace, lines: list[str]) -> None:
    centre.decision_log.write_text("".join(lines), encoding="utf-8", newline="")


def test_nothing_is_found_where_all_is_well(decided: Workspace) -> None:
    result = verify(decided)
    assert (result.findings, result.refusal) == ((), None)
    assert result.entry_count == len(log_lines(decided))


def test_a_reason_with_a_sign_that_divides_lines_on_paper_is_one_line_of_the_log(returned: Workspace) -> None:
    call(withdraw_return, returned, lambda: at(7), QUARTER, "HOR", "не той\u2028файл\u0085")
    assert verify(returned).is_well


@pytest.mark.slow
def test_nothing_is_found_after_many_returns_with_decisions_between_them(centre: Workspace) -> None:
    for number in range(MANY):
        unit = ("HOR", "LUG", "NAR")[number % 3]
        send(
            centre, unit, {"1.4.10": {"done": 1, "description": f"проведено, довідка {number}"}}, f"{number}.xlsx"
        )
        take_files(centre)
    decide_everything(centre)
    assert verify(centre).is_well


def test_every_table_has_hashes_of_its_rows() -> None:
    hashed = {table for kind in KINDS.values() for table, _key in kind.tables}
    assert hashed == set(HASHED)


@pytest.mark.parametrize("table", HASHED)
def test_a_row_that_is_changed_by_hand_is_found_in_each_table(decided: Workspace, table: str) -> None:
    key, columns = TABLES[table].key, TABLES[table].columns
    # Not a column of the key, and none that refers to another table.
    free = [each.name for each in columns if each.name not in key and not each.refers_to]
    changed = f"coalesce(\"{free[-1]}\", '') || '1'"
    execute(decided, f'UPDATE {table} SET "{free[-1]}" = {changed} WHERE rowid = (SELECT min(rowid) FROM {table})')
    assert "record-changed" in found(decided)


@pytest.mark.parametrize("table", HASHED)
def test_a_row_that_is_deleted_by_hand_is_found_in_each_table(decided: Workspace, table: str) -> None:
    execute(decided, f"DELETE FROM {table} WHERE rowid = (SELECT max(rowid) FROM {table})")
    parts = {part for kind in KINDS.values() for part, _key in kind.parts}
    assert ("record-changed" if table in parts else "record-missing") in found(decided)


def test_a_row_that_is_added_by_hand_is_found(decided: Workspace) -> None:
    execute(
        decided,
        'INSERT INTO waivers SELECT 99, quarter, unit, code, reason, until, at, "by", "key" FROM waivers LIMIT 1',
    )
    assert found(decided) == ["record-added"]


def test_a_hash_that_is_changed_by_hand_breaks_the_chain(decided: Workspace) -> None:
    execute(decided, "UPDATE row_hashes SET sha256 = 'ab' WHERE number = 3")
    assert "hashes-broken" in found(decided)


def test_a_damaged_ledger_is_found(decided: Workspace) -> None:
    with closing(sqlite3.connect(decided.ledger_file)) as ledger:
        ledger.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        ledger.execute("PRAGMA writable_schema=ON")
        ledger.execute("UPDATE sqlite_master SET rootpage = 3 WHERE name = 'ix_submissions_return'")
        ledger.commit()
    assert "ledger-damaged" in found(decided)


def test_a_flipped_bit_in_the_archive_is_found_with_its_file(decided: Workspace) -> None:
    path = one_archived(decided)
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.chmod(0o600)
    path.write_bytes(content)
    finding = the_finding(decided)
    assert finding.code == "archived-file-changed"
    assert finding.location.file == path.relative_to(decided.root).as_posix()


def test_a_deleted_file_of_the_archive_is_found_with_the_name_that_it_came_under(decided: Workspace) -> None:
    remove(next(decided.archive.glob("*/*.txt")))
    finding = the_finding(decided)
    assert finding.code == "archived-file-missing"
    assert "лист.txt" in finding.problem


def test_a_file_that_was_added_to_the_archive_is_found(decided: Workspace) -> None:
    (one_archived(decided).parent / "підкинутий.xlsx").write_bytes(b"x")
    assert the_finding(decided).code == "archived-file-unknown"


def test_an_edition_that_was_edited_is_found_and_one_that_is_missing(decided: Workspace) -> None:
    first, second = decided.edition(QUARTER, 1), decided.edition(QUARTER, 2)
    first.chmod(0o600)
    first.write_bytes(first.read_bytes() + b"x")
    assert the_finding(decided).code == "edition-changed"
    second.chmod(0o600)
    second.unlink()
    assert found(decided) == ["edition-changed", "edition-missing"]


def test_a_line_that_is_cut_from_the_log_is_found(decided: Workspace) -> None:
    lines = log_lines(decided)
    write_log(decided, lines[:-1])
    assert found(decided) == ["log-cut"]
    write_log(decided, [*lines[:2], *lines[3:]])
    assert found(decided) == ["log-line-missing"]


def test_a_line_that_is_changed_in_the_log_is_found(decided: Workspace) -> None:
    lines = log_lines(decided)
    lines[4] = lines[4].replace("надіслано не той файл", "усе добре").replace("Марія", "Ніхто")
    write_log(decided, lines)
    assert the_finding(decided).code == "log-line-changed"


def test_a_line_that_is_moved_in_the_log_is_found(decided: Workspace) -> None:
    first, second, third, *rest = log_lines(decided)
    write_log(decided, [first, third, second, *rest])
    assert found(decided) == ["log-line-moved"]


def test_a_log_that_was_changed_together_with_the_ledger_is_found(decided: Workspace) -> None:
    lines = log_lines(decided)
    changed = lines[4].replace("Марія", "Ніхто")
    write_log(decided, [*lines[:4], changed, *lines[5:]])
    with closing(sqlite3.connect(decided.ledger_file)) as ledger:
        ledger.execute("UPDATE log_entries SET line = ? WHERE number = 5", (changed.rstrip("\n"),))
        ledger.commit()
    assert found(decided) == ["log-broken", "record-changed"]


def test_an_edition_tells_that_ledger_and_log_were_changed_together_since(decided: Workspace) -> None:
    """Whoever computes all hashes of ledger and log anew is found by what was signed before."""
    first = log_lines(decided)
    changed = [line.replace(COORDINATOR, "Ніхто") for line in first]
    entries, previous = [], NO_ENTRY
    for line in changed:
        entry = read_entry(line)
        assert entry is not None
        text = entry_line(replace(entry, previous=previous))
        previous = line_hash(text)
        entries.append((text, previous, entry.number))
    write_log(decided, [f"{text}\n" for text, _sha256, _number in entries])
    with closing(sqlite3.connect(decided.ledger_file)) as ledger:
        ledger.executemany("UPDATE log_entries SET line = ?, sha256 = ? WHERE number = ?", entries)
        ledger.commit()
    assert "edition-log-differs" in found(decided)


def test_a_missing_template_and_one_of_another_centre_are_found(
    centre: Workspace, foreign_centre: Workspace
) -> None:
    centre.template(QUARTER, "Хорошівське БПД").unlink()
    assert the_finding(centre).code == "template-missing"
    theirs = foreign_centre.template(QUARTER, "Лугинське БПД")
    shutil.copyfile(theirs, centre.templates / str(QUARTER) / "чужий.xlsx")
    assert found(centre) == ["template-missing", "template-unknown"]


def test_a_template_that_somebody_saved_is_found(centre: Workspace) -> None:
    path = centre.template(QUARTER, "Лугинське БПД")
    path.write_bytes(path.read_bytes() + b"\0")
    assert the_finding(centre).code == "template-changed"


def test_a_receipt_that_is_missing_or_edited_is_found(decided: Workspace) -> None:
    one, other = sorted(decided.receipts(QUARTER).glob("*.html"))[:2]
    one.unlink()
    assert the_finding(decided).code == "receipt-missing"
    other.write_text("прийнято", encoding="utf-8")
    assert found(decided) == ["receipt-changed", "receipt-missing"]


def test_what_is_found_is_said_with_what_to_do_and_the_exit_code_tells_it(decided: Workspace) -> None:
    command = ["--workspace", str(decided.root), "verify"]
    well = CliRunner().invoke(main, command)
    assert (well.exit_code, "Усе сходиться" in well.output) == (0, True)
    remove(one_archived(decided))
    bad = CliRunner().invoke(main, command)
    assert (bad.exit_code, "В архіві бракує" in bad.output, "xlplan restore" in bad.output) == (1, True, True)
    listed = json.loads(CliRunner().invoke(main, [*command, "--json"]).output)
    assert (listed["well"], [each["code"] for each in listed["findings"]]) == (False, ["archived-file-missing"])


def test_nothing_is_changed_by_the_proof(decided: Workspace) -> None:
    def state() -> dict[str, bytes]:
        return {str(path): path.read_bytes() for path in decided.root.rglob("*") if path.is_file()}

    write_log(decided, log_lines(decided)[:-1])
    before = state()
    verify(decided)
    assert {name for name, content in state().items() if before.get(name) != content} <= {
        f"{decided.ledger}-shm",
        f"{decided.ledger}-wal",
    }
