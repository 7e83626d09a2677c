"""`xlplan issue` and `plan adopt` where a template is refused or not as xlplan wrote it: words and exit codes."""

import errno
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.support.centre import QUARTER, at, copy_of
from tests.support.held_open import held_open
from tests.support.named_units import centre_of, plan_of
from xlplan.cli import main
from xlplan.documents.plan_writer.writer import write_plan
from xlplan.services.templates import template_file
from xlplan.storage.workspace import Workspace
from xlplan.text.translation import use_language
from xlplan.workflows import plan_adoption

UNITS = {"AA": "Альфа", "BB": "Бета"}


@pytest.fixture(scope="module")
def _small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    use_language("uk")
    return centre_of(tmp_path_factory.mktemp("centre") / "центр", UNITS).root


@pytest.fixture
def small(_small: Path, tmp_path: Path) -> Workspace:
    """A centre of two units, its templates issued."""
    return copy_of(_small, tmp_path / "центр")


def xlplan(workspace: Workspace, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--workspace", str(workspace.root), *arguments])


def adopt(workspace: Workspace) -> Result:
    """Adopts the plan with other words in each row."""
    write_plan(workspace.templates / "План.xlsx", plan_of(UNITS, " (уточнено)"), at())
    return xlplan(workspace, "plan", "adopt", "--reason", "наказ № 17", "--from", "2021-Q2")


def test_a_template_that_is_open_is_named_and_the_version_is_in_force(small: Workspace) -> None:
    with held_open(small.template(QUARTER, "Альфа")):
        result = adopt(small)
    assert result.exit_code == 1
    assert "1 шаблон записано" in result.output
    assert "Не записано: Альфа.xlsx. Файл відкрито в іншій програмі" in result.output
    assert "xlplan issue 2021-Q2" in result.output
    assert "редакція плану 2 уже чинна" in result.output


def test_the_issue_that_it_names_writes_the_missing_template(small: Workspace) -> None:
    with held_open(small.template(QUARTER, "Альфа")):
        adopt(small)
        refused = xlplan(small, "issue", "2021-Q2")
    written = xlplan(small, "issue", "2021-Q2")
    assert (refused.exit_code, written.exit_code) == (1, 0)
    assert "Не записано: Альфа.xlsx." in refused.output
    assert "1 шаблон записано у теку" in written.output


def test_a_file_that_stays_is_named_with_the_one_beside_it(small: Workspace) -> None:
    small.template(QUARTER, "Альфа").write_bytes(b"mine")
    result = xlplan(small, "issue", "2021-Q2")
    assert result.exit_code == 0
    assert "Файл Альфа.xlsx хтось змінив" in result.output
    assert "новий шаблон — Альфа (2).xlsx" in result.output


def test_a_check_tells_names_that_are_one_file_and_what_is_done(small: Workspace) -> None:
    write_plan(small.templates / "План.xlsx", plan_of({"PIV": "Бюро/Північ", "BP": "БюроПівніч"}), at())
    result = xlplan(small, "plan", "check")
    assert result.exit_code == 0
    text = " ".join(result.output.split())
    assert "Назви «БюроПівніч» і «Бюро/Північ»" in text
    assert "БюроПівніч (PIV).xlsx, БюроПівніч (BP).xlsx" in text


def test_a_workbook_that_cannot_be_rewritten_keeps_no_version_from_being_in_force(
    small: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(plan_adoption, "stale_quarters", lambda _context: (QUARTER,))
    monkeypatch.setattr(plan_adoption, "consolidate", full)
    result = adopt(small)
    assert result.exit_code == 1
    assert "Зведений звіт 2021-Q2 не перезаписано. На диску немає місця" in result.output
    assert "редакція плану 2 уже чинна" in result.output


def test_a_full_disk_is_told_with_the_templates_that_are_missing(
    small: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(template_file, "write_own", full)
    result = adopt(small)
    assert result.exit_code == 1
    assert "Не записано: Альфа.xlsx, Бета.xlsx. На диску немає місця" in result.output


@pytest.mark.parametrize("day", ["20 липня 2021 р.", "20.07.21", "2021-07-20", "вівторок, 20.07.2021"])
def test_a_due_day_is_read_however_people_write_it(small: Workspace, day: str) -> None:
    result = xlplan(small, "issue", "2021-Q2", "--due", day)
    assert result.exit_code == 0
    assert "20.07.2021" in result.output


@pytest.mark.parametrize("day", ["31.06.2021", "20 липня", "понеділок, 20.07.2021", "20, 21.07.2021"])
def test_a_due_day_in_doubt_is_wrong_usage(small: Workspace, day: str) -> None:
    result = xlplan(small, "issue", "2021-Q2", "--due", day)
    assert result.exit_code == 2
    assert f"«{day}» — не дата" in result.output
