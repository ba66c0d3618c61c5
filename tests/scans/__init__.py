"""What we stand on and what is said of it: `make scan`."""
