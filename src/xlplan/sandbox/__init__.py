"""The gate before parsing, and the child process that parses."""
