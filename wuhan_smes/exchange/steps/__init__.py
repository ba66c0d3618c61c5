"""The work of an import, done by jobs: read, check, apply, revert. Each is one transaction."""
