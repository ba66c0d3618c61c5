"""Passwords nobody has to think of: random, made once, readable by their owner only."""

import os
import secrets
from pathlib import Path


def password(folder: Path, name: str) -> str:
    """The password called `name` in `folder`, made on first use (file mode 0600)."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / name
    if not path.exists():
        unfinished = path.with_name(f".{name}.{os.getpid()}")
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as f:
            f.write(secrets.token_urlsafe(32))
        unfinished.replace(path)
    return path.read_text()
