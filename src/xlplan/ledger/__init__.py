"""The ledger: the record of everything. Rows are added, and none is overwritten."""
