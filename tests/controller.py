"""Gives the tests a real PostgreSQL and a real Valkey, before the settings are read.

Loaded as a pytest plugin (`-p tests.controller`). The process that controls the run – the only one,
or the one that hands out work with `-n` – starts both servers under var/test, makes the roles,
builds a template database (migrated, reference data loaded) when the sources it depends on have
changed, and names everything in the environment. Each process that runs tests clones the template;
see tests/databases.py. Everything is stopped at the end, also after Ctrl-C or a kill.
"""

import os
import sys
from collections.abc import Generator
from pathlib import Path

import pytest

from tests import browsers
from tests.servers import TestServers
from wuhan_smes.embedded.refusal import StartRefused

NOWHERE = {
    "MODE": "test",
    "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing",
    "REDIS_URL": "redis://127.0.0.1:1/0",
}
SERVERS = pytest.StashKey[TestServers]()
ROOT = Path(__file__).resolve().parent.parent


def runs_tests(config: pytest.Config) -> bool:
    chosen = config.known_args_namespace
    return not (chosen.help or chosen.version)


def worker() -> str:
    """The name of this xdist worker; empty in the controlling or only process."""
    return os.environ.get("PYTEST_XDIST_WORKER", "")


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, None, None]:
    """Before pytest-django reads the settings."""
    if worker():
        number = int(worker().removeprefix("gw")) + 1
        os.environ["REDIS_URL"] = f"{os.environ['TEST_REDIS']}/{number % 16}"
    elif not runs_tests(early_config):
        os.environ.update(NOWHERE)
    else:
        servers = TestServers(ROOT)
        early_config.stash[SERVERS] = servers
        early_config.add_cleanup(servers.stop)
        try:
            os.environ.update(servers.start())
        except StartRefused as refusal:
            raise pytest.UsageError(str(refusal)) from None
        browsers.look_for_chromium(ROOT)
    return (yield)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what this machine cannot run; the closing line says so."""
    left_out = [item for item in items if browsers.reason_to_leave_out(item)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not browsers.reason_to_leave_out(item)]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for sentence in browsers.sentences():
        terminalreporter.write_line(sentence, yellow=True)


def pytest_keyboard_interrupt() -> None:
    sys.stderr.write("\n正在停止测试用的 PostgreSQL 与 Valkey…\n")
