"""Personal data that a unit typed is quoted in its receipt and its marked return, and nowhere else."""

import re
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import pytest
from click.testing import CliRunner

from tests.support.centre import QUARTER, Answers, copy_of, send
from tests.support.rows_only import rows_only
from xlplan.cli import main
from xlplan.storage.workspace import Workspace
from xlplan.text.translation import use_language

TAX, PASSPORT, PHONE, EMAIL = "1759013776", "СН 123456", "067 123 45 67", "ivanenko@ukr.net"
SLIP = "1759013777"
PLANTED = (TAX, PASSPORT, PHONE, EMAIL, SLIP)
# These hold what came, whole and unchanged.
RECORD = ("archive", "xlplan.db")


def say(centre: Workspace, *arguments: str) -> str:
    """What a command prints, to both streams."""
    result = CliRunner().invoke(main, ["--workspace", str(centre.root), *arguments], input="n\n")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.output


def parts_of(path: Path) -> dict[str, str]:
    """The texts in a file: its own, or those of the parts that it packs."""
    if not is_zipfile(path):
        return {"": path.read_bytes().decode("utf-8", "replace")}
    with ZipFile(path) as parts:
        return {name: parts.read(name).decode("utf-8", "replace") for name in parts.namelist()}


def holding(root: Path, planted: str) -> set[str]:
    """The files of a workspace that hold a text, but for the record; also those that have it in their name."""
    found = set()
    for path in root.rglob("*"):
        place = path.relative_to(root)
        if place.name.startswith(RECORD) or place.parts[0] in RECORD or not path.is_file():
            continue
        if planted in str(place) or any(planted in text for text in parts_of(path).values()):
            found.add(str(place))
    return found


@pytest.fixture(scope="module")
def faulty(_issued_centre: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, str]:
    """A centre to which a return came with personal data where numbers belong, and what commands say of it."""
    use_language("uk")
    centre = copy_of(_issued_centre, tmp_path_factory.mktemp("faulty") / "центр")
    changes: Answers = {
        "1.1.1": {"done": f"1 (РНОКПП {TAX})", "description": f"гр. Іваненко, паспорт {PASSPORT}"},
        "1.2.1": {"done": f"двоє, паспорт {PASSPORT}", "description": f"писали на {EMAIL}"},
        "1.4.9": {"done": f"тел. {PHONE}", "description": f"код {TAX}"},
        "1.4.3": {"done": f"за листом {EMAIL}"},
        "1.5.1": {"done": SLIP + " шт."},
    }
    send(centre, "HOR", changes, f"звіт {TAX}.xlsx")
    (centre.inbox / f"лист від {EMAIL}.txt").write_text("Надсилаю звіт", "utf-8")
    said = say(centre, "identify", str(centre.inbox / f"звіт {TAX}.xlsx")).partition("\n")[2]
    said += say(centre, "intake")
    said += say(centre, "status") + say(centre, "status", "--json")
    said += say(centre, "explain", str(QUARTER), "1.4.9") + say(centre, "explain", str(QUARTER), "1.4.9", "--json")
    said += say(centre, "close", str(QUARTER)) + say(centre, "consolidate", str(QUARTER))
    return centre, said


def test_the_answers_to_a_unit_quote_what_it_typed(faulty: tuple[Workspace, str]) -> None:
    folders = (faulty[0].receipts(QUARTER), faulty[0].to_correct(QUARTER))
    (receipt,), (marked,) = (list(folder.iterdir()) for folder in folders)
    for planted in PLANTED:
        assert any(planted in text for text in parts_of(receipt).values())
        assert any(planted in text for text in parts_of(marked).values())


def test_no_other_file_holds_it(faulty: tuple[Workspace, str]) -> None:
    centre = faulty[0]
    for planted in PLANTED:
        found = {Path(each).parent.name for each in holding(centre.root, planted)}
        # The receipt of the letter names its file, and is the answer to whoever sent it.
        assert found <= {centre.names.receipts, centre.names.to_correct}
        assert not [path for path in centre.outbox.rglob("*") if planted in path.name]
    assert "[приховано]" in centre.answers.read_text("utf-8")


def test_no_command_prints_it_and_a_coordinator_sees_what_is_wrong_and_where(
    faulty: tuple[Workspace, str],
) -> None:
    said = faulty[1]
    assert [line for line in said.splitlines() for planted in PLANTED if planted in line] == []
    assert "Звіт!E" in said
    assert "«тел. [приховано]»" in said


def test_the_findings_of_an_accepted_return_hide_it_in_the_workbook(centre: Workspace) -> None:
    changes: Answers = {"1.1.1": {"done": 1, "reason": f"дзвонив {PHONE}, {TAX}"}}
    send(centre, "HOR", changes)
    said = say(centre, "intake") + say(centre, "status") + say(centre, "close", str(QUARTER))
    book = rows_only(centre.report(QUARTER))
    words = [str(cell.value) for row in book["Зауваження"].iter_rows() for cell in row if cell.value]
    assert any(re.search(r"дзвонив \[приховано\], \[приховано\]", each) for each in words)
    assert not [each for each in (*words, said) if PHONE in each or TAX in each]


def test_the_log_of_a_fault_hides_it(centre: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> None:
        raise ValueError(f"could not convert string to float: 'тел. {PHONE}'")

    monkeypatch.setattr("xlplan.services.report.status.read_status", fail)
    assert PHONE not in say(centre, "status")
    assert "тел. [приховано]" in centre.log.read_text("utf-8")
