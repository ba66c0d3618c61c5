"""What people see of background work."""
