"""One row of a return: what its entry cells say, and what is wrong with it, by the kind of its target."""

import re
from datetime import date

from xlplan.domain.answers import NOTHING_AROSE, NumberProblem, NumberReading, read_number, says_nothing_arose
from xlplan.domain.findings.answer_kinds import (
    ACTION_MISSING,
    ANSWER_MISSING,
    ANSWER_UNCLEAR,
    DESCRIPTION_MISSING,
    ENTRY_FRACTION,
    ENTRY_IS_DATE,
    ENTRY_MISSING,
    ENTRY_NEGATIVE,
    ENTRY_NOT_A_NUMBER,
    ENTRY_PERCENT,
    ENTRY_UNDERSTOOD,
    ENTRY_WITHOUT_VALUE,
    NOTHING_AROSE_ELSEWHERE,
    NOTHING_AROSE_MISPLACED,
    PROMISE_UNANSWERED,
    REASON_MISSING,
    TEXT_WITHOUT_VALUE,
)
from xlplan.domain.findings.finding import Finding, FindingKind, Location
from xlplan.domain.issue import IssueRow
from xlplan.domain.plan import Better
from xlplan.domain.returned import CellContent, ReturnedRow
from xlplan.domain.sheets import HEADINGS
from xlplan.domain.submission import NO, YES, Entry, EntryKind
from xlplan.domain.target import TargetKind
from xlplan.text.normalize import match_key
from xlplan.text.translation import N_, _, all_translations
from xlplan.validation.context import AnsweredRow, Findings, ReturnContext
from xlplan.validation.quoting import short

_PROBLEMS = {"formula": N_("a formula"), "error": N_("an error value")}
_WRONG = {
    NumberProblem.NOT_A_NUMBER: ENTRY_NOT_A_NUMBER,
    NumberProblem.NEGATIVE: ENTRY_NEGATIVE,
    NumberProblem.FRACTION: ENTRY_FRACTION,
}
_NOTHING_IS_AN_ANSWER = (TargetKind.ON_DEMAND, TargetKind.ON_INSTRUCTION)
_WORDS = ("description", "reason", "action")
_NOWHERE = CellContent(None, "")
_PERCENT = re.compile(r"\d+([.,]\d+)?\s*%")


def quote_cell(seen: CellContent) -> str:
    """What stands in a cell as people see it, short; where that is no value, the catalogue's word for why."""
    if seen.problem:
        return _PROBLEMS[seen.problem]
    if isinstance(seen.value, bool):
        return _("TRUE") if seen.value else _("FALSE")
    if isinstance(seen.value, float) and not seen.value.is_integer():
        return f"{seen.value:.12g}".replace(".", _("."))
    return short(seen.text)


def read_entry(row: IssueRow, returned: ReturnedRow) -> tuple[Entry, Findings]:
    """Return the entry that a returned row makes for an issued one, and what is unclear in its cells.

    The entry is MISSING where the result is blank or cannot be read; its place is the cell of the result.
    Source: design, targets are typed; three kinds of blank.
    """
    kind, number, findings = _read_done(row, returned)
    seen = [_cell(returned, name) for name in _WORDS]
    description, reason, action = [each.text.strip() for each in seen]
    kept, unanswered = _read_kept(row, returned)
    cell = _cell(returned, "done").cell
    entry = Entry(
        key=row.key,
        kind=kind,
        number=number,
        description=description,
        reason=reason,
        action=action,
        sheet=returned.sheet,
        cell=cell,
        kept=kept,
    )
    without_value = [
        TEXT_WITHOUT_VALUE.at(_place(returned, name), heading=HEADINGS[name], seen=quote_cell(each))
        for name, each in zip(_WORDS, seen, strict=True)
        if each.problem
    ]
    return entry, (*findings, *without_value, *unanswered)


def _read_kept(row: IssueRow, returned: ReturnedRow) -> tuple[bool | None, Findings]:
    """Whether what was promised last quarter was done; a finding where that is asked and not plainly answered."""
    if not row.promised:
        return None, ()
    seen = _cell(returned, "kept")
    said = match_key(seen.text).strip(" .!")
    for answer, word in ((True, YES), (False, NO)):
        if said in {match_key(shown) for shown in all_translations(word)}:
            return answer, ()
    names = {"heading": HEADINGS["kept"], "promised": short(row.promised), "yes": YES, "no": NO}
    return None, (PROMISE_UNANSWERED.at(_place(returned, "kept"), **names),)


def _cell(returned: ReturnedRow, name: str) -> CellContent:
    return returned.cells.get(name, _NOWHERE)


def _place(returned: ReturnedRow, name: str) -> Location:
    return Location(sheet=returned.sheet, cell=_cell(returned, name).cell, row=returned.key)


def _read_done(row: IssueRow, returned: ReturnedRow) -> tuple[EntryKind, int | None, Findings]:
    seen = _cell(returned, "done")
    if seen.problem:
        place = _place(returned, "done")
        wrong = ENTRY_WITHOUT_VALUE.at(place, heading=HEADINGS["done"], seen=quote_cell(seen))
        return EntryKind.MISSING, None, (wrong,)
    if seen.blank:
        return _read_blank(row, returned)
    if isinstance(seen.value, str) and says_nothing_arose(seen.value):
        return _read_nothing(row, seen, returned)
    number = read_number(seen.value)
    if number.value is None:
        return EntryKind.MISSING, None, (_wrong(row, number, seen, _place(returned, "done")),)
    noted = note_understood(number, seen, _place(returned, "done"), "done") if number.needs_note else ()
    return EntryKind.NUMBER, number.value, noted


def _read_blank(row: IssueRow, returned: ReturnedRow) -> tuple[EntryKind, int | None, Findings]:
    place, kind = _place(returned, "done"), row.target.kind
    if kind is TargetKind.COUNT:
        return EntryKind.MISSING, None, (ENTRY_MISSING.at(place, heading=HEADINGS["done"]),)
    if kind not in _NOTHING_IS_AN_ANSWER:
        return EntryKind.MISSING, None, ()
    names = {"heading": HEADINGS["done"], "nothing": NOTHING_AROSE}
    description = _cell(returned, "description").text
    if says_nothing_arose(description):
        said = short(description)
        note = NOTHING_AROSE_ELSEWHERE.at(place, description=HEADINGS["description"], seen=said, **names)
        return EntryKind.NOTHING_AROSE, None, (note,)
    return EntryKind.MISSING, None, (ANSWER_MISSING.at(place, target=row.target.words, **names),)


def _read_nothing(
    row: IssueRow, seen: CellContent, returned: ReturnedRow
) -> tuple[EntryKind, int | None, Findings]:
    if row.target.kind is not TargetKind.COUNT:
        return EntryKind.NOTHING_AROSE, None, ()
    place = _place(returned, "done")
    names = {"heading": HEADINGS["done"], "seen": quote_cell(seen), "target": row.target.shown}
    return EntryKind.MISSING, None, (NOTHING_AROSE_MISPLACED.at(place, **names),)


def _wrong(row: IssueRow, number: NumberReading, seen: CellContent, place: Location) -> Finding:
    if plain := _plainly_wrong(seen):
        return plain.at(place, heading=HEADINGS["done"], seen=quote_cell(seen))
    kind = _WRONG[number.problem or NumberProblem.NOT_A_NUMBER]
    if kind == ENTRY_NOT_A_NUMBER and row.target.kind in _NOTHING_IS_AN_ANSWER:
        names = {"heading": HEADINGS["done"], "nothing": NOTHING_AROSE}
        return ANSWER_UNCLEAR.at(place, seen=quote_cell(seen), **names)
    if kind == ENTRY_NOT_A_NUMBER:
        names = {"heading": HEADINGS["done"], "description": HEADINGS["description"]}
        return kind.at(place, seen=quote_cell(seen), **names)
    return kind.at(place, heading=HEADINGS["done"], seen=quote_cell(seen))


def _plainly_wrong(seen: CellContent) -> FindingKind | None:
    """Return the kind that names what stands in a cell instead of a number, where that is plain; else None."""
    if isinstance(seen.value, date):
        return ENTRY_IS_DATE
    return ENTRY_PERCENT if isinstance(seen.value, str) and _PERCENT.fullmatch(seen.value.strip()) else None


def note_understood(number: NumberReading, seen: CellContent, place: Location, column: str) -> Findings:
    """The note that tells how a number was read which was not typed as a plain one."""
    if not number.needs_note:
        return ()
    names = {"heading": HEADINGS[column], "seen": quote_cell(seen), "number": number.value}
    return (ENTRY_UNDERSTOOD.at(place, **names),)


def find_missing_description(_context: ReturnContext, answer: AnsweredRow) -> Findings:
    """Require a description where the plan asks for no number but for something done all the time."""
    target, returned = answer.row.target, answer.single
    if returned is None or target.kind is not TargetKind.CONTINUOUS or answer.entry.description:
        return ()
    if _cell(returned, "description").problem:
        return ()
    place = _place(returned, "description")
    return (DESCRIPTION_MISSING.at(place, heading=HEADINGS["description"], target=target.words),)


def find_missing_reason(_context: ReturnContext, answer: AnsweredRow) -> Findings:
    """Require a reason for a shortfall, and ask what will be done about it."""
    row, entry, returned = answer.row, answer.entry, answer.single
    if returned is None or not _short_of(row, entry):
        return ()
    names = {"target": row.target.shown, "seen": entry.number}
    asked = ((REASON_MISSING, "reason", entry.reason), (ACTION_MISSING, "action", entry.action))
    return tuple(
        kind.at(_place(returned, column), heading=HEADINGS[column], **names)
        for kind, column, text in asked
        if not text and not _cell(returned, column).problem
    )


def _short_of(row: IssueRow, entry: Entry) -> bool:
    if not row.is_judged or entry.number is None or row.target.count is None:
        return False
    if row.better is Better.LESS:
        return entry.number > row.target.count
    return entry.number < row.target.count
