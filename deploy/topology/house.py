"""The whole: primary, two replicas, PgBouncer, Redis, two webs, two workers, a timer, nginx."""

import os
import pwd
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Protocol

from deploy.topology.founding import filled, founded
from deploy.topology.front import Front
from deploy.topology.node import Node
from deploy.topology.packages import needed
from deploy.topology.pooler import DATABASE, Pooler
from wuhan_smes.embedded import roles
from wuhan_smes.embedded.children import Child
from wuhan_smes.embedded.ports import any_free
from wuhan_smes.embedded.refusal import StartRefused
from wuhan_smes.launcher.external import check_redis
from wuhan_smes.launcher.ground import Addresses
from wuhan_smes.launcher.launch import ROOT, say
from wuhan_smes.launcher.programs import Endpoint, Programs, wait_for_web, wait_for_worker

NAMES: Final = ("node_1", "node_2", "node_3")
REPLICAS: Final = tuple(f"{DATABASE}_replica_{number}" for number in (1, 2))
TOKEN: Final = "only-for-looking-at-the-topology"  # noqa: S105 - lives as long as the proof
LEASE: Final = 6
ALL_AT_ONCE: Final = {"unix_socket_directories": "", "max_connections": "120", "timezone": "UTC"}


class Leads(Protocol):
    """Knows where the primary is, and tells who asks."""

    def url(self, user: str, secret: str, database: str = ...) -> str: ...

    def lead_to(self, primary: Node, replicas: Sequence[Node]) -> None: ...


class Door(Protocol):
    """What people knock at."""

    port: int


@dataclass(slots=True)
class House:
    """Everything that runs, by name."""

    folder: Path
    nodes: dict[str, Node]
    pooler: Leads
    front: Door
    passwords: Mapping[str, str]
    redis: str = ""
    primary: str = NAMES[0]
    webs: list[Child] = field(default_factory=list)
    workers: dict[str, Child] = field(default_factory=dict)
    endpoints: list[Endpoint] = field(default_factory=list)

    @property
    def leading(self) -> Node:
        return self.nodes[self.primary]

    @property
    def following(self) -> list[Node]:
        return [it for it in self.nodes.values() if it.name != self.primary and it.is_running]

    def asked(self, statement: str) -> object:
        """What the administrator of the primary finds in the product's database."""
        return self.leading.asked(statement, database=DATABASE)

    def addresses(self) -> Addresses:
        """Web and worker go through the pooler; who migrates goes to the primary itself."""
        web, worker = (
            self.pooler.url(role, self.passwords[role]) for role in ("app_web", "app_worker")
        )
        owner = self.leading.url("app_owner", self.passwords["app_owner"], DATABASE)
        return Addresses(web, worker, owner, self.redis)

    def replica_urls(self, role: str) -> str:
        return ",".join(self.pooler.url(role, self.passwords[role], name) for name in REPLICAS)

    def programs(self, role: str, **more: str) -> Programs:
        given = {
            "MODE": "demo",
            **os.environ,
            "PGBOUNCER": "1",
            "REPLICA_URLS": self.replica_urls(role),
            "REPLICA_LAG_SECONDS": "10",
            "LEASE_SECONDS": str(LEASE),
            "METRICS_TOKEN": TOKEN,
            "WEB_WORKERS": "1",
            **more,
        }
        return Programs(ROOT, given, self.addresses())

    def kill_worker(self, name: str) -> None:
        """All of its processes at once, in the middle of whatever they do."""
        process = self.workers[name].process
        if process is not None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def manage(self, *arguments: str) -> str:
        """What a management command prints, run as the owner of the tables, past the pooler."""
        ours = self.programs("app_web", PGBOUNCER="0", REPLICA_URLS="")
        done = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-W", "ignore", "manage.py", *arguments],
            env=ours.environment(ours.addresses.owner),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise StartRefused(f"{arguments[0]} 失败：\n{done.stderr[-2000:]}")
        return done.stdout.strip()


@contextmanager
def house(enterprises: int, settings: Mapping[str, str]) -> Iterator[House]:
    """Stand everything up, and leave nothing behind; `settings` are for PostgreSQL."""
    folder = Path(tempfile.mkdtemp(prefix="topology-", dir="/var/tmp"))
    folder.chmod(0o755)
    uid = pwd.getpwnam("postgres").pw_uid if os.geteuid() == 0 else None
    servers = folder / "servers"
    servers.mkdir(mode=0o700)
    if uid is not None:
        os.chown(servers, uid, -1)
    bin_folder, secret = needed("postgres").parent, secrets.token_urlsafe(16)
    chosen = {**ALL_AT_ONCE, **settings}
    nodes = {it: Node(it, servers, bin_folder, secret, uid, chosen) for it in NAMES}
    pooler = Pooler(servers, needed("pgbouncer"), uid)
    front = Front(folder, needed("nginx"))
    passwords = {role: secrets.token_urlsafe(16) for role in roles.LOGINS}
    built = House(folder, nodes, pooler, front, passwords)
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        _databases(built, pooler, enterprises, stack)
        _broker(built, stack)
        _programs(built, front, stack)
        yield built


def _databases(built: House, pooler: Pooler, enterprises: int, stack: ExitStack) -> None:
    for node in built.nodes.values():
        stack.callback(node.stop)
    founded(built, filled(enterprises))
    if os.environ.get("MODE", "demo") != "test":
        built.manage("collectstatic", "--noinput", "--verbosity", "0")
    stack.callback(pooler.stop)
    pooler.start(built.leading, built.following, built.passwords)
    say("两个备库与 PgBouncer 已就绪 (two replicas and PgBouncer)")


def _broker(built: House, stack: ExitStack) -> None:
    port = any_free()
    options = ("--port", str(port), "--bind", "127.0.0.1", "--appendonly", "yes", "--save", "")
    command = (str(needed("redis-server")), *options, "--dir", str(built.folder))
    child = Child("Redis", command, built.folder / "redis.log")
    stack.callback(child.stop)
    child.start()
    built.redis = f"redis://127.0.0.1:{port}/0"
    limit = time.monotonic() + 10
    while True:
        try:
            return check_redis(built.redis)
        except StartRefused:
            if time.monotonic() > limit:
                raise
            time.sleep(0.05)


def _programs(built: House, front: Front, stack: ExitStack) -> None:
    for number in (1, 2):
        at = Endpoint("127.0.0.1", any_free())
        counts = str(built.folder / f"metrics-{number}")
        web = built.programs("app_web", PROMETHEUS_MULTIPROC_DIR=counts).web(at)
        built.webs.append(replace(web, log=built.folder / f"web-{number}.log"))
        built.endpoints.append(at)
        name = f"worker_{number}"
        worker = built.programs("app_worker").worker(name=name)
        built.workers[name] = replace(worker, log=built.folder / f"{name}.log")
    timer = replace(built.programs("app_worker").timer(), log=built.folder / "timer.log")
    started = [*built.webs, *built.workers.values(), timer]
    for program in started:
        stack.callback(program.stop, patience=3)
        program.start()
    for web, at in zip(built.webs, built.endpoints, strict=True):
        wait_for_web(web, at)
    for worker in built.workers.values():
        wait_for_worker(worker, built.redis)
    stack.callback(front.stop)
    front.start(built.endpoints)
    say(f"两个网页、两个任务进程、一个定时进程，入口 http://127.0.0.1:{front.port}/")
