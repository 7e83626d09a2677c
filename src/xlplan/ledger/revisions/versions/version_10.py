"""The tables of a ledger of version 10, the first that a PostgreSQL may hold. They stay as they are here."""

from typing import Any

from alembic import op
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKeyConstraint,
    Identity,
    PrimaryKeyConstraint,
    String,
    Text,
    UniqueConstraint,
    text,
)

# A revision has the number of the ledger's version.
revision = "10"
down_revision = None


def _text(name: str, **options: Any) -> Column[Any]:
    return Column(name, String(collation="C"), **{"nullable": False, **options})


def _long(name: str, **options: Any) -> Column[Any]:
    return Column(name, Text(collation="C"), **{"nullable": False, **options})


def _number(name: str, **options: Any) -> Column[Any]:
    return Column(name, BigInteger(), autoincrement=False, **{"nullable": False, **options})


def _mark(name: str, **options: Any) -> Column[Any]:
    return Column(name, Boolean(), **{"nullable": False, **options})


def _order() -> Column[Any]:
    """Return the column that SQLite gives to each of these tables by itself."""
    return Column("rowid", BigInteger(), Identity(always=False), nullable=False)


def upgrade() -> None:
    """Create the tables in a database without any."""
    op.create_table(
        "arrivals",
        _text("claim"),
        _text("file"),
        _number("size"),
        _text("sha256"),
        _text("arrived_at"),
        _order(),
        PrimaryKeyConstraint("claim"),
    )
    op.create_index("ix_arrivals_sha256", "arrivals", ["sha256"])
    op.create_table(
        "deadlines",
        _number("number"),
        _text("quarter"),
        _text("due"),
        _number("grace_days"),
        _mark("is_named"),
        _text("at"),
        _text("by"),
        PrimaryKeyConstraint("number"),
    )
    op.create_index("ix_deadlines_quarter", "deadlines", ["quarter"])
    op.create_table(
        "identity",
        _text("workspace"),
        _text("made_at"),
        _order(),
        PrimaryKeyConstraint("workspace"),
    )
    op.create_table(
        "letters",
        _number("number"),
        _text("kind"),
        _text("unit"),
        _long("recipients"),
        _long("subject"),
        _text("message_id"),
        _text("sha256"),
        _text("means"),
        _text("at"),
        _text("by"),
        _text("file"),
        PrimaryKeyConstraint("number"),
    )
    op.create_index("ix_letters_unit", "letters", ["unit"])
    op.create_table(
        "log_entries",
        _number("number"),
        _text("decision"),
        _long("line"),
        _text("sha256"),
        _number("row_hash"),
        PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "messages",
        _number("number"),
        _long("message_id"),
        _text("sha256"),
        _text("kind"),
        _long("sender"),
        _text("came_at"),
        _text("fetched_at"),
        PrimaryKeyConstraint("number"),
    )
    op.create_index("ix_messages_message_id", "messages", ["message_id"])
    op.create_index("ix_messages_sha256", "messages", ["sha256"])
    op.create_table(
        "notes",
        _number("number"),
        _text("quarter"),
        _text("key"),
        _text("line"),
        _long("reason"),
        _long("action"),
        _text("at"),
        _text("by"),
        PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "plans",
        _number("version"),
        _text("adopted_at"),
        _text("file"),
        _text("sha256"),
        _long("body"),
        _text("adopted_on"),
        _long("reason"),
        _text("applies_from"),
        _text("first_quarter"),
        PrimaryKeyConstraint("version"),
    )
    op.create_table(
        "reopenings",
        _text("quarter"),
        _number("edition"),
        _text("at"),
        _text("by"),
        _long("reason"),
        _order(),
        PrimaryKeyConstraint("quarter", "edition"),
    )
    op.create_table(
        "reports",
        _number("number"),
        _text("quarter"),
        _number("upto"),
        _text("made_at"),
        _text("file"),
        _number("decided"),
        PrimaryKeyConstraint("number"),
    )
    op.create_index("ix_reports_quarter", "reports", ["quarter"])
    op.create_table(
        "row_hashes",
        _number("number"),
        _number("version"),
        _text("kind"),
        _text("key"),
        _text("sha256"),
        _text("chain"),
        PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "waivers",
        _number("number"),
        _text("quarter"),
        _text("unit"),
        _text("code"),
        _long("reason"),
        _text("until", nullable=True),
        _text("at"),
        _text("by"),
        _text("key", server_default=text("''")),
        PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "adoption_undoings",
        _number("version"),
        _text("at"),
        _text("by"),
        _long("reason"),
        ForeignKeyConstraint(["version"], ["plans.version"]),
        PrimaryKeyConstraint("version"),
    )
    op.create_table(
        "editions",
        _text("quarter"),
        _number("number"),
        _text("closed_at"),
        _text("by"),
        _long("note"),
        _number("upto"),
        _number("plan_version"),
        _text("file"),
        _text("sha256"),
        _long("body"),
        _order(),
        ForeignKeyConstraint(["plan_version"], ["plans.version"]),
        PrimaryKeyConstraint("quarter", "number"),
    )
    op.create_table(
        "issues",
        _number("number"),
        _text("form_code"),
        _text("quarter"),
        _text("unit"),
        _number("plan_version"),
        _text("issued_at"),
        _long("body"),
        ForeignKeyConstraint(["plan_version"], ["plans.version"]),
        PrimaryKeyConstraint("number"),
        UniqueConstraint("form_code"),
    )
    op.create_index("ix_issues_quarter", "issues", ["quarter"])
    op.create_index("ix_issues_unit", "issues", ["unit"])
    op.create_table(
        "letter_items",
        _number("letter"),
        _number("position"),
        _text("quarter"),
        _text("enclosure"),
        _text("reference"),
        _order(),
        ForeignKeyConstraint(["letter"], ["letters.number"]),
        PrimaryKeyConstraint("letter", "position"),
    )
    op.create_index("ix_letter_items_quarter", "letter_items", ["quarter"])
    op.create_table(
        "letter_outcomes",
        _number("letter"),
        _text("state"),
        _text("at"),
        _long("words"),
        ForeignKeyConstraint(["letter"], ["letters.number"]),
        PrimaryKeyConstraint("letter"),
    )
    op.create_table(
        "log_heads",
        _number("number"),
        _text("sha256"),
        ForeignKeyConstraint(["number"], ["log_entries.number"]),
        PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "message_files",
        _number("message"),
        _number("position"),
        _text("sha256"),
        _number("arrived_before"),
        _order(),
        ForeignKeyConstraint(["message"], ["messages.number"]),
        PrimaryKeyConstraint("message", "position"),
    )
    op.create_index("ix_message_files_sha256", "message_files", ["sha256"])
    op.create_table(
        "message_places",
        _number("number"),
        _number("message"),
        _long("mailbox"),
        _number("validity"),
        _number("uid"),
        ForeignKeyConstraint(["message"], ["messages.number"]),
        PrimaryKeyConstraint("number"),
    )
    op.create_index("ix_message_places_folder", "message_places", ["mailbox", "validity"])
    op.create_table(
        "plan_lines",
        _number("version"),
        _text("key"),
        _number("position"),
        _text("line"),
        _order(),
        ForeignKeyConstraint(["version"], ["plans.version"]),
        PrimaryKeyConstraint("version", "key", "position"),
    )
    op.create_table(
        "submissions",
        _number("number"),
        _text("sha256"),
        _text("file"),
        _text("received_at"),
        _text("outcome"),
        _text("form_code", nullable=True),
        _text("quarter", nullable=True),
        _text("unit", nullable=True),
        _text("filled_by"),
        _text("saved_at", nullable=True),
        ForeignKeyConstraint(["form_code"], ["issues.form_code"]),
        PrimaryKeyConstraint("number"),
        UniqueConstraint("sha256"),
    )
    op.create_index("ix_submissions_return", "submissions", ["quarter", "unit"])
    op.create_table(
        "dismissals",
        _number("submission"),
        _text("at"),
        _text("by"),
        _long("reason"),
        ForeignKeyConstraint(["submission"], ["submissions.number"]),
        PrimaryKeyConstraint("submission"),
    )
    op.create_table(
        "entries",
        _number("submission"),
        _text("key"),
        _text("kind"),
        _number("number", nullable=True),
        _long("description"),
        _long("reason"),
        _long("action"),
        _text("sheet"),
        _text("cell"),
        _mark("kept", nullable=True),
        _number("decimals", server_default=text("0")),
        _order(),
        ForeignKeyConstraint(["submission"], ["submissions.number"]),
        PrimaryKeyConstraint("submission", "key"),
    )
    op.create_table(
        "event_entries",
        _number("submission"),
        _number("position"),
        _text("event"),
        _text("key"),
        _long("title"),
        _text("held_on"),
        _text("people"),
        _long("link"),
        _text("sheet"),
        _text("cell"),
        _long("place"),
        _text("form"),
        _long("partner"),
        _order(),
        ForeignKeyConstraint(["submission"], ["submissions.number"]),
        PrimaryKeyConstraint("submission", "position"),
    )
    op.create_table(
        "findings",
        _number("submission"),
        _number("position"),
        _text("code"),
        _text("file"),
        _text("sheet"),
        _text("cell"),
        _text("row"),
        _long("values"),
        _order(),
        ForeignKeyConstraint(["submission"], ["submissions.number"]),
        PrimaryKeyConstraint("submission", "position"),
    )
    op.create_table(
        "withdrawals",
        _number("number"),
        _number("submission"),
        _text("at"),
        _text("by"),
        _long("reason"),
        _mark("is_undone"),
        ForeignKeyConstraint(["submission"], ["submissions.number"]),
        PrimaryKeyConstraint("number"),
    )
    op.create_index("ix_withdrawals_submission", "withdrawals", ["submission"])
    _create_places()


def _create_places() -> None:
    """Create the tables of the places that work with the ledger. A ledger in a file has none of them."""
    op.create_table(
        "places",
        _text("code"),
        _text("machine"),
        _text("folder"),
        _text("since"),
        _number("log_head"),
        PrimaryKeyConstraint("code"),
    )
    op.create_table(
        "place_files",
        _text("sha256"),
        _text("place"),
        ForeignKeyConstraint(["place"], ["places.code"]),
        PrimaryKeyConstraint("sha256", "place"),
    )
    op.create_table(
        "place_reports",
        _number("report"),
        _text("place"),
        ForeignKeyConstraint(["place"], ["places.code"]),
        PrimaryKeyConstraint("report"),
    )
