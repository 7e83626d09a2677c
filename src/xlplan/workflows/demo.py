"""The demonstration: one quarter of the real Korosten plan, from templates to the consolidated workbook.

The plan is real. Every result is invented and says so.
"""

import shutil
import stat
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec import Struct

from xlplan.documents.cell_values import cell_number
from xlplan.domain.errors import XlplanError
from xlplan.domain.issue import Issue, IssueRow
from xlplan.domain.plan import Counting, Unit
from xlplan.domain.returned import CellValue
from xlplan.domain.target import TargetKind
from xlplan.ledger.issues import latest_issues
from xlplan.services.intake.results import IntakeListener
from xlplan.services.new_workspace import new_workspace
from xlplan.services.open_workspace import OpenWorkspace, open_workspace
from xlplan.storage.workspace import Workspace
from xlplan.text.translation import _
from xlplan.workflows.example_plan import EXAMPLE_QUARTER, write_example_plan
from xlplan.workflows.fill_template import Answers, fill_template
from xlplan.workflows.intake_round import RoundResult, run_intake_round
from xlplan.workflows.issuing import issue
from xlplan.workflows.plan_adoption import adopt

QUARTER = EXAMPLE_QUARTER
NOTHING = "потреби не було"
MARKER = ".xlplan-demo"
_ZONE = ZoneInfo("Europe/Kyiv")

# Deviations from the plan, all invented: unit and row code, then result, reason and corrective action.
_SHORT = {
    ("KOR", "1.4.4"): (1, "карантин у колонії № 71", "два заходи перенесено на 20.07"),
    ("KOR", "1.5.4"): (1, "карантин у колонії № 71", "консультування 22.07"),
    ("HOR", "1.2.1"): (0, "захід скасував організатор", "лекція 15.07"),
    ("LUG", "1.1.3"): (0, "зустріч перенесено на прохання громади", "зустріч 08.07"),
    ("MAL", "1.4.7"): (0, "спеціаліст на лікарняному", "зустріч 19.07"),
}
_OVER = {("KOR", "3.1.2"): 3, ("HOR", "1.4.6"): 2}
_JOINT = {
    "1.4.9": {"KOR": 3, "HOR": 1, "LUG": 1, "OVR": 2, "MAL": 1},
    "1.4.10": {"KOR": 5, "HOR": 2, "LUG": 1, "OVR": 2, "MAL": 3},
    "2.1.3": {"KOR": 1},
    "2.1.5": {"KOR": 1, "HOR": 1},
    "3.1.1": {"KOR": 1, "OVR": 1},
}
# Mistakes of one bureau in its first attempt.
_FAULTS: Answers = {
    "1.1.3": {"done": "1 зустріч"},
    "1.4.2": {"done": 0, "reason": None, "description": None},
    "1.4.10": {"done": None, "description": None},
}
# File names as they come back: nobody keeps the issued name.
_NAMES = {
    "KOR": "Коростенський МЦ.xlsx",
    "HOR": "звіт Хорошів 2 кв (остаточний).xlsx",
    "LUG": "Лугини.xlsx",
    "OVR": "Копія Овруцьке БПД.xlsx",
    "MAL": "звіт.xlsx",
}


class DemoResult(Struct, frozen=True):
    """The workspace of the demonstration, and the places to look at with the reason for each."""

    workspace: Workspace
    places: tuple[tuple[Path, str], ...]


def run_demo(
    folder: Path, announce: Callable[[str], None], show_round: Callable[[Workspace, RoundResult], None]
) -> DemoResult:
    """Play the whole round in a folder.

    Args:
        folder: The folder of the demonstration. An earlier demonstration in it is replaced.
        announce: It hears of each step before it happens.
        show_round: It hears the result of each round.

    Raises:
        XlplanError: The folder holds something else.
    """
    _clear_folder(folder)
    workspace = new_workspace(folder, _moment(6, 14, 9), with_plan=False)
    (folder / MARKER).touch()
    write_example_plan(workspace.new_plan(QUARTER), _moment(3, 10, 9))
    announce(_("10.03.2021: the plan is adopted; 14.06.2021: templates go out to the six units"))
    with _open(workspace, _moment(3, 10, 9)) as context:
        adopt(context)
    with _open(workspace, _moment(6, 14, 9)) as context:
        for path in issue(context, QUARTER).written:
            announce(f"  → {path.relative_to(folder)}")

    announce(_("05.07.2021: four returns come back, and a file that is none of ours"))
    for code in ("KOR", "HOR", "LUG"):
        _send_return(workspace, code, _answers_of(workspace, code))
    _send_return(workspace, "OVR", {**_answers_of(workspace, "OVR"), **_FAULTS})
    holidays = "Прізвище;Початок;Кінець\n(вигадано);01.07.2021;14.07.2021\n"
    (workspace.inbox / "Список відпусток.csv").write_text(holidays, "utf-8")
    show_round(workspace, _run_round(workspace, _moment(7, 5, 10)))

    announce(_("07.07.2021: the bureau corrects the copy that was sent back to it"))
    marked_return = next(workspace.to_correct(QUARTER).glob("*.xlsx"))
    answers = _answers_of(workspace, "OVR")
    fill_template(marked_return, workspace.inbox / marked_return.name, {key: answers[key] for key in _FAULTS})
    show_round(workspace, _run_round(workspace, _moment(7, 7, 15)))

    announce(_("12.07.2021: one return comes late, and one never does"))
    _send_return(workspace, "MAL", _answers_of(workspace, "MAL"))
    show_round(workspace, _run_round(workspace, _moment(7, 12, 11)))
    return DemoResult(workspace, _places_to_look(workspace))


def _clear_folder(folder: Path) -> None:
    """Remove an earlier demonstration. Anything else stays and is an error."""
    if not folder.exists() or not any(folder.iterdir()):
        return
    if not (folder / MARKER).exists():
        raise XlplanError(
            _("{folder} is not empty. Name another folder for the demonstration.").format(folder=folder)
        )
    # The files of the archive are read-only, and Windows does not delete such files.
    for path in folder.glob("archive/*/*"):
        path.chmod(stat.S_IREAD | stat.S_IWRITE)
    shutil.rmtree(folder)


def _moment(month: int, day: int, hour: int) -> datetime:
    return datetime(QUARTER.year, month, day, hour, 40, tzinfo=_ZONE)


def _open(workspace: Workspace, now: datetime) -> AbstractContextManager[OpenWorkspace]:
    return open_workspace(workspace, lambda: now)


class _Hurried(IntakeListener):
    """A listener that waits for nothing, because nobody else writes into this inbox."""

    def pause(self, seconds: float) -> None:
        """Return at once."""
        pass


def _run_round(workspace: Workspace, now: datetime) -> RoundResult:
    with _open(workspace, now) as context:
        return run_intake_round(context, _Hurried())


def _issue_of(workspace: Workspace, code: str) -> Issue:
    with _open(workspace, _moment(6, 14, 9)) as context, context.ledger.connect() as connection:
        return next(each for each in latest_issues(connection, QUARTER) if each.unit.code == code)


def _send_return(workspace: Workspace, code: str, answers: Answers) -> None:
    issue = _issue_of(workspace, code)
    events = {
        key: cells
        for row in issue.rows
        for key, cells in _event_answers(issue.unit, row, answers[row.key]).items()
    }
    template = workspace.template(QUARTER, issue.unit.name)
    fill_template(template, workspace.inbox / _NAMES[code], answers, events)


def _event_answers(unit: Unit, row: IssueRow, answer: dict[str, CellValue]) -> Answers:
    """Return invented days for as many of a row's planned events as were held."""
    done = answer.get("done")
    events_held = row.events[: done if isinstance(done, int) else 0]
    return {
        event.key: {
            "held_on": datetime(QUARTER.year, 5, _day_of(unit.code, row) + number),
            "place": "будинок культури (вигадано)",
            "form": _("online") if number % 3 == 1 else _("in person"),
            "people": _day_of(unit.code, row) % 9 + 11,
            "partner": "громада (вигадано)",
        }
        for number, event in enumerate(events_held)
    }


def _day_of(code: str, row: IssueRow) -> int:
    """Return a day of the month that differs from row to row and from unit to unit."""
    return sum(map(ord, code + row.key)) % 24 + 1


def _answers_of(workspace: Workspace, code: str) -> Answers:
    """Return invented answers to every row of a unit's template."""
    return {row.key: _answer(code, row) for row in _issue_of(workspace, code).rows}


def _answer(code: str, row: IssueRow) -> dict[str, CellValue]:
    kind = row.target.kind
    if (code, row.key) in _SHORT:
        done, reason, action = _SHORT[code, row.key]
        return {"done": done, "reason": f"{reason} (вигадано)", "action": f"{action} (вигадано)"}
    if kind is TargetKind.CONTINUOUS:
        return {"description": "консультації надавали щодня, розміщено 9 матеріалів (вигадано)"}
    if kind is TargetKind.ON_DEMAND or kind is TargetKind.ON_INSTRUCTION:
        return {"done": 2, "description": "на запит (вигадано)"} if code == "KOR" else {"done": NOTHING}
    if kind is TargetKind.UNSET:
        return {"done": 4, "description": "вигадано"} if code in ("KOR", "LUG") else {}
    if row.counting is Counting.JOINT:
        done = _JOINT.get(row.key, {}).get(code, 0)
        return {"done": done, "description": "внесок (вигадано)" if done else ""}
    number = _OVER.get((code, row.key)) or cell_number(row.target.count or 0)
    # Intake would ask about one text in several rows.
    day = _day_of(code, row)
    described = f"проведено {day:02}.05.2021, {day % 9 + 11} учасників (вигадано)"
    return {"done": number, "description": described}


def _places_to_look(workspace: Workspace) -> tuple[tuple[Path, str], ...]:
    quarter = workspace.outbox / str(QUARTER)
    return (
        (
            workspace.report(QUARTER),
            _("the consolidated workbook: what the director reads, shortfalls highlighted"),
        ),
        (
            workspace.template(QUARTER, "Хорошівське БПД"),
            _("a template as it went out: the yellow cells are open"),
        ),
        (
            workspace.receipts(QUARTER),
            _("an answer to every file of the quarter, ready to be pasted into an e-mail"),
        ),
        (workspace.board, _("the page that shows where the returns stand; a browser opens it")),
        (workspace.receipts(None), _("the answer to the file that was none of ours")),
        (quarter, _("all that was made for the quarter")),
        (workspace.archive, _("every file as it came, by its hash; nothing that arrived is lost")),
    )
