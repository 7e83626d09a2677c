"""Findings, and the kinds of them with their words, one module for each subject."""
