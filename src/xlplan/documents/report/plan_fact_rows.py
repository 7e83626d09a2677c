"""The rows of units under an indicator of plan and fact: most of the workbook, so each is put in one go."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell as at

from xlplan.documents.report.common import (
    Report,
    RowIndex,
    clip_to_cell,
    explained,
    joint_count,
    no_reason,
    row_height,
    small,
    status_words,
)
from xlplan.documents.report.links import FileLinks
from xlplan.documents.report.plan_fact_formats import RowFormats, RowFormatsByRow, row_formats
from xlplan.documents.report.sheets import WIDTHS, places_of
from xlplan.documents.report.streaming_sheet import Cell, LongSheet
from xlplan.documents.style import BAND, BAND_LIGHT, INK, MUTED
from xlplan.domain.figures import IndicatorFigure, UnitFigure
from xlplan.domain.plan import Counting, Measure
from xlplan.domain.sheets import Sheet
from xlplan.domain.status import Status
from xlplan.domain.submission import EntryKind
from xlplan.text.translation import _


class UnitRows:
    """Writes the rows of units of one sheet."""

    def __init__(self, sheet: LongSheet, report: Report, form: Sheet, looks: RowFormatsByRow) -> None:
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
        tall = row_height([(said, self._said_width)], 15)
        cells = self._cells(row, each, joint, said)
        self._sheet.put_row(row, cells, tall, level=1, hidden=hidden)

    def _cells(self, row: int, each: UnitFigure, joint: bool, said: str) -> Iterator[Cell]:
        look, entry, at = self._looks[each.status], each.entry, self._at
        linked = self._links.put(row, at["measure"], each.source)
        yield at["measure"], clip_to_cell(each.unit.name), look.link if linked else look.name
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
        if each.backlog is not None and "carried" in at:
            yield at["carried"], each.backlog, look.number
        if said:
            yield at["said"], clip_to_cell(said), _look_of_said(each, look)


def _look_of_said(each: UnitFigure, look: RowFormats) -> Any:
    unsaid = each.status is Status.SHORT and not each.entry.reason.strip()
    return look.warning if unsaid else look.plain


HEADING_ROW = 2
_FINE = (Status.MET, Status.OVER, Status.NOTHING_AROSE, Status.NOT_JUDGED)


class Rows:
    """Writes figures one under the other and remembers where each went."""

    def __init__(self, sheet: LongSheet, report: Report, form: Sheet) -> None:
        self._sheet = sheet
        self._report = report
        self._at = places_of(form)
        self._looks = row_formats(report.formats)
        self._unit_rows = UnitRows(sheet, report, form, self._looks)
        self._row = HEADING_ROW
        self._above: Measure | None = None
        self._indicators: dict[str, int] = {}
        self._units: dict[tuple[str, str], int] = {}
        self._groups: list[tuple[str, int, int]] = []

    @property
    def places(self) -> RowIndex:
        """Where everything written so far stands."""
        first = HEADING_ROW + 1
        return RowIndex(first, max(self._row, first), self._indicators, self._units, tuple(self._groups))

    def write(self, figure: IndicatorFigure) -> None:
        """An indicator and its units, under its direction, task and subtask where these are new."""
        if not self._groups or self._groups[-1][0] != figure.group:
            self._groups.append((figure.group, self._row + 1, self._row + 1))
        self._write_levels(figure.measure)
        fold = all(each.status in _FINE for each in figure.units) and figure.status in _FINE
        self._row += 1
        self._indicators[figure.indicator.key] = self._row
        self._write_indicator(figure)
        joint = joint_count(figure)
        for each in figure.units:
            self._row += 1
            self._units[figure.indicator.key, each.unit.code] = self._row
            self._unit_rows.write(self._row, each, joint, fold)
        group, first, _last = self._groups[-1]
        self._groups[-1] = (group, first, self._row)

    def _write_levels(self, measure: Measure) -> None:
        above, self._above = self._above, measure
        if above is None or above.direction != measure.direction:
            self._write_level(measure.direction, 20, bold=True, font_size=11, font_color=INK, bg_color=BAND)
            above = replace(measure, task="", subtask="")
        if above.task != measure.task:
            self._write_level(measure.task, 17, font_color=INK, bg_color=BAND_LIGHT)
            above = replace(measure, subtask="")
        if above.subtask != measure.subtask:
            self._write_level(measure.subtask, 16, italic=True, font_color=MUTED, bg_color=BAND_LIGHT, indent=1)

    def _write_level(self, text: str, points: float, **look: object) -> None:
        if not text:
            return
        self._row += 1
        self._sheet.set_row(self._row, points)
        made = self._report.formats(quote_prefix=True, **{**look, "valign": "vcenter"})
        self._sheet.write_string(self._row, 0, clip_to_cell(text), made)
        for column in range(1, len(self._at)):
            self._sheet.write_blank(self._row, column, None, made)

    def _write_indicator(self, figure: IndicatorFigure) -> None:
        look = self._looks[True, figure.status]
        words = status_words(figure)
        title, indicator = figure.measure.title, figure.indicator.title
        shown = [
            (title, WIDTHS["measure"]),
            (indicator, small(WIDTHS["indicator"]) - 2),
            (words, WIDTHS["status"] - 2),
            (str(figure.target.shown), WIDTHS["target"]),
        ]
        # No mark of "collapsed" here: LibreOffice takes it for the rows above and would hide the wrong units.
        self._sheet.set_row(self._row, row_height(shown, 20))
        for column in range(len(self._at)):
            self._sheet.write_blank(self._row, column, None, look.plain)
        self._text("key", figure.indicator.key, look.text)
        self._text("measure", title, look.text)
        self._text("indicator", indicator, look.plain)
        self._value("target", figure.target.shown, look.number, look.said)
        self._write_sums(figure, look)
        self._text("status", words, look.status)
        self._value("target_to_date", figure.target_to_date, look.number, look.said)
        self._text("said", no_reason() if _joint_without_reason(figure) else "", look.warning)
        if "status_to_date" in self._at:
            self._write_year(figure, look)

    def _write_year(self, figure: IndicatorFigure, look: RowFormats) -> None:
        status = figure.status_to_date
        self._text("status_to_date", status.shown, self._looks[True, status].status)
        share = figure.share_of_year
        if share is not None:
            done = at(self._row, self._at["done_to_date"])
            formula = f'=IF({done}="","",{done}/{figure.target_year})'
            self._formula("share_of_year", formula, share, look.share)
        for name, value in (
            ("carried", figure.backlog),
            ("target_year", figure.target_year),
            ("forecast", figure.forecast),
        ):
            if name in self._at:
                self._value(name, value, look.forecast if name == "forecast" else look.number, look.said)

    def _write_sums(self, figure: IndicatorFigure, look: RowFormats) -> None:
        done, target = at(self._row, self._at["done"]), at(self._row, self._at["target"])
        partial = look.partial if figure.is_partial_to_date else look.number
        self._total("done_to_date", figure.done_to_date, figure, partial)
        if figure.status is Status.NOTHING_AROSE:
            self._text("done", _(Status.NOTHING_AROSE.value), look.said)
        else:
            self._total("done", figure.done, figure, look.number)
        if figure.target.count is None or figure.status is Status.NOTHING_AROSE or not figure.units:
            self._text("deviation", "", look.deviation)
            self._text("percent", "", look.percent)
            return
        # A unit that is silent leaves its cell blank; the words for nothing arose do not.
        unknown = f'{done}="",COUNTBLANK({self._under("done", figure)})>0'
        self._formula("deviation", f'=IF(OR({unknown}),"",{done}-{target})', figure.deviation, look.deviation)
        formula = f'=IF(OR({unknown},{target}=0),"",{done}/{target})'
        self._formula("percent", formula, figure.percent, look.percent)

    def _under(self, name: str, figure: IndicatorFigure) -> str:
        return f"{at(self._row + 1, self._at[name])}:{at(self._row + len(figure.units), self._at[name])}"

    def _total(self, name: str, value: int | None, figure: IndicatorFigure, made: Any) -> None:
        if not figure.units:
            self._text(name, "", made)
            return
        under = self._under(name, figure)
        self._formula(name, f'=IF(COUNT({under})=0,"",SUM({under}))', value, made)

    def _formula(self, name: str, formula: str, value: float | None, made: Any) -> None:
        self._sheet.write_formula(self._row, self._at[name], formula, made, "" if value is None else value)

    def _value(self, name: str, value: float | str | None, number: Any, said: Any) -> None:
        if isinstance(value, int | float):
            self._sheet.write_number(self._row, self._at[name], value, number)
        else:
            self._text(name, value or "", said)

    def _text(self, name: str, text: str, made: Any) -> None:
        if text:
            self._sheet.write_string(self._row, self._at[name], clip_to_cell(text), made)


def _joint_without_reason(figure: IndicatorFigure) -> bool:
    short = figure.status is Status.SHORT and figure.indicator.counting is Counting.JOINT
    return short and not any(each.entry.reason.strip() for each in figure.units)
