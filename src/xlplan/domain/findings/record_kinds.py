"""Kinds of findings about the record as a whole: archive, ledger, decision log, editions, templates, receipts."""

from xlplan.domain.findings.finding import error, warning
from xlplan.text.translation import N_

_FROM_BACKUP = N_("Bring it back from a backup: xlplan restore FILE.")

ARCHIVED_FILE_CHANGED = error(
    "archived-file-changed",
    N_("The bytes of this file in the archive are not those that came in: its hash is now {seen}."),
    N_(
        "Figures that rest on it cannot be proved. Set it aside and bring it back from a backup: "
        "xlplan restore FILE."
    ),
    fields=("seen",),
)
ARCHIVED_FILE_MISSING = error(
    "archived-file-missing",
    N_("The archive lacks “{name}” ({sha256}), which the ledger says came in."),
    _FROM_BACKUP,
    fields=("name", "sha256"),
)
ARCHIVED_FILE_UNKNOWN = warning(
    "archived-file-unknown",
    N_("The ledger does not know this file in the archive: nobody's figures rest on it."),
    N_(
        "Somebody put it there, or the ledger is older than the archive. Look at it; to take it in: "
        "xlplan intake FILE."
    ),
)
ARCHIVED_FILE_UNREADABLE = error(
    "archived-file-unreadable",
    N_("This file in the archive cannot be read: {problem}."),
    N_("Look at the disk and at the rights of the file."),
    fields=("problem",),
)
LEDGER_DAMAGED = error(
    "ledger-damaged",
    N_("SQLite finds the ledger damaged: {problem}."),
    _FROM_BACKUP,
    fields=("problem",),
)
RECORD_CHANGED = error(
    "record-changed",
    N_("The record {key} in the table {table} of the ledger is not as it was recorded."),
    N_("Somebody changed the ledger by hand. Bring it back from a backup: xlplan restore FILE."),
    fields=("key", "table"),
)
RECORD_MISSING = error(
    "record-missing",
    N_("The record {key} is missing from the table {table} of the ledger."),
    N_("Somebody deleted it by hand. Bring the ledger back from a backup: xlplan restore FILE."),
    fields=("key", "table"),
)
RECORD_ADDED = error(
    "record-added",
    N_("xlplan did not make the record {key} in the table {table} of the ledger."),
    N_("Somebody added it by hand. Bring the ledger back from a backup: xlplan restore FILE."),
    fields=("key", "table"),
)
HASHES_BROKEN = error(
    "hashes-broken",
    N_("The chain of hashes in the ledger breaks at link {number}: it was changed, deleted or added by hand."),
    N_("Bring the ledger back from a backup: xlplan restore FILE."),
    fields=("number",),
)
LOG_CUT = error(
    "log-cut",
    N_("The decision log ends with entry {seen}, and the ledger has {known}: its end was cut off."),
    N_("The next decision writes the missing entries again from the ledger. Find out who cut them."),
    fields=("seen", "known"),
)
LOG_LINE_MISSING = error(
    "log-line-missing",
    N_("Entry {number} is missing from the decision log."),
    _FROM_BACKUP,
    fields=("number",),
)
LOG_LINE_CHANGED = error(
    "log-line-changed",
    N_("Line {line} of the decision log is not as it was written: entry {number}."),
    _FROM_BACKUP,
    fields=("line", "number"),
)
LOG_LINE_MOVED = error(
    "log-line-moved",
    N_("Line {line} of the decision log does not stand in its place: it is entry {number}."),
    _FROM_BACKUP,
    fields=("line", "number"),
)
LOG_LINE_ADDED = error(
    "log-line-added",
    N_("The ledger does not know line {line} of the decision log."),
    N_(
        "Somebody added it, or the ledger is older than the log. Bring both back from one backup: "
        "xlplan restore FILE."
    ),
    fields=("line",),
)
LOG_BROKEN = error(
    "log-broken",
    N_("Entry {number} of the decision log does not hold the hash of the entry before it."),
    N_("The ledger itself was changed. Bring it back from a backup: xlplan restore FILE."),
    fields=("number",),
)
LOG_DISAGREES = error(
    "log-disagrees",
    N_("Entry {number} of the decision log names another hash of the record {key} than the ledger."),
    N_("Bring ledger and log back from one backup: xlplan restore FILE."),
    fields=("number", "key"),
)
EDITION_CHANGED = error(
    "edition-changed",
    N_("Edition {number} of {quarter} is not the file that was signed: its hash is now {seen}."),
    N_("Move it elsewhere; xlplan puts the signed one back from the archive."),
    fields=("number", "quarter", "seen"),
)
EDITION_MISSING = warning(
    "edition-missing",
    N_("Edition {number} of {quarter} is not in its place."),
    N_("The next intake puts it back from the archive; nothing is lost."),
    fields=("number", "quarter"),
)
EDITION_LOG_DIFFERS = error(
    "edition-log-differs",
    N_("Edition {number} of {quarter} was signed over another decision log: entry {entry} is not the same there."),
    N_(
        "Ledger and log were changed together since, or are those of a copy. Bring them back from a "
        "backup: xlplan restore FILE."
    ),
    fields=("number", "quarter", "entry"),
)
TEMPLATE_MISSING = warning(
    "template-missing",
    N_("No template with the form code {code} is there, which was issued to {unit}."),
    N_("Write it again: xlplan issue {quarter}."),
    fields=("code", "unit", "quarter"),
)
TEMPLATE_UNKNOWN = error(
    "template-unknown",
    N_("This template has the form code {code}, which nobody was issued."),
    N_("Do not send it out: what comes back on it is refused. Move it elsewhere."),
    fields=("code",),
)
TEMPLATE_CHANGED = warning(
    "template-changed",
    N_("This template is not as it was written: somebody has saved it since."),
    N_("Move it elsewhere, then write it again: xlplan issue {quarter}."),
    fields=("quarter",),
)
RECEIPT_MISSING = warning(
    "receipt-missing",
    N_("The answer number {number} to “{name}” is not there."),
    N_("To write it again, drop the file once more: xlplan intake {archived}."),
    fields=("number", "name", "archived"),
)
RECEIPT_CHANGED = warning(
    "receipt-changed",
    N_("The answer number {number} is not as it was written."),
    N_("Do not send it. Delete it, then drop its file once more: xlplan intake {archived}."),
    fields=("number", "archived"),
)
ANSWERS_DISAGREE = error(
    "answers-disagree",
    N_("Line {line} of the log of answers gives number {number} to another file than the ledger."),
    N_("The ledger is older than the answers, or somebody changed the log. Compare both with a backup."),
    fields=("line", "number"),
)
