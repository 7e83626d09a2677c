"""The care for the record: whether the computer, the folders and the ledger are as they should be."""
