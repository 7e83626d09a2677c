"""Reading a returned workbook, whatever program saved it."""
