"""The commands: parse, call one workflow or service, print, exit."""
