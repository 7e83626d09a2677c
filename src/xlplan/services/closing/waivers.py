"""The coordinator silences a warning: of a unit or of the whole centre, of one row or of all."""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from xlplan.domain.decision_log import Decision, DecisionKind
from xlplan.domain.decisions import Waiver, silencing
from xlplan.domain.edition import CENTRE
from xlplan.domain.errors import XlplanError
from xlplan.domain.findings.catalogue import CATALOGUE
from xlplan.domain.findings.finding import FindingKind, Severity
from xlplan.domain.findings.quarter_kinds import SHORTFALL_UNEXPLAINED
from xlplan.domain.findings.waivable import OF_CENTRE, OF_UNITS, WITHOUT_ROW
from xlplan.domain.issue import reporting_units
from xlplan.domain.plan import Counting, Unit, closest_names, find_unit
from xlplan.domain.quarter import Quarter
from xlplan.domain.row_lookup import find_row
from xlplan.ledger.database import Connection
from xlplan.ledger.decisions import record_waiver, waivers_of
from xlplan.ledger.editions import require_open
from xlplan.ledger.issues import latest_issue_headers, require_issued
from xlplan.ledger.reports import plan_of
from xlplan.services.open_workspace import OpenWorkspace, decision_transaction
from xlplan.text.normalize import match_key
from xlplan.text.translation import N_, _, all_translations

# A unit may have one of these words as its name; then they mean the unit.
_CENTRE_WORDS = ("", "-", "–", "—", "center", *all_translations(N_("centre")))


class WaiverRequest(Struct, frozen=True):
    """A warning to silence.

    Attributes:
        unit: The unit by code or name. "", "-" or the word for the centre is the whole centre.
        code: The code of the finding.
        reason: The reason, in the words of the coordinator.
        until: The last day. None where it has no end.
        row: The row code. "" is any row.
    """

    unit: str
    code: str
    reason: str
    until: date | None = None
    row: str = ""


def waive_finding(context: OpenWorkspace, quarter: Quarter, request: WaiverRequest) -> tuple[Unit | None, Waiver]:
    """Record a waiver, and return it with its unit, None for the whole centre.

    Only a warning can be waived. An error keeps a return from being accepted at all.

    Raises:
        XlplanError: There is no reason, the quarter is closed, or the last day is over. The unit, the code or the
            row is unknown, the code is that of an error, or no such warning can stand there.
    """
    if not request.reason:
        raise XlplanError(_("A waiver needs a reason: --reason “…”."))
    kind = _require_warning(request.code)
    now = context.now()
    if request.until and request.until < now.date():
        raise XlplanError(
            _("A waiver until {day} would be over already. Check --until.").format(day=f"{request.until:%d.%m.%Y}")
        )
    with decision_transaction(context) as transaction:
        connection = transaction.connection
        require_issued(connection, quarter)
        require_open(connection, quarter)
        unit = _unit_of([issue.unit for issue in latest_issue_headers(connection, quarter)], request.unit)
        _require_place(kind, unit)
        key = _require_row(connection, quarter, kind, unit, request.row) if request.row else ""
        waiver = Waiver(
            quarter=quarter,
            unit=unit.code if unit else CENTRE,
            code=request.code,
            reason=request.reason,
            until=request.until,
            at=now,
            by=context.by,
            key=key,
        )
        before = _waived(silencing(waivers_of(connection, quarter), waiver.unit, waiver.code, key, now.date()))
        record_waiver(connection, waiver)
        decision = Decision(DecisionKind.WAIVER, waiver.reason, quarter, waiver.unit, key, before, _waived(waiver))
        transaction.record(decision)
    return unit, waiver


def _waived(waiver: Waiver | None) -> dict[str, str | None]:
    """Return a waiver as the decision log names it; nothing where there was none."""
    if waiver is None:
        return {}
    return {"code": waiver.code, "until": waiver.until.isoformat() if waiver.until else None}


def _unit_of(units: Sequence[Unit], name: str) -> Unit | None:
    """Return the unit of that name or code; None for the whole centre."""
    named = [unit for unit in units if match_key(name) in (match_key(unit.name), match_key(unit.code))]
    if not named and match_key(name) in [match_key(word) for word in _CENTRE_WORDS]:
        return None
    return find_unit(units, name)


def _require_warning(code: str) -> FindingKind:
    """Return the kind of a warning that can stand open at the closing."""
    kind = CATALOGUE.get(code)
    if kind in OF_UNITS or kind in OF_CENTRE:
        return CATALOGUE[code]
    if kind and kind.severity is Severity.ERROR:
        raise XlplanError(
            _("“{code}” is an error, which cannot be waived: the return must be corrected and sent again.").format(
                code=code
            )
        )
    if kind:
        raise XlplanError(
            _("“{code}” never stands open at the closing of a quarter, so there is nothing to waive.").format(
                code=code
            )
        )
    warnings = list(dict.fromkeys(each.code for each in (*OF_UNITS, *OF_CENTRE)))
    known = ", ".join(closest_names(code, warnings) or warnings)
    raise XlplanError(
        _("There is no warning “{code}”. Name one of these: {known}.").format(code=code, known=known)
    )


def _require_place(kind: FindingKind, unit: Unit | None) -> None:
    """Refuse a kind that cannot stand at a unit, or at the whole centre."""
    if unit and kind not in OF_UNITS:
        raise XlplanError(
            _("“{code}” concerns the whole centre, not a unit: leave out --unit.").format(code=kind.code)
        )
    if unit is None and kind not in OF_CENTRE:
        raise XlplanError(
            _("“{code}” concerns a unit, not the whole centre: name the unit with --unit.").format(code=kind.code)
        )


def _require_row(connection: Connection, quarter: Quarter, kind: FindingKind, unit: Unit | None, row: str) -> str:
    """Return the code of the row. Refuse one at which no finding of the kind can stand."""
    if kind in WITHOUT_ROW:
        raise XlplanError(_("“{code}” stands at no row: leave out --row.").format(code=kind.code))
    plan_in_force = plan_of(connection, quarter)
    if plan_in_force is None:
        raise LookupError("a quarter that was issued has a plan")
    measure, indicator = find_row(plan_in_force[1], row)
    if unit and unit.code not in reporting_units(measure, indicator):
        raise XlplanError(
            _("{unit} does not report row {key}, so nothing stands open there.").format(
                unit=unit.name, key=indicator.key
            )
        )
    if kind == SHORTFALL_UNEXPLAINED:
        _require_owner(unit, indicator.key, indicator.counting)
    return indicator.key


def _require_owner(unit: Unit | None, key: str, counting: Counting) -> None:
    """Refuse a unit's shortfall of a joint target, and the centre's of a target that one unit has."""
    if unit and counting is Counting.JOINT:
        raise XlplanError(
            _("Row {key} has a joint target, of which no unit falls short: leave out --unit.").format(key=key)
        )
    if unit is None and counting is Counting.LEAD:
        raise XlplanError(_("Row {key} is the target of one unit: name the unit with --unit.").format(key=key))
