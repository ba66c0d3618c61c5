"""Servers that exist already, named by DATABASE_URL and REDIS_URL."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import psycopg
import redis

from wuhan_smes.embedded import roles
from wuhan_smes.embedded.passwords import password
from wuhan_smes.embedded.postgres import address
from wuhan_smes.embedded.refusal import StartRefused

OLDEST: Final = 150000


def databases(given: str, env: Mapping[str, str], var: Path) -> tuple[str, str, str]:
    """Addresses for the web, the worker and the owner, from the one we were given.

    A role that may create roles makes ours and hands over; any other is taken for the web's own,
    and the owner must then be named beside it.
    """
    with _connect(given, "DATABASE_URL") as connection:
        _check_server(connection)
        admin = roles.admin_of(connection)
        if not admin.may_create_roles:
            owner = env.get("OWNER_DATABASE_URL") or _owner_is_missing(admin.name)
            _connect(owner, "OWNER_DATABASE_URL").close()
            return given, env.get("WORKER_DATABASE_URL") or given, owner
        info = connection.info
        secrets = var / "secrets" / f"{info.host or 'local'}-{info.port}".replace("/", "_")
        passwords = {role: password(secrets, role) for role in roles.LOGINS}
        try:
            roles.bootstrap(connection, passwords)
        except psycopg.errors.InsufficientPrivilege as problem:
            raise StartRefused(
                f"DATABASE_URL 的角色 {admin.name} 权限不足：{problem.diag.message_primary}。"
                "请改用数据库所有者或超级用户 (not allowed to prepare the roles)"
            ) from None
        host = info.host if not info.host.startswith("/") else ""
        web, worker, owner = (
            _with_socket(address(role, passwords[role], host, info.port, info.dbname), info.host)
            for role in ("app_web", "app_worker", "app_owner")
        )
        return web, worker, owner


def check_redis(url: str) -> None:
    """Refuse an address at which no Redis or Valkey answers."""
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=5, socket_timeout=5) as client:
            client.ping()
    except (redis.RedisError, ValueError) as problem:
        raise StartRefused(f"REDIS_URL 指向的服务不可用：{problem} (Redis is not usable)") from None


def _with_socket(url: str, host: str) -> str:
    return f"{url}?host={host}" if host.startswith("/") else url


def _connect(url: str, name: str) -> psycopg.Connection:
    try:
        return psycopg.connect(url, connect_timeout=10)
    except psycopg.Error as problem:
        why = str(problem).strip().splitlines()[-1]
        raise StartRefused(f"{name} 指向的数据库连接不上：{why} (cannot connect)") from None


def _check_server(connection: psycopg.Connection) -> None:
    version, encoding = connection.info.server_version, connection.info.encoding
    if version < OLDEST:
        raise StartRefused(f"PostgreSQL 版本 {version // 10000} 过旧，需要 15 或更新 (too old)")
    row = connection.execute("SHOW server_encoding").fetchone()
    if row != ("UTF8",):
        raise StartRefused(f"数据库编码须为 UTF8，现为 {encoding} (not a UTF8 database)")


def _owner_is_missing(name: str) -> str:
    raise StartRefused(
        f"DATABASE_URL 的角色 {name} 不能创建角色，请另以 OWNER_DATABASE_URL"
        " 给出库表所有者的连接地址 (OWNER_DATABASE_URL is missing)"
    )
