"""Printing as a Word document: over the centre's own base where there is one, and readable as a plan again."""

import shutil
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner

from tests.services.plan.test_import_layout import (
    fill_in,
    imported,
    known,
    known_example,
    without_notes_and_stops,
)
from tests.support.centre import QUARTER, at, call
from tests.support.form_reading import KOROSTEN, LIVOBEREZHNYI
from tests.support.word_reading import footer_text
from xlplan.cli import main
from xlplan.domain.quarter import Quarter
from xlplan.services.new_workspace import new_workspace
from xlplan.services.plan.print_form import print_plan
from xlplan.storage.workspace import Workspace
from xlplan.text.translation import use_language


def printed(path: Path, period: int | Quarter, folder: Path) -> Path:
    """The form of a plan workbook as a document, in the language in use."""
    workspace = new_workspace(folder / "центр", at(), with_plan=False)
    shutil.copy(path, workspace.templates)
    form: Path = call(print_plan, workspace, at, period, as_document=True).path
    return form


@pytest.mark.parametrize("language", ["uk", "en"])
def test_the_document_of_a_quarter_is_read_as_the_same_plan_again(language: str, tmp_path: Path) -> None:
    plan = known_example(KOROSTEN)
    use_language(language)
    document = printed(KOROSTEN, QUARTER, tmp_path / "перший")
    use_language("uk")
    result = imported(new_workspace(tmp_path / "другий", at(), with_plan=False), document)
    fill_in(result.check.path, plan, ("code", "name"), has_open_shares=True)
    assert without_notes_and_stops(known(result.check.path)) == without_notes_and_stops(plan)


@pytest.mark.parametrize("language", ["uk", "en"])
def test_the_document_of_a_year_is_read_as_the_same_plan_again(language: str, tmp_path: Path) -> None:
    plan = known_example(LIVOBEREZHNYI)
    use_language(language)
    document = printed(LIVOBEREZHNYI, 2023, tmp_path / "перший")
    use_language("uk")
    result = imported(new_workspace(tmp_path / "другий", at(), with_plan=False), document)
    fill_in(result.check.path, plan, ("code", "name"))
    assert without_notes_and_stops(known(result.check.path)) == without_notes_and_stops(plan)


def test_a_document_lies_beside_the_workbook_under_the_same_name(centre: Workspace) -> None:
    workbook, document = (
        call(print_plan, centre, at, QUARTER, as_document=as_document).path for as_document in (False, True)
    )
    assert document == workbook.with_suffix(".docx")
    assert workbook.is_file()
    assert footer_text(docx.Document(str(document))).startswith("редакція 1 від 10.03.2021")


def test_a_document_that_was_edited_stays_and_the_new_one_lies_beside_it(centre: Workspace) -> None:
    edited = call(print_plan, centre, at, QUARTER, as_document=True).path
    edited.write_bytes(b"signed here")
    result = run(centre)
    assert "План 2021-Q2 (до друку).docx змінено вручну" in result
    assert edited.read_bytes() == b"signed here"
    assert len(list(edited.parent.glob("План 2021-Q2 (до друку) *.docx"))) == 1


def run(workspace: Workspace, *options: str, code: int = 0) -> str:
    result = CliRunner().invoke(
        main, ["--workspace", str(workspace.root), "plan", "print", "2021-Q2", "--docx", *options]
    )
    assert result.exit_code == code, result.output
    return " ".join(result.output.split())


def test_the_command_says_how_to_get_a_letterhead_and_then_whose_it_is(centre: Workspace) -> None:
    place = Path("templates", "Основа документів.docx")
    assert f"скопіюйте цей документ як {place}" in run(centre)
    shutil.copy(centre.plan_form(QUARTER, as_document=True), centre.root / place)
    assert f"Бланк, поля і стилі взято з файлу {place}." in run(centre)


def test_a_copy_of_a_document_is_a_base_that_keeps_what_was_changed_in_it(centre: Workspace) -> None:
    form = call(print_plan, centre, at, QUARTER, as_document=True).path
    letterhead = docx.Document(str(form))
    letterhead.sections[0].header.paragraphs[0].text = "Коростенський місцевий центр"
    letterhead.save(str(centre.document_base))
    again = docx.Document(str(call(print_plan, centre, at, QUARTER, as_document=True).path))
    assert again.sections[0].header.paragraphs[0].text == "Коростенський місцевий центр"
    assert footer_text(again).count("редакція 1") == 1
    assert len(again.tables) == 1


def test_an_unsound_base_is_one_sentence_and_nothing_is_written(centre: Workspace) -> None:
    centre.document_base.write_bytes(b"letterhead")
    assert "не може бути основою документів Word" in run(centre, code=1)
    assert not list(centre.outbox.rglob("*.docx"))
    assert CliRunner().invoke(main, ["--workspace", str(centre.root), "plan", "print", "2021-Q2"]).exit_code == 0
