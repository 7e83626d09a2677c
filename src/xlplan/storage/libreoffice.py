"""LibreOffice, where it is installed: a workbook as a PDF."""

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

_NAMES = ("soffice", "libreoffice")
# Where installers put it without making it known to the command line.
_PLACES = (
    Path("C:/Program Files/LibreOffice/program/soffice.exe"),
    Path("C:/Program Files (x86)/LibreOffice/program/soffice.exe"),
    Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),
)
_LIMIT_SECONDS = 600


def find_office() -> str | None:
    """The program, or None where it is not installed."""
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    return found or next((str(path) for path in _PLACES if path.is_file()), None)


def to_pdf(office: str, workbook: Path, pdf: Path) -> bool:
    """Writes a workbook as `pdf`; False where LibreOffice made none. Nothing open in it is touched."""
    with TemporaryDirectory() as folder:
        made = Path(folder) / "out" / workbook.with_suffix(".pdf").name
        # A profile of its own: a second LibreOffice on the same one hands over to the first and ends.
        profile = (Path(folder) / "profile").as_uri()
        command = [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
        try:
            subprocess.run(
                [*command, "--outdir", str(made.parent), str(workbook)],
                capture_output=True,
                timeout=_LIMIT_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return False
        if not made.is_file():
            return False
        shutil.copyfile(made, pdf)
        return True
