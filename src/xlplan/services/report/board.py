"""The page of the board: written anew where it does not show what the ledger says now."""

import hashlib
import os
import re
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from xlplan import __version__
from xlplan.ledger.database import Connection
from xlplan.ledger.issues import issued_quarters
from xlplan.ledger.locks import LockName
from xlplan.ledger.row_hashes import last_news
from xlplan.services.open_workspace import OpenWorkspace
from xlplan.services.report.board_content import load_board
from xlplan.storage.own_files import is_own, write_own
from xlplan.storage.publish import Obstacle, waiting_copies
from xlplan.storage.workspace import Workspace
from xlplan.text.translation import language

# Stands for all that a page shows, in a comment at its top.
_BASIS = re.compile(rb"<!-- ([0-9a-f]{64}) -->")
_TOP_BYTES = 256


class BoardResult(Struct, frozen=True):
    """The page of the board.

    Attributes:
        path: The page.
        is_new: It was written now.
        obstacle: What keeps a newer one from its name; None where nothing does.
        failure: The sentence on why a newer one could not be written; "" where there was no such failure.
    """

    path: Path
    is_new: bool
    obstacle: Obstacle | None = None
    failure: str = ""


def refresh_board(context: OpenWorkspace) -> BoardResult:
    """Write the page of the board, unless the one that is there shows the same already.

    Raises:
        OSError: The disk is full, for example.
    """
    from xlplan.documents.board.page import board_page

    workspace, now = context.workspace, context.now()
    path = workspace.board
    # One process at a time: a newer page is not replaced by an older one.
    with context.lock(LockName.BOARD), context.ledger.connect() as connection:
        # What is recorded after this makes the page out of date, and the next look finds that.
        basis = _basis(connection, workspace, now)
        if _basis_of(path) == basis:
            return BoardResult(path, is_new=False)
        page = board_page(load_board(connection, workspace, now), basis).encode("utf-8", "replace")
        try:
            if os.path.lexists(path) and not is_own(workspace.own_files, path):
                return BoardResult(path, is_new=False, obstacle=Obstacle.FOREIGN)
            write_own(workspace.own_files, path, lambda beside: beside.write_bytes(page))
        except PermissionError:
            # A name that nothing has is not held open: the folder accepts no file.
            if not path.is_file():
                raise
            return BoardResult(path, is_new=False, obstacle=Obstacle.HELD)
    return BoardResult(path, is_new=True)


def _basis(connection: Connection, workspace: Workspace, now: datetime) -> str:
    """Return a hash over all that the board of a day depends on, by little work."""
    workbooks = [
        (path.name, os.path.lexists(path), *(each.name for each in waiting_copies(workspace.own_files, path)))
        for path in map(workspace.report, issued_quarters(connection))
    ]
    seconds = workspace.settings.board_refresh_seconds
    seen = (__version__, language(), seconds, f"{now:%Y-%m-%d%z}", last_news(connection), workbooks)
    return hashlib.sha256(repr(seen).encode("utf-8", "replace")).hexdigest()


def _basis_of(path: Path) -> str:
    """Return the hash at the top of a page; "" where there is no page, or none that can be read now."""
    try:
        with path.open("rb") as file:
            found = _BASIS.search(file.read(_TOP_BYTES))
    except OSError:
        return ""
    return found[1].decode() if found else ""
