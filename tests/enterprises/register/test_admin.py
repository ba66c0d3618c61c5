"""The register on screen: own rows only, acts instead of edits, no way round through addresses."""

import re

import pytest
from django.test import Client

from enterprises.models import Contact, Enterprise, MoveRequest
from tests.factories.accounts import make_unit, make_user
from tests.factories.enterprises import (
    make_chain,
    make_contact,
    make_enterprise,
    make_industry,
    make_place,
)
from wuhan_smes.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
LIST = "/admin/enterprises/enterprise/"
CANARY = "示例机密有限公司"


def signed_in(role: str, code: str = "") -> Client:
    client = Client()
    client.force_login(make_user(role, unit=make_unit(code) if code else None))
    return client


@pytest.fixture
def clerk() -> Client:
    return signed_in("district_staff", "jiangan")


@pytest.fixture
def mine() -> Enterprise:
    return make_enterprise(
        unit=make_unit("jiangan"),
        name="示例长江光电公司",
        industry=make_industry(),
        tags=["高企"],
    )


@pytest.fixture
def foreign() -> Enterprise:
    return make_enterprise(unit=make_unit("hanyang"), name=CANARY)


def text(client: Client, path: str, **words: object) -> str:
    response = client.get(path, words, follow=True)
    assert response.status_code == 200, (path, response.status_code)
    return response.content.decode()


def shown_names(page: str) -> list[str]:
    return re.findall(r"示例\w+公司", page)


def test_the_list_shows_own_enterprises_and_finds_them(clerk, mine, foreign):
    page = text(clerk, LIST)
    assert mine.name in page
    assert CANARY not in page
    for words in ("长江", "slcj", mine.uscc[:10]):
        assert mine.name in text(clerk, LIST, q=words)
    assert mine.name not in text(clerk, LIST, q="黄河")
    assert "至少输入两个字" in text(clerk, LIST, q="长")


def test_the_list_asks_a_constant_number_of_queries(clerk, mine, django_assert_max_num_queries):
    for _ in range(5):
        make_enterprise(unit=make_unit("jiangan"))

    with django_assert_max_num_queries(22):
        text(clerk, LIST)


@pytest.mark.parametrize("status", ["active", "deregistered"])
def test_filters_narrow_and_never_ask_about_other_tables(clerk, mine, status):
    page = text(clerk, LIST, status__exact=status)
    assert (mine.name in page) == (status == "active")
    for probe in (
        {"jurisdiction__users__username__startswith": "a"},
        {"contacts__phone__startswith": "1"},
        {"jurisdiction__code": "jiangan"},
        {"_facets": "True"},
    ):
        response = clerk.get(LIST, probe)
        assert response.status_code in {200, 302, 400}, probe
        assert "facet" not in response.content.decode() or "_facets" in probe


def test_the_page_tells_the_life_in_sections(clerk, mine):
    contact = make_contact(mine, name="张三", phone="13912345678")

    page = text(clerk, f"{LIST}{mine.pk}/change/")

    for words in (
        "梯度称号",
        "名称沿革",
        "管理单位变迁",
        "联系人",
        "C3976",
        "高企",
        "张三",
        "*******5678",
    ):
        assert words in page, words
    assert "13912345678" not in page
    assert f"/admin/enterprises/contact/{contact.pk}/change/" in page
    assert 'name="_save"' not in page


def test_a_foreign_enterprise_is_nowhere(clerk, foreign):
    pages = ["change/", "history/", "delete/", "rename/", "move/", "deregister/", "amend/"]
    for page in pages:
        for response in (
            clerk.get(f"{LIST}{foreign.pk}/{page}"),
            clerk.get(f"{LIST}{foreign.pk}/{page}", follow=True),
            clerk.post(f"{LIST}{foreign.pk}/{page}", {"name": "示例夺名公司", "post": "yes"}),
        ):
            assert response.status_code in {200, 302, 403, 404}, page
            assert CANARY not in response.content.decode(), page
    foreign.refresh_from_db()
    assert (foreign.name, foreign.version) == (CANARY, 1)


def test_an_id_in_the_address_shows_no_foreign_name(clerk, foreign):
    make_contact(foreign)
    for model in (
        "contact",
        "ownershiplink",
        "scalestatus",
        "sizeyear",
        "moverequest",
        "enterprise",
    ):
        for address in (
            f"/admin/enterprises/{model}/add/?enterprise={foreign.pk}",
            f"/admin/enterprises/{model}/?enterprise__id__exact={foreign.pk}",
            f"/admin/enterprises/{model}/?enterprise__name__startswith=示例",
        ):
            response = clerk.get(address, follow=True)
            assert CANARY not in response.content.decode(), address


def test_the_autocomplete_offers_own_enterprises_only(clerk, mine, foreign):
    def offered(term: str, client: Client = clerk) -> list[str]:
        response = client.get(
            "/admin/autocomplete/",
            {
                "app_label": "enterprises",
                "model_name": "contact",
                "field_name": "enterprise",
                "term": term,
            },
        )
        assert response.status_code == 200
        return [row["text"] for row in response.json()["results"]]

    assert offered("示例") == [mine.name]
    assert offered("机密") == []
    assert offered("示") == []
    assert sorted(offered("示例", signed_in("bureau_staff"))) == sorted([mine.name, CANARY])


def test_a_slot_offers_places_of_its_own_kind(clerk):
    street, park = make_place(name="示例星河街道"), make_place("park", name="示例星河园区")
    words = {"app_label": "enterprises", "model_name": "enterpriseplace", "term": "星河"}

    for slot, place in (("street", street), ("park", park)):
        found = clerk.get("/admin/autocomplete/", {**words, "field_name": slot}).json()["results"]
        assert [row["text"] for row in found] == [place.name]


def test_acts_change_through_actions_and_refusals_come_back_as_sentences(clerk, mine):
    words = {"name": "示例新名公司", "on": "2026-02-01", "expected_version": 1}
    form = text(clerk, f"{LIST}{mine.pk}/rename/")
    assert 'name="expected_version" value="1"' in form

    wrong = clerk.post(f"{LIST}{mine.pk}/rename/", {**words, "on": "2999-01-01"})
    assert "日期不能晚于今天" in wrong.content.decode()
    done = clerk.post(f"{LIST}{mine.pk}/rename/", words)
    assert (done.status_code, done.url) == (302, f"{LIST}{mine.pk}/change/")
    stale = clerk.post(f"{LIST}{mine.pk}/rename/", {**words, "name": "示例再名公司"})
    assert "已被他人修改" in stale.content.decode()

    mine.refresh_from_db()
    assert (mine.name, mine.version) == ("示例新名公司", 2)
    assert AuditEvent.objects.filter(kind="enterprise.rename").count() == 1
    assert "enterprise.rename" in text(clerk, f"{LIST}{mine.pk}/history/")
    assert "操作留痕" in text(clerk, f"{LIST}{mine.pk}/change/")


def test_every_act_has_its_form_and_works(clerk, mine):
    chain, industry = make_chain(), make_industry()
    for name, words in (
        ("amend", {"uscc": mine.uscc, "kind": "company", "tags": "高企，出口 老字号"}),
        ("set_industry", {"industry_id": industry.pk, "on": "2026-01-01"}),
        ("join_chain", {"chain_id": chain.pk, "is_primary": "on", "on": "2026-01-01"}),
        ("leave_chain", {"chain_id": chain.pk, "on": "2026-02-01"}),
        ("set_place", {"wugu": "guanggu", "address": "示例路 1 号", "on": "2026-01-01"}),
        ("set_size", {"year": 2025, "size_class": "small"}),
        ("set_scale", {"kind": "trade", "stage": "pool", "on": "2026-01-01"}),
        ("add_contact", {"name": "李四", "phone": "13912345678"}),
        (
            "link_ownership",
            {"kind": "controls", "other_name": "示例母公司", "valid_from": "2024-01-01"},
        ),
        ("deregister", {"status": "deregistered", "on": "2026-02-01", "reason": "注销"}),
        ("reactivate", {"on": "2026-02-03", "reason": "误注销"}),
    ):
        assert "csrfmiddlewaretoken" in text(clerk, f"{LIST}{mine.pk}/{name}/")
        response = clerk.post(f"{LIST}{mine.pk}/{name}/", words)
        assert response.status_code == 302, (
            name,
            re.findall(r"errorlist.*", response.content.decode()),
        )
    mine.refresh_from_db()
    assert (mine.tags, mine.size_class, mine.status) == (
        ["高企", "出口", "老字号"],
        "small",
        "active",
    )
    page = text(clerk, f"{LIST}{mine.pk}/change/")
    for words in (chain.name, "示例路 1 号", "2025 年度 小型", "限上商贸 临规培育", "示例母公司"):
        assert words in page, words


def test_created_through_the_form_and_a_wrong_code_is_explained(clerk):
    unit = make_unit("jiangan")
    words = {
        "jurisdiction_id": unit.pk,
        "uscc": "914201006164003520",
        "name": "示例新建公司",
        "kind": "company",
        "on": "2026-02-01",
    }

    wrong = clerk.post(f"{LIST}add/", words)
    assert "第18位校验不符" in wrong.content.decode()
    made = clerk.post(f"{LIST}add/", {**words, "uscc": "9142 0100 6164 0035 2X"})

    enterprise = Enterprise.objects.get(uscc="91420100616400352X")
    assert (made.status_code, made.url) == (302, f"{LIST}{enterprise.pk}/change/")


def test_who_may_not_edit_sees_no_buttons_and_cannot_act(mine):
    reader = signed_in("auditor")

    page = text(reader, f"{LIST}{mine.pk}/change/")
    assert f"{LIST}{mine.pk}/rename/" not in page
    for address in (f"{LIST}{mine.pk}/rename/", f"{LIST}add/", f"{LIST}{mine.pk}/add_contact/"):
        assert reader.get(address).status_code == 403
        assert reader.post(address, {"name": "示例"}).status_code == 403


def test_a_number_is_revealed_by_an_act_and_kept(clerk, mine):
    contact = make_contact(mine, phone="13912345678")
    path = f"/admin/enterprises/contact/{contact.pk}/"
    assert "13912345678" not in text(clerk, f"{path}change/")
    assert "13912345678" not in text(clerk, f"{path}reveal/")

    seen = clerk.post(f"{path}reveal/", {"reason": "核实"}, follow=True)

    assert "13912345678" in seen.content.decode()
    assert AuditEvent.objects.filter(kind="contact.reveal").count() == 1
    assert clerk.post(f"{path}retire/").status_code == 302
    assert Contact.objects.get(pk=contact.pk).ended_at is not None


def test_a_request_to_move_hides_the_holder_until_it_is_decided(mine, clerk):
    other = signed_in("district_staff", "hanyang")
    base = "/admin/enterprises/moverequest/"
    asked = other.post(
        f"{base}ask-for/",
        {
            "uscc": mine.uscc,
            "to_jurisdiction_id": make_unit("hanyang").pk,
            "on": "2026-02-01",
            "reason": "已迁入我区",
        },
    )
    assert asked.status_code == 302, asked.content.decode()
    request = MoveRequest.objects.get()
    for page in (base, f"{base}{request.pk}/change/"):
        seen = text(other, page)
        main = seen[seen.index("content-main") :] if "content-main" in seen else seen
        assert "接收后可见" in main
        assert mine.name not in main
        assert "江岸区" not in main

    refused = other.post(f"{base}{request.pk}/accept/", {"note": "自己接收"})
    assert refused.status_code == 403
    accepted = clerk.post(f"{base}{request.pk}/accept/", {"note": "同意"})

    assert accepted.status_code == 302
    mine.refresh_from_db()
    assert mine.jurisdiction.code == "hanyang"
    assert "江岸区" in text(other, f"{base}{request.pk}/change/")


@pytest.mark.parametrize(
    "model", ["contact", "ownershiplink", "scalestatus", "sizeyear", "moverequest"]
)
def test_every_list_opens_also_when_empty(clerk, model):
    assert "content-main" in text(clerk, f"/admin/enterprises/{model}/")
