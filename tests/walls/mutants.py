"""Every hook of the first wall taken away in turn, without the second wall: is it caught?

`make mutants` tries all of them as every role, which takes a while. Every run of the tests tries
some (test_walker.py), and every policy of the second wall (test_bare.py).
"""

import os
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

from tests.walls import seeding
from tests.walls.asking import Ask, lists_of, prying, pushing, reading
from tests.walls.conftest import WALKING, City, second_wall_off
from tests.walls.meetings import guarded, noted, scoped_querysets, without_scope
from tests.walls.walker import Walker
from wuhan_smes.scoping import ScopedQuerySet

# Hooks that may go without anybody learning of a stranger, and what stands beside them.
SURVIVORS: Final[dict[str, str]] = {
    "FormerTitleQuerySet": "its rows come from a function that narrows to the scope by itself",
    "ImportRowQuerySet": "rows are asked for by an import that was found within reach",
    "ProgressReminderQuerySet": "counted for an agency that was seen within reach",
    "ProspectRunQuerySet": "the oldest day of any run is shown, and no row of it",
}
# Hooks to which no address of a stranger's row comes: a row found within reach is asked for before
# them, or they belong to their owner alone, or to the whole city.
UNMET: Final = frozenset(
    {
        "ApiTokenQuerySet",
        "AtStationQuerySet",
        "CultivationStepQuerySet",
        "DeliveryQuerySet",
        "DistrictFigureQuerySet",
        "EventAttendanceQuerySet",
        "EvidenceReceiptQuerySet",
        "FormerPasswordQuerySet",
        "HandInStepQuerySet",
        "LinkMissQuerySet",
        "NamedViewQuerySet",
        "NoticeQuerySet",
        "NoticeWayQuerySet",
        "OfUnitQuerySet",
        "PaperQuerySet",
        "PayeeAccountQuerySet",
        "ProgressEvidenceQuerySet",
        "ProvenanceQuerySet",
        "ReturnEvidenceQuerySet",
        "SecondFactorQuerySet",
        "SessionQuerySet",
        "StoredFileQuerySet",
        "StoredPieceQuerySet",
        "SubscriptionQuerySet",
        "VisitMemberQuerySet",
    }
)
# MUTANTS=VisitPhotoQuerySet,… looks at some again.
SOME: Final = frozenset(os.environ.get("MUTANTS", "").split(",")) - {""}
HOOKS: Final = [
    hook
    for hook in scoped_querysets()
    if hook is not ScopedQuerySet and (not SOME or hook.__name__ in SOME)
]


def asks_of(city: City, role: str) -> Iterator[Ask]:
    yield from reading(city.stranger, shared=False)
    yield from prying(city.stranger, lists_of(role, (), city.stranger))
    yield from pushing(city.stranger)


def caught(city: City, role: str, hook: type[Any], asks: list[Ask]) -> str:
    """What gave it away: the answer that told, or the tables that changed; or nothing."""
    one = Walker(city.home, until=lambda found: found.leaks != {})
    one.client.force_login(city.walkers[role])
    with city.admin() as admin:
        before = dict(seeding.fingerprints(admin, city.home))
    with second_wall_off(city), without_scope(hook):
        one.walk(asks)
    if one.found.leaks:
        return next(iter(one.found.leaks))
    with city.admin() as admin:
        after = dict(seeding.fingerprints(admin, city.home))
    return ", ".join(sorted(table for table in before if before[table] != after[table]))


def test_every_missing_hook_is_caught(at_the_doors: City) -> None:
    with at_the_doors.admin() as admin:
        behind = guarded(admin)
    told: dict[str, str] = {}
    for role in WALKING:
        if all(told.get(hook.__name__) for hook in HOOKS):
            break
        one = Walker(at_the_doors.home)
        one.client.force_login(at_the_doors.walkers[role])
        met: dict[type[Any], list[Ask]] = defaultdict(list)
        with noted(behind) as begin:
            for ask, meeting in one.walk(asks_of(at_the_doors, role), begin):
                for hook in meeting.hooks:
                    met[hook].append(ask)
        for hook in HOOKS:
            if hook in met and not told.get(hook.__name__):
                told[hook.__name__] = caught(at_the_doors, role, hook, met[hook])
                print(f"{role:16} {hook.__name__:34} {told[hook.__name__] or '—'}", flush=True)
    names = {hook.__name__ for hook in HOOKS}
    unmet = names - told.keys()
    caught_ones = {name for name, by in told.items() if by}
    print(f"{len(names)} hooks: {len(caught_ones)} caught, {len(unmet)} never met", flush=True)

    assert names - caught_ones - unmet == names & set(SURVIVORS)
    assert unmet == names & UNMET
