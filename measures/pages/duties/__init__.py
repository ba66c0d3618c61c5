"""Pages of commitments: the bureau's, each unit's desk, one commitment."""
