"""Tables of the ledger. Rows are added and never changed, but by an upgrade, which only adds."""

from sqlalchemy import (
    BigInteger,
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
    text,
)

# The version of the ledger that these tables are.
VERSION = 10
# The mark by which the file is known as a ledger of xlplan: the letters “xlpl”.
APPLICATION = 0x786C706C

# The column in which a table keeps the order in which its rows were added. SQLite gives it to every table.
ORDER = "rowid"

# A number that may have more than 32 bits. An integer of SQLite has 64 in any case.
_LARGE = Integer().with_variant(BigInteger(), "postgresql")

metadata = MetaData()


def order_of(table: Table) -> str:
    """Return the column by which the rows of a table stand in the order in which they were added.

    A key that is one integer is that column itself.
    """
    key, *others = table.primary_key.columns
    return ORDER if others or not isinstance(key.type, Integer) else key.name


identity = Table(
    "identity",
    metadata,
    Column("workspace", String, primary_key=True),
    Column("made_at", String, nullable=False),
)
row_hashes = Table(
    "row_hashes",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("key", String, nullable=False),
    Column("sha256", String, nullable=False),
    Column("chain", String, nullable=False),
)
# The lines of the decision log. Each is recorded with its decision, then added to the file.
log_entries = Table(
    "log_entries",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("decision", String, nullable=False),
    Column("line", Text, nullable=False),
    Column("sha256", String, nullable=False),
    Column("row_hash", Integer, nullable=False),
)
# The lines that the file of the decision log is known to hold.
log_heads = Table(
    "log_heads",
    metadata,
    Column("number", ForeignKey("log_entries.number"), primary_key=True),
    Column("sha256", String, nullable=False),
)
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
    Column("applies_from", String, nullable=False),
    Column("first_quarter", String, nullable=False),
)
# A version that was taken back stays in `plans`, and counts no more.
adoption_undoings = Table(
    "adoption_undoings",
    metadata,
    Column("version", ForeignKey("plans.version"), primary_key=True),
    Column("at", String, nullable=False),
    Column("by", String, nullable=False),
    Column("reason", Text, nullable=False),
)
plan_lines = Table(
    "plan_lines",
    metadata,
    Column("version", ForeignKey("plans.version"), nullable=False),
    Column("key", String, nullable=False),
    Column("position", Integer, nullable=False),
    Column("line", String, nullable=False),
    PrimaryKeyConstraint("version", "key", "position"),
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
    Column("size", _LARGE, nullable=False),
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
    # An exact number as an integer: of 5.5 it is 55, and `decimals` is 1. A billion with four decimals fits.
    Column("number", BigInteger),
    Column("description", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("sheet", String, nullable=False),
    Column("cell", String, nullable=False),
    Column("kept", Boolean),
    Column("decimals", Integer, nullable=False, server_default=text("0"), info={"since": 9}),
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
    Column("number", Integer, primary_key=True),
    Column("submission", ForeignKey("submissions.number"), nullable=False, index=True),
    Column("at", String, nullable=False),
    Column("by", String, nullable=False),
    Column("reason", Text, nullable=False),
    Column("is_undone", Boolean, nullable=False),
)
# A file that was put aside stays in `submissions`.
dismissals = Table(
    "dismissals",
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
    # The default serves the upgrade of older ledgers.
    Column("key", String, nullable=False, server_default=text("''")),
)
deadlines = Table(
    "deadlines",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("quarter", String, nullable=False, index=True),
    Column("due", String, nullable=False),
    Column("grace_days", Integer, nullable=False),
    Column("is_named", Boolean, nullable=False),
    Column("at", String, nullable=False),
    Column("by", String, nullable=False),
)
notes = Table(
    "notes",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("quarter", String, nullable=False),
    Column("key", String, nullable=False),
    Column("line", String, nullable=False),
    Column("reason", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("at", String, nullable=False),
    Column("by", String, nullable=False),
)
# A message of a mailbox, and the places where it lies: a server may move it, or number its folder anew.
messages = Table(
    "messages",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("message_id", Text, nullable=False, index=True),
    Column("sha256", String, nullable=False, index=True),
    Column("kind", String, nullable=False),
    Column("sender", Text, nullable=False),
    Column("came_at", String, nullable=False),
    Column("fetched_at", String, nullable=False),
)
# The files that came with a message, and how many times each had arrived before.
message_files = Table(
    "message_files",
    metadata,
    Column("message", ForeignKey("messages.number"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("sha256", String, nullable=False, index=True),
    Column("arrived_before", Integer, nullable=False),
    PrimaryKeyConstraint("message", "position"),
)
message_places = Table(
    "message_places",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("message", ForeignKey("messages.number"), nullable=False),
    Column("mailbox", Text, nullable=False),
    Column("validity", _LARGE, nullable=False),
    Column("uid", _LARGE, nullable=False),
    Index("ix_message_places_folder", "mailbox", "validity"),
)
# A letter is recorded before it goes.
letters = Table(
    "letters",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("unit", String, nullable=False, index=True),
    Column("recipients", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("message_id", String, nullable=False),
    Column("sha256", String, nullable=False),
    Column("means", String, nullable=False),
    Column("at", String, nullable=False),
    Column("by", String, nullable=False),
    Column("file", String, nullable=False),
)
letter_items = Table(
    "letter_items",
    metadata,
    Column("letter", ForeignKey("letters.number"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("quarter", String, nullable=False),
    Column("enclosure", String, nullable=False),
    Column("reference", String, nullable=False),
    PrimaryKeyConstraint("letter", "position"),
    Index("ix_letter_items_quarter", "quarter"),
)
# What became of a letter. One that was begun and has no outcome may have gone.
letter_outcomes = Table(
    "letter_outcomes",
    metadata,
    Column("letter", ForeignKey("letters.number"), primary_key=True),
    Column("state", String, nullable=False),
    Column("at", String, nullable=False),
    Column("words", Text, nullable=False),
)
