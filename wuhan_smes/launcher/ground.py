"""The PostgreSQL and the Redis or Valkey everything stands on: our own, or those we are told of."""

import fcntl
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import psycopg
from psycopg import sql

from wuhan_smes.embedded import roles
from wuhan_smes.embedded.passwords import password
from wuhan_smes.embedded.place import settle
from wuhan_smes.embedded.postgres import EmbeddedPostgres
from wuhan_smes.embedded.refusal import StartRefused
from wuhan_smes.embedded.valkey import EmbeddedValkey
from wuhan_smes.launcher import external

DATABASE: Final = "wuhan_smes"
LEAST_SPACE: Final = 1024**3


class AlreadyRunning(StartRefused):
    """Another process of this clone holds the embedded servers."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where each part of the product finds its servers."""

    web: str
    worker: str
    owner: str
    redis: str

    def save(self, path: Path) -> None:
        """Leave them for commands run beside a running product; only our user may read them."""
        path.unlink(missing_ok=True)
        path.touch(mode=0o600)
        path.write_text(json.dumps(asdict(self)))

    @classmethod
    def load(cls, path: Path) -> "Addresses":
        """Those of the product that is running now."""
        try:
            return cls(**json.loads(path.read_text()))
        except FileNotFoundError:
            raise StartRefused("产品正在启动，请稍候再试 (still starting)") from None


@dataclass(frozen=True, slots=True)
class Ground:
    """Addresses, and the servers that are ours to tend."""

    addresses: Addresses
    postgres: EmbeddedPostgres | None
    valkey: EmbeddedValkey | None


@contextmanager
def only_one(var: Path) -> Iterator[None]:
    """Refuse when another `up` of this clone is running."""
    (var / "run").mkdir(parents=True, exist_ok=True)
    with (var / "run" / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(
                "本目录的产品已在运行 (already running from this folder)"
            ) from None
        yield


@contextmanager
def ground(var: Path, env: Mapping[str, str]) -> Iterator[Ground]:
    """Servers that answer, with roles and a database; ours are stopped on leaving."""
    enough_space(var)
    with ExitStack() as stack:
        postgres = valkey = None
        if not (env.get("DATABASE_URL") and env.get("REDIS_URL")):
            place = settle(var)
            enough_space(place.folder)
        if given := env.get("DATABASE_URL"):
            web, worker, owner = external.databases(given, env, var)
        else:
            postgres = EmbeddedPostgres(place, var)
            stack.callback(postgres.stop)
            postgres.start()
            web, worker, owner = _own_database(postgres)
        if redis := env.get("REDIS_URL"):
            external.check_redis(redis)
        else:
            valkey = EmbeddedValkey(place, var)
            stack.callback(valkey.stop)
            valkey.start()
            redis = valkey.url()
        yield Ground(Addresses(web, worker, owner, redis), postgres, valkey)


def _own_database(postgres: EmbeddedPostgres) -> tuple[str, str, str]:
    with psycopg.connect(postgres.url(), autocommit=True) as admin:
        known = admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if not known:
            admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
    secrets = postgres.var / "secrets"
    with psycopg.connect(postgres.url(DATABASE)) as admin:
        roles.bootstrap(admin, {role: password(secrets, role) for role in roles.LOGINS})
    web, worker, owner = (
        postgres.url(DATABASE, role) for role in ("app_web", "app_worker", "app_owner")
    )
    return web, worker, owner


def enough_space(folder: Path) -> None:
    """A server that meets a full disk in the middle stops; better not to start."""
    nearest = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(nearest).free
    if free < LEAST_SPACE:
        raise StartRefused(
            f"磁盘空间不足：{folder} 仅余 {free // 1024**2} MB，"
            f"至少需要 {LEAST_SPACE // 1024**2} MB (disk almost full)"
        )
