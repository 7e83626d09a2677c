"""xlplan collects the quarterly results of a plan through spreadsheets."""

__version__ = "0.1.0"
