"""Cultivation by page and by program, up to the telephone of the specialist."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from enterprises.choices import CultivationStage, Tier
from enterprises.models import Cultivation, CultivationTask
from enterprises.queries.cultivation import conversion
from tests.enterprises.exchange.staged import apply, context, decide, rows, touched, undo
from tests.enterprises.register.conftest import Town, build_town
from tests.factories.accounts import make_station, make_user
from tests.factories.cultivation import make_task, make_way
from tests.factories.enterprises import make_enterprise
from tests.factories.stations import make_assignment, make_profile, make_specialist
from tests.factories.titles import make_title
from wuhan_smes.access import Capability
from wuhan_smes.exchange.kinds import kinds
from wuhan_smes.scope import scoped

S = CultivationStage
TODAY = timezone.localdate()
SOON = TODAY + timedelta(days=3)


@pytest.fixture
def town(db: None) -> Town:
    return build_town()


@pytest.fixture
def as_(town: Town) -> Callable[[str], Client]:
    def sign_in(role: str) -> Client:
        client = Client()
        client.force_login(make_user(role, unit=town.here))
        return client

    return sign_in


def test_a_clerk_puts_in_a_text_of_codes_and_names(
    town: Town, as_: Callable[[str], Client]
) -> None:
    clerk, one, two = as_("district_staff"), town.enterprise(), town.enterprise()
    words = {"tier": "srdi_sme", "stage": "growing"}

    wrong = clerk.post("/cultivation/put-in/", {**words, "enterprises": f"{one.uscc}\n没有这家"})
    done = clerk.post("/cultivation/put-in/", {**words, "enterprises": f"{one.uscc}\n{two.name}"})

    assert "没有找到：没有这家" in wrong.content.decode()
    assert (done.status_code, Cultivation.objects.filter(stage="growing").count()) == (302, 2)


def test_a_ticked_list_is_put_in_moved_and_given_a_task(
    town: Town, as_: Callable[[str], Client]
) -> None:
    clerk, one, two = as_("district_staff"), town.enterprise(), town.enterprise()

    clerk.post("/cultivation/put-in/", {"tier": "srdi_sme", "row": [one.pk, two.pk]})
    ways = list(Cultivation.objects.values_list("pk", flat=True))
    clerk.post("/cultivation/move/", {"row": ways, "move": "nurture"})
    clerk.post("/cultivation/tasks/", {"row": ways, "title": "辅导", "due_on": SOON.isoformat()})

    page = clerk.get("/cultivation/").content.decode()
    assert set(Cultivation.objects.values_list("stage", flat=True)) == {"growing"}
    assert CultivationTask.objects.count() == 2
    assert one.name in page
    assert "辅导" in page


def test_one_that_cannot_move_is_named_and_the_others_move(
    town: Town, as_: Callable[[str], Client]
) -> None:
    clerk = as_("district_staff")
    seed, applied = make_way(town.enterprise()), make_way(town.enterprise(), S.APPLIED)

    page = clerk.post(
        "/cultivation/move/", {"row": [seed.pk, applied.pk], "move": "nurture"}, follow=True
    ).content.decode()

    assert f"{applied.enterprise.name}：" in page
    assert "已办理 1 家" in page


def test_one_way_shows_its_steps_and_takes_its_acts(
    town: Town, as_: Callable[[str], Client]
) -> None:
    clerk, way = as_("district_staff"), make_way(town.enterprise(), S.GROWING)
    task = make_task(way, due_on=TODAY)
    at = f"/cultivation/{way.pk}/"

    clerk.post(f"{at}plan/", {"owner_name": "王示例"})
    clerk.post(f"{at}task/", {"title": "补材料", "due_on": SOON.isoformat()})
    clerk.post(f"/cultivation/tasks/{task.pk}/end/", {"outcome": "done", "note": "已办"})
    clerk.post(f"{at}move/", {"move": "prepare"})
    refused = clerk.post(f"{at}move/", {"move": "drop"}, follow=True).content.decode()

    page = clerk.get(at).content.decode()
    way.refresh_from_db()
    assert (way.stage, way.owner_name) == (S.PREPARING, "王示例")
    assert "请选择退出原因" in refused
    assert "没有包联专员" in page
    assert "补材料" in page


def test_what_is_asked_of_a_station_stands_on_the_specialists_telephone(town: Town) -> None:
    station = make_profile(make_station(town.here)).station
    user = make_user("specialist", station=station)
    person = make_specialist(station, user=user)
    enterprise = town.enterprise()
    make_assignment(enterprise, person)
    way = make_way(enterprise, S.GROWING)
    task = make_task(way, title="上门核对研发费用", due_on=SOON, for_station=True, station=station)
    make_task(way, title="区里自办", due_on=SOON)
    phone = Client()
    phone.force_login(user)

    home, visits = (phone.get(path).content.decode() for path in ("/", "/visits/"))
    (card,) = phone.get("/api/v1/visit-cards/").json()

    assert "上门核对研发费用" in home
    assert "上门核对研发费用" in visits
    assert "区里自办" not in home + visits
    assert "1 项培育任务，3 天后到期" in {it["text"] for it in card["reasons"]}
    done = phone.post(f"/cultivation/tasks/{task.pk}/done/", {"note": "已核对"}, follow=True)
    task.refresh_from_db()
    assert (task.outcome, task.note) == ("done", "已核对")
    assert "培育任务已办结" in done.content.decode()
    again = phone.post(f"/cultivation/tasks/{task.pk}/done/", follow=True).content.decode()
    assert "该任务已经办结" in again


def test_the_page_names_the_carer_and_other_units_ways_are_not_there(
    town: Town, as_: Callable[[str], Client]
) -> None:
    station = make_profile(make_station(town.here)).station
    way = make_way(town.enterprise())
    person = make_specialist(station)
    make_assignment(way.enterprise, person)
    elsewhere = make_way(make_enterprise())
    clerk = as_("district_staff")

    assert person.name in clerk.get(f"/cultivation/{way.pk}/").content.decode()
    assert clerk.get(f"/cultivation/{elsewhere.pk}/").status_code == 404
    assert clerk.post(f"/cultivation/{elsewhere.pk}/move/", {"move": "nurture"}).status_code == 404


def test_programs_put_in_move_and_set_tasks(town: Town, as_: Callable[[str], Client]) -> None:
    clerk, enterprise = as_("district_staff"), town.enterprise()
    json = {"content_type": "application/json"}

    made = clerk.post(
        "/api/v1/cultivations/",
        {"enterprises": [enterprise.pk], "tier": "little_giant"},
        **json,
    ).json()
    (row,) = made["made"]
    at = f"/api/v1/cultivations/{row['id']}/"
    moved = clerk.post(f"{at}move/", {"move": "nurture"}, **json).json()
    planned = clerk.patch(
        at, {"owner_name": "王示例"}, headers={"If-Match": f'"{row["id"]}-2"'}, **json
    )
    (task,) = clerk.post(
        "/api/v1/cultivation-tasks/",
        {"cultivations": [row["id"]], "title": "辅导", "due_on": SOON.isoformat()},
        **json,
    ).json()
    ended = clerk.post(
        f"/api/v1/cultivation-tasks/{task['id']}/end/", {"outcome": "done"}, **json
    ).json()

    assert row["moves"] == ["nurture", "recognise", "drop"]
    assert (moved["stage"], planned.status_code, ended["outcome"]) == ("growing", 200, "done")
    assert [step["move"] for step in clerk.get(f"{at}steps/").json()] == ["put_in", "nurture"]
    assert len(clerk.get("/api/v1/cultivations/?is_open=true").json()["results"]) == 1
    assert clerk.get("/api/v1/cultivation-tasks/?waiting=true").json()["results"] == []


def test_who_answers_for_a_way_is_a_colleague_with_an_account(town: Town) -> None:
    boss = make_user("district_staff", unit=town.here, display_name="示例王某")
    outside = make_user("district_staff", unit=town.there)
    clerk, away, way = Client(), Client(), make_way(town.enterprise(), S.GROWING)
    clerk.force_login(boss)
    away.force_login(outside)
    at = f"/cultivation/{way.pk}/"

    refused = clerk.post(f"{at}plan/", {"owner_id": outside.pk}, follow=True).content.decode()
    clerk.post(f"{at}plan/", {"owner_id": boss.pk, "expected_version": way.version})

    way.refresh_from_db()
    assert (way.owner_id, way.owner_name) == (boss.pk, "示例王某")
    assert "责任人账号" in refused
    assert way.enterprise.name in clerk.get("/cultivation/?mine=on").content.decode()
    make_way(town.enterprise())
    owned = clerk.get(f"/api/v1/cultivations/?owner={boss.username}").json()["results"]
    assert [row["owner"] for row in owned] == [boss.username]
    body = {"enterprises": [town.enterprise().pk], "tier": "srdi_sme", "owner": outside.username}
    made = clerk.post("/api/v1/cultivations/", body, content_type="application/json")
    assert made.status_code == 400


def test_a_list_of_whom_to_cultivate_comes_in_and_is_taken_back(town: Town) -> None:
    kind = kinds.get("cultivations")
    new, on_way = town.enterprise(), make_way(town.enterprise(), tier=Tier.SRDI_SME).enterprise
    holder = make_title(town.enterprise(), Tier.SRDI_SME).enterprise
    gone = town.enterprise(status="deregistered")
    ctx = context(town.clerk, town.here.pk)
    aim = {"tier": "srdi_sme", "owner": "示例李某"}
    given = rows(*({**aim, "of": it} for it in (new, on_way, holder, gone)))

    verdicts = [it.verdict.value for it in decide(kind, given, ctx)]
    traces = apply(kind, given[:1], ctx)
    way = Cultivation.objects.get(enterprise=new)
    undo(kind, traces, ctx)

    assert verdicts == ["new", "unchanged", "refused", "refused"]
    assert (way.stage, way.owner_name, way.steps.earliest("ordinal").note) == (
        S.SEEDLING,
        "示例李某",
        "导入〔2026〕00001《名单.xlsx》 第1表第2行",
    )
    way.refresh_from_db()
    assert (way.stage, way.drop_cause) == (S.DROPPED, "other")
    assert touched(kind, traces, town.clerk) == {2: "入库后又办理过"}


def test_conversion_counts_the_cohort_and_where_it_stands(
    town: Town, as_: Callable[[str], Client]
) -> None:
    for stage in (S.SEEDLING, S.RECOGNISED, S.RECOGNISED, S.DROPPED):
        make_way(town.enterprise(), stage, put_in_on=TODAY, stage_since=TODAY)
    make_way(town.enterprise(), put_in_on=TODAY - timedelta(days=800))
    clerk = as_("district_staff")

    with scoped(town.clerk):
        reach = town.clerk.reach(Capability.REGISTER_VIEW)
        (unit,) = conversion(reach=reach, first=TODAY, last=TODAY, by="jurisdiction")
        (tier,) = conversion(reach=reach, first=TODAY, last=TODAY, by="tier")

    day = TODAY.isoformat()
    (row,) = clerk.get(f"/api/v1/cultivation-conversion/?first={day}&last={day}").json()
    assert (unit.put_in, unit.rate, unit.open, unit.applied) == (4, 0.5, 1, 2)
    assert (tier.key, row["rate"], row["stages"]["dropped"]) == (Tier.LITTLE_GIANT, 0.5, 1)
    assert clerk.get("/cultivation/conversion/").status_code == 200
