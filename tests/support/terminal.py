"""A pseudo terminal, on which a command asks and a person types."""

import os
import threading
from pathlib import Path

from tests.support.forked_command import begin_command


def typed_on_a_terminal(folder: Path, keys: str, *arguments: str) -> str:
    """Run `xlplan` with these words in a folder on a pseudo terminal, type keys, and return what it showed."""
    import pty

    ours, theirs = pty.openpty()
    shown: list[bytes] = []
    # A terminal holds little that nobody reads, and then the command waits.
    reader = threading.Thread(target=_read_all, args=(ours, shown), daemon=True)
    process = begin_command(arguments, (theirs, theirs, theirs), folder)
    reader.start()
    os.write(ours, keys.encode())
    process.join(60)
    # A question that no key answers would keep the command for ever.
    process.kill()
    process.join()
    assert process.exitcode == 0
    os.close(theirs)
    reader.join(60)
    os.close(ours)
    return b"".join(shown).decode()


def _read_all(terminal: int, shown: list[bytes]) -> None:
    # Linux ends a terminal without a writer by an error, other systems by nothing to read.
    try:
        while part := os.read(terminal, 65536):
            shown.append(part)
    except OSError:
        pass
