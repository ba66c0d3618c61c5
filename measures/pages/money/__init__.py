"""Money as people work through it: desks, batches, payments, clawbacks, budgets, the overview."""
