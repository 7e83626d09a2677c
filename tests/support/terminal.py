"""A pseudo terminal, on which a command asks and a person types."""

import os
import subprocess
import sys
from pathlib import Path


def typed_on_a_terminal(folder: Path, keys: str, *arguments: str) -> str:
    """Run `xlplan` with these words in a folder on a pseudo terminal, type keys, and return what it showed."""
    import pty

    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "xlplan", *arguments]
    with subprocess.Popen(command, cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.write(ours, keys.encode())
        try:
            assert process.wait(60) == 0
        finally:
            # A question that no key answers would keep the command for ever.
            process.kill()
        os.close(theirs)
        shown = b""
        # Linux ends a terminal without a writer by an error, other systems by nothing to read.
        try:
            while part := os.read(ours, 65536):
                shown += part
        except OSError:
            pass
    os.close(ours)
    return shown.decode()
