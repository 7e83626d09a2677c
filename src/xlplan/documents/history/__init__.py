"""The history of the quarters: a workbook with one table and the course of the rows, and the same table as CSV."""
