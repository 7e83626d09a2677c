"""Writer of the plan workbook."""
