"""The record of all that happened: tables, writes and queries."""
