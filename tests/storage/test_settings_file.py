"""The settings are looked for from a folder upwards; what may not be looked at is not called missing."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from xlplan.cli.commands.main import main
from xlplan.storage.settings_file import FILE_NAME, enclosing_root, named_language

_NOBODY = 65534


@contextmanager
def forbidden(folder: Path) -> Iterator[None]:
    """Whoever runs the block may not look into a folder. Root, who may look everywhere, is nobody meanwhile."""
    user = os.geteuid()
    folder.chmod(0)
    if not user:
        os.seteuid(_NOBODY)
    try:
        yield
    finally:
        os.seteuid(user)
        folder.chmod(0o700)


def test_the_nearest_settings_above_a_folder_count(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("language = 'uk'", "utf-8")
    inner = tmp_path / "центр"
    (inner / "inbox").mkdir(parents=True)
    (inner / FILE_NAME).write_text("language = 'en'", "utf-8")
    assert enclosing_root(inner / "inbox") == inner.resolve()
    assert named_language(str(inner / "inbox")) == "en"


def test_a_folder_with_the_name_of_the_settings_holds_none(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).mkdir()
    assert enclosing_root(tmp_path) != tmp_path.resolve()


@pytest.mark.posix(reason="Windows has the permissions of the folder")
def test_settings_that_may_not_be_looked_at_are_an_error_and_the_help_does_without_them(tmp_path: Path) -> None:
    centre = tmp_path / "центр"
    (centre / "inbox").mkdir(parents=True)
    (centre / FILE_NAME).write_text("language = 'en'", "utf-8")
    with forbidden(centre):
        with pytest.raises(PermissionError):
            enclosing_root(centre / "inbox")
        assert named_language(str(centre / "inbox")) is None


@pytest.mark.posix(reason="Windows asks for a right to make links")
@pytest.mark.parametrize("words", [["--workspace", "коло", "status"], ["init", "коло"], ["demo", "коло"]])
def test_a_link_that_leads_to_itself_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("коло").symlink_to("коло")
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 1
    assert str(tmp_path / "коло") in done.output
    assert "програмі помилка" not in done.output
