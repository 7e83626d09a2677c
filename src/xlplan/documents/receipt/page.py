"""The receipt as one HTML page that needs nothing else: no script, no picture, no link."""

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from xlplan.documents.receipt.answers import answers
from xlplan.documents.receipt.html import Html, row, tag
from xlplan.documents.receipt.look import CLASSES, SIGNS, STYLE
from xlplan.documents.receipt.text import counts, headline, listed, next_steps, unchanged
from xlplan.domain.findings.finding import Finding, Severity
from xlplan.domain.submission import Attempt, EntryKind, Marked, Outcome, Submission, Verdict
from xlplan.text.translation import _, language

# Whatever a text may turn out to hold, a browser loads and runs nothing.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def receipt_page(
    submission: Submission, verdict: Verdict, attempt: Attempt | None = None, marked: Marked | None = None
) -> str:
    """The answer to one file: how it was taken, what to do next, what is wrong, what was counted.

    `attempt`: None where the file is no return; `marked`: the file to correct, None where there is none. Every
    text is escaped; the same arguments give the same page.
    """
    title = " · ".join(
        [_("Receipt No. {number}").format(number=submission.number), *_whose(verdict), _(verdict.outcome.value)]
    )
    head = tag(
        "head", Html('<meta charset="utf-8">'), _meta(), tag("title", title), Html(f"<style>{STYLE}</style>")
    )
    body = tag("body", *_parts(submission, verdict, attempt, marked))
    return f"<!DOCTYPE html>\n{tag('html', head, body, lang=language())}\n".replace("><", ">\n<")


def _meta() -> Html:
    return Html(
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
    )


def _whose(verdict: Verdict) -> list[str]:
    return [verdict.issue.unit.name] if verdict.issue else []


def _parts(
    submission: Submission, verdict: Verdict, attempt: Attempt | None, marked: Marked | None
) -> Iterable[Html]:
    sender = [verdict.issue.centre] if verdict.issue else []
    number = _("Receipt No. {number}").format(number=submission.number)
    yield tag("p", " · ".join([*sender, number]), cls="from")
    yield tag("h1", tag("span", SIGNS[verdict.outcome]), headline(verdict), cls=CLASSES[verdict.outcome])
    if same := unchanged(verdict):
        yield tag("p", f"{same.problem} {same.remedy}", cls="unchanged")
    yield tag("h2", _("What to do next"))
    yield tag("ol", *(tag("li", step) for step in next_steps(verdict, attempt, marked)))
    yield from _found(verdict)
    yield tag("h2", _("What came"))
    yield _facts(submission, verdict, attempt)
    if any(entry.kind is not EntryKind.MISSING or entry.description for entry in verdict.entries):
        yield tag("h2", _("What was counted") if counts(verdict) else _("What was read"))
        yield _answers(verdict)
    yield tag("p", _ask(verdict), cls="small")
    yield tag("p", f"SHA-256: {submission.sha256}", cls="small")


def _ask(verdict: Verdict) -> str:
    contact = verdict.issue.contact if verdict.issue else ""
    if contact:
        return _("Questions? Ask {contact} and name the number of this receipt. Thank you!").format(
            contact=contact
        )
    return _("Questions? Write to the coordinator and name the number of this receipt. Thank you!")


def _found(verdict: Verdict) -> Iterable[Html]:
    groups = (
        (_("To correct"), Severity.ERROR),
        (_("Please have a look"), Severity.WARNING),
        (_("For your information"), Severity.NOTE),
    )
    # A file that was not taken has its error in the headline, and what to do about it right below.
    told = verdict.outcome is Outcome.NOT_TAKEN and len(listed(verdict, Severity.ERROR)) == 1
    for title, severity in groups:
        findings = listed(verdict, severity)
        if findings and not (told and severity is Severity.ERROR):
            yield tag("h2", title)
            yield _findings(findings)


def _findings(findings: Sequence[Finding]) -> Html:
    """A row for each thing that is wrong, with every place where it is."""
    same: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        same.setdefault((finding.problem, finding.remedy), []).append(finding)
    rows = [
        tag(
            "tr",
            tag("td", str(number), cls="narrow"),
            tag("td", _places(group)),
            tag("td", tag("div", problem), tag("div", f"→ {remedy}", cls="fix")),
        )
        for number, ((problem, remedy), group) in enumerate(same.items(), 1)
    ]
    return _table((_("No."), _("Where"), _("What is wrong and how to correct it")), rows, "found")


def _places(group: Sequence[Finding]) -> str:
    if len(group) == 1:
        return group[0].place.shown or _("the whole file")
    by_sheet: dict[str, list[str]] = {}
    for each in group:
        place = each.place
        spot = f"{place.cell} ({place.row})" if place.cell and place.row else place.cell or place.row
        by_sheet.setdefault(place.sheet, []).append(spot)
    return "; ".join(f"{sheet}: {', '.join(filter(None, spots))}" for sheet, spots in by_sheet.items())


def _facts(submission: Submission, verdict: Verdict, attempt: Attempt | None) -> Html:
    issue = verdict.issue
    facts = [(_("File"), submission.file)]
    if issue is not None:
        facts += [(_("Unit"), issue.unit.name), (_("Return for"), issue.quarter.title)]
        facts += [(_("Form code"), str(issue.form_code))]
    facts += [(_("Received"), f"{submission.received_at:%d.%m.%Y %H:%M}")]
    if attempt is not None:
        late = _("{day}, the file came later") if attempt.late else "{day}"
        facts += [(_("Due by"), late.format(day=f"{attempt.due:%d.%m.%Y}"))]
        facts += [(_("Attempt"), str(attempt.number))]
    if verdict.filled_by:
        facts += [(_("Filled in by"), verdict.filled_by)]
    cells = [(tag("td", f"{name}:", cls="name"), tag("td", value)) for name, value in facts]
    half = (len(cells) + 1) // 2
    # Two beside each other, so that a return's receipt fits on a page.
    rows = zip_longest(cells[:half], cells[half:], fillvalue=(tag("td"), tag("td")))
    return tag("table", *(tag("tr", *left, *right) for left, right in rows), cls="facts")


def _answers(verdict: Verdict) -> Html:
    rows = [row(*each) for each in answers(verdict)]
    return _table((_("Code"), _("Measure"), _("Answer")), rows, "answers")


def _table(headings: Sequence[str], rows: Sequence[Html], look: str) -> Html:
    top = tag("thead", tag("tr", *(tag("th", heading) for heading in headings)))
    return tag("table", top, tag("tbody", *rows), cls=look)
