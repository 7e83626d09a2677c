"""The folders and files of one centre's workspace. Their names are a contract. Source: design, the workspace."""

import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from xlplan.domain.errors import XlplanError
from xlplan.domain.letters import LetterKind
from xlplan.domain.plan import Unit
from xlplan.domain.quarter import Quarter
from xlplan.storage.file_names import NAMES, FileNames, names_of, require_settled_names
from xlplan.storage.ledger_address import LedgerPlace, read_place
from xlplan.storage.long_paths import path_from_here, root_path, shown_path
from xlplan.storage.settings import Settings, read_settings
from xlplan.storage.settings_file import DEFAULT_LEDGER, FILE_NAME, enclosing_root
from xlplan.text.normalize import drop_invisible
from xlplan.text.translation import DEFAULT_LANGUAGE, N_, _, all_translations, language

_PLAN_SUFFIXES = (".xlsx", ".xlsm", ".ods", ".xls")
_ANNOTATED = N_("findings")
_UNLOCKED = N_("{name} (unlocked)")
_HISTORY = N_("History")
# Control characters, and halves of a letter that came without the other half.
_NO_LETTERS = ("Cc", "Cs")
# Every system takes it as it is: no sign that has a meaning there, and nothing that Windows keeps for itself.
_PLAIN_NAME = r"[0-9А-ЯҐЄІЇа-яґєії](?:[0-9А-ЯҐЄІЇа-яґєії ’'-]*[0-9А-ЯҐЄІЇа-яґєії])?"


class Workspace(Struct, frozen=True):
    """The root folder of a centre, and the place of each thing in it."""

    root: Path
    settings: Settings

    @property
    def names(self) -> FileNames:
        """The names of files and folders, in the language that the workspace began with."""
        return names_of(self.settings)

    @property
    def templates(self) -> Path:
        """Plan workbooks, and a folder for each quarter with the templates as issued."""
        return self.root / "templates"

    @property
    def inbox(self) -> Path:
        """Returns that have come back."""
        return self.root / "inbox"

    @property
    def outbox(self) -> Path:
        """Answers, and the workbooks that xlplan makes."""
        return self.root / "outbox"

    @property
    def archive(self) -> Path:
        """Every byte that ever came in, by SHA-256."""
        return self.root / "archive"

    @property
    def ledger(self) -> LedgerPlace:
        """The place of the ledger: a file, for SQLite needs a local disk, or a database that others share."""
        return read_place(self.root, self.settings.ledger)

    @property
    def ledger_file(self) -> Path:
        """The file of the ledger.

        Raises:
            ValueError: The ledger lies in a database.
        """
        if isinstance(self.ledger, Path):
            return self.ledger
        raise ValueError(f"a ledger without a file: {self.ledger}")

    @property
    def lock_base(self) -> Path:
        """The path beside which the lock files of the workspace lie: that of the ledger where it is a file."""
        return self.ledger if isinstance(self.ledger, Path) else self.root / DEFAULT_LEDGER

    @property
    def plan_workbooks(self) -> list[Path]:
        """The plan workbooks in `templates`, by name, without lock files and the copies that xlplan makes."""
        files = self.templates.iterdir() if self.templates.is_dir() else ()
        return sorted(
            path
            for path in files
            if path.suffix.lower() in _PLAN_SUFFIXES
            and path.is_file()
            and not path.name.startswith(("~$", "."))
            and not _annotated(path)
            and not is_unlocked_copy(path)
        )

    def place(self, path: Path) -> str:
        """Return the path of a file as seen from the root, with forward slashes on every system."""
        return path.relative_to(self.root).as_posix()

    def template(self, quarter: Quarter, unit: str) -> Path:
        """Return the path of the template issued to a unit, by its name or by its file name."""
        return self.templates / str(quarter) / f"{file_name(unit)}.xlsx"

    def receipts(self, quarter: Quarter | None) -> Path:
        """Return the folder of receipts: of a quarter, or of files that belong to no quarter."""
        return (self.outbox / str(quarter) if quarter else self.outbox) / self.names.receipts

    def to_correct(self, quarter: Quarter) -> Path:
        """Return the folder of marked returns."""
        return self.outbox / str(quarter) / self.names.to_correct

    @property
    def answers(self) -> Path:
        """One line of JSON for every file that was answered."""
        return self.outbox / self.names.answers

    @property
    def board(self) -> Path:
        """The page that shows where everything stands."""
        return self.outbox / self.names.board

    @property
    def decision_log(self) -> Path:
        """One line of JSON for every decision. It is only ever added to."""
        return self.archive / "decisions.jsonl"

    @property
    def log(self) -> Path:
        """The work of the watcher, and the failures of every command."""
        return self.root / "xlplan.log"

    @property
    def written_trees(self) -> tuple[Path, ...]:
        """The folders in which xlplan writes, and below which it makes more."""
        return self.templates, self.outbox, self.archive

    @property
    def written_folders(self) -> tuple[Path, ...]:
        """The folders in which xlplan writes besides: those of the settings and of the ledger."""
        return tuple(dict.fromkeys((self.root, self.lock_base.parent)))

    @property
    def own_files(self) -> Path:
        """The record of the files that xlplan wrote for people: their places and hashes."""
        return self.root / "xlplan.sha256"

    @property
    def place_mark(self) -> Path:
        """The mark by which a ledger that several machines share knows this folder, under whatever path."""
        return self.root / "xlplan.place"

    @property
    def backups(self) -> Path:
        """The folder for backups: that of the settings, or else one in the workspace."""
        return self.root / (self.settings.backup_folder or "backup")

    def report(self, quarter: Quarter) -> Path:
        """Return the path of the latest consolidated workbook of a quarter, the working copy."""
        return self.outbox / str(quarter) / self.names.report.format(quarter=quarter)

    def edition(self, quarter: Quarter, number: int) -> Path:
        """Return the path of a numbered edition. An edition never changes."""
        return self.outbox / str(quarter) / self.names.edition.format(quarter=quarter, number=number)

    def history(self, first: Quarter | None = None, last: Quarter | None = None) -> Path:
        """Return the path of the history of all quarters, or of those from `first` on, up to `last`."""
        period = f" {first or ''}–{last or ''}" if first or last else ""
        return self.outbox / f"{self.names.word(_HISTORY)}{period}.xlsx"

    @property
    def document_base(self) -> Path:
        """The base of Word documents that the centre put in the place of xlplan's, or the place for it.

        It is found under its name in either language: the name tells what it is, and nothing else does.
        """
        places = [self.templates / names.base for names in (self.names, *NAMES.values())]
        return next((place for place in places if place.is_file()), places[0])

    def plan_form(self, period: int | Quarter, version: int | None = None, *, as_document: bool = False) -> Path:
        """Return the path of the official form of the plan for a year or a quarter.

        Args:
            period: The year or the quarter.
            version: The version of the plan, where it is not the one in force; that one's form keeps its own name.
            as_document: The form is a Word document, not a workbook.
        """
        folder = self.outbox if isinstance(period, int) else self.outbox / str(period)
        of_version = self.names.version.format(number=version) if version else ""
        ending = ".docx" if as_document else ".xlsx"
        return folder / f"{self.names.form.format(period=period, version=of_version)}{ending}"

    @property
    def letters(self) -> Path:
        """Letters to units that a person sends."""
        return self.outbox / self.names.letters

    def draft(self, kind: LetterKind, unit: Unit, quarters: Iterable[Quarter]) -> Path:
        """Return the path of a letter to a unit that a person sends."""
        period = " ".join(map(str, quarters))
        owner = f"{file_name(unit.name)[:50].strip()} ({unit.code})"
        return self.letters / f"{file_name(f'{period} {owner}')} - {self.names.word(kind.value)}.eml"

    def letter_text(self, kind: LetterKind) -> Path:
        """Return the path of the centre's own text for a kind of letter. Without a file there is none."""
        return self.templates / self.names.letters / f"{self.names.word(kind.value)}.txt"

    def narrative(self, period: int | Quarter) -> Path:
        """Return the path of the narrative of a year or a quarter."""
        return self.outbox / str(period) / f"{self.names.narrative.format(period=period)}.docx"

    def new_plan(self, name: object = "") -> Path:
        """Return the path of a new plan workbook, with a name behind the word for it."""
        return self.templates / f"{' '.join(filter(None, (self.names.plan, str(name))))}.xlsx"

    def annotated_copy(self, path: Path) -> Path:
        """Return the path of a plan workbook's copy with notes on its cells.

        It is next to the workbook. Of a copy it is that copy, without the number that tells it from another.
        """
        match = _annotated(path)
        return path.with_stem(match[1] if match else f"{path.stem} ({self.names.word(_ANNOTATED)})")

    def unlocked_copy(self, file: Path) -> Path:
        """Return the path of a workbook's copy without locks."""
        return file.with_stem(self.names.word(_UNLOCKED).format(name=file.stem))


def require_root(workspace: Workspace) -> None:
    """Check that the workspace is still where it was found.

    A ledger and an archive made anew at its old place would know nothing of what was issued and received.

    Raises:
        XlplanError: Its settings are gone.
    """
    if not (workspace.root / FILE_NAME).is_file():
        raise XlplanError(
            _(
                "{file} is not there any more: the folder of the workspace was moved, renamed or deleted, or its "
                "disk is away. Bring it back, or start xlplan at its new place; make nothing anew at the old one."
            ).format(file=shown_path(workspace.root / FILE_NAME))
        )


def require_file(*files: Path) -> None:
    """Check that the files are there.

    Raises:
        XlplanError: It names every file that is missing, or a folder that was named for a file.
    """
    if folder := next((path for path in files if path.is_dir()), None):
        raise XlplanError(_("{folder} is a folder. Name one of the files in it.").format(folder=folder))
    missing = [str(path) for path in files if not path.is_file()]
    if missing and len(files) > 1 and Path(name := " ".join(map(str, files))).is_file():
        raise XlplanError(_("Put a name with blanks in quotes: {name}").format(name=f'"{name}"'))
    if missing:
        raise XlplanError(_("There is no file {file}. Check its name.").format(file=", ".join(missing)))


def require_plan_workbooks(workspace: Workspace) -> list[Path]:
    """Return the plan workbooks of a workspace.

    Raises:
        XlplanError: There is none.
    """
    files = workspace.plan_workbooks
    if not files:
        raise XlplanError(
            _("There is no plan workbook in {folder}. Put one there, or run “xlplan plan new”.").format(
                folder=workspace.templates
            )
        )
    return files


def require_plan_workbook(workspace: Workspace) -> Path:
    """Return the only plan workbook of a workspace: the one that a command means without an argument.

    Raises:
        XlplanError: There is none, or there are several.
    """
    files = require_plan_workbooks(workspace)
    if len(files) > 1:
        raise XlplanError(
            _(
                "There are several plan workbooks in {folder}: {files}. Name the one that is meant, "
                "for example: {example}."
            ).format(
                folder=workspace.templates,
                files=", ".join(path.name for path in files),
                example=f'"{path_from_here(files[-1])}"',
            )
        )
    return files[0]


def _annotated(path: Path) -> re.Match[str] | None:
    words = "|".join(map(re.escape, all_translations(_ANNOTATED)))
    # macOS may return a name in decomposed letters that was written in composed ones.
    return re.fullmatch(rf"(.* \((?:{words})\))( \(\d+\))?", unicodedata.normalize("NFC", path.stem), re.DOTALL)


def is_unlocked_copy(path: Path) -> bool:
    """Tell if a workbook is a copy without locks, by its name: no template for a unit, and no plan."""
    stem = unicodedata.normalize("NFC", path.stem)
    return stem.endswith(tuple(words.format(name="") for words in all_translations(_UNLOCKED)))


@lru_cache(maxsize=1024)
def file_name(text: str) -> str:
    """Return `text` as a file name for Windows, Linux and network shares: at most 80 characters and 160 bytes.

    Signs that nobody sees, such as marks of the direction of writing, are left out.
    """
    visible = "".join(sign for sign in drop_invisible(text) if unicodedata.category(sign) not in _NO_LETTERS)
    # A name that Windows keeps for itself may also come about by the cutting.
    return _allowed(_cut(_allowed(unicodedata.normalize("NFC", visible).strip(" ."))))


def _allowed(text: str) -> str:
    if re.fullmatch(_PLAIN_NAME, text):
        return text
    from pathvalidate import sanitize_filename

    return str(sanitize_filename(text, platform="universal"))


def unit_file_names(units: Iterable[Unit]) -> dict[str, str]:
    """Return the file name of each unit by its code, no two of them the same on any system.

    A unit is called by its name. Where that makes the same file name as another one, the code stands behind it.
    """
    names = {unit.code: file_name(unit.name) for unit in units}
    with_code: set[str] = set()
    while clashing := _clashing(names) - with_code:
        names |= {code: _with_code(names[code], code) for code in clashing}
        # A name with a code may be the plain name of another unit, which then gets its code as well.
        with_code |= clashing
    return names


def same_file_key(name: str) -> str:
    """Return the key that two file names share which are one file on some system."""
    return unicodedata.normalize("NFC", name).casefold()


def _clashing(names: dict[str, str]) -> set[str]:
    """Return the codes of the units whose file name is that of another unit too."""
    counts = Counter(map(same_file_key, names.values()))
    return {code for code, name in names.items() if counts[same_file_key(name)] > 1}


def _with_code(name: str, code: str) -> str:
    ending = f" ({code})"
    return _cut(name, len(ending)) + ending


def _cut(name: str, spare: int = 0) -> str:
    """Return a name cut to the longest that every system takes, less some spare signs of one byte."""
    short = name[: 80 - spare].encode("utf-8", "replace")[: 160 - spare]
    return short.decode("utf-8", "ignore").strip(" .") or "_"


def find_workspace(start: Path) -> Workspace:
    """Return the workspace that holds `start`.

    Raises:
        XlplanError: Neither `start` nor a folder above it has a settings file, or the settings are wrong.
    """
    root = find_root(start)
    workspace = Workspace(root_path(root), read_settings(root / FILE_NAME))
    require_settled_names(workspace.outbox, workspace.settings)
    return workspace


def find_root(start: Path) -> Path:
    """Return the root of the workspace that holds `start`, whatever its settings say.

    Raises:
        XlplanError: Neither `start` nor a folder above it has a settings file.
    """
    folder = enclosing_root(start)
    if folder:
        return folder
    # Outside of a workspace the language is Ukrainian, unless somebody named another.
    command = "xlplan init" if language() == DEFAULT_LANGUAGE else f"xlplan --lang {language()} init"
    raise XlplanError(
        _(
            "There is no workspace in {folder}: no {file} here or in a folder above. "
            "Go to the centre's folder, name it with --workspace, or make one with “{command}”."
        ).format(folder=os.path.realpath(start), file=FILE_NAME, command=command)
    )
