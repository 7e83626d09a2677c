"""Answers that were written and not taken: a row without an entry may have an answer all the same."""

from collections.abc import Iterable

from xlplan.domain.findings.answer_kinds import (
    ANSWER_MISSING,
    DESCRIPTION_MISSING,
    ENTRY_MISSING,
    PROMISE_UNANSWERED,
    REASON_MISSING,
    ROW_ADDED,
    ROW_MISSING,
)
from xlplan.domain.findings.finding import Finding, Severity
from xlplan.domain.findings.number_kinds import COUNT_MISSING, NUMBER_MISSING
from xlplan.domain.sheets import HEADINGS
from xlplan.text.translation import _

# These say that nothing was written, or are about another cell of the row.
_ABOUT_NOTHING_WRITTEN = (
    ANSWER_MISSING,
    COUNT_MISSING,
    DESCRIPTION_MISSING,
    ENTRY_MISSING,
    NUMBER_MISSING,
    PROMISE_UNANSWERED,
    REASON_MISSING,
    ROW_ADDED,
    ROW_MISSING,
)
_HEADINGS = (HEADINGS["done"], HEADINGS["description"])


def refusals(findings: Iterable[Finding]) -> dict[str, Finding]:
    """Return the error for which the answer in a row was not taken, by row code."""
    found: dict[str, Finding] = {}
    for finding in findings:
        is_refusal = finding.severity is Severity.ERROR and finding.kind not in _ABOUT_NOTHING_WRITTEN
        heading = dict(finding.values).get("heading")
        if is_refusal and finding.location.row and (heading is None or heading in _HEADINGS):
            found.setdefault(finding.location.row, finding)
    return found


def refusal_words(finding: Finding, values: tuple[tuple[str, str], ...]) -> str:
    """Return the words in place of an answer that was not taken.

    Args:
        finding: The error for which it was not taken.
        values: The values of the finding: whole for its unit, without personal data for all others.
    """
    named = dict(values)
    seen, is_about_cell = named.get("seen", ""), "heading" in named
    if not seen or not is_about_cell:
        return _("not counted")
    if "seen" in finding.kind.words:
        return _("{what}, not counted").format(what=_(seen))
    return _("written “{seen}”, not counted").format(seen=seen)
