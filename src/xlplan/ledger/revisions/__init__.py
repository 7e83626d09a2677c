"""Versions of the ledger in a PostgreSQL, as Alembic takes them: a revision for each version of the tables."""
