"""PgBouncer in front of all servers, with the configuration that the product ships."""

import os
import signal
import time
from collections.abc import Mapping, Sequence
from configparser import ConfigParser
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import psycopg

from deploy.topology.node import Node
from wuhan_smes.embedded.children import Child
from wuhan_smes.embedded.ports import any_free
from wuhan_smes.embedded.postgres import address
from wuhan_smes.embedded.refusal import StartRefused

SHIPPED: Final = Path(__file__).resolve().parents[1] / "pgbouncer" / "pgbouncer.ini"
DATABASE: Final = "wuhan_smes"
VERIFIERS: Final = """
    SELECT string_agg(format('"%s" "%s"', rolname, rolpassword), E'\\n')
      FROM pg_authid WHERE rolname IN ('app_web', 'app_worker')"""


@dataclass(slots=True)
class Pooler:
    """One address for whoever is the primary, and one for each replica."""

    folder: Path
    program: Path
    uid: int | None
    port: int = field(default_factory=any_free, init=False)
    child: Child | None = field(default=None, init=False)

    def url(self, user: str, secret: str, database: str = DATABASE) -> str:
        return address(user, secret, "127.0.0.1", self.port, database)

    def lead_to(self, primary: Node, replicas: Sequence[Node]) -> None:
        """Where each name leads from now on. A name whose replica is gone leads to another."""
        self._write(self.folder / "pgbouncer.ini", self._configuration(primary, replicas))
        if self.child is not None and self.child.process is not None:
            self.child.process.send_signal(signal.SIGHUP)

    def start(self, primary: Node, replicas: Sequence[Node], secrets: Mapping[str, str]) -> None:
        """Passwords are known to it as the server keeps them, not as people type them."""
        self._write(self.folder / "userlist.txt", f"{primary.asked(VERIFIERS)}\n")
        self.lead_to(primary, replicas)
        command = (str(self.program), str(self.folder / "pgbouncer.ini"))
        self.child = Child("PgBouncer", command, self.folder / "pooler.log", uid=self.uid)
        self.child.start()
        limit = time.monotonic() + 15
        while not self._answers(secrets["app_web"]):
            if not self.child.is_running or time.monotonic() > limit:
                raise StartRefused(f"PgBouncer 未能启动：\n{self.child.last_words(8)}")
            time.sleep(0.05)

    def stop(self) -> None:
        if self.child is not None:
            self.child.stop_signal = signal.SIGQUIT  # at once: nobody is waited for
            self.child.stop(patience=5)

    def _answers(self, secret: str) -> bool:
        try:
            psycopg.connect(self.url("app_web", secret), connect_timeout=3).close()
        except psycopg.OperationalError:
            return False
        return True

    def _configuration(self, primary: Node, replicas: Sequence[Node]) -> ConfigParser:
        parser = ConfigParser(interpolation=None)
        parser.read_string(SHIPPED.read_text())
        named = [name for name in parser["databases"] if name != DATABASE]
        ports = [node.port for node in replicas] or [primary.port]
        for place, name in enumerate(named):
            parser["databases"][name] = self._leads_to(ports[place % len(ports)])
        parser["databases"][DATABASE] = self._leads_to(primary.port)
        ours = parser["pgbouncer"]
        ours["listen_port"] = str(self.port)
        ours["auth_file"] = str(self.folder / "userlist.txt")
        ours["logfile"], ours["pidfile"] = "", str(self.folder / "pgbouncer.pid")
        return parser

    def _leads_to(self, port: int) -> str:
        return f"host=127.0.0.1 port={port} dbname={DATABASE}"

    def _write(self, path: Path, content: ConfigParser | str) -> None:
        with path.open("w") as file:
            if isinstance(content, str):
                file.write(content)
            else:
                content.write(file)
        if self.uid is not None:
            os.chown(path, self.uid, -1)
        path.chmod(0o600)
