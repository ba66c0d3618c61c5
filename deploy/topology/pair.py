"""The least that proves it: a primary, one replica and one web, of the wheel's own programs.

Needs nothing of Debian's, so it runs wherever the product does. Nothing stands between web and
server here: in the place of the pooler the web is started anew with the other address.
"""

import os
import pwd
import secrets
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from deploy.topology.founding import Fill, founded
from deploy.topology.house import ALL_AT_ONCE, House
from deploy.topology.node import Node
from deploy.topology.pooler import DATABASE
from wuhan_smes.embedded import roles
from wuhan_smes.embedded.children import Child
from wuhan_smes.embedded.place import settle
from wuhan_smes.embedded.ports import any_free
from wuhan_smes.launcher.launch import ROOT, say
from wuhan_smes.launcher.programs import Endpoint, wait_for_web

NAMES: Final = ("node_1", "node_2")
NO_BROKER: Final = "redis://127.0.0.1:1/0"  # it only rings; nothing here is about work
SMALL: Final = {**ALL_AT_ONCE, "fsync": "off", "shared_buffers": "32MB", "wal_keep_size": "64MB"}


@dataclass(slots=True)
class Straight:
    """Stands where pooler and proxy stand in the whole: the web, and whom it asks."""

    at: Endpoint
    primary: Node
    house: House | None = field(default=None, init=False)
    web: Child | None = field(default=None, init=False)

    @property
    def port(self) -> int:
        return self.at.port

    def url(self, user: str, secret: str, database: str = DATABASE) -> str:
        return self.primary.url(user, secret, database)

    def lead_to(self, primary: Node, replicas: Sequence[Node]) -> None:
        """The web is started again where it has to ask somebody else."""
        if self.web is not None and primary is self.primary:
            return
        self.stop()
        self.primary = primary
        if self.house is not None:
            counts = str(self.house.folder / "metrics")
            alone = {"PGBOUNCER": "0", "REPLICA_URLS": "", "PROMETHEUS_MULTIPROC_DIR": counts}
            made = self.house.programs("app_web", **alone).web(self.at)
            self.web = replace(made, log=self.house.folder / "web.log")
            self.web.start()
            wait_for_web(self.web, self.at)

    def stop(self) -> None:
        if self.web is not None:
            self.web.stop(patience=1)


@contextmanager
def pair(fill: Fill) -> Iterator[House]:
    """Stand both servers and the web up, `fill` the first, and leave nothing behind."""
    folder = Path(tempfile.mkdtemp(prefix="pair-", dir="/var/tmp"))
    folder.chmod(0o755)
    uid = pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else None
    servers = folder / "servers"
    servers.mkdir(mode=0o700)
    if uid is not None:
        os.chown(servers, uid, -1)
    (ROOT / "var").mkdir(exist_ok=True)
    programs, secret = settle(ROOT / "var").postgres_bin, secrets.token_urlsafe(16)
    nodes = {it: Node(it, servers, programs, secret, uid, SMALL) for it in NAMES}
    straight = Straight(Endpoint("127.0.0.1", any_free()), nodes[NAMES[0]])
    passwords = {role: secrets.token_urlsafe(16) for role in roles.LOGINS}
    built = House(folder, nodes, straight, straight, passwords, redis=NO_BROKER)
    straight.house = built
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        for node in nodes.values():
            stack.callback(node.stop)
        founded(built, fill)
        stack.callback(straight.stop)
        straight.lead_to(built.leading, built.following)
        say(f"主库、备库与一个网页进程 http://127.0.0.1:{straight.port}/")
        yield built
