"""Random years: invented as plain data, played through xlplan, and added up a second time without it."""
