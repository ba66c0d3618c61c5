"""Loopback ports that stay the same from one start to the next where possible."""

import socket
from pathlib import Path


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Whether a server could listen on this port now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def any_free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def kept(record: Path) -> int:
    """The port noted in `record` if it is still free, else a new one, noted there."""
    noted = record.read_text().strip() if record.exists() else ""
    if noted.isdecimal() and 1024 <= int(noted) < 65536 and is_free(int(noted)):
        return int(noted)
    port = any_free()
    record.parent.mkdir(parents=True, exist_ok=True)
    record.write_text(f"{port}\n")
    return port
