"""The tables of the ledger. Rows are added, never changed but by an upgrade, which only adds."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

VERSION = 6
# What brings a ledger of a version to the next one: what older xlplans recorded stays readable.
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
        # The rows of an issue, one of its values so far, come to stand in a line each.
        "UPDATE issues SET body = json_set(body, '$.rows', json('[]')) || coalesce((SELECT group_concat("
        "char(10) || value, '') FROM (SELECT value FROM json_each(issues.body, '$.rows') ORDER BY key)), '') "
        "WHERE json_valid(body)",
    ),
}
metadata = MetaData()

plans = Table(
    "plans",
    metadata,
    Column("version", Integer, primary_key=True),
    Column("adopted_at", String, nullable=False),
    Column("file", String, nullable=False),
    Column("sha256", String, nullable=False),
    Column("body", Text, nullable=False),
    Column("adopted_on", String, nullable=False),
    Column("reason", Text, nullable=False),
)
issues = Table(
    "issues",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("form_code", String, nullable=False, unique=True),
    Column("quarter", String, nullable=False, index=True),
    Column("unit", String, nullable=False, index=True),
    Column("plan_version", ForeignKey("plans.version"), nullable=False),
    Column("issued_at", String, nullable=False),
    Column("body", Text, nullable=False),
)
arrivals = Table(
    "arrivals",
    metadata,
    Column("claim", String, primary_key=True),
    Column("file", String, nullable=False),
    Column("size", Integer, nullable=False),
    Column("sha256", String, nullable=False, index=True),
    Column("arrived_at", String, nullable=False),
)
submissions = Table(
    "submissions",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("sha256", String, nullable=False, unique=True),
    Column("file", String, nullable=False),
    Column("received_at", String, nullable=False),
    Column("outcome", String, nullable=False),
    Column("form_code", ForeignKey("issues.form_code")),
    Column("quarter", String),
    Column("unit", String),
    Column("filled_by", String, nullable=False),
    Column("saved_at", String),
    Index("ix_submissions_return", "quarter", "unit"),
)
entries = Table(
    "entries",
    metadata,
    Column("submission", ForeignKey("submissions.number"), nullable=False),
    Column("key", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("number", Integer),
    Column("description", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("sheet", String, nullable=False),
    Column("cell", String, nullable=False),
    Column("kept", Boolean),
    PrimaryKeyConstraint("submission", "key"),
)
event_entries = Table(
    "event_entries",
    metadata,
    Column("submission", ForeignKey("submissions.number"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("event", String, nullable=False),
    Column("key", String, nullable=False),
    Column("title", Text, nullable=False),
    Column("held_on", String, nullable=False),
    Column("people", String, nullable=False),
    Column("link", Text, nullable=False),
    Column("sheet", String, nullable=False),
    Column("cell", String, nullable=False),
    Column("place", Text, nullable=False),
    Column("form", String, nullable=False),
    Column("partner", Text, nullable=False),
    PrimaryKeyConstraint("submission", "position"),
)
findings = Table(
    "findings",
    metadata,
    Column("submission", ForeignKey("submissions.number"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("code", String, nullable=False),
    Column("file", String, nullable=False),
    Column("sheet", String, nullable=False),
    Column("cell", String, nullable=False),
    Column("row", String, nullable=False),
    Column("values", Text, nullable=False),
    PrimaryKeyConstraint("submission", "position"),
)
reports = Table(
    "reports",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("quarter", String, nullable=False, index=True),
    Column("upto", Integer, nullable=False),
    Column("made_at", String, nullable=False),
    Column("file", String, nullable=False),
    Column("decided", Integer, nullable=False),
)
editions = Table(
    "editions",
    metadata,
    Column("quarter", String, nullable=False),
    Column("number", Integer, nullable=False),
    Column("closed_at", String, nullable=False),
    Column("by", String, nullable=False),
    Column("note", Text, nullable=False),
    Column("upto", Integer, nullable=False),
    Column("plan_version", ForeignKey("plans.version"), nullable=False),
    Column("file", String, nullable=False),
    Column("sha256", String, nullable=False),
    Column("body", Text, nullable=False),
    PrimaryKeyConstraint("quarter", "number"),
)
reopenings = Table(
    "reopenings",
    metadata,
    Column("quarter", String, nullable=False),
    Column("edition", Integer, nullable=False),
    Column("at", String, nullable=False),
    Column("by", String, nullable=False),
    Column("reason", Text, nullable=False),
    PrimaryKeyConstraint("quarter", "edition"),
)
withdrawals = Table(
    "withdrawals",
    metadata,
    Column("submission", ForeignKey("submissions.number"), primary_key=True),
    Column("at", String, nullable=False),
    Column("by", String, nullable=False),
    Column("reason", Text, nullable=False),
)
waivers = Table(
    "waivers",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("quarter", String, nullable=False),
    Column("unit", String, nullable=False),
    Column("code", String, nullable=False),
    Column("reason", Text, nullable=False),
    Column("until", String),
    Column("at", String, nullable=False),
    Column("by", String, nullable=False),
)
