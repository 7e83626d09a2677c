"""The narrative of a quarter or a year as a Word document."""
