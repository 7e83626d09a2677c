"""The vocabulary: frozen values and pure functions on them; no files, no ledger."""
