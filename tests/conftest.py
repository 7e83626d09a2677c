"""What every test may use: an isolated office, and a guard on the project's own folders."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from xlplan.texts import use_language

Office = Callable[..., Path]


@pytest.fixture(autouse=True)
def _ukrainian() -> None:
    use_language("uk")


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """`office(path, "ods")`: the file as LibreOffice saves it in another format, in a folder of its own.

    Without LibreOffice the test is skipped; in CI it fails, for there it must be installed.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        reason = (
            "LibreOffice is missing (apt-get install libreoffice-calc-nogui): this test proves nothing without it"
        )
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    profile = tmp_path_factory.mktemp("office-profile")

    def convert(path: Path, to: str) -> Path:
        out = tmp_path_factory.mktemp("office")
        command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", to]
        subprocess.run([*command, "--outdir", out, path], check=True, capture_output=True, timeout=120)
        return out / path.with_suffix(f".{to.partition(':')[0]}").name

    return convert
