"""The invented daily work of the stations: people, care, drives and events."""
