"""Vocabularies, one module for each subject."""
