"""A plan as CSV files: for version control, and for programs that make plans."""
