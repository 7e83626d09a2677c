"""The beginning of an inspection: a process of its own reads a file while the rest of the program is imported."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from xlplan.sandbox.worker import ParserProcess
from xlplan.services.intake.child_tasks import FileInspection, inspect_file
from xlplan.storage.workspace import require_file


@contextmanager
def begin_inspection(file: Path) -> Iterator[ParserProcess[FileInspection]]:
    """Have a file inspected, and do not wait for it. Yield the process that does it. It ends with the block.

    Raises:
        XlplanError: There is no such file.
    """
    require_file(file)
    with ParserProcess(inspect_file) as child:
        child.submit(file)
        yield child
