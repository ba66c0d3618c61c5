"""Asking the product within this process, as one person: what it costs in statements and memory,
and how the database answers. Started by plans.py and pages.py in a process of its own, with the
web's login; prints one line of JSON.

    python -m tests.bench.asking plans|pages
"""

import json
import os
import statistics
import sys
import time
import tracemalloc
from typing import Any, Final

import django

from tests.bench.hottest import HOTTEST, PAGES, Hot

EXPLAIN: Final = "EXPLAIN (ANALYZE, BUFFERS, TIMING OFF)"
RUNS: Final = 5
READING: Final = ("SELECT", "WITH")
# What every request asks before its own question.
ASIDE: Final = ('SELECT "accounts_session"', "SELECT set_config", "SELECT coalesce(current_setting")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wuhan_smes.settings")
    django.setup()
    answers = {"plans": plans, "pages": pages}
    print(json.dumps(answers[sys.argv[1]](), ensure_ascii=False))


def plans() -> list[dict[str, str]]:
    """For each of the hottest its dearest statement and the plan it has under its asker's scope."""
    from django.db import connection  # noqa: PLC0415 - only after set-up

    from wuhan_smes.accounts.access_for import access_for  # noqa: PLC0415
    from wuhan_smes.scope import scoped  # noqa: PLC0415

    found = []
    for hot in HOTTEST:
        user = _user(hot.who)
        statement = _dearest(hot)
        with scoped(access_for(user)), connection.cursor() as cursor:
            cursor.execute(f"{EXPLAIN} {statement}")
            plan = "\n".join(line for (line,) in cursor.fetchall())
        found.append({"statement": statement, "plan": plan})
    return found


def pages() -> list[dict[str, Any]]:
    """Statements, milliseconds and the most memory of each page, warm."""
    return [_cost(who, path) for who, path in PAGES]


def _cost(who: str, path: str) -> dict[str, Any]:
    client = _client(who)
    _get(client, path)
    seconds = []
    for _ in range(RUNS):
        started = time.perf_counter()
        _get(client, path)
        seconds.append(time.perf_counter() - started)
    statements = len(_statements(client, path))
    tracemalloc.start()
    size = _get(client, path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return {
        "who": who,
        "path": path,
        "statements": statements,
        "ms": statistics.median(seconds) * 1000,
        "peak_kb": peak // 1024,
        "kb": size // 1024,
    }


def _dearest(hot: Hot) -> str:
    """Of the statements that name what is asked for, the one that took longest."""
    client = _client(hot.who)
    _get(client, hot.path)
    said = [(it["sql"].strip(), float(it["time"])) for it in _statements(client, hot.path)]
    asked = [it for it in said if it[0].startswith(READING) and not it[0].startswith(ASIDE)]
    named = [it for it in asked if hot.names in it[0]]
    if not named:
        raise SystemExit(f"{hot.path} asks nothing that names {hot.names}: {asked}")
    return max(named, key=lambda it: it[1])[0]


def _statements(client: Any, path: str) -> list[dict[str, str]]:
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    with CaptureQueriesContext(connection) as captured:
        _get(client, path)
    return list(captured.captured_queries)


def _get(client: Any, path: str) -> int:
    answer = client.get(path)
    if answer.status_code != 200:
        raise SystemExit(f"{path}: {answer.status_code}")
    return len(b"".join(answer.streaming_content) if answer.streaming else answer.content)


def _client(who: str) -> Any:
    from django.test import Client  # noqa: PLC0415

    client = Client()
    client.force_login(_user(who))
    return client


def _user(who: str) -> Any:
    from wuhan_smes.accounts.models import User  # noqa: PLC0415

    return User.objects.get(username=who)


if __name__ == "__main__":
    main()
