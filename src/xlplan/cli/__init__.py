"""The command line: parse, call one step, print, exit."""

from xlplan.cli.commands import main

__all__ = ["main"]
