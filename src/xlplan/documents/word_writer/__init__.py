"""Word documents: one base for all of them, styles by name, tables that a screen reader follows."""
