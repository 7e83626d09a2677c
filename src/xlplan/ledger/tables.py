"""The tables of the ledger. Rows are added, never changed but by an upgrade, which only adds columns."""

from sqlalchemy import Boolean, Column, ForeignKey, Integer, MetaData, PrimaryKeyConstraint, String, Table, Text

VERSION = 3
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
    2: ("ALTER TABLE submissions ADD COLUMN saved_at VARCHAR",),
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
    Column("unit", String, nullable=False),
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
    Column("quarter", String, index=True),
    Column("unit", String),
    Column("filled_by", String, nullable=False),
    Column("saved_at", String),
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
)
