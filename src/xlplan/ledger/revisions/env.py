"""The environment of Alembic: it works within the transaction of the ledger that called it."""

from alembic import context

from xlplan.ledger.postgresql_schema import postgresql_metadata

context.configure(
    connection=context.config.attributes["connection"], target_metadata=postgresql_metadata(), compare_type=True
)
context.run_migrations()
