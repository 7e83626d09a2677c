"""A small issue that has every kind of target, for tests of the template."""

from datetime import UTC, date, datetime

from xlplan.domain.form_code import FormCode
from xlplan.domain.issue import Issue, IssueRow
from xlplan.domain.plan import Better, Counting, PlannedEvent, Unit, UnitKind
from xlplan.domain.quarter import Quarter
from xlplan.domain.target import UNSET, Target, TargetKind, count_target

QUARTER = Quarter(2021, 2)
MADE = datetime(2021, 4, 1, tzinfo=UTC)
FORM_CODE = FormCode("KR", QUARTER, "HOR", "7F3K")


def row(key: str, target: Target, counting: Counting = Counting.LEAD, **more: object) -> IssueRow:
    """A row with that target."""
    details: dict[str, object] = {"measure": f"Захід {key}", "indicator": "зустрічі, лекції тощо", **more}
    return IssueRow(key=key, target=target, counting=counting, **details)  # type: ignore[arg-type]


def event(key: str, title: str, on: str = "") -> PlannedEvent:
    """A planned event of the unit."""
    return PlannedEvent(key, "HOR", QUARTER, title, on)


KINDS = {
    "split": row("1.1.1", count_target(2), Counting.SPLIT),
    "lead": row("1.1.10", count_target(3)),
    "at most": row("1.2.1", count_target(4), better=Better.LESS),
    "joint": row("1.2.2", count_target(17), Counting.JOINT),
    "continuous": row("2.1.1", Target(TargetKind.CONTINUOUS, "постійно")),
    "on demand": row("2.1.2", Target(TargetKind.ON_DEMAND, "за потреби")),
    "on instruction": row("2.1.3", Target(TargetKind.ON_INSTRUCTION, "за дорученням Координаційного центру")),
    "unset": row("2.1.3/2", UNSET, Counting.SPLIT),
}


def issue(*rows: IssueRow) -> Issue:
    """An issue of these rows; without any, one of every kind."""
    unit = Unit("HOR", "Хорошівське БПД", UnitKind.BUREAU)
    centre = "Коростенський місцевий центр з надання БВПД"
    return Issue(FORM_CODE, centre, unit, 1, date(2021, 4, 1), date(2021, 7, 9), rows or tuple(KINDS.values()))


HOSTILE = (
    "=1+1",
    "@SUM(A1)",
    "+380",
    "-5",
    "http://example.org",
    '=HYPERLINK("http://x";"y")',
    "{=1}",
    "'лапка",
    "<r><t>товсте</t></r>",
    "<r>незакрите & </r>",
)
