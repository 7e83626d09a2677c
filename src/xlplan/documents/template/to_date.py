"""The year so far beside a row of `Звіт`: the plan with this quarter's, and what was done, as it is typed."""

from collections.abc import Mapping

from xlsxwriter.utility import xl_rowcol_to_cell

from xlplan.documents import style
from xlplan.documents.template.entry_cells import Pen
from xlplan.domain.plan import AddsUp, IssueRow, Past
from xlplan.domain.submission import CellValue


def write_to_date(pen: Pen, place: Mapping[str, int], at: int, row: IssueRow, done: CellValue) -> None:
    """Writes both cells: the plan as a number, what was done as a formula over the cell of the result."""
    past = row.past or Past()
    pen.locked(at, place["target_to_date"], target_to_date(row), align="center", font_color=style.MUTED)
    looks = {"border": 1, "border_color": style.LINE, "valign": "vcenter", "align": "center"}
    look = pen.formats(font_color=style.MUTED, **looks)
    before = "" if past.done is None else past.done
    cell = xl_rowcol_to_cell(at, place["done"])
    joined = f"{cell}+{before}" if past.adds_up is AddsUp.SUM and past.done is not None else cell
    otherwise = '""' if before == "" else str(before)
    formula = f"=IF(ISNUMBER({cell}),{joined},{otherwise})"
    pen.sheet.write_formula(at, place["done_to_date"], formula, look, _done_to_date(past, done))


def target_to_date(row: IssueRow) -> int | None:
    """The plan since the start of the year, with this quarter's; None for a joint target, nobody's own."""
    past = row.past or Past()
    own = row.target.count if row.judged else None
    if past.adds_up is AddsUp.SUM and past.target is not None and own is not None:
        return past.target + own
    return past.target if own is None else own


def _done_to_date(past: Past, done: CellValue) -> int | float | str:
    """As the formula computes it."""
    if isinstance(done, bool) or not isinstance(done, int | float):
        return "" if past.done is None else past.done
    return done + past.done if past.adds_up is AddsUp.SUM and past.done is not None else done
