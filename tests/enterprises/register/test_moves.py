"""A move between units is asked by one side and decided by the other, or done by the city."""

from datetime import date
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from enterprises.actions import enterprises, moves
from enterprises.models import (
    Contact,
    Enterprise,
    EnterpriseName,
    JurisdictionStay,
    MoveRequest,
)
from enterprises.rules.moves import MoveRefused
from tests.enterprises.register.conftest import NOON, Town, build_town, entries
from tests.factories.accounts import make_city
from tests.factories.enterprises import make_contact
from tests.races import race
from wuhan_smes.access import Access
from wuhan_smes.errors import ActionRefused, InputRefused, NotPermitted, TransitionRefused
from wuhan_smes.scope import scoped

DAY = date(2026, 2, 1)


def ask(town: Town, enterprise: Enterprise, **words: Any) -> MoveRequest:
    given = {"to_jurisdiction_id": town.there.pk, "on": DAY, "reason": "厂区搬迁"}
    with scoped(town.clerk):
        return moves.ask(enterprise.pk, access=town.clerk, at=NOON, **{**given, **words})


def ask_for(town: Town, access: Access, uscc: str | None, **words: Any) -> MoveRequest:
    given = {"to_jurisdiction_id": town.there.pk, "on": DAY, "reason": "已迁入本区"}
    with scoped(access):
        return moves.ask_for(access=access, at=NOON, uscc=uscc or "", **{**given, **words})


def decide(verb: str, request: MoveRequest, access: Access, **words: Any) -> MoveRequest:
    with scoped(access):
        return getattr(moves, verb)(request.pk, access=access, at=NOON, **words)  # type: ignore[no-any-return]


def stays(enterprise: Enterprise) -> list[tuple[int, date | None, str]]:
    rows = JurisdictionStay.objects.current().filter(enterprise=enterprise).order_by("during")
    return [(row.unit_id, row.during.upper, row.end_cause) for row in rows]


def moved(town: Town, enterprise: Enterprise) -> bool:
    """Whether everything about the enterprise now stands under the other unit."""
    enterprise.refresh_from_db()
    where = {enterprise.jurisdiction_id}
    for model in (EnterpriseName, JurisdictionStay, Contact):
        where |= set(
            model.objects.filter(enterprise=enterprise).values_list("jurisdiction_id", flat=True)
        )
    return where == {town.there.pk} and stays(enterprise) == [
        (town.here.pk, DAY, "transferred"),
        (town.there.pk, None, ""),
    ]


@pytest.mark.covers("enterprises.moves.move", "works")
def test_the_city_moves_at_once_and_everything_goes_along(town: Town) -> None:
    enterprise = town.enterprise()
    make_contact(enterprise)

    with scoped(town.city):
        moves.move(
            enterprise.pk,
            access=town.city,
            at=NOON,
            to_jurisdiction_id=town.there.pk,
            on=DAY,
            reason="管辖调整",
        )

    assert moved(town, enterprise)
    assert enterprise.version == 2
    event = entries().get()
    assert (event.kind, event.changes["jurisdiction_id"]) == (
        "enterprise.move",
        [town.here.pk, town.there.pk],
    )


@pytest.mark.covers("enterprises.moves.move", "refused")
@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ({"on": date(2026, 3, 4)}, InputRefused),
        ({"on": date(2020, 1, 1)}, InputRefused),
        ({"to": "here"}, MoveRefused),
        ({"to": "city"}, InputRefused),
    ],
)
def test_not_tomorrow_not_before_it_came_not_to_itself_not_to_the_city(
    town: Town, words: dict[str, Any], kind: type[Exception]
) -> None:
    enterprise = town.enterprise(since=date(2020, 1, 1))
    goals = {"here": town.here, "city": make_city(), "there": town.there}
    goal = goals[words.pop("to", "there")]
    given = {"to_jurisdiction_id": goal.pk, "on": DAY, "reason": "调整", **words}

    with scoped(town.city), pytest.raises(kind):
        moves.move(enterprise.pk, access=town.city, at=NOON, **given)


@pytest.mark.covers("enterprises.moves.move", "reach", "capability")
def test_a_district_cannot_give_away_or_take_at_once(town: Town) -> None:
    enterprise = town.enterprise()
    words = {"to_jurisdiction_id": town.there.pk, "on": DAY, "reason": "搬迁", "at": NOON}

    with scoped(town.clerk), pytest.raises(NotPermitted, match="请提出迁移申请"):
        moves.move(enterprise.pk, access=town.clerk, **words)
    with scoped(town.other), pytest.raises(Enterprise.DoesNotExist):
        moves.move(enterprise.pk, access=town.other, **words)
    with scoped(town.reader), pytest.raises(NotPermitted):
        moves.move(enterprise.pk, access=town.reader, **words)


@pytest.mark.covers("enterprises.moves.ask", "works")
@pytest.mark.covers("enterprises.moves.accept", "works")
def test_asked_by_the_giver_accepted_by_the_receiver(town: Town) -> None:
    enterprise = town.enterprise()
    make_contact(enterprise)

    request = ask(town, enterprise)
    accepted = decide("accept", request, town.other, note="同意接收")

    assert moved(town, enterprise)
    assert (accepted.state, accepted.decision_note, accepted.decided_at) == (
        "accepted",
        "同意接收",
        NOON,
    )
    assert [event.kind for event in entries()] == [
        "move_request.ask",
        "move_request.accepted",
        "enterprise.move",
    ]


@pytest.mark.covers("enterprises.moves.ask_for", "works")
def test_asked_by_the_receiver_accepted_by_the_giver(town: Town) -> None:
    enterprise = town.enterprise()
    make_contact(enterprise)

    request = ask_for(town, town.other, enterprise.uscc)
    decide("accept", request, town.clerk)

    assert (request.asked_by_receiver, request.enterprise_name) == (True, "")
    assert moved(town, enterprise)


def test_the_city_decides_for_either_side(town: Town) -> None:
    given, wanted = town.enterprise(), town.enterprise()

    decide("accept", ask(town, given), town.city)
    decide("accept", ask_for(town, town.other, wanted.uscc), town.city)

    assert moved(town, given)
    assert moved(town, wanted)


@pytest.mark.covers("enterprises.moves.accept", "capability", "reach")
@pytest.mark.covers("enterprises.moves.decline", "capability", "reach")
def test_the_asking_side_does_not_decide(town: Town) -> None:
    request = ask(town, town.enterprise())
    wanted = ask_for(town, town.other, town.enterprise().uscc)

    for verb, words in (("accept", {}), ("decline", {"note": "不同意"})):
        for asked, asker in ((request, town.clerk), (wanted, town.other)):
            with pytest.raises(NotPermitted, match="应由对方单位"):
                decide(verb, asked, asker, **words)
        with pytest.raises(NotPermitted):
            decide(verb, request, town.reader, **words)
        stranger = build_town().clerk
        with pytest.raises(MoveRequest.DoesNotExist):
            decide(verb, request, stranger, **words)


@pytest.mark.covers("enterprises.moves.decline", "works")
@pytest.mark.covers("enterprises.moves.cancel", "works")
@pytest.mark.covers("enterprises.moves.accept", "refused")
@pytest.mark.covers("enterprises.moves.decline", "refused")
@pytest.mark.covers("enterprises.moves.cancel", "refused")
def test_declined_or_taken_back_a_request_is_over(town: Town) -> None:
    enterprise = town.enterprise()
    declined = decide("decline", ask(town, enterprise), town.other, note="地址仍在贵区")
    cancelled = decide("cancel", ask(town, enterprise), town.clerk)

    assert (declined.state, cancelled.state) == ("declined", "cancelled")
    for request in (declined, cancelled):
        for verb, access in (
            ("accept", town.other),
            ("decline", town.other),
            ("cancel", town.clerk),
        ):
            words = {"note": "再次办理"}
            with pytest.raises(TransitionRefused, match="已办结"):
                decide(verb, request, access, **words)
    assert stays(enterprise) == [(town.here.pk, None, "")]


@pytest.mark.covers("enterprises.moves.cancel", "reach", "capability")
def test_only_the_asking_side_takes_back(town: Town) -> None:
    request = ask(town, town.enterprise())

    with pytest.raises(NotPermitted, match="只有提出申请的单位"):
        decide("cancel", request, town.other)
    with pytest.raises(NotPermitted):
        decide("cancel", request, town.reader)
    with pytest.raises(MoveRequest.DoesNotExist):
        decide("cancel", request, build_town().clerk)


@pytest.mark.covers("enterprises.moves.ask", "refused")
def test_one_request_at_a_time_and_none_for_what_is_gone(town: Town) -> None:
    enterprise, gone = town.enterprise(), town.enterprise()
    ask(town, enterprise)
    words = {"access": town.clerk, "at": NOON, "on": DAY, "reason": "注销"}

    with pytest.raises(MoveRefused, match="已有待办"):
        ask(town, enterprise)
    with scoped(town.clerk):
        with pytest.raises(ActionRefused, match="待办的迁移申请"):
            enterprises.deregister(enterprise.pk, **words)
        enterprises.deregister(gone.pk, **words)
    with pytest.raises(TransitionRefused):
        ask(town, gone)


@pytest.mark.covers("enterprises.moves.ask_for", "refused")
def test_every_refusal_of_a_receiver_reads_the_same(town: Town) -> None:
    asked, gone = town.enterprise(), town.enterprise()
    ask(town, asked)
    with scoped(town.clerk):
        enterprises.deregister(gone.pk, access=town.clerk, at=NOON, on=DAY, reason="注销")

    said = set()
    for code in (asked.uscc, gone.uscc, "91420100616400352X"):
        with pytest.raises(MoveRefused) as refusal:
            ask_for(town, town.other, code)
        said.add((refusal.value.message, str(refusal.value.params)))
    assert len(said) == 1


@pytest.mark.covers("enterprises.moves.ask_for", "reach", "capability")
def test_nobody_asks_on_behalf_of_another_unit(town: Town) -> None:
    enterprise = town.enterprise()

    with pytest.raises(NotPermitted, match="只能为本人负责的管理单位"):
        ask_for(town, town.clerk, enterprise.uscc)
    with pytest.raises(NotPermitted):
        ask_for(town, town.reader, enterprise.uscc)


@pytest.mark.covers("enterprises.moves.ask_for", "race")
@pytest.mark.covers("enterprises.moves.accept", "race")
@pytest.mark.covers("enterprises.moves.decline", "race")
@pytest.mark.covers("enterprises.moves.cancel", "race")
@pytest.mark.covers("enterprises.moves.move", "race")
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_exactly_one_decides() -> None:
    town = build_town()
    clerk, other, city = town.clerk, town.other, town.city

    wanted = town.enterprise()
    outcome = race(
        lambda: ask_for(town, other, wanted.uscc),
        lambda: ask_for(town, other, wanted.uscc),
        as_first=other,
        as_second=other,
    )
    assert outcome == ("done", "move_refused")

    for first, second, who in (
        ("accept", "cancel", (other, clerk)),
        ("cancel", "accept", (clerk, other)),
        ("decline", "accept", (other, city)),
    ):
        request = ask(town, town.enterprise())
        outcome = race(
            lambda verb=first, asked=request, by=who[0]: decide(verb, asked, by, note="办理"),
            lambda verb=second, asked=request, by=who[1]: decide(verb, asked, by, note="办理"),
            as_first=who[0],
            as_second=who[1],
        )
        assert outcome == ("done", "transition_refused")

    enterprise = town.enterprise()
    words = {"to_jurisdiction_id": town.there.pk, "on": DAY, "reason": "调整"}

    def move() -> object:
        return moves.move(enterprise.pk, access=city, at=NOON, expected_version=1, **words)

    assert race(move, move, as_first=city, as_second=city) == ("done", "stale_version")
    assert stays(enterprise) == [
        (town.here.pk, DAY, "transferred"),
        (town.there.pk, None, ""),
    ]


def test_the_database_alone_stops_a_unit_that_forges_a_request(town: Town) -> None:
    """Wall 2 without wall 1: the other unit writes the tables itself."""
    enterprise = town.enterprise()
    forged = {
        "enterprise_id": enterprise.pk,
        "from_jurisdiction": town.here,
        "to_jurisdiction": town.there,
        "on": DAY,
        "reason": "伪造",
        "asked_by_name": "某人",
        "asked_at": NOON,
    }
    mine = ask(town, enterprise)

    with scoped(town.other):
        for forgery in ({"asked_by_receiver": False}, {"asked_by_receiver": True}):
            with pytest.raises(DatabaseError), transaction.atomic():
                MoveRequest.objects.create(**forged, **forgery)
        with pytest.raises(DatabaseError), transaction.atomic():
            MoveRequest.objects.filter(pk=mine.pk).update(asked_by_receiver=True)
    with scoped(town.clerk), pytest.raises(DatabaseError), transaction.atomic():
        hand_over(mine)


def hand_over(request: MoveRequest) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT enterprise_hand_over(%s, now())", [request.pk])


@pytest.mark.parametrize(
    "call",
    [
        "SELECT enterprise_hand_over(1, now())",
        "SELECT move_request_ask('x', 1, current_date, '', '', now())",
    ],
)
def test_nobody_outside_a_scope_may_call_the_steps(
    db: None, as_app_web: psycopg.Connection, call: str
) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        as_app_web.execute(call)
