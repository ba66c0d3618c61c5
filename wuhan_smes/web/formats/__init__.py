"""How days and moments are written, the same on every page as in every file."""
