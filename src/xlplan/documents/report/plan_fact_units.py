"""The rows of units under an indicator of plan and fact: most of the workbook, so each is put in one go."""

from collections.abc import Iterator
from typing import Any

from xlplan.documents.report.common import Report, explained, height, small, whole
from xlplan.documents.report.links import FileLinks
from xlplan.documents.report.plan_fact_formats import Look, Looks
from xlplan.documents.report.sheets import WIDTHS, places_of
from xlplan.documents.report.streaming_sheet import Cell, LongSheet
from xlplan.domain.figures import UnitFigure
from xlplan.domain.plan import Counting
from xlplan.domain.sheets import Sheet
from xlplan.domain.status import Status
from xlplan.domain.submission import EntryKind
from xlplan.text.translation import _


class UnitRows:
    """Writes the rows of units of one sheet."""

    def __init__(self, sheet: LongSheet, report: Report, form: Sheet, looks: Looks) -> None:
        self._sheet = sheet
        self._looks = {status: looks[False, status] for status in Status}
        self._at = places_of(form)
        self._links = FileLinks(sheet, report.link)
        # Asked for in every row: the catalogue would be searched each time.
        self._statuses = {status: status.shown for status in Status}
        self._joint, self._nothing = _(Counting.JOINT.value), _(Status.NOTHING_AROSE.value)
        self._said_width = small(WIDTHS["said"]) - 2

    def write(self, row: int, each: UnitFigure, joint: bool, hidden: bool) -> None:
        """Writes one unit's row, folded under its indicator and `hidden` where nothing is amiss.

        `joint`: the indicator has one target in common, so that no unit repeats it.
        """
        short = each.status is Status.SHORT
        said = explained(each.entry, short)
        tall = height([(said, self._said_width)], 15)
        cells = self._cells(row, each, joint, said)
        self._sheet.put_row(row, cells, tall, level=1, hidden=hidden)

    def _cells(self, row: int, each: UnitFigure, joint: bool, said: str) -> Iterator[Cell]:
        look, entry, at = self._looks[each.status], each.entry, self._at
        linked = self._links.put(row, at["measure"], each.source)
        yield at["measure"], whole(each.unit.name), look.link if linked else look.name
        target = each.target.count
        if joint:
            yield at["target"], self._joint, look.said
        elif target is not None:
            yield at["target"], target, look.number
        if entry.number is not None:
            yield at["done"], entry.number, look.number
        elif entry.kind is EntryKind.NOTHING_AROSE:
            yield at["done"], self._nothing, look.said
        if each.deviation is not None:
            yield at["deviation"], each.deviation, look.deviation
        if entry.number is not None and target and not joint:
            yield at["percent"], entry.number / target, look.percent
        # Against a joint target a unit alone is not judged; the row above says how the target stands.
        if not (joint and each.status is Status.NOT_JUDGED):
            yield at["status"], self._statuses[each.status], look.status
        if each.target_to_date is not None and not joint:
            yield at["target_to_date"], each.target_to_date, look.number
        if each.done_to_date is not None:
            yield at["done_to_date"], each.done_to_date, look.number
        if each.carried is not None and "carried" in at:
            yield at["carried"], each.carried, look.number
        if said:
            yield at["said"], whole(said), _look_of_said(each, look)


def _look_of_said(each: UnitFigure, look: Look) -> Any:
    unsaid = each.status is Status.SHORT and not each.entry.reason.strip()
    return look.warning if unsaid else look.plain
