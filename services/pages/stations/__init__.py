"""Pages of stations, their people, the enterprises in their care, and events."""
