"""The board after every answer and decision: written anew, and never in the way of what it shows."""

import logging

from xlplan.domain.personal_data import hide_personal_data
from xlplan.services.open_workspace import OpenWorkspace
from xlplan.services.report.board import BoardResult
from xlplan.services.report.board import refresh_board as write_board
from xlplan.storage.long_paths import shown_path
from xlplan.storage.publish import Obstacle
from xlplan.text.translation import _
from xlplan.workflows.failures import failure_message

_log = logging.getLogger(__name__)


def refresh_board(context: OpenWorkspace) -> BoardResult:
    """Write the board anew where it does not show what the ledger says now.

    What was recorded stays so, whatever becomes of the page: no failure of it ends a round or a decision.
    """
    try:
        return write_board(context)
    except Exception as problem:  # the next round or command tries it again
        message = failure_message(problem)
        if message is None:
            _log.exception("the board could not be written")
            message = f"{hide_personal_data(repr(problem))}."
        return BoardResult(context.workspace.board, is_new=False, failure=message)


def refresh_board_and_tell(context: OpenWorkspace) -> None:
    """Write the board anew after a decision, and tell what keeps it from that."""
    if problem := board_problem(refresh_board(context)):
        context.tell(f"! {problem}")


def board_problem(result: BoardResult) -> str:
    """Return the sentence on what keeps the board from being written anew; "" where nothing does."""
    file = shown_path(result.path)
    if result.obstacle is Obstacle.HELD:
        return _(
            "{file} is open in a program, so it shows how things stood before. Close it there; the next answer or "
            "command writes it anew."
        ).format(file=file)
    if result.obstacle:
        return _(
            "{file} was changed by hand or is not from xlplan, so no newer one takes its place. Rename or move "
            "it; the next answer or command writes it anew."
        ).format(file=file)
    if result.failure:
        return _("{file} was not written anew. {problem} It is tried again.").format(
            file=file, problem=result.failure
        )
    return ""
