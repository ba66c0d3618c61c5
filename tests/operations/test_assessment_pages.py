"""Lists of who could be next, and one enterprise line by line; without scripts."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from unittest.mock import Mock
from urllib.parse import urlencode

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from enterprises.actions import prospects
from enterprises.models import Assessment, Enterprise
from enterprises.queries import rule_changes
from enterprises.tasks import compare_standards
from tests.enterprises.assessment.worlds import NOON, make_candidate, put
from tests.factories.accounts import make_access, make_unit, make_user
from tests.factories.titles import make_title
from wuhan_smes.jobs.models import Job
from wuhan_smes.jobs.running import LeasedJob
from wuhan_smes.scope import scoped

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def spring() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def candidate() -> Enterprise:
    return make_candidate(make_unit("jiangxia"))


@pytest.fixture
def short(candidate: Enterprise) -> Enterprise:
    """Lacks one patent and nothing else."""
    enterprise = make_candidate(candidate.jurisdiction)
    put(enterprise, 2025, ip_class1_applied_own_top3=3)
    access = make_access("bureau_staff")
    with scoped(access):
        prospects.refresh(access=access, at=timezone.now())
    return enterprise


def at_desk(role: str = "district_staff", code: str = "jiangxia") -> Client:
    client = Client()
    client.force_login(make_user(role, unit=make_unit(code) if code else None))
    return client


def shown(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def test_the_list_has_the_nearest_first_and_filters_by_the_one_thing_missing(
    candidate: Enterprise, short: Enterprise
) -> None:
    client = at_desk()

    page = shown(client, "/prospects/")
    one = shown(client, "/prospects/?tier=little_giant&gap=H8&holding=srdi_sme")
    any_one = shown(client, "/prospects/?tier=little_giant&gap=one")

    assert page.index(candidate.name) < page.index(short.name)
    assert (short.name in one, candidate.name in one) == (True, False)
    assert (short.name in any_one, candidate.name in any_one) == (True, False)
    assert short.name not in shown(client, "/prospects/?tier=little_giant&gap=H2")
    assert short.name not in shown(at_desk(code="hanyang"), "/prospects/")


def test_a_wrong_filter_lists_nothing(short: Enterprise) -> None:
    assert short.name not in shown(at_desk(), "/prospects/?gap=nothing")


def test_the_list_is_taken_out_as_it_is_shown(short: Enterprise) -> None:
    answer = at_desk().get("/prospects/?tier=little_giant&gap=H8&layout=csv")

    told = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined] # a stream
    assert short.name in told
    assert "H8" in told


def test_discovery_reviews_load_and_change_answer(candidate: Enterprise, short: Enterprise) -> None:
    make_title(
        candidate, tier="little_giant", valid_from=date(2023, 7, 1), valid_until=date(2026, 7, 1)
    )
    access = make_access("bureau_staff")
    with scoped(access):
        prospects.refresh(access=access, at=timezone.now())
    client = at_desk("bureau_staff", "")

    assert candidate.name not in shown(client, "/prospects/discovered/?tier=little_giant")
    review = shown(client, "/prospects/reviews/?tier=little_giant")
    assert candidate.name in review
    assert "2026-06-30" in review
    assert "江夏区" in shown(client, "/prospects/load/?tier=little_giant")
    change = shown(client, "/rule-changes/?before=LG-2022&after=LG-2026&holding=srdi_sme&kind=new")
    assert "LG-2022/1 与 LG-2026/1" in change


def test_more_than_one_waits_for_is_judged_in_the_background(
    short: Enterprise, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = {"before": "LG-2022", "after": "LG-2026", "holding": "srdi_sme", "kind": "new"}
    client = at_desk("bureau_staff", "")
    asked = f"/rule-changes/?{urlencode(words)}"
    here = shown(client, asked)
    monkeypatch.setattr(rule_changes, "AT_ONCE", 0)

    waiting = shown(client, asked)
    assert client.post("/rule-changes/", words).status_code == 302
    job = Job.objects.get(task=rule_changes.TASK)
    told = compare_standards(LeasedJob(job.pk, make_access("bureau_staff"), Mock()), **job.kwargs)
    Job.objects.filter(pk=job.pk).update(state="done", result=told, finished_at=timezone.now())
    answered = shown(client, asked)

    assert "开始推演" in waiting
    assert "结论变化" not in waiting
    start = '<div class="grid">'
    assert here[here.index(start) :].split("</section>") == answered[answered.index(start) :].split(
        "</section>"
    )
    api = client.get(
        f"/api/v1/rule-changes/?{urlencode(words).replace('kind', 'application_kind')}"
    )
    assert (api.status_code, "以 POST 提交" in api.json()["detail"]) == (409, True)
    body = {**words, "application_kind": words["kind"]}
    del body["kind"]
    made = client.post("/api/v1/rule-changes/", body, content_type="application/json")
    assert made.status_code == 202


def test_the_lists_can_be_worked_out_now_by_who_keeps_figures(short: Enterprise) -> None:
    assert at_desk().post("/prospects/work-out/").status_code == 302
    assert at_desk("auditor", "").post("/prospects/work-out/").status_code == 403


def test_the_page_of_an_enterprise_says_line_by_line_what_is_missing(short: Enterprise) -> None:
    page = shown(at_desk(), f"/enterprises/{short.pk}/assessment/")

    assert "专精特新“小巨人”企业：" in page  # the next tier, nobody asked for it
    assert "1 项" in page
    assert "LG-2026/1" in page
    assert "≥ 4 项" in page


def test_a_figure_played_changes_the_answer_and_nothing_else(short: Enterprise) -> None:
    before = list(short.annual_indicators.values_list("pk", flat=True))

    page = shown(at_desk(), f"/enterprises/{short.pk}/assessment/?f.ip_class1_applied_own_top3=4")

    assert "改动后为“符合”，按登记的数据为“不符合”" in page
    assert list(short.annual_indicators.values_list("pk", flat=True)) == before
    assert Assessment.objects.count() == 0


def test_a_figure_that_is_none_is_said_beside_the_answer(short: Enterprise) -> None:
    page = shown(at_desk(), f"/enterprises/{short.pk}/assessment/?f.revenue.Y-1=much")

    assert "应为数字" in page
    assert "没有保存任何内容" not in page


def test_that_there_is_no_award_is_said_and_played_as_a_word(short: Enterprise) -> None:
    address, client = f"/enterprises/{short.pk}/assessment/", at_desk()
    (ranks, *_) = re.findall(r'name="(f\.award_[a-z_]*_rank[^"]*)"', shown(client, address))

    page = shown(client, f"{address}?{ranks}=无")

    assert f'name="{ranks}" value="无"' in page
    assert "应为数字" not in page
    assert "none_known" not in page


def test_an_assessment_is_kept_once(short: Enterprise) -> None:
    client = at_desk()
    body: dict[str, Any] = {
        "tier": "little_giant",
        "application_kind": "new",
        "on": "2026-05-04",
        "note": "走访前",
    }

    for _ in range(2):
        assert client.post(f"/enterprises/{short.pk}/assessment/keep/", body).status_code == 302

    (kept,) = Assessment.objects.filter(enterprise=short)
    assert (kept.verdict, kept.note) == ("unmet", "走访前")
    assert "走访前" in shown(client, f"/enterprises/{short.pk}/assessment/")


def test_an_enterprise_elsewhere_is_not_there(short: Enterprise) -> None:
    assert at_desk(code="hanyang").get(f"/enterprises/{short.pk}/assessment/").status_code == 404


def test_a_tier_without_a_standard_says_so(short: Enterprise) -> None:
    page = shown(
        at_desk(), f"/enterprises/{short.pk}/assessment/?tier=key_little_giant&on=2029-01-01"
    )

    assert "没有适用于该梯度" in page
