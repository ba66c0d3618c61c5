"""Answering a person who asks what is kept of him, or to be forgotten, from a desk."""

from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone

from enterprises.models import Contact
from tests.factories.accounts import make_unit, make_user
from tests.factories.enterprises import make_contact, make_enterprise
from tests.factories.tickets import make_ticket
from tests.races import race
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.errors import ActionRefused, InputRefused, NotPermitted
from wuhan_smes.operations.actions import people
from wuhan_smes.scope import bootstrap_scope, scoped

NUMBER = "13987650421"
PAGE = "/personal-requests/"
ASKED = {"phone": "139 8765 0421", "reason": "申请 2026-7 号"}
ACTS = (people.look_up, people.export, people.forget)


def build(*units):
    """In each unit a contact, and an open ticket that still needs him."""
    for code in units or ("jiangxia",):
        unit = make_unit(code)
        firm = make_enterprise(unit=unit)
        make_contact(firm, phone=NUMBER, name="示例王某", email="wang@example.com")
        make_ticket(unit=unit, enterprise=firm, contact_phone=NUMBER, contact_name="示例王某")


def officer(unit="wuhan", role="privacy_officer"):
    with bootstrap_scope():
        return access_for(make_user(role, unit=make_unit(unit)))


def entries():
    return AuditEvent.objects.filter(kind__startswith="person.").order_by("pk")


@pytest.mark.covers("operations.people.look_up", "works")
@pytest.mark.covers("operations.people.export", "works")
@pytest.mark.covers("operations.people.forget", "works", "refused")
@pytest.mark.django_db
def test_what_is_kept_is_shown_handed_out_and_taken_away_and_told_to_the_trail():
    build()
    who = officer()
    words = {**ASKED, "access": who, "at": timezone.now()}

    with scoped(who):
        found = people.look_up(**words)
        told = people.export(**words)
        with pytest.raises(ActionRefused, match="重新查找"):
            people.forget(**words, seen="0" * 32)
        gone, staying = people.forget(**words, seen=people.mark_of(found))

    assert [(it.where, bool(it.why)) for it in found] == [("联系人", False), ("工单", True)]
    assert [it["where"] for it in told] == ["联系人", "工单"]
    assert "wang@example.com" in str(told)
    assert (gone, [it.where for it in staying]) == (1, ["工单"])
    assert not Contact.objects.filter(phone=NUMBER).exists()
    kinds = [(it.kind, it.actor_id, it.changes["reason"]) for it in entries()]
    assert kinds == [
        (kind, who.actor_id, ASKED["reason"])
        for kind in ("person.reveal", "person.exported", "person.forgotten")
    ]
    assert NUMBER not in str([(it.target_name, it.changes) for it in entries()])


@pytest.mark.covers("operations.people.look_up", "refused", "capability")
@pytest.mark.covers("operations.people.export", "refused", "capability")
@pytest.mark.covers("operations.people.forget", "capability")
@pytest.mark.django_db
def test_not_without_a_reason_somebody_to_look_for_and_the_right():
    build()
    who, clerk = officer(), officer("jiangxia", "district_lead")

    for act in ACTS:
        for words in ({**ASKED, "reason": " "}, {**ASKED, "phone": " "}):
            with scoped(who), pytest.raises(InputRefused):
                act(access=who, at=timezone.now(), **words)
        with scoped(clerk), pytest.raises(NotPermitted):
            act(access=clerk, at=timezone.now(), **ASKED)

    assert Contact.objects.filter(phone=NUMBER).count() == 1
    assert not entries().exists()


@pytest.mark.covers("operations.people.look_up", "reach")
@pytest.mark.covers("operations.people.export", "reach")
@pytest.mark.covers("operations.people.forget", "reach")
@pytest.mark.django_db
def test_a_districts_officer_finds_and_forgets_in_his_district_alone():
    build("jiangxia", "hanyang")
    mine, elsewhere = officer("jiangxia"), officer("wuchang")
    words = {**ASKED, "at": timezone.now()}

    with scoped(elsewhere):
        assert people.look_up(**words, access=elsewhere) == []
        assert people.export(**words, access=elsewhere) == []
        with pytest.raises(ActionRefused, match="没有找到"):
            people.forget(**words, access=elsewhere)
    with scoped(mine):
        assert people.forget(**words, access=mine)[0] == 1

    left = Contact.objects.get(phone=NUMBER)
    assert left.jurisdiction.code == "hanyang"


@pytest.mark.covers("operations.people.look_up", "race")
@pytest.mark.covers("operations.people.export", "race")
@pytest.mark.covers("operations.people.forget", "race")
@pytest.mark.django_db(transaction=True)
def test_of_two_who_forget_the_same_person_one_is_told_and_two_looks_are_two_entries():
    build()
    who = officer()
    words = {**ASKED, "access": who, "at": timezone.now()}
    with scoped(who):
        seen = people.mark_of(people.look_up(**words))
    forget = partial(people.forget, **words, seen=seen)
    look, export = partial(people.look_up, **words), partial(people.export, **words)

    assert race(look, export, as_first=who, as_second=who) == ("done", "done")
    assert race(forget, forget, as_first=who, as_second=who) == ("done", "refused")
    assert [it.kind for it in entries()] == [
        "person.reveal",
        "person.reveal",
        "person.exported",
        "person.forgotten",
    ]


@pytest.mark.django_db
def test_from_the_desk_first_seen_then_handed_out_then_forgotten(client):
    build()
    with bootstrap_scope():
        user, clerk = make_user("privacy_officer"), make_user("district_lead")
    client.force_login(clerk)
    assert client.get(PAGE).status_code == client.post(PAGE, ASKED).status_code == 403
    client.force_login(user)

    empty = client.post(PAGE, {**ASKED, "phone": ""})
    unseen = client.post(PAGE, {**ASKED, "do": "forget"})
    page = client.post(PAGE, ASKED)
    taken = client.post(PAGE, {**ASKED, "do": "export"})
    done = client.post(PAGE, {**ASKED, "do": "forget", "seen": page.context["seen"]}, follow=True)

    assert reverse("personal-requests") in client.get("/").text
    assert "请填写电话" in empty.text
    assert "重新查找" in unseen.text
    assert all(it in page.text for it in ("示例王某", "wang@example.com", "诉求办结前须能联系"))
    assert taken.json()[0]["where"] == "联系人"
    assert "attachment" in taken["Content-Disposition"]
    assert "已删除 1 处，保留 1 处" in done.text
    assert NUMBER not in done.request["PATH_INFO"] + done.request.get("QUERY_STRING", "")
