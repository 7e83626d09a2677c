"""Computed rows of a return: their shares, the two counts behind each, and the cell that shows it."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from msgspec.structs import replace

from xlplan.domain.computed import computed_entry
from xlplan.domain.entries import Entry, EntryKind
from xlplan.domain.findings.finding import Finding, Location
from xlplan.domain.findings.number_kinds import (
    COUNT_MISSING,
    PART_ABOVE_WHOLE,
    PART_NOT_CALLED_FOR,
    SHARE_CHANGED,
)
from xlplan.domain.issue import IssueRow
from xlplan.domain.number_reading import NOTHING_AROSE, read_number
from xlplan.domain.plan import Ratio
from xlplan.domain.returned import CellContent
from xlplan.domain.sheets import HEADINGS
from xlplan.domain.status import Status
from xlplan.domain.target import TargetKind
from xlplan.domain.unit_of_measure import show_number
from xlplan.text.normalize import match_key
from xlplan.text.translation import all_translations
from xlplan.validation.context import AnsweredRow, ReturnContext
from xlplan.validation.quoting import quote_cell


def with_shares(answers: Iterable[AnsweredRow]) -> tuple[AnsweredRow, ...]:
    """Return the answers with the shares of the computed rows, in the same order."""
    read = tuple(answers)
    if not any(answer.row.ratio for answer in read):
        return read
    entries = entries_with_shares([answer.row for answer in read], [answer.entry for answer in read])
    return tuple(replace(answer, entry=entry) for answer, entry in zip(read, entries, strict=True))


def entries_with_shares(rows: Iterable[IssueRow], entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the entries of rows with the shares of those that are computed. Both are in the same order."""
    answered = tuple(zip(rows, entries, strict=True))
    by_key = {entry.key: entry for _row, entry in answered}
    return tuple(
        computed_entry(entry, by_key.get(row.ratio.part), by_key.get(row.ratio.whole), row.unit_of_measure)
        if row.ratio
        else entry
        for row, entry in answered
    )


def check_counts_of_share(context: ReturnContext, answer: AnsweredRow) -> Iterable[Finding]:
    """Require the two counts of a share with a target, and a part that is no more than its whole."""
    ratio = answer.row.ratio
    return _wrong_counts(context, answer, ratio) if ratio else ()


def _wrong_counts(context: ReturnContext, answer: AnsweredRow, ratio: Ratio) -> Iterator[Finding]:
    part, whole = (context.answers_by_key.get(key) for key in (ratio.part, ratio.whole))
    if part is None or whole is None:
        return
    if answer.row.target.kind is TargetKind.COUNT:
        yield from (_missing_count(count.entry, answer.row) for count in (whole, part) if _is_unasked_blank(count))
    base = 0 if whole.entry.kind is EntryKind.NOTHING_AROSE else whole.entry.number
    if base is None:
        return
    if part.entry.kind is EntryKind.NOTHING_AROSE and base:
        values = {"heading": HEADINGS["done"], "seen": NOTHING_AROSE, "row": whole.row.key}
        shown = show_number(base, whole.row.unit_of_measure)
        yield PART_NOT_CALLED_FOR.at(_location(part.entry), whole=shown, **values)
    if part.entry.number is not None and part.entry.number > base:
        yield PART_ABOVE_WHOLE.at(
            _location(part.entry),
            part_row=part.row.key,
            part=show_number(part.entry.number, part.row.unit_of_measure),
            part_cell=part.entry.cell,
            whole_row=whole.row.key,
            whole=show_number(base, whole.row.unit_of_measure),
            whole_cell=whole.entry.cell,
        )


def _is_unasked_blank(count: AnsweredRow) -> bool:
    """Tell whether the cell of a count is empty, and its own target asks for no number."""
    cell = count.single_row.cells.get("done") if count.single_row else None
    is_empty = cell is not None and cell.blank and not cell.problem
    return is_empty and _is_unasked(count.row, count.entry)


def _is_unasked(row: IssueRow, entry: Entry) -> bool:
    return entry.kind is EntryKind.MISSING and row.target.kind in (TargetKind.UNSET, TargetKind.CONTINUOUS)


def _missing_count(entry: Entry, share: IssueRow) -> Finding:
    return COUNT_MISSING.at(_location(entry), heading=HEADINGS["done"], share=share.key)


def counts_to_ask(rows: Sequence[IssueRow], entries: Sequence[Entry], asked: Collection[str]) -> Iterator[Finding]:
    """Yield a question for each count that only a newer template needs for a share, and that was left blank.

    Args:
        rows: The rows of the newer template.
        entries: Their entries, in the same order.
        asked: The codes of the rows that are asked about already.
    """
    answered = {row.key: (row, entry) for row, entry in zip(rows, entries, strict=True)}
    for share in rows:
        for key in (share.ratio.whole, share.ratio.part) if share.ratio else ():
            is_needed = share.target.kind is TargetKind.COUNT and key in answered and key not in asked
            if is_needed and _is_unasked(*answered[key]):
                yield _missing_count(answered[key][1], share)


def check_share_cell(_context: ReturnContext, answer: AnsweredRow) -> tuple[Finding, ...]:
    """Warn of a locked cell that shows another share than the two counts make. A blank one says nothing."""
    row, entry = answer.row, answer.entry
    if row.ratio is None or entry.kind is EntryKind.MISSING:
        return ()
    cell = answer.single_row.cells.get("done") if answer.single_row else None
    if cell is None or cell.blank or _shows_share(cell, row, entry):
        return ()
    computed = Status.NO_BASE.value if entry.number is None else show_number(entry.number, row.unit_of_measure)
    values = {"part": row.ratio.part, "whole": row.ratio.whole, "seen": quote_cell(cell)}
    return (SHARE_CHANGED.at(_location(entry), heading=HEADINGS["done"], computed=computed, **values),)


def _shows_share(cell: CellContent, row: IssueRow, entry: Entry) -> bool:
    if entry.number is None:
        return match_key(cell.text) in {match_key(words) for words in all_translations(Status.NO_BASE.value)}
    return read_number(cell.value, row.unit_of_measure).value == entry.number


def _location(entry: Entry) -> Location:
    return Location(sheet=entry.sheet, cell=entry.cell, row=entry.key)
