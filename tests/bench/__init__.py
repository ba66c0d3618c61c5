"""Benchmarks: `python -m tests.bench --size 50k|1m` (make bench). Not run by `make test`.

Every figure is a ratio within one run: our way beside the least the database and the machine
need for the same result. Databases are kept under var/bench, so that a second run loads nothing.
"""
