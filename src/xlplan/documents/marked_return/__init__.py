"""The marked return: the unit's own file, each faulty cell shown."""
