"""The words of every finding, by what it is about."""
