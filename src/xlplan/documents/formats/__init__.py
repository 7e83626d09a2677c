"""Readers of xlsx, xls and ods behind one interface."""
