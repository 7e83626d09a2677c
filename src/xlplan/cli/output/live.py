"""The live view of the watcher: what it is doing now, the last answers, the counts of today, what waits."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from rich.console import Group, RenderableType
from rich.live import Live as Screen
from rich.table import Table
from rich.text import Text
from sqlalchemy.exc import SQLAlchemyError

from xlplan.cli.output.common import OUTCOME_SIGNS
from xlplan.domain.errors import XlplanError
from xlplan.domain.submission import Outcome
from xlplan.ledger.submissions import answered_on
from xlplan.services.intake.results import IntakeResult
from xlplan.services.open_workspace import open_workspace
from xlplan.storage import inbox
from xlplan.storage.workspace import Workspace
from xlplan.text.translation import _
from xlplan.workflows.intake_round import RoundResult

_LAST = 8
_COLOURS = {Outcome.ACCEPTED: "green", Outcome.TO_CORRECT: "yellow", Outcome.NOT_TAKEN: "red"}


@dataclass(frozen=True)
class LiveView:
    """What is shown. `now`: the file in hand, "" while waiting; `last`: the last answers with their times."""

    folder: str
    day: date
    counts: Mapping[Outcome, int]
    file_in_hand: str = ""
    recent: tuple[tuple[datetime, IntakeResult], ...] = ()
    problem: str = ""
    waiting: int = 0


def render_view(view: LiveView) -> RenderableType:
    """The view as rich shows it; texts from outside are never read as markup."""
    doing = _("reading {file}").format(file=view.file_in_hand) if view.file_in_hand else _("waiting for files")
    lines = [
        Text(_("Watching {folder}. Stop with Ctrl+C.").format(folder=view.folder), style="bold"),
        Text(_("Now: {doing}").format(doing=doing), no_wrap=True, overflow="ellipsis"),
        _counts_line(view),
    ]
    if view.problem:
        lines.append(Text(f"! {view.problem}", style="bold red"))
    return Group(*lines, _results_table(view))


def _counts_line(view: LiveView) -> Text:
    text = Text(_("Today: "))
    for outcome, sign in OUTCOME_SIGNS.items():
        text.append(f"{sign} {view.counts.get(outcome, 0)} {_(outcome.value)}  ", style=_COLOURS[outcome])
    return text.append(_("In the inbox: {number}").format(number=view.waiting))


def _results_table(view: LiveView) -> Table:
    table = Table(box=None, pad_edge=False, expand=True)
    for heading, share in ((_("Time"), 0), ("", 0), (_("File"), 3), (_("Unit"), 2), (_("Answer"), 4)):
        table.add_column(heading, no_wrap=True, overflow="ellipsis", ratio=share or None)
    for answered_at, result in reversed(view.recent):
        style = _COLOURS[result.outcome]
        first_error = f": {result.errors[0].problem}" if result.errors else ""
        cells = (
            f"{answered_at:%H:%M}",
            OUTCOME_SIGNS[result.outcome],
            result.file,
            result.unit,
            f"{_(result.outcome.value)}{first_error}",
        )
        table.add_row(*(Text(cell, style=style if place in (1, 4) else "") for place, cell in enumerate(cells)))
    return table


@dataclass
class LiveDisplay:
    """Keeps the view up to date with what is heard; what is drawn is one frozen view at a time."""

    workspace: Workspace
    now: Callable[[], datetime]
    view: LiveView = field(init=False)

    def __post_init__(self) -> None:
        day = self.now().date()
        self.view = LiveView(str(self.workspace.inbox), day, _counts_of_day(self.workspace, self.now, day))

    def draw(self) -> RenderableType:
        """The view as it is now, and how many files lie in the inbox."""
        # Drawn in a thread of its own, which therefore changes nothing.
        return render_view(replace(self.view, waiting=len(inbox.list_files(self.workspace.inbox))))

    def file_begins(self, name: str) -> None:
        """A file is taken in hand."""
        self.view = replace(self.view, file_in_hand=name)

    def file_answered(self, result: IntakeResult) -> None:
        """A file was answered."""
        answered_at = self.now()
        counts = Counter(self.view.counts if answered_at.date() == self.view.day else {})
        counts[result.outcome] += 1
        recent = (*self.view.recent, (answered_at, result))[-_LAST:]
        self.view = replace(self.view, day=answered_at.date(), counts=counts, recent=recent, problem="")

    def round_ended(self, result: RoundResult) -> None:
        """A round is over."""
        self.view = replace(self.view, file_in_hand="", problem=self.view.problem if result.intake.failed else "")

    def show_problem(self, message: str) -> None:
        """Something stops the work."""
        self.view = replace(self.view, file_in_hand="", problem=message)


def _counts_of_day(workspace: Workspace, now: Callable[[], datetime], day: date) -> Mapping[Outcome, int]:
    # Where the ledger is in trouble, the first round tells.
    with (
        suppress(XlplanError, SQLAlchemyError),
        open_workspace(workspace, now) as context,
        context.ledger.connect() as connection,
    ):
        return answered_on(connection, day)
    return {}


@contextmanager
def live_display(workspace: Workspace, clock: Callable[[], datetime]) -> Iterator[LiveDisplay]:
    """A live view on the terminal, for as long as the block runs."""
    display = LiveDisplay(workspace, clock)
    with Screen(get_renderable=display.draw, refresh_per_second=2):
        yield display
