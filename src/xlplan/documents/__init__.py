"""The workbooks: a module for each kind, and one contract of sheets and headings."""
