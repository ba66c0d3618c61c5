"""Notices: written with the step they tell of, one's own to read, counted in the bell."""

from datetime import UTC, datetime
from typing import Any, Final

import pytest
from django.db import connection
from django.utils import timezone

from services.actions.notices import mark_read
from services.actions.tickets.handing import assign
from services.actions.tickets.working import reply
from services.models import Notice
from tests.factories.accounts import make_agency, make_unit, make_user
from tests.factories.tickets import make_ticket
from tests.races import race
from wuhan_smes.access import Access, Capability
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.accounts.models import User
from wuhan_smes.accounts.roles import ROLES, Anchor
from wuhan_smes.errors import NotPermitted
from wuhan_smes.scope import bootstrap_scope, scoped

NOON: Final = datetime(2026, 3, 3, 4, 0, tzinfo=UTC)


def told(user: User, **values: Any) -> Notice:
    given = {"kind": "assigned", "subject": "诉求", "day": NOON.date(), "at": NOON, **values}
    with bootstrap_scope():
        return Notice.objects.create(user=user, ticket=make_ticket(), **given)


@pytest.mark.django_db
def test_whose_desk_a_ticket_lands_on_is_told_with_the_step() -> None:
    unit, agency = make_unit(), make_agency()
    desk, handler = make_user("district_staff", unit=unit), make_user("handler", agency=agency)
    make_user("auditor", unit=unit)
    make_user("district_staff", unit=make_unit())
    judged = make_ticket("triaged", unit=unit)
    worked_on = make_ticket("in_progress", unit=unit, agency=agency)
    at = timezone.now()

    with scoped(access_for(desk)):
        assign(judged.pk, access=access_for(desk), at=at, agency_id=agency.pk)
    with scoped(access_for(handler)):
        reply(worked_on.pk, access=access_for(handler), at=at, outcome="solved", note="已对接银行")

    with bootstrap_scope():
        rows = set(Notice.objects.values_list("user_id", "ticket_id", "kind"))
    assert rows == {(handler.pk, judged.pk, "assigned"), (desk.pk, worked_on.pk, "replied")}


@pytest.mark.django_db
def test_what_a_loader_writes_tells_nobody() -> None:
    unit = make_unit()
    make_user("district_staff", unit=unit)

    ticket = make_ticket("replied", unit=unit)

    with bootstrap_scope():
        assert not Notice.objects.filter(ticket=ticket).exists()


def test_the_desks_that_are_told_are_those_that_may_judge() -> None:
    """The database knows roles by name; a new one at a desk must be told of, too."""
    desks = {
        code
        for code, role in ROLES.items()
        if role.anchor is Anchor.JURISDICTION and Capability.TICKET_TRIAGE in role.capabilities
    }

    assert desks == {"bureau_staff", "bureau_lead", "district_staff", "district_lead"}


@pytest.mark.covers("services.notices.mark_read", "works")
@pytest.mark.django_db
def test_one_notice_or_all_are_marked_read() -> None:
    user = make_user("handler")
    first, _, _ = (told(user) for _ in range(3))
    access = access_for(user)

    with scoped(access):
        assert mark_read(access=access, at=NOON, notice_id=first.pk) == 1
        assert mark_read(access=access, at=NOON, notice_id=first.pk) == 0
        assert mark_read(access=access, at=NOON) == 2


@pytest.mark.covers("services.notices.mark_read", "refused", "reach", "capability")
@pytest.mark.django_db
def test_the_notices_of_others_do_not_exist() -> None:
    mine, theirs = make_user("bureau_lead"), make_user("handler")
    notice = told(theirs)
    access = access_for(mine)

    with scoped(access), pytest.raises(Notice.DoesNotExist):
        mark_read(access=access, at=NOON, notice_id=notice.pk)
    with scoped(access), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM services_notice")
        assert cursor.fetchone() == (0,)
    with pytest.raises(NotPermitted):
        mark_read(access=Access(None, ""), at=NOON)


@pytest.mark.covers("services.notices.mark_read", "race")
@pytest.mark.django_db(transaction=True)
def test_two_at_once_mark_each_notice_once() -> None:
    user = make_user("handler")
    told(user)
    access = access_for(user)

    def act() -> int:
        return mark_read(access=access, at=timezone.now())

    assert race(act, act, as_first=access, as_second=access) == ("done", "done")
    assert Notice.objects.filter(user=user, read_at__isnull=True).count() == 0


@pytest.mark.django_db
def test_the_bell_counts_and_the_page_lists(client: Any) -> None:
    user = make_user("handler")
    client.force_login(user)
    assert client.get("/notices/unread/").content == b""
    notice = told(user, kind="overdue", subject="WT1 缺少流动资金")

    assert "1</span>" in client.get("/notices/unread/").content.decode()
    page = client.get("/notices/?unread=1").content.decode()
    assert "WT1 缺少流动资金" in page
    assert "已逾期" in page
    assert client.post("/notices/", {"notice": notice.pk}).status_code == 302
    assert client.get("/notices/unread/").content == b""
    assert "WT1" not in client.get("/notices/?unread=1").content.decode()


@pytest.mark.django_db
def test_the_steps_of_an_old_ledger_tell_nobody() -> None:
    agency = make_agency()
    make_user("handler", agency=agency)

    ticket = make_ticket("replied", agency=agency, historical=True)

    assert not Notice.objects.filter(ticket=ticket).exists()
