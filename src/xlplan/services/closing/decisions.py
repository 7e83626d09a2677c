"""Waiving: one finding of one unit is silenced for a quarter, for a reason, and shown at the sign-off."""

from dataclasses import dataclass
from datetime import date, datetime

from xlplan.domain.edition import Waiver
from xlplan.domain.errors import XlplanError
from xlplan.domain.findings.finding import CATALOGUE, Severity
from xlplan.domain.named import nearest, unit_named
from xlplan.domain.plan import Unit
from xlplan.domain.quarter import Quarter
from xlplan.ledger.connection import open_ledger, writing
from xlplan.ledger.decisions import record_waiver
from xlplan.ledger.insist import insist_issued, insist_open
from xlplan.ledger.issues import latest_heads
from xlplan.storage.workspace import Workspace
from xlplan.text.translation import _


@dataclass(frozen=True)
class Wish:
    """What is to be silenced: the unit by code or name, the finding's code, why, and the last day it holds."""

    unit: str
    code: str
    reason: str
    until: date | None = None


def waive_finding(
    workspace: Workspace, quarter: Quarter, wish: Wish, at: datetime, by: str
) -> tuple[Unit, Waiver]:
    """Records the waiver. Only a warning can be waived: an error keeps a return from being accepted at all.

    XlplanError without a reason, for a closed quarter, an unknown unit or code, an error, or a day that is over.
    """
    if not wish.reason:
        raise XlplanError(_("A waiver needs a reason: --reason “…”."))
    _insist_on_warning(wish.code)
    if wish.until and wish.until < at.date():
        raise XlplanError(
            _("A waiver until {day} would be over already. Check --until.").format(day=f"{wish.until:%d.%m.%Y}")
        )
    with open_ledger(workspace.ledger) as ledger, writing(ledger) as connection:
        insist_issued(connection, quarter)
        insist_open(connection, quarter)
        unit = unit_named((issue.unit for issue in latest_heads(connection, quarter)), wish.unit)
        waiver = Waiver(quarter, unit.code, wish.code, wish.reason, wish.until, at, by)
        record_waiver(connection, waiver)
    return unit, waiver


def _insist_on_warning(code: str) -> None:
    warnings = [each for each, kind in CATALOGUE.items() if kind.severity is Severity.WARNING]
    if code in warnings:
        return
    if code in CATALOGUE and CATALOGUE[code].severity is Severity.ERROR:
        raise XlplanError(
            _("“{code}” is an error, which cannot be waived: the return must be corrected and sent again.").format(
                code=code
            )
        )
    known = ", ".join(nearest(code, warnings) or warnings)
    raise XlplanError(
        _("There is no warning “{code}”. Name one of these: {known}.").format(code=code, known=known)
    )
