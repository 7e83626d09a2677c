"""The sheet of signature: what is signed, over which figures and which files."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell as at

from xlplan.documents.report.common import MOMENT, Report, RowIndex, clip_to_cell, row_height, start_sheet
from xlplan.documents.report.data import DataTotals
from xlplan.documents.report.links import Links, sheet_name, to_file
from xlplan.documents.report.plan_fact import count_of, sum_of
from xlplan.documents.report.sheets import DATA, PLAN_FACT, SIGN_OFF, UNIT_MAP
from xlplan.documents.report.shortfalls import action_of, reason_of
from xlplan.documents.report.submissions import wall_clock
from xlplan.documents.report.units import UnitTotals
from xlplan.documents.style import INK, LINE, LINK, MUTED, STATUS_INK
from xlplan.domain.report import RemarkKind
from xlplan.domain.status import Status
from xlplan.text.translation import _, ngettext

_WIDTHS = (6, 40, 22, 18, 18, 70)
_LABEL, _VALUE, _LAST = 1, 2, 5
AGREES = "✓"


@dataclass(frozen=True)
class Checks:
    """The control cells: what each holds against the data, in words, and its address for formulas."""

    cells: Sequence[tuple[str, str]]
    agree: bool


@dataclass(frozen=True)
class Totals:
    """Where the figures stand that the controls hold against each other."""

    places: RowIndex
    data: DataTotals
    units: UnitTotals


def write_sign_off(sheet: Any, report: Report, totals: Totals) -> Checks:
    """Writes the sheet; one page for the signature, then the list of the files that were counted."""
    title = _("Signature · {quarter}").format(quarter=report.period)
    start_sheet(sheet, report, title, _edition(report), 0)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    row = _heading(sheet, report, 2, _("What is signed"))
    for label, words in _said(report):
        row += 1
        _pair(sheet, row, report, label, words)
    for status in Status:
        count = len(report.figures.with_status(status))
        if count:
            row += 1
            _pair(sheet, row, report, _("Indicators: {status}").format(status=status.shown), "")
            look = report.formats(bold=True, font_color=STATUS_INK[status], align="left", valign="vcenter")
            sheet.write_formula(row, _VALUE, f"={count_of(status, totals.places)}", look, count)
    row = _heading(sheet, report, row + 2, _("Control totals"))
    row, checks = _write_checks(sheet, report, row, totals)
    row = _write_signature(sheet, report, row + 2)
    _write_files(sheet, report, row + 2)
    return checks


def _edition(report: Report) -> str:
    edition = report.contents.edition
    if edition is None:
        words = _("Working copy as of {moment}: it follows every return and is not signed.")
        return words.format(moment=f"{report.made:%d.%m.%Y %H:%M}")
    words = _("Edition {number}, closed on {moment} by {by}. {note}")
    moment = f"{edition.closed_at:%d.%m.%Y %H:%M}"
    return words.format(number=edition.number, moment=moment, by=edition.by, note=edition.note).strip()


def _said(report: Report) -> Iterator[tuple[str, str]]:
    figures, version, edition = report.figures, report.contents.version, report.contents.edition
    yield _("Centre"), figures.plan.centre.title or figures.plan.centre.name
    yield _("Report"), report.period
    words = _("version {version} of {day}")
    adopted = words.format(version=version.number, day=f"{version.adopted_on:%d.%m.%Y}")
    yield _("Plan"), f"{adopted}: {version.reason}" if version.reason else adopted
    yield _("Edition"), str(edition.number) if edition else _("working copy")
    words = _("{accepted} of {owed}, in time {in_time}")
    yield (
        _("Returns accepted"),
        words.format(
            accepted=len(figures.accepted_units), owed=len(figures.units), in_time=len(figures.units_in_time)
        ),
    )
    yield _("Not returned"), ", ".join(unit.name for unit in figures.silent_units) or _("none: all have returned")
    unsaid = sum(not reason_of(each) for each in report.shortfalls)
    undone = sum(not action_of(each) for each in report.shortfalls)
    words = _("{number}, without a reason {unsaid}, without what will be done {undone}")
    yield _("Shortfalls"), words.format(number=len(report.shortfalls), unsaid=unsaid, undone=undone)
    kinds = [each.kind for each in report.contents.remarks]
    words = _("warnings {warnings}, possible double counts {double}, waivers {waived}")
    yield (
        _("Findings"),
        words.format(
            warnings=kinds.count(RemarkKind.WARNING),
            double=kinds.count(RemarkKind.DOUBLE),
            waived=kinds.count(RemarkKind.WAIVED),
        ),
    )


def _heading(sheet: Any, report: Report, row: int, words: str) -> int:
    sheet.set_row(row, 24)
    sheet.write_string(row, 0, words, report.formats(bold=True, font_size=12, font_color=INK, valign="vcenter"))
    return row


def _pair(sheet: Any, row: int, report: Report, label: str, words: str) -> None:
    formats = report.formats
    sheet.write_string(row, _LABEL, label, formats.text(font_color=MUTED, valign="vcenter"))
    # The words run on over the empty cells beside; only where they are longer than the page they wrap.
    room = sum(_WIDTHS[_VALUE:])
    if len(words) < room * 0.85:
        sheet.set_row(row, 17)
        sheet.write_string(row, _VALUE, words, formats(quote_prefix=True, valign="vcenter", bold=True))
        return
    look = formats.text(valign="vcenter", bold=True)
    sheet.set_row(row, row_height([(words, room)], 17))
    sheet.merge_range(row, _VALUE, row, _LAST, "", look)
    sheet.write_string(row, _VALUE, clip_to_cell(words), look)


def _write_checks(sheet: Any, report: Report, row: int, totals: Totals) -> tuple[int, Checks]:
    formats = report.formats
    row += 1
    for column, words in enumerate(("", PLAN_FACT.shown, DATA.shown, UNIT_MAP.shown, _("Control")), _LABEL):
        sheet.write_string(row, column, words, formats.heading)
    units, data = totals.units, totals.data
    figures = report.figures.indicators
    target = sum(figure.target.count or 0 for figure in figures)
    done, to_date = (sum(getattr(figure, name) or 0 for figure in figures) for name in ("done", "done_to_date"))
    sums = f"{sheet_name(UNIT_MAP.shown)}!{at(units.row, units.first)}:{at(units.row, units.last)}"
    found = (
        ("target", _("Target"), (target, data.target, None)),
        ("done", _("Done"), (done, data.done, units.done)),
        ("done_to_date", _("Done to date"), (to_date, data.done_to_date, None)),
    )
    cells, agree = [], True
    for name, words, numbers in found:
        row += 1
        formulas = [sum_of(name, totals.places), f"SUM({data_cells(name, data.last)})"]
        formulas += [f"SUM({sums})"] if numbers[2] is not None else []
        sheet.write_string(row, _LABEL, words, formats(valign="vcenter", bottom=1, bottom_color=LINE))
        known = [number for number in numbers if number is not None]
        sheet.write_blank(row, _LAST - 1, None, formats(bottom=1, bottom_color=LINE))
        for column, (formula, number) in enumerate(zip(formulas, known, strict=True), _VALUE):
            look = formats(align="center", bottom=1, bottom_color=LINE, num_format="0")
            sheet.write_formula(row, column, f"={formula}", look, number)
        own, others = at(row, _VALUE), [at(row, _VALUE + other) for other in range(1, len(known))]
        differs = "&".join(f'TEXT({own}-{other},"+0;-0;0")&" "' for other in others)
        same = ",".join(f"{own}={other}" for other in others)
        value = AGREES if len(set(known)) == 1 else "✗ " + "".join(f"{known[0] - n:+} " for n in known[1:])
        look = formats(bold=True, align="center", font_color=STATUS_INK[Status.MET], bottom=1, bottom_color=LINE)
        sheet.write_formula(row, _LAST, f'=IF(AND({same}),"{AGREES}","✗ "&{differs})', look, value)
        agree = agree and value == AGREES
        cells.append((words, f"{sheet_name(SIGN_OFF.shown)}!{at(row, _LAST, True, True)}"))
    warning = formats.conditional(font_color=STATUS_INK[Status.SHORT])
    criteria = {"type": "cell", "criteria": "!=", "value": f'"{AGREES}"', "format": warning}
    sheet.conditional_format(row - len(found) + 1, _LAST, row, _LAST, criteria)
    return row, Checks(cells, agree)


def data_cells(name: str, last: int) -> str:
    """The cells of a column of the data, for formulas."""
    column = [column.name for column in DATA.columns].index(name)
    return f"{sheet_name(DATA.shown)}!{at(1, column, True, True)}:{at(last, column, True, True)}"


def _write_signature(sheet: Any, report: Report, row: int) -> int:
    formats, centre = report.formats, report.figures.plan.centre
    small = formats(font_size=8, font_color=MUTED, align="center", valign="top")
    line = formats(bottom=1, bottom_color=INK)
    post = centre.approved_by or _("Director")
    for words in (post, _("Prepared by")):
        sheet.set_row(row, 34)
        sheet.write_string(row, _LABEL, words, formats.text(valign="bottom", bold=True))
        for column in range(_VALUE, _LAST + 1):
            sheet.write_blank(row, column, None, line)
        for column, label in ((_VALUE, _("signature")), (_VALUE + 2, _("date")), (_LAST, _("name"))):
            sheet.write_string(row + 1, column, label, small)
        row += 2
    return row


def _write_files(sheet: Any, report: Report, row: int) -> None:
    figures, formats = report.figures, report.formats
    returned = [(unit, figures.returns[unit.code]) for unit in figures.units if unit.code in figures.returns]
    words = ngettext(
        "{number} file that the figures come from", "{number} files that the figures come from", len(returned)
    )
    _heading(sheet, report, row, words)
    if not returned:
        return
    row += 1
    headings = [_("No."), _("Unit"), _("Received"), _("Attempt"), _("In time"), _("SHA-256")]
    columns = [{"header": each, "header_format": formats.heading} for each in headings]
    options = {"name": _("Sources"), "columns": columns, "style": None, "autofilter": False}
    sheet.add_table(row, 0, row + len(returned), _LAST, options)
    links = Links(sheet)
    look: dict[str, object] = {"bottom": 1, "bottom_color": LINE, "valign": "vcenter"}
    middle = formats(**look, align="center")
    for number, (unit, each) in enumerate(returned, 1):
        at_row = row + number
        sheet.write_number(at_row, 0, number, middle)
        sheet.write_string(at_row, 1, clip_to_cell(unit.name), formats.text(**look))
        moment = formats(**look, align="center", num_format=MOMENT)
        sheet.write_datetime(at_row, 2, wall_clock(each.received_at), moment)
        sheet.write_number(at_row, 3, each.attempt, middle)
        sheet.write_string(at_row, 4, _("yes") if each.in_time else _("no, late"), middle)
        linked = formats.text(**look, font_color=LINK, underline=1, font_size=8)
        links.write(
            at_row, 5, each.sha256, to_file(report.link(each.sha256)), linked, formats.text(**look), each.file
        )
