"""Where steps are chained and the outside comes in: the watched folder, the demonstration."""
