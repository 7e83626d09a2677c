"""Plan against fact: sums, year to date, status, completeness; pure: (plan, entries) -> tables."""
