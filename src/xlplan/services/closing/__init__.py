"""Closing a quarter: the sign-off sheet, a numbered edition, and opening it again."""
