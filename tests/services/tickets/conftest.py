"""What the tests of tickets share."""

import pytest

from tests.services.tickets.world import World


@pytest.fixture
def world(db: None) -> World:
    return World()
