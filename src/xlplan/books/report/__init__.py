"""The consolidated workbook, a module for each of its sheets."""
