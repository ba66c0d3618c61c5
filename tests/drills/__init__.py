"""Faults the product must survive, at their full number: `make drill`. Bounded, loopback only.

What a run finds is written beside what was promised into docs/reliability.md by hand, with the day.
"""
