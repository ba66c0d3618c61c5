"""A telephone number planted by every kind of request stands nowhere but in its own row."""

import json
import logging
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from enterprises.models import Contact
from tests.factories.accounts import make_station, make_unit, make_user
from tests.factories.enterprises import make_enterprise
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.jobs import doorbell
from wuhan_smes.jobs.models import Job
from wuhan_smes.web.log_lines import as_json

pytestmark = pytest.mark.django_db(transaction=True)

NUMBER = "13987650421"


@pytest.fixture
def told(monkeypatch) -> list[str]:
    """What was sent to the broker."""
    sent: list[str] = []
    monkeypatch.setattr(doorbell, "_send", lambda task, words: sent.append(f"{task} {words}"))
    return sent


def test_a_planted_number_appears_in_no_log_message_trail_or_error(
    client, caplog, told, monkeypatch
):
    """Slow requests and statements are written down at once, so that all of them are."""
    caplog.set_level(logging.INFO)
    monkeypatch.setattr(settings, "SLOW_SECONDS", 0)
    client.raise_request_exception = False
    unit = make_unit("jiangxia")
    firm, station = make_enterprise(unit=unit), make_station(unit)
    client.force_login(make_user("district_lead", unit=unit))
    today = timezone.localdate().isoformat()

    def post(address: str, **words: Any) -> Any:
        return client.post(f"/api/v1/{address}", json.dumps(words), "application/json")

    person = {"station": station.code, "name": "甲", "phone": NUMBER, "valid_from": "2026-01-01"}
    answers = [
        post(f"enterprises/{firm.pk}/contacts/", name="甲", phone=NUMBER),
        post("specialists/", **person),
        post("specialists/", **person),  # refused by a constraint that knows the number
        post(
            "tickets/",
            title="融资",
            text="询问贷款",
            category="financing",
            channel="visit",
            jurisdiction=unit.code,
            enterprise=firm.pk,
            contact_phone=NUMBER,
        ),
        post(
            "complaints/",
            enterprise=firm.pk,
            received_on=today,
            complainant="甲",
            phone=NUMBER,
            text="数据不实",
        ),
        post("complaints/", enterprise=firm.pk, received_on="?", phone=NUMBER),
        client.get(f"/api/v1/enterprises/?q={NUMBER}"),
        client.get(f"/enterprises/?q={NUMBER}"),
        client.get(f"/find/?q={NUMBER}"),
        client.get(f"/no-such-page/{NUMBER}/"),
    ]
    with monkeypatch.context() as broken:

        def failing(*_: Any, **words: Any) -> None:
            raise RuntimeError("broken")

        broken.setattr(Contact, "save", failing)
        broken.setattr(Contact.objects, "create", failing)
        failed = post(f"enterprises/{firm.pk}/contacts/", name="乙", phone=NUMBER)

    assert [one.status_code for one in answers] == [
        201,
        201,
        409,
        201,
        201,
        400,
        200,
        200,
        200,
        404,
    ]
    assert failed.status_code == 500
    assert NUMBER not in failed.content.decode()
    formatter = as_json()
    lines = [formatter.format(record) for record in caplog.records]
    assert lines
    assert [line for line in lines if NUMBER in line] == []
    assert [line for line in told if NUMBER in line] == []
    assert [str(job.kwargs) for job in Job.objects.all() if NUMBER in str(job.kwargs)] == []
    entries = AuditEvent.objects.values_list("kind", "target_name", "changes")
    assert entries
    assert [entry for entry in entries if NUMBER in str(entry)] == []
