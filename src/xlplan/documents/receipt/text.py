"""What a receipt says first: how the file was taken, and what to do next."""

from xlplan.domain.findings.finding import Finding, Severity, errors, warnings_of
from xlplan.domain.submission import Attempt, Marked, Outcome, Verdict
from xlplan.text.translation import _, counted

_NOT_COUNTED = ("quarter-closed", "return-withdrawn")


def headline(verdict: Verdict) -> str:
    """How the file was taken, in a sentence."""
    wrong = errors(verdict.findings)
    if verdict.outcome is Outcome.ACCEPTED:
        return _("Accepted.")
    if verdict.outcome is Outcome.TO_CORRECT:
        return counted("To correct: {number} finding.", "To correct: {number} findings.", len(wrong))
    return _("Not accepted: {problem}").format(problem=wrong[0].problem) if wrong else _("Not accepted.")


def counts(verdict: Verdict) -> bool:
    """Whether a return is counted: one of a closed quarter, or one that was withdrawn, is not."""
    return verdict.outcome is Outcome.ACCEPTED and all(each.code not in _NOT_COUNTED for each in verdict.findings)


def unchanged(verdict: Verdict) -> Finding | None:
    """The finding that nothing was corrected, which is said before anything else."""
    return next((each for each in verdict.findings if each.code == "nothing-corrected"), None)


def listed(verdict: Verdict, severity: Severity) -> tuple[Finding, ...]:
    """The findings of that severity, but for what the receipt has said at its top."""
    said = unchanged(verdict)
    return tuple(each for each in verdict.findings if each.severity is severity and each is not said)


def next_steps(verdict: Verdict, attempt: Attempt | None, marked: Marked | None) -> tuple[str, ...]:
    """What to do next, step by step."""
    if verdict.outcome is Outcome.NOT_TAKEN:
        kept = _("This file is kept in the archive, but is not counted.")
        return (*dict.fromkeys(each.remedy for each in errors(verdict.findings)), kept)
    if verdict.outcome is Outcome.TO_CORRECT:
        return (*_correcting(marked), *_sending(attempt))
    if not counts(verdict):
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


def _correcting(marked: Marked | None) -> tuple[str, ...]:
    if marked is None:
        return (_("Correct in your file what is listed below, and save it."),)
    if not marked.own:
        fresh = _(
            "Open “{file}”, which comes with this receipt. It is a fresh template with the answers that could be "
            "read, because your own file lacks a sheet, rows or columns, holds things that marking would lose, or "
            "is not an .xlsx file."
        ).format(file=marked.name)
        if not marked.pink:
            return (fresh, _("Check the answers in it, fill in what is missing as it says below, and save it."))
        return (fresh, _("Correct the pink cells: point at one, and a note says what is wrong. Save the file."))
    if not marked.pink:
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


def _sending(attempt: Attempt | None) -> tuple[str, ...]:
    sending = attempt.awaited if attempt else _("Send the corrected file.")
    until = _("Until then the return is not counted.")
    return (f"{sending} {until}",)
