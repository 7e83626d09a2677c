"""The consolidated workbook, and the sources of its figures."""
