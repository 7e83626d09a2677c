"""The folders of one centre. Source: design, the workspace (the names are a contract)."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pathvalidate import sanitize_filename

from xlplan.errors import XlplanError
from xlplan.quarter import Quarter
from xlplan.settings import FILE_NAME, Settings, read_settings
from xlplan.texts import _

RECEIPTS = "квитанції"
TO_CORRECT = "на доопрацювання"


@dataclass(frozen=True)
class Workspace:
    """Where everything of one centre lies."""

    root: Path
    settings: Settings

    @property
    def templates(self) -> Path:
        """Plan workbooks, and a folder a quarter with the templates as issued."""
        return self.root / "templates"

    @property
    def inbox(self) -> Path:
        """What came back."""
        return self.root / "inbox"

    @property
    def outbox(self) -> Path:
        """What is answered and made."""
        return self.root / "outbox"

    @property
    def archive(self) -> Path:
        """Every byte that ever came in, by SHA-256."""
        return self.root / "archive"

    @property
    def ledger(self) -> Path:
        """The ledger's file; a setting, because SQLite must lie on a local disk."""
        return self.root / self.settings.ledger

    def template(self, quarter: Quarter, unit: str) -> Path:
        """The template issued to the unit of that name."""
        return self.templates / str(quarter) / f"{file_name(unit)}.xlsx"

    def receipts(self, quarter: Quarter | None) -> Path:
        """The folder of receipts: of a quarter, or of files that belong to none."""
        return (self.outbox / str(quarter) if quarter else self.outbox) / RECEIPTS

    def to_correct(self, quarter: Quarter) -> Path:
        """The folder of marked returns."""
        return self.outbox / str(quarter) / TO_CORRECT

    @property
    def answers(self) -> Path:
        """A line of JSON for every file that was answered."""
        return self.outbox / "журнал.jsonl"

    @property
    def log(self) -> Path:
        """What the watcher did, and the faults of every command."""
        return self.root / "xlplan.log"

    def report(self, quarter: Quarter) -> Path:
        """The latest consolidated workbook of a quarter."""
        return self.outbox / str(quarter) / f"Зведений звіт {quarter}.xlsx"

    def printed(self, period: int | Quarter) -> Path:
        """The official form of the plan for a year or a quarter."""
        folder = self.outbox if isinstance(period, int) else self.outbox / str(period)
        return folder / f"План {period}.xlsx"


@lru_cache(maxsize=1024)
def file_name(text: str) -> str:
    """`text` as a file name that Windows, Linux and a network share all take: at most 80 characters, 160 bytes."""
    short = str(sanitize_filename(text, platform="universal")).strip(" .")[:80]
    return short.encode("utf-8", "replace")[:160].decode("utf-8", "ignore").strip(" .") or "_"


def find_workspace(start: Path) -> Workspace:
    """The workspace that `start` lies in. XlplanError where there is none from there upward."""
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / FILE_NAME).is_file():
            return Workspace(folder, read_settings(folder / FILE_NAME))
    raise XlplanError(
        _(
            "There is no workspace in {folder}: no {file} here or in a folder above. "
            "Go to the centre's folder, name it with --workspace, or make one with “xlplan init”."
        ).format(folder=start.resolve(), file=FILE_NAME)
    )
