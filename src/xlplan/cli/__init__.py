"""The command line: parse, call one use case, print, exit."""

from xlplan.cli.commands.main import main

__all__ = ["main"]
