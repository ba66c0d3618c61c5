"""Somebody else's server on this machine, which answers as a test tells it."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.receiver import Receiver, receiver


@pytest.fixture
def other_side(settings: Any) -> Iterator[Receiver]:
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    with receiver() as site:
        yield site
