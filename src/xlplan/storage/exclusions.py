"""Content of an inbox that is no return: folders and files of other programs, by the names that they give.

Seen in practice: locks of Excel and LibreOffice, bins, thumbnails, snapshots and older versions on servers, files
that sync programs and browsers are still fetching. Sources: the lists of what Nextcloud, Syncthing and
paperless-ngx leave out, and reports to these and to MEGA, Resilio, ownCloud, WinSCP, SFTPGo and lftp.
"""

import re
from fnmatch import translate
from functools import cache

# By-products that never hold a return. Nothing is said of them: what they belong to lies beside them.
_NUISANCES = (
    "~$*",
    ".~lock*#",
    "thumbs.db",
    "desktop.ini",
    "._*",
    ".ds_store",
    ".gitkeep",
    # Earlier versions tried folders by it. Some shares bring back a file that was deleted while it was open.
    ".filelock-probe-*",
    "*@synoeastream",
    "*@synoresource",
    ".sync_*.db*",
    ".owncloudsync.log*",
    ".sync*.log",
    ".syncid",
    ".syncignore",
    ".stignore",
    ".nfs*",
    "icon\r",
)
# Half-fetched files, and what a program that stopped half-way left. A return may be in them.
_PARTIAL = (
    ".*",
    "~syncthing~*",
    "*~",
    "*.tmp",
    "*.part",
    "*.crdownload",
    "*.filepart",
    "*.partial",
    "*.download",
    "*.opdownload",
    "*.aria2",
    "*.lftp",
    "*.!sync",
    "*.!ut",
    "*.!qb",
    "*.bts",
    "*.syncpart",
    "*.synctemp",
    "*.syncold",
    "*_csync_temp_file",
)
# ownCloud and its kin add some hexadecimal digits to the name.
_PARTIAL_DIGITS = re.compile(r".*\.~[0-9a-z]{3,8}", re.DOTALL)
# Folders that begin with one of these belong to programs: `.Trash-1000`, `@eaDir`, `#recycle`, `$RECYCLE.BIN`.
_FOREIGN_SIGNS = (".", "@", "#", "$")
_FOREIGN_FOLDERS = (
    "system volume information",
    "lost+found",
    "found.[0-9][0-9][0-9]",
    "recycler",
    "recycled",
    "rubbish",
    "syncdebris",
    "network trash folder",
    "temporary items",
    "~snapshot",
    "~latest",
    "__macosx",
    "*.download",
    "*.sb-*",
)


@cache
def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    # To compile them takes a while, and an inbox is often empty.
    return re.compile("|".join(map(translate, patterns)))


def is_nuisance(name: str) -> bool:
    """Tell if a file of that name is a by-product of a program and no return."""
    return bool(_any_of(_NUISANCES).match(name.lower()))


def is_partial(name: str) -> bool:
    """Tell if a program fetches a file under that name, or hides it so; it gets another name when it is whole."""
    lower_name = name.lower()
    return _is_name(name) and bool(_any_of(_PARTIAL).match(lower_name) or _PARTIAL_DIGITS.fullmatch(lower_name))


def is_foreign_folder(name: str) -> bool:
    """Tell if a folder of that name belongs to a program: a bin, older versions, thumbnails."""
    return _is_name(name) and (
        name.startswith(_FOREIGN_SIGNS) or bool(_any_of(_FOREIGN_FOLDERS).match(name.lower()))
    )


def _is_name(name: str) -> bool:
    """Tell if a name is more than the dots that stand for the folder itself and the one above it."""
    return bool(name.strip("."))
