"""The receipt: the answer to one file as plain text, to be pasted into an e-mail."""

from collections.abc import Iterator
from textwrap import wrap

from xlplan.finding import Finding, Severity, errors
from xlplan.model import Counting, Issue, IssueRow
from xlplan.status import Status
from xlplan.submission import Entry, EntryKind, Outcome, Submission, Verdict
from xlplan.target import TargetKind
from xlplan.texts import _, counted

_WIDTH = 78
_INDENT = "   "
_LONGEST_NAME = 46
_NOT_COUNTED = ("quarter-closed", "return-withdrawn")
_LONGEST_TARGET = 32


def receipt_text(submission: Submission, verdict: Verdict, marked: str = "", own: bool = True) -> str:
    """The answer to one file: how it was taken, what was counted, what to correct, what to do next.

    `marked`: the name of the file to correct, "" where there is none; `own`: whether it is the unit's own file
    and not a fresh template. Lines end in a line feed; the same arguments give the same text.
    """
    parts = (
        [_headline(verdict)],
        _facts(submission, verdict.issue),
        _counted(verdict) if verdict.outcome is not Outcome.NOT_TAKEN else [],
        _listed(_("To correct"), _of(verdict, Severity.ERROR)),
        _listed(_("Please have a look"), _of(verdict, Severity.WARNING)),
        _listed(_("For your information"), _of(verdict, Severity.NOTE)),
        [_("What to do next"), *_wrapped(_next(verdict, marked, own), _INDENT)],
        [_("Questions? Write to the coordinator and name the number of this receipt. Thank you!")],
    )
    return "\n\n".join("\n".join(part) for part in (list(each) for each in parts) if part) + "\n"


def _of(verdict: Verdict, severity: Severity) -> tuple[Finding, ...]:
    return tuple(finding for finding in verdict.findings if finding.severity is severity)


def _headline(verdict: Verdict) -> str:
    wrong = errors(verdict.findings)
    if verdict.outcome is Outcome.ACCEPTED:
        return _("Accepted.")
    if verdict.outcome is Outcome.TO_CORRECT:
        return counted("To correct: {number} finding.", "To correct: {number} findings.", len(wrong))
    return _("Not accepted: {problem}").format(problem=wrong[0].problem) if wrong else _("Not accepted.")


def _facts(submission: Submission, issue: Issue | None) -> list[str]:
    facts = [(_("File"), submission.file)]
    if issue is not None:
        facts += [(_("Unit"), issue.unit.name), (_("Return for"), issue.quarter.title)]
        facts += [(_("Form code"), str(issue.form_code))]
    facts += [
        (_("Received"), f"{submission.received_at:%d.%m.%Y %H:%M}"),
        (_("Receipt"), f"№ {submission.number}"),
        ("SHA-256", submission.sha256),
    ]
    width = max(len(name) for name, _value in facts) + 1
    return [f"{name + ':':<{width}} {value}" for name, value in facts]


def _uncounted(verdict: Verdict) -> bool:
    """Whether a return that was accepted does not count all the same."""
    return any(finding.code in _NOT_COUNTED for finding in verdict.findings)


def _counted(verdict: Verdict) -> Iterator[str]:
    if verdict.issue is None or not verdict.entries:
        return
    rows = {row.key: row for row in verdict.issue.rows}
    shown = [(entry, rows[entry.key]) for entry in verdict.entries if entry.key in rows]
    code_width = max(len(entry.key) for entry, _row in shown)
    answers = [_answer(entry, row) for entry, row in shown]
    width = max(len(answer) for answer in answers)
    counts = verdict.outcome is Outcome.ACCEPTED and not _uncounted(verdict)
    yield _("What was counted") if counts else _("What was read")
    for (entry, row), answer in zip(shown, answers, strict=True):
        measure = _short(row.measure, _LONGEST_NAME)
        yield f"{_INDENT}{entry.key:<{code_width}}  {answer:<{width}}  {measure}".rstrip()


def _short(text: str, longest: int) -> str:
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    # Cut at a word, where there is one.
    at = line.rfind(" ", 0, longest)
    return line[: at if at > 0 else longest - 1] + "…"


def _answer(entry: Entry, row: IssueRow) -> str:
    done = _done(entry, row)
    if row.target.kind is TargetKind.UNSET:
        return done
    if entry.kind is EntryKind.NUMBER and row.target.kind is TargetKind.COUNT:
        of = _("{done} of {target}, joint") if row.counting is Counting.JOINT else _("{done} of {target}")
        return of.format(done=done, target=row.target.shown)
    return _("{done} (target: {target})").format(done=done, target=_short(str(row.target.shown), _LONGEST_TARGET))


def _done(entry: Entry, row: IssueRow) -> str:
    if entry.number is not None:
        return str(entry.number)
    if entry.kind is EntryKind.NOTHING_AROSE:
        return _(Status.NOTHING_AROSE.value)
    said = entry.description and row.target.kind is not TargetKind.COUNT
    return _("described in words") if said else _("no answer")


def _listed(title: str, findings: tuple[Finding, ...]) -> Iterator[str]:
    if not findings:
        return
    yield title
    for number, finding in enumerate(findings, 1):
        start = f"{number}. "
        indent = " " * len(start)
        place = finding.place.shown
        if place:
            yield f"{_INDENT}{start}{place}"
            yield from _wrapped(finding.problem, _INDENT + indent)
        else:
            yield from _wrapped(finding.problem, _INDENT + indent, _INDENT + start)
        yield from _wrapped(f"→ {finding.remedy}", _INDENT + indent)


def _next(verdict: Verdict, marked: str, own: bool) -> str:
    if verdict.outcome is Outcome.NOT_TAKEN:
        return _(
            "Do as it says above and send the file again. This one is kept in the archive, but is not counted."
        )
    if verdict.outcome is Outcome.TO_CORRECT:
        return _correct(marked, own)
    if _uncounted(verdict):
        return _("The return is kept, but it is not counted: see above.")
    if _of(verdict, Severity.WARNING):
        return _(
            "The return is counted. If something above has to be corrected, correct your file and send it again: "
            "the last one accepted counts."
        )
    return _("Nothing: the return is counted.")


def _correct(marked: str, own: bool) -> str:
    if not marked:
        return _("Correct your file and send it again. Until then it is not counted.")
    if own:
        return _(
            "Open “{file}”: it is your own file with the cells to correct in pink, and a list of them on the "
            "first sheet. Correct it, save it and send it back. Until then it is not counted."
        ).format(file=marked)
    return _(
        "Open “{file}”: it is a fresh template with your answers and the cells to correct in pink, because your "
        "own file lacks rows or columns, holds things that marking would lose, or is not an .xlsx file. Correct "
        "it, save it and send it back. Until then it is not counted."
    ).format(file=marked)


def _wrapped(text: str, indent: str, first: str | None = None) -> list[str]:
    # A quoted answer may hold line breaks; long words (links, hashes) stay whole, so that they can be copied.
    return wrap(
        " ".join(text.split()),
        _WIDTH,
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
