"""An enterprise answers a call-back and confirms a visit by a link, without an account."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from services.models import Survey, Ticket
from tests.factories.accounts import make_access, make_unit, make_user
from tests.factories.tickets import make_ticket
from tests.factories.visits import make_visit
from wuhan_smes.errors import ActionRefused
from wuhan_smes.links.actions import links
from wuhan_smes.links.models import ActionLink
from wuhan_smes.scope import scoped

SATISFIED = {"contacted": "yes", "solved": "yes", "satisfaction": "satisfied", "note": ""}
UNSATISFIED = {"contacted": "yes", "solved": "no", "satisfaction": "unsatisfied", "note": "未到账"}


def link_for(ticket: Ticket) -> str:
    access = make_access("district_staff", unit=ticket.jurisdiction)
    with scoped(access):
        _, secret = links.issue(
            ticket.pk, access=access, at=timezone.now(), purpose="ticket_survey"
        )
    return f"/l/{secret}/"


@pytest.mark.django_db
def test_the_survey_page_shows_number_and_title_and_no_more(client: Any) -> None:
    ticket = make_ticket("audited", text="账户6222等机密内容", contact_phone="13800000000")

    page = client.get(link_for(ticket)).content.decode()

    assert ticket.number in page
    assert ticket.title in page
    for secret in (ticket.text, ticket.contact_phone, ticket.enterprise_name, ticket.holder_name):
        assert secret not in page


@pytest.mark.django_db
def test_a_satisfied_enterprise_leaves_its_word_for_the_desk_to_close(client: Any) -> None:
    ticket = make_ticket("audited")

    told = client.post(link_for(ticket), SATISFIED).content.decode()

    ticket.refresh_from_db()
    survey = Survey.objects.get(ticket=ticket)
    assert "您的意见已记录" in told
    assert (ticket.state, survey.by_enterprise, survey.satisfaction) == (
        "surveyed",
        True,
        "satisfied",
    )


@pytest.mark.django_db
def test_an_unsatisfied_enterprise_opens_it_again_a_grade_higher(client: Any) -> None:
    ticket = make_ticket("audited")

    told = client.post(link_for(ticket), UNSATISFIED).content.decode()

    ticket.refresh_from_db()
    assert "提高一级重新办理" in told
    assert (ticket.state, ticket.round, ticket.grade) == ("reopened", 2, 2)


@pytest.mark.django_db
def test_an_answer_half_given_is_asked_again(client: Any) -> None:
    ticket = make_ticket("audited")
    url = link_for(ticket)

    assert client.post(url, {"contacted": "yes"}).status_code == 400
    assert client.get(url).status_code == 200
    assert not Survey.objects.filter(ticket=ticket).exists()


@pytest.mark.django_db
def test_a_ticket_moved_on_meanwhile_is_not_surveyed(client: Any) -> None:
    ticket = make_ticket("audited")
    url = link_for(ticket)
    client.post(link_for(ticket), UNSATISFIED)

    assert client.post(url, SATISFIED).status_code == 410


@pytest.mark.django_db
def test_only_what_was_audited_is_surveyed() -> None:
    with pytest.raises(ActionRefused, match="审核通过后才能"):
        link_for(make_ticket("in_progress"))


@pytest.mark.django_db
def test_an_enterprise_confirms_a_visit(client: Any) -> None:
    unit = make_unit()
    visit = make_visit(make_ticket(unit=unit).enterprise)
    access = make_access("district_staff", unit=unit)
    with scoped(access):
        _, secret = links.issue(
            visit.pk, access=access, at=timezone.now(), purpose="visit_confirmation"
        )

    assert client.post(f"/l/{secret}/", {"signed_name": "王经理"}).status_code == 200

    visit.refresh_from_db()
    assert (visit.confirmation, visit.confirmed_how, visit.confirmed_by) == (
        "confirmed",
        "link",
        "王经理",
    )


@pytest.mark.django_db
def test_links_over_http_are_sent_listed_taken_back_and_answered_on_paper(client: Any) -> None:
    unit = make_unit()
    first, second = make_ticket("audited", unit=unit), make_ticket("audited", unit=unit)
    client.force_login(make_user("district_staff", unit=unit))

    def send(ticket: Ticket) -> Any:
        body = {"purpose": "ticket_survey", "object_id": ticket.pk}
        return client.post("/api/v1/links/", body, content_type="application/json").json()

    sent, other = send(first), send(second)
    listed = client.get("/api/v1/links/").json()["results"]
    revoked = client.post(
        f"/api/v1/links/{other['id']}/revoke/",
        {"reason": "发错企业"},
        content_type="application/json",
    )
    scan = SimpleUploadedFile("签字.png", b"\x89PNG\r\n", "image/png")
    paper = {"signed_name": "王经理", "answer": json.dumps(SATISFIED), "scan": scan}
    with connection.cursor() as cursor:  # the requests of one test share one transaction
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    entered = client.post(f"/api/v1/links/{sent['id']}/answer-by-proxy/", paper)

    assert sent["url"].startswith("http://testserver/l/")
    assert [("url" in row, row["number"]) for row in listed] == [
        (False, second.number),
        (False, first.number),
    ]
    assert (revoked.status_code, entered.status_code) == (200, 200)
    assert ActionLink.objects.get(pk=sent["id"]).signed_name == "王经理"
    assert Ticket.objects.get(pk=first.pk).state == "surveyed"


@pytest.mark.django_db
def test_a_scan_that_is_no_picture_is_refused(client: Any) -> None:
    unit = make_unit()
    ticket = make_ticket("audited", unit=unit)
    client.force_login(make_user("district_staff", unit=unit))
    body = {"purpose": "ticket_survey", "object_id": ticket.pk}
    sent = client.post("/api/v1/links/", body, content_type="application/json").json()
    scan = SimpleUploadedFile("签字.png", b"<svg onload=x>", "image/png")
    paper = {"signed_name": "王", "answer": json.dumps(SATISFIED), "scan": scan}

    refused = client.post(f"/api/v1/links/{sent['id']}/answer-by-proxy/", paper)

    assert refused.status_code == 400
    assert "扫描件应为" in refused.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("answer", ["[]", '"text"', "7", "{}", "broken"])
def test_an_answer_that_is_no_form_is_refused(client: Any, answer: str) -> None:
    unit = make_unit()
    ticket = make_ticket("audited", unit=unit)
    client.force_login(make_user("district_staff", unit=unit))
    body = {"purpose": "ticket_survey", "object_id": ticket.pk}
    sent = client.post("/api/v1/links/", body, content_type="application/json").json()
    scan = SimpleUploadedFile("签字.png", b"\x89PNG\r\n", "image/png")
    paper = {"signed_name": "王", "answer": answer, "scan": scan}

    refused = client.post(f"/api/v1/links/{sent['id']}/answer-by-proxy/", paper)

    assert refused.status_code == 400
