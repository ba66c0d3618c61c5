"""Everything that is done with a ticket: one function, one step, one entry in the trail."""
