"""Passwords that are quick to try, for journeys that give many."""

import pytest
from django.contrib.auth.hashers import make_password

from tests.factories import accounts


@pytest.fixture
def quick_passwords(settings, monkeypatch):
    """Argon2 is slow on purpose; that passwords are kept by it is tried where they are set."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    hashed = make_password(accounts.PASSWORD)
    monkeypatch.setattr(accounts, "hashed_password", lambda: hashed)
