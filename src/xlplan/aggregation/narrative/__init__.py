"""The narrative of a quarter or a year: figures, entries and events become sections of sentences and tables."""
