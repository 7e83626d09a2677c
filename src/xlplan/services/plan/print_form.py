"""The official form of a plan for a year or a quarter, ready to sign."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from msgspec import Struct

from xlplan.documents.plan_form.quarter_form import indicators_of_quarter
from xlplan.documents.plan_form.writer import write_plan_form
from xlplan.documents.plan_reader.reader import find_plan
from xlplan.domain.errors import XlplanError
from xlplan.domain.executor_wording import comparable
from xlplan.domain.findings.finding import Finding, warnings_of
from xlplan.domain.plan import Centre, Plan, PlanVersion
from xlplan.domain.quarter import Quarter
from xlplan.ledger.plans import load_plan, plan_versions
from xlplan.services.document_base import DocumentBase, read_document_base
from xlplan.services.open_workspace import OpenWorkspace
from xlplan.storage.publish import Published, publish
from xlplan.storage.workspace import require_plan_workbooks
from xlplan.text.translation import _


class PrintResult(Struct, frozen=True):
    """The form that was written.

    Attributes:
        form: The file.
        version: The words about the version in the footer.
        measures_left_out: The number of measures without a target in the quarter.
        warnings: The warnings about the plan.
        centre: The centre of the plan, with who approves and who signs.
        base: The base of a Word document; None of a workbook.
    """

    form: Published
    version: str
    measures_left_out: int
    warnings: tuple[Finding, ...]
    centre: Centre
    base: DocumentBase | None = None

    @property
    def path(self) -> Path:
        """The path of the file."""
        return self.form.path


def print_plan(
    context: OpenWorkspace, period: int | Quarter, version: int | None = None, *, as_document: bool = False
) -> PrintResult:
    """Write the form of a year or a quarter into outbox/.

    Args:
        context: The workspace.
        period: The year or the quarter.
        version: The number of a recorded version. By default the plan workbook is printed.
        as_document: The form is a Word document, over the centre's own base where there is one.

    Raises:
        XlplanError: No sound plan covers the period, or the plan asks for nothing in it, or the base is unsound.
    """
    quarters = tuple(Quarter(period, number) for number in range(1, 5)) if isinstance(period, int) else (period,)
    workspace, now = context.workspace, context.now
    versions = _recorded_versions(context)
    findings: tuple[Finding, ...] = ()
    named: int | None = None
    if version is None:
        plan, _file, findings = find_plan(require_plan_workbooks(workspace), workspace.templates, quarters)
        in_force = _in_force(versions, quarters, plan)
    else:
        in_force, plan = _require_version(versions, version, quarters)
        named = None if _is_latest(versions, in_force, quarters) else version
    left_out = (
        0
        if isinstance(period, int)
        else sum(not indicators_of_quarter(plan, each, period) for each in plan.measures)
    )
    if left_out == len(plan.measures):
        raise XlplanError(
            _("The plan asks for nothing in {quarter}. Print another quarter.").format(quarter=period)
        )
    version_text = _version_text(in_force)
    write: Callable[[Path], None] = partial(
        write_plan_form, plan=plan, period=period, version=version_text, made_at=now()
    )
    base = read_document_base(workspace) if as_document else None
    if base:
        from xlplan.documents.plan_form.word_form import write_word_form

        write = partial(
            write_word_form, plan=plan, period=period, version=version_text, made_at=now(), base=base.data
        )
    form = publish(workspace.own_files, workspace.plan_form(period, named, as_document=as_document), write, now())
    return PrintResult(form, version_text, left_out, warnings_of(findings), plan.centre, base)


def _recorded_versions(context: OpenWorkspace) -> dict[int, tuple[PlanVersion, Plan]]:
    """Return the versions in the ledger by number, oldest first. Without a ledger there are none."""
    if not context.has_ledger:
        return {}
    with context.ledger.connect() as connection:
        return {
            version.number: (version, load_plan(connection, version.number))
            for version in plan_versions(connection)
        }


def _in_force(
    versions: Mapping[int, tuple[PlanVersion, Plan]], quarters: tuple[Quarter, ...], plan: Plan
) -> PlanVersion | None:
    """Return the version in force for these quarters, if it equals the plan. Otherwise the plan is a draft."""
    covering = [each for each in versions.values() if not set(quarters).isdisjoint(each[1].centre.quarters)]
    return covering[-1][0] if covering and covering[-1][1] == comparable(plan, covering[-1][1]) else None


def _require_version(
    versions: Mapping[int, tuple[PlanVersion, Plan]], number: int, quarters: tuple[Quarter, ...]
) -> tuple[PlanVersion, Plan]:
    if number not in versions:
        known = ", ".join(str(each) for each in versions) or "—"
        raise XlplanError(
            _("There is no version {number} of the plan; there are: {known}.").format(number=number, known=known)
        )
    covered = versions[number][1].centre.quarters
    if not set(quarters) <= set(covered):
        raise XlplanError(
            _("Version {number} of the plan covers {known} and not all of {quarters}. Name another.").format(
                number=number,
                known=", ".join(str(each) for each in covered),
                quarters=", ".join(str(each) for each in quarters),
            )
        )
    return versions[number]


def _is_latest(
    versions: Mapping[int, tuple[PlanVersion, Plan]], version: PlanVersion, quarters: tuple[Quarter, ...]
) -> bool:
    """Tell whether a version is the one in force in these quarters, at the end of them."""
    counting = (
        number
        for number, (each, plan) in versions.items()
        if not set(quarters).isdisjoint(plan.centre.quarters) and each.applies_from <= max(quarters)
    )
    return version.number == max(counting, default=None)


def _version_text(version: PlanVersion | None) -> str:
    """Return the words of the footer about the plan: its version, or that it is still a draft."""
    if version is None:
        return _("draft")
    return _("version {number} of {day}").format(number=version.number, day=f"{version.adopted_on:%d.%m.%Y}")
