"""Nobody sees or changes another unit's rows: by both walls, and by each wall alone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import pytest

from enterprises.querysets import EnterpriseQuerySet
from tests.walls import seeding
from tests.walls.conftest import WALKING, City
from tests.walls.routes import routes
from tests.walls.walker import Finding, Walker
from wuhan_smes.access import Reach
from wuhan_smes.accounts.querysets import GrantQuerySet, UserQuerySet
from wuhan_smes.audit.querysets import AuditEventQuerySet
from wuhan_smes.scoping import ReferenceQuerySet, ScopedQuerySet

MOST_EYES: Final = ("district_lead", "auditor")  # who reads the most
MOST_HANDS: Final = ("district_lead", "district_staff", "administrator")  # who writes the most


def walk(
    city: City,
    role: str,
    *,
    shared: bool = False,
    pry: bool = False,
    pried: frozenset[str] = frozenset(),
    push: bool = False,
    until: Callable[[Finding], bool] = lambda _: False,
) -> Finding:
    walker = Walker(city.home, city.stranger, until)
    walker.client.force_login(city.walkers[role])
    if not push:
        walker.read(shared=shared)
    if pry:
        walker.pry(but=pried)
    if push:
        walker.push()
    return walker.found


def leaked(found: Finding) -> bool:
    return found.leaks != {}


@contextmanager
def without_scope(*querysets: type[Any]) -> Iterator[None]:
    """The first wall taken away from `querysets`: `within` lets everything through."""

    def everything(self: Any, reach: Reach) -> Any:
        return self

    with pytest.MonkeyPatch.context() as patch:
        for queryset in querysets:
            patch.setattr(queryset, "within", everything)
        yield


def scoped_querysets(base: type[Any] = ScopedQuerySet) -> list[type[Any]]:
    """Every queryset that narrows, the base included."""
    found = [base]
    for queryset in base.__subclasses__():
        if not issubclass(queryset, ReferenceQuerySet):
            found += scoped_querysets(queryset)
    return found


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
    """Hostile queries are asked of each wall alone below, and here by who opens other lists."""
    pry = role == MOST_EYES[1]
    pried = frozenset(walk(at_the_doors, MOST_EYES[0]).opened if pry else ())
    found = walk(at_the_doors, role, shared=role in MOST_EYES, pry=pry, pried=pried)

    every = [
        r for r in routes(at_the_doors.stranger) if role in MOST_EYES or not r.is_shared_screen
    ]
    assert found.leaks == {}
    assert found.broken == []
    assert {route.text for route in every} - found.visited == set()


@pytest.mark.parametrize("role", MOST_HANDS)
def test_nobody_changes_another_unit(at_the_doors: City, role: str) -> None:
    with at_the_doors.admin() as admin:
        before = dict(seeding.fingerprints(admin, at_the_doors.home))

    found = walk(at_the_doors, role, push=True)

    with at_the_doors.admin() as admin:
        after = dict(seeding.fingerprints(admin, at_the_doors.home))
    assert {table for table in before if before[table] != after[table]} == set()
    assert found.leaks == {}
    assert found.broken == []


@pytest.mark.parametrize("role", MOST_EYES)
def test_the_first_wall_stands_alone(without_second_wall: City, role: str) -> None:
    found = walk(without_second_wall, role, pry=role == MOST_EYES[0])

    assert found.leaks == {}
    assert found.broken == []


@pytest.mark.parametrize("role", MOST_EYES)
def test_the_second_wall_stands_alone(at_the_doors: City, role: str) -> None:
    with without_scope(*scoped_querysets()):
        found = walk(at_the_doors, role, pry=role == MOST_EYES[0])

    assert found.leaks == {}
    assert found.broken == []


@pytest.mark.parametrize(
    "hook", [EnterpriseQuerySet, UserQuerySet, GrantQuerySet, AuditEventQuerySet]
)
def test_a_missing_hook_is_caught(without_second_wall: City, hook: type[Any]) -> None:
    """Positive control: with one guard gone and no second wall, the walk comes upon strangers."""
    with without_scope(hook):
        found = walk(without_second_wall, "district_lead", until=leaked)

    assert found.leaks != {}


def test_the_walker_reads_what_is_his(at_the_doors: City) -> None:
    """Positive control: a walk that sees nothing at all would find no leak either."""
    assert walk(at_the_doors, "district_lead", until=lambda found: found.own > 0).own > 0


def test_without_walls_every_unit_would_be_seen(without_second_wall: City) -> None:
    """Positive control: the words are there to be found."""
    with without_scope(*scoped_querysets()):
        found = walk(without_second_wall, "district_lead", until=leaked)

    assert set().union(*found.leaks.values())
