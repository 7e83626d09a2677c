"""The issue that a file belongs to: known by its form code, or only likely by its rows.

A file whose form code is gone is never taken on a likeness. The sender is asked instead.
"""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from xlplan.domain.findings.file_kinds import (
    CARRIERS_LOST,
    EARLIER_QUARTER,
    FORM_OLDER,
    FORM_WITHDRAWN,
    IDENTITY_DISAGREES,
    IDENTITY_LIKELY,
    IDENTITY_MISSING,
    NOT_ISSUED,
    NOT_OURS,
    OTHER_CENTRE,
)
from xlplan.domain.findings.finding import Finding
from xlplan.domain.form_code import FormCode, read_form_codes
from xlplan.domain.issue import Issue, IssueRow, IssueStanding
from xlplan.domain.returned import ReturnContent, ReturnedRow
from xlplan.domain.sheets import HEADINGS, REPORT
from xlplan.text.translation import N_, _
from xlplan.validation.locked_cells import changed_cells

_TEXT_HEADINGS = {HEADINGS["measure"], HEADINGS["indicator"]}
_TARGET_HEADING = HEADINGS["target"]
_MOST_SUGGESTED = 3


class Likeness(Struct, frozen=True):
    """The likeness of a file's rows to those of an issue.

    Attributes:
        issue: The issue compared.
        codes: The number of its row codes in the file.
        texts: The number of these rows with measure and indicator as issued.
        targets: The number of these rows with the target as issued.
    """

    issue: Issue
    codes: int
    texts: int
    targets: int

    @property
    def is_complete(self) -> bool:
        """True if the file has every row of the issue."""
        return self.codes == len(self.issue.rows)

    @property
    def rank(self) -> tuple[int, int, int, bool]:
        """The order of likeness; equal ranks are a tie.

        The number of missing rows does not count, unless none is missing: a part of a sheet may come from a long
        template or from a short one.
        """
        return self.texts, self.codes, self.targets, self.is_complete


def likely_issues(rows: Sequence[ReturnedRow], issues: Iterable[Issue]) -> tuple[Likeness, ...]:
    """Return the issues that have more than half of the codes in `rows`, the likeliest first.

    Several issues with the rank of the first are a tie. The result is empty if no issue is like the file.
    Source: design, intake: with too few carriers to be sure, xlplan asks and never guesses.
    """
    by_key = {row.key: row for row in rows if row.key}
    likenesses = (_likeness(issue, by_key) for issue in issues)
    alike = [likeness for likeness in likenesses if likeness.codes * 2 > len(by_key)]
    return tuple(sorted(alike, key=lambda likeness: likeness.rank, reverse=True))


def best_matches(likenesses: Sequence[Likeness]) -> tuple[Likeness, ...]:
    """Return the likeliest issue and all with the same rank."""
    return tuple(likeness for likeness in likenesses if likeness.rank == likenesses[0].rank)


def suggest_issues(rows: Sequence[ReturnedRow], issues: Iterable[Issue]) -> tuple[Finding, ...]:
    """Return a finding for each issue that a file without a form code may belong to, three at most."""
    codes = len({row.key for row in rows if row.key})
    return tuple(
        IDENTITY_LIKELY.at(
            seen=likeness.codes,
            rows=codes,
            unit=likeness.issue.unit.name,
            quarter=likeness.issue.quarter.title,
            form=likeness.issue.form_code,
        )
        for likeness in best_matches(likely_issues(rows, issues))[:_MOST_SUGGESTED]
    )


def _likeness(issue: Issue, by_key: dict[str, ReturnedRow]) -> Likeness:
    changed = [_changed_headings(row, by_key[row.key]) for row in issue.rows if row.key in by_key]
    texts = sum(not headings & _TEXT_HEADINGS for headings in changed)
    return Likeness(issue, len(changed), texts, sum(_TARGET_HEADING not in headings for headings in changed))


def _changed_headings(issued: IssueRow, row: ReturnedRow) -> set[str]:
    """Return the headings under which a row differs from the row as issued."""
    return {dict(finding.values)["heading"] for finding in changed_cells(issued, row)}


_CARRIERS = {
    "visible": N_("the form code above the table"),
    "property": N_("the document property"),
    "hidden sheet": N_("the hidden sheet"),
    "name": N_("the defined name"),
}

Identification = tuple[Issue | None, tuple[Finding, ...]]


def identify(
    content: ReturnContent,
    centre: str,
    standings: Mapping[str, IssueStanding],
    centre_name: str = "",
) -> Identification:
    """Return the issue on which a file was made, and the findings about its identity.

    The issue is returned even if a newer template has replaced it. It is None for a file that is no known return.
    Source: design, intake: identify.

    Args:
        content: The workbook as read.
        centre: The short code of this centre.
        standings: The issues by form code; at least those whose codes the file carries.
        centre_name: The name of this centre.
    """
    codes = sorted({code for carried in content.form_codes.values() for code in carried})
    if not codes:
        finding = IDENTITY_MISSING.at() if content.has_report_sheet else NOT_OURS.at(sheet=REPORT.name)
        return None, (finding,)
    if len(codes) > 1:
        return None, (IDENTITY_DISAGREES.at(seen=", ".join(codes)),)
    standing = standings.get(codes[0])
    if standing is None:
        return None, (_unknown_form_code(codes[0], centre, centre_name, content.has_report_sheet),)
    return standing.issue, (*_standing_findings(standing), *_lost_carriers(content))


def _unknown_form_code(text: str, centre: str, centre_name: str, has_report_sheet: bool) -> Finding:
    codes = read_form_codes(text)
    if not codes:
        return IDENTITY_MISSING.at() if has_report_sheet else NOT_OURS.at(sheet=REPORT.name)
    code: FormCode = codes[0]
    if code.centre != centre:
        return OTHER_CENTRE.at(seen=code, theirs=code.centre, ours=centre_name or centre)
    return NOT_ISSUED.at(seen=code, quarter=code.quarter.title)


def _standing_findings(standing: IssueStanding) -> tuple[Finding, ...]:
    issue, current = standing.issue, standing.current
    if current.form_code != issue.form_code:
        replaced_on = f"{current.issued_on:%d.%m.%Y}"
        kind = FORM_OLDER if current.rows else FORM_WITHDRAWN
        return (kind.at(date=replaced_on, current=current.form_code),)
    if standing.newest_quarter > issue.quarter:
        return (EARLIER_QUARTER.at(quarter=issue.quarter.title, current=standing.newest_quarter.title),)
    return ()


def _lost_carriers(content: ReturnContent) -> tuple[Finding, ...]:
    lost = [_(words) for carrier, words in _CARRIERS.items() if not content.form_codes.get(carrier)]
    return (CARRIERS_LOST.at(seen=", ".join(lost)),) if lost else ()
