"""Counts on a day and changes over a period, beside one statement written by hand, and the pages
and lists made of them."""

from collections.abc import Iterator

import psycopg

from tests.bench.measure import Row, compared, taking_turns, times, told
from tests.bench.web import Busy, Web

RUNS = 5
LIMIT = 1.2
TIERS = (
    "tech_sme",
    "innovative_sme",
    "srdi_sme",
    "little_giant",
    "champion",
    "unicorn",
)
BESIDE = (
    ("tier-counts/?on=2025-07-25&by=jurisdiction&basis=holder", "by unit, holders"),
    ("tier-counts/?on=2025-07-25&by=jurisdiction&basis=highest", "by unit, highest"),
)
YEAR = "tier-flows/?from=2025-01-01&to=2025-12-31"
DAY = "tier-counts/?on=2025-07-25"
ALONE = (
    (f"{DAY}&by=jurisdiction&known_at=2025-07-25", "bureau", "tier counts, as known on a past day"),
    (f"{DAY}&by=chain", "bureau", "tier counts by chain"),
    (f"{DAY}&by=size", "bureau", "tier counts by size"),
    (f"{DAY}&by=industry", "bureau", "tier counts by industry"),
    (f"{DAY}&by=batch", "bureau", "tier counts by batch"),
    (f"{DAY}&by=jurisdiction", "district_east_lake", "tier counts, one district"),
    (f"{YEAR}&by=jurisdiction", "bureau", "tier flows of a year, by unit"),
    (f"{YEAR}&by=chain", "bureau", "tier flows of a year, by chain"),
    (f"{YEAR}&by=jurisdiction&basis=highest", "bureau", "tier flows of a year, highest"),
    (f"{YEAR}&by=jurisdiction", "district_east_lake", "tier flows of a year, one district"),
    ("tier-trend/?on=2025-07-25", "bureau", "trend of 24 months"),
    ("/board/?on=2025-07-25", "bureau", "the board, first view"),
    *(
        (f"/board/parts/{code}/?on=2025-07-25", "bureau", f"the board, {name} (loaded later)")
        for code, name in (
            ("changes", "change of a month by cause"),
            ("trend", "trend of a year"),
            ("glide", "ways to targets"),
            ("chains", "chains × tiers"),
            ("tickets", "tickets"),
            ("visits", "visits"),
            ("money", "money"),
        )
    ),
    ("/board/?on=2025-07-25", "district_east_lake", "the board, first view, one district"),
    ("/board/today/", "bureau_lead", "a leader's view"),
    ("/", "bureau", "the first page"),
    ("targets/?on=2025-07-25", "bureau", "targets and how far they are reached"),
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
    """By unit with both bases, as known on a past day, by other cuts; flows, trend and pages."""
    with psycopg.connect(owner_url, autocommit=True) as database:
        database.execute("SET role app_bootstrap")
        database.execute("SET jit = off")
        words = {"on": "2025-07-25", "tiers": list(TIERS)}

        def by_hand() -> None:
            database.execute(BY_HAND, words).fetchall()

        for path, name in BESIDE:
            ours, alone = taking_turns(lambda path=path: web.get(path), by_hand, RUNS)  # type: ignore[misc]
            work = f"tier counts, {name}"
            yield compared(work, ours, alone, most=LIMIT, beside="one statement by hand")
    for path, user, name in ALONE:
        try:
            found = times(lambda p=path, u=user: web.get(p, user=u), RUNS, warm_ups=1)  # type: ignore[misc]
        except Busy:
            yield Row(name, "over 5 s: refused (503)", "–", "–", "–", met=False)
        else:
            yield Row(name, told(found), "–", "–", "–", met=None)
