"""Pages of the register and the gradient that need no other app."""
