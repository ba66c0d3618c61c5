"""Nobody sees or changes another unit's rows: by each wall alone, and so by both."""

import os
from collections.abc import Callable, Iterable
from typing import Any, Final

import pytest

from enterprises.querysets import EnterpriseQuerySet
from tests.walls import seeding
from tests.walls.asking import Ask, lists_of, prying, pushing, reading
from tests.walls.conftest import WALKING, City, second_wall_off
from tests.walls.meetings import guarded, noted, scoped_querysets, without_scope
from tests.walls.routes import routes
from tests.walls.walker import Finding, Walker
from wuhan_smes.accounts.querysets import GrantQuerySet, UserQuerySet
from wuhan_smes.audit.querysets import AuditEventQuerySet

MOST_EYES: Final = WALKING[:2]  # who reads the most also opens the screens of reference data
# Who may change the most in a unit, out in the field and behind a desk of the city. The others
# change less of the same and take minutes more: make walk.
CHANGING: Final = ("district_lead", "specialist", "finance_lead")
WHOLE: Final = os.environ.get("WALK") == "all"
PUSHING: Final = WALKING if WHOLE else CHANGING


def walker(city: City, role: str, until: Callable[[Finding], bool] = lambda _: False) -> Walker:
    one = Walker(city.home, until)
    one.client.force_login(city.walkers[role])
    return one


def looks(city: City, role: str) -> list[Ask]:
    """Every address."""
    return list(reading(city.stranger, shared=role in MOST_EYES))


def pries(city: City, role: str) -> list[Ask]:
    """Every hostile query of the lists no role before this one opens."""
    lists = lists_of(role, WALKING[: WALKING.index(role)], city.stranger)
    return list(prying(city.stranger, lists))


def with_each_wall_alone(city: City, one: Walker, asks: Iterable[Ask]) -> None:
    """Ask with the first wall alone, then with the second.

    What one wall holds back, both together hold back too: `make walk` asks with both as well.
    What nothing of the first wall narrowed is answered without it as it was with it, and told then
    whatever the second would have held back: it is not asked again, save by `make walk`.
    """
    asks = list(asks)
    if WHOLE:
        one.walk(asks)
    with second_wall_off(city), noted(frozenset()) as begin:
        came = one.walk(asks, begin)
    with without_scope(*scoped_querysets()):
        one.walk(ask for ask, meeting in came if WHOLE or meeting.hooks)


def fingerprints(city: City) -> dict[str, str | None]:
    with city.admin() as admin:
        return dict(seeding.fingerprints(admin, city.home))


def leaked(found: Finding) -> bool:
    return found.leaks != {}


def test_every_scoped_table_holds_a_word_of_every_unit(city: City) -> None:
    """A new table must be seeded, or the walk would prove nothing about it."""
    with city.admin() as admin:
        words = {t: seeding.words_of(admin, t) for t in seeding.scoped_tables(admin)}

    every = set(city.numbers.values())
    senders = every - {city.home, max(every)}
    expected = {t: senders if t == "enterprises_moverequest" else every for t in words}
    # who has it since when, who was asked, when it was made, how far it is: no text a word could
    # hide in
    textless = (
        "services_ticketagency",
        "enterprises_periodreport",
        "enterprises_prospectrun",
        "reporting_handin",
        "accounts_formerpassword",
    )
    expected |= {table: set() for table in textless}
    assert words == expected


@pytest.mark.parametrize("role", WALKING)
def test_nobody_reads_another_unit(at_the_doors: City, role: str) -> None:
    one = walker(at_the_doors, role)

    if WHOLE:
        asks = [*looks(at_the_doors, role), *pries(at_the_doors, role)]
        with_each_wall_alone(at_the_doors, one, asks)
    else:
        with_each_wall_alone(at_the_doors, one, looks(at_the_doors, role))
        # A word of a question changes what the first wall is asked, never the second, and what
        # the first alone holds back both do.
        with second_wall_off(at_the_doors):
            one.walk(pries(at_the_doors, role))

    every = [
        r for r in routes(at_the_doors.stranger) if role in MOST_EYES or not r.is_shared_screen
    ]
    assert one.found.leaks == {}
    assert one.found.broken == []
    assert one.found.unguarded == set()
    assert {route.text for route in every} - one.found.visited == set()


@pytest.mark.parametrize("role", PUSHING)
def test_nobody_changes_another_unit(at_the_doors: City, role: str) -> None:
    before = fingerprints(at_the_doors)
    one = walker(at_the_doors, role)

    with_each_wall_alone(at_the_doors, one, pushing(at_the_doors.stranger))

    after = fingerprints(at_the_doors)
    assert {table for table in before if before[table] != after[table]} == set()
    assert one.found.leaks == {}
    assert one.found.broken == []


@pytest.mark.parametrize(
    "hook", [EnterpriseQuerySet, UserQuerySet, GrantQuerySet, AuditEventQuerySet]
)
def test_a_missing_hook_is_caught(at_the_doors: City, hook: type[Any]) -> None:
    """Positive control: with one guard gone and no second wall, the walk comes upon strangers."""
    one = walker(at_the_doors, "district_lead", until=leaked)

    with second_wall_off(at_the_doors), without_scope(hook):
        one.walk(reading(at_the_doors.stranger, shared=False))

    assert one.found.leaks != {}


def test_the_walker_reads_what_is_his_and_notes_what_he_came_to(at_the_doors: City) -> None:
    """Positive control: a walk that sees nothing would find no leak, and mutants that nothing is
    noted to come to would never be tried.
    """
    one = walker(at_the_doors, "district_lead", until=lambda found: found.own > 0)
    with at_the_doors.admin() as admin:
        behind = guarded(admin)

    with noted(behind) as begin:
        came = one.walk(looks(at_the_doors, "district_lead"), begin)

    assert one.found.own > 0
    ask, meeting = came[-1]
    assert meeting.hooks, ask
    assert meeting.names, ask


def test_without_walls_every_unit_would_be_seen(at_the_doors: City) -> None:
    """Positive control: the words are there to be found."""
    one = walker(at_the_doors, "district_lead", until=leaked)

    with second_wall_off(at_the_doors), without_scope(*scoped_querysets()):
        one.walk(reading(at_the_doors.stranger, shared=False))

    assert set().union(*one.found.leaks.values())
