"""The care for the record: checks of what it stands on, its backups, and what is brought back from them."""
