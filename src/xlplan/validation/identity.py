"""Which issue a returned file is: a vote of the carriers it holds, never its name; never a guess."""

from collections.abc import Mapping

from xlplan.domain.findings.finding import Finding, found
from xlplan.domain.form_code import FormCode, read_form_codes
from xlplan.domain.plan import Issue, Issued
from xlplan.domain.submission import Returned
from xlplan.text.translation import _, mark
from xlplan.validation.quoting import REPORT_SHEET

_CARRIERS = {
    "visible": mark("the form code above the table"),
    "property": mark("the document property"),
    "hidden sheet": mark("the hidden sheet"),
    "name": mark("the defined name"),
}

Identified = tuple[Issue | None, tuple[Finding, ...]]


def identify(
    returned: Returned,
    centre: str,
    known: Mapping[str, Issued],
    centre_name: str = "",
) -> Identified:
    """The issue that a file is a return of, and what is to be said about that.

    `centre`: this centre's short code; `known`: the issues by form code, at least those that the file names.
    The issue is the one that the file was made on, also where a newer template has replaced it; None where the
    file is not known to be one.
    Source: design, intake: identify.
    """
    codes = sorted({code for held in returned.form_codes.values() for code in held})
    if not codes:
        missing = found("identity-missing") if returned.recognised else found("not-ours", sheet=REPORT_SHEET)
        return None, (missing,)
    if len(codes) > 1:
        return None, (found("identity-disagrees", seen=", ".join(codes)),)
    issued = known.get(codes[0])
    if issued is None:
        return None, (_unknown(codes[0], centre, centre_name, returned.recognised),)
    return issued.issue, (*_overtaken(issued), *_carriers_lost(returned))


def _unknown(seen: str, centre: str, centre_name: str, recognised: bool) -> Finding:
    codes = read_form_codes(seen)
    if not codes:
        return found("identity-missing") if recognised else found("not-ours", sheet=REPORT_SHEET)
    code: FormCode = codes[0]
    if code.centre != centre:
        return found("other-centre", seen=code, theirs=code.centre, ours=centre_name or centre)
    return found("not-issued", seen=code, quarter=code.quarter.title)


def _overtaken(issued: Issued) -> tuple[Finding, ...]:
    issue, current = issued.issue, issued.current
    if current.form_code != issue.form_code:
        replaced = f"{current.issued_on:%d.%m.%Y}"
        code = "form-older" if current.rows else "form-withdrawn"
        return (found(code, date=replaced, current=current.form_code),)
    if issued.newest > issue.quarter:
        return (found("earlier-quarter", quarter=issue.quarter.title, current=issued.newest.title),)
    return ()


def _carriers_lost(returned: Returned) -> tuple[Finding, ...]:
    lost = [_(words) for carrier, words in _CARRIERS.items() if not returned.form_codes.get(carrier)]
    return (found("carriers-lost", seen=", ".join(lost)),) if lost else ()
