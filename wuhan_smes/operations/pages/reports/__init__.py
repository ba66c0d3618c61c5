"""报表: the catalogue, each report as it was made, and whether a file is what it says."""
