"""Template: the workbook that a unit receives and fills in."""
