"""Money leaves exactly once."""
