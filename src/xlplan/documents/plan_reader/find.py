"""The one plan workbook among several that covers some quarters."""

from collections.abc import Sequence
from pathlib import Path

from xlplan.documents.plan_reader.reader import read_plan
from xlplan.domain.errors import XlplanError
from xlplan.domain.findings.finding import Finding, errors
from xlplan.domain.plan import Plan
from xlplan.domain.quarter import Quarter
from xlplan.text.translation import _


def find_plan(
    files: Sequence[Path], folder: Path, quarters: tuple[Quarter, ...]
) -> tuple[Plan, Path, tuple[Finding, ...]]:
    """The one plan among `files`, all of `folder`, that covers all these quarters, its workbook and its findings.

    XlplanError where there is none or more than one, or where those that are there cannot be read.
    """
    if not files:
        raise XlplanError(
            _("There is no plan workbook in {folder}. Put one there, or run “xlplan plan new”.").format(
                folder=folder
            )
        )
    plans: list[tuple[Plan, Path, tuple[Finding, ...]]] = []
    faulty: list[Finding] = []
    for path in files:
        plan, findings = read_plan(path)
        if plan is None:
            faulty += errors(findings)
        else:
            plans.append((plan, path, findings))
    covering = [each for each in plans if set(quarters) <= set(each[0].centre.quarters)]
    if len(covering) == 1:
        return covering[0]
    wanted = ", ".join(str(quarter) for quarter in quarters)
    if covering:
        raise XlplanError(
            _("Several plan workbooks cover {quarter}: {files}. Leave one of them in {folder}.").format(
                quarter=wanted,
                files=", ".join(path.name for _plan, path, _findings in covering),
                folder=folder,
            )
        )
    if faulty:
        raise XlplanError(*(str(finding) for finding in faulty))
    known = ", ".join(str(each) for plan, _path, _findings in plans for each in plan.centre.quarters)
    if len(quarters) > 1:
        raise XlplanError(
            _("No plan covers all of {quarters}; covered: {known}. Name one of these.").format(
                quarters=wanted, known=known
            )
        )
    raise XlplanError(
        _("The plan has no quarter {quarter}; it covers {known}. Name one of these.").format(
            quarter=wanted, known=known
        )
    )
