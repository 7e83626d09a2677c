"""The templates of a quarter on disk, known by the form code in them and never by their name alone."""

import os
from collections.abc import Collection, Mapping
from functools import cached_property
from pathlib import Path

from msgspec import Struct

from xlplan.documents.template.identity import form_code_of
from xlplan.domain.errors import XlplanError
from xlplan.storage.own_files import is_own, numbered_places, remove_own
from xlplan.storage.workspace import is_unlocked_copy, same_file_key


class RefusedFile(Struct, frozen=True):
    """A file that could not be written or removed, and the reason."""

    path: Path
    problem: OSError | XlplanError


class TemplateFolder(Struct, frozen=True, dict=True):
    """The workbooks in the folder of a quarter, with the form code that each carries; "" where it carries none."""

    codes: Mapping[Path, str]

    def carrier(self, form_code: str, usual: Path) -> Path | None:
        """Return the template with a form code, the one at its usual place before others; None without one."""
        places = self._places_by_code.get(form_code, ())
        return usual if usual in places else next(iter(places), None)

    def spelled(self, path: Path) -> Path:
        """Return a path as its name is written on the disk. Some systems take two cases of a letter for one."""
        return self._places_by_name.get(path.name) or self._places_by_key.get(same_file_key(path.name), path)

    @cached_property
    def _places_by_code(self) -> Mapping[str, tuple[Path, ...]]:
        places: dict[str, tuple[Path, ...]] = {}
        for path, code in self.codes.items():
            # The copy without locks is the coordinator's own and no template for a unit.
            if code and not is_unlocked_copy(path):
                places[code] = (*places.get(code, ()), path)
        return places

    @cached_property
    def _places_by_name(self) -> Mapping[str, Path]:
        return {path.name: path for path in self.codes}

    @cached_property
    def _places_by_key(self) -> Mapping[str, Path]:
        return {same_file_key(path.name): path for path in self.codes}


class ClearedFolder(Struct, frozen=True):
    """The outdated templates that are still there: those that are not ours any more, and those in use."""

    kept: tuple[Path, ...]
    refused: tuple[RefusedFile, ...]


def read_folder(folder: Path) -> TemplateFolder:
    """Read the form code of each workbook in a folder. There is none where the folder cannot be listed."""
    try:
        files = sorted(path for path in folder.iterdir() if _is_workbook(path))
    except OSError:
        files = []
    return TemplateFolder({path: form_code_of(path) for path in files})


def _is_workbook(path: Path) -> bool:
    # Those names are of temporary files: ours, and those of a program that has a workbook open.
    return path.suffix.lower() == ".xlsx" and not path.name.startswith((".", "~$")) and path.is_file()


def template_place(
    record: Path, path: Path, form_code: str, folder: TemplateFolder, current: Collection[str]
) -> Path:
    """Return the place for a template: its usual path, or one beside it if somebody else's file is there.

    A file is replaced only if xlplan wrote it, nobody has changed it since, and it is not the template of another
    unit that counts now. Such a file whose name has other letters, capital or small, is removed.

    Args:
        record: The record of the files that xlplan wrote.
        path: The usual path.
        form_code: The form code of the template.
        folder: The templates on disk.
        current: The form codes that count now.

    Raises:
        PermissionError: Another program has the file open and shares it with nobody (Windows).
    """

    def is_free(place: Path) -> bool:
        if not os.path.lexists(place):
            return True
        # The folder was read before the other templates of this issue were written.
        code = form_code_of(place)
        is_outdated = code != "" and code not in current
        return (is_outdated or code == form_code) and is_own(record, place)

    place = next(place for place in numbered_places(path) if is_free(folder.spelled(place)))
    if folder.spelled(place).name != place.name:
        # Windows may keep the name of a file that is replaced, and the record would have the file under another.
        remove_own(record, folder.spelled(place))
    return place


def clear_outdated(record: Path, outdated: Mapping[Path, str]) -> ClearedFolder:
    """Remove templates that are replaced or withdrawn. One that is not ours as it is now stays.

    Args:
        record: The record of the files that xlplan wrote.
        outdated: The files, with the form code that each carries.
    """
    kept, refused = [], []
    for path, code in outdated.items():
        # A new template may have taken the place meanwhile, on some systems also under a name of other letters.
        if form_code_of(path) != code:
            continue
        try:
            if not remove_own(record, path):
                kept.append(path)
        except OSError as problem:
            refused.append(RefusedFile(path, problem))
    return ClearedFolder(tuple(kept), tuple(refused))
