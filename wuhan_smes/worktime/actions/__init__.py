"""Everything that changes the working calendar."""
