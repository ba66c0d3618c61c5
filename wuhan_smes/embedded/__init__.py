"""PostgreSQL and Valkey out of the installed wheels, for a machine that has neither.

The wheels give us the programs only; starting, guarding and stopping them is done here: own data
folder, own roles, password authentication on the loopback address, never a process left behind.
Nothing in this package imports Django, so that it can run before settings exist. Linux only.
"""
