"""The texts of a centre's own for its letters: a copy of those of xlplan, to be reworded."""

import os
from pathlib import Path

from msgspec import Struct

from xlplan.documents.letters.text import shipped_text
from xlplan.domain.letters import LetterKind
from xlplan.storage.atomic import atomic_write_bytes
from xlplan.storage.workspace import Workspace


class OwnTexts(Struct, frozen=True):
    """The files of the texts: those that were written, and those that were there and stay as they are."""

    written: tuple[Path, ...]
    kept: tuple[Path, ...]


def write_own_texts(workspace: Workspace) -> OwnTexts:
    """Write the texts of xlplan into the workspace, in its language. A text that is there stays as it is."""
    places = {kind: workspace.letter_text(kind) for kind in LetterKind}
    kept = tuple(path for path in places.values() if os.path.lexists(path))
    for kind, path in places.items():
        if path not in kept:
            text = shipped_text(kind, workspace.settings.language)
            # The ends of lines are those of the system: older versions of Notepad show no others.
            atomic_write_bytes(path, text.replace("\n", os.linesep).encode())
    return OwnTexts(tuple(path for path in places.values() if path not in kept), kept)
