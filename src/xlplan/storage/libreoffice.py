"""LibreOffice, where it is installed: it turns a workbook into a PDF."""

import os
import shutil
import subprocess
from pathlib import Path

from xlplan.storage.temporary import private_folder

_NAMES = ("soffice", "libreoffice")
# Folders in which installers put it without adding it to the search path.
_PLACES = (
    Path("C:/Program Files/LibreOffice/program/soffice.exe"),
    Path("C:/Program Files (x86)/LibreOffice/program/soffice.exe"),
    Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),
)
_LIMIT_SECONDS = 600


def find_office() -> str | None:
    """Return the path of the program; None where it is not installed."""
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    return found or next((str(path) for path in _PLACES if path.is_file()), None)


def to_pdf(office: str, workbook: Path, pdf: Path) -> bool:
    """Write a workbook as `pdf`. Return False where LibreOffice made none.

    A LibreOffice that the person has open is not touched.
    """
    with private_folder() as folder:
        made = folder / "out" / workbook.with_suffix(".pdf").name
        # A separate profile: a second LibreOffice with the same profile hands the work to the first one and ends.
        profile = (folder / "profile").as_uri()
        command = [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
        try:
            subprocess.run(
                [*command, "--outdir", str(made.parent), str(workbook)],
                capture_output=True,
                # Its own temporary files hold parts of the workbook.
                env={**os.environ, **dict.fromkeys(("TMPDIR", "TMP", "TEMP"), str(folder))},
                timeout=_LIMIT_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return False
        if not made.is_file():
            return False
        shutil.copyfile(made, pdf)
        return True
