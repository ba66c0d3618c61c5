"""审计: what an auditor asks first, in words, and nobody else's trail."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.accounts import make_unit, make_user
from tests.factories.enterprises import make_contact, make_enterprise
from wuhan_smes.access import Access
from wuhan_smes.audit import trail
from wuhan_smes.audit.subjects import SUBJECTS
from wuhan_smes.scope import bootstrap_scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def seen():
    """Somebody of each of two units called up a telephone; one of them long ago."""
    for code, name, days in (("jiangxia", "甲", 1), ("hanyang", "乙", 1), ("jiangxia", "丙", 90)):
        contact = make_contact(make_enterprise(unit=make_unit(code)))
        with bootstrap_scope():
            trail.record(
                "contact.reveal",
                contact,
                access=Access(None, name),
                at=timezone.now() - timedelta(days=days),
                changes={"reason": f"{name}回访"},
            )


def text(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_a_lead_sees_who_looked_at_what_in_his_unit_lately(client, seen):
    client.force_login(make_user("district_lead", unit=make_unit("jiangxia")))

    page = text(client, "/trail/")

    assert "甲回访" in page
    assert "查看联系人电话" in page
    assert "乙回访" not in page
    assert "丙回访" not in page
    assert "丙回访" in text(client, "/trail/?days=184")
    assert "甲回访" not in text(client, "/trail/?actor=丁")
    assert "甲回访" not in text(client, "/trail/?subject=exports")


def test_every_subject_opens_to_the_auditor_and_to_nobody_without_the_right(client, seen):
    client.force_login(make_user("auditor"))
    for subject in SUBJECTS:
        assert SUBJECTS[subject].label in text(client, f"/trail/?subject={subject}")
    assert "没有这样的留痕" in text(client, "/trail/?subject=nothing")

    client.force_login(make_user("district_staff", unit=make_unit("jiangxia")))
    assert client.get("/trail/").status_code == 403
