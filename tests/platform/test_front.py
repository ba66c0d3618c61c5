"""What stands in front of the web agrees with it."""

import re
from pathlib import Path
from typing import Final

import pytest

DEPLOY: Final = Path(__file__).parents[2] / "deploy"


@pytest.mark.parametrize("front", ["nginx", "compose"])
def test_the_web_holds_an_idle_connection_longer_than_the_proxy_before_it(front: str) -> None:
    """Or the proxy sends a request, not always one it may send again, to a closed door."""
    held = told(r"^keepalive = (\d+)$", DEPLOY / "gunicorn.conf.py")
    reused = told(r"^\s*keepalive_timeout (\d+)s;$", DEPLOY / front / "upstream.conf")

    assert held > reused


def told(words: str, file: Path) -> int:
    (seconds,) = re.findall(words, file.read_text("utf-8"), re.MULTILINE)
    return int(seconds)
