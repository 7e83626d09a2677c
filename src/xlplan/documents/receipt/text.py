"""The texts of a receipt: its headline, the next steps, and the answers as they were read."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from xlplan.domain.entries import EntryKind
from xlplan.domain.findings.file_kinds import NOTHING_CORRECTED
from xlplan.domain.findings.finding import Effect, Finding, Severity, errors_of, warnings_of
from xlplan.domain.issue import IssueRow
from xlplan.domain.plan import Better, Counting
from xlplan.domain.refused_answers import refusal_words, refusals
from xlplan.domain.standing import Answer, Standing, first_standing
from xlplan.domain.status import Status
from xlplan.domain.submission import Attempt, MarkedReturn, Outcome, SubmissionState, Verdict
from xlplan.domain.target import TargetKind
from xlplan.domain.target_words import target_words
from xlplan.domain.unit_of_measure import Number, show_number
from xlplan.text.translation import _, language, ngettext

_LONGEST_MEASURE = 68
_LONGEST_TARGET = 32


def numbered_findings(
    verdict: Verdict, standing: Standing
) -> Mapping[Severity, Sequence[tuple[int, Sequence[Finding]]]]:
    """Return the listed findings by severity, those with the same words together, under one number."""
    numbered: dict[Severity, list[tuple[int, Sequence[Finding]]]] = {}
    number = 0
    for severity in Severity:
        groups: dict[tuple[str, str], list[Finding]] = {}
        for finding in listed_findings(verdict, severity, standing):
            groups.setdefault((finding.whole_problem, finding.whole_remedy), []).append(finding)
        numbered[severity] = list(enumerate(groups.values(), number + 1))
        number += len(groups)
    return numbered


def answer_rows(verdict: Verdict, standing: Standing | None = None) -> Iterator[tuple[str, str, str]]:
    """Yield row code, measure and answer of each entry, in the order of the issue.

    Args:
        verdict: The verdict on the file.
        standing: How the submission stands now; None for a file that comes for the first time.
    """
    rows = {row.key: row for row in verdict.issue.rows} if verdict.issue else {}
    numbered = numbered_findings(verdict, standing or first_standing(verdict))[Severity.ERROR]
    numbers = {finding: number for number, group in numbered for finding in group}
    refused = {
        key: _refusal_text(finding, numbers.get(finding)) for key, finding in refusals(verdict.findings).items()
    }
    for entry in verdict.entries:
        row = rows.get(entry.key)
        if row:
            if entry.kind is EntryKind.MISSING and entry.key in refused:
                answer = _answer_text(row, entry.number, refused[entry.key])
            else:
                answer = _answer(row, entry.kind, entry.number, bool(entry.description), language())
            yield entry.key, _shorten(row.measure, _LONGEST_MEASURE), answer


def _refusal_text(finding: Finding, number: int | None) -> str:
    words = refusal_words(finding, finding.values)
    return _("{words} — see finding {number}").format(words=words, number=number) if number else words


# The units of a centre answer for the same measures, so the results repeat.
@lru_cache(maxsize=4096)
def _shorten(text: str, longest: int) -> str:
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    # The cut is between words, if there is a space.
    space = line.rfind(" ", 0, longest)
    return line[: space if space > 0 else longest - 1] + "…"


# Many units give the same answer in the same row.
@lru_cache(maxsize=8192)
def _answer(row: IssueRow, kind: EntryKind, number: Number | None, is_described: bool, _language: str) -> str:
    return _answer_text(row, number, _done_text(row, kind, number, is_described))


def _answer_text(row: IssueRow, number: Number | None, done: str) -> str:
    if row.target.kind is TargetKind.UNSET:
        return done
    target = target_words(row.target, row.better, row.unit_of_measure)
    if row.counting is Counting.JOINT:
        is_count = row.target.kind is TargetKind.COUNT
        joint = (
            _("{done} (joint target: {target})") if is_count else _("{done} (joint indicator, target: {target})")
        )
        return joint.format(done=done, target=_shorten(target, _LONGEST_TARGET))
    is_counted = number is not None and row.target.kind is TargetKind.COUNT
    if is_counted and row.better is Better.MORE and not row.unit_of_measure.word:
        return _("{done} of {target}").format(done=done, target=target)
    return _("{done} (target: {target})").format(done=done, target=_shorten(target, _LONGEST_TARGET))


def _done_text(row: IssueRow, kind: EntryKind, number: Number | None, is_described: bool) -> str:
    if number is not None:
        return show_number(number, row.unit_of_measure)
    if kind is EntryKind.NO_BASE:
        return _(Status.NO_BASE.value)
    if kind is EntryKind.NOTHING_AROSE:
        return _(Status.NOTHING_AROSE.value)
    in_words = is_described and row.target.kind is not TargetKind.COUNT
    return _("described in words") if in_words else _("no answer")


def headline(verdict: Verdict, standing: Standing) -> str:
    """Return the answer to the file in a sentence."""
    errors = errors_of(verdict.findings)
    if standing.answer is Answer.KEPT:
        return _("Kept, not counted: {cause}.").format(cause=standing.cause.rstrip("."))
    if verdict.outcome is Outcome.ACCEPTED:
        return _("Accepted.")
    if verdict.outcome is Outcome.TO_CORRECT:
        return ngettext("To correct: {number} finding.", "To correct: {number} findings.", len(errors))
    return _("Not accepted: {problem}").format(problem=errors[0].problem) if errors else _("Not accepted.")


def nothing_corrected(verdict: Verdict) -> Finding | None:
    """Return the finding that nothing was corrected, which stands at the top of the receipt; None without it."""
    return next((finding for finding in verdict.findings if finding.kind == NOTHING_CORRECTED), None)


def listed_findings(verdict: Verdict, severity: Severity, standing: Standing) -> tuple[Finding, ...]:
    """Return the findings of a severity, without what the top of the receipt says already."""
    at_top = nothing_corrected(verdict)
    # The headline does not name the quarter and the day of its closing. This finding does.
    is_at_top = standing.answer is Answer.KEPT and standing.state is not SubmissionState.LATE
    return tuple(
        finding
        for finding in verdict.findings
        if finding.severity is severity
        and finding is not at_top
        and not (is_at_top and finding.has(Effect.KEEPS_FROM_COUNTING))
    )


def next_steps(
    verdict: Verdict, attempt: Attempt | None, marked: MarkedReturn | None, standing: Standing
) -> tuple[str, ...]:
    """Return the steps that the unit takes next, and those of the coordinator where the unit can do nothing."""
    if verdict.outcome is Outcome.NOT_TAKEN:
        note = _("This file is kept in the archive, but is not counted.")
        return (*dict.fromkeys(error.whole_remedy for error in errors_of(verdict.findings)), note)
    if verdict.outcome is Outcome.TO_CORRECT:
        if standing.counting:
            return _overtaken_steps(standing)
        return (*_correction_steps(marked), *_sending_step(attempt, standing))
    if standing.answer is Answer.KEPT:
        return _kept_steps(verdict, standing)
    if standing.rows_asked_again:
        return (
            _("The return is counted, but the plan changed after it was made."),
            _("Answer these rows in the new template and send that: {rows}.").format(
                rows=", ".join(standing.rows_asked_again)
            ),
        )
    if warnings_of(verdict.findings):
        return (
            _("The return is counted."),
            _(
                "Look at what stands below. If something has to be corrected, correct your file and send it "
                "again: the last one accepted counts."
            ),
        )
    return (_("Nothing: the return is counted."),)


def _kept_steps(verdict: Verdict, standing: Standing) -> tuple[str, ...]:
    """Return the steps for a file that is kept and does not count."""
    if standing.state is SubmissionState.SUPERSEDED:
        return _overtaken_steps(standing)
    quarter = verdict.issue.quarter if verdict.issue else ""
    unit = verdict.issue.unit.code if verdict.issue else ""
    reopening = _("For the coordinator: xlplan reopen {quarter} --reason “…”.").format(quarter=quarter)
    if standing.state is SubmissionState.LATE:
        return (_("Tell the coordinator: the return counts once the quarter is reopened."), reopening)
    undoing = _(
        "For the coordinator: xlplan withdraw {quarter} --unit {unit} --undo --reason “…” lets this file count "
        "again."
    ).format(quarter=quarter, unit=unit)
    return (
        _("Send the right file. If this one is right after all, tell the coordinator, who can let it count."),
        *((reopening,) if standing.is_closed else ()),
        undoing,
    )


def _overtaken_steps(standing: Standing) -> tuple[str, ...]:
    """Return the steps for a file in whose place another one counts."""
    counting = standing.counting
    what_counts = (
        _("Nothing, if “{file}” (receipt No. {number} of {day}) is the right one: it is counted.").format(
            file=counting.file, number=counting.number, day=f"{counting.received_at:%d.%m.%Y}"
        )
        if counting
        else ""
    )
    resending = _(
        "If this file is the right one, look through it, save it again and send it: the last one accepted counts."
    )
    return tuple(step for step in (what_counts, resending) if step)


def _correction_steps(marked: MarkedReturn | None) -> tuple[str, ...]:
    if marked is None:
        return (_("Correct in your file what is listed below, and save it."),)
    if not marked.is_own:
        fresh = _(
            "Open “{file}”, which comes with this receipt. It is a fresh template with the answers that could be "
            "read. Your own file could not be marked: it lacks a sheet, rows or columns, holds things that would "
            "be lost, leads to other files or pages, or is not an .xlsx file."
        ).format(file=marked.name)
        if not marked.has_pink_cells:
            check = _("Check the answers in it, fill in what is missing as it says below, and save it.")
            return (fresh, *_amber_step(marked), check)
        return (
            fresh,
            _("Correct the pink cells: point at one, and a note says what is wrong."),
            *_amber_step(marked),
            _("Save the file."),
        )
    if not marked.has_pink_cells:
        own = _(
            "Open “{file}”, which comes with this receipt: it is your own file with a list on the first sheet."
        )
        opened = " ".join((own.format(file=marked.name), *_lost_links(marked)))
        return (opened, _("Do what the list says, and save the file."))
    own = _(
        "Open “{file}”, which comes with this receipt: it is your own file, with the cells to correct in pink."
    )
    return (
        " ".join((own.format(file=marked.name), *_lost_links(marked))),
        _("Correct the pink cells: point at one, and a note says what is wrong; the first sheet lists them all."),
        *_amber_step(marked),
        _("Save the file."),
    )


def _lost_links(marked: MarkedReturn) -> tuple[str, ...]:
    sentence = _("Links in it that led to other files or pages were taken out; their addresses stay as text.")
    return (sentence,) if marked.has_lost_links else ()


def _amber_step(marked: MarkedReturn) -> tuple[str, ...]:
    step = _("Look at the amber cells as well: what is right may stay as it is.")
    return (step,) if marked.has_amber_cells else ()


def _sending_step(attempt: Attempt | None, standing: Standing) -> tuple[str, ...]:
    sending = attempt.due_sentence if attempt else _("Send the corrected file.")
    if standing.is_closed:
        waits = _("The quarter is closed: the corrected file waits, and counts once the coordinator reopens it.")
        return (f"{sending} {waits}",)
    until = _("Until then the return is not counted.")
    return (f"{sending} {until}",)
