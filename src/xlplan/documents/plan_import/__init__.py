"""A plan in the centre's own layout, from a Word document or a spreadsheet, as the cells of a plan workbook."""
