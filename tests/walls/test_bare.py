"""The second wall by itself: plain statements under a scope, and each policy taken away in turn."""

from typing import Any, Final

from tests.walls import bare
from tests.walls.conftest import WALKING, City
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.scope import Scope, scope_of

# What anybody may do to rows of others, and why.
OPEN: Final = {
    ("insert", "audit_auditevent"): "whoever acts adds to the trail, whichever unit it is about",
}


def scope_of_role(city: City, role: str) -> Scope:
    return scope_of(access_for(city.walkers[role]))


def test_no_scope_reads_or_writes_rows_of_others_by_plain_statements(at_the_doors: City) -> None:
    """To change a row it must be seen: each is also tried with the table's reading laid open."""
    scopes = {role: scope_of_role(at_the_doors, role) for role in WALKING}
    past: list[tuple[str, str, str]] = []
    with at_the_doors.admin() as admin:
        for table in bare.tables(admin, at_the_doors.home_id, at_the_doors.unit_ids):
            for kind in bare.KINDS:
                with bare.opened(admin, table.name, *(["read"] if kind != "read" else [])):
                    past += [
                        (role, kind, table.name)
                        for role, scope in scopes.items()
                        if (kind, table.name) not in OPEN
                        and bare.got_past(admin, table, scope, kind)
                    ]

    assert past == []


def test_each_policy_taken_away_is_caught(at_the_doors: City) -> None:
    """Mutants of the second wall: every policy of every scoped table, one at a time."""
    scope = scope_of_role(at_the_doors, "district_lead")
    missed: list[str] = []
    tried = 0
    with at_the_doors.admin() as admin:
        for table in bare.tables(admin, at_the_doors.home_id, at_the_doors.unit_ids):
            assert table.foreign, table.name
            for kind in bare.KINDS:
                with bare.opened(admin, table.name, *{"read", kind}):
                    past: Any = bare.got_past(admin, table, scope, kind)
                tried += past is not None
                if past is False:
                    missed.append(f"{kind} on {table.name}")

    assert tried > 200
    assert missed == []
