"""Rows that count no whole things: percentages, hours, money, days, and a share computed from two counts."""

from decimal import Decimal

from tests.support.template_samples import row
from xlplan.domain.issue import IssueRow
from xlplan.domain.plan import Better, Counting, Ratio
from xlplan.domain.target import UNSET, Target, TargetKind, count_target
from xlplan.domain.unit_of_measure import PERCENTAGE, UnitOfMeasure

HOURS, MONEY, DAYS = UnitOfMeasure("год", 1), UnitOfMeasure("грн", 2), UnitOfMeasure("днів", 0)

WHOLE = row("1.2.1", UNSET, Counting.SPLIT, indicator="звернень отримано")
PART = row("1.2.1/2", UNSET, Counting.SPLIT, indicator="звернень розглянуто в строк")
SHARE = row(
    "1.2.1/3",
    count_target(95),
    Counting.SPLIT,
    indicator="частка розглянутих у строк",
    unit_of_measure=PERCENTAGE,
    ratio=Ratio("1.2.1/2", "1.2.1"),
)
FREE_SHARE = row("1.2.1/4", UNSET, unit_of_measure=PERCENTAGE, ratio=Ratio("1.2.1/2", "1.2.1"))

MEASURED: dict[str, IssueRow] = {
    "percent": row("1.3.1", count_target(98), unit_of_measure=PERCENTAGE, indicator="задоволених клієнтів"),
    "whole percent": row("1.3.2", count_target(90), unit_of_measure=UnitOfMeasure("%", 0)),
    "percent at most": row("1.3.3", count_target(1), better=Better.LESS, unit_of_measure=PERCENTAGE),
    "hours": row("1.4.1", count_target(Decimal("5.5")), unit_of_measure=HOURS, indicator="тривалість прийому"),
    "hours at most": row("1.4.2", count_target(Decimal("5.5")), better=Better.LESS, unit_of_measure=HOURS),
    "money at most": row(
        "1.5.1", count_target(Decimal("11000.5")), better=Better.LESS, unit_of_measure=MONEY, indicator="витрати"
    ),
    "money": row("1.5.2", count_target(Decimal("40.05")), unit_of_measure=MONEY),
    "days at most": row("1.6.1", count_target(3), better=Better.LESS, unit_of_measure=DAYS, indicator="строк"),
    "hours on demand": row("1.7.1", Target(TargetKind.ON_DEMAND, "за потреби"), unit_of_measure=HOURS),
    "hours steadily": row("1.7.2", Target(TargetKind.CONTINUOUS, "постійно"), unit_of_measure=HOURS),
    "hours unset": row("1.7.3", UNSET, unit_of_measure=HOURS),
}
