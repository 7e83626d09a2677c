"""Reading the answer in one row of a return, and the rules about the words that must come with it."""

from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType

from xlplan.domain.entries import NO, YES, Entry, EntryKind
from xlplan.domain.findings.answer_kinds import (
    ACTION_MISSING,
    ANSWER_MISSING,
    DESCRIPTION_MISSING,
    ENTRY_UNDERSTOOD,
    ENTRY_WITHOUT_VALUE,
    NOTHING_AROSE_ELSEWHERE,
    NOTHING_AROSE_MISPLACED,
    PROMISE_UNANSWERED,
    REASON_MISSING,
    TEXT_WITHOUT_VALUE,
)
from xlplan.domain.findings.cell_kinds import (
    ENTRY_MERGED,
    ENTRY_SCALED,
    ENTRY_UNSEEN,
)
from xlplan.domain.findings.finding import Finding, Location
from xlplan.domain.issue import IssueRow
from xlplan.domain.judging import shortfall
from xlplan.domain.number_reading import (
    NOTHING_AROSE,
    NumberReading,
    read_number,
    says_nothing_arose,
)
from xlplan.domain.returned import CellContent, CellProblem, ReturnedRow
from xlplan.domain.sheets import HEADINGS
from xlplan.domain.target import TargetKind
from xlplan.domain.target_words import target_words
from xlplan.domain.unit_of_measure import WHOLE_THINGS, Number, UnitOfMeasure, show_number
from xlplan.text.normalize import match_key
from xlplan.text.translation import all_translations
from xlplan.validation.context import AnsweredRow, Findings, ReturnContext
from xlplan.validation.numbers import NOTHING_IS_AN_ANSWER, missing_number, unreadable_number
from xlplan.validation.quoting import quote_cell, shorten

# What keeps a value that is there from being taken as it is.
_KINDS_OF_LOOKS = {
    CellProblem.SCALED: ENTRY_SCALED,
    CellProblem.UNSEEN: ENTRY_UNSEEN,
    CellProblem.MERGED: ENTRY_MERGED,
}
_TEXT_COLUMNS = ("description", "reason", "action")
_ABSENT_CELL = CellContent(None, "")


def read_entry(row: IssueRow, returned: ReturnedRow) -> tuple[Entry, Findings]:
    """Return the entry of an issued row, and the findings about its cells.

    The entry is MISSING if the result is blank or cannot be read. Its location is the cell of the result.
    Source: design, targets are typed; three kinds of blank.
    """
    kind, number, findings = _read_done(row, returned)
    description, reason, action = [_cell(returned, name) for name in _TEXT_COLUMNS]
    kept, promise_findings = _read_promise_kept(row, returned)
    entry = Entry(
        row.key,
        kind,
        number,
        description.text.strip(),
        reason.text.strip(),
        action.text.strip(),
        returned.sheet,
        _cell(returned, "done").cell,
        kept,
    )
    if description.problem or reason.problem or action.problem:
        findings = (*findings, *_unseen_texts(returned))
    return entry, (*findings, *promise_findings) if promise_findings else findings


def _unseen_texts(returned: ReturnedRow) -> Iterator[Finding]:
    """Yield a finding for each text whose value nobody sees, or that has none."""
    for name in _TEXT_COLUMNS:
        content = _cell(returned, name)
        if content.problem and (content.problem is CellProblem.UNSEEN or not content.problem.has_value):
            kind = ENTRY_UNSEEN if content.problem.has_value else TEXT_WITHOUT_VALUE
            yield kind.at(_location(returned, name), heading=HEADINGS[name], seen=quote_cell(content))


def _read_promise_kept(row: IssueRow, returned: ReturnedRow) -> tuple[bool | None, Findings]:
    """Return whether last quarter's promise was kept; None and a finding if the answer is neither yes nor no."""
    if not row.promised:
        return None, ()
    content = _cell(returned, "kept")
    answer = "" if content.problem else match_key(content.text).strip(" .!")
    for kept, word in ((True, YES), (False, NO)):
        if answer in {match_key(shown) for shown in all_translations(word)}:
            return kept, ()
    values = {"heading": HEADINGS["kept"], "promised": shorten(row.promised), "yes": YES, "no": NO}
    return None, (PROMISE_UNANSWERED.at(_location(returned, "kept"), **values),)


def _cell(returned: ReturnedRow, name: str) -> CellContent:
    return returned.cells.get(name, _ABSENT_CELL)


def _location(returned: ReturnedRow, name: str) -> Location:
    return Location(sheet=returned.sheet, cell=_cell(returned, name).cell, row=returned.key)


def _read_done(row: IssueRow, returned: ReturnedRow) -> tuple[EntryKind, Number | None, Findings]:
    content = _cell(returned, "done")
    if row.ratio:
        # The share is computed once the two counts are read, whatever the locked cell shows.
        return EntryKind.MISSING, None, ()
    if content.problem and not content.problem.has_value:
        location = _location(returned, "done")
        finding = ENTRY_WITHOUT_VALUE.at(location, heading=HEADINGS["done"], seen=quote_cell(content))
        return EntryKind.MISSING, None, (finding,)
    if content.blank:
        return _read_blank(row, returned)
    says_nothing = isinstance(content.value, str) and says_nothing_arose(content.value)
    # Words that are merged over several rows are of all of them.
    if content.problem in _KINDS_OF_LOOKS and not (says_nothing and content.problem is CellProblem.MERGED):
        kind, location = _KINDS_OF_LOOKS[content.problem], _location(returned, "done")
        return EntryKind.MISSING, None, (kind.at(location, heading=HEADINGS["done"], seen=quote_cell(content)),)
    if says_nothing:
        return _read_nothing(row, content, returned)
    number = read_number(content.value, row.unit_of_measure)
    if number.value is not None and not number.needs_note:
        return EntryKind.NUMBER, number.value, ()
    location = _location(returned, "done")
    if number.value is None:
        return EntryKind.MISSING, None, (unreadable_number(row, number, content, location),)
    notes = note_reading(number, content, location, "done", row.unit_of_measure)
    return EntryKind.NUMBER, number.value, notes


def _read_blank(row: IssueRow, returned: ReturnedRow) -> tuple[EntryKind, None, Findings]:
    location, kind = _location(returned, "done"), row.target.kind
    if kind is TargetKind.COUNT:
        return EntryKind.MISSING, None, (missing_number(row, location),)
    if kind not in NOTHING_IS_AN_ANSWER:
        return EntryKind.MISSING, None, ()
    values = {"heading": HEADINGS["done"], "nothing": NOTHING_AROSE}
    description = _cell(returned, "description").text
    if says_nothing_arose(description):
        text = shorten(description)
        note = NOTHING_AROSE_ELSEWHERE.at(location, description=HEADINGS["description"], seen=text, **values)
        return EntryKind.NOTHING_AROSE, None, (note,)
    return EntryKind.MISSING, None, (ANSWER_MISSING.at(location, target=row.target.words, **values),)


def _read_nothing(row: IssueRow, content: CellContent, returned: ReturnedRow) -> tuple[EntryKind, None, Findings]:
    if row.target.kind is not TargetKind.COUNT:
        return EntryKind.NOTHING_AROSE, None, ()
    location = _location(returned, "done")
    values = {"heading": HEADINGS["done"], "seen": quote_cell(content)}
    values["target"] = target_words(row.target, row.better, row.unit_of_measure)
    return EntryKind.MISSING, None, (NOTHING_AROSE_MISPLACED.at(location, **values),)


def note_reading(
    number: NumberReading,
    content: CellContent,
    location: Location,
    column: str,
    unit: UnitOfMeasure = WHOLE_THINGS,
) -> Findings:
    """Return the note that says how a number was read, if it was not typed as a plain number.

    Where a part of the cell was left out, another note says so, and what was read. A number that is written as
    xlplan writes it, with its unit, needs no note.
    """
    if not number.needs_note or content.left_out or number.value is None:
        return ()
    seen, shown = quote_cell(content), show_number(number.value, unit)
    if unit.word and _without_spaces(seen) == _without_spaces(shown):
        return ()
    values = {"heading": HEADINGS[column], "seen": seen, "number": shown}
    return (ENTRY_UNDERSTOOD.at(location, **values),)


def _without_spaces(text: str) -> str:
    """Return a number as two spellings of it are alike: 98.5% and 98,5 %."""
    return "".join(text.split()).replace(",", ".")


def check_missing_description(_context: ReturnContext, answer: AnsweredRow) -> Findings:
    """Require a description if the plan asks for continuous work instead of a number."""
    target, returned = answer.row.target, answer.single_row
    if returned is None or target.kind is not TargetKind.CONTINUOUS or answer.entry.description:
        return ()
    if _cell(returned, "description").problem:
        return ()
    location = _location(returned, "description")
    return (DESCRIPTION_MISSING.at(location, heading=HEADINGS["description"], target=target.words),)


def check_missing_reason(context: ReturnContext, answer: AnsweredRow) -> Findings:
    """Require a reason for a shortfall, and warn if no corrective action is named.

    Within the margin of the issue there is no shortfall.
    """
    row, returned, on_track = answer.row, answer.single_row, context.issue.on_track
    # Asked first: nearly every row is without a shortfall, and needs no locations.
    if returned is None or not _falls_short(row, answer.entry, on_track):
        return ()
    locations = {name: _location(returned, name) for name in ("reason", "action")}
    unreadable = [name for name in locations if _cell(returned, name).problem]
    return missing_reason(row, answer.entry, on_track, locations, unreadable)


def _falls_short(row: IssueRow, entry: Entry, on_track: float) -> bool:
    return row.is_judged and bool(shortfall(entry, row.target, row.better, on_track))


def missing_reason(
    row: IssueRow,
    entry: Entry,
    on_track: float,
    locations: Mapping[str, Location] = MappingProxyType({}),
    unreadable: Collection[str] = (),
) -> Findings:
    """Return the findings that a shortfall lacks its reason or a corrective action.

    Args:
        row: The row.
        entry: Its entry.
        on_track: The part of a target from which it is met.
        locations: The cells by the names of their columns; left out where there is no file to point at.
        unreadable: The names of columns whose cells were asked about already.
    """
    if not _falls_short(row, entry, on_track):
        return ()
    unit = row.unit_of_measure
    values = {
        "target": target_words(row.target, row.better, unit),
        "seen": "" if entry.number is None else show_number(entry.number, unit),
    }
    required = ((REASON_MISSING, "reason", entry.reason), (ACTION_MISSING, "action", entry.action))
    anywhere = Location(sheet=entry.sheet, row=row.key)
    return tuple(
        kind.at(locations.get(column, anywhere), heading=HEADINGS[column], **values)
        for kind, column, text in required
        if not text and column not in unreadable
    )
