"""The folders of one centre. Source: design, the workspace (the names are a contract)."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pathvalidate import sanitize_filename

from xlplan.domain.errors import XlplanError
from xlplan.domain.quarter import Quarter
from xlplan.storage.settings import FILE_NAME, Settings, read_settings
from xlplan.text.translation import N_, _, all_translations

RECEIPTS = "квитанції"
TO_CORRECT = "на доопрацювання"
_PLAN_BOOKS = (".xlsx", ".xlsm", ".ods", ".xls")
_NOTED = N_("findings")


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

    @property
    def plan_books(self) -> list[Path]:
        """The plan workbooks in `templates`, by name, without lock files and copies with notes on their cells."""
        files = self.templates.iterdir() if self.templates.is_dir() else ()
        return sorted(
            path
            for path in files
            if path.suffix.lower() in _PLAN_BOOKS
            and path.is_file()
            and not path.name.startswith(("~$", "."))
            and not _is_noted_copy(path)
        )

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
        """The latest consolidated workbook of a quarter: the working copy."""
        return self.outbox / str(quarter) / f"Зведений звіт {quarter}.xlsx"

    def edition(self, quarter: Quarter, number: int) -> Path:
        """A numbered edition of it, which is never changed."""
        return self.outbox / str(quarter) / f"Зведений звіт {quarter} (випуск {number}).xlsx"

    def printed(self, period: int | Quarter) -> Path:
        """The official form of the plan for a year or a quarter."""
        folder = self.outbox if isinstance(period, int) else self.outbox / str(period)
        return folder / f"План {period}.xlsx"


def require_ledger(workspace: Workspace) -> None:
    """XlplanError where files have been received and the ledger that knows of them is gone.

    A new one would know none of the forms that are out, and every return would be refused.
    """
    if workspace.ledger.exists() or not workspace.archive.is_dir() or not any(workspace.archive.iterdir()):
        return
    raise XlplanError(
        _(
            "The ledger {file} is missing, and files have been received already. "
            "Put it back, or say in {settings} where it lies."
        ).format(file=workspace.ledger, settings=FILE_NAME)
    )


def noted_copy(path: Path) -> Path:
    """Where the copy of a plan workbook with notes on its cells lies: beside it, or the copy itself."""
    return path if _is_noted_copy(path) else path.with_stem(f"{path.stem} ({_(_NOTED)})")


def _is_noted_copy(path: Path) -> bool:
    return path.stem.endswith(tuple(f" ({word})" for word in all_translations(_NOTED)))


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
