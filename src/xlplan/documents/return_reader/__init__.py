"""A returned workbook as it is read, whatever program saved it."""
