"""The texts of a receipt: its headline, the next steps, and the answers as they were read."""

from collections.abc import Iterator
from functools import lru_cache

from xlplan.domain.entries import Entry, EntryKind
from xlplan.domain.findings.file_kinds import NOTHING_CORRECTED
from xlplan.domain.findings.finding import Effect, Finding, Severity, errors_of, warnings_of
from xlplan.domain.issue import IssueRow
from xlplan.domain.plan import Better, Counting
from xlplan.domain.status import Status
from xlplan.domain.submission import Attempt, MarkedReturn, Outcome, Verdict
from xlplan.domain.target import TargetKind
from xlplan.domain.target_words import target_words
from xlplan.text.translation import _, ngettext

_LONGEST_MEASURE = 68
_LONGEST_TARGET = 32


def answer_rows(verdict: Verdict) -> Iterator[tuple[str, str, str]]:
    """Yield row code, measure and answer of each entry, in the order of the issue."""
    rows = {row.key: row for row in verdict.issue.rows} if verdict.issue else {}
    for entry in verdict.entries:
        row = rows.get(entry.key)
        if row:
            yield entry.key, _shorten(row.measure, _LONGEST_MEASURE), _answer_text(entry, row)


# The units of a centre answer for the same measures, so the results repeat.
@lru_cache(maxsize=4096)
def _shorten(text: str, longest: int) -> str:
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    # The cut is between words, if there is a space.
    space = line.rfind(" ", 0, longest)
    return line[: space if space > 0 else longest - 1] + "…"


def _answer_text(entry: Entry, row: IssueRow) -> str:
    done = _done_text(entry, row)
    if row.target.kind is TargetKind.UNSET:
        return done
    target = target_words(row.target, row.better)
    if entry.kind is EntryKind.NUMBER and row.target.kind is TargetKind.COUNT and row.better is Better.MORE:
        text = _("{done} of {target}, joint") if row.counting is Counting.JOINT else _("{done} of {target}")
        return text.format(done=done, target=target)
    return _("{done} (target: {target})").format(done=done, target=_shorten(target, _LONGEST_TARGET))


def _done_text(entry: Entry, row: IssueRow) -> str:
    if entry.number is not None:
        return str(entry.number)
    if entry.kind is EntryKind.NOTHING_AROSE:
        return _(Status.NOTHING_AROSE.value)
    in_words = entry.description and row.target.kind is not TargetKind.COUNT
    return _("described in words") if in_words else _("no answer")


def headline(verdict: Verdict) -> str:
    """Return the outcome for the file in a sentence."""
    errors = errors_of(verdict.findings)
    if verdict.outcome is Outcome.ACCEPTED:
        return _("Accepted.")
    if verdict.outcome is Outcome.TO_CORRECT:
        return ngettext("To correct: {number} finding.", "To correct: {number} findings.", len(errors))
    return _("Not accepted: {problem}").format(problem=errors[0].problem) if errors else _("Not accepted.")


def is_counted(verdict: Verdict) -> bool:
    """Return True if the return is counted. One of a closed quarter or a withdrawn one is not."""
    return verdict.outcome is Outcome.ACCEPTED and not any(
        finding.has(Effect.KEEPS_FROM_COUNTING) for finding in verdict.findings
    )


def nothing_corrected(verdict: Verdict) -> Finding | None:
    """Return the finding that nothing was corrected, which stands at the top of the receipt; None without it."""
    return next((finding for finding in verdict.findings if finding.kind == NOTHING_CORRECTED), None)


def listed_findings(verdict: Verdict, severity: Severity) -> tuple[Finding, ...]:
    """Return the findings of a severity, without the one at the top of the receipt."""
    at_top = nothing_corrected(verdict)
    return tuple(finding for finding in verdict.findings if finding.severity is severity and finding is not at_top)


def next_steps(verdict: Verdict, attempt: Attempt | None, marked: MarkedReturn | None) -> tuple[str, ...]:
    """Return the steps that the unit takes next."""
    if verdict.outcome is Outcome.NOT_TAKEN:
        note = _("This file is kept in the archive, but is not counted.")
        return (*dict.fromkeys(error.remedy for error in errors_of(verdict.findings)), note)
    if verdict.outcome is Outcome.TO_CORRECT:
        return (*_correction_steps(marked), *_sending_step(attempt))
    if not is_counted(verdict):
        return (_("The return is kept, but it is not counted: see below."),)
    if warnings_of(verdict.findings):
        return (
            _("The return is counted."),
            _(
                "Look at what stands below. If something has to be corrected, correct your file and send it "
                "again: the last one accepted counts."
            ),
        )
    return (_("Nothing: the return is counted."),)


def _correction_steps(marked: MarkedReturn | None) -> tuple[str, ...]:
    if marked is None:
        return (_("Correct in your file what is listed below, and save it."),)
    if not marked.is_own:
        fresh = _(
            "Open “{file}”, which comes with this receipt. It is a fresh template with the answers that could be "
            "read, because your own file lacks a sheet, rows or columns, holds things that marking would lose, or "
            "is not an .xlsx file."
        ).format(file=marked.name)
        if not marked.has_pink_cells:
            return (fresh, _("Check the answers in it, fill in what is missing as it says below, and save it."))
        return (fresh, _("Correct the pink cells: point at one, and a note says what is wrong. Save the file."))
    if not marked.has_pink_cells:
        own = _(
            "Open “{file}”, which comes with this receipt: it is your own file with a list on the first sheet."
        )
        return (own.format(file=marked.name), _("Do what the list says, and save the file."))
    own = _(
        "Open “{file}”, which comes with this receipt: it is your own file, with the cells to correct in pink."
    )
    return (
        own.format(file=marked.name),
        _(
            "Correct the pink cells: point at one, and a note says what is wrong; the first sheet lists them all. "
            "Save the file."
        ),
    )


def _sending_step(attempt: Attempt | None) -> tuple[str, ...]:
    sending = attempt.due_sentence if attempt else _("Send the corrected file.")
    until = _("Until then the return is not counted.")
    return (f"{sending} {until}",)
