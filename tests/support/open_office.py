"""A LibreOffice that stays open: a file is converted by it in a third of the time that a start takes by itself."""

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.support.desktop import running
from tests.support.office_profile import write_profile

Convert = Callable[[Path, str, Path], Path]

# A document that is open keeps the office open, which else ends after its first conversion.
_EMPTY = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.2"
 office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text/></office:body>
</office:document>
"""
_PATIENCE = 120


@contextmanager
def open_office(program: str, profile: Path, locale: str = "") -> Iterator[Convert]:
    """`convert(path, "ods", folder)`: the file as LibreOffice saves it there in another format, in that locale.

    The second LibreOffice of a profile hands its work to the first, waits for it and ends. It is given a copy: a
    lock that an office leaves beside a file keeps every other office from it.
    """
    write_profile(profile, locale)
    empty = profile.with_name(f"{profile.name}.fodt")
    empty.write_text(_EMPTY, "utf-8")
    office = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]

    def convert(path: Path, to: str, folder: Path) -> Path:
        with TemporaryDirectory() as own:
            copy = shutil.copyfile(path, Path(own) / path.name)
            command = [*office, "--convert-to", to, "--outdir", str(folder), str(copy)]
            subprocess.run(command, check=True, capture_output=True, timeout=_PATIENCE)
        return folder / path.with_suffix(f".{to.partition(':')[0]}").name

    with running([*office, str(empty)]):
        end = time.monotonic() + _PATIENCE
        # The lock tells that the document is open.
        while not empty.with_name(f".~lock.{empty.name}#").exists():
            assert time.monotonic() < end, "LibreOffice does not open an empty document"
            time.sleep(0.05)
        yield convert
