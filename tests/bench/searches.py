"""Two Chinese characters in every name, beside the index scan alone."""

from collections.abc import Iterator
from urllib.parse import quote

import psycopg

from tests.bench.measure import Row, compared, ms, times_of_each
from tests.bench.web import Web

CLIENTS = 8
LIMIT = 3.0
P95 = 0.060
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


def rows(web: Web, owner_url: str, enterprises: int) -> Iterator[Row]:
    """One client and eight, for words of every frequency."""
    with psycopg.connect(owner_url, autocommit=True) as database:
        database.execute("SET role app_bootstrap")
        step = max(1, enterprises // 2000)
        words = [word for (word,) in database.execute(WORDS, {"step": step}).fetchall()]

        def ask(word: str) -> bytes:
            return web.get(f"enterprises/?q={quote(word)}&page_size=50")

        one = times_of_each(ask, words)
        alone = times_of_each(lambda word: database.execute(SCAN, {"word": word}).fetchall(), words)
        yield compared(
            f"search of two characters, {len(words)} words, 1 client",
            one,
            alone,
            most=LIMIT,
            beside="index scan alone, warm",
        )
        eight = times_of_each(ask, words * 2, clients=CLIENTS)
        yield Row(
            f"search of two characters, {CLIENTS} clients",
            f"{ms(eight.median)} (p95 {ms(eight.p95)})",
            "–",
            "–",
            f"p95 ≤ {ms(P95)}",
            eight.p95 <= P95,
        )
