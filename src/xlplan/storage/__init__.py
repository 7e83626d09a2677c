"""Files as they come and go: whole writes, the archive, the inbox and its claims."""
