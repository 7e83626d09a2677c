"""One measured piece of work in a process of its own; prints seconds and megabytes as JSON.

usage: work.py read|guard|intake|intake_by_one|intake_by_two|round|consolidate|issue WORKSPACE
       work.py prepare WORKSPACE RETURNS UNITS TIMES [ROWS]
       work.py change WORKSPACE FOLDER COUNT
"""

import gc
import json
import os
import shutil
import statistics
import sys
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from xlplan.services.intake.results import IntakeListener

ZONE = ZoneInfo("Europe/Kyiv")


def now() -> datetime:
    """A moment within the quarter's deadline."""
    return datetime(2021, 7, 5, 10, 0, tzinfo=ZONE)


def prepare(folder: Path, returns: Path, units: int, times: int, rows: int | None = None) -> None:
    """A workspace in which many bureaus answer for the Korosten plan, so many times over, and a return of each.

    Beside it, `adopted` is the same workspace before its templates were issued.
    `rows`: of so many rows the form is cut off.
    """
    # The folder of the project, where the tests are.
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from tests.support.wide_plan import wide_plan

    from xlplan.documents.plan_writer.writer import write_plan
    from xlplan.domain.quarter import Quarter
    from xlplan.services.new_workspace import new_workspace
    from xlplan.services.open_workspace import open_workspace
    from xlplan.services.plan.adopt import adopt_plan
    from xlplan.services.templates import issue_templates

    workspace = new_workspace(folder, now(), with_plan=False)
    write_plan(workspace.templates / "План.xlsx", wide_plan(units, rows, times), now())
    returns.mkdir(parents=True)
    with open_workspace(workspace, now) as context:
        adopt_plan(context, None, "")
    # For those who measure the issue itself.
    shutil.copytree(folder, folder.with_name("adopted"))
    with open_workspace(workspace, now) as context:
        issue_templates(context, Quarter(2021, 2))
    write_returns(folder, returns, 1, units)


def write_returns(folder: Path, returns: Path, done: int, count: int) -> None:
    """A return of each of the first units, with so many done wherever a number is asked for."""
    from xlplan.documents.template.workbook import write_template
    from xlplan.domain.quarter import Quarter
    from xlplan.ledger.issues import latest_issues
    from xlplan.services.open_workspace import open_workspace
    from xlplan.storage.workspace import find_workspace

    with open_workspace(find_workspace(folder), now) as context, context.ledger.connect() as connection:
        issues = latest_issues(connection, Quarter(2021, 2))
    for issue in issues[:count]:
        answers = {
            row.key: {
                "done": done if row.target.count is not None else "потреби не було",
                "description": "проведено",
            }
            if row.target.kind.value != "unset"
            else {}
            for row in issue.rows
        }
        for row in issue.rows:
            if row.target.kind.value == "continuous":
                answers[row.key] = {"done": 2, "description": "щодня"}
        write_template(returns / f"{issue.unit.name}.xlsx", issue, now(), answers)


def change(folder: Path, to: Path, count: int) -> None:
    """Returns of the first units with other figures than those of `prepare`."""
    to.mkdir(parents=True)
    write_returns(folder, to, 3, count)


def read(folder: Path) -> None:
    """The bare library: every returned file opened and its two sheets of answers read."""
    from python_calamine import CalamineWorkbook

    for path in sorted((folder / "inbox").glob("*.xlsx")):
        book = CalamineWorkbook.from_path(str(path))
        for name in ("Звіт", "Заходи"):
            book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def guard(folder: Path) -> dict[str, float]:
    """What the gate and the child add to the reading of every file, as a part of the bare read: `seconds`, `cpu`.

    Turns with them, without them and of the bare read take place one after the other, in one pair of processes
    whose start is left out, for the speed of a machine changes by the minute; medians. `cpu`: of both processes.
    """
    from multiprocessing import active_children

    from xlplan.documents.return_reader.reader import read_file
    from xlplan.sandbox.worker import ParserProcess
    from xlplan.services.intake.child_tasks import parse_file

    paths = sorted((folder / "inbox").glob("*.xlsx"))
    with ParserProcess(parse_file) as child:

        def through() -> None:
            for path in paths:
                child.submit(path)
            for _path in paths:
                assert not isinstance(child.result(), tuple)

        def alone() -> None:
            for path in paths:
                read_file(path)

        def spent(work: Callable[[], None]) -> tuple[float, float]:
            start, before = time.perf_counter(), cpu_of(mine, reader)
            work()
            return time.perf_counter() - start, cpu_of(mine, reader) - before

        through()
        alone()
        mine, reader = os.getpid(), active_children()[0].pid
        turns = [(spent(through), spent(alone), spent(lambda: read(folder))) for _ in range(9)]
    seconds, cpu = (
        statistics.median((both[at] - one[at]) / bare[at] for both, one, bare in turns) for at in (0, 1)
    )
    return {"seconds": seconds, "cpu": cpu}


def cpu_of(*processes: int | None) -> float:
    """The CPU seconds of running processes so far, by Linux to the nanosecond."""
    return sum(int(Path(f"/proc/{each}/schedstat").read_text().split()[0]) for each in processes) / 1e9


def cpu_seconds() -> float:
    """Of this process and of those that it started and that have ended."""
    import resource

    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(used.ru_utime + used.ru_stime for used in both)


def hurried() -> "IntakeListener":
    """A listener that does not wait for files to settle."""
    from xlplan.services.intake.results import IntakeListener

    class Hurried(IntakeListener):
        def pause(self, seconds: float) -> None:
            pass

    return Hurried()


def intake(folder: Path, workers: int | None = None) -> None:
    """Checks, ledger, archive and answers. The wait for files to settle is left out."""
    from xlplan.sandbox.parsers import ParserChoice
    from xlplan.services.intake.inbox_pass import process_inbox
    from xlplan.services.open_workspace import open_workspace
    from xlplan.storage.workspace import find_workspace

    # As the command does: what it has imported is no garbage, and is looked at no more.
    gc.freeze()
    with open_workspace(find_workspace(folder), now) as context:
        taken = process_inbox(context, hurried(), choice=ParserChoice(workers))
    assert all(each.outcome.value == "accepted" for each in taken.results), taken.results[0]


def whole_round(folder: Path) -> None:
    """Intake and the consolidated workbook, in the order of `xlplan intake`: a child starts during the imports."""
    from xlplan.services.intake.pass_beginning import begin_pass
    from xlplan.storage.workspace import find_workspace

    workspace = find_workspace(folder)
    with begin_pass(workspace) as beginning:
        from xlplan.services.open_workspace import open_workspace
        from xlplan.workflows.intake_round import run_intake

        with open_workspace(workspace, now) as context:
            run_intake(context, hurried(), beginning)


def consolidated(folder: Path) -> None:
    """The consolidated workbook alone, from returns that are in the ledger."""
    from xlplan.domain.quarter import Quarter
    from xlplan.services.open_workspace import open_workspace
    from xlplan.services.report.consolidate import consolidate
    from xlplan.storage.workspace import find_workspace

    with open_workspace(find_workspace(folder), now) as context:
        consolidate(context, Quarter(2021, 2))


def issue(folder: Path) -> None:
    """The templates of the quarter, for every unit."""
    from xlplan.domain.quarter import Quarter
    from xlplan.services.open_workspace import open_workspace
    from xlplan.services.templates import issue_templates
    from xlplan.storage.workspace import find_workspace

    with open_workspace(find_workspace(folder), now) as context:
        issue_templates(context, Quarter(2021, 2))


def main() -> None:
    if sys.argv[1] in ("prepare", "change"):
        makers: dict[str, Callable[..., None]] = {"prepare": prepare, "change": change}
        make = makers[sys.argv[1]]
        make(Path(sys.argv[2]), Path(sys.argv[3]), *(int(number) for number in sys.argv[4:]))
        return
    works: dict[str, Callable[[Path], dict[str, float] | None]] = {
        "read": read,
        "guard": guard,
        "intake": intake,
        "intake_by_one": partial(intake, workers=1),
        "intake_by_two": partial(intake, workers=2),
        "round": whole_round,
        "consolidate": consolidated,
        "issue": issue,
    }
    work = works[sys.argv[1]]
    start = time.perf_counter()
    before = cpu_seconds()
    told = work(Path(sys.argv[2]))
    seconds, cpu = time.perf_counter() - start, cpu_seconds() - before
    import resource

    usage = [resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    # Of the work alone, without the start of its process; what it told itself goes before.
    print(json.dumps({"seconds": seconds, "cpu": cpu, "megabytes": sum(usage), **(told or {})}))


if __name__ == "__main__":
    main()
