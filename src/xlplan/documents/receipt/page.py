"""The page of a receipt. Every text in its HTML is escaped."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape
from itertools import zip_longest

from xlplan.documents import style
from xlplan.documents.receipt.text import (
    answer_rows,
    headline,
    next_steps,
    nothing_corrected,
    numbered_findings,
)
from xlplan.domain.entries import EntryKind
from xlplan.domain.findings.finding import Effect, Finding, Severity
from xlplan.domain.standing import Light, Standing, first_standing
from xlplan.domain.status import Status
from xlplan.domain.submission import Attempt, MarkedReturn, Outcome, Submission, Verdict
from xlplan.text.normalize import without_invisible
from xlplan.text.translation import _, language


class Html(str):
    """A text that is HTML already."""

    __slots__ = ()


def tag(element: str, *content: str, **attributes: str) -> Html:
    """Return an element with its content. Content that is not `Html` is escaped. `cls` stands for `class`."""
    inner = "".join(each if isinstance(each, Html) else _escape_line(each) for each in content)
    named = "".join(
        f' {name.replace("cls", "class")}="{_escape_line(value)}"' for name, value in attributes.items()
    )
    return Html(f"<{element}{named}>{inner}</{element}>")


def row(*texts: str) -> Html:
    """Return a table row of plain texts. It is what `tag` would return, in a tenth of the time."""
    return Html(f"<tr><td>{'</td><td>'.join(map(_escape_line, texts))}</td></tr>")


# The measures of a plan and the words of a receipt repeat in every return.
@lru_cache(maxsize=4096)
def _escape_line(text: str) -> str:
    """Return the text in one line, without signs that nobody sees. Some of them reverse the order of letters."""
    return escape(" ".join(without_invisible(text).split()), quote=True)


_INKS = {Light.GREEN: Status.MET, Light.AMBER: Status.NOT_RETURNED, Light.RED: Status.SHORT}

_LIGHT_STYLES = "\n".join(
    f".{light.value} {{ color: {style.STATUS_INK[status]}; background-color: {style.STATUS_FILL[status]};"
    f" border-left: 6px solid {style.STATUS_INK[status]}; }}"
    for light, status in _INKS.items()
)

STYLE = f"""
body {{ font-family: Arial, "Liberation Sans", sans-serif; font-size: 10.5pt; line-height: 1.35;
  color: {style.TEXT}; background-color: #ffffff; max-width: 190mm; margin: 8mm auto;
  padding: 0 4mm; overflow-wrap: anywhere; }}
.from {{ color: {style.MUTED}; margin: 0 0 2mm 0; }}
h1 {{ font-size: 17pt; line-height: 1.25; margin: 0 0 4mm 0; padding: 3mm 4mm; }}
h1 span {{ margin-right: 3mm; }}
h2 {{ font-size: 12pt; color: {style.INK}; margin: 4mm 0 1.5mm 0; }}
ol {{ margin: 0; padding-left: 6mm; }}
li {{ margin: 0 0 1.5mm 0; }}
.notes {{ color: {style.MUTED}; font-size: 9pt; margin: 0; padding-left: 5mm; }}
.notes li {{ margin: 0 0 0.5mm 0; }}
.unchanged {{ font-weight: bold; margin: 0 0 3mm 0; }}
table {{ border-collapse: collapse; width: 100%; }}
th {{ text-align: left; background-color: {style.INK}; color: #ffffff; font-size: 9pt; padding: 1mm 2mm; }}
td {{ border: 1px solid {style.LINE}; padding: 1mm 2mm; vertical-align: top; }}
.facts td {{ border: none; padding: 0.4mm 2mm 0.4mm 0; }}
.facts td.name {{ color: {style.MUTED}; white-space: nowrap; width: 28mm; }}
.found th:nth-child(1) {{ width: 7mm; }} .found th:nth-child(2) {{ width: 54mm; }}
.answers {{ font-size: 8.5pt; line-height: 1.2; }}
.answers th:nth-child(1) {{ width: 12mm; }} .answers td:nth-child(1) {{ white-space: nowrap; }}
.answers th:nth-child(3) {{ width: 58mm; }}
.answers td {{ padding: 0.5mm 2mm; }}
.narrow {{ white-space: nowrap; }}
.fix {{ color: {style.STATUS_INK[Status.MET]}; }}
.small {{ color: {style.MUTED}; font-size: 8pt; margin: 2mm 0 0 0; }}
{_LIGHT_STYLES}
@page {{ size: A4; margin: 10mm 12mm; }}
@media print {{ body {{ margin: 0; padding: 0; font-size: 9pt; }}
  .answers {{ font-size: 7.5pt; }} .answers td {{ padding: 0.2mm 2mm; }} h2 {{ margin-top: 3mm; }}
  tr, li {{ break-inside: avoid; }}
  thead {{ display: table-header-group; }} h1, h2 {{ break-after: avoid; }}
  * {{ print-color-adjust: exact; -webkit-print-color-adjust: exact; }} }}
"""


# A browser loads and runs nothing, whatever a text contains.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def receipt_page(
    submission: Submission,
    verdict: Verdict,
    attempt: Attempt | None = None,
    marked: MarkedReturn | None = None,
    standing: Standing | None = None,
) -> str:
    """Return the answer to one file: outcome, next steps, findings and counted answers.

    The same arguments give the same page.

    Args:
        submission: The file as it was received.
        verdict: The outcome for it.
        attempt: Its number and its due day; None if the file is no return.
        marked: The file to correct; None without one.
        standing: How the submission stands now; None for a file that comes for the first time.
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
        "head", Html('<meta charset="utf-8">'), _meta_tags(), tag("title", title), Html(f"<style>{STYLE}</style>")
    )
    body = tag("body", *_body(submission, verdict, attempt, marked, now))
    return f"<!DOCTYPE html>\n{tag('html', head, body, lang=language())}\n".replace("><", ">\n<")


def _meta_tags() -> Html:
    return Html(
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
    )


def _unit_names(verdict: Verdict) -> list[str]:
    return [verdict.issue.unit.name] if verdict.issue else []


def _body(
    submission: Submission,
    verdict: Verdict,
    attempt: Attempt | None,
    marked: MarkedReturn | None,
    standing: Standing,
) -> Iterable[Html]:
    sender = [verdict.issue.centre] if verdict.issue else []
    number = _("Receipt No. {number}").format(number=submission.number)
    yield tag("p", " · ".join([*sender, number]), cls="from")
    yield tag(
        "h1", tag("span", standing.answer.sign), headline(verdict, standing), cls=standing.answer.light.value
    )
    if finding := nothing_corrected(verdict):
        yield tag("p", f"{finding.whole_problem} {finding.whole_remedy}", cls="unchanged")
    yield tag("h2", _("What to do next"))
    yield tag("ol", *(tag("li", step) for step in next_steps(verdict, attempt, marked, standing)))
    yield from _finding_sections(verdict, standing)
    yield tag("h2", _("What came"))
    yield _facts_table(submission, verdict, attempt)
    if any(entry.kind is not EntryKind.MISSING or entry.description for entry in verdict.entries):
        yield tag("h2", _("What was counted") if standing.counts else _("What was read"))
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
        yield tag("h2", _("To correct"))
        yield _findings_table(errors)
    if warnings:
        yield tag("h2", _("Please have a look"))
        yield _findings_table(warnings)
    if notes:
        yield tag("h2", _("For your information"))
        yield tag("ul", *(tag("li", _note_line(group)) for _number, group in notes), cls="notes")


def _findings_table(numbered: Sequence[tuple[int, Sequence[Finding]]]) -> Html:
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
    return _table((_("No."), _("Where"), _("What is wrong and how to correct it")), rows, "found")


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


def _facts_table(submission: Submission, verdict: Verdict, attempt: Attempt | None) -> Html:
    issue = verdict.issue
    facts = [(_("File"), submission.file)]
    if issue is not None:
        facts += [(_("Unit"), issue.unit.name), (_("Return for"), issue.quarter.title)]
        facts += [(_("Form code"), str(issue.form_code))]
    facts += [(_("Received"), f"{submission.received_at:%d.%m.%Y %H:%M}")]
    if attempt is not None:
        due = _("{day}, the file came later") if attempt.is_late else "{day}"
        facts += [(_("Due by"), due.format(day=f"{attempt.due:%d.%m.%Y}"))]
        facts += [(_("Attempt"), str(attempt.number))]
    if verdict.filled_by:
        facts += [(_("Filled in by"), verdict.filled_by)]
    cells = [(tag("td", f"{name}:", cls="name"), tag("td", value)) for name, value in facts]
    half = (len(cells) + 1) // 2
    # Two facts stand side by side, so that a return's receipt fits on a page.
    rows = zip_longest(cells[:half], cells[half:], fillvalue=(tag("td"), tag("td")))
    return tag("table", *(tag("tr", *left, *right) for left, right in rows), cls="facts")


def _answers_table(verdict: Verdict, standing: Standing) -> Html:
    rows = [row(*texts) for texts in answer_rows(verdict, standing)]
    return _table((_("Code"), _("Measure"), _("Answer")), rows, "answers")


def _table(headings: Sequence[str], rows: Sequence[Html], css_class: str) -> Html:
    head = tag("thead", tag("tr", *(tag("th", heading) for heading in headings)))
    return tag("table", head, tag("tbody", *rows), cls=css_class)
