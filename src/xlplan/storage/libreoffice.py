"""LibreOffice, where it is installed: it turns a workbook into a PDF, and a foreign document into a .docx."""

import os
import shutil
import subprocess
from collections.abc import Iterable
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
# A document of some pages takes seconds.
_DOCUMENT_SECONDS = 120
# A document from outside: none of its macros runs, nothing that it links to is fetched or brought up to date. What
# LibreOffice would still ask for, such as the style sheet of a web page, it asks of a proxy where nobody answers.
_SCRIPTING = "/org.openoffice.Office.Common/Security/Scripting"
_INTERNET = "/org.openoffice.Inet/Settings"
# Under a new profile LibreOffice first tries its drawing, which takes most of its start. It does not where the
# profile says that a later version has run before.
_NO_TRIAL = (("/org.openoffice.Setup/Product", "ooSetupLastVersion", "99.9"),)
_WARY = (
    (_SCRIPTING, "MacroSecurityLevel", "3"),
    (_SCRIPTING, "DisableMacrosExecution", "true"),
    (_SCRIPTING, "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    (_INTERNET, "ooInetProxyType", "2"),
    *((_INTERNET, f"ooInet{kind}ProxyName", "127.0.0.1") for kind in ("HTTP", "HTTPS", "FTP")),
    *((_INTERNET, f"ooInet{kind}ProxyPort", "9") for kind in ("HTTP", "HTTPS", "FTP")),
    (_INTERNET, "ooInetNoProxy", ""),
)


def find_office() -> str | None:
    """Return the path of the program; None where it is not installed."""
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    return found or next((str(path) for path in _PLACES if path.is_file()), None)


def to_pdf(office: str, workbook: Path, pdf: Path) -> bool:
    """Write a workbook as `pdf`. Return False where LibreOffice made none.

    A LibreOffice that the person has open is not touched.
    """
    with private_folder() as folder:
        _write_profile(folder, _NO_TRIAL)
        made = _convert(office, workbook, folder, "pdf", _LIMIT_SECONDS)
        if made is None:
            return False
        shutil.copyfile(made, pdf)
        return True


def to_docx(office: str, data: bytes, suffix: str, docx: Path) -> bool:
    """Write a document from outside as `docx`. Return False where LibreOffice made none.

    Args:
        office: The path of LibreOffice.
        data: The bytes of the document.
        suffix: The ending that its bytes deserve, whatever its name is.
        docx: The file to write.
    """
    with private_folder() as folder:
        _write_profile(folder, (*_WARY, *_NO_TRIAL))
        copy = folder / f"document{suffix}"
        copy.write_bytes(data)
        # A web page opens in a mode that does not save as Word does.
        filters = ["--infilter=HTML (StarWriter)"] if suffix == ".html" else []
        made = _convert(office, copy, folder, "docx", _DOCUMENT_SECONDS, filters)
        if made is None:
            return False
        shutil.copyfile(made, docx)
        return True


def _write_profile(folder: Path, settings: Iterable[tuple[str, str, str]]) -> None:
    """Make a profile with these settings within a private folder."""
    registry = folder / "profile" / "user" / "registrymodifications.xcu"
    registry.parent.mkdir(parents=True)
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in settings
    )
    registry.write_text(f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>', "utf-8")


def _convert(
    office: str, file: Path, folder: Path, ending: str, seconds: int, options: list[str] | None = None
) -> Path | None:
    """Let LibreOffice convert a file within a private folder; return what it made."""
    made = folder / "out" / file.with_suffix(f".{ending}").name
    # A separate profile: a second LibreOffice with the same profile hands the work to the first one and ends.
    profile = (folder / "profile").as_uri()
    command = [office, f"-env:UserInstallation={profile}", "--headless", *(options or []), "--convert-to", ending]
    try:
        subprocess.run(
            [*command, "--outdir", str(made.parent), str(file)],
            capture_output=True,
            # Its own temporary files hold parts of the file.
            env={**os.environ, **dict.fromkeys(("TMPDIR", "TMP", "TEMP"), str(folder))},
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return made if made.is_file() else None
