"""Builders of rows for tests: plain functions, everything optional, in the bootstrap scope."""
