"""Copies: files with the same return that came together. The one saved last is to count: it is processed last."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from msgspec import Struct

from xlplan.domain.quarter import Quarter
from xlplan.domain.saved_time import are_alike

# Centre, quarter and unit: the parts of a form code that stay when a template is issued again.
ReturnKey = tuple[str, Quarter, str]


class CopyMarks(Struct, frozen=True):
    """The marks that a file shows before it is read.

    Attributes:
        file: Its name.
        return_key: The return whose form code it carries; None where it carries none, or several.
        saved_at: The time of its last save, as it says itself; without a zone where it names none.
        file_time: The time that the disk or the archive around it tells; None where that is not known.
    """

    file: str
    return_key: ReturnKey | None
    saved_at: datetime | None
    file_time: datetime | None


class CopyOrder(Struct, frozen=True):
    """The place of a file among the copies that came together.

    Attributes:
        return_key: The return.
        number: How many copies there are.
        is_last: This one was saved last.
        last_file: The name of the one saved last.
        last_saved: When that was saved.
        is_file_time: That is the time of the file, and not one that the workbook itself tells.
    """

    return_key: ReturnKey
    number: int
    is_last: bool
    last_file: str
    last_saved: datetime
    is_file_time: bool


def order_copies(files: Sequence[CopyMarks], zone: tzinfo | None) -> list[tuple[int, CopyOrder | None]]:
    """Return the positions of files in the order in which they are to be processed.

    Copies of one return stand in the order of their saving, in the places that they have among the others. Their
    times are compared where all are of one kind. Where they are not known, the order stays as it is.

    Args:
        files: The files, in the order in which they came.
        zone: The zone of the centre, for the time that people read.

    Returns:
        Each position, with the place among copies where one of them was plainly saved last.
    """
    places = list(range(len(files)))
    orders: dict[int, CopyOrder] = {}
    for key, positions in _groups(files).items():
        times = _times([files[position] for position in positions])
        if times is None:
            continue
        order = sorted(range(len(positions)), key=lambda each: times[each])
        for place, each in zip(positions, order, strict=True):
            places[place] = positions[each]
        last, before = order[-1], order[-2]
        if times[last] > times[before]:
            moment = times[last].astimezone(zone) if times[last].tzinfo else times[last]
            is_file_time = times[last] is files[positions[last]].file_time
            name = files[positions[last]].file
            for each in order:
                orders[positions[each]] = CopyOrder(key, len(order), each == last, name, moment, is_file_time)
    return [(position, orders.get(position)) for position in places]


def _groups(files: Sequence[CopyMarks]) -> dict[ReturnKey, list[int]]:
    groups: dict[ReturnKey, list[int]] = {}
    for position, file in enumerate(files):
        if file.return_key is not None:
            groups.setdefault(file.return_key, []).append(position)
    return {key: positions for key, positions in groups.items() if len(positions) > 1}


def _times(copies: Sequence[CopyMarks]) -> list[datetime] | None:
    """Return the times by which copies are compared: their own, else those of the files; else None."""
    for moments in ([each.saved_at for each in copies], [each.file_time for each in copies]):
        if are_alike(*moments):
            return [moment for moment in moments if moment]
    return None
