"""Everything that changes a job."""
