"""Plays a year against a real workspace, through the services that the commands call."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from itertools import count, takewhile
from pathlib import Path
from zoneinfo import ZoneInfo

from python_calamine import CalamineWorkbook

from tests.support.centre import Hurried, call, call_by
from tests.support.years.as_plan import cells_of, quarter_of
from tests.support.years.model import (
    PERCENT,
    YEAR,
    Adopt,
    Answer,
    Close,
    Explain,
    Issue,
    Reopen,
    Return,
    Row,
    Scenario,
    Step,
    Withdraw,
    due_day,
)
from tests.support.years.standing import Standing
from xlplan.documents.plan_writer.writer import write_plan_rows
from xlplan.domain.entries import NO, YES
from xlplan.domain.returned import CellValue
from xlplan.domain.sheets import REPORT, find_columns, find_heading_row, find_sheet
from xlplan.domain.status import Status
from xlplan.domain.submission import Outcome
from xlplan.services.closing.decisions import reopen_quarter, undo_withdrawal, withdraw_return
from xlplan.services.closing.notes import NoteRequest
from xlplan.services.intake.inbox_pass import process_inbox
from xlplan.services.new_workspace import new_workspace
from xlplan.services.plan.adopt import adopt_plan
from xlplan.services.report.consolidate import consolidate
from xlplan.services.templates import issue_templates
from xlplan.storage.workspace import Workspace, find_workspace
from xlplan.text.translation import _
from xlplan.workflows.closing import close, note, prepare_closing
from xlplan.workflows.fill_template import fill_template

_ZONE = ZoneInfo("Europe/Kyiv")


Resave = Callable[[str, Path], Path]


@dataclass
class PlayedYear:
    """A workspace after a year.

    `templates`: what went out after so many steps, by quarter and unit.
    `reports`: the workbook of each quarter that was issued, and the number of steps that it has seen.
    `editions`: for each quarter, oldest first, those that were signed.
    """

    scenario: Scenario
    workspace: Workspace
    templates: dict[tuple[int, int, str], Path] = field(default_factory=dict)
    reports: dict[int, tuple[Path, int]] = field(default_factory=dict)
    editions: dict[int, list[tuple[Path, int]]] = field(default_factory=dict)


def moment(at: datetime) -> datetime:
    """A moment as the centre's clock shows it."""
    return at.replace(tzinfo=_ZONE)


def play(scenario: Scenario, folder: Path, resave: Resave | None = None) -> PlayedYear:
    """Plays every step at its moment, then writes the workbooks of the quarters that are open at the end.

    `resave`: what another program makes of the filled template of a unit, before it is sent.
    """
    made = new_workspace(folder, moment(datetime(YEAR, 1, 3, 9, 0)), with_plan=False)
    settings = made.root / "xlplan.toml"
    lines = settings.read_text("utf-8").splitlines()
    changed = [f"on_track = {scenario.on_track}" if line.startswith("on_track") else line for line in lines]
    settings.write_text("\n".join(changed), "utf-8")
    played = PlayedYear(scenario, find_workspace(made.root))
    standing = Standing()
    waiting: list[_Dropped] = []
    for number, step in enumerate(scenario.steps, 1):
        player = _Player(played, step, standing)
        if waiting and not _joins(step, waiting):
            _take_in(played.workspace, waiting)
            waiting = []
        if isinstance(step, Return):
            waiting.append(_Dropped(step, player.drop(step, resave)))
        else:
            player.take()
        standing.take(step)
        _keep_templates(played, standing, number, step)
        if isinstance(step, Close):
            _keep_editions(played, standing, step.quarter, number)
    _take_in(played.workspace, waiting)
    _collect(played, standing)
    return played


@dataclass(frozen=True)
class _Dropped:
    """A return that lies in the inbox."""

    step: Return
    path: Path


def _joins(step: Step, waiting: list[_Dropped]) -> bool:
    """Tell if a return can be taken in one pass with those that wait: of other units, as late as they are."""
    if not isinstance(step, Return):
        return False
    last = waiting[-1].step
    is_late = [each.at > due_day(each.quarter) for each in (step, last)]
    others = {each.step.unit for each in waiting}
    return step.quarter == last.quarter and is_late[0] == is_late[1] and step.unit not in others


def _take_in(workspace: Workspace, dropped: list[_Dropped]) -> None:
    """One pass over the inbox, at the moment of the last file."""
    if not dropped:
        return
    at = moment(dropped[-1].step.at)
    taken = call(process_inbox, workspace, lambda: at, Hurried())
    results = {result.file: result for result in taken.results}
    for each in dropped:
        wanted = Outcome.TO_CORRECT if each.step.is_faulty else Outcome.ACCEPTED
        result = results[each.path.name]
        if result.outcome is not wanted:
            errors = [str(error) for error in result.errors]
            raise AssertionError(f"{each.path.name} of quarter {each.step.quarter}: {result.outcome}, {errors}")


def _keep_templates(played: PlayedYear, standing: Standing, number: int, step: Step) -> None:
    """Copies the templates that nothing has come back on, for a later edition of them overwrites the file."""
    if not isinstance(step, Issue | Adopt):
        return
    for quarter, unit in _templates_to_follow(standing):
        path = played.workspace.template(quarter_of(quarter), played.scenario.units[unit])
        kept = played.workspace.root / "kept" / f"{number} {quarter} {unit}.xlsx"
        is_touched = step.quarter == quarter if isinstance(step, Issue) else quarter in step.version.covers
        if is_touched:
            kept.parent.mkdir(exist_ok=True)
            kept.write_bytes(path.read_bytes())
            played.templates[number, quarter, unit] = kept


def _templates_to_follow(standing: Standing) -> Iterator[tuple[int, str]]:
    for number, quarter in standing.quarters.items():
        if quarter.is_issued and not quarter.signed:
            came = {sent.unit for sent in quarter.sent}
            yield from ((number, unit) for unit in standing.owing(number) if unit not in came)


def _keep_editions(played: PlayedYear, standing: Standing, first: int, steps: int) -> None:
    """Notes the editions that a signature made: of its quarter, and perhaps of later ones."""
    for quarter in range(first, 5):
        if standing.quarters[quarter].signed:
            played.reports[quarter] = (played.workspace.root, steps)
            made, known = _editions(played, quarter), played.editions.setdefault(quarter, [])
            known += [(path, steps) for path in made[len(known) :]]


def _editions(played: PlayedYear, quarter: int) -> list[Path]:
    paths = (played.workspace.edition(quarter_of(quarter), number) for number in count(1))
    return list(takewhile(Path.exists, paths))


def _collect(played: PlayedYear, standing: Standing) -> None:
    end, steps = moment(played.scenario.end), len(played.scenario.steps)
    for number, quarter in standing.quarters.items():
        if not quarter.is_issued:
            continue
        if quarter.signed:
            played.reports[number] = (_editions(played, number)[-1], played.reports[number][1])
        else:
            result = call(consolidate, played.workspace, lambda: end, quarter_of(number))
            played.reports[number] = (result.path, steps)


@dataclass(frozen=True)
class _Player:
    """Takes one step."""

    played: PlayedYear
    step: Step
    standing: Standing

    @property
    def workspace(self) -> Workspace:
        return self.played.workspace

    def now(self) -> datetime:
        return moment(self.step.at)

    def take(self) -> None:
        step = self.step
        if isinstance(step, Adopt):
            self._adopt(step)
        elif isinstance(step, Issue):
            call(issue_templates, self.workspace, self.now, quarter_of(step.quarter))
        elif isinstance(step, Withdraw):
            self._withdraw(step)
        elif isinstance(step, Explain):
            self._explain(step)
        elif isinstance(step, Close):
            preview = call(prepare_closing, self.workspace, self.now, quarter_of(step.quarter))
            call_by("директор", close, self.workspace, self.now, preview)
        else:
            assert isinstance(step, Reopen)
            call_by("директор", reopen_quarter, self.workspace, self.now, quarter_of(step.quarter), "уточнення")

    def _adopt(self, step: Adopt) -> None:
        version = step.version
        path = self.workspace.root / "plans" / f"План {version.number}.xlsx"
        path.parent.mkdir(exist_ok=True)
        write_plan_rows(path, cells_of(self.played.scenario, version), self.now())
        first = quarter_of(version.first)
        call(adopt_plan, self.workspace, self.now, path, "наказ" if version.number > 1 else "", applies_from=first)
        for number, quarter in self.standing.quarters.items():
            if quarter.is_issued and not quarter.signed and number in version.covers:
                call(issue_templates, self.workspace, self.now, quarter_of(number))

    def drop(self, step: Return, resave: Resave | None) -> Path:
        """Puts a filled template into the inbox."""
        name = self.played.scenario.units[step.unit]
        form = self.standing.quarters[step.quarter].forms[step.unit]
        template = self.workspace.template(quarter_of(step.quarter), name)
        if not template.exists():
            raise AssertionError(f"no template of {name} for quarter {step.quarter}")
        path = self.workspace.inbox / f"{self.standing.files + 1} {name}.xlsx"
        promised = _codes_with_promise(template)
        answers: dict[str, Mapping[str, CellValue]] = {}
        for row, answer in step.answers.items():
            code = form[row].row.code
            answers[code] = _cells(answer, form[row].row, code in promised, self.standing.files + 1)
        fill_template(template, path, answers)
        if resave is None:
            return path
        aside = path.rename(self.workspace.root / path.name)
        resaved = resave(step.unit, aside)
        return resaved.rename(self.workspace.inbox / resaved.name)

    def _explain(self, step: Explain) -> None:
        version = self.standing.version(step.quarter)
        assert version is not None
        (code,) = (row.code for row in version.rows if row.name == step.row)
        request = NoteRequest(code, step.reason, step.action)
        call_by("координатор", note, self.workspace, self.now, quarter_of(step.quarter), request)

    def _withdraw(self, step: Withdraw) -> None:
        name, quarter = self.played.scenario.units[step.unit], quarter_of(step.quarter)
        if not step.undo:
            call_by("координатор", withdraw_return, self.workspace, self.now, quarter, name, "помилковий файл")
            return
        call_by("координатор", undo_withdrawal, self.workspace, self.now, quarter, name, "файл правильний")


def _codes_with_promise(template: Path) -> frozenset[str]:
    """The codes of the rows of a template that ask whether a promise was kept."""
    with CalamineWorkbook.from_path(str(template)) as book:
        name = find_sheet(book.sheet_names, REPORT)
        assert name
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    top = find_heading_row(rows, REPORT)
    assert top is not None
    columns = find_columns(rows[top], REPORT)
    promised = columns.get("promised")
    return frozenset(str(row[columns["key"]]) for row in rows[top + 1 :] if promised is not None and row[promised])


def _cells(answer: Answer, row: Row, is_asked_of_promise: bool, file: int) -> dict[str, CellValue]:
    number = answer.number
    cells: dict[str, CellValue] = {"done": float(number) if isinstance(number, Decimal) else number}
    if row.unit == PERCENT and number is not None and 0 < number < 1:
        # A plain 0.5 would be asked about: it may be meant as half of all.
        cells["done"] = f"{number} %".replace(".", ",")
    if answer.nothing:
        cells["done"] = _(Status.NOTHING_AROSE.value)
    # The number of the file tells it from another with the same answers.
    said = not answer.is_blank
    cells["description"] = f"{answer.words or 'проведено'} ({file})" if said else None
    cells["reason"], cells["action"] = answer.reason or None, answer.action or None
    if is_asked_of_promise:
        cells["kept"] = _(YES if answer.kept else NO)
    return cells
