"""Counts on a day and changes over a period, beside one statement written by hand."""

from collections.abc import Iterator

import psycopg

from tests.bench.measure import Row, compared, ms, times
from tests.bench.web import Web

RUNS = 9
LIMIT = 1.2
TIERS = (
    "tech_sme",
    "innovative_sme",
    "srdi_sme",
    "little_giant",
    "champion",
    "unicorn",
)
# Units × tiers on one day, as somebody would write it who needs nothing else.
BY_HAND = """
SELECT s.unit_id, r.tier, count(DISTINCT r.enterprise_id)
  FROM enterprises_recognition r
  JOIN enterprises_jurisdictionstay s ON s.enterprise_id = r.enterprise_id
 WHERE r.superseded_at IS NULL AND r.in_force @> %(on)s::date AND r.tier = ANY (%(tiers)s)
   AND s.superseded_at IS NULL AND s.during @> %(on)s::date
 GROUP BY 1, 2
"""


def rows(web: Web, owner_url: str) -> Iterator[Row]:
    """By unit with both bases, by chain and size, as known on a past day, and the flows."""
    with psycopg.connect(owner_url, autocommit=True) as database:
        database.execute("SET role app_bootstrap")
        database.execute("SET jit = off")
        by_hand = times(
            lambda: database.execute(
                BY_HAND, {"on": "2025-07-25", "tiers": list(TIERS)}
            ).fetchall(),
            RUNS,
            warm_ups=1,
        )
    for words, name in (
        ("on=2025-07-25&by=jurisdiction&basis=holder", "by unit, holders"),
        ("on=2025-07-25&by=jurisdiction&basis=highest", "by unit, highest"),
        ("on=2025-07-25&known_at=2025-07-25&by=jurisdiction", "by unit, as known that day"),
    ):
        ours = times(lambda w=words: web.get(f"tier-counts/?{w}"), RUNS, warm_ups=1)  # type: ignore[misc]
        yield compared(
            f"tier counts, {name}", ours, by_hand, most=LIMIT, beside="one statement by hand"
        )
    for words, name in (
        ("tier-counts/?on=2026-11-20&by=chain", "tier counts by chain"),
        ("tier-counts/?on=2026-11-20&by=size", "tier counts by size"),
        (
            "tier-flows/?from=2024-12-31&to=2025-12-31&by=jurisdiction",
            "tier flows of a year, by unit",
        ),
    ):
        yield _alone(web, words, "bureau", name)
    yield _alone(
        web,
        "tier-counts/?on=2025-07-25&by=jurisdiction",
        "district_east_lake",
        "tier counts, one district",
    )


def _alone(web: Web, path: str, user: str, name: str) -> Row:
    ours = times(lambda: web.get(path, user=user), RUNS, warm_ups=1)
    return Row(name, f"{ms(ours.median)} (p95 {ms(ours.p95)})", "–", "–", "–", None)
