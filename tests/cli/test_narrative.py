"""`xlplan narrative`: what it writes, what it says, what it refuses."""

from pathlib import Path

from click.testing import CliRunner, Result

from tests.support.centre import QUARTER, send, take
from tests.support.held_open import held_open
from tests.support.told_document import read_document
from xlplan.cli import main
from xlplan.storage.workspace import Workspace


def run(centre: Workspace, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--workspace", str(centre.root), *arguments])


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*.docx"))


def test_it_writes_the_document_of_a_quarter_and_says_how_much_is_to_be_looked_at(returned: Workspace) -> None:
    result = run(returned, "narrative", "2021-Q2")
    assert result.exit_code == 0, result.output
    assert names(returned.outbox / "2021-Q2") == ["Інформаційна довідка 2021-Q2.docx"]
    assert "Інформаційна довідка 2021-Q2.docx" in result.output
    document = read_document(returned.narrative(QUARTER))
    listed = [row for table in document.tables for row in table if row[0].startswith("⚠")]
    assert result.output.splitlines()[1].endswith(f": {len(listed)}.")


def test_a_year_has_a_folder_of_its_own(centre: Workspace) -> None:
    result = run(centre, "narrative", "2021")
    assert result.exit_code == 0, result.output
    assert names(centre.outbox / "2021") == ["Інформаційна довідка 2021.docx"]
    assert "за 2021 рік" in read_document(centre.narrative(2021)).paragraphs[0]


def test_another_language_writes_under_the_same_name(centre: Workspace) -> None:
    run(centre, "narrative", "2021-Q2")
    result = run(centre, "--lang", "en", "narrative", "2021-Q2")
    assert result.exit_code == 0, result.output
    assert names(centre.outbox / "2021-Q2") == ["Інформаційна довідка 2021-Q2.docx"]
    assert read_document(centre.narrative(QUARTER)).paragraphs[0].startswith("NARRATIVE REPORT")


def test_a_document_that_was_edited_stays(centre: Workspace) -> None:
    run(centre, "narrative", "2021-Q2")
    path = centre.narrative(QUARTER)
    path.write_bytes(b"edited")
    result = run(centre, "narrative", "2021-Q2")
    assert path.read_bytes() == b"edited"
    assert len(names(path.parent)) == 2
    assert f"{path.name} змінено вручну" in result.output


def test_a_document_that_word_holds_open_gets_a_copy_beside_it_until_it_is_closed(centre: Workspace) -> None:
    run(centre, "narrative", "2021-Q2")
    path = centre.narrative(QUARTER)
    with held_open(path):
        result = run(centre, "narrative", "2021-Q2")
    assert result.exit_code == 0, result.output
    assert len(names(path.parent)) == 2
    assert f"{path.name} відкрито" in result.output
    run(centre, "narrative", "2021-Q2")
    assert names(path.parent) == [path.name]


def test_an_unsound_base_is_refused_and_nothing_is_written(centre: Workspace) -> None:
    centre.document_base.write_bytes(b"no document")
    result = run(centre, "narrative", "2021-Q2")
    assert result.exit_code == 1
    assert centre.document_base.name in result.stderr
    assert names(centre.outbox / "2021-Q2") == []


def test_what_was_not_issued_is_refused_in_one_sentence(centre: Workspace) -> None:
    for period in ("2030-Q1", "2030"):
        result = run(centre, "narrative", period)
        assert result.exit_code == 1
        assert len(result.stderr.splitlines()) == 1


def test_what_is_no_period_is_refused_with_an_example(centre: Workspace) -> None:
    result = run(centre, "narrative", "літо")
    assert result.exit_code == 2
    assert "2026-Q1" in result.stderr


def test_nothing_of_another_unit_stands_under_a_unit(centre: Workspace) -> None:
    send(centre, "HOR", {"1.1.1": {"description": "лише Хорошів"}})
    send(centre, "OVR", {"1.1.3": {"description": "лише Овруч"}})
    take(centre)
    run(centre, "narrative", "2021-Q2")
    document = read_document(centre.narrative(QUARTER))
    assert "Хорошівське БПД: «лише Хорошів»." in document.measure("1.1.1")
    assert "Овруцьке БПД: «лише Овруч»" in document.measure("1.1.3")
    assert document.text.count("лише Хорошів") == document.text.count("лише Овруч") == 1
