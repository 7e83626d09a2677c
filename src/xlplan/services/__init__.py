"""The use cases: each reads, calls pure code and writes. A service does not call another service."""
