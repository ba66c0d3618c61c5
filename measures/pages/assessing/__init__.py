"""Pages of the assessment of districts."""
