"""The consolidated workbook: one module for each of its sheets."""
