"""The two official forms of a plan, for the year and for the quarter, ready to print and sign."""
