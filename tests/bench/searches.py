"""Two Chinese characters in every name, beside the index scan alone."""

from collections.abc import Iterator
from urllib.parse import quote

import psycopg

from tests.bench.least import least_of
from tests.bench.measure import Row, compared, ms, times_of_each, told, turns_of_each
from tests.bench.web import Web

CLIENTS = 8
LIMIT = 3.0
P95 = 0.060
SEARCH = "SELECT ids, common FROM enterprise_search(%s, '', NULL, 0, 51)"
SCAN = """
SELECT enterprise_id, name FROM enterprises_enterprisename
 WHERE superseded_at IS NULL AND bigrams(search_key) @> bigrams(%(word)s)
   AND strpos(search_key, %(word)s) > 0
 LIMIT 50
"""
# Pairs as people type them: from the middle of real names, rare and common alike.
WORDS = """
SELECT DISTINCT substr(name, 5 + (id %% 4)::int, 2) FROM enterprises_enterprisename
 WHERE id %% %(step)s = 7 AND superseded_at IS NULL
   AND substr(name, 5 + (id %% 4)::int, 2) ~ '^[一-龥]{2}$'
 ORDER BY 1 LIMIT 300
"""


def rows(web: Web, database: psycopg.Connection, owner_url: str, enterprises: int) -> Iterator[Row]:
    """The search itself beside the scan, then the whole request for one client and for eight."""
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute("SET role app_bootstrap")
        step = max(1, enterprises // 2000)
        words = [word for (word,) in owner.execute(WORDS, {"step": step}).fetchall()]
        scope = least_of(_path(words[0]), web.secrets["bureau"]).scope

        def search(word: str) -> None:
            with database.transaction():
                database.execute(scope)
                database.execute(SEARCH, [word]).fetchall()

        def scan(word: str) -> None:
            with owner.transaction():
                owner.execute(scope.replace("r_city_read", "app_bootstrap"))
                owner.execute(SCAN, {"word": word}).fetchall()

        ours, alone = turns_of_each(search, scan, words)
    work = f"search of two characters, {len(words)} words"
    yield compared(f"{work}, in scope", ours, alone, most=LIMIT, beside="index scan, warm")
    one = times_of_each(lambda word: web.get(_path(word)), words)
    yield Row(f"{work}, whole request", told(one), "–", "–", "–", None)
    eight = times_of_each(lambda word: web.get(_path(word)), words * 2, clients=CLIENTS)
    goal, met = f"p95 ≤ {ms(P95)}", eight.p95 <= P95
    yield Row(f"{work}, whole request, {CLIENTS} clients", told(eight), "–", "–", goal, met)


def _path(word: str) -> str:
    return f"enterprises/?q={quote(word)}&page_size=50"
