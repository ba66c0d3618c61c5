"""The desks: what waits, the board, one ticket, and what may be done with it."""
