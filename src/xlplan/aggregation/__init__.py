"""Sums over returns: the figures of a quarter, the year to date, the remarks, the differences between editions."""
