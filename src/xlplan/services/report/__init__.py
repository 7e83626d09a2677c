"""The consolidated workbook, and what stands behind its figures."""
