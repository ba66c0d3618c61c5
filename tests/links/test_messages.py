"""Codes by text message, through the house's gateway."""

import json
from base64 import b64encode
from typing import Any, Final

from django.test import Client
from django.utils import timezone

from tests.links.conftest import Office
from tests.receiver import receiver
from wuhan_smes.links.models import ActionLink
from wuhan_smes.outgoing.posting import signature

SECRET: Final = "whsec_" + b64encode(b"k" * 24).decode()


def test_a_code_goes_signed_through_the_gateway_and_a_refusal_keeps_the_form(
    client: Client, office: Office, settings: Any
) -> None:
    settings.LINK_MESSAGE_SENDER, settings.LINK_MESSAGE_SECRET = "http", SECRET
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    _, secret = office.issue(at=timezone.now(), phone="13800000000")
    url = f"/l/{secret}/"
    with receiver() as gateway:
        settings.LINK_MESSAGE_ADDRESS, gateway.status = gateway.address, 503
        unsent = client.post(url, {"send_code": "1"})
        ActionLink.objects.update(code_sent_at=None)
        gateway.status = 200
        sent = client.post(url, {"send_code": "1"})
        soon = client.post(url, {"send_code": "1"})
    headers, body = gateway.got[-1]
    told = json.loads(body)
    done = client.post(url, {"agrees": "on", "code": told["text"][4:10]})

    assert [page.status_code for page in (unsent, sent, soon, done)] == [429, 200, 429, 200]
    assert "短信未能发出" in unsent.content.decode()
    assert "刚刚发送过" in soon.content.decode()
    assert told["phone"] == "13800000000"
    expected = signature(SECRET, headers["Webhook-Id"], int(headers["Webhook-Timestamp"]), body)
    assert headers["Webhook-Signature"] == expected
    assert len(office.answers) == 1
