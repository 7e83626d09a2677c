"""Official forms of a plan, for the year and for the quarter, ready to print and to sign."""
