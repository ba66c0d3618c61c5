"""Pages of typed records: one set for all kinds."""
