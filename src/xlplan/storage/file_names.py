"""The names that a workspace gives to its files and folders, in one language for good. They are a contract.

The language of what people read may change, and a command may speak another one for once. Names do not follow: a
file that was written is found under its name, and is never written a second time under another one.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from xlplan.domain.errors import XlplanError
from xlplan.storage.settings_file import FILE_NAME
from xlplan.text.translation import _, translated

if TYPE_CHECKING:
    from xlplan.storage.settings import Settings


class FileNames(Struct, frozen=True):
    """The names of files and folders in one language.

    Attributes:
        language: The language of the words in all other names: those that the catalogue translates.
        receipts: The folder of receipts.
        to_correct: The folder of marked returns.
        answers: The log of answers.
        report: The consolidated workbook of a quarter.
        edition: A numbered edition of it.
        plan: A plan workbook.
        base: The base of Word documents, which a centre may put into templates/.
        board: The board, the page that shows where everything stands.
        form: The printed form of a plan for a year or a quarter. No plan workbook has this name.
        version: Within that, the version of the plan, where it is not the one in force.
        letters: The folder of letters to be sent, and that of a centre's own texts for them.
        narrative: The narrative of a year or a quarter.
    """

    language: str
    receipts: str
    to_correct: str
    answers: str
    report: str
    edition: str
    plan: str
    form: str
    base: str
    board: str
    version: str
    letters: str
    narrative: str

    def word(self, message: str) -> str:
        """Return a message of the catalogue in the language of the names."""
        return translated(message, self.language)


_UKRAINIAN = FileNames(
    language="uk",
    receipts="квитанції",
    to_correct="на доопрацювання",
    answers="журнал.jsonl",
    report="Зведений звіт {quarter}.xlsx",
    edition="Зведений звіт {quarter} (випуск {number}).xlsx",
    plan="План",
    form="План {period} (до друку{version})",
    base="Основа документів.docx",
    board="Стан.html",
    version=", редакція {number}",
    letters="листи",
    narrative="Інформаційна довідка {period}",
)
_ENGLISH = FileNames(
    language="en",
    receipts="receipts",
    to_correct="to correct",
    answers="answers.jsonl",
    report="Consolidated report {quarter}.xlsx",
    edition="Consolidated report {quarter} (edition {number}).xlsx",
    plan="Plan",
    form="Plan {period} (print form{version})",
    base="Document base.docx",
    board="Status.html",
    version=", version {number}",
    letters="letters",
    narrative="Narrative report {period}",
)
NAMES = {names.language: names for names in (_UKRAINIAN, _ENGLISH)}


def names_of(settings: "Settings") -> FileNames:
    """Return the names of a workspace: those that it began with, whatever language it has now.

    The settings of an earlier version do not say. Then most names are Ukrainian, and the words that the catalogue
    translates are those of the workspace's language.
    """
    if settings.file_names:
        return NAMES[settings.file_names]
    return replace(_UKRAINIAN, language=settings.language, plan=NAMES[settings.language].plan)


def names_on_disk(outbox: Path) -> tuple[str, ...]:
    """Return the languages in which the files of an outbox are named."""
    return tuple(language for language, names in NAMES.items() if any(_written_files(outbox, names)))


def require_settled_names(outbox: Path, settings: "Settings") -> None:
    """Check that the settings name the language in which the files of an outbox are named already.

    Raises:
        XlplanError: All of them are named in another one. The files would be written a second time.
    """
    found, named = names_on_disk(outbox), settings.file_names or _UKRAINIAN.language
    if found and named not in found:
        raise XlplanError(
            _(
                "{file}: the setting “file_names” is '{seen}', and the files in {folder} have names in another "
                "language. Write file_names = '{known}', as it was; “language” may be any."
            ).format(file=outbox.with_name(FILE_NAME), seen=named, folder=outbox, known=found[0])
        )


def _written_files(outbox: Path, names: FileNames) -> Iterator[Path]:
    """Yield the log of answers and the consolidated workbooks that are there."""
    quarters = outbox.iterdir() if outbox.is_dir() else ()
    reports = (folder / names.report.format(quarter=folder.name) for folder in quarters)
    yield from (path for path in (outbox / names.answers, *reports) if path.is_file())
