"""Kinds of warnings that can stand open when a quarter is closed, by the place where they can stand."""

from xlplan.domain.findings import answer_kinds, cell_kinds, file_kinds, number_kinds
from xlplan.domain.findings.answer_kinds import (
    COLUMN_MISSING,
    EVENT_WITHOUT_CODE,
    MANY_ALIKE,
    MORE_WARNINGS,
    SHEET_LEFT_OUT,
)
from xlplan.domain.findings.catalogue import kinds_of
from xlplan.domain.findings.file_kinds import OLDER_THAN_COUNTED
from xlplan.domain.findings.finding import Effect, FindingKind, Severity
from xlplan.domain.findings.quarter_kinds import (
    CORRECTION_OPEN,
    DOUBLE_COUNT,
    EARLIER_OPEN,
    PLAN_UNADOPTED,
    ROWS_UNANSWERED,
    SHORTFALL_UNEXPLAINED,
    UNIT_MISSING,
    WITHDRAWN_AGAIN,
)


def _can_stand_at_closing(kind: FindingKind) -> bool:
    """Tell whether a finding of the kind can stand on a return that counts. Groups are made for receipts only."""
    settled = {Effect.SETTLED_BY_COUNTING, Effect.KEEPS_FROM_COUNTING} & set(kind.effects)
    return kind.severity is Severity.WARNING and not settled and kind != MANY_ALIKE


# A return may have any warning that its counting does not settle.
OF_RETURNS = tuple(
    kind
    for kind in (*kinds_of(file_kinds), *kinds_of(answer_kinds), *kinds_of(number_kinds), *kinds_of(cell_kinds))
    if _can_stand_at_closing(kind)
)
OF_UNITS = (UNIT_MISSING, CORRECTION_OPEN, ROWS_UNANSWERED, WITHDRAWN_AGAIN, SHORTFALL_UNEXPLAINED, *OF_RETURNS)
OF_CENTRE = (DOUBLE_COUNT, SHORTFALL_UNEXPLAINED, PLAN_UNADOPTED, EARLIER_OPEN)
# These stand at no row.
WITHOUT_ROW = (
    *(UNIT_MISSING, CORRECTION_OPEN, ROWS_UNANSWERED, WITHDRAWN_AGAIN, PLAN_UNADOPTED, EARLIER_OPEN),
    *(OLDER_THAN_COUNTED, COLUMN_MISSING, SHEET_LEFT_OUT, MORE_WARNINGS, EVENT_WITHOUT_CODE),
)
