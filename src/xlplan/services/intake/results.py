"""The result for one file, and the listener that hears of it."""

import time
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from xlplan.domain.findings.finding import Finding
from xlplan.domain.messages import Sender
from xlplan.domain.quarter import Quarter
from xlplan.domain.standing import Standing
from xlplan.domain.submission import Outcome


class IntakeResult(Struct, frozen=True):
    """An answered file.

    Attributes:
        file: The name under which it came.
        outcome: The outcome for the file when it first came.
        standing: How its submission stands now.
        quarter: The quarter of its return. None if the file is no return.
        unit: The name of the unit; "" if unknown.
        errors: The errors in it.
        receipt: The path of the receipt.
        marked_return: The path of the marked return. None if there is none.
        number: The number of the receipt.
        received_at: The time at which the same bytes first came.
        attempt: The number of the submission among those of its return. 0 if the file is no return.
        is_repeated: The same bytes had been answered before.
        sender: The sender of a file that came by mail; None for any other.
    """

    file: str
    outcome: Outcome
    standing: Standing
    quarter: Quarter | None
    unit: str
    errors: tuple[Finding, ...]
    receipt: Path
    marked_return: Path | None
    number: int
    received_at: datetime
    attempt: int
    is_repeated: bool
    sender: Sender | None = None


class FailedFile(Struct, frozen=True):
    """A file that could not be processed, and the problem. It stays claimed, and the next pass tries it again."""

    file: str
    problem: Exception


class IntakeListener:
    """A listener to the files of a pass, which also decides about pauses and the stop. This one hears nothing.

    A command overrides the methods that it needs.
    """

    def pause(self, seconds: float) -> None:
        """Wait while the files settle."""
        time.sleep(seconds)

    def stopped(self) -> bool:
        """Tell if the files in hand are to be the last."""
        return False

    def file_begins(self, name: str) -> None:
        """Hear the name of the file in hand."""

    def file_answered(self, result: IntakeResult) -> None:
        """Hear of a file as soon as it is answered."""
