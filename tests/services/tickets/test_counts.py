"""What reports call collected problems and closed appeals, counted from single tickets."""

from datetime import date, timedelta
from typing import Any

from enterprises.queries.computed import Computed
from services.models import TicketBasis
from services.queries.ticket_counts import appeals_closed, basis_said, problems_collected
from services.queries.ticket_labels import state_labels
from tests.factories.accounts import make_user
from tests.factories.tickets import RECEIVED
from tests.services.tickets.world import World
from wuhan_smes.access import Reach

DAY = date(2026, 3, 2)  # that of the factory's tickets, in Wuhan
CITY = Reach(everywhere=True)


def test_problems_count_from_the_day_they_came_and_appeals_from_their_strike_off(
    world: World,
) -> None:
    before = problems_collected(CITY, DAY), appeals_closed(CITY, DAY)
    world.ticket("triaged", nature="problem")
    world.ticket("closed", nature="problem")
    world.ticket("closed", nature="appeal")
    world.ticket("closed", nature="consultation")
    world.ticket("in_progress", nature="appeal")

    found = problems_collected(CITY, DAY), appeals_closed(CITY, DAY)

    assert (found[0] - before[0], found[1] - before[1]) == (2, 2)
    assert problems_collected(CITY, DAY - timedelta(1)) == before[0]
    assert RECEIVED.date() == DAY


def test_whether_problems_are_among_the_appeals_is_said_in_one_row(world: World) -> None:
    world.ticket("closed", nature="problem")
    apart = appeals_closed(CITY, DAY)

    TicketBasis.objects.update(problems_within_appeals=True)

    assert appeals_closed(CITY, DAY) == apart + 1


def test_what_was_no_matter_of_its_own_counts_nowhere(world: World) -> None:
    apart = problems_collected(CITY, DAY), appeals_closed(CITY, DAY)
    world.ticket("draft", nature="problem")
    world.ticket("closed", nature="appeal", outcome="duplicate")
    world.ticket("closed", nature="appeal", outcome="withdrawn", historical=True, version=4)

    assert (problems_collected(CITY, DAY), appeals_closed(CITY, DAY)) == apart


def test_a_matter_of_a_ledger_counts_though_its_enterprise_withdrew_it(world: World) -> None:
    apart = appeals_closed(CITY, DAY)
    world.ticket("closed", nature="appeal", outcome="solved", historical=True)
    world.ticket("closed", nature="appeal", outcome="withdrawn", historical=True)

    assert appeals_closed(CITY, DAY) == apart + 2


def test_a_unit_counts_its_own(world: World) -> None:
    world.ticket("closed", nature="appeal")

    assert appeals_closed(Reach(frozenset({world.unit.pk})), DAY) == 1
    assert appeals_closed(Reach(frozenset({World().unit.pk})), DAY) == 0


def test_the_rule_stands_in_words_beside_both_figures(world: World) -> None:
    assert basis_said() == "现行口径：办结诉求不含困难问题，两数分别计数"

    TicketBasis.objects.update(problems_within_appeals=True)

    assert "不可相加" in basis_said()
    assert Computed(CITY).basis("appeals_closed") == basis_said()
    assert Computed(CITY).basis("problems_collected") == basis_said()
    assert Computed(CITY).basis("service_stations") == ""


def test_the_api_says_the_rule_and_where_each_channel_counts(client: Any, world: World) -> None:
    client.force_login(make_user("auditor"))

    body = client.get("/api/v1/ticket-basis/").json()
    figures = client.get("/api/v1/reported-figures/?page_size=200").json()["results"]

    rules = {row["channel"]: row["counted_in"] for row in body["channels"]}
    assert body["problems_within_appeals"] is False
    assert rules["visit"] == ["收集企业困难问题"]
    assert rules["hotline_12345"] == ["线上线下办结企业诉求"]
    said = {row["code"]: row["computed_basis"] for row in figures}
    assert said["problems_collected"] == said["appeals_closed"] == body["detail"]


def test_a_state_is_called_by_the_citys_own_word_once_a_program_says_so(
    client: Any, world: World
) -> None:
    client.force_login(make_user("bureau_lead"))
    path, json = "/api/v1/ticket-labels/", {"content_type": "application/json"}

    rows = client.get(path).json()["results"]
    at = f"{path}{next(row['id'] for row in rows if row['state'] == 'triaged')}/"
    seen = client.get(at)
    blind = client.put(at, {"label": "研判完成"}, **json)
    put = client.put(at, {"label": "研判完成"}, headers={"If-Match": seen["ETag"]}, **json)
    stale = client.put(at, {"label": "甲"}, headers={"If-Match": seen["ETag"]}, **json)

    assert (len(rows), blind.status_code, stale.status_code) == (16, 428, 412)
    assert (put.json()["label"], put.json()["standard"]) == ("研判完成", "受理")
    assert state_labels()["triaged"] == "研判完成"
    client.force_login(make_user("district_staff", unit=world.unit))
    mine = {"headers": {"If-Match": put["ETag"]}, **json}
    assert client.put(at, {"label": "甲"}, **mine).status_code == 403
