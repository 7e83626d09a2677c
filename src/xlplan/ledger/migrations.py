"""Versions of the ledger, and the statements that bring an older one up to date. An upgrade only adds."""

from collections.abc import Callable, Mapping

from xlplan.ledger.database import Connection
from xlplan.ledger.plan_lines import fill_lines
from xlplan.ledger.row_hashes import fill_row_hashes

# By version: the statements that bring a ledger to the next one. Records of older versions stay readable.
UPGRADES = {
    1: (
        "ALTER TABLE plans ADD COLUMN adopted_on VARCHAR NOT NULL DEFAULT ''",
        "UPDATE plans SET adopted_on = substr(adopted_at, 1, 10)",
        "ALTER TABLE plans ADD COLUMN reason TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE submissions ADD COLUMN filled_by VARCHAR NOT NULL DEFAULT ''",
        "ALTER TABLE entries ADD COLUMN kept BOOLEAN",
        "ALTER TABLE event_entries ADD COLUMN place TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE event_entries ADD COLUMN form VARCHAR NOT NULL DEFAULT ''",
        "ALTER TABLE event_entries ADD COLUMN partner TEXT NOT NULL DEFAULT ''",
    ),
    2: (
        "ALTER TABLE reports ADD COLUMN decided INTEGER NOT NULL DEFAULT 0",
        "CREATE TABLE editions (quarter VARCHAR NOT NULL, number INTEGER NOT NULL, closed_at VARCHAR NOT NULL, "
        '"by" VARCHAR NOT NULL, note TEXT NOT NULL, upto INTEGER NOT NULL, plan_version INTEGER NOT NULL, '
        "file VARCHAR NOT NULL, sha256 VARCHAR NOT NULL, body TEXT NOT NULL, PRIMARY KEY (quarter, number), "
        "FOREIGN KEY(plan_version) REFERENCES plans (version))",
        "CREATE TABLE reopenings (quarter VARCHAR NOT NULL, edition INTEGER NOT NULL, at VARCHAR NOT NULL, "
        '"by" VARCHAR NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (quarter, edition))',
        "CREATE TABLE withdrawals (submission INTEGER NOT NULL, at VARCHAR NOT NULL, "
        '"by" VARCHAR NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (submission), '
        "FOREIGN KEY(submission) REFERENCES submissions (number))",
        "CREATE TABLE waivers (number INTEGER NOT NULL, quarter VARCHAR NOT NULL, unit VARCHAR NOT NULL, "
        'code VARCHAR NOT NULL, reason TEXT NOT NULL, until VARCHAR, at VARCHAR NOT NULL, "by" VARCHAR NOT NULL, '
        "PRIMARY KEY (number))",
    ),
    3: ("ALTER TABLE submissions ADD COLUMN saved_at VARCHAR",),
    4: (
        "CREATE INDEX ix_issues_unit ON issues (unit)",
        "CREATE INDEX ix_submissions_return ON submissions (quarter, unit)",
        "DROP INDEX IF EXISTS ix_submissions_quarter",
    ),
    5: (
        # The rows of an issue were one value of its JSON. Each gets a line of its own.
        "UPDATE issues SET body = json_set(body, '$.rows', json('[]')) || coalesce((SELECT group_concat("
        "char(10) || value, '') FROM (SELECT value FROM json_each(issues.body, '$.rows') ORDER BY key)), '') "
        "WHERE json_valid(body)",
    ),
    6: (
        "ALTER TABLE plans ADD COLUMN applies_from VARCHAR NOT NULL DEFAULT ''",
        "ALTER TABLE plans ADD COLUMN first_quarter VARCHAR NOT NULL DEFAULT ''",
        'CREATE TABLE plan_lines (version INTEGER NOT NULL, "key" VARCHAR NOT NULL, position INTEGER NOT NULL, '
        'line VARCHAR NOT NULL, PRIMARY KEY (version, "key", position), '
        "FOREIGN KEY(version) REFERENCES plans (version))",
        # A submission may be withdrawn more than once, so its number is no key any more.
        "ALTER TABLE withdrawals RENAME TO withdrawals_before",
        "CREATE TABLE withdrawals (number INTEGER NOT NULL, submission INTEGER NOT NULL, at VARCHAR NOT NULL, "
        '"by" VARCHAR NOT NULL, reason TEXT NOT NULL, is_undone BOOLEAN NOT NULL, PRIMARY KEY (number), '
        "FOREIGN KEY(submission) REFERENCES submissions (number))",
        'INSERT INTO withdrawals (submission, at, "by", reason, is_undone) '
        'SELECT submission, at, "by", reason, 0 FROM withdrawals_before ORDER BY at, submission',
        "DROP TABLE withdrawals_before",
        "CREATE INDEX ix_withdrawals_submission ON withdrawals (submission)",
        "ALTER TABLE waivers ADD COLUMN \"key\" VARCHAR NOT NULL DEFAULT ''",
        'CREATE TABLE notes (number INTEGER NOT NULL, quarter VARCHAR NOT NULL, "key" VARCHAR NOT NULL, '
        "line VARCHAR NOT NULL, reason TEXT NOT NULL, action TEXT NOT NULL, at VARCHAR NOT NULL, "
        '"by" VARCHAR NOT NULL, PRIMARY KEY (number))',
    ),
    7: (
        "CREATE TABLE identity (workspace VARCHAR NOT NULL, made_at VARCHAR NOT NULL, PRIMARY KEY (workspace))",
        'CREATE TABLE row_hashes (number INTEGER NOT NULL, version INTEGER NOT NULL, kind VARCHAR NOT NULL, "key" '
        "VARCHAR NOT NULL, sha256 VARCHAR NOT NULL, chain VARCHAR NOT NULL, PRIMARY KEY (number))",
        "CREATE TABLE log_entries (number INTEGER NOT NULL, decision VARCHAR NOT NULL, line TEXT NOT NULL, "
        "sha256 VARCHAR NOT NULL, row_hash INTEGER NOT NULL, PRIMARY KEY (number))",
        "CREATE TABLE log_heads (number INTEGER NOT NULL, sha256 VARCHAR NOT NULL, PRIMARY KEY (number), "
        "FOREIGN KEY(number) REFERENCES log_entries (number))",
        'CREATE TABLE adoption_undoings (version INTEGER NOT NULL, at VARCHAR NOT NULL, "by" VARCHAR NOT NULL, '
        "reason TEXT NOT NULL, PRIMARY KEY (version), FOREIGN KEY(version) REFERENCES plans (version))",
        "CREATE TABLE deadlines (number INTEGER NOT NULL, quarter VARCHAR NOT NULL, due VARCHAR NOT NULL, "
        'grace_days INTEGER NOT NULL, is_named BOOLEAN NOT NULL, at VARCHAR NOT NULL, "by" VARCHAR NOT NULL, '
        "PRIMARY KEY (number))",
        "CREATE INDEX ix_deadlines_quarter ON deadlines (quarter)",
    ),
    # Every number from before is whole.
    8: (
        "ALTER TABLE entries ADD COLUMN decimals INTEGER NOT NULL DEFAULT 0",
        'CREATE TABLE dismissals (submission INTEGER NOT NULL, at VARCHAR NOT NULL, "by" VARCHAR NOT NULL, '
        "reason TEXT NOT NULL, PRIMARY KEY (submission), FOREIGN KEY(submission) REFERENCES submissions (number))",
    ),
    9: (
        "CREATE TABLE messages (number INTEGER NOT NULL, message_id TEXT NOT NULL, sha256 VARCHAR NOT NULL, "
        "kind VARCHAR NOT NULL, sender TEXT NOT NULL, came_at VARCHAR NOT NULL, fetched_at VARCHAR NOT NULL, "
        "PRIMARY KEY (number))",
        "CREATE INDEX ix_messages_message_id ON messages (message_id)",
        "CREATE INDEX ix_messages_sha256 ON messages (sha256)",
        "CREATE TABLE message_files (message INTEGER NOT NULL, position INTEGER NOT NULL, "
        "sha256 VARCHAR NOT NULL, arrived_before INTEGER NOT NULL, PRIMARY KEY (message, position), "
        "FOREIGN KEY(message) REFERENCES messages (number))",
        "CREATE INDEX ix_message_files_sha256 ON message_files (sha256)",
        "CREATE TABLE message_places (number INTEGER NOT NULL, message INTEGER NOT NULL, mailbox TEXT NOT NULL, "
        "validity INTEGER NOT NULL, uid INTEGER NOT NULL, PRIMARY KEY (number), "
        "FOREIGN KEY(message) REFERENCES messages (number))",
        "CREATE INDEX ix_message_places_folder ON message_places (mailbox, validity)",
        "CREATE TABLE letters (number INTEGER NOT NULL, kind VARCHAR NOT NULL, unit VARCHAR NOT NULL, "
        "recipients TEXT NOT NULL, subject TEXT NOT NULL, message_id VARCHAR NOT NULL, sha256 VARCHAR NOT NULL, "
        'means VARCHAR NOT NULL, at VARCHAR NOT NULL, "by" VARCHAR NOT NULL, file VARCHAR NOT NULL, '
        "PRIMARY KEY (number))",
        "CREATE INDEX ix_letters_unit ON letters (unit)",
        "CREATE TABLE letter_items (letter INTEGER NOT NULL, position INTEGER NOT NULL, quarter VARCHAR NOT NULL, "
        "enclosure VARCHAR NOT NULL, reference VARCHAR NOT NULL, PRIMARY KEY (letter, position), "
        "FOREIGN KEY(letter) REFERENCES letters (number))",
        "CREATE INDEX ix_letter_items_quarter ON letter_items (quarter)",
        "CREATE TABLE letter_outcomes (letter INTEGER NOT NULL, state VARCHAR NOT NULL, at VARCHAR NOT NULL, "
        "words TEXT NOT NULL, PRIMARY KEY (letter), FOREIGN KEY(letter) REFERENCES letters (number))",
    ),
}
# By version: what must be computed after the statements.
COMPLETIONS: Mapping[int, Callable[[Connection], None]] = {6: fill_lines, 7: fill_row_hashes}
