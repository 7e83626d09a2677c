"""The plan workbook: what the coordinator edits."""
