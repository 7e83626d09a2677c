"""The intake: each file of the inbox is claimed, archived, read, checked, recorded and answered, once.

This package imports nothing. The child process needs only `child_tasks`, and starts faster that way.
"""
