"""`manage.py up`: from an empty folder to a running product, and back to nothing on Ctrl-C.

Nothing here imports Django: databases, roles and settings are what it prepares for others.
"""
