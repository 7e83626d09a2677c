"""Receipts and marked returns beside files that other people put there or changed: none is taken for ours."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.support.centre import QUARTER, Answers, send, take_files
from tests.support.paths import link_to
from xlplan.cli import main
from xlplan.domain.errors import XlplanError
from xlplan.services.intake.results import IntakeResult
from xlplan.storage.workspace import Workspace

FAULTY: Answers = {"1.4.10": {"done": -1}}
RECEIPT = "0001 Хорошівське БПД - прийнято.html"
RETURNED = "0001 Хорошівське БПД - на доопрацюванні.html"
MARKED = "Хорошівське БПД 0001.xlsx"


def log(centre: Workspace) -> list[dict[str, Any]]:
    return [json.loads(line) for line in centre.answers.read_text("utf-8").splitlines()]


def planted(folder: Path, name: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(b"planted")
    return folder / name


def taken(centre: Workspace) -> IntakeResult:
    (answered,) = take_files(centre).results
    return answered


def test_a_planted_file_is_not_taken_for_the_receipt(centre: Workspace) -> None:
    file = planted(centre.receipts(QUARTER), RECEIPT)
    send(centre, "HOR")
    output = CliRunner().invoke(main, ["--workspace", str(centre.root), "intake"]).output
    beside = file.with_stem(f"{file.stem} (2)")
    assert file.read_bytes() == b"planted"
    assert "Хорошівське БПД" in beside.read_text("utf-8")
    assert log(centre)[0]["receipt_file"] == beside.relative_to(centre.root).as_posix()
    assert beside.name in output


def test_a_link_is_not_taken_for_the_receipt_and_not_written_through(centre: Workspace, tmp_path: Path) -> None:
    target = planted(tmp_path, "чуже.html")
    centre.receipts(QUARTER).mkdir(parents=True)
    link_to(target, centre.receipts(QUARTER) / RECEIPT)
    send(centre, "HOR")
    assert taken(centre).receipt.stem.endswith(" (2)")
    assert target.read_bytes() == b"planted"


def test_a_receipt_that_somebody_changed_stays_and_the_new_one_lies_beside(centre: Workspace) -> None:
    content = send(centre, "HOR").read_bytes()
    first = taken(centre).receipt
    first.write_bytes(b"with a note")
    (centre.inbox / "знову.xlsx").write_bytes(content)
    second = taken(centre).receipt
    assert second == first.with_stem(f"{first.stem} (2)")
    assert first.read_bytes() == b"with a note"


def test_a_pass_that_is_killed_after_the_receipt_finds_it_again(
    centre: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted(centre.receipts(QUARTER), RETURNED)
    planted(centre.to_correct(QUARTER), MARKED)
    send(centre, "HOR", FAULTY)
    with monkeypatch.context() as killed:
        killed.setattr("xlplan.services.intake.answer.append_lines", _killed)
        with pytest.raises(KeyboardInterrupt):
            take_files(centre)
    answered = taken(centre)
    assert len(list(centre.receipts(QUARTER).iterdir())) == 2
    assert len(list(centre.to_correct(QUARTER).iterdir())) == 2
    assert answered.marked_return
    assert answered.marked_return.name in answered.receipt.read_text("utf-8")


def _killed(*_given: object) -> None:
    raise KeyboardInterrupt


def test_with_a_planted_file_the_marked_return_is_made_beside(centre: Workspace) -> None:
    file = planted(centre.to_correct(QUARTER), MARKED)
    receipt = planted(centre.receipts(QUARTER), RETURNED)
    send(centre, "HOR", FAULTY)
    answered = taken(centre)
    assert answered.receipt == receipt.with_stem(f"{receipt.stem} (2)")
    assert answered.marked_return == file.with_stem(f"{file.stem} (2)")
    assert answered.marked_return.name in answered.receipt.read_text("utf-8")
    assert log(centre)[0]["to_correct"] == answered.marked_return.relative_to(centre.root).as_posix()
    assert [path.read_bytes() for path in (file, receipt)] == [b"planted"] * 2


def test_the_marked_return_in_which_somebody_works_stays_when_a_later_one_comes(centre: Workspace) -> None:
    send(centre, "HOR", FAULTY)
    first = taken(centre).marked_return
    assert first
    first.write_bytes(b"half corrected")
    planted(first.parent, "Хорошівське БПД 0001 (2).xlsx")
    send(centre, "HOR", {"1.4.10": {"done": -2}})
    second = taken(centre).marked_return
    send(centre, "HOR", {"1.4.10": {"done": -3}})
    third = taken(centre).marked_return
    assert second
    assert third
    assert (first.exists(), second.exists(), third.exists()) == (True, False, True)
    assert len(list(first.parent.iterdir())) == 3


def test_a_marked_return_of_a_number_of_another_unit_stays(centre: Workspace) -> None:
    send(centre, "HOR", FAULTY)
    first = taken(centre).marked_return
    assert first
    send(centre, "MAL", FAULTY)
    assert taken(centre).marked_return
    assert first.exists()


@pytest.mark.parametrize("name", ["журнал.jsonl", "2021-Q2", "2021-Q2/квитанції"])
def test_where_a_link_is_in_the_way_one_sentence_says_so_and_the_file_is_answered_later(
    centre: Workspace, tmp_path: Path, name: str
) -> None:
    target = tmp_path / "чуже"
    target.mkdir()
    if name.endswith("jsonl"):
        target = planted(target, "чужий.txt")
    shutil.rmtree(centre.outbox)
    (centre.outbox / name).parent.mkdir(parents=True)
    link = link_to(target, centre.outbox / name)
    send(centre, "HOR")
    for _time in range(2):
        with pytest.raises(XlplanError, match="посилання") as refused:
            take_files(centre)
        assert len(str(refused.value).splitlines()) == 1
    assert target.read_bytes() == b"planted" if target.is_file() else not list(target.iterdir())
    link.unlink()
    answered = taken(centre)
    assert answered.number == 1
    assert len(log(centre)) == 1
    assert [path.name for path in centre.receipts(QUARTER).iterdir()] == [answered.receipt.name]


@pytest.mark.parametrize("name", ["2021-Q2", "2021-Q2/квитанції"])
def test_where_a_folder_is_a_file_one_sentence_says_so_and_the_file_is_answered_later(
    centre: Workspace, name: str
) -> None:
    shutil.rmtree(centre.outbox)
    file = planted((centre.outbox / name).parent, Path(name).name)
    send(centre, "HOR")
    output = CliRunner().invoke(main, ["--workspace", str(centre.root), "intake"]).output
    assert f"{file.name} — це файл, а тут потрібна тека" in output
    assert "помилка" not in output
    file.unlink()
    assert taken(centre).number == 1


def test_a_mark_that_turns_a_line_around_is_in_no_name_of_ours(centre: Workspace) -> None:
    turned = "звіт\u202excod.xslx"
    (centre.inbox / turned).write_text("не звіт", "utf-8")
    output = CliRunner().invoke(main, ["--workspace", str(centre.root), "intake"]).output
    waiting = CliRunner().invoke(main, ["--workspace", str(centre.root), "status"]).output
    (receipt,) = centre.receipts(None).iterdir()
    said = (output, waiting, receipt.name, receipt.read_text("utf-8"), centre.answers.read_text("utf-8"))
    assert not [text for text in said if "\u202e" in text]
    assert "звітxcod.xslx" in output


def test_a_mark_that_turns_a_line_around_is_not_said_of_a_file_that_waits(centre: Workspace) -> None:
    (centre.inbox / "звіт\u202excod.xslx").write_text("не звіт", "utf-8")
    output = CliRunner().invoke(main, ["--workspace", str(centre.root), "status"]).output
    assert "звітxcod.xslx" in output
    assert "\u202e" not in output
