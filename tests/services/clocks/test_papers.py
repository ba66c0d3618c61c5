"""代企业填写: a paper is entered with its scan by who serves the enterprise, and named so."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from services.models import Survey, Ticket
from tests.factories.accounts import make_agency, make_station, make_unit, make_user
from tests.factories.tickets import make_ticket
from tests.factories.visits import make_visit
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.links.models import ActionLink


def scan(data: bytes = b"\x89PNG\r\n") -> SimpleUploadedFile:
    return SimpleUploadedFile("签字.png", data, "image/png")


def sent(client: Any, url: str, **words: Any) -> Any:
    with connection.cursor() as cursor:  # the requests of one test share one transaction
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return client.post(url, {"signed_name": "王经理", "scan": scan(), **words})


@pytest.mark.django_db
def test_a_specialist_confirms_a_visit_with_the_signed_paper(client: Any) -> None:
    unit = make_unit()
    station = make_station(unit)
    visit = make_visit(make_ticket(unit=unit).enterprise, station=station)
    user = make_user("specialist", station=station)
    client.force_login(user)
    url = f"/visits/{visit.pk}/paper/"

    page = client.get(url).content.decode()
    nameless = sent(client, url, signed_name="")
    drawn = sent(client, url, scan=scan(b"<svg onload=x>"))
    assert ActionLink.objects.count() == 0
    entered = sent(client, url)
    again = sent(client, url)

    visit.refresh_from_db()
    link = ActionLink.objects.get()
    event = AuditEvent.objects.get(kind="link.used")
    assert f"受{visit.enterprise_name}委托" in page
    assert "id_signed_name_error" in nameless.content.decode()
    assert "扫描件应为" in drawn.content.decode()
    assert (entered.status_code, again.status_code) == (302, 409)
    assert (visit.confirmed_how, visit.confirmed_by) == ("signature", "王经理")
    assert (link.proxy_name, link.signature_holds) == (user.display_name, True)
    assert (event.changes["proxy"], event.actor_id) == (user.display_name, user.pk)
    shown = client.get(f"/visits/{visit.pk}/").content.decode()
    assert f"{user.display_name} 代为录入" in shown
    kept = client.get(f"/papers/{link.pk}/")
    assert b"".join(kept.streaming_content) == b"\x89PNG\r\n"
    assert kept["Content-Disposition"].startswith("attachment")


@pytest.mark.django_db
def test_the_station_a_problem_came_by_enters_the_call_back_its_enterprise_signed(
    client: Any,
) -> None:
    unit = make_unit()
    station, agency = make_station(unit), make_agency()
    ticket = make_ticket("audited", unit=unit, station=station, agency=agency)
    user = make_user("specialist", station=station)
    url, answer = f"/tickets/{ticket.pk}/paper/", {"contacted": "yes", "solved": "no"}

    for other in (make_user("specialist", station=make_station(unit)), make_user("handler")):
        client.force_login(other)
        assert sent(client, url, **answer, satisfaction="satisfied").status_code == 404
    client.force_login(make_user("handler", agency=agency))
    assert client.get(url).status_code == 403
    client.force_login(user)
    assert url in client.get(f"/tickets/{ticket.pk}/").content.decode()
    assert "请企业自己填写回访" not in client.get(f"/tickets/{ticket.pk}/").content.decode()
    Ticket.objects.filter(pk=ticket.pk).update(handled_by_id=user.pk)
    assert sent(client, url, **answer, satisfaction="satisfied").status_code == 403
    Ticket.objects.filter(pk=ticket.pk).update(handled_by_id=None)
    assert sent(client, url, **answer, satisfaction="unsatisfied").status_code == 302

    ticket.refresh_from_db()
    survey = Survey.objects.get(ticket=ticket)
    assert (ticket.state, ticket.grade, survey.by_name) == ("reopened", 2, user.display_name)
    page = client.get(f"/tickets/{ticket.pk}/").content.decode()
    assert f"{user.display_name} 代为录入" in page
    assert "企业在回访单上签了字的" not in page


@pytest.mark.django_db
def test_a_desk_enters_a_call_back_given_on_paper_and_others_do_not(client: Any) -> None:
    unit = make_unit()
    ticket = make_ticket("audited", unit=unit)
    url = f"/tickets/{ticket.pk}/paper/"
    answer = {"contacted": "yes", "solved": "yes", "satisfaction": "satisfied"}

    client.force_login(make_user("district_staff", unit=make_unit()))
    assert sent(client, url, **answer).status_code == 404
    client.force_login(make_user("auditor"))
    assert sent(client, url, **answer).status_code == 403
    client.force_login(make_user("district_staff", unit=unit))
    assert sent(client, url, **answer).status_code == 302

    survey = Survey.objects.get(ticket=ticket)
    assert survey.by_enterprise
    assert "代为录入" in survey.note
    page = client.get(f"/tickets/{ticket.pk}/").content.decode()
    assert "签字扫描件" in page
    link = ActionLink.objects.get()
    client.force_login(make_user("district_staff", unit=make_unit()))
    assert client.get(f"/papers/{link.pk}/").status_code == 404
