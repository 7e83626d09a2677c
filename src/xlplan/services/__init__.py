"""The commands of the round: each reads, calls pure code, writes. Steps do not call steps."""
