"""The workflows: several use cases in a row, and everything that runs for long, such as the watcher."""
