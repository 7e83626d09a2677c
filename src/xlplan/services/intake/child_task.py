"""What the child process does with one file: the gate, then the reading."""

from dataclasses import replace
from pathlib import Path

from xlplan.domain.findings.finding import Finding
from xlplan.domain.returned import ReturnContent


def parse_file(path: Path) -> ReturnContent | tuple[Finding, ...]:
    """A returned workbook as read, or why it cannot be. Runs in the child: whatever it hits costs one file."""
    # Here, not above: the parent never parses what came from outside.
    from xlplan.documents.return_reader.reader import read_bytes
    from xlplan.sandbox.inspection import inspect

    seen = inspect(path)
    if isinstance(seen, tuple):
        return seen
    read = read_bytes(seen.data, seen.parts)
    return replace(read, notes=seen.notes) if seen.notes and isinstance(read, ReturnContent) else read
