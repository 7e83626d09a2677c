"""The environment of Alembic: it writes statements, which the ledger runs within its own transaction."""

from alembic import context

context.configure(
    dialect_name="postgresql",
    output_buffer=context.config.output_buffer,
    literal_binds=True,
    # The ledger begins and ends the transaction.
    transactional_ddl=False,
)
context.run_migrations()
