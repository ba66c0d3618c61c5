"""What the regulations and standards say. Values in, values out: no database, no clock."""
