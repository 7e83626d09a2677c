"""The rules that a return must satisfy. Pure: an issue, a return and its history give entries and findings."""
