"""Titles on screen: own rows, every version, acts instead of edits."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from enterprises.models import Enterprise, Recognition
from tests.factories.accounts import make_unit, make_user
from tests.factories.enterprises import make_enterprise
from tests.factories.titles import make_batch, make_title

pytestmark = pytest.mark.django_db
LIST = "/admin/enterprises/recognition/"
CANARY = "示例机密有限公司"


def signed_in(role: str, code: str = "") -> Client:
    client = Client()
    client.force_login(make_user(role, unit=make_unit(code) if code else None))
    return client


@pytest.fixture
def city() -> Client:
    return signed_in("bureau_staff")


@pytest.fixture
def clerk() -> Client:
    return signed_in("district_staff", "jiangan")


@pytest.fixture
def firm() -> Enterprise:
    return make_enterprise(unit=make_unit("jiangan"), name="示例长江光电公司")


@pytest.fixture
def title(firm: Enterprise) -> Recognition:
    return make_title(firm, document_no="示例发〔2024〕6号")


@pytest.fixture
def foreign() -> Recognition:
    return make_title(make_enterprise(unit=make_unit("hanyang"), name=CANARY))


def text(client: Client, path: str, **words: object) -> str:
    response = client.get(path, words, follow=True)
    assert response.status_code == 200, (path, response.status_code)
    return response.content.decode()


def done(client: Client, path: str, **words: object) -> str:
    response = client.post(path, words, follow=True)
    page = response.content.decode()
    assert [status for _, status in response.redirect_chain] == [302], page[:3000]
    return page


def current(title: Recognition) -> Recognition:
    return Recognition.objects.current().get(series=title.series)


def test_the_list_shows_own_titles_and_finds_them(clerk, firm, title, foreign):
    assert CANARY not in text(clerk, LIST)
    for words in ("长江", "slcj", firm.uscc[:10], "示例发[2024]6号"):
        assert firm.name in text(clerk, LIST, q=words)
    assert firm.name not in text(clerk, LIST, q="示例发〔2024〕7号")
    assert firm.name in text(clerk, LIST, standing="in_force", tier__exact="innovative_sme")
    assert firm.name not in text(clerk, LIST, standing="withdrawn")
    assert CANARY not in text(clerk, f"{LIST}{foreign.pk}/change/")


def test_the_list_asks_a_constant_number_of_queries(clerk, firm, django_assert_max_num_queries):
    for year in range(2000, 2020):
        make_title(firm, valid_from=date(year, 1, 1), valid_until=date(year + 1, 1, 1))
    clerk.get(LIST)

    with django_assert_max_num_queries(16):
        clerk.get(LIST)


def test_the_page_shows_every_version_and_what_was_done(city, title):
    done(
        city,
        f"{LIST}{title.pk}/extend/",
        review_pending="on",
        reason="已受理复核",
        expected_version=1,
    )

    page = text(city, f"{LIST}{title.pk}/change/")
    assert "复核中，继续有效" in page
    assert "已受理复核" in page
    assert "2024-01-01 至 2026-12-31" in page
    lead = signed_in("bureau_lead")
    assert "复核中或延长" in text(lead, f"{LIST}{title.pk}/change/")
    assert "title.extend" in text(lead, f"{LIST}{title.pk}/history/")


def test_a_title_is_ended_of_a_named_enterprise_for_a_chosen_cause(city, firm, title):
    address = f"{LIST}{title.pk}/withdraw/"
    asked = text(city, address)
    city.post(address, {"on": "2025-01-01", "document_no": "示例发〔2025〕1号"})

    assert f"· {firm.name}" in asked
    assert 'value="falsification" selected' not in asked
    assert current(title).withdrawn_on is None


def test_a_title_is_registered_by_its_last_day(city, firm):
    done(
        city,
        f"{LIST}add/",
        enterprise=firm.pk,
        tier="innovative_sme",
        outcome="new",
        valid_from="2026-01-01",
        valid_to="2028-12-31",
    )

    made = Recognition.objects.get(enterprise=firm)
    assert made.valid_until == date(2029, 1, 1)


def test_every_button_does_its_act(city, title):
    path = f"{LIST}{title.pk}"

    done(city, f"{path}/extend/", until="2027-06-30", reason="公告", expected_version=1)
    assert current(title).extended_until == date(2027, 7, 1)
    page = text(city, f"{path}/correct/")
    assert 'value="2026-12-31"' in page
    done(
        city,
        f"{path}/correct/",
        recogniser_level="provincial",
        valid_from="2024-01-01",
        valid_to="2026-12-31",
        certificate_no="C-3",
        document_no=title.document_no,
        reason="补录证书",
    )
    assert (current(title).certificate_no, current(title).version) == ("C-3", 3)
    done(city, f"{path}/withdraw/", on="2026-02-01", cause="unfit", document_no="示例发〔2026〕1号")
    assert current(title).withdrawal_cause == "unfit"
    done(city, f"{path}/restore/", reason="复议")
    assert current(title).outcome == "restored"
    done(city, f"{path}/renew/", document_no="示例发〔2026〕2号")
    renewed = Recognition.objects.get(predecessor_series=title.series)
    assert renewed.valid_from == date(2027, 7, 1)
    assert "2024-01-01 至 2027-06-30" in text(city, f"{LIST}{renewed.pk}/change/")


@pytest.mark.parametrize(
    ("act", "words", "sentence"),
    [
        ("extend", {"reason": "公告"}, "二者只能选一"),
        ("withdraw", {"on": "2026-02-01", "cause": "unfit"}, "撤销称号须写明决定文号"),
        ("restore", {"reason": "误"}, "没有被终止，无需恢复"),
        ("extend", {"reason": "x", "until": "2027-06-30", "expected_version": 7}, "已被他人修改"),
    ],
)
def test_a_refusal_stands_on_the_form(city, title, act, words, sentence):
    response = city.post(f"{LIST}{title.pk}/{act}/", words)

    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert current(title).version == 1


def test_a_superseded_version_leads_to_the_one_true_now(city, title):
    done(city, f"{LIST}{title.pk}/withdraw/", on="2026-02-01", cause="waived")

    assert "2026-02-01 因“自愿放弃”终止" in text(city, f"{LIST}{title.pk}/change/")


def test_a_district_looks_and_changes_nothing(clerk, title, foreign):
    assert "确认" not in text(clerk, f"{LIST}{title.pk}/change/")
    words: dict[str, Any] = {"on": "2026-02-01", "cause": "waived"}
    assert clerk.post(f"{LIST}{title.pk}/withdraw/", words).status_code == 403
    assert clerk.get(f"{LIST}add/").status_code == 403
    assert current(title).version == 1
    keeper = signed_in("bureau_staff", "jiangan")
    assert keeper.post(f"{LIST}{foreign.pk}/withdraw/", words).status_code == 404
    assert current(foreign).version == 1


def test_batches_offered_are_found_by_typing(city):
    batch = make_batch(name="示例可检索批次")

    found = city.get(
        "/admin/autocomplete/",
        {
            "term": "可检索",
            "app_label": "enterprises",
            "model_name": "recognition",
            "field_name": "batch",
        },
    ).json()

    assert [row["id"] for row in found["results"]] == [str(batch.pk)]
