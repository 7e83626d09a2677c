"""Tables of the ledger. Rows are added and never changed, but by an upgrade, which only adds.

They are plain values: a command that only looks needs no library to know them. `schema` creates them.
"""

from collections.abc import Mapping

from xlplan.ledger.columns import Column, Index, Kind, Table

# The version of the ledger that these tables are.
VERSION = 10
# The mark by which the file is known as a ledger of xlplan: the letters “xlpl”.
APPLICATION = 0x786C706C

_TEXT, _LONG_TEXT, _NUMBER, _TRUTH = Kind.TEXT, Kind.LONG_TEXT, Kind.NUMBER, Kind.TRUTH
# Each stands after those that it refers to.
_TABLES = (
    Table(
        "identity",
        key=("workspace",),
        columns=(
            Column("workspace", _TEXT),
            Column("made_at", _TEXT),
        ),
    ),
    Table(
        "row_hashes",
        key=("number",),
        columns=(
            Column("number", _NUMBER),
            Column("version", _NUMBER),
            Column("kind", _TEXT),
            Column("key", _TEXT),
            Column("sha256", _TEXT),
            Column("chain", _TEXT),
        ),
    ),
    # The lines of the decision log. Each is recorded with its decision, then added to the file.
    Table(
        "log_entries",
        key=("number",),
        columns=(
            Column("number", _NUMBER),
            Column("decision", _TEXT),
            Column("line", _LONG_TEXT),
            Column("sha256", _TEXT),
            Column("row_hash", _NUMBER),
        ),
    ),
    # The lines that the file of the decision log is known to hold.
    Table(
        "log_heads",
        key=("number",),
        columns=(
            Column("number", _NUMBER, refers_to="log_entries.number"),
            Column("sha256", _TEXT),
        ),
    ),
    Table(
        "plans",
        key=("version",),
        columns=(
            Column("version", _NUMBER),
            Column("adopted_at", _TEXT),
            Column("file", _TEXT),
            Column("sha256", _TEXT),
            Column("body", _LONG_TEXT),
            Column("adopted_on", _TEXT),
            Column("reason", _LONG_TEXT),
            Column("applies_from", _TEXT),
            Column("first_quarter", _TEXT),
        ),
    ),
    # A version that was taken back stays in `plans`, and counts no more.
    Table(
        "adoption_undoings",
        key=("version",),
        columns=(
            Column("version", _NUMBER, refers_to="plans.version"),
            Column("at", _TEXT),
            Column("by", _TEXT),
            Column("reason", _LONG_TEXT),
        ),
    ),
    Table(
        "plan_lines",
        key=("version", "key", "position"),
        columns=(
            Column("version", _NUMBER, refers_to="plans.version"),
            Column("key", _TEXT),
            Column("position", _NUMBER),
            Column("line", _TEXT),
        ),
    ),
    Table(
        "issues",
        key=("number",),
        columns=(
            Column("number", _NUMBER),
            Column("form_code", _TEXT, is_unique=True),
            Column("quarter", _TEXT, has_index=True),
            Column("unit", _TEXT, has_index=True),
            Column("plan_version", _NUMBER, refers_to="plans.version"),
            Column("issued_at", _TEXT),
            Column("body", _LONG_TEXT),
        ),
    ),
    Table(
        "arrivals",
        key=("claim",),
        columns=(
            Column("claim", _TEXT),
            Column("file", _TEXT),
            Column("size", Kind.LARGE_NUMBER),
            Column("sha256", _TEXT, has_index=True),
            Column("arrived_at", _TEXT),
        ),
    ),
    Table(
        "submissions",
        key=("number",),
        columns=(
            Column("number", _NUMBER),
            Column("sha256", _TEXT, is_unique=True),
            Column("file", _TEXT),
            Column("received_at", _TEXT),
            Column("outcome", _TEXT),
            Column("form_code", _TEXT, refers_to="issues.form_code", is_optional=True),
            Column("quarter", _TEXT, is_optional=True),
            Column("unit", _TEXT, is_optional=True),
            Column("filled_by", _TEXT),
            Column("saved_at", _TEXT, is_optional=True),
        ),
        own_index=Index("ix_submissions_return", ("quarter", "unit")),
    ),
    Table(
        "entries",
        key=("submission", "key"),
        columns=(
            Column("submission", _NUMBER, refers_to="submissions.number"),
            Column("key", _TEXT),
            Column("kind", _TEXT),
            # An exact number as an integer: of 5.5 it is 55, and `decimals` is 1.
            # A billion with four decimals fits.
            Column("number", Kind.BIG_NUMBER, is_optional=True),
            Column("description", _LONG_TEXT),
            Column("reason", _LONG_TEXT),
            Column("action", _LONG_TEXT),
            Column("sheet", _TEXT),
            Column("cell", _TEXT),
            Column("kept", _TRUTH, is_optional=True),
            Column("decimals", _NUMBER, default="0", since=9),
        ),
    ),
    Table(
        "event_entries",
        key=("submission", "position"),
        columns=(
            Column("submission", _NUMBER, refers_to="submissions.number"),
            Column("position", _NUMBER),
            Column("event", _TEXT),
            Column("key", _TEXT),
            Column("title", _LONG_TEXT),
            Column("held_on", _TEXT),
            Column("people", _TEXT),
            Column("link", _LONG_TEXT),
            Column("sheet", _TEXT),
            Column("cell", _TEXT),
            Column("place", _LONG_TEXT),
            Column("form", _TEXT),
            Column("partner", _LONG_TEXT),
        ),
    ),
    Table(
        "findings",
        key=("submission", "position"),
        columns=(
            Column("submission", _NUMBER, refers_to="submissions.number"),
            Column("position", _NUMBER),
            Column("code", _TEXT),
            Column("file", _TEXT),
            Column("sheet", _TEXT),
            Column("cell", _TEXT),
            Column("row", _TEXT),
            Column("values", _LONG_TEXT),
        ),
    ),
    Table(
        "reports",
        key=("number",),
        columns=(
            Column("number", _NUMBER),
            Column("quarter", _TEXT, has_index=True),
            Column("upto", _NUMBER),
            Column("made_at", _TEXT),
            Column("file", _TEXT),
            Column("decided", _NUMBER),
        ),
    ),
    Table(
        "editions",
        key=("quarter", "number"),
        columns=(
            Column("quarter", _TEXT),
            Column("number", _NUMBER),
            Column("closed_at", _TEXT),
            Column("by", _TEXT),
            Column("note", _LONG_TEXT),
            Column("upto", _NUMBER),
            Column("plan_version", _NUMBER, refers_to="plans.version"),
            Column("file", _TEXT),
            Column("sha256", _TEXT),
            Column("body", _LONG_TEXT),
        ),
    ),
    Table(
        "reopenings",
        key=("quarter", "edition"),
        columns=(
            Column("quarter", _TEXT),
            Column("edition", _NUMBER),
            Column("at", _TEXT),
            Column("by", _TEXT),
            Column("reason", _LONG_TEXT),
        ),
    ),
    Table(
        "withdrawals",
        key=("number",),
        columns=(
            Column("number", _NUMBER),
            Column("submission", _NUMBER, refers_to="submissions.number", has_index=True),
            Column("at", _TEXT),
            Column("by", _TEXT),
            Column("reason", _LONG_TEXT),
            Column("is_undone", _TRUTH),
        ),
    ),
    # A file that was put aside stays in `submissions`.
    Table(
        "dismissals",
        key=("submission",),
        columns=(
            Column("submission", _NUMBER, refers_to="submissions.number"),
            Column("at", _TEXT),
            Column("by", _TEXT),
            Column("reason", _LONG_TEXT),
        ),
    ),
    Table(
        "waivers",
        key=("number",),
        columns=(
            Column("number", _NUMBER),
            Column("quarter", _TEXT),
            Column("unit", _TEXT),
            Column("code", _TEXT),
            Column("reason", _LONG_TEXT),
            Column("until", _TEXT, is_optional=True),
            Column("at", _TEXT),
            Column("by", _TEXT),
            # The default serves the upgrade of older ledgers.
            Column("key", _TEXT, default="''"),
        ),
    ),
    Table(
        "deadlines",
        key=("number",),
        columns=(
            Column("number", _NUMBER),
            Column("quarter", _TEXT, has_index=True),
            Column("due", _TEXT),
            Column("grace_days", _NUMBER),
            Column("is_named", _TRUTH),
            Column("at", _TEXT),
            Column("by", _TEXT),
        ),
    ),
    Table(
        "notes",
        key=("number",),
        columns=(
            Column("number", _NUMBER),
            Column("quarter", _TEXT),
            Column("key", _TEXT),
            Column("line", _TEXT),
            Column("reason", _LONG_TEXT),
            Column("action", _LONG_TEXT),
            Column("at", _TEXT),
            Column("by", _TEXT),
        ),
    ),
    # A message of a mailbox, and the places where it lies: a server may move it, or number its folder anew.
    Table(
        "messages",
        key=("number",),
        columns=(
            Column("number", _NUMBER),
            Column("message_id", _LONG_TEXT, has_index=True),
            Column("sha256", _TEXT, has_index=True),
            Column("kind", _TEXT),
            Column("sender", _LONG_TEXT),
            Column("came_at", _TEXT),
            Column("fetched_at", _TEXT),
        ),
    ),
    # The files that came with a message, and how many times each had arrived before.
    Table(
        "message_files",
        key=("message", "position"),
        columns=(
            Column("message", _NUMBER, refers_to="messages.number"),
            Column("position", _NUMBER),
            Column("sha256", _TEXT, has_index=True),
            Column("arrived_before", _NUMBER),
        ),
    ),
    Table(
        "message_places",
        key=("number",),
        columns=(
            Column("number", _NUMBER),
            Column("message", _NUMBER, refers_to="messages.number"),
            Column("mailbox", _LONG_TEXT),
            Column("validity", Kind.LARGE_NUMBER),
            Column("uid", Kind.LARGE_NUMBER),
        ),
        own_index=Index("ix_message_places_folder", ("mailbox", "validity")),
    ),
    # A letter is recorded before it goes.
    Table(
        "letters",
        key=("number",),
        columns=(
            Column("number", _NUMBER),
            Column("kind", _TEXT),
            Column("unit", _TEXT, has_index=True),
            Column("recipients", _LONG_TEXT),
            Column("subject", _LONG_TEXT),
            Column("message_id", _TEXT),
            Column("sha256", _TEXT),
            Column("means", _TEXT),
            Column("at", _TEXT),
            Column("by", _TEXT),
            Column("file", _TEXT),
        ),
    ),
    Table(
        "letter_items",
        key=("letter", "position"),
        columns=(
            Column("letter", _NUMBER, refers_to="letters.number"),
            Column("position", _NUMBER),
            Column("quarter", _TEXT),
            Column("enclosure", _TEXT),
            Column("reference", _TEXT),
        ),
        own_index=Index("ix_letter_items_quarter", ("quarter",)),
    ),
    # What became of a letter. One that was begun and has no outcome may have gone.
    Table(
        "letter_outcomes",
        key=("letter",),
        columns=(
            Column("letter", _NUMBER, refers_to="letters.number"),
            Column("state", _TEXT),
            Column("at", _TEXT),
            Column("words", _LONG_TEXT),
        ),
    ),
)
TABLES: Mapping[str, Table] = {table.name: table for table in _TABLES}
