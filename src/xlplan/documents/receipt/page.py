"""The page of a receipt. Every text in its HTML is escaped."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape

from xlplan.documents.html_look import META_TAGS, one_line, page_style
from xlplan.documents.receipt.text import (
    answer_rows,
    headline,
    next_steps,
    nothing_corrected,
    numbered_findings,
)
from xlplan.domain.entries import EntryKind
from xlplan.domain.findings.finding import Effect, Finding, Severity
from xlplan.domain.messages import Sender
from xlplan.domain.standing import Standing, first_standing
from xlplan.domain.submission import Attempt, MarkedReturn, Outcome, Submission, Verdict
from xlplan.text.translation import _, language


class Html(str):
    """A text that is HTML already."""

    __slots__ = ()


def tag(element: str, *content: str, **attributes: str) -> Html:
    """Return an element with its content. Content that is not `Html` is escaped.

    In the names of attributes `cls` stands for `class`, and `_` for `-`.
    """
    inner = "".join(each if isinstance(each, Html) else _escape_line(each) for each in content)
    named = "".join(
        f' {name.replace("cls", "class").replace("_", "-")}="{_escape_line(value)}"'
        for name, value in attributes.items()
    )
    return Html(f"<{element}{named}>{inner}</{element}>")


# The answers of the units repeat as well.
@lru_cache(maxsize=8192)
def row(*texts: str) -> Html:
    """Return a table row of plain texts. It is what `tag` would return, in a tenth of the time."""
    return Html(f"<tr><td>{'</td><td>'.join(map(_escape_line, texts))}</td></tr>")


# The measures of a plan and the words of a receipt repeat in every return.
@lru_cache(maxsize=4096)
def _escape_line(text: str) -> str:
    """Return the text in one line, without signs that nobody sees. Some of them reverse the order of letters."""
    return escape(one_line(text), quote=True)


_STYLE = page_style("""
body { max-width: 50rem; }
h1 span { margin-right: 0.7rem; }
.notes { color: var(--muted); font-size: 0.85rem; margin: 0; padding-left: 1.2rem; }
.notes li { margin: 0 0 0.15rem 0; }
.unchanged { font-weight: bold; margin: 0 0 0.8rem 0; }
.facts { columns: 2 20rem; column-gap: 1.5rem; margin: 0; }
.facts div { display: flex; gap: 0.5rem; padding: 0.1rem 0; break-inside: avoid; }
.facts dt { color: var(--muted); flex: 0 0 7.5rem; }
.facts dd { margin: 0; }
.found th:nth-child(1) { width: 1.7rem; } .found th:nth-child(2) { width: 30%; }
.answers { font-size: 0.85rem; line-height: 1.25; }
.answers th:nth-child(1) { width: 3.6rem; }
.answers th:nth-child(3) { width: 32%; }
.answers td { padding: 0.15rem 0.5rem; }
.narrow { white-space: nowrap; }
.fix { color: var(--green); }
@media print { .answers { font-size: 7.5pt; } .answers td { padding: 0.2mm 2mm; } }
""")


def receipt_page(
    submission: Submission,
    verdict: Verdict,
    attempt: Attempt | None = None,
    marked: MarkedReturn | None = None,
    standing: Standing | None = None,
    sender: Sender | None = None,
) -> str:
    """Return the answer to one file: outcome, next steps, findings and counted answers.

    The same arguments give the same page.

    Args:
        submission: The file as it was received.
        verdict: The outcome for it.
        attempt: Its number and its due day; None if the file is no return.
        marked: The file to correct; None without one.
        standing: How the submission stands now; None for a file that comes for the first time.
        sender: The sender of a file that came by mail; None for any other.
    """
    now = standing or first_standing(verdict)
    title = " · ".join(
        [
            _("Receipt No. {number}").format(number=submission.number),
            *_unit_names(verdict),
            _(now.answer.value),
        ]
    )
    head = tag(
        "head",
        Html(f'<meta charset="utf-8">{META_TAGS}'),
        tag("title", title),
        Html(f"<style>{_STYLE}</style>"),
    )
    body = tag("body", tag("main", *_body(submission, verdict, attempt, marked, now, sender)))
    return f"<!DOCTYPE html>\n{tag('html', head, body, lang=language())}\n".replace("><", ">\n<")


def _unit_names(verdict: Verdict) -> list[str]:
    return [verdict.issue.unit.name] if verdict.issue else []


def _body(
    submission: Submission,
    verdict: Verdict,
    attempt: Attempt | None,
    marked: MarkedReturn | None,
    standing: Standing,
    sender: Sender | None,
) -> Iterable[Html]:
    centre = [verdict.issue.centre] if verdict.issue else []
    number = _("Receipt No. {number}").format(number=submission.number)
    yield tag("p", " · ".join([*centre, number]), cls="from")
    yield tag(
        "h1",
        tag("span", standing.answer.sign, aria_hidden="true"),
        headline(verdict, standing),
        cls=standing.answer.light.value,
    )
    if finding := nothing_corrected(verdict):
        yield tag("p", f"{finding.whole_problem} {finding.whole_remedy}", cls="unchanged")
    yield tag("h2", _("What to do next"))
    yield tag("ol", *(tag("li", step) for step in next_steps(verdict, attempt, marked, standing)))
    yield from _finding_sections(verdict, standing)
    yield tag("h2", _("What came"))
    yield _facts_list(submission, verdict, attempt, sender)
    if any(entry.kind is not EntryKind.MISSING or entry.description for entry in verdict.entries):
        yield tag("h2", _("What was counted") if standing.counts else _("What was read"), id="answers")
        yield _answers_table(verdict, standing)
    yield tag("p", _contact_line(verdict), cls="small")
    yield tag("p", f"SHA-256: {submission.sha256}", cls="small")


def _contact_line(verdict: Verdict) -> str:
    contact = verdict.issue.contact if verdict.issue else ""
    if contact:
        return _("Questions? Ask {contact} and name the number of this receipt. Thank you!").format(
            contact=contact
        )
    return _("Questions? Write to the coordinator and name the number of this receipt. Thank you!")


def _finding_sections(verdict: Verdict, standing: Standing) -> Iterable[Html]:
    numbered = numbered_findings(verdict, standing)
    errors, warnings, notes = (numbered[each] for each in (Severity.ERROR, Severity.WARNING, Severity.NOTE))
    # If a file was not taken, the headline has its error and the steps below it have the remedy.
    headline_has_error = verdict.outcome is Outcome.NOT_TAKEN and len(errors) == 1
    if errors and not headline_has_error:
        yield tag("h2", _("To correct"), id="errors")
        yield _findings_table(errors, "errors")
    if warnings:
        yield tag("h2", _("Please have a look"), id="warnings")
        yield _findings_table(warnings, "warnings")
    if notes:
        yield tag("h2", _("For your information"))
        yield tag("ul", *(tag("li", _note_line(group)) for _number, group in notes), cls="notes")


def _findings_table(numbered: Sequence[tuple[int, Sequence[Finding]]], heading: str) -> Html:
    """Return a row for each problem, with all locations that have it."""
    rows = [
        tag(
            "tr",
            tag("td", str(number), cls="narrow"),
            tag("td", _locations(group)),
            tag("td", tag("div", group[0].whole_problem), *_remedy_line(group[0])),
        )
        for number, group in numbered
    ]
    return _table((_("No."), _("Where"), _("What is wrong and how to correct it")), rows, "found", heading)


def _remedy_line(finding: Finding) -> tuple[Html, ...]:
    # What keeps a return from counting is dealt with by the steps at the top.
    if finding.has(Effect.KEEPS_FROM_COUNTING):
        return ()
    return (tag("div", f"→ {finding.whole_remedy}", cls="fix"),)


def _note_line(group: Sequence[Finding]) -> str:
    """Return what was understood in a line, so that notes do not drown what must be corrected."""
    remedy = group[0].whole_remedy
    words = [group[0].whole_problem, *([] if remedy == _("Nothing needs to be done.") else [remedy])]
    where = _locations(group) if any(finding.location.shown for finding in group) else ""
    return " ".join([f"{where}:" if where else "", *words]).strip()


def _locations(group: Sequence[Finding]) -> str:
    if len(group) == 1:
        return group[0].location.shown or _("the whole file")
    by_sheet: dict[str, list[str]] = {}
    for location in (finding.location for finding in group):
        address = location.cell or location.row
        if location.cell and location.row:
            address = f"{location.cell} ({location.row})"
        by_sheet.setdefault(location.sheet, []).append(address)
    return "; ".join(f"{sheet}: {', '.join(filter(None, addresses))}" for sheet, addresses in by_sheet.items())


def _facts_list(submission: Submission, verdict: Verdict, attempt: Attempt | None, sender: Sender | None) -> Html:
    issue = verdict.issue
    facts = [(_("File"), submission.file)]
    if issue is not None:
        facts += [(_("Unit"), issue.unit.name), (_("Return for"), issue.quarter.title)]
        facts += [(_("Form code"), str(issue.form_code))]
    if sender is not None:
        facts += [(_("By mail from"), sender.address or "—"), (_("Mail came"), f"{sender.came_at:%d.%m.%Y %H:%M}")]
    facts += [(_("Received"), f"{submission.received_at:%d.%m.%Y %H:%M}")]
    if attempt is not None:
        due = _("{day}, the file came later") if attempt.is_late else "{day}"
        facts += [(_("Due by"), due.format(day=f"{attempt.due:%d.%m.%Y}"))]
        facts += [(_("Attempt"), str(attempt.number))]
    if verdict.filled_by:
        facts += [(_("Filled in by"), verdict.filled_by)]
    return tag("dl", *(tag("div", tag("dt", f"{name}:"), tag("dd", value)) for name, value in facts), cls="facts")


def _answers_table(verdict: Verdict, standing: Standing) -> Html:
    rows = [row(*texts) for texts in answer_rows(verdict, standing)]
    return _table((_("Code"), _("Measure"), _("Answer")), rows, "answers", "answers")


def _table(headings: Sequence[str], rows: Sequence[Html], css_class: str, heading: str) -> Html:
    """Return a table. It is called by the heading above it, which has the id `heading`."""
    head = tag("thead", tag("tr", *(tag("th", text, scope="col") for text in headings)))
    return tag("table", head, tag("tbody", *rows), cls=css_class, aria_labelledby=heading)
