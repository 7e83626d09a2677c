"""What a file looks like by its rows: to be asked about where the form code is gone, never to be taken."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True)
class Likeness:
    """How far the rows of a file are those of an issue.

    `codes`: how many of the issue's rows it has; `texts`: in how many of them measure and indicator read as
    issued; `targets`: in how many the target does.
    """

    issue: Issue
    codes: int
    texts: int
    targets: int

    @property
    def is_complete(self) -> bool:
        """Whether no row of the issue is missing."""
        return self.codes == len(self.issue.rows)

    @property
    def rank(self) -> tuple[int, int, int, bool]:
        """What tells two issues apart; equal ranks are a tie. A part of a sheet may belong to a long one and to a
        short one alike, so how much is missing counts only where nothing is."""
        return self.texts, self.codes, self.targets, self.is_complete


def likely_issues(rows: Sequence[ReturnedRow], issues: Iterable[Issue]) -> tuple[Likeness, ...]:
    """The issues that hold most of the codes in `rows`, the likeliest first: that with most texts in common.

    Several with the rank of the first are a tie. Empty where no issue is like the file.
    Source: design, intake: too few carriers to be sure are asked about, never guessed.
    """
    by_key = {row.key: row for row in rows if row.key}
    likenesses = (_likeness(issue, by_key) for issue in issues)
    alike = [likeness for likeness in likenesses if likeness.codes * 2 > len(by_key)]
    return tuple(sorted(alike, key=lambda likeness: likeness.rank, reverse=True))


def best_matches(likenesses: Sequence[Likeness]) -> tuple[Likeness, ...]:
    """Those between which the rows cannot decide: the first, and whatever ranks as high."""
    return tuple(likeness for likeness in likenesses if likeness.rank == likenesses[0].rank)


def suggest_issues(rows: Sequence[ReturnedRow], issues: Iterable[Issue]) -> tuple[Finding, ...]:
    """What to ask about a file without a form code: a finding for each issue that it may be, most three."""
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
    """The headings under which a row does not read as issued."""
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
    """The issue that a file is a return of, and what is to be said about that.

    `centre`: this centre's short code; `standings`: the issues by form code, at least those that the file names.
    The issue is the one that the file was made on, also where a newer template has replaced it; None where the
    file is not known to be one.
    Source: design, intake: identify.
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
