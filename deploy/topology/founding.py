"""Servers that begin together: the first is made and filled, the others are its copies."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql

from deploy.topology.pooler import DATABASE
from wuhan_smes.embedded import roles
from wuhan_smes.launcher.launch import say

if TYPE_CHECKING:
    from deploy.topology.house import House

Fill = Callable[["House"], None]


def filled(enterprises: int) -> Fill:
    """A database made as any is made: migrated, with reference data and some enterprises."""

    def fill(built: "House") -> None:
        say("建表、装载基础数据与示例企业 (tables, reference data, a few enterprises)…")
        built.manage("prepare", "--verbosity=0")
        built.manage("load_demo", "--enterprises", str(enterprises))

    return fill


def founded(built: "House", fill: Fill) -> None:
    """The primary first, filled while nobody has to confirm; then its copies; then all together."""
    primary, *others = built.nodes.values()
    say(f"主库 (primary): {primary.programs}")
    primary.found()
    (primary.data / "postgresql.auto.conf").write_text("synchronous_standby_names = ''\n")
    primary.start()
    with psycopg.connect(primary.url(), autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
    with psycopg.connect(primary.url(database=DATABASE)) as admin:
        roles.bootstrap(admin, built.passwords)
    fill(built)
    for node in others:
        node.copy(primary)
        node.start()
    primary.wait_for_followers(len(others))
    for node in built.nodes.values():
        node.setting("synchronous_standby_names", None)
