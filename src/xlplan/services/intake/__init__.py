"""Intake: what lies in the inbox is claimed, archived, read, checked, recorded and answered, each file once.

Nothing is imported here: the child process, which needs `examine` alone, starts the faster for it.
"""
