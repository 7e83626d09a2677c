"""The marked return: the unit's own file with each faulty cell marked."""
