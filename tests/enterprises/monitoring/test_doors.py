"""Running monitoring on pages, by an enterprise's link and over HTTP; growth of fixed sets."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client

from enterprises.choices import PeriodKind, Tier
from enterprises.linked import PERIOD_FIGURES
from enterprises.models import PeriodIndicators
from enterprises.queries.monitoring_trends import trends
from enterprises.rules.growth import Panel
from enterprises.rules.periods import month
from tests.enterprises.monitoring.worlds import NOON, OCTOBER, Town, build_town
from tests.factories.accounts import make_user
from tests.factories.enterprises import make_enterprise
from tests.factories.titles import make_title
from wuhan_smes.access import Reach
from wuhan_smes.links.actions import links
from wuhan_smes.scope import scoped

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(db: None) -> Town:
    return build_town()


def signed_in(role: str, **where: Any) -> Client:
    client = Client()
    client.force_login(make_user(role, **where))
    return client


def shown(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


@time_machine.travel(NOON, tick=False)
def test_an_enterprise_tells_its_figures_by_its_link_once(client: Client, town: Town) -> None:
    town.open()
    town.known(month(2026, 9), revenue=2_000_000)
    with scoped(town.specialist):
        _, secret = links.issue(
            town.report().pk, access=town.specialist, at=NOON, purpose=PERIOD_FIGURES.code
        )
    address = f"/l/{secret}/"

    assert town.giant.name in shown(client, address)
    asked = client.post(address, {"revenue": "500"})
    assert (asked.status_code, "请填写异动说明" in asked.content.decode()) == (400, True)
    told = client.post(address, {"revenue": "500", "explanation": "集中交付"})

    assert "数据已收到" in told.content.decode()
    row = PeriodIndicators.objects.current().get(during__startswith=OCTOBER.first)
    assert (row.revenue, row.source, row.explanation) == (5_000_000, "企业填报（链接）", "集中交付")
    assert client.post(address, {"revenue": "1"}).status_code == 410


@time_machine.travel(NOON, tick=False)
def test_pages_open_a_round_show_whom_to_chase_and_take_figures(town: Town) -> None:
    city, clerk = signed_in("bureau_staff"), signed_in("district_staff", unit=town.here)
    station = signed_in("specialist", station=town.station)
    assert "还没有监测期" in shown(clerk, "/monitoring/")
    words = {"period": "2026-10", "due_on": "2026-11-15", "tiers": ["little_giant"]}
    assert 'class="wrong"' in city.post("/monitoring/", words).content.decode()
    city.post("/monitoring/", {**words, "document": "示例通知"})
    report = town.report()

    for client in (clerk, city):
        assert town.giant.name in shown(client, "/monitoring/")
    assert town.distant.name not in shown(clerk, "/monitoring/")
    assert town.giant.name in shown(station, "/monitoring/mine/")
    assert "/l/" in station.post(f"/monitoring/{report.pk}/link/").content.decode()
    at = f"/monitoring/{report.pk}/"
    assert "本期指标" in shown(station, at)
    assert station.post(at, {}).status_code == 200
    assert station.post(at, {"revenue": "12.5", "employees": "7"}).status_code == 302
    assert "已登记" in shown(station, "/monitoring/mine/")

    assert town.giant.name not in shown(station, "/monitoring/mine/")
    assert "没有符合条件的企业" in shown(clerk, "/monitoring/?state=late")
    assert town.giant.name in shown(clerk, "/monitoring/?state=")
    assert signed_in("handler").get("/monitoring/").status_code == 403
    assert "运行走势" in shown(clerk, "/monitoring/trends/?by=tier&indicator=employees")
    assert clerk.get(f"/monitoring/{town.report(town.distant).pk}/").status_code == 404


@time_machine.travel(NOON, tick=False)
def test_programs_open_read_and_fill(town: Town) -> None:
    city, clerk = signed_in("bureau_staff"), signed_in("district_staff", unit=town.here)
    at = "/api/v1/"
    words = {"period": "2026-10", "due_on": "2026-11-15", "tiers": ["little_giant"]}
    words |= {"document": "示例通知"}

    def post(client: Client, path: str, **body: Any) -> Any:
        return client.post(f"{at}{path}", body, content_type="application/json")

    assert post(clerk, "monitoring-rounds/", **words).status_code == 403
    opened = post(city, "monitoring-rounds/", **words).json()
    assert opened["period"] == "2026-10"
    (mine,) = clerk.get(f"{at}period-reports/?round={opened['id']}&waiting=true").json()["results"]
    filled = post(clerk, f"period-reports/{mine['id']}/fill/", revenue="1000.00")
    assert (filled.status_code, filled.json()["revenue"]) == (201, "1000.00")
    (here,) = clerk.get(f"{at}monitoring-rounds/{opened['id']}/arrivals/").json()
    assert (here["due"], here["got"], here["rate"]) == (1, 1, 1.0)
    found = clerk.get(f"{at}monitoring-trends/?indicator=revenue&period=2026-10").json()
    assert [(one["told"], one["count"], one["now"], one["growth"]) for one in found] == [
        (1, 0, None, None)
    ]
    assert clerk.get(f"{at}jump-thresholds/").json()["results"][0]["code"]
    for report in ("monitoring-trends", "monitoring-completeness"):
        for layout in ("csv", "xlsx"):
            taken = clerk.post(f"/exports/{report}/", {"layout": layout})
            assert (taken.status_code, bool(b"".join(taken))) == (200, True), (report, layout)


def test_growth_is_that_of_the_same_enterprises(town: Town) -> None:
    """A newcomer, and one that was silent a year ago, are in neither sum."""
    giants = [town.giant, *(make_enterprise(unit=town.here) for _ in range(3))]
    for one in giants[1:]:
        make_title(one, Tier.LITTLE_GIANT)
    for one in giants[:3]:
        town.known(month(2025, 10), one, revenue=100)
        town.known(OCTOBER, one, revenue=110)
    town.known(OCTOBER, giants[3], revenue=9_000)
    town.known(month(2025, 10), town.distant, revenue=50_000)
    asked: dict[str, Any] = {"indicator": "revenue", "kind": PeriodKind.MONTH}
    asked["firsts"] = [OCTOBER.first]

    (whole,) = trends(Reach(everywhere=True), **asked)
    by_unit = trends(Reach(frozenset({town.here.pk})), by="jurisdiction", **asked)
    by_tier = trends(Reach(everywhere=True), by="tier", **asked)

    assert whole.panel == Panel(4, 3, Decimal(330), Decimal(300))
    assert whole.panel.growth == Decimal("10.0")
    assert [(one.key, one.panel) for one in by_unit] == [(town.here.code, whole.panel)]
    assert [one.label for one in by_tier] == [Tier.LITTLE_GIANT.label]
    assert trends(Reach(everywhere=True), by="chain", **asked) == []


def test_of_too_few_nothing_is_said_and_against_a_loss_no_rate() -> None:
    assert Panel(9, 2, Decimal(5), Decimal(1)).growth is None
    assert Panel(9, 3, Decimal(5), Decimal(-1)).growth is None
    assert Panel(3, 3, None, None).growth is None
    assert date(2026, 10, 1) == OCTOBER.first
