"""Files in a container that are no returns: what programs put there, and signatures beside what they sign."""

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from xlplan.storage.exclusions import is_foreign_folder, is_nuisance, is_partial

_WORKBOOKS = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xls", ".ods")
_SIGNATURES = (".p7s", ".sig", ".asc", ".sign")
# A signature that holds what it signs is longer than any workbook; one beside it holds certificates only.
_LONGEST_SIGNATURE = 20_000
# Mail programs add these: signatures of the mail itself, visiting cards, appointments, parts of Outlook's page,
# pictures of a signature, under the names that Outlook gives them.
_ADDED_BY_MAIL = re.compile(
    r"smime\.p7s|signature\.asc|.*\.(vcf|ics)|att\d{5}.*\.(txt|html?|dat|bin)|oledata\.mso|themedata\.thmx"
    r"|filelist\.xml|colorschememapping\.xml|image\d{3}\.(png|jpe?g|gif|bmp|emz|wmz)",
    re.IGNORECASE,
)


def is_no_return(path: PurePosixPath) -> bool:
    """Tell if a file of that path in a container was put there by a program."""
    return (
        not path.name
        or is_nuisance(path.name)
        or is_partial(path.name)
        or any(is_foreign_folder(folder) for folder in path.parts[:-1])
    )


def is_added_by_mail(name: str) -> bool:
    """Tell if a mail program adds a file of that name to a mail by itself."""
    return bool(_ADDED_BY_MAIL.fullmatch(name))


def is_workbook_name(name: str) -> bool:
    """Tell if a name is that of a workbook."""
    return PurePosixPath(name.lower()).suffix in _WORKBOOKS


def detached_signatures(files: Sequence[tuple[str, int]]) -> set[int]:
    """Return the positions of the signatures that lie beside the files that they sign.

    Args:
        files: The name and the size of each file in one container.
    """
    names = {name.lower() for name, _size in files if not _is_signature(name)}
    signed = names | {PurePosixPath(name).stem for name in names}
    has_workbook = any(map(is_workbook_name, names))
    return {
        position
        for position, (name, size) in enumerate(files)
        if _is_signature(name)
        and (PurePosixPath(name.lower()).stem in signed or (has_workbook and size <= _LONGEST_SIGNATURE))
    }


def _is_signature(name: str) -> bool:
    return PurePosixPath(name.lower()).suffix in _SIGNATURES
