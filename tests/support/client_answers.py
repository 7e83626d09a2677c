"""A real template filled in as a unit would, with texts that have come to grief somewhere; and how it is read."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import cycle
from pathlib import Path

from tests.support.centre import QUARTER, clean_answer, issue_of
from xlplan.domain.entries import Entry, EventEntry
from xlplan.domain.findings.finding import Finding
from xlplan.domain.issue import Issue
from xlplan.domain.returned import CellValue, ReturnContent
from xlplan.domain.target import TargetKind
from xlplan.services.intake.child_tasks import parse_file
from xlplan.storage.workspace import Workspace
from xlplan.validation.returns import check_return
from xlplan.workflows.fill_template import fill_template

Answers = Mapping[str, Mapping[str, CellValue]]
EventAnswers = Sequence[Mapping[str, CellValue]]
Checked = tuple[tuple[Entry, ...], tuple[EventEntry, ...], tuple[Finding, ...]]

# Each has been lost, cut, split or calculated by one program or another.
TEXTS = (
    "проведено зустріч",
    "перший рядок\nдругий рядок\n\nчетвертий рядок",
    "зв'язок, зв’язок і звʼязок",
    "=1+1",
    "+380 не телефон",
    "-5 осіб, @громада",
    'лапки "прямі" і «ялинки», <теґ> & кома; крапка',
    "ті самі\tтабуляція і  два пробіли",
    "успіх 🎉 · №5 · 12,5 %",
    "00123",
    "1.4.10",
    "14.05.2021",
    "TRUE",
    "довгий текст " * 150,
)
MORE_EVENTS: EventAnswers = (
    {
        "key": "1.4.9",
        "event": "=семінар",
        "held_on": datetime(2021, 5, 14),
        "people": 12,
        "link": "www.rada.gov.ua",
    },
    {"key": "1.4.10", "event": "виїзд\nу громаду", "held_on": "14.05.2021 р.", "people": "7 осіб"},
)


def answers_of(issue: Issue) -> dict[str, dict[str, CellValue]]:
    """An answer to every row; a difficult text wherever words may stand."""
    texts = cycle(TEXTS)
    answers = {row.key: {**clean_answer(row), "description": next(texts)} for row in issue.rows}
    short = next(row for row in issue.rows if row.is_judged and row.target.count)
    answers[short.key] |= {"done": 0, "reason": next(texts), "action": next(texts)}
    silent = [row for row in issue.rows if row.target.kind is TargetKind.UNSET]
    return answers | {row.key: {} for row in silent[:1]}


def fill(workspace: Workspace, unit: str, out: Path, answers: Answers, events: EventAnswers = ()) -> Path:
    """The unit's template with these answers, saved as `out`; `events` go into the spare rows."""
    template = workspace.template(QUARTER, issue_of(workspace, unit).unit.name)
    fill_template(template, out, answers, {f"+{number}": event for number, event in enumerate(events, start=1)})
    return out


def read(path: Path) -> ReturnContent:
    """The file as it is read, after the gate; fails where it is refused."""
    seen = parse_file(path)
    assert isinstance(seen, ReturnContent), seen
    return seen


def checked(issue: Issue, path: Path) -> Checked:
    """The entries, the events and the findings that the file makes."""
    return check_return(issue, read(path))


def codes(findings: Sequence[Finding]) -> list[str]:
    """What was found, by code."""
    return [finding.code for finding in findings]
