"""Several machines on one: `python -m deploy.topology` stands them up on loopback and proves that
losing any of them loses nothing. What `deploy/` ships is what runs here, with other addresses.
"""
