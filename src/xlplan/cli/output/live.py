"""The live view of the watcher: the file in hand, the latest answers, the counts of today, the waiting files."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace
from rich.console import Group, RenderableType
from rich.live import Live as Screen
from rich.table import Table
from rich.text import Text

from xlplan.domain.errors import XlplanError
from xlplan.domain.standing import Answer, Light
from xlplan.ledger.database import LedgerError
from xlplan.ledger.submissions import count_answers
from xlplan.services.intake.results import IntakeResult
from xlplan.services.open_workspace import open_workspace
from xlplan.storage import inbox
from xlplan.storage.workspace import Workspace
from xlplan.text.translation import _
from xlplan.workflows.intake_round import RoundResult

_LAST = 8
_COLOURS = {Light.GREEN: "green", Light.AMBER: "yellow", Light.RED: "red"}


class LiveView(Struct, frozen=True):
    """The content of the view.

    Attributes:
        folder: The inbox.
        day: The day of the counts.
        counts: The answered files of the day, by answer.
        file_in_hand: The name of the file in hand; "" while the watcher waits.
        recent: The latest answers with their times.
        problem: The problem that stops the work; "" if there is none.
        waiting: The number of files in the inbox.
        mail: The last thing that is to be said of the mailbox; "" where none is fetched from.
    """

    folder: str
    day: date
    counts: Mapping[Answer, int]
    file_in_hand: str = ""
    recent: tuple[tuple[datetime, IntakeResult], ...] = ()
    problem: str = ""
    waiting: int = 0
    mail: str = ""


def render_view(view: LiveView) -> RenderableType:
    """Return the view for rich. Texts from outside are never read as markup."""
    doing = _("reading {file}").format(file=view.file_in_hand) if view.file_in_hand else _("waiting for files")
    lines = [
        Text(_("Watching {folder}. Stop with Ctrl+C.").format(folder=view.folder), style="bold"),
        Text(_("Now: {doing}").format(doing=doing), no_wrap=True, overflow="ellipsis"),
        _counts_line(view),
    ]
    if view.mail:
        style = "bold red" if view.mail.startswith("!") else ""
        lines.append(
            Text(_("Mail: {news}").format(news=view.mail), style=style, no_wrap=True, overflow="ellipsis")
        )
    if view.problem:
        lines.append(Text(f"! {view.problem}", style="bold red"))
    return Group(*lines, _results_table(view))


def _counts_line(view: LiveView) -> Text:
    text = Text(_("Today: "))
    for answer in Answer:
        # Few files are kept without being counted.
        if view.counts.get(answer) or answer is not Answer.KEPT:
            count = view.counts.get(answer, 0)
            text.append(f"{answer.sign} {count} {_(answer.value)}  ", style=_COLOURS[answer.light])
    return text.append(_("In the inbox: {number}").format(number=view.waiting))


def _results_table(view: LiveView) -> Table:
    table = Table(box=None, pad_edge=False, expand=True)
    for heading, share in ((_("Time"), 0), ("", 0), (_("File"), 3), (_("Unit"), 2), (_("Answer"), 4)):
        table.add_column(heading, no_wrap=True, overflow="ellipsis", ratio=share or None)
    for answered_at, result in reversed(view.recent):
        style = _COLOURS[result.standing.answer.light]
        first_error = f": {result.errors[0].problem}" if result.errors else ""
        cells = (
            f"{answered_at:%H:%M}",
            result.standing.answer.sign,
            result.file,
            result.unit,
            f"{result.standing.shown}{first_error}",
        )
        table.add_row(*(Text(cell, style=style if place in (1, 4) else "") for place, cell in enumerate(cells)))
    return table


@dataclass
class LiveDisplay:
    """The live view on the terminal. It draws one frozen view at a time."""

    workspace: Workspace
    now: Callable[[], datetime]
    view: LiveView = field(init=False)
    # Another thread than that of the view fetches mail, and neither may undo what the other shows.
    mail: str = field(init=False, default="")

    def __post_init__(self) -> None:
        day = self.now().date()
        self.view = LiveView(str(self.workspace.inbox), day, _counts_of_day(self.workspace, self.now, day))

    def draw(self) -> RenderableType:
        """Return the view of this moment, with the number of files in the inbox."""
        # This runs in a thread of its own, so it changes nothing.
        waiting = len(inbox.list_files(self.workspace.inbox))
        return render_view(replace(self.view, waiting=waiting, mail=self.mail))

    def file_begins(self, name: str) -> None:
        """Show the file in hand."""
        self.view = replace(self.view, file_in_hand=name)

    def file_answered(self, result: IntakeResult) -> None:
        """Show an answered file, and count it."""
        answered_at = self.now()
        counts = Counter(self.view.counts if answered_at.date() == self.view.day else {})
        counts[result.standing.answer] += 1
        recent = (*self.view.recent, (answered_at, result))[-_LAST:]
        self.view = replace(self.view, day=answered_at.date(), counts=counts, recent=recent, problem="")

    def round_ended(self, result: RoundResult) -> None:
        """Show that the watcher waits again."""
        self.view = replace(self.view, file_in_hand="", problem=self.view.problem if result.intake.failed else "")

    def show_mail(self, news: str) -> None:
        """Show the last thing that is to be said of the mailbox."""
        self.mail = news

    def show_problem(self, message: str) -> None:
        """Show the problem that stops the work."""
        self.view = replace(self.view, file_in_hand="", problem=message)


def _counts_of_day(workspace: Workspace, now: Callable[[], datetime], day: date) -> Mapping[Answer, int]:
    # The first round reports a problem with the ledger.
    with (
        suppress(XlplanError, LedgerError),
        open_workspace(workspace, now) as context,
        context.ledger.connect() as connection,
    ):
        return count_answers(connection, day)
    return {}


@contextmanager
def live_display(workspace: Workspace, clock: Callable[[], datetime]) -> Iterator[LiveDisplay]:
    """Show a live view on the terminal for as long as the block runs."""
    display = LiveDisplay(workspace, clock)
    with Screen(get_renderable=display.draw, refresh_per_second=2):
        yield display
