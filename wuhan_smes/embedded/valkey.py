"""The embedded Valkey: the doorbell of the jobs, with an append-only file so that it remembers."""

import os
import signal
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import quote

import redis

from wuhan_smes.embedded import ports
from wuhan_smes.embedded.children import Child, see_off
from wuhan_smes.embedded.passwords import password
from wuhan_smes.embedded.place import Place
from wuhan_smes.embedded.refusal import StartRefused, out_of_space

PATIENCE: Final = 60

CONFIGURATION: Final = """\
bind 127.0.0.1
port {port}
dir {folder}
requirepass {password}
protected-mode yes
daemonize no
appendonly {remember}
appendfsync everysec
save ""
maxmemory-policy noeviction
"""


@dataclass(slots=True)
class EmbeddedValkey:
    """A Valkey server whose life is bound to this process."""

    place: Place
    var: Path
    remember: bool = True
    name: str = field(default="Valkey", init=False)
    port: int = field(default=0, init=False)
    child: Child | None = field(default=None, init=False)

    @property
    def data(self) -> Path:
        return self.place.folder / "valkey"

    def url(self, database: int = 0) -> str:
        secret = quote(password(self.var / "secrets", "valkey"), safe="")
        return f"redis://:{secret}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Start the server and wait until it answers."""
        self.place.own(self.data)
        if not see_off(self.data, signal.SIGTERM, patience=20):
            raise StartRefused(f"{self.data} 正被另一进程使用 (data folder in use)")
        self.port = ports.kept(self.var / "run" / "valkey.port")
        self.child = Child(
            name=self.name,
            command=(str(self.place.valkey_server), str(self._configuration())),
            log=self.var / "log" / "valkey.log",
            uid=self.place.uid,
        )
        self.child.start()
        self._wait()

    def stop(self) -> None:
        if self.child is not None:
            self.child.stop()

    @property
    def is_running(self) -> bool:
        return self.child is not None and self.child.is_running

    def last_words(self, lines: int = 5) -> str:
        return self.child.last_words(lines) if self.child else ""

    def _configuration(self) -> Path:
        """A file rather than arguments: every user may read those in the list of processes."""
        path = self.data / "valkey.conf"
        path.touch(mode=0o600)
        path.write_text(
            CONFIGURATION.format(
                port=self.port,
                folder=f'"{self.data}"',
                password=password(self.var / "secrets", "valkey"),
                remember="yes" if self.remember else "no",
            )
        )
        if self.place.uid is not None:
            os.chown(path, self.place.uid, self.place.uid)
        return path

    def _wait(self) -> None:
        limit = time.monotonic() + PATIENCE
        with redis.Redis.from_url(self.url()) as client:
            while time.monotonic() < limit and self.is_running:
                try:
                    client.ping()
                except redis.RedisError:  # not listening yet, or still reading its file
                    time.sleep(0.05)
                else:
                    return
        said = self.last_words()
        self.stop()
        if "No space left on device" in said:
            raise out_of_space(self.data)
        raise StartRefused(f"Valkey 未能启动，原因 (did not start):\n{said}")
