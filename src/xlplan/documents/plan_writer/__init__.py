"""The plan workbook, written."""
