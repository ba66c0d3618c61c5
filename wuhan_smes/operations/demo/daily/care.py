"""Which invented enterprises are in whose care."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Final

from django.db import connection

from wuhan_smes.operations.demo.daily.copying import Ledger
from wuhan_smes.operations.demo.daily.network import Network, Person
from wuhan_smes.operations.demo.names import MARK
from wuhan_smes.operations.demo.rounds import TODAY
from wuhan_smes.operations.demo.rows import moment, span

BEGAN: Final = date(2024, 1, 1)
EACH: Final = 8  # enterprises a specialist looks after at most
UNTITLED: Final = 60  # in a hundred enterprises without a higher title, how many are in care
PASSED_ON: Final = 6  # in a hundred, how many somebody else looked after before
OFTENER: Final = 4  # in a hundred, how many are called on oftener than their tier asks

# Enterprises in business with the unit that has them, since when, and whether they stand high.
ENTERPRISES: Final = """
SELECT e.id, e.jurisdiction_id, lower(s.during),
       EXISTS (SELECT 1 FROM enterprises_recognition r
                WHERE r.enterprise_id = e.id AND r.superseded_at IS NULL
                  AND r.tier IN ('srdi_sme', 'little_giant', 'champion', 'unicorn')
                  AND r.in_force @> %s)
  FROM enterprises_enterprise e
  JOIN enterprises_jurisdictionstay s
    ON s.enterprise_id = e.id AND s.superseded_at IS NULL AND upper_inf(s.during)
 WHERE e.status = 'active' AND e.id <= %s
 ORDER BY e.id
"""
WITHIN: Final = 50_000  # beyond so many, an invented country has no more stations


def give(network: Network, rng: Random, ledger: Ledger) -> None:
    """Every enterprise with a higher title is in care, and most of the others."""
    serving = {
        unit: [p for p in people if p.until is None and p.since <= TODAY]
        for unit, people in network.people.items()
    }
    former = {
        unit: [p for p in people if p.until is not None] for unit, people in network.people.items()
    }
    given: dict[int, int] = {}
    for id_, unit, since, high in _enterprises():
        people = serving.get(unit)
        if not people or not (high or rng.randrange(100) < UNTITLED):
            continue
        turn = given[unit] = given.get(unit, -1) + 1
        if turn >= EACH * len(people):
            continue
        person = people[turn % len(people)]
        first = max(since, person.since, BEGAN)
        began = first + timedelta(rng.randrange(max(1, (TODAY - first).days // 2)))
        if rng.randrange(100) < PASSED_ON and former[unit]:
            _before(rng.choice(former[unit]), id_, max(since, BEGAN), began, ledger)
        often = 15 if rng.randrange(100) < OFTENER else None
        _put(ledger, person, id_, began, None, often)


def _enterprises() -> Iterator[tuple[int, int, date, bool]]:
    with connection.cursor() as cursor:
        cursor.execute(ENTERPRISES, [TODAY, WITHIN])
        yield from cursor.fetchall()


def _before(person: Person, enterprise: int, since: date, until: date, ledger: Ledger) -> None:
    """Somebody who has left looked after it first, as long as he was there."""
    first = max(since, person.since)
    last = min(until, person.until or until)
    if first < last:
        _put(ledger, person, enterprise, first, last, None)


def _put(
    ledger: Ledger,
    person: Person,
    enterprise: int,
    since: date,
    until: date | None,
    cadence: int | None,
) -> None:
    ledger.put(
        "services_assignment",
        enterprise,
        person.stand.row.jurisdiction_id,
        person.stand.row.pk,
        person.id,
        True,
        span(since, until),
        cadence,
        f"{MARK}经办人",
        moment(since),
        "专员离任，移交" if until else "",
        None,
        1,
    )
