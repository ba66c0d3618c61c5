"""Words of titles and names are looked for in reach alone, and found by their index."""

from typing import Final

import pytest
from django.db.models import Q

from services.models import Visit
from services.queries.tickets import visible
from services.queries.words import tickets_saying, visits_to
from tests.factories.enterprises import make_enterprise
from tests.factories.tickets import make_ticket
from tests.factories.visits import make_visit
from tests.services.tickets.world import World
from wuhan_smes.access import Access
from wuhan_smes.scope import scoped

WORD: Final = "光刻胶"


def found(access: Access, words: str) -> set[int]:
    with scoped(access):
        return set(visible(access).filter(tickets_saying(words)).values_list("pk", flat=True))


def test_a_ticket_is_found_by_its_title_or_its_enterprise_by_whoever_reads_it(
    world: World,
) -> None:
    enterprise = make_enterprise(unit=world.unit, name="示例光刻胶材料公司")
    said = world.ticket("assigned", title="进口光刻胶断供")
    named = world.own_ticket("collected", enterprise=enterprise)
    world.ticket("assigned", title="光刻机与胶水")
    elsewhere = make_ticket("triaged", title="进口光刻胶断供")

    assert found(world.desk, WORD) == {said.pk, named.pk}
    assert found(world.specialist, WORD) == {named.pk}
    assert found(world.handler, WORD) == {said.pk}
    assert found(world.helper, WORD) == set()
    assert {said.pk, named.pk, elsewhere.pk} <= found(world.city, WORD)


def test_a_visit_is_found_by_a_name_of_its_enterprise_though_it_has_left(world: World) -> None:
    enterprise = make_enterprise(unit=world.unit, name="示例光刻胶材料公司")
    visit = make_visit(enterprise)
    make_visit(make_enterprise(unit=world.unit))
    other = World()
    make_visit(make_enterprise(unit=other.unit, name="示例光刻胶材料二公司"))
    asked = {}
    for who in (world.desk, other.handler):
        with scoped(who):
            asked[who.actor_id] = list(Visit.objects.filter(visits_to(WORD)))

    assert asked == {world.desk.actor_id: [visit], other.handler.actor_id: []}


def test_a_word_of_every_fifth_row_is_tested_row_by_row(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise its ids would be most of the table."""
    tickets = {world.ticket("triaged", title=f"{WORD}{n}").pk for n in range(3)}
    rare = "Among" in type_of(world, WORD)
    monkeypatch.setattr("services.queries.words.MOST", 2)

    assert (rare, "Among" in type_of(world, WORD)) == (True, False)
    assert found(world.desk, WORD) == tickets


def type_of(world: World, words: str) -> str:
    with scoped(world.desk):
        told: Q = tickets_saying(words)
    return repr(told)
