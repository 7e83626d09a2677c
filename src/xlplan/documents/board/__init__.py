"""The board: one page that shows where the returns stand."""
