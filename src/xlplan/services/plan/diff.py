"""The differences of two plans: versions in the ledger, or workbooks."""

from pathlib import Path

from msgspec import Struct

from xlplan.domain.errors import XlplanError
from xlplan.domain.plan import Plan, PlanVersion
from xlplan.domain.plan_diff import PlanChange, compare_plans
from xlplan.ledger.plans import latest_plan, load_plan, plan_versions
from xlplan.services.open_workspace import OpenWorkspace
from xlplan.services.plan.adopt import read_workbook
from xlplan.storage.workspace import require_plan_workbook
from xlplan.text.translation import _

Side = PlanVersion | Path


class PlanComparison(Struct, frozen=True):
    """Two plans, each a version or a workbook, and the differences of the second."""

    old: Side
    new: Side
    changes: tuple[PlanChange, ...]


def diff_plans(context: OpenWorkspace, old: str | None = None, new: str | None = None) -> PlanComparison:
    """Compare two plans. Each is named by the number of a version or by the file of a workbook.

    Args:
        context: The workspace.
        old: The first plan. A number alone is compared with the latest version, a workbook alone with the version
            in force. By default the workbook in templates/ is compared with the version in force.
        new: The second plan.

    Raises:
        XlplanError: There is no such version, a workbook has errors, or no version was adopted.
    """
    versions = _versions(context)
    if new is not None:
        names = (old, new)
    elif old is not None and old.isdecimal():
        names = (old, str(versions[-1].number) if versions else "1")
    else:
        names = (None, old or str(require_plan_workbook(context.workspace)))
    new_side = _side(context, versions, names[1])
    old_side = _side(context, versions, names[0]) if names[0] else _in_force(context, new_side[1])
    return PlanComparison(old_side[0], new_side[0], compare_plans(old_side[1], new_side[1]))


def _versions(context: OpenWorkspace) -> tuple[PlanVersion, ...]:
    with context.ledger.connect() as connection:
        return plan_versions(connection)


def _side(context: OpenWorkspace, versions: tuple[PlanVersion, ...], name: str) -> tuple[Side, Plan]:
    if not name.isdecimal():
        path = Path(name)
        return path, read_workbook(path)[0]
    version = next((each for each in versions if each.number == int(name)), None)
    if version is None:
        known = ", ".join(str(each.number) for each in versions) or "—"
        raise XlplanError(
            _("There is no version {number} of the plan; there are: {known}.").format(number=name, known=known)
        )
    with context.ledger.connect() as connection:
        return version, load_plan(connection, version.number)


def _in_force(context: OpenWorkspace, plan: Plan) -> tuple[Side, Plan]:
    with context.ledger.connect() as connection:
        in_force = latest_plan(connection, plan.centre.quarters)
    if in_force is None:
        raise XlplanError(_("No plan for this period has been adopted yet, so there is nothing to compare with."))
    return in_force
