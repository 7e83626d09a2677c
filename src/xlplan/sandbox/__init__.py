"""The inspection of foreign bytes before parsing, and the child process that parses them."""
