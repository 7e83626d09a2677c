"""The command line: parse, call one step, print, exit."""

from xlplan.cli.commands.main import main

__all__ = ["main"]
